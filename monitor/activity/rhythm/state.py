"""The running numbers of all accounts after some week, which can be stored and continued with new weeks.

Each week costs the same whatever came before. A state that was stored and continued is the same, bit by bit, as one
made from the whole history.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from monitor.activity.rhythm.change import Runs
from monitor.activity.rhythm.events import WeekEvents
from monitor.activity.rhythm.gap_law import GapLaw
from monitor.activity.rhythm.gaps import Gaps
from monitor.activity.rhythm.levels import USUAL_SPEED, Levels, column
from monitor.activity.rhythm.recent import Recent
from monitor.activity.rhythm.shared import Shared

ASLEEP = 60
"""Silent weeks after which the change-point model rests, and begins anew if the account comes back."""


@dataclass
class RhythmState:
    """Running numbers of a portfolio.

    Attributes:
        week: The last week taken in; one below the first before that (shape 1, int64).
        age: Weeks since the first post, its week included; 0 before it.
        quiet: Days from the last post to the end of the week; NaN before the first post.
        silent_weeks: Complete weeks without a post.
        active_weeks: Active weeks ever.
        posts: Posts ever.
        levels: See `levels`.
        gaps: See `gaps`.
        law: See `gap_law`.
        runs: See `change`.
        shared: See `shared`.
        recent: See `recent`.
    """

    week: np.ndarray
    age: np.ndarray
    quiet: np.ndarray
    silent_weeks: np.ndarray
    active_weeks: np.ndarray
    posts: np.ndarray
    levels: Levels
    gaps: Gaps
    law: GapLaw
    runs: Runs
    shared: Shared
    recent: Recent

    @classmethod
    def empty(cls, count: int, first_week: int) -> RhythmState:
        """State of accounts before their first week."""
        whole = [np.zeros(count, np.int64) for _ in range(4)]
        return cls(
            week=np.array([first_week - 1]),
            age=whole[0],
            quiet=np.full(count, np.nan),
            silent_weeks=whole[1],
            active_weeks=whole[2],
            posts=whole[3],
            levels=Levels.empty(count),
            gaps=Gaps.empty(count),
            law=GapLaw.empty(),
            runs=Runs.empty(count),
            shared=Shared.empty(),
            recent=Recent.empty(count),
        )

    @property
    def count(self) -> int:
        """Number of accounts."""
        return len(self.age)

    def update(self, events: WeekEvents) -> None:
        """Take in the week that follows the last one.

        Raises:
            ValueError: The week is not the next one, or an account is unknown.
        """
        if events.week != int(self.week[0]) + 1:
            raise ValueError(f"week {events.week} does not follow week {int(self.week[0])}")
        if len(events.rows) and int(events.rows[-1]) >= self.count:
            raise ValueError(
                f"account {int(events.rows[-1])} is not among the {self.count} of the state: grow the state first"
            )
        active = np.zeros(self.count, bool)
        active[events.rows] = True
        known = self.age > 0
        self.shared.update(self.levels.share[known, column(USUAL_SPEED)], active[known])
        self._wake(events)
        self._count_weeks(events, active)
        self.levels.update(active)
        self.recent.update(events.week, events.rows, events.posts)
        self.gaps.update(events.week, events.rows, events.days, self.law)
        self.week[0] = events.week

    def _wake(self, events: WeekEvents) -> None:
        """Let the change-point models of accounts that are not asleep take in the week."""
        self.runs.forget(events.rows[self.silent_weeks[events.rows] >= ASLEEP])
        days = np.zeros(self.count, np.int64)
        days[events.rows] = np.bitwise_count(events.days)
        awake = (self.age > 0) & (self.silent_weeks < ASLEEP)
        awake[events.rows] = True
        rows = np.flatnonzero(awake)
        self.runs.update(rows, days[rows])

    def _count_weeks(self, events: WeekEvents, active: np.ndarray) -> None:
        self.age += (self.age > 0) | active
        self.quiet += 7.0
        self.quiet[events.rows] = events.quiet
        self.silent_weeks = np.where(active | (self.age == 0), 0, self.silent_weeks + 1)
        self.active_weeks += active
        self.posts[events.rows] += events.posts.astype(np.int64)

    def grow(self, count: int) -> None:
        """Add accounts at the end, up to this number."""
        fresh = RhythmState.empty(count - self.count, int(self.week[0]) + 1).arrays()
        lasting = {"week", *(name for name in fresh if name.startswith(("law.", "shared.")))}
        mine = self.arrays()
        joined = {k: v if k in lasting else np.concatenate((v, fresh[k])) for k, v in mine.items()}
        self.__dict__.update(RhythmState.from_arrays(joined).__dict__)

    def arrays(self) -> dict[str, np.ndarray]:
        """Everything as named arrays, for `numpy.savez`."""
        flat: dict[str, np.ndarray] = {}
        for name, part in self.__dict__.items():
            if isinstance(part, np.ndarray):
                flat[name] = part
            else:
                flat |= {f"{name}.{inner.name}": getattr(part, inner.name) for inner in fields(part)}
        return flat

    @classmethod
    def from_arrays(cls, flat: Mapping[str, np.ndarray]) -> RhythmState:
        """A state from what `arrays` gave; the arrays are copied.

        Raises:
            ValueError: An array is missing or has a shape that does not fit.
        """
        expected = cls.empty(len(flat["age"]) if "age" in flat else 0, 0)
        wrong = [k for k, v in expected.arrays().items() if k not in flat or flat[k].shape != v.shape]
        if wrong:
            raise ValueError(f"the stored rhythm does not fit this version: {', '.join(wrong)}")
        for name, array in flat.items():
            owner, _, inner = name.rpartition(".")
            setattr(getattr(expected, owner) if owner else expected, inner, array.copy())
        return expected
