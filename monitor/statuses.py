"""The four clocks' answers: is an account silent, or is our look at it stale, failed, or the account gone? Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from fnmatch import fnmatch
from math import isnan
from pathlib import PurePath

import pandas as pd

from monitor.activity.weeks import last_complete_week, week_start
from monitor.records import GONE
from monitor.settings import AccountState, Settings
from monitor.store.contract import AccountStatus, ImportRun

DAY = 86_400
CLOSED = {AccountState.CLOSING.value, AccountState.CLOSED.value, "private"}
"""States in which an account is judged by nobody."""


@dataclass(frozen=True)
class Failure:
    """An account's import or visit that broke, and when."""

    at: datetime
    message: str
    reason: str = ""


@dataclass(frozen=True)
class StatusFacts:
    """What the statuses need beside the weekly frame.

    Attributes:
        accounts: `Store.accounts()`.
        windows: `Store.windows()`.
        failures: Accounts whose newest import broke (`failures`, `visit_failures`).
        standings: `Store.standings()`.
    """

    accounts: pd.DataFrame
    windows: pd.DataFrame
    failures: Mapping[int, Failure] = field(default_factory=dict)
    standings: pd.DataFrame = field(default_factory=pd.DataFrame)


def broken_exports(newest: Iterable[ImportRun]) -> dict[str, ImportRun]:
    """Find the exports whose newest import broke, by name, the one that broke last first.

    A part of a ZIP or folder that could be read says that the whole could be opened again.

    Args:
        newest: `Store.newest_imports()`, newest first.
    """
    last: dict[str, ImportRun] = {}
    for run in newest:
        last.setdefault(run.export, run)
        if run.status != "failed":
            last.setdefault(run.export.partition(":")[0], run)
    return {name: run for name, run in last.items() if run.status == "failed"}


def failures(
    broken: Mapping[str, ImportRun],
    files: Mapping[int, Sequence[str]],
    told: Mapping[str, Collection[int]] | None = None,
) -> dict[int, Failure]:
    """Find the accounts whose newest import of an export broke.

    Args:
        broken: `broken_exports`.
        files: For each account id the patterns of the inbox files that hold it (`AccountSettings.files`).
        told: `Store.accounts_of_exports()` of the broken exports.

    Returns:
        By account the export that broke last, of those that configuration or history give to the account.
    """
    found: dict[int, Failure] = {}
    for export, run in reversed(list(broken.items())):
        failure, name = Failure(run.finished_at or run.started_at, run.message), PurePath(export).name
        fitting = [one for one, patterns in files.items() if any(fnmatch(name, PurePath(p).name) for p in patterns)]
        found |= dict.fromkeys([*fitting, *(told or {}).get(export, ())], failure)
    return found


def visit_failures(visits: Iterable[ImportRun]) -> dict[int, Failure]:
    """Find the accounts whose newest visit broke for a reason that a person must mend.

    Whoever made it: one for which there was no token was made by no connector, and the next one is by the platform's.

    Args:
        visits: `Store.visits()`. One that was postponed, for the server was busy, is no failure: time will tell.
    """
    newest = {run.account_id: run for run in sorted(visits, key=lambda run: run.id)}
    return {
        account: Failure(run.finished_at or run.started_at, run.message, run.reason)
        for account, run in newest.items()
        if account is not None and run.status == "failed"
    }


def statuses(frame: pd.DataFrame, facts: StatusFacts, settings: Settings, as_of: date) -> list[AccountStatus]:
    """Say of every account which answer holds on the day `as_of`.

    In this order: closed (on purpose, or private), gone, failed, new, stale, silent, active. Silent means that we
    looked and there was nothing for `detection.silent_days` up to the end of what was observed. An account that was
    never observed as a whole was last looked at when its last known post was made. An import that broke on the day
    itself counts, for the run of a night looks at the exports of that night.

    Args:
        frame: Weekly frame of that day.
        facts: What the store says of accounts, windows and imports.
        settings: Time zone and the allowances of `[detection]`.
        as_of: The day.
    """
    zone, week = settings.organisation.zone, last_complete_week(as_of)
    now, end = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (as_of, week_start(week + 1)))
    gone = gone_accounts(facts.standings, now + timedelta(days=1))
    looks = [_Look(week, now, settings, *look, gone.get(look[0])) for look in _looks(frame, facts, week, now, end)]
    return [look.status() for look in looks]


@dataclass(frozen=True)
class Gone:
    """What the platform says of an account that cannot be watched any more, and since when."""

    since: datetime
    state: str
    detail: str


def gone_accounts(standings: pd.DataFrame, until: datetime) -> dict[int, Gone]:
    """Accounts that the platform called gone at its last word before `until`.

    Args:
        standings: `Store.standings()`, or an empty frame.
        until: A run looks at the platforms on its own day, so what was said on that day counts.
    """
    found: dict[int, Gone] = {}
    if standings.empty:
        return found
    told = standings[standings["observed_at"] < int(until.timestamp())]
    columns = ("account_id", "observed_at", "state", "detail")
    for account, moment, state, detail in zip(*(told[name].tolist() for name in columns), strict=True):
        if state not in GONE:
            found.pop(account, None)
        elif account not in found or found[account].state != state:
            found[account] = Gone(datetime.fromtimestamp(moment, UTC), state, detail or "")
    return found


def _looks(
    frame: pd.DataFrame, facts: StatusFacts, week: int, now: datetime, end: datetime
) -> Iterator[tuple[int, str, bool, datetime | None, datetime | None, Failure | None]]:
    """What is known of each account: id, state, protected, last post, observed until, failure."""
    last = frame[frame.index.get_level_values(1) == week].droplevel(1)
    silent = {int(account): float(days) for account, days in zip(last.index, last["days_silent"], strict=True)}
    protected = set(last.index[last["protected"] == 1])
    until = _complete_until(facts.windows, now)
    accounts = facts.accounts.sort_index()
    states = ["private" if private else str(state) for state, private in accounts[["state", "private"]].to_numpy()]
    for account, state in zip(accounts.index.tolist(), states, strict=True):
        ago = silent.get(account)
        posted = None if ago is None or isnan(ago) else end - timedelta(seconds=round(ago * DAY))
        yield account, state, account in protected, posted, until.get(account), facts.failures.get(account)


def _complete_until(windows: pd.DataFrame, now: datetime) -> dict[int, datetime]:
    """Until when each account was observed, never after now."""
    limit = int(now.timestamp())
    table = windows[windows["start"] < limit]
    ends = table["end"].clip(upper=limit).groupby(table["account_id"]).max()
    return {int(account): datetime.fromtimestamp(end, UTC) for account, end in zip(ends.index, ends, strict=True)}


@dataclass(frozen=True)
class _Look:
    """One account on one day, and the answer."""

    week: int
    now: datetime
    settings: Settings
    account: int
    state: str
    protected: bool
    posted: datetime | None
    until: datetime | None
    failure: Failure | None
    gone: Gone | None = None

    def status(self) -> AccountStatus:
        answer, since, detail = self._answer()
        day = since.astimezone(self.settings.organisation.zone).date().isoformat() if since else None
        reason = self._reason(answer)
        return AccountStatus(self.account, self.week, answer, day, self.until, self.posted, detail, reason)

    def _reason(self, answer: str) -> str:
        if answer == "gone":
            return self.gone.state if self.gone else "protected"
        return self.failure.reason if answer == "failed" and self.failure else ""

    def _answer(self) -> tuple[str, datetime | None, str]:
        """Answer, since when, and a detail."""
        if self.state in CLOSED:
            return "closed", None, self.state
        if self.gone:
            return "gone", self.gone.since, self.gone.detail or self.gone.state
        if self.protected:
            return "gone", None, "protected"
        failure = self.failure
        if failure and failure.at < self.now + timedelta(days=1) and (self.until is None or failure.at > self.until):
            return "failed", failure.at, failure.message
        return self._by_clock()

    def _by_clock(self) -> tuple[str, datetime | None, str]:
        allowed, looked = self.settings.detection, self.until or self.posted
        if looked is None:
            return "new", None, ""
        stale_since = looked + timedelta(days=allowed.stale_days)
        if stale_since < self.now:
            return "stale", stale_since, ""
        if self.posted is None:
            return "silent", None, "no post known"
        silent = looked - self.posted >= timedelta(days=allowed.silent_days)
        return "silent" if silent else "active", self.posted, ""
