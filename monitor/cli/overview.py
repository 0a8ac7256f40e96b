"""What `monitor status` shows: the organisation in one screen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from monitor.activity.weeks import week_label, week_start
from monitor.coverage import coverage
from monitor.detector import team_alive
from monitor.reporting.scoring import personal_codes, told_scores
from monitor.store.contract import AccountStatus, ScoreWeek, Spell
from monitor.symptoms.contract import Verdict
from monitor.symptoms.registry import all_symptoms

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
    """Gather the screen from the last stored pass, or from a new one that is not kept (`fresh`).

    Accounts with the worst symptoms come first. Personal accounts are one line unless `report.show_persons` is on; of
    fewer than `report.minimum_group` nothing is told, as in the report.
    """
    spells, statuses, scores = _judged(opened) if fresh else _stored(opened)
    if not statuses:
        return Overview("Nothing has been judged yet: run `monitor run`.", ("account",), (), ())
    week = max(status.week for status in statuses)
    accounts, zone = opened.store.accounts().astype(object).to_dict("index"), opened.settings.organisation.zone
    persons = set() if opened.settings.report.show_persons else _personal(accounts)
    present = _present(spells, week)
    shown = [s for s in statuses if s.account_id not in persons]
    shown.sort(key=lambda s: (-_weight(present[s.account_id]), s.account_id))
    rows = tuple(_row(accounts[s.account_id], s, present[s.account_id], zone) for s in shown)
    columns = ("account", "platform", "state", "last post", "symptoms since", "owner")
    least = opened.settings.report.minimum_group
    if 0 < len(persons) < least:
        scores = told_scores(scores, personal_codes(), spells if fresh else opened.store.spells())
    footnotes = (*_persons_line(persons, spells, week, least), *_missing_line(opened), *_until_line(shown, zone))
    return Overview(_headline(opened, week, scores), columns, rows, footnotes)


def _personal(accounts: Mapping[Any, Mapping[Any, Any]]) -> set[int]:
    return {int(i) for i, account in accounts.items() if account["kind"] == "personal" or account["private"]}


def _weight(present: list[Spell]) -> int:
    return sum(10 ** _severity(spell) for spell in present)


def _severity(spell: Spell) -> int:
    return next((symptom.severity for symptom in all_symptoms() if symptom.code == spell.code), 1)


def _persons_line(persons: set[int], spells: list[Spell], week: int, least: int) -> tuple[str, ...]:
    if not persons:
        return ()
    if len(persons) < least:
        return (f"Personal accounts: fewer than {least}, too few to speak of without naming anybody",)
    alive = team_alive(s for s in spells if s.account_id in persons and s.last_week == week)
    return (f"Personal accounts: {alive.alive} of {alive.judged} are alive ({len(persons)} in all)",)


def _missing_line(opened: Session) -> tuple[str, ...]:
    rows = coverage(opened.store.accounts(), opened.settings)
    missing = ", ".join(row.presence for row in rows if row.missing)
    return (f"Missing from the inventory: {missing}",) if missing else ()


def _until_line(shown: list[AccountStatus], zone: ZoneInfo) -> tuple[str, ...]:
    ends = [s.complete_until for s in shown if s.complete_until and s.answer not in {"closed", "stale", "failed"}]
    return (f"Data complete until {min(ends).astimezone(zone).date()}",) if ends else ()


def _stored(opened: Session) -> tuple[list[Spell], list[AccountStatus], list[ScoreWeek]]:
    return opened.store.last_verdicts(), opened.store.statuses(), opened.store.scores()


def _judged(opened: Session) -> tuple[list[Spell], list[AccountStatus], list[ScoreWeek]]:
    from monitor.job.detecting import judge_all

    judged = judge_all(opened)
    return judged.spells, judged.statuses, judged.detection.scores


def _present(spells: list[Spell], week: int) -> dict[int, list[Spell]]:
    found: dict[int, list[Spell]] = defaultdict(list)
    for spell in spells:
        if spell.verdict == Verdict.PRESENT and spell.last_week == week:
            found[spell.account_id].append(spell)
    return found


def _row(account: Mapping[Any, Any], status: AccountStatus, present: list[Spell], zone: ZoneInfo) -> tuple[str, ...]:
    posted = status.last_post_at.astimezone(zone).date().isoformat() if status.last_post_at else "-"
    found = ", ".join(
        f"{s.code} {week_start(s.first_week):%Y-%m}" for s in sorted(present, key=_severity, reverse=True)
    )
    name = next((v for v in (account["name"], account["handle"], account["native_id"]) if isinstance(v, str)), "?")
    owner = account["owner"] if isinstance(account["owner"], str) else "nobody"
    return (name, account["platform"], status.answer, posted, found or "-", owner)


def _headline(opened: Session, week: int, scores: list[ScoreWeek]) -> str:
    organisation = opened.settings.organisation.name
    known = {one.week: one for one in scores}
    now, before = known.get(week), known.get(week - 13)
    trend = f" ({before.score} a quarter ago)" if before else ""
    value = f"{now.score} of 6" if now else "unknown"
    found = ", ".join(now.codes) or "none of the six" if now else "none of the six can be judged"
    return f"{organisation}, {week_label(week)}: horror score {value}{trend}: {found}"
