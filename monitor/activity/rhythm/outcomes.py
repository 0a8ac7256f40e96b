"""What became of each account and week: sustained, monitored, dormant afterwards. For fitting and for learning.

An account is sustained in a week in which at least 10 posts lie in at least 8 of the last 26 weeks; monitored if it
was so at some week of the last 9 and is not dormant yet (more than one post in 13 weeks); dead after a week if at
most one post lies in the 13 weeks that follow. A monitored week is bad if the account is dead after it or one of the
7 weeks after it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

BASE, POSTS, WEEKS = 26, 10, 8
QUARTER, MOST_POSTS = 13, 1
AFTERWARDS = 9
HORIZON = 8
SETTLED = QUARTER + HORIZON
"""Weeks after which it is known what became of a week."""


@dataclass(frozen=True)
class Outcomes:
    """Boolean arrays of shape (accounts, weeks).

    Attributes:
        sustained: See the module; known at the end of the week.
        monitored: Likewise.
        dead: Whether at most one post follows in 13 weeks; False where that is not known yet.
        bad: Whether dormancy has begun or begins within 8 weeks; False where that is not known yet.
        settled: Which weeks (shape: weeks) have their outcome.
    """

    sustained: np.ndarray
    monitored: np.ndarray
    dead: np.ndarray
    bad: np.ndarray
    settled: np.ndarray

    def since(self, week: int) -> Outcomes:
        """The outcomes from this week on."""
        cut = (values[..., week:] for values in (self.sustained, self.monitored, self.dead, self.bad, self.settled))
        return Outcomes(*cut)


def outcomes(posts: np.ndarray) -> Outcomes:
    """Outcomes of accounts from their posts, shape (accounts, weeks); the last week is the last that is known."""
    weeks = posts.shape[1]
    sustained = (trailing(posts, BASE) >= POSTS) & (trailing(posts > 0, BASE) >= WEEKS)
    monitored = (trailing(sustained, AFTERWARDS) > 0) & (trailing(posts, QUARTER) > MOST_POSTS)
    dead = np.zeros(posts.shape, bool)
    known = max(weeks - QUARTER, 0)
    dead[:, :known] = trailing(posts, QUARTER)[:, QUARTER:] <= MOST_POSTS
    settled = np.arange(weeks) < weeks - SETTLED + 1
    return Outcomes(sustained, monitored, dead, _soon(dead), settled)


def _soon(dead: np.ndarray) -> np.ndarray:
    """Whether any of this week and the HORIZON - 1 after it is dead."""
    ahead = np.zeros(dead.shape, bool)
    for step in range(min(HORIZON, dead.shape[1])):
        ahead[:, : dead.shape[1] - step] |= dead[:, step:]
    return ahead


def preceded(values: np.ndarray, weeks: int) -> np.ndarray:
    """Values by account and week, with so many weeks of nothing before the first."""
    return np.pad(values, [(0, 0)] * (values.ndim - 1) + [(weeks, 0)])


def trailing(values: np.ndarray, weeks: int) -> np.ndarray:
    """Sum over the last so many weeks, this one included."""
    total = np.cumsum(values, axis=1, dtype=np.float64)
    total[:, weeks:] -= total[:, :-weeks].copy()
    return np.asarray(total)
