"""The last gaps between active days of each account, and how unusual its silence is beside them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from monitor.activity.rhythm.gap_law import GapLaw, GapTail

KEPT = 60
"""How many of the latest gaps count."""
PSEUDO = 20.0
"""How many gaps of the portfolio stand beside the account's own."""
NO_DAY = -1
YEAR = 365.2425
"""Days."""


@dataclass
class Gaps:
    """The last gaps of all accounts; the first axis is the account.

    Attributes:
        ring: The last KEPT gaps in days, in a ring; infinite where there is none yet, float32.
        count: Gaps ever.
        last_day: Number of the last active day; NO_DAY before the first.
        median: Median of the kept gaps in days; NaN without one.
        mean: Mean of their logarithms; NaN without one.
        spread: Standard deviation of their logarithms; NaN without one.
    """

    ring: np.ndarray
    count: np.ndarray
    last_day: np.ndarray
    median: np.ndarray
    mean: np.ndarray
    spread: np.ndarray

    @classmethod
    def empty(cls, count: int) -> Gaps:
        """Gaps of accounts that have not begun."""
        ring = np.full((count, KEPT), np.inf, np.float32)
        unknown = [np.full(count, np.nan) for _ in range(3)]
        return cls(ring, np.zeros(count, np.int64), np.full(count, NO_DAY, np.int64), *unknown)

    def update(self, week: int, rows: np.ndarray, days: np.ndarray, law: GapLaw) -> None:
        """Take in the active days of a week; the portfolio's law learns from the gaps that end in it."""
        for day in range(7):
            on = rows[(days >> day) & 1 == 1]
            law.learn(self._end_gaps(on, week * 7 + day), self.median[on], self.count[on])
        self._describe(rows)

    def _end_gaps(self, rows: np.ndarray, day: int) -> np.ndarray:
        """Put the gap that ends on this day into the ring; the gaps, NaN where it is the first active day."""
        before = self.last_day[rows]
        gaps = np.where(before == NO_DAY, np.nan, day - before)
        old = rows[before != NO_DAY]
        self.ring[old, self.count[old] % KEPT] = gaps[before != NO_DAY]
        self.count[old] += 1
        self.last_day[rows] = day
        return gaps

    def _describe(self, rows: np.ndarray) -> None:
        rows = rows[self.count[rows] > 0]
        kept = np.sort(self.ring[rows], axis=1).astype(np.float64)
        number = np.minimum(self.count[rows], KEPT)
        place = np.arange(len(rows))
        self.median[rows] = (kept[place, (number - 1) // 2] + kept[place, number // 2]) / 2
        logs = np.where(np.isfinite(kept), np.log(kept), 0.0)
        mean = logs.sum(1) / number
        self.mean[rows] = mean
        self.spread[rows] = np.sqrt(np.maximum((logs**2).sum(1) / number - mean**2, 0.0))

    def silence(self, week: int) -> np.ndarray:
        """Whole days from the last active day to the last day of the week; NaN before the first."""
        return np.where(self.last_day == NO_DAY, np.nan, week * 7 + 6 - self.last_day)

    def a_year(self, rows: np.ndarray) -> np.ndarray:
        """How many gaps like the kept ones these accounts have in a year; NaN without one."""
        ring = self.ring[rows]
        total = np.where(np.isfinite(ring), ring, np.float32(0)).sum(1, dtype=np.float64)
        return np.asarray(YEAR * np.minimum(self.count[rows], KEPT) / np.where(total > 0, total, np.nan))

    def likely(self, rows: np.ndarray, law: GapLaw) -> LikelyGaps:
        """What the gaps of these accounts may be: own ones shrunk with PSEUDO of the portfolio."""
        ring = self.ring[rows]
        usual = np.where(np.isnan(self.median[rows]), law.usual, np.maximum(self.median[rows], 1.0))
        kept = np.where(np.isfinite(ring), ring, np.float32(-np.inf))
        return LikelyGaps(np.ascontiguousarray(kept.T), np.minimum(self.count[rows], KEPT), usual, law.tail())

    def odds(self, rows: np.ndarray, days: np.ndarray, law: GapLaw) -> np.ndarray:
        """Chance that a gap of these accounts is at least so many days long."""
        return self.likely(rows, law).odds(days)


@dataclass(frozen=True)
class LikelyGaps:
    """What the gaps of some accounts may be; made once, asked for many lengths.

    Attributes:
        kept: Their kept gaps in days, shape (KEPT, accounts): counting along the first axis is fast. Lower than any
            length where there is none yet.
        own: How many there are.
        usual: Their median in days; that of the portfolio without a gap.
        tail: The portfolio's.
    """

    kept: np.ndarray
    own: np.ndarray
    usual: np.ndarray
    tail: GapTail

    def odds(self, days: np.ndarray) -> np.ndarray:
        """Chance that a gap of each account is at least so many days long."""
        longer = (self.kept >= days.astype(np.float32)).view(np.uint8).sum(0, dtype=np.uint8)
        odds = (longer + PSEUDO * self.tail(days / self.usual)) / (self.own + PSEUDO)
        return np.asarray(np.minimum(odds, 1.0))
