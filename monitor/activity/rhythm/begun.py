"""The long-run level of an account, begun where accounts of this portfolio end up.

Where accounts come and go (packages, authors), a young one has yet to show that it lasts; where they stay (an
organisation's accounts, or a history that begins in the middle of their lives), it has not. The portfolio itself tells
which, from the share of all weeks since their first post in which its accounts were active, ended ones included.
"""

from __future__ import annotations

import numpy as np

from monitor.activity.rhythm.follow import LEAST_POSTS, LEAST_WEEKS
from monitor.activity.rhythm.levels import column
from monitor.activity.rhythm.state import RhythmState

SPEED = 0.02
"""Weight of the newest week: a half-life of 34 weeks."""
PRIOR_WEEKS = 50.0
"""Silent account-weeks that stand beside those of the portfolio."""


def usual_share(state: RhythmState) -> float:
    """Share of active weeks of all accounts that ever posted enough to be spoken about, 0 to 1."""
    enough = (state.posts >= LEAST_POSTS) & (state.active_weeks >= LEAST_WEEKS)
    return float(state.active_weeks[enough].sum() / (state.age[enough].sum() + PRIOR_WEEKS))


def begun_share(state: RhythmState, rows: np.ndarray) -> np.ndarray:
    """Smoothed share of active weeks of these accounts, 0 to 1.

    It begins with the square of the usual share: near it where all accounts stay, near 0 where most go.
    """
    left = (1 - SPEED) ** state.age[rows].astype(np.float64)
    return np.asarray(state.levels.share[rows, column(SPEED)] + usual_share(state) ** 2 * left)
