"""Everything that the weeks after some week need of the weeks before it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from monitor.activity.rhythm.alarm import Steering
from monitor.activity.rhythm.chance import Counted
from monitor.activity.rhythm.company import People
from monitor.activity.rhythm.episodes import NONE
from monitor.activity.rhythm.state import RhythmState
from monitor.activity.rhythm.states import States
from monitor.activity.rhythm.weighing import Weighed
from monitor.activity.rhythm.window import Window


@dataclass
class Carried:
    """What is carried from week to week; accounts by their row in the portfolio.

    Attributes:
        rhythm: Running numbers of the accounts.
        people: Those of their authors.
        window: Numbers of the last weeks, until their outcome is known.
        ever: Accounts that were ever monitored, bool.
        steering: How the alarm's line goes on.
        counted: Settled weeks, by score.
        weighed: How much people and siblings count.
        onset: First week of the episode of dormancy that each account was in when the newest settled week began;
            `episodes.NONE` without one, int64.
        states: What is told of each account.
    """

    rhythm: RhythmState
    people: People
    window: Window
    ever: np.ndarray
    steering: Steering
    counted: Counted
    weighed: Weighed
    onset: np.ndarray
    states: States

    @classmethod
    def empty(cls, count: int, first: int) -> Carried:
        """Before the first week of a portfolio."""
        return cls(
            rhythm=RhythmState.empty(count, first),
            people=People.empty(first),
            window=Window.empty(count),
            ever=np.zeros(count, bool),
            steering=Steering.empty(count),
            counted=Counted.empty(),
            weighed=Weighed.empty(2),
            onset=np.full(count, NONE),
            states=States.empty(count),
        )

    @property
    def week(self) -> int:
        """The last week that is in it."""
        return int(self.rhythm.week[0])
