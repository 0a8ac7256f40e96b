"""Levels: smoothed answers to "did it post this week?" and "on how many days?" at several half-lives.

The probability part of TSB (Teunter, Syntetos and Babai 2011, intermittent demand with obsolescence), at several speeds.
Whether an account posted beats how much: a burst of posts says little about the week after.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SPEEDS = (0.01, 0.02, 0.04, 0.08, 0.15, 0.25, 0.4, 0.6)
"""Weight of the newest week; half-lives of about 69, 34, 17, 8, 4.3, 2.4, 1.4 and 0.8 weeks."""
DAY_SPEEDS = (0.04, 0.08, 0.25)
BEGIN = 0.0
"""Level before an account's first week: it has yet to show that it lasts, and many do not."""
USUAL_SPEED = 0.08
"""The level that most comparisons use."""
FLIP_SPEED = 0.06


@dataclass
class Levels:
    """Running levels of all accounts; the first axis is the account.

    Attributes:
        share: Smoothed share of active weeks, one column per speed.
        days: Smoothed active days a week, one column per day speed.
        volume: Smoothed log(1 + posts) of active weeks.
        stay: Smoothed share of active weeks among weeks that follow an active one.
        wake: Smoothed share of active weeks among weeks that follow a silent one.
        peak: Highest level at the half-life of 8 weeks so far, slowly forgotten.
        before: Whether the week before was active.
    """

    share: np.ndarray
    days: np.ndarray
    volume: np.ndarray
    stay: np.ndarray
    wake: np.ndarray
    peak: np.ndarray
    before: np.ndarray

    @classmethod
    def empty(cls, count: int) -> Levels:
        """Levels of accounts that have not begun."""
        half = np.full(count, 0.5)
        days = np.zeros((count, len(DAY_SPEEDS)))
        share = np.full((count, len(SPEEDS)), BEGIN)
        return cls(share, days, np.zeros(count), half.copy(), half.copy(), np.zeros(count), np.zeros(count, bool))

    def update(self, born: np.ndarray, active: np.ndarray, days: np.ndarray, posts: np.ndarray) -> None:
        """Take in a week.

        Args:
            born: Which accounts had begun by the end of the week; the others are left alone.
            active: Which accounts posted.
            days: Number of active days of all accounts.
            posts: Number of posts of all accounts.
        """
        hit = active.astype(np.float64)
        self.share += np.where(born[:, None], (hit[:, None] - self.share) * np.array(SPEEDS), 0.0)
        self.days += np.where(born[:, None], (days[:, None] - self.days) * np.array(DAY_SPEEDS), 0.0)
        self.volume += np.where(active, (np.log1p(posts) - self.volume) * 0.1, 0.0)
        self.stay += np.where(born & self.before, (hit - self.stay) * FLIP_SPEED, 0.0)
        self.wake += np.where(born & ~self.before, (hit - self.wake) * FLIP_SPEED, 0.0)
        self.peak = np.where(born, np.maximum(self.share[:, SPEEDS.index(USUAL_SPEED)], self.peak * 0.995), self.peak)
        self.before = active.copy()
