"""Since when an account posts less, and when it will be down to the horror scenario if it goes on like this."""

from __future__ import annotations

from functools import cache
from math import ceil

import numpy as np

from monitor.activity.rhythm.change import RUNS
from monitor.activity.rhythm.levels import column
from monitor.activity.rhythm.state import RhythmState

FEWER = 0.7
"""The new rhythm is a decline if it has at most this share of the old one's active days."""
FAST, SLOW = 0.08, 0.02
LEAST_AGE = 52
"""Weeks an account needs before a slope is read from its levels."""
HORROR = 0.25
"""Share of active weeks below which the account is down to a post a month."""
FARTHEST = 104
"""Weeks ahead beyond which no date is told."""
DRAWS = 50
AGREE = 0.9
ROUNDING = 1e-9


def decline_start(state: RhythmState, rows: np.ndarray) -> np.ndarray:
    """Week in which the newest, slower rhythm began; NaN where the rhythm did not change or did not fall."""
    run = state.runs.began(rows)
    longest = np.minimum(np.minimum(state.age[rows], RUNS - 1), RUNS - 1)
    place = np.arange(len(rows))
    days = state.runs.days[rows].astype(np.float64)
    new = days[place, run] / np.maximum(run, 1)
    old = (days[place, longest] - days[place, run]) / np.maximum(longest - run, 1)
    fell = (run >= 1) & (run < longest) & (new <= FEWER * old)
    return np.where(fell, float(state.week[0]) - run + 1, np.nan)


def projected(state: RhythmState, rows: np.ndarray) -> np.ndarray:
    """Weeks until the share of active weeks falls below HORROR, from the slope between two half-lives.

    A smoothed share lags a straight decline by (1 - speed) / speed weeks, so two of them tell slope and present level.
    Both are drawn anew with the noise that chance alone gives them; a date is told only where AGREE of the draws fall
    below the line within FARTHEST weeks.

    Returns:
        Median of the draws in weeks, NaN where they do not agree, the account is young, or it is below already.
    """
    fast, slow = _steady(state, rows, FAST), _steady(state, rows, SLOW)
    told = np.full(len(rows), np.nan)
    asked = np.flatnonzero((state.age[rows] >= LEAST_AGE) & (fast > HORROR) & _mostly_falls(fast, slow))
    told[asked] = _agreed(fast[asked], slow[asked])
    return told


def _agreed(fast: np.ndarray, slow: np.ndarray) -> np.ndarray:
    """Median of the draws in weeks, NaN where they do not agree."""
    noise = _noise()[:, :, None] * _deviation(slow)
    weeks = _crossing(fast + noise[0], slow + noise[1])
    agree = np.isfinite(weeks).mean(0) >= AGREE
    return np.where(agree, np.median(np.where(np.isfinite(weeks), weeks, FARTHEST), axis=0), np.nan)


def _mostly_falls(fast: np.ndarray, slow: np.ndarray) -> np.ndarray:
    """Whether enough draws fall at all for a date; without them, most accounts need no draws."""
    apart = np.sort(_noise()[0] - _noise()[1])[ceil(AGREE * DRAWS) - 1]
    return np.asarray(fast - slow + apart * _deviation(slow) < ROUNDING)


def _deviation(slow: np.ndarray) -> np.ndarray:
    """Standard deviation of whether a week is active."""
    return np.asarray(np.sqrt(np.clip(slow * (1 - slow), 0.01, None)))


def _steady(state: RhythmState, rows: np.ndarray, speed: float) -> np.ndarray:
    """A level without the zero it began from."""
    begun = 1 - (1 - speed) ** state.age[rows].astype(np.float64)
    return np.asarray(np.minimum(state.levels.share[rows, column(speed)] / begun, 1.0))


@cache
def _noise() -> np.ndarray:
    """Draws of the noise of two levels of the same weeks, shape (2, DRAWS), for a variance of 1 a week."""
    shared = FAST * SLOW / (FAST + SLOW - FAST * SLOW)
    cover = np.array([[FAST / (2 - FAST), shared], [shared, SLOW / (2 - SLOW)]])
    return np.asarray(np.linalg.cholesky(cover) @ np.random.default_rng(2012).normal(size=(2, DRAWS)))


def _crossing(fast: np.ndarray, slow: np.ndarray) -> np.ndarray:
    """Weeks until the line is crossed; infinite if it is not within FARTHEST."""
    lag = [(1 - speed) / speed for speed in (FAST, SLOW)]
    slope = (fast - slow) / (lag[1] - lag[0])
    ahead = (fast + slope * lag[0] - HORROR) / np.maximum(-slope, 1e-9)
    return np.where((slope < 0) & (ahead <= FARTHEST), np.maximum(ahead, 0.0), np.inf)
