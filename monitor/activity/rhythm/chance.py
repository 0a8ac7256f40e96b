"""From the score to a chance in words: how likely it is dormant within a quarter, at the portfolio's base rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from monitor.activity.rhythm.outcomes import QUARTER, preceded

AHEAD = 13
"""The chance is that dormancy has begun or begins within so many weeks."""
SETTLED = QUARTER + AHEAD
LINES = np.round(np.arange(-8.0, 8.01, 0.2), 1)
SPREAD = 1.0
"""Standard deviation of the portfolios' shifts of the log odds around the shipped calibration."""
SHARE = 1 / AHEAD
"""An outcome shares its weeks with its neighbours, so a week is worth this share of an independent one."""
MOST_SHIFT = 2.5
STEPS = 20


def begins_within(dead: np.ndarray, weeks: int) -> np.ndarray:
    """Whether any of a week and the weeks - 1 after it is dead, bool, shape (accounts, weeks)."""
    found = np.zeros(dead.shape, bool)
    for step in range(min(weeks, dead.shape[1])):
        found[:, : dead.shape[1] - step] |= dead[:, step:]
    return found


@dataclass(frozen=True)
class Counted:
    """Settled weeks so far, by score.

    Attributes:
        watched: Watched weeks, shape (lines,).
        bad: Those with a bad outcome, shape (lines,).
    """

    watched: np.ndarray
    bad: np.ndarray

    @classmethod
    def empty(cls) -> Counted:
        """Before the first week."""
        return cls(np.zeros(len(LINES)), np.zeros(len(LINES)))


def shifts(score: np.ndarray, watched: np.ndarray, dead: np.ndarray, shipped: tuple[float, float]) -> np.ndarray:
    """Shift of the log odds in each week, from outcomes that are settled by then; shape (weeks,).

    Args:
        score: Shape (accounts, weeks).
        watched: Weeks that count.
        dead: See `outcomes`.
        shipped: Intercept and slope of log odds on score, on the histories that the score was fitted on.
    """
    score, watched, dead = (preceded(values, SETTLED) for values in (score, watched, dead))
    return shifted(score, watched, dead, shipped, Counted.empty())[0]


def shifted(
    score: np.ndarray, watched: np.ndarray, dead: np.ndarray, shipped: tuple[float, float], begin: Counted
) -> tuple[np.ndarray, Counted]:
    """Shifts in new weeks, and how to go on; the first SETTLED weeks of the arrays are those before the new ones."""
    weeks = score.shape[1] - SETTLED
    ahead = begins_within(dead, AHEAD)
    found = _binned(score[:, :weeks], watched[:, :weeks], ahead[:, :weeks])
    count, bad = begin.watched + np.cumsum(found[0], 0), begin.bad + np.cumsum(found[1], 0)
    return _solved(count, bad, shipped), Counted(count[-1], bad[-1])


def _solved(count: np.ndarray, bad: np.ndarray, shipped: tuple[float, float]) -> np.ndarray:
    """The most probable shift in each week, by Newton's method."""
    odds = shipped[0] + shipped[1] * LINES
    shift = np.zeros(len(count))
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-(odds + shift[:, None])))
        slope = SHARE * (bad - count * chance).sum(1) - shift / SPREAD**2
        bend = SHARE * (count * chance * (1 - chance)).sum(1) + 1 / SPREAD**2
        shift = np.clip(shift + slope / bend, -MOST_SHIFT, MOST_SHIFT)
    return shift


def chance(score: np.ndarray, shift: np.ndarray, shipped: tuple[float, float]) -> np.ndarray:
    """Chance of dormancy within AHEAD weeks of scores, each with the shift of its week."""
    return np.asarray(1 / (1 + np.exp(-(shipped[0] + shipped[1] * score + shift))))


def _binned(score: np.ndarray, watched: np.ndarray, bad: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Watched weeks, and those of them with a bad outcome, by week and score, shape (weeks, lines)."""
    account, week = np.nonzero(watched)
    place = np.clip(np.round((score[account, week] - LINES[0]) / 0.2), 0, len(LINES) - 1).astype(np.int64)
    key, size = week * len(LINES) + place, score.shape[1] * len(LINES)
    counts = [np.bincount(key, weights=w, minlength=size) for w in (None, bad[account, week])]
    shape = (score.shape[1], len(LINES))
    return counts[0].astype(np.float64).reshape(shape), counts[1].reshape(shape)
