"""The state of an account's rhythm from week to week, slow to change back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from monitor.activity.rhythm.outcomes import MOST_POSTS, QUARTER

UNUSUAL = 0.05
"""A silence is beyond the account's own rhythm if a gap this long has at most this chance."""
STILL_POSTING = 14
"""Days since the last post up to which an account counts as still posting."""
PATIENCE = 4
"""Weeks below the line after which an account is healthy again."""

LONG = 10_000
"""Weeks that stand for never."""


class Rhythm(IntEnum):
    """What an account's rhythm is, as stored (int8)."""

    HEALTHY = 0
    FADING = 1
    """Over the line while it still posts."""
    SILENT = 2
    """Silent beyond its own rhythm, or over the line and no longer posting."""
    DORMANT = 3
    """At most one post in 13 weeks: a fact, no forecast."""
    REVIVED = 4
    """Posts again after it was dormant, for up to 13 weeks."""


@dataclass
class States:
    """State of all accounts after some week.

    Attributes:
        state: Rhythm of each account, int8.
        calm: Weeks below the line on end, int64.
        since: Weeks in this state, int64.
        noticed: Weeks since the last notice of each state, at most LONG, shape (accounts, states), int64.
    """

    state: np.ndarray
    calm: np.ndarray
    since: np.ndarray
    noticed: np.ndarray

    @classmethod
    def empty(cls, count: int) -> States:
        """All accounts healthy, none noticed."""
        whole = np.zeros(count, np.int64)
        return cls(np.zeros(count, np.int8), whole, whole.copy(), np.full((count, len(Rhythm)), LONG))

    def update(
        self, rows: np.ndarray, over: np.ndarray, odds: np.ndarray, quiet: np.ndarray, posts: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Take in a week of these accounts.

        Args:
            rows: Accounts that can be judged; the others keep their state.
            over: Whether their score is over the line.
            odds: Chance that a gap of theirs is at least as long as the silence.
            quiet: Days since the last post.
            posts: Posts in the last 13 weeks.

        Returns:
            Their state, int8, and whether a notice is due: a bad state begins, and none of it was sent for a quarter.
        """
        self.noticed = np.minimum(self.noticed + 1, LONG)
        before = self.state[rows]
        calm = np.where(over | (odds <= UNUSUAL), 0, self.calm[rows] + 1)
        after = self._next(rows, _seen(over, odds, quiet), calm, posts <= MOST_POSTS)
        self.state[rows], self.calm[rows] = after, calm
        self.since[rows] = np.where(after == before, self.since[rows] + 1, 0)
        begins = (after != before) & np.isin(after, (Rhythm.FADING, Rhythm.SILENT, Rhythm.DORMANT))
        due = begins & (self.noticed[rows, after] >= QUARTER)
        self.noticed[rows[due], after[due]] = 0
        return after, due

    def _next(self, rows: np.ndarray, seen: np.ndarray, calm: np.ndarray, dormant: np.ndarray) -> np.ndarray:
        before = self.state[rows]
        keeps = (seen == Rhythm.HEALTHY) & np.isin(before, (Rhythm.FADING, Rhythm.SILENT)) & (calm < PATIENCE)
        after = np.where(keeps, before, seen)
        wakes = (before == Rhythm.DORMANT) | ((before == Rhythm.REVIVED) & (self.since[rows] < QUARTER))
        after = np.where(wakes & (seen != Rhythm.SILENT), Rhythm.REVIVED, after)
        return np.where(dormant, Rhythm.DORMANT, after).astype(np.int8)


def _seen(over: np.ndarray, odds: np.ndarray, quiet: np.ndarray) -> np.ndarray:
    """The state that this week alone shows."""
    posting = quiet <= STILL_POSTING
    silent = (odds <= UNUSUAL) | (over & ~posting)
    return np.where(silent, Rhythm.SILENT, np.where(over, Rhythm.FADING, Rhythm.HEALTHY))
