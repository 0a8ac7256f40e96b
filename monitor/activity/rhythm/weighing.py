"""How much signals from beside the account count: nothing until the portfolio's own past shows that they should."""

from __future__ import annotations

import numpy as np

from monitor.activity.rhythm.outcomes import HORIZON
from monitor.activity.rhythm.outcomes import SETTLED as KNOWN

EVERY = 4
"""Weeks between two corrections."""
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
    point = np.concatenate([[0.0, 1.0], np.zeros(len(signals))])
    bend = np.diag(np.concatenate([PRIOR, np.full(len(signals), SIGNAL_PRIOR)]) ** -2.0)
    found = np.zeros((len(signals), score.shape[1]))
    for week in range(KNOWN + EVERY, score.shape[1], EVERY):
        part = slice(week - KNOWN - EVERY + 1, week - KNOWN + 1)
        point, bend = _learned(*_rows(score, signals, watched, bad, part), point, bend)
        found[:, week:] = _trusted(point, bend)[:, None]
    return found


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
