"""What is too old to be kept, of persons or by a platform's terms, is emptied, and an erasure is finished."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd

from monitor.job.fetching import raw_pages
from monitor.job.session import Session
from monitor.job.visits import live_connectors
from monitor.sources.live import LiveDeclaration


def keep_promises(session: Session) -> int:
    """Empty what is older than `privacy.retention_months` or than platforms allow, and take out what was erased.

    Returns:
        How many rows were emptied.

    Raises:
        StoreTrouble, RetryLater: The store cannot do it now; the next run will.
    """
    changed = session.store.retain_since(kept_since(session.settings.privacy.retention_months, session.now))
    changed += sum(_keep_terms(session, one.declaration) for one in live_connectors(session))
    raw_pages(session).sweep(
        session.now, {d.name: d.raw_days for d in (c.declaration for c in live_connectors(session))}
    )
    session.store.finish_erasing()
    return changed


def _keep_terms(session: Session, declared: LiveDeclaration) -> int:
    """Empty what a platform's terms let nobody keep that was read through its API."""
    limits = [
        None if days is None else session.now - timedelta(days=days)
        for days in (declared.post_days, declared.interaction_days)
    ]
    if limits == [None, None]:
        return 0
    return session.store.retain_of_source(declared.name, *limits)


def kept_since(months: int | None, now: datetime) -> datetime | None:
    """The moment from which words are kept, None if all are; never later than the real clock says."""
    if months is None:
        return None
    earliest: datetime = (pd.Timestamp(min(now, datetime.now(UTC))) - pd.DateOffset(months=months)).to_pydatetime()
    return earliest
