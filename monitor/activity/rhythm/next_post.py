"""When the next post may be expected: the account's own gaps, shrunk with the portfolio's, given the silence so far."""

from __future__ import annotations

import numpy as np

from monitor.activity.rhythm.gaps import LikelyGaps
from monitor.activity.rhythm.state import RhythmState

CHANCES = (0.9, 0.5, 0.1)
"""Chance that the gap is longer still: the early end, the middle and the late end of what is expected."""
LONGEST = 730.0
STEPS = 12


def expected(state: RhythmState, rows: np.ndarray) -> np.ndarray:
    """Days from the end of the week to the next post.

    Args:
        state: Running numbers.
        rows: Accounts that have begun.

    Returns:
        float64, shape (rows, 3): with a chance of 10 %, 50 % and 90 % it comes sooner; LONGEST means at least that.
    """
    silent = state.gaps.silence(int(state.week[0]))[rows]
    gaps = state.gaps.likely(rows, state.law)
    now = gaps.odds(silent + 1)
    found = [_longer(gaps, silent + 1, now * chance) for chance in CHANCES]
    return np.stack([np.minimum(days - silent, LONGEST) for days in found], axis=1)


def _longer(gaps: LikelyGaps, least: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """The shortest gap of which a longer one has at most this chance, by halving on a logarithmic scale."""
    low, high = np.log(least), np.full(len(least), np.log(4 * LONGEST))
    for _ in range(STEPS):
        middle = (low + high) / 2
        above = gaps.odds(np.exp(middle)) > chance
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return np.asarray(np.exp((low + high) / 2))
