"""Bayesian online change-point detection on active days a week (Adams and MacKay 2007, Poisson-gamma).

For each account a distribution over "weeks since the rhythm last changed"; under each the rate is a gamma whose shape
grows with the days seen since, so all likelihoods are looked up in tables made once. Posts come in bursts, which a
Poisson law does not know, so each week counts only in part (a tempered likelihood, Gruenwald 2012).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import lgamma

import numpy as np

RUNS = 60
"""Longest run of weeks told apart; longer ones share the last place."""
HAZARD = 1 / 52
"""Chance of a change in any week."""
SHAPE, RATE = 1.0, 0.5
"""The gamma law of the rate after a change: 2 active days a week, hardly sure."""
TEMPER = 0.5
"""What a week counts as evidence: 1 would be a Poisson law, which takes each burst for a new rhythm."""
AHEAD = 13
"""Weeks of the forecast."""
MOST_DAYS = 7 * RUNS


@dataclass
class Runs:
    """Run lengths of all accounts; the first axis is the account, the second the run length in weeks.

    Attributes:
        weight: Probability of each run length.
        days: Active days since the change under each run length, int32.
    """

    weight: np.ndarray
    days: np.ndarray

    @classmethod
    def empty(cls, count: int) -> Runs:
        """Accounts that have not begun: everything has just changed."""
        weight = np.zeros((count, RUNS))
        weight[:, 0] = 1.0
        return cls(weight, np.zeros((count, RUNS), np.int32))

    def update(self, rows: np.ndarray, days: np.ndarray) -> None:
        """Take in the number of active days of these accounts."""
        weight, seen = self.weight[rows], self.days[rows]
        weight *= _likelihoods().ravel().take(_places(seen) + days[:, None] * (RUNS * (MOST_DAYS + 1)))
        total = weight.sum(1, keepdims=True)
        weight *= (1 - HAZARD) / total
        self.weight[rows, 1:] = weight[:, :-1]
        self.weight[rows, 0] = HAZARD
        self.weight[rows, -1] += weight[:, -1]
        self.days[rows, 1:] = seen[:, :-1] + days[:, None].astype(np.int32)
        self.days[rows, 0] = 0

    def forget(self, rows: np.ndarray) -> None:
        """Begin these accounts anew."""
        self.weight[rows], self.days[rows] = 0.0, 0
        self.weight[rows, 0] = 1.0

    def quiet_odds(self, rows: np.ndarray) -> np.ndarray:
        """Log of the chance of at most one active day in the next AHEAD weeks, if the rhythm changes no more."""
        weight = self.weight[rows]
        return np.asarray(np.log((weight * _quiet().ravel().take(_places(self.days[rows]))).sum(1)))

    def changed(self, rows: np.ndarray, weeks: int) -> np.ndarray:
        """Chance that the rhythm changed within the last so many weeks."""
        return np.asarray(self.weight[rows, : weeks + 1].sum(1))

    def began(self, rows: np.ndarray) -> np.ndarray:
        """The most probable number of weeks since the rhythm last changed; RUNS - 1 for that or more."""
        return np.asarray(self.weight[rows].argmax(1))

    def rate(self, rows: np.ndarray) -> np.ndarray:
        """Expected active days a week."""
        means = (SHAPE + TEMPER * self.days[rows]) / _rates()[:, 0]
        return np.asarray((self.weight[rows] * means).sum(1))


def _places(days: np.ndarray) -> np.ndarray:
    return np.arange(RUNS) * (MOST_DAYS + 1) + days.astype(np.int64)


def _shapes() -> np.ndarray:
    """Shape of the rate's gamma by days seen in the run."""
    return SHAPE + TEMPER * np.arange(MOST_DAYS + 1)


def _rates() -> np.ndarray:
    """Rate of the rate's gamma by run length, as a column."""
    return (RATE + TEMPER * np.arange(RUNS))[:, None]


def _gammas(values: np.ndarray) -> np.ndarray:
    """Logarithms of the gamma function."""
    return np.array([lgamma(value) for value in values])


@cache
def _likelihoods() -> np.ndarray:
    """Tempered negative binomial chance of 0 to 7 active days in a week, by run length and days seen in the run."""
    shape, rate = _shapes(), _rates()
    table = [
        _gammas(shape + number)
        - _gammas(shape)
        - lgamma(number + 1)
        + shape * np.log(rate / (rate + 1))
        - number * np.log(rate + 1)
        for number in range(8)
    ]
    return np.exp(TEMPER * np.stack(table))


@cache
def _quiet() -> np.ndarray:
    """Chance of at most one active day in AHEAD weeks, by run length and days seen in the run."""
    shape, rate = _shapes(), _rates()
    none = shape * np.log(rate / (rate + AHEAD))
    one = none + np.log(shape) + np.log(AHEAD / (rate + AHEAD))
    return np.asarray(np.exp(np.logaddexp(none, one)))
