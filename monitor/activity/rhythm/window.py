"""What the last weeks must keep until it is known what became of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from monitor.activity.rhythm.episodes import SETTLED as LATE
from monitor.activity.rhythm.outcomes import AFTERWARDS, BASE

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
        scores, signals = ([np.full(shape, value) for _ in range(2)] for value in (-np.inf, 0.0))
        return cls(*scores, *signals, np.zeros(shape, bool))
