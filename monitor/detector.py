"""The detector: weekly frame and symptoms in, verdicts of every week of history out. Pure.

One pass gives every past verdict, because every verdict is causal; a run as of an earlier day is the same pass over the
frame of that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from monitor.store.contract import ScoreWeek, Spell
from monitor.symptoms.contract import Symptom, Thresholds, Verdict
from monitor.symptoms.judging import FRESH_WEEKS, check_order, judged, looked_at
from monitor.symptoms.registry import all_symptoms
from monitor.symptoms.spells import as_spells, compress

NOT_APPLICABLE = -2
"""In heat maps: the symptom is not about this account, or the account was not there in that week."""


@dataclass(frozen=True)
class Detection:
    """The verdicts of one pass.

    Attributes:
        week: The last week judged; -1 if there is no account at all.
        first_week: The earliest week of any account.
        tables: By code, one row a spell (`monitor.symptoms.spells.compress`).
        scores: The horror score of every week, up to `week`, in which any of the six could be judged on any account.
        symptoms: What was looked for.
    """

    week: int
    first_week: int
    tables: Mapping[str, pd.DataFrame]
    scores: list[ScoreWeek] = field(repr=False)
    symptoms: tuple[Symptom, ...] = field(repr=False)

    def spells(self) -> Iterator[Spell]:
        """All spells, by symptom, account and week; made as they are asked for."""
        for symptom in self.symptoms:
            yield from as_spells(self.tables[symptom.code], symptom)

    def current(self, code: str | None = None) -> Iterator[Spell]:
        """The spells that hold in the last week: one per account and symptom, and since when it holds."""
        for symptom in self.symptoms:
            table = self.tables[symptom.code]
            if code in {None, symptom.code}:
                yield from as_spells(table[table["last_week"] == self.week], symptom)

    def heat(self, first_week: int, last_week: int) -> pd.DataFrame:
        """Verdicts of a window of weeks.

        Returns:
            int8; index (account, code), sorted by account and then in the order of the symptoms; one column a week.
            NOT_APPLICABLE where there is no verdict.
        """
        parts = {symptom.code: self._heat(symptom.code, first_week, last_week) for symptom in self.symptoms}
        whole = pd.concat(parts, names=["code", "account"]).swaplevel()
        return whole.sort_index(level="account", sort_remaining=False, kind="stable")

    def _heat(self, code: str, first_week: int, last_week: int) -> pd.DataFrame:
        table = self.tables[code]
        accounts = np.unique(table["account"].to_numpy(np.int64))
        table = table[(table["last_week"] >= first_week) & (table["first_week"] <= last_week)]
        width = last_week - first_week + 1
        begin = np.maximum(table["first_week"].to_numpy(np.int64) - first_week, 0)
        length = np.minimum(table["last_week"].to_numpy(np.int64) - first_week, width - 1) - begin + 1
        cells = np.repeat(np.searchsorted(accounts, table["account"]) * width + begin, length) + _counting(length)
        grid = np.full(len(accounts) * width, NOT_APPLICABLE, np.int8)
        grid[cells] = np.repeat(table["verdict"].to_numpy(np.int8), length)
        weeks = pd.RangeIndex(first_week, last_week + 1, name="week")
        return pd.DataFrame(grid.reshape(-1, width), index=pd.Index(accounts, name="account"), columns=weeks)


def detect(
    frame: pd.DataFrame,
    thresholds: Mapping[str, Thresholds],
    fresh_weeks: int = FRESH_WEEKS,
    symptoms: Iterable[Symptom] | None = None,
) -> Detection:
    """Judge all symptoms in every week of the frame.

    Args:
        frame: From `monitor.activity.weekly.build_frame`.
        thresholds: By code; a symptom that is not there has its defaults.
        fresh_weeks: For how many unobserved weeks the last look stays fresh: `detection.stale_days` // 7.
        symptoms: What to look for; by default all.

    Raises:
        ValueError: The frame is not sorted or has a gap inside an account.
    """
    chosen = tuple(all_symptoms() if symptoms is None else symptoms)
    weeks = frame.index.get_level_values(1)
    first, last = (int(weeks.min()), int(weeks.max())) if len(frame) else (-1, -1)
    check_order(frame)
    tables, present = {}, {}
    parts: dict[str, list[pd.DataFrame]] = {symptom.code: [] for symptom in chosen}
    for symptom, part in looked_at(frame, chosen):
        numbers = thresholds.get(symptom.code) or symptom.thresholds()
        parts[symptom.code].append(compress(judged(part, symptom, numbers, fresh_weeks)))
    known = np.zeros(last - first + 1, bool)
    for symptom in chosen:
        tables[symptom.code] = pd.concat(parts[symptom.code], ignore_index=True)
        if symptom.in_score:
            verdict = tables[symptom.code]["verdict"]
            present[symptom.code] = _weeks(tables[symptom.code][verdict == Verdict.PRESENT], first, last)
            known |= _weeks(tables[symptom.code][verdict != Verdict.UNKNOWN], first, last)
    return Detection(last, first, tables, _scores(present, known, first) if len(frame) else [], chosen)


def _weeks(there: pd.DataFrame, first: int, last: int) -> np.ndarray:
    """For each week whether any of the spells holds."""
    edges = np.zeros(last - first + 2, np.int64)
    np.add.at(edges, there["first_week"].to_numpy(np.int64) - first, 1)
    np.add.at(edges, there["last_week"].to_numpy(np.int64) - first + 1, -1)
    return np.asarray(np.cumsum(edges[:-1]) > 0)


def _scores(present: Mapping[str, np.ndarray], known: np.ndarray, first: int) -> list[ScoreWeek]:
    """A week in which nothing could be judged has no score: nobody knows whether it is none of the six."""
    weeks = zip(*present.values(), strict=True)
    codes = [tuple(code for code, there in zip(present, flags, strict=True) if there) for flags in weeks]
    return [ScoreWeek(first + place, len(some), some) for place, some in enumerate(codes) if known[place]]


def _counting(lengths: np.ndarray) -> np.ndarray:
    """0, 1, 2 ... for each length, one after the other."""
    total = int(lengths.sum())
    return np.asarray(np.arange(total) - np.repeat(np.cumsum(lengths) - lengths, lengths))


@dataclass(frozen=True)
class Alive:
    """How the team's personal accounts are doing, as an aggregate.

    Attributes:
        alive: Accounts on which the symptom is absent.
        judged: Accounts on which it is present or absent.
        unknown: Accounts that cannot be judged.
    """

    alive: int
    judged: int
    unknown: int

    @property
    def share(self) -> float | None:
        """Share of the judged accounts that are alive; None if none was judged."""
        return self.alive / self.judged if self.judged else None


def team_alive(spells: Iterable[Spell], code: str = "HS3") -> Alive:
    """Count the accounts that are alive among the spells that hold in a week (`Detection.current`)."""
    verdicts = [spell.verdict for spell in spells if spell.code == code]
    alive, present = verdicts.count(Verdict.ABSENT), verdicts.count(Verdict.PRESENT)
    return Alive(alive, alive + present, len(verdicts) - alive - present)
