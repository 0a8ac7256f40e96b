"""Posts of the last 26 weeks of each account: whether it is sustained, and whether it is dormant already."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from monitor.activity.rhythm.outcomes import AFTERWARDS, BASE, MOST_POSTS, POSTS, QUARTER, WEEKS

NEVER = 10_000


@dataclass
class Recent:
    """Running counts of all accounts; the first axis is the account.

    Attributes:
        ring: Posts of the last BASE weeks, at week modulo BASE, float32.
        since_sustained: Weeks since the account was last sustained; NEVER if it was not, int64.
    """

    ring: np.ndarray
    since_sustained: np.ndarray

    @classmethod
    def empty(cls, count: int) -> Recent:
        """Accounts without a post."""
        return cls(np.zeros((count, BASE), np.float32), np.full(count, NEVER))

    def update(self, week: int, rows: np.ndarray, posts: np.ndarray) -> None:
        """Take in a week: accounts that posted and how often."""
        self.ring[:, week % BASE] = 0
        self.ring[rows, week % BASE] = posts
        sustained = (self.ring.sum(1) >= POSTS) & ((self.ring > 0).sum(1) >= WEEKS)
        self.since_sustained = np.where(sustained, 0, np.minimum(self.since_sustained + 1, NEVER))

    def quarter(self, week: int, rows: np.ndarray) -> np.ndarray:
        """Posts of these accounts in the last 13 weeks, the given one (the newest) included."""
        weeks = (week - np.arange(QUARTER)) % BASE
        return np.asarray(self.ring[rows][:, weeks].sum(1))

    def monitored(self, week: int, rows: np.ndarray) -> np.ndarray:
        """Whether these accounts were sustained within the last weeks and are not dormant."""
        lately = self.since_sustained[rows] < AFTERWARDS
        return np.asarray(lately & (self.quarter(week, rows) > MOST_POSTS))
