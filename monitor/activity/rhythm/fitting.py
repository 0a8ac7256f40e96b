"""Fitting the score's coefficients: a logistic regression whose weights cannot be negative."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from monitor.activity.rhythm.model import Model

Part = tuple[np.ndarray, np.ndarray]
PENALTY = 0.01
"""Ridge on the standardised weights."""
STEPS = 4000


def fit(parts: Sequence[Part], fitted_on: str) -> Model:
    """Fit on several histories; one of n rows weighs like the root of n, so that no history drowns the others.

    Args:
        parts: Channels, shape (rows, 3), and outcomes (True = dormancy begins within 8 weeks) of each history.
        fitted_on: What they are, in words.
    """
    found, bad, weight = _joined(parts)
    centre, scale = found.mean(0), found.std(0) + 1e-9
    point = _descend((found - centre) / scale, bad, weight, PENALTY)
    return Model(centre, scale, point[1:], float(point[0]), fitted_on)


def chance_of(parts: Sequence[Part]) -> tuple[float, float]:
    """Intercept and slope of log odds on a score.

    Args:
        parts: Scores, shape (rows,), and outcomes of each history.
    """
    found, bad, weight = _joined([(score[:, None], outcome) for score, outcome in parts])
    intercept, slope = _descend(found, bad, weight, 0.0)
    return float(intercept), float(slope)


def _joined(parts: Sequence[Part]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All rows, their outcomes, and their weights, which sum to 1."""
    found = np.concatenate([part for part, _ in parts])
    bad = np.concatenate([outcome for _, outcome in parts]).astype(np.float64)
    weight = np.concatenate([np.full(len(outcome), max(len(outcome), 1) ** -0.5) for _, outcome in parts])
    return found, bad, weight / weight.sum()


def _descend(found: np.ndarray, bad: np.ndarray, weight: np.ndarray, penalty: float) -> np.ndarray:
    """Projected gradient descent; the step is safe because the loss bends by at most a quarter of found'found."""
    ridge = np.array([0.0] + [2 * penalty] * found.shape[1])
    found = np.column_stack([np.ones(len(found)), found])
    step = 1 / (np.linalg.norm((found * weight[:, None]).T @ found, 2) / 4 + ridge.max())
    point = np.zeros(found.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-(found @ point)))
        point = point - step * (found.T @ (weight * (chance - bad)) + ridge * point)
        point[1:] = np.maximum(point[1:], 0.0)
    return point
