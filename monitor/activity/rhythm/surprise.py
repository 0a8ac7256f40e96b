"""How surprising a silence is for an account that used to post like this, in a week like this."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SPEEDS = (0.02, 0.08)
"""Speeds of the levels from which surprise is told: see `levels`."""
SUREST = 0.98
"""No account is held to be surer than this to post in a week."""


@dataclass
class Surprise:
    """Running surprise of all accounts.

    Attributes:
        usual: Level at the last active week, one column per speed.
        silent: Sum of -log(1 - usual x the portfolio's factor) over the silent weeks; 0 while active.
        cusum: Lower Poisson CUSUM of active days against a quarter of the usual rate.
    """

    usual: np.ndarray
    silent: np.ndarray
    cusum: np.ndarray

    @classmethod
    def empty(cls, count: int) -> Surprise:
        """Accounts that have not begun."""
        return cls(np.zeros((count, len(SPEEDS))), np.zeros((count, len(SPEEDS))), np.zeros(count))

    def update(
        self, born: np.ndarray, active: np.ndarray, share: np.ndarray, days: np.ndarray, rate: np.ndarray, factor: float
    ) -> None:
        """Take in a week.

        Args:
            born: Which accounts had begun by the end of the week.
            active: Which accounts posted.
            share: Their levels after this week, one column per speed.
            days: Their active days.
            rate: Their usual active days a week before this week.
            factor: How active the portfolio was beside what was expected of it.
        """
        silent = born & ~active
        chance = np.minimum(self.usual * min(factor, 1.0), SUREST)
        self.silent = np.where(silent[:, None], self.silent - np.log1p(-chance), 0.0)
        self.usual = np.where(active[:, None], share, self.usual)
        step = 0.75 * rate * min(factor, 1.0) - days * np.log(4.0)
        self.cusum = np.where(born, np.maximum(self.cusum + step, 0.0), 0.0)
