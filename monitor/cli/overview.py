"""What `monitor status` shows: the organisation in one screen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from monitor.activity.weeks import week_label, week_start
from monitor.coverage import coverage
from monitor.store.contract import AccountStatus, ScoreWeek, Spell
from monitor.symptoms.contract import Verdict

if TYPE_CHECKING:
    from monitor.job.session import Session


@dataclass(frozen=True)
class Overview:
    """One screen: a headline, a table of accounts and some lines below."""

    headline: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    footnotes: tuple[str, ...]


def overview(opened: Session, *, fresh: bool) -> Overview:
    """Gather the screen from the last stored pass, or from a new one that is not kept (`fresh`)."""
    spells, statuses, scores = _judged(opened) if fresh else _stored(opened)
    if not statuses:
        return Overview("Nothing has been judged yet: run `monitor run`.", ("account",), (), ())
    week = max(status.week for status in statuses)
    present = _present(spells, week)
    accounts, zone = opened.store.accounts().astype(object).to_dict("index"), opened.settings.organisation.zone
    rows = tuple(_row(accounts[s.account_id], s, present[s.account_id], zone) for s in statuses)
    columns = ("account", "platform", "state", "since", "last post", "data until", "symptoms (since)", "owner")
    return Overview(_headline(opened, week, scores), columns, rows, _footnotes(opened))


def _stored(opened: Session) -> tuple[list[Spell], list[AccountStatus], list[ScoreWeek]]:
    return opened.store.last_verdicts(), opened.store.statuses(), opened.store.scores()


def _judged(opened: Session) -> tuple[list[Spell], list[AccountStatus], list[ScoreWeek]]:
    from monitor.job.detecting import judge_all

    judged = judge_all(opened)
    return list(judged.detection.current()), judged.statuses, judged.detection.scores


def _present(spells: list[Spell], week: int) -> dict[int, list[Spell]]:
    found: dict[int, list[Spell]] = defaultdict(list)
    for spell in spells:
        if spell.verdict == Verdict.PRESENT and spell.last_week == week:
            found[spell.account_id].append(spell)
    return found


def _row(account: Mapping[Any, Any], status: AccountStatus, present: list[Spell], zone: ZoneInfo) -> tuple[str, ...]:
    days = [m.astimezone(zone).date().isoformat() if m else "-" for m in (status.last_post_at, status.complete_until)]
    found = ", ".join(f"{s.code} ({week_start(s.first_week)})" for s in present)
    name = next((v for v in (account["name"], account["handle"], account["native_id"]) if isinstance(v, str)), "?")
    owner = account["owner"] if isinstance(account["owner"], str) else "nobody"
    return (name, account["platform"], status.answer, status.since or "-", *days, found or "-", owner)


def _headline(opened: Session, week: int, scores: list[ScoreWeek]) -> str:
    organisation = opened.settings.organisation.name
    known = {one.week: one for one in scores}
    now, before = known.get(week), known.get(week - 13)
    trend = f" ({before.score} a quarter ago)" if before else ""
    score = f"horror score {now.score} of 6{trend}: {', '.join(now.codes) or 'none of the six'}" if now else "no score"
    return f"{organisation}, {week_label(week)}: {score}"


def _footnotes(opened: Session) -> tuple[str, ...]:
    rows = coverage(opened.store.accounts(), opened.settings)
    missing = ", ".join(row.presence for row in rows if row.missing)
    return (f"Missing from the inventory: {missing}",) if missing else ()
