"""Levels: smoothed answers to "did it post this week?" at several half-lives.

The probability part of TSB (Teunter, Syntetos and Babai 2011, intermittent demand with obsolescence), at several
speeds. Whether an account posted tells more than how much: a burst of posts says little about the week after. A level
begins at 0 with the account's first post, so a young account has yet to show that it lasts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SPEEDS = (0.01, 0.02, 0.04, 0.08, 0.15, 0.25, 0.4, 0.6)
"""Weight of the newest week; half-lives of about 69, 34, 17, 8, 4.3, 2.4, 1.4 and 0.8 weeks."""
USUAL_SPEED = 0.08
"""The speed of the level that tells what to expect of next week."""


def column(speed: float) -> int:
    """Place of a speed among the levels."""
    return SPEEDS.index(speed)


@dataclass
class Levels:
    """Running levels of all accounts.

    Attributes:
        share: Smoothed share of active weeks, shape (accounts, speeds), 0 to 1.
    """

    share: np.ndarray

    @classmethod
    def empty(cls, count: int) -> Levels:
        """Levels of accounts that have not begun."""
        return cls(np.zeros((count, len(SPEEDS))))

    def update(self, active: np.ndarray) -> None:
        """Take in a week: which accounts posted. A level of 0 stays 0 until the first post."""
        self.share += (active[:, None] - self.share) * np.array(SPEEDS)
