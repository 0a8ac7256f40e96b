"""What all accounts of the portfolio do in a week: a quiet week of everybody is no decay of anybody."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

STEADY = 3.0
"""Active accounts added to both sides: a handful of accounts proves nothing about a week."""
LEAST, MOST = 0.2, 1.3


@dataclass
class Shared:
    """The portfolio in the newest week.

    Attributes:
        factor: Active accounts over the sum of their levels before, shrunk towards 1, one number.
    """

    factor: np.ndarray

    @classmethod
    def empty(cls) -> Shared:
        """Before the first week."""
        return cls(np.ones(1))

    def update(self, expected: np.ndarray, active: np.ndarray) -> None:
        """Take in a week: levels before it and which accounts posted, of accounts that had begun before."""
        factor = (active.sum() + STEADY) / (expected.sum() + STEADY)
        self.factor[0] = np.clip(factor, LEAST, MOST)
