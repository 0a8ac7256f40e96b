"""The accounts in the report: rows, coverage of the healthy inventory, and how far our data go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.activity.weeks import week_end
from monitor.reporting.data_words import DATA_WORDS, data_words
from monitor.reporting.findings import SEVERE, Scene
from monitor.reporting.i18n import N_, Translator
from monitor.reporting.names import STATES, AccountFacts, account_name, presence_name
from monitor.reporting.parts import AccountRow, Finding, Presence, Trouble
from monitor.reporting.wording import (
    NOBODY_SHORT,
    status_sentence,
    status_word,
)
from monitor.store.contract import AccountStatus

UNSEEN = ("failed", "gone", "stale", "new")
"""Answers that mean: we cannot see this account now."""

CLOSED_STATES = frozenset({"closing", "closed"})
"""Uses of an account in which it is judged by nobody."""

TAGS: Mapping[str, str] = {"silent": "bad", "stale": "warn", "failed": "warn", "gone": "warn"}
"""Colour of a status; one that asks for nothing has none, for "active" says nothing of how well it goes."""


@dataclass(frozen=True)
class Seen:
    """What the rows are made from: newest statuses by account, findings of the week by
    account, and the organisation's zone.
    """

    scene: Scene
    statuses: Mapping[int, AccountStatus]
    findings: Mapping[int, Sequence[Finding]]
    zone: ZoneInfo

    def status(self, account_id: int) -> AccountStatus:
        """The account's status; "new" if none was ever stored."""
        return self.statuses.get(account_id) or AccountStatus(account_id, 0, "new", None, None, None)

    def day(self, moment: datetime | None) -> date | None:
        """The local day of a moment; midnight belongs to the day that ended."""
        if moment is None:
            return None
        local = moment.astimezone(self.zone)
        return (local - timedelta(microseconds=1)).date()

    def severity(self, account_id: int) -> int:
        """The worst severity among the account's findings; 0 without any."""
        return max((one.severity for one in self.findings.get(account_id, ())), default=0)


def account_rows(seen: Seen) -> tuple[AccountRow, ...]:
    """Every account that may be shown, worst first, then by name."""
    rows = [_row(one, seen) for one in seen.scene.accounts.values() if not one.hidden]
    return tuple(
        sorted(rows, key=lambda row: (-row.worst, row.answer in {"active", "closed"}, row.name.lower(), row.id))
    )


def _row(account: AccountFacts, seen: Seen) -> AccountRow:
    t = seen.scene.translator
    status = seen.status(account.id)
    last, until = seen.day(status.last_post_at), seen.day(status.complete_until)
    return AccountRow(
        id=account.id,
        name=account_name(account, t),
        presence=presence_name(account.platform, account.kind, t),
        page=seen.scene.pages.get(account.id, ""),
        owner=account.owner or t.text(NOBODY_SHORT),
        answer=status.answer,
        status=status_word(status.answer, t),
        status_sentence=status_sentence(status, last, until, t),
        last_post=t.value(last, "day") if last else "–",
        complete_until=t.value(until, "day") if until else "–",
        findings=len(seen.findings.get(account.id, ())),
        worst=seen.severity(account.id),
        tag="" if _rests(account, status.answer) else TAGS.get(status.answer, ""),
    )


def _rests(account: AccountFacts, answer: str) -> bool:
    """Whether the account is silent and declared seasonal: that may be its rest."""
    return answer == "silent" and account.state == "seasonal"


def goal_text(account: AccountFacts, translator: Translator) -> str:
    """The account's goal in words; "–" without one."""
    if account.goal_posts is None:
        return "–"
    template = N_("{goal:posts} a month") if account.goal_per == "month" else N_("{goal:posts} a week")
    return translator.text(template, goal=account.goal_posts)


# --- coverage -------------------------------------------------------------------------------------------
def coverage(inventory: Sequence[str], least: int, seen: Seen) -> tuple[Presence, ...]:
    """The presences a healthy organisation has, then whatever else there is.

    Args:
        inventory: platform:kind of every presence expected.
        least: Smallest number of personal accounts that may be counted aloud.
        seen: Accounts and their state.
    """
    found: dict[str, list[AccountFacts]] = {presence: [] for presence in inventory}
    for account in seen.scene.accounts.values():
        found.setdefault(f"{account.platform}:{account.kind}", []).append(account)
    rows: list[Presence] = []
    for presence, accounts in found.items():
        rows.extend(_presences(presence, accounts, presence in inventory, least, seen))
    return tuple(rows)


def _presences(
    presence: str, accounts: Sequence[AccountFacts], expected: bool, least: int, seen: Seen
) -> list[Presence]:
    platform, _, kind = presence.partition(":")
    name = presence_name(platform, kind or "unknown", seen.scene.translator)
    hidden = [one for one in accounts if one.hidden]
    rows = [_presence(name, one, expected, seen) for one in accounts if not one.hidden]
    if hidden and (expected or len(hidden) >= least):
        rows.append(_persons_presence(name, hidden, expected, least, seen))
    return rows or ([_missing(name, seen)] if expected else [])


def _missing(name: str, seen: Seen) -> Presence:
    t = seen.scene.translator
    return Presence(name, "–", "", "–", "–", t.text(N_("missing")), "missing", True)


def _persons_presence(name: str, hidden: Sequence[AccountFacts], expected: bool, least: int, seen: Seen) -> Presence:
    t = seen.scene.translator
    enough = len(hidden) >= least
    words = t.value(len(hidden), "accounts") if enough else t.text(N_("present; too few to show"))
    return Presence(
        name, words, "", "–", "–", t.text(N_("see personal accounts")) if enough else "–", "persons", expected
    )


def _presence(name: str, account: AccountFacts, expected: bool, seen: Seen) -> Presence:
    t = seen.scene.translator
    mark, word = _mark(account, seen)
    return Presence(
        name=name,
        account=account_name(account, t),
        page=seen.scene.pages.get(account.id, ""),
        owner=account.owner or t.text(NOBODY_SHORT),
        goal=goal_text(account, t),
        state=word,
        mark=mark,
        expected=expected,
    )


def _mark(account: AccountFacts, seen: Seen) -> tuple[str, str]:
    t = seen.scene.translator
    answer = seen.status(account.id).answer
    if account.state in CLOSED_STATES:
        return "closed", t.text(STATES[account.state])
    if seen.severity(account.id) >= SEVERE:
        return "attention", t.text(N_("needs attention"))
    if answer in UNSEEN:
        return "unknown", status_word(answer, t)
    if _rests(account, answer):
        return "resting", status_word(answer, t)
    if answer == "silent":
        return "attention", status_word(answer, t)
    return ("minor", t.text(N_("could do better"))) if seen.severity(account.id) else ("good", t.text(N_("healthy")))


# --- what we cannot see ---------------------------------------------------------------------------------
def troubles(seen: Seen) -> tuple[Trouble, ...]:
    """Accounts whose data are stale, failed or gone, and what to do about each."""
    return tuple(
        _trouble(account, seen.status(account.id).answer, seen)
        for account in seen.scene.accounts.values()
        if not account.hidden and seen.status(account.id).answer in DATA_WORDS
    )


def _trouble(account: AccountFacts, answer: str, seen: Seen) -> Trouble:
    t, reason = seen.scene.translator, seen.status(account.id).reason
    words = data_words(f"{answer}_{reason}" if reason else answer, account.platform, t)
    return Trouble(
        account=account_name(account, t),
        page=seen.scene.pages.get(account.id, ""),
        title=words.title,
        sentence=words.sentence,
        next_step=words.step,
    )


def complete_text(week: int, seen: Seen) -> tuple[str, bool]:
    """Say until when the data are complete, and whether that is before the end of the week."""
    t = seen.scene.translator
    wanted = [one for one in seen.scene.accounts.values() if not one.hidden and one.state not in CLOSED_STATES]
    days = {one.id: seen.day(seen.status(one.id).complete_until) for one in wanted}
    if not days:
        return t.text(N_("There is no account to follow yet.")), True
    known = [day for day in days.values() if day]
    end = min(week_end(week), max(known, default=date.max))
    late = [one for one in wanted if (day := days[one.id]) is None or day < end]
    if not late:
        return t.text(N_("Data complete until {day:date}."), day=min(known)), end < week_end(week)
    return _late_text(late, len(wanted), days, end, t), True


LATE = N_("Data complete until {day:date} for {n:number} of {total:number} accounts; {account} ends on {last:date}.")
LATE_UNKNOWN = N_(
    "Data complete until {day:date} for {n:number} of {total:number} accounts; of {account} we do not know until when."
)


def _late_text(
    late: Sequence[AccountFacts], total: int, days: Mapping[int, date | None], end: date, t: Translator
) -> str:
    oldest, name = min((days[one.id] or date.min, account_name(one, t)) for one in late)
    known = oldest > date.min
    return t.text(LATE if known else LATE_UNKNOWN, day=end, n=total - len(late), total=total, account=name, last=oldest)
