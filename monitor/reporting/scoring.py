"""The horror score: how many of the six are present, where, and which way it goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate

import numpy as np

from monitor.records import AccountKind
from monitor.reporting.findings import Scene
from monitor.reporting.i18n import N_, Translator
from monitor.reporting.names import account_name
from monitor.reporting.parts import Score, ScoreSeries, SixTile
from monitor.reporting.wording import symptoms, title_of
from monitor.store.contract import ScoreWeek, Spell
from monitor.symptoms.contract import Verdict

TREND_WEEKS = 13
"""The score is compared with the one a quarter of a year earlier."""

MOST_NAMED = 3
TILE_WORDS = {
    "present": N_("present"),
    "absent": N_("not present"),
    "unknown": N_("cannot be judged"),
    "missing": N_("no such account"),
    "withheld": N_("not shown"),
}


def personal_codes() -> frozenset[str]:
    """Symptoms that only personal accounts can have."""
    return frozenset(code for code, one in symptoms().items() if one.kinds == {str(AccountKind.PERSONAL)})


def scored_codes() -> list[str]:
    """Symptoms that count in the score."""
    return [code for code, one in symptoms().items() if one.in_score]


def told_scores(scores: Sequence[ScoreWeek], withheld: Collection[str], spells: Iterable[Spell]) -> list[ScoreWeek]:
    """The scores as they may be told.

    Args:
        scores: As the detector gives them.
        withheld: Codes that must not be told, because they speak of too few persons; they do not count.
        spells: All verdicts.

    Returns:
        Without the withheld symptoms, and without the weeks in which nothing but those could be judged.
    """
    if not withheld:
        return list(scores)
    judged = _judged_weeks(spells, set(scored_codes()) - set(withheld))
    kept = [(one.week, tuple(code for code in one.codes if code not in withheld)) for one in scores]
    return [ScoreWeek(week, len(codes), codes) for week, codes in kept if week in judged]


def _judged_weeks(spells: Iterable[Spell], codes: Collection[str]) -> set[int]:
    """Weeks in which any of these symptoms is known to be present or absent on any account."""
    edges: Counter[int] = Counter()
    for one in spells:
        if one.code in codes and one.verdict != Verdict.UNKNOWN:
            edges.update({one.first_week: 1, one.last_week + 1: -1})
    turns = sorted(edges)
    holding = accumulate(edges[week] for week in turns)
    spans = zip(turns, turns[1:], holding, strict=False)
    return {week for begin, end, held in spans if held for week in range(begin, end)}


def score_series(scores: Sequence[ScoreWeek], withheld: Collection[str], first: int, last: int) -> ScoreSeries:
    """The score of each week from `first` to `last`, as it may be told; NaN where it is not known."""
    by_week = {one.week: one.score for one in scores}
    weeks = np.arange(first, last + 1)
    values = np.array([by_week.get(int(week), np.nan) for week in weeks], np.float64)
    return ScoreSeries(weeks, values, len(set(scored_codes()) - set(withheld)))


def score_of(week: int, scores: Sequence[ScoreWeek], withheld: Collection[str], scene: Scene) -> Score:
    """The score of one week in words.

    Args:
        week: Which week.
        scores: Of every week, as they may be told.
        withheld: Codes that are left out of them.
        scene: History, accounts and language.
    """
    by_week = {one.week: one.score for one in scores}
    now, then = by_week.get(week), by_week.get(week - TREND_WEEKS)
    most = len(set(scored_codes()) - set(withheld))
    t = scene.translator
    return Score(
        value=now,
        most=most,
        trend=_trend(now, then),
        sentence=t.text(UNKNOWN_SCORE) if now is None else t.text(KNOWN_SCORE, value=now, most=most),
        trend_sentence=_trend_sentence(now, then, t),
        tiles=tuple(_tile(code, week, withheld, scene) for code in scored_codes()),
        note=t.text(WITHHELD_NOTE) if withheld else "",
    )


def _trend(now: int | None, then: int | None) -> str:
    if now is None or then is None:
        return "none"
    return "up" if now > then else "down" if now < then else "same"


def _trend_sentence(now: int | None, then: int | None, t: Translator) -> str:
    if now is None:
        return t.text(NOT_JUDGED) if then is None else t.text(NOT_JUDGED_NOW, then=then, ago=TREND_WEEKS)
    return t.text(TREND_SENTENCES[_trend(now, then)], then=then or 0, ago=TREND_WEEKS)


KNOWN_SCORE = N_("Horror score {value:number} of {most:number}")
UNKNOWN_SCORE = N_("Horror score unknown")
NOT_JUDGED = N_("None of the six can be judged.")
NOT_JUDGED_NOW = N_("None of the six can be judged; {ago:weeks} ago it was {then:number}.")
TREND_SENTENCES = {
    "up": N_("Worse than {ago:weeks} ago, when it was {then:number}."),
    "down": N_("Better than {ago:weeks} ago, when it was {then:number}."),
    "same": N_("The same as {ago:weeks} ago."),
    "none": N_("There is nothing earlier to compare with."),
}
WITHHELD_NOTE = N_("Personal accounts are left out: there are too few of them to speak of without naming anybody.")


def _tile(code: str, week: int, withheld: Collection[str], scene: Scene) -> SixTile:
    if code in withheld:
        mark, where = "withheld", ""
    else:
        mark, where = _mark(code, week, scene), _where(code, week, scene)
    t = scene.translator
    return SixTile(code, title_of(code, t), mark, t.text(TILE_WORDS[mark]), where)


def _mark(code: str, week: int, scene: Scene) -> str:
    verdicts = scene.history.verdicts(code, week)
    order = {"present": Verdict.PRESENT, "absent": Verdict.ABSENT, "unknown": Verdict.UNKNOWN}
    return next((mark for mark, verdict in order.items() if verdict in verdicts), "missing")


def _where(code: str, week: int, scene: Scene) -> str:
    accounts = [scene.accounts[one.account_id] for one in scene.history.present(week) if one.code == code]
    named = sorted(account_name(one, scene.translator) for one in accounts if not one.hidden)
    hidden = Counter(one.hidden for one in accounts)[True]
    words = named[:MOST_NAMED]
    t = scene.translator
    if len(named) > MOST_NAMED:
        words.append(t.plural("{n} more", "{n} more", len(named) - MOST_NAMED))
    if hidden:
        words.append(t.plural("{n} personal account", "{n} personal accounts", hidden))
    return ", ".join(words)
