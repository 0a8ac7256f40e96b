"""The end of the import stage: what is too old to be kept of persons is emptied, and an erasure is finished."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd

from monitor.job.session import Session


def keep_promises(session: Session) -> int:
    """Empty what is older than `privacy.retention_months`, and take what was erased out of the file.

    Returns:
        How many rows were emptied.

    Raises:
        StoreTrouble, RetryLater: The store cannot do it now; the next run will.
    """
    changed = session.store.retain_since(kept_since(session.settings.privacy.retention_months, session.now))
    session.store.finish_erasing()
    return changed


def kept_since(months: int | None, now: datetime) -> datetime | None:
    """The moment from which words are kept, None if all are; never later than the real clock says."""
    if months is None:
        return None
    earliest: datetime = (pd.Timestamp(min(now, datetime.now(UTC))) - pd.DateOffset(months=months)).to_pydatetime()
    return earliest
