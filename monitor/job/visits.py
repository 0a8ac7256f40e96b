"""Which accounts are read from their platforms, by which connector, with which token, and from where on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from monitor.errors import MonitorError, RenewToken, SkipSource
from monitor.job.importing import configured
from monitor.job.session import Session
from monitor.records import EARLIEST
from monitor.secrets import resolve, stored
from monitor.settings import AccountSettings, AccountState
from monitor.sources.accounts import Configured
from monitor.sources.live import LiveConnector, Past, Target
from monitor.sources.sink import ERASED
from monitor.sources.visiting import FULL, remembered

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Planned:
    """One visit that is due.

    Attributes:
        connector: Who makes it; None if nobody can, and `problem` says why.
        token: The access token; None if there is none and none is needed.
    """

    one: Configured
    target: Target
    past: Past = field(default_factory=Past)
    connector: LiveConnector | None = None
    token: str | None = field(default=None, repr=False)
    problem: MonitorError | None = None


def live_connectors(session: Session) -> list[LiveConnector]:
    """Connectors that ask a platform's server."""
    connectors: list[Any] = list(session.connectors)
    return [one for one in connectors if isinstance(one, LiveConnector)]


def wanted(session: Session) -> list[Configured]:
    """Accounts of config.toml that are to be read from their platforms."""
    return [
        one
        for one in configured(session)
        if one.settings.fetch and one.id != ERASED and one.settings.state != AccountState.CLOSED
    ]


def planned_visits(session: Session, *, full: bool = False, chosen: Sequence[int] = ()) -> Iterator[Planned]:
    """Plan the visit of each account that wants one.

    Args:
        session: The organisation, opened.
        full: Read everything anew.
        chosen: Store ids of the accounts to read; empty: all that `wanted` gives.
    """
    accounts = [one for one in wanted(session) if not chosen or one.id in chosen]
    if not accounts:
        return
    connectors, known = live_connectors(session), session.store.accounts()
    spans = newest_spans(session)
    for one in accounts:
        target = _target(one.settings, _known(known, one.id))
        try:
            connector = connector_of(one.settings, connectors)
            token = token_of(one.settings, connector)
            target = replace(target, feed=_feed_of(one.settings))
        except MonitorError as error:
            yield Planned(one, target, problem=error)
            continue
        yield Planned(one, target, _past(session, one.id, connector, spans.get(one.id), full), connector, token)


Span = tuple[datetime | None, datetime]
"""Begin (None: the account's first post) and end of a time in which everything is known."""


def newest_spans(session: Session) -> dict[int, Span]:
    """The newest time of each account in which everything it published is known."""
    windows = session.store.windows().sort_values("end")
    columns = (windows[name].tolist() for name in ("account_id", "start", "end"))
    return {account: (_moment(start), _moment(end) or EARLIEST) for account, start, end in zip(*columns, strict=True)}


def _moment(seconds: int) -> datetime | None:
    """A time of `Store.windows()`; -1 is "from the beginning"."""
    return None if seconds < 0 else datetime.fromtimestamp(seconds, UTC)


def target_of(session: Session, one: Configured) -> Target:
    """The account as config.toml, exports and earlier visits know it."""
    return _target(one.settings, _known(session.store.accounts(), one.id))


def _known(accounts: pd.DataFrame, account: int) -> dict[str, Any]:
    return {name: accounts.at[account, name] for name in ("handle", "native_id", "kind")}


def _target(settings: AccountSettings, row: Mapping[str, Any]) -> Target:
    """What config.toml says of the account, and what earlier exports and visits found out.

    Where a visit goes is for a person to type: an export that names a server of its own must not be sent our token.
    """
    told = row["handle"] if isinstance(row["handle"], str) and "@" not in row["handle"].removeprefix("@") else None
    handle = settings.handle or told
    return Target(
        platform=settings.platform,
        native_id=settings.native_id or row["native_id"],
        handle=handle.removeprefix("@") if isinstance(handle, str) else None,
        url=settings.url,
        feed=settings.feed,
        kind=settings.kind.value if settings.kind else row["kind"],
    )


def _past(session: Session, account: int, connector: LiveConnector, span: Span | None, full: bool) -> Past:
    memory = remembered(session.store, connector.declaration.name, account)
    last = memory.pop(FULL, None)
    days = connector.declaration.full_days
    due = bool(days) and (last is None or datetime.fromisoformat(last) <= session.now - timedelta(days=days))
    begin, end = span or (None, None)
    return Past(memory, end, full or due, begin)


def _feed_of(settings: AccountSettings) -> str | None:
    """Address of the account's feed, which may be kept as a secret.

    Raises:
        FixSettings: The reference leads nowhere.
    """
    return resolve(settings.feed, "account.feed") if settings.feed else None


def connector_of(settings: AccountSettings, connectors: Sequence[LiveConnector]) -> LiveConnector:
    """The connector that `fetch` names, or the one of the account's platform.

    Raises:
        SkipSource: There is none.
    """
    if isinstance(settings.fetch, str):
        named = [one for one in connectors if one.declaration.name == settings.fetch]
    else:
        named = [one for one in connectors if one.declaration.platform == settings.platform]
    if not named:
        names = ", ".join(sorted(one.declaration.name for one in connectors)) or "none"
        where = _called(settings)
        raise SkipSource(
            f"no connector reads {settings.platform} from its platform",
            where,
            f"Set fetch = false, or name one of: {names}",
        )
    return named[0]


def token_of(settings: AccountSettings, connector: LiveConnector) -> str | None:
    """The account's own token, else the connector's, else the one under the usual name.

    Raises:
        RenewToken: One is needed and there is none.
        FixSettings: A reference leads nowhere.
    """
    declared = connector.declaration
    for reference, place in (
        (settings.token, "account.token"),
        (connector.options.token, f"connectors.{declared.name}.token"),
    ):
        if reference:
            return resolve(reference, place)
    found = stored(declared.token_name) if declared.token_name else None
    if found is None and declared.token_needed and declared.token_name:
        raise RenewToken(
            f"{declared.title}: there is no access token",
            _called(settings),
            f"`monitor auth {declared.platform}` shows how to obtain one; put it in the environment variable "
            f"{declared.token_name}",
        )
    return found


def _called(settings: AccountSettings) -> str:
    """How messages call the account; one that config.toml does not name yet by its platform alone."""
    named = settings.label != settings.platform
    return f"account {settings.platform} {settings.label}" if named else settings.platform
