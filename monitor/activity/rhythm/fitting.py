"""Fitting the score's coefficients: a logistic regression whose weights cannot be negative."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from monitor.activity.rhythm.model import CHANNELS, Model

PENALTY = 0.01
"""Ridge on the standardised weights."""
STEPS = 4000


def fit(parts: Sequence[tuple[np.ndarray, np.ndarray]], fitted_on: str) -> Model:
    """Fit on several histories; one of n rows weighs like the root of n, so that no history drowns the others.

    Args:
        parts: Channels, shape (rows, 3), and outcomes (True = dormancy begins within 8 weeks) of each history.
        fitted_on: What they are, in words.
    """
    found = np.concatenate([part for part, _ in parts])
    bad = np.concatenate([outcome for _, outcome in parts]).astype(np.float64)
    weight = np.concatenate([np.full(len(outcome), len(outcome) ** -0.5) for _, outcome in parts])
    weight /= weight.sum()
    centre, scale = found.mean(0), found.std(0) + 1e-9
    found = np.column_stack([np.ones(len(found)), (found - centre) / scale])
    return _model(_descend(found, bad, weight), centre, scale, fitted_on)


def _descend(found: np.ndarray, bad: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Projected gradient descent; the step is safe because the loss bends by at most a quarter of found'found."""
    ridge = np.array([0.0] + [2 * PENALTY] * len(CHANNELS))
    step = 1 / (np.linalg.norm((found * weight[:, None]).T @ found, 2) / 4 + ridge.max())
    point = np.zeros(found.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-(found @ point)))
        point = point - step * (found.T @ (weight * (chance - bad)) + ridge * point)
        point[1:] = np.maximum(point[1:], 0.0)
    return point


def _model(point: np.ndarray, centre: np.ndarray, scale: np.ndarray, fitted_on: str) -> Model:
    return Model(centre, scale, point[1:], float(point[0]), fitted_on)
