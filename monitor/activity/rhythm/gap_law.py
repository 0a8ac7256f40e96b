"""How long gaps are in the whole portfolio, as multiples of the account's own median gap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

STEPS = 8
"""Bins per doubling."""
LOWEST, HIGHEST = -4, 10
"""Multiples from 1/16 to 1024."""
ENOUGH = 5
"""Gaps an account needs before its median counts as usual."""
BEGIN_WEIGHT = 50.0
"""Gaps that the law below is worth before the portfolio has shown its own."""
BINS = (HIGHEST - LOWEST) * STEPS


def _begin() -> np.ndarray:
    """A log-logistic law with median 1 and a heavy tail, for a portfolio of which nothing is known."""
    edges = np.arange(BINS + 1) / STEPS + LOWEST
    reached = 1 / (1 + np.exp2(-1.6 * edges))
    return np.asarray(np.diff(reached) * BEGIN_WEIGHT)


@dataclass(frozen=True)
class GapTail:
    """Share of gaps that are at least so many times the own median.

    Attributes:
        above: The share at each edge of the bins.
        step: What it changes over each bin.
    """

    above: np.ndarray
    step: np.ndarray

    def __call__(self, multiple: np.ndarray) -> np.ndarray:
        """The share at these multiples, straight between the edges; NaN for NaN."""
        place = np.clip((np.log2(np.maximum(multiple, 1e-9)) - LOWEST) * STEPS, 0, BINS)
        whole = np.fmin(place, BINS - 1).astype(np.int64)
        return np.asarray(self.step.take(whole) * (place - whole) + self.above.take(whole))


@dataclass
class GapLaw:
    """Counts of gap / own median by logarithmic bins, and the mean log of the medians.

    Attributes:
        counts: One number per bin.
        middle: Sum of log median and number of gaps seen, two numbers.
    """

    counts: np.ndarray
    middle: np.ndarray

    @classmethod
    def empty(cls) -> GapLaw:
        """Before any gap was seen: a median of a week, worth one gap."""
        return cls(_begin(), np.array([np.log(7.0), 1.0]))

    @property
    def usual(self) -> float:
        """Geometric mean of the medians in days, for an account without a gap of its own."""
        return float(np.exp(self.middle[0] / self.middle[1]))

    def learn(self, gaps: np.ndarray, medians: np.ndarray, counts: np.ndarray) -> None:
        """Take in gaps in days, with the account's median before them and the number of gaps it rests on."""
        known = ~np.isnan(gaps) & ~np.isnan(medians) & (counts >= ENOUGH)
        multiple = gaps[known] / np.maximum(medians[known], 1.0)
        self.counts += np.bincount(_bin(multiple), minlength=BINS)
        self.middle += [np.log(np.maximum(medians[known], 1.0)).sum(), known.sum()]

    def tail(self) -> GapTail:
        """How often gaps are at least so long, as far as the law has learned."""
        above = np.append(np.cumsum(self.counts[::-1])[::-1], 0.0) / self.counts.sum()
        return GapTail(above, np.diff(above))


def _bin(multiple: np.ndarray) -> np.ndarray:
    place = np.floor((np.log2(np.maximum(multiple, 1e-9)) - LOWEST) * STEPS)
    return np.asarray(np.clip(place, 0, BINS - 1), np.int64)
