"""What the last weeks must keep until it is known what became of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from monitor.activity.rhythm.episodes import SETTLED
from monitor.activity.rhythm.outcomes import AFTERWARDS, BASE

LATE = SETTLED
"""Weeks until all is known of a week that anything is learned from."""
MARGIN = BASE + AFTERWARDS
"""Weeks before the window whose posts say who is sustained and monitored in it."""


@dataclass
class Window:
    """Numbers of the last LATE weeks, shape (accounts, LATE) each.

    Attributes:
        own: Score without people and siblings; -inf where not judged.
        score: Score; likewise.
        people: Surprise of the silence of the account's people.
        siblings: That of its siblings.
        short: Judged, and silent for at most a few weeks.
    """

    own: np.ndarray
    score: np.ndarray
    people: np.ndarray
    siblings: np.ndarray
    short: np.ndarray

    @classmethod
    def empty(cls, count: int) -> Window:
        """Before the first week."""
        shape = (count, LATE)
        own, score = (np.full(shape, -np.inf) for _ in range(2))
        return cls(own, score, np.zeros(shape), np.zeros(shape), np.zeros(shape, bool))
