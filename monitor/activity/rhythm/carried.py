"""Everything that the weeks after some week need of the weeks before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from monitor.activity.rhythm.alarm import Steering
from monitor.activity.rhythm.arrays import filled, named
from monitor.activity.rhythm.chance import Counted
from monitor.activity.rhythm.change import MOST_DAYS
from monitor.activity.rhythm.company import People
from monitor.activity.rhythm.episodes import NONE
from monitor.activity.rhythm.gaps import Gaps
from monitor.activity.rhythm.state import RhythmState
from monitor.activity.rhythm.states import Rhythm, States
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

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> Carried:
        """What `arrays.named` made arrays of.

        Raises:
            ValueError: An array is missing, does not fit the others, or points outside of them.
        """
        missing = {"ever", "people.pairs", "people.gaps.count"} - set(arrays)
        if missing or arrays["people.pairs"].ndim != 2:
            raise ValueError(f"missing or of another kind: {', '.join(sorted(missing)) or 'people.pairs'}")
        like = _like(len(arrays["ever"]), len(arrays["people.gaps.count"]), arrays["people.pairs"])
        found = filled(like, arrays)
        if not found._sound():
            raise ValueError("a number points outside of the portfolio")
        return found

    def placed(self, rows: np.ndarray, count: int) -> Carried:
        """The same accounts in these rows of a portfolio of so many; the others have not begun."""
        if len(rows) == count:
            return self
        fresh, mine = named(Carried.empty(count, self.week + 1)), named(self)
        grown = {name for name, array in named(Carried.empty(0, 0)).items() if array.shape != fresh[name].shape}
        for name in grown - {"people.pairs"}:
            fresh[name][rows] = mine[name]
        pairs = np.stack([rows[self.people.pairs[0]], self.people.pairs[1]])
        joined = mine | {name: fresh[name] for name in grown} | {"people.pairs": pairs}
        return Carried.from_arrays(joined)

    def _sound(self) -> bool:
        """Whether all is of the same week, and all that is used as a place lies within what it is a place of."""
        account, person = self.people.pairs
        return bool(
            int(self.people.week[0]) == self.week
            and _within(account, len(self.ever))
            and _within(person, self.people.count)
            and _within(self.states.state, len(Rhythm))
            and _within(self.rhythm.runs.days, MOST_DAYS + 1)
        )


def _within(places: np.ndarray, size: int) -> bool:
    return bool(((places >= 0) & (places < size)).all())


def _like(count: int, persons: int, pairs: np.ndarray) -> Carried:
    """Something of the same sizes."""
    like = Carried.empty(count, 0)
    places, wrote = np.zeros(pairs.shape, np.int64), np.zeros(pairs.shape[1])
    people = replace(like.people, gaps=Gaps.empty(persons), pairs=places, wrote=wrote)
    return replace(like, people=people)
