"""Personal accounts as one aggregate: how many are alive, never whose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from monitor.reporting.findings import Scene
from monitor.reporting.i18n import N_
from monitor.reporting.names import AccountFacts
from monitor.reporting.parts import Persons
from monitor.reporting.scoring import personal_codes, scored_codes
from monitor.reporting.wording import symptoms
from monitor.settings import ReportSettings
from monitor.store.contract import Spell
from monitor.symptoms.contract import Verdict

ALIVE = N_("{alive:number} of {judged:number} personal accounts are alive.")
NOT_JUDGED = N_("None of the {total:number} personal accounts can be judged yet.")
TOO_FEW = N_(
    "There are fewer than {least:number} personal accounts, too few to speak of without naming anybody; "
    "they are not shown."
)
WAYS: Mapping[str, str] = {
    "egg": N_("still the default picture"),
    "shell": N_("a picture, but empty"),
    "dormant": N_("has fallen silent"),
}


def group(accounts: Mapping[int, AccountFacts]) -> list[int]:
    """Personal accounts that may be counted: private ones are nobody's business."""
    return [one.id for one in accounts.values() if one.personal and not one.private]


def too_few(accounts: Mapping[int, AccountFacts], settings: ReportSettings) -> bool:
    """Whether there are personal accounts, and too few of them to say anything about."""
    return not settings.show_persons and 0 < len(group(accounts)) < settings.minimum_group


def untold(accounts: Mapping[int, AccountFacts], settings: ReportSettings) -> frozenset[int]:
    """Hidden accounts of which not even a number may be told: private ones, and persons where they are too few."""
    few = too_few(accounts, settings)
    return frozenset(one.id for one in accounts.values() if one.hidden and (few or one.private))


def withheld_codes(accounts: Mapping[int, AccountFacts], settings: ReportSettings) -> frozenset[str]:
    """Symptoms that do not count in the score, because they would speak of too few persons."""
    return personal_codes() & set(scored_codes()) if too_few(accounts, settings) else frozenset()


def persons_note(accounts: Mapping[int, AccountFacts], settings: ReportSettings, scene: Scene) -> str:
    """What to say where personal accounts exist but are too few to show."""
    if not too_few(accounts, settings):
        return ""
    return scene.translator.text(TOO_FEW, least=settings.minimum_group)


def persons_of(week: int, settings: ReportSettings, scene: Scene) -> Persons | None:
    """Count the personal accounts of a week; None if there are none or too few to show."""
    ids = group(scene.accounts)
    if not ids or too_few(scene.accounts, settings):
        return None
    spells = [one for account in ids if (one := _verdict(account, week, scene)) is not None]
    judged = [one for one in spells if one.verdict != Verdict.UNKNOWN]
    present = [one for one in judged if one.verdict == Verdict.PRESENT]
    alive = len(judged) - len(present)
    t = scene.translator
    return Persons(
        total=len(ids),
        judged=len(judged),
        alive=alive,
        sentence=t.text(ALIVE if judged else NOT_JUDGED, alive=alive, judged=len(judged), total=len(ids)),
        ways=_ways(present, week, scene),
        next_step=" ".join(t.text(symptoms()[one].remedy) for one in sorted(personal_codes())) if present else "",
    )


def _verdict(account: int, week: int, scene: Scene) -> Spell | None:
    found = [scene.history.at(account, code, week) for code in sorted(personal_codes())]
    known = [one for one in found if one is not None]
    return max(known, key=lambda one: one.verdict, default=None)


def _ways(present: list[Spell], week: int, scene: Scene) -> tuple[tuple[str, int], ...]:
    counted = Counter(scene.history.shown(one, week)[0] for one in present)
    words = {way: scene.translator.text(WAYS.get(way, way)) for way in counted if way}
    return tuple((words[way], counted[way]) for way in sorted(words, key=lambda way: (-counted[way], way)))
