"""How much signals from beside the account count: nothing until the portfolio's own past shows that they should."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from monitor.activity.rhythm.outcomes import HORIZON, preceded
from monitor.activity.rhythm.outcomes import SETTLED as KNOWN

EVERY = 4
"""Weeks between two corrections."""
BEFORE = KNOWN + EVERY - 1
"""Weeks before a week from which its correction may learn."""
SHARE = 1 / HORIZON
"""An outcome shares its weeks with its neighbours."""
PRIOR = np.array([2.0, 0.3])
"""Standard deviation of intercept and of the slope on the score, around 0 and 1."""
SIGNAL_PRIOR = 0.5
"""Standard deviation of a signal's weight around 0."""
LEAST_SLOPE = 0.25
"""Where the score itself says little, signals count for more beside it, but not without bound."""
MOST_WEIGHT = 2.0
STEPS = 12


@dataclass(frozen=True)
class Weighed:
    """What is known of the weights after some week.

    Attributes:
        week: Number of weeks so far, shape (1,), int64.
        point: Intercept, slope on the score and weight of each signal.
        bend: How sure they are: the curvature around them, shape (2 + signals, 2 + signals).
        weight: What is trusted of the signals' weights.
    """

    week: np.ndarray
    point: np.ndarray
    bend: np.ndarray
    weight: np.ndarray

    @classmethod
    def empty(cls, signals: int) -> Weighed:
        """Before the first week."""
        bend = np.diag(np.concatenate([PRIOR, np.full(signals, SIGNAL_PRIOR)]) ** -2.0)
        return cls(np.zeros(1, np.int64), np.eye(signals + 2)[1], bend, np.zeros(signals))


def weights(score: np.ndarray, signals: np.ndarray, watched: np.ndarray, bad: np.ndarray) -> np.ndarray:
    """Weight of each signal in each week, learned from outcomes that are known by then; 0 to MOST_WEIGHT.

    Args:
        score: Log odds, shape (accounts, weeks).
        signals: Shape (signals, accounts, weeks), 0 and above.
        watched: Weeks that count, bool, shape (accounts, weeks).
        bad: Whether dormancy begins within 8 weeks; see `outcomes`.

    Returns:
        float64, shape (signals, weeks).
    """
    score, signals, watched, bad = (preceded(values, BEFORE) for values in (score, signals, watched, bad))
    return weighed(score, signals, watched, bad, Weighed.empty(len(signals)))[0]


def weighed(
    score: np.ndarray, signals: np.ndarray, watched: np.ndarray, bad: np.ndarray, begin: Weighed
) -> tuple[np.ndarray, Weighed]:
    """Weights in new weeks, and how to go on; the first BEFORE weeks of the arrays are those before the new ones."""
    weeks, first = score.shape[1] - BEFORE, int(begin.week[0])
    point, bend, weight = begin.point, begin.bend, begin.weight
    found = np.zeros((len(signals), weeks))
    for week in range(weeks):
        known = first + week - KNOWN
        if known >= EVERY and known % EVERY == 0:
            part = slice(week, week + EVERY)
            point, bend = _learned(*_rows(score, signals, watched, bad, part), point, bend)
            weight = _trusted(point, bend)
        found[:, week] = weight
    return found, Weighed(begin.week + weeks, point, bend, weight)


def _trusted(point: np.ndarray, bend: np.ndarray) -> np.ndarray:
    """What is sure of the weights: they less their standard deviation, beside a score that counts once."""
    sure = point[2:] - np.sqrt(np.diag(np.linalg.inv(bend))[2:])
    return np.asarray(np.clip(sure / max(point[1], LEAST_SLOPE), 0.0, MOST_WEIGHT))


def _rows(
    score: np.ndarray, signals: np.ndarray, watched: np.ndarray, bad: np.ndarray, part: slice
) -> tuple[np.ndarray, np.ndarray]:
    """Ones, score and signals of the watched weeks of a quarter, and their outcomes."""
    chosen = watched[:, part]
    columns = [score[:, part][chosen], *(signal[:, part][chosen] for signal in signals)]
    return np.column_stack([np.ones(int(chosen.sum())), *columns]), bad[:, part][chosen].astype(np.float64)


def _learned(rows: np.ndarray, bad: np.ndarray, before: np.ndarray, bend: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A quarter taken in: what was known before counts by how sure it was (Laplace approximation)."""
    point = before.copy()
    curve = bend
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-(rows @ point)))
        slope = SHARE * rows.T @ (bad - chance) - bend @ (point - before)
        curve = bend + SHARE * (rows * (chance * (1 - chance))[:, None]).T @ rows
        point = point + np.linalg.solve(curve, slope)
        point[2:] = np.clip(point[2:], 0.0, MOST_WEIGHT)
    return point, curve
