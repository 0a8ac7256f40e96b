"""From spells to findings in words, and what changed in a week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from monitor.reporting.history import History
from monitor.reporting.i18n import N_, Translator
from monitor.reporting.lone import LONE_AUTHOR, LoneAuthors
from monitor.reporting.names import AccountFacts, account_name
from monitor.reporting.parts import Change, Finding
from monitor.reporting.wording import finding_text, symptoms, transition_text
from monitor.store.contract import Spell, Transition
from monitor.symptoms.contract import Verdict

SEVERE = 2
"""From this severity on a finding asks for attention; milder ones are noted."""

MOST_TOP = 5
CHANGE_WORDS: Mapping[str, str] = {"begun": N_("begun"), "worse": N_("worse"), "over": N_("solved")}
CHANGE_ORDER = ("begun", "worse", "over")


@dataclass(frozen=True)
class Scene:
    """What all parts of the report look at: history, accounts by id, their pages, the language, and lone authors."""

    history: History
    accounts: Mapping[int, AccountFacts]
    pages: Mapping[int, str]
    translator: Translator
    lone: LoneAuthors | None = None

    def visible(self, account_id: int) -> bool:
        """Whether the account may be shown by itself."""
        account = self.accounts.get(account_id)
        return account is not None and not account.hidden


def spells_of(week: int, scene: Scene) -> list[Spell]:
    """Every present verdict of a week on accounts that may be shown, worst first, then oldest."""
    shown = [one for one in scene.history.present(week) if scene.visible(one.account_id) and one.code in symptoms()]
    order = {code: place for place, code in enumerate(symptoms())}
    return sorted(
        shown, key=lambda one: (-symptoms()[one.code].severity, one.first_week, order[one.code], one.account_id)
    )


def findings_of(spells: Sequence[Spell], week: int, scene: Scene) -> tuple[Finding, ...]:
    """Put spells into words, in their order."""
    return tuple(_finding(spell, week, scene) for spell in spells)


def _finding(spell: Spell, week: int, scene: Scene) -> Finding:
    variant, evidence = scene.history.shown(spell, week)
    text = finding_text(
        scene.accounts[spell.account_id],
        spell.code,
        variant,
        evidence,
        spell.first_week,
        week,
        scene.translator,
        exact=scene.history.begins_exactly(spell),
    )
    if spell.code == LONE_AUTHOR and scene.lone:
        words = scene.lone.words(spell.account_id, _lone_accounts(week, scene), week, scene.translator)
        text = replace(text, what=f"{text.what} {words}".strip())
    return Finding(
        account_id=spell.account_id,
        code=spell.code,
        severity=symptoms()[spell.code].severity,
        since_week=spell.first_week,
        weeks=week - spell.first_week + 1,
        is_new=_is_new(spell, week, scene.history),
        text=text,
        page=scene.pages.get(spell.account_id, ""),
        rank={one.name: one.rank for one in symptoms()[spell.code].variants}.get(variant, 1),
    )


def _lone_accounts(week: int, scene: Scene) -> dict[int, str]:
    """Names of the accounts that hang on one person in a week."""
    ids = [one.account_id for one in scene.history.present(week) if one.code == LONE_AUTHOR]
    return {one: account_name(scene.accounts[one], scene.translator) for one in ids if scene.visible(one)}


def _is_new(spell: Spell, week: int, history: History) -> bool:
    """Begun this week, and not merely seen again after weeks that could not be judged."""
    earlier = history.before(spell)
    return spell.first_week == week and earlier is not None and earlier.verdict == Verdict.ABSENT


def worst(findings: Sequence[Finding], most: int = MOST_TOP) -> tuple[Finding, ...]:
    """The worst few, every account once before any account twice; mild ones only where fewer than three are severe."""
    severe = [one for one in findings if one.severity >= SEVERE]
    pool = severe if len(severe) >= 3 else list(findings[:3])
    nth: Counter[int] = Counter()
    places: list[tuple[int, int]] = []
    for place, one in enumerate(pool):
        places.append((nth[one.account_id], place))
        nth[one.account_id] += 1
    chosen = sorted(place for _, place in sorted(places)[:most])
    return tuple(pool[place] for place in chosen)


def changes_of(week: int, scene: Scene) -> tuple[Change, ...]:
    """What began, worsened or ended in a week, in that order."""
    lines = (spells for account, code, spells in scene.history.lines() if scene.visible(account) and code in symptoms())
    found = chain.from_iterable(_transitions(spells, week, scene.history) for spells in lines)
    ordered = sorted(found, key=lambda one: (CHANGE_ORDER.index(one.change), one.account_id, one.code))
    return tuple(_change(one, scene) for one in ordered)


def _transitions(spells: Sequence[Spell], week: int, history: History) -> list[Transition]:
    spell = next((one for one in spells if one.first_week <= week <= one.last_week), None)
    if spell is None:
        return []
    earlier = history.before(spell) if spell.first_week == week else None
    if spell.verdict == Verdict.PRESENT and _is_new(spell, week, history):
        return [_transition(spell, "begun", week, spell.first_week, history)]
    if spell.verdict == Verdict.PRESENT and history.worsened(spell, week):
        return [_transition(spell, "worse", week, spell.first_week, history)]
    if spell.verdict == Verdict.ABSENT and earlier is not None and earlier.verdict == Verdict.PRESENT:
        return [_transition(spell, "over", week, earlier.first_week, history)]
    return []


def _transition(spell: Spell, change: str, week: int, since: int, history: History) -> Transition:
    variant, evidence = history.shown(spell, week)
    return Transition(spell.account_id, spell.code, change, week, variant, since, evidence)


def _change(transition: Transition, scene: Scene) -> Change:
    account, before = transition.account_id, transition.since_week - 1
    exact = scene.history.known(account, transition.code, before)
    text = transition_text(transition, scene.accounts[account], scene.translator, exact=exact)
    return Change(
        mark=transition.change,
        word=scene.translator.text(CHANGE_WORDS[transition.change]),
        title=text.title,
        account=text.account,
        sentence=text.sentence,
        page=scene.pages.get(transition.account_id, ""),
    )
