"""What the report is made from, and questions about the verdicts of any past week."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from monitor.activity.weeks import DAYS
from monitor.reporting.wording import symptoms
from monitor.settings import Settings
from monitor.store.contract import AccountStatus, ImportRun, ScoreWeek, Spell
from monitor.symptoms.contract import Symptom, Verdict
from monitor.symptoms.judging import judge

FADING, SLOWING = "HS10", "slowing"
"""The symptom that speaks of an account's rhythm, and its way of showing that is in no state of the rhythm."""

if TYPE_CHECKING:
    from monitor.activity.rhythm.reading import Rhythms

Evidence = Mapping[str, float]


class Past:
    """Numbers of past weeks in which a symptom was present, by binary search: by label is a thousand times slower.

    Args:
        rows: Rows of verdicts that say present: index (account, week), sorted; variant and evidence.
        symptom: The symptom.
    """

    def __init__(self, rows: pd.DataFrame, symptom: Symptom) -> None:
        accounts, weeks = (rows.index.get_level_values(level).to_numpy(np.int64) for level in (0, 1))
        self._keys = _key(accounts, weeks)
        self._variants = rows["variant"].tolist()
        self._names = [one.name for one in symptom.evidence if one.name in rows.columns]
        self._numbers = rows[self._names].to_numpy(np.float64)
        self._ways = ["", *(variant.name for variant in symptom.variants)]

    def shown(self, account: int, week: int) -> tuple[str, Evidence]:
        """Name of the variant and evidence; ("", {}) where they are not known."""
        key = _key(account, week)
        place = int(np.searchsorted(self._keys, key))
        if place == len(self._keys) or self._keys[place] != key:
            return "", {}
        row = zip(self._names, self._numbers[place].tolist(), strict=True)
        return self._ways[self._variants[place]], {name: one for name, one in row if not math.isnan(one)}


def _key(account: Any, week: Any) -> Any:
    """Account and week as one sortable number; weeks stay below 2**20 for 20,000 years."""
    return account * 2**20 + week


def past_verdicts(frame: pd.DataFrame, settings: Settings, first: int) -> dict[str, Past]:
    """Judge again, because spells keep only the numbers of their last week.

    Args:
        frame: The weekly frame.
        settings: With the symptoms' thresholds.
        first: First week wanted.

    Returns:
        By code the numbers of week `first` and later.
    """
    kept = {}
    for code, symptom in symptoms().items():
        judged = judge(frame, symptom, settings.symptoms.get(code) or symptom.thresholds(), fresh_weeks(settings))
        recent = judged.index.get_level_values(1).to_numpy() >= first
        kept[code] = Past(judged[recent & (judged["verdict"].to_numpy() == Verdict.PRESENT)], symptom)
    return kept


def fading_ways(frame: pd.DataFrame, settings: Settings) -> dict[int, dict[int, str]]:
    """In which way an account was fading, by account and week; spells keep only that of their last week."""
    symptom = symptoms()[FADING]
    numbers = settings.symptoms.get(FADING) or symptom.thresholds()
    variant = judge(frame, symptom, numbers, fresh_weeks(settings))["variant"]
    names = ["", *(one.name for one in symptom.variants)]
    present = variant[variant > 0]
    accounts, weeks = (present.index.get_level_values(level).tolist() for level in (0, 1))
    found: dict[int, dict[int, str]] = {}
    for account, week, number in zip(accounts, weeks, present.tolist(), strict=True):
        found.setdefault(account, {})[week] = names[number]
    return found


@dataclass(frozen=True, eq=False)
class Facts:
    """What the report is made from.

    Attributes:
        accounts: As `Store.accounts()`.
        spells, statuses, scores, imports: Of the last detection pass, as the store gives them.
        frame: The weekly frame, index (account, week).
        past: By code of the symptom the numbers of past weeks (`past_verdicts`). Without them past weeks are told
            without their numbers.
        authors: Who wrote how many posts in which week, as `Store.weekly_authors()`; None if nothing is told of them.
        rhythms: The rhythm of every account; None if it was not judged.
        fading: See `fading_ways`.
    """

    accounts: pd.DataFrame
    spells: Sequence[Spell]
    statuses: Sequence[AccountStatus]
    scores: Sequence[ScoreWeek]
    imports: Sequence[ImportRun]
    frame: pd.DataFrame
    past: Mapping[str, Past] = field(default_factory=dict)
    authors: pd.DataFrame | None = None
    rhythms: Rhythms | None = None
    fading: Mapping[int, Mapping[int, str]] = field(default_factory=dict)


def fresh_weeks(settings: Settings) -> int:
    """For how many weeks after the last look an account still counts as seen."""
    return max(1, settings.detection.stale_days // DAYS)


def seen_weeks(frame: pd.DataFrame, settings: Settings) -> pd.Series:
    """For each account and week whether the account is judged and was looked at recently enough: bool, same index."""
    recently = frame["weeks_unseen"].to_numpy(np.float64) <= fresh_weeks(settings)
    return pd.Series(frame["judged"].to_numpy(bool) & recently, index=frame.index)


class History:
    """Spells in the order of time, by account and symptom."""

    def __init__(self, facts: Facts) -> None:
        self._past = facts.past
        self._present: dict[int, list[Spell]] = {}
        self._lines: dict[tuple[int, str], list[Spell]] = {}
        for spell in sorted(facts.spells, key=lambda one: one.first_week):
            self._lines.setdefault((spell.account_id, spell.code), []).append(spell)

    def lines(self) -> Iterator[tuple[int, str, list[Spell]]]:
        """Account, code and spells of every line."""
        for (account, code), spells in self._lines.items():
            yield account, code, spells

    def verdicts(self, code: str, week: int) -> set[int]:
        """Which verdicts a symptom has in a week on any account."""
        lines = (spells for (_, one), spells in self._lines.items() if one == code)
        return {one.verdict for spells in lines for one in spells if one.first_week <= week <= one.last_week}

    def line(self, account: int, code: str) -> list[Spell]:
        """Spells of one symptom on one account, oldest first."""
        return self._lines.get((account, code), [])

    def codes(self, account: int) -> list[str]:
        """Codes of the symptoms that apply to an account, in the registry's order."""
        return [code for code in symptoms() if (account, code) in self._lines]

    def at(self, account: int, code: str, week: int) -> Spell | None:
        """The spell that holds in a week."""
        return next((one for one in self.line(account, code) if one.first_week <= week <= one.last_week), None)

    def present(self, week: int) -> list[Spell]:
        """All spells that say present in a week."""
        if week not in self._present:
            self._present[week] = [
                one
                for spells in self._lines.values()
                for one in spells
                if one.verdict == Verdict.PRESENT and one.first_week <= week <= one.last_week
            ]
        return self._present[week]

    def before(self, spell: Spell) -> Spell | None:
        """The last spell before this one that was not unknown."""
        known = [
            one
            for one in self.line(spell.account_id, spell.code)
            if one.last_week < spell.first_week and one.verdict != Verdict.UNKNOWN
        ]
        return known[-1] if known else None

    def begins_exactly(self, spell: Spell) -> bool:
        """Whether the week before the spell is known to have been otherwise: else it began then or earlier."""
        return self.known(spell.account_id, spell.code, spell.first_week - 1)

    def known(self, account: int, code: str, week: int) -> bool:
        """Whether a symptom could be judged in a week."""
        earlier = self.at(account, code, week)
        return earlier is not None and earlier.verdict != Verdict.UNKNOWN

    def shown(self, spell: Spell, week: int) -> tuple[str, Evidence]:
        """Name of the variant and evidence in a week of a spell; ("", {}) if only the last week's are known."""
        if week == spell.last_week:
            return spell.variant, spell.evidence
        past = self._past.get(spell.code)
        return past.shown(spell.account_id, week) if past else ("", {})

    def worsened(self, spell: Spell, week: int) -> bool:
        """Whether the way it shows is worse than a week before, in the same spell."""
        ranks = {variant.name: variant.rank for variant in symptoms()[spell.code].variants}
        if week <= spell.first_week or len(set(ranks.values())) == 1:
            return False
        now, then = self.shown(spell, week)[0], self.shown(spell, week - 1)[0]
        return bool(now and then) and ranks.get(now, 0) > ranks.get(then, 0)
