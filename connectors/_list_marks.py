"""What a visit remembers of a list of posts that is newest first: until when all is known, and the newest posts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any

from connectors._iso_times import moment_of
from connectors._values import count_of, sequence, text_of

MOST_BARREN = 3
"""So many pages in a row without anything new are the end of a list, even if it says that it goes on."""


@dataclass(frozen=True)
class Effort:
    """How much a visit may do for what others said.

    Attributes:
        threads: Most posts whose answers are read.
        recent: So many of the newest posts are looked at again in each visit: for late answers, and so that nothing is
            missed where two visits meet.
    """

    threads: int = 30
    recent: int = 20


@dataclass(frozen=True)
class Row:
    """A post as the list tells it.

    Attributes:
        number: What the list calls it.
        at: When, by the clock that orders the list; None if it cannot be read.
        answers: How many answers it has.
        native_id: Number under which the store knows it.
    """

    number: str
    at: datetime | None = None
    answers: int = 0
    native_id: str = ""


@dataclass(frozen=True)
class Marks:
    """What is known of the list.

    Attributes:
        since: Everything until then has been read.
        recent: Numbers of the newest posts, newest first, with how many answers they had when those were read.
    """

    since: datetime | None = None
    recent: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, memory: Mapping[str, Any]) -> Marks:
        """Read what an earlier visit remembered."""
        pairs = [pair for pair in sequence(memory.get("recent")) if len(sequence(pair)) == 2 and text_of(pair[0])]
        return cls(moment_of(memory.get("since")), {number: count_of(count) or 0 for number, count in pairs})

    def memory(self) -> dict[str, Any]:
        """As it is remembered."""
        since = self.since.isoformat() if self.since else None
        return {"since": since, "recent": [list(pair) for pair in self.recent.items()]}

    @property
    def overlap(self) -> str | None:
        """The oldest of the recent posts; None unless a newer one is known too."""
        return [*self.recent][-1] if len(self.recent) > 1 else None


class Seen:
    """What a walk has met so far.

    Args:
        marks: What earlier visits knew.
        floor: Answers to older posts are not read unless the post is a recent one; None: there is no limit.
        effort: How many posts' answers may be read.

    Attributes:
        oldest: Time of the oldest post met.
        barren: Pages in a row that brought nothing new.
    """

    def __init__(self, marks: Marks, floor: datetime | None, effort: Effort) -> None:
        self.oldest: datetime | None = None
        self.barren = 0
        self._before, self._floor, self._budget, self._recent = marks, floor, effort.threads, effort.recent
        self._rows: dict[str, Row] = {}
        self._read: dict[str, int] = dict(marks.recent)

    def take(self, rows: Iterable[Row]) -> None:
        """Note the rows of a page."""
        page = {row.number: row for row in rows}
        self.barren = 0 if page.keys() - self._rows.keys() else self.barren + 1
        self._rows |= page
        times = [row.at for row in page.values() if row.at]
        self.oldest = min([*times, *([self.oldest] if self.oldest else [])], default=None)

    def to_ask(self, rows: Iterable[Row]) -> list[Row]:
        """Those whose answers are to be read: there are others than last time, and it is not too much."""
        chosen = [row for row in rows if row.answers and self._is_open(row)][: self._budget]
        self._budget -= len(chosen)
        self._read |= {row.number: row.answers for row in chosen}
        return chosen

    def _is_open(self, row: Row) -> bool:
        if row.number in self._read:
            return self._read[row.number] != row.answers
        return self._floor is None or (row.at is not None and row.at >= self._floor)

    def marks(self, now: datetime | None = None) -> Marks:
        """What is to be remembered.

        Args:
            now: Everything until now has been read; None: not yet, so that it stays as it was. A server's clock may be
                ahead of ours, and what we claim to know must not be.
        """
        dated = sorted(((row.at, row.number) for row in self._rows.values() if row.at), key=itemgetter(0), reverse=True)
        numbers = dict.fromkeys([*(number for _, number in dated), *self._before.recent])
        recent = {number: self._read.get(number, 0) for number in [*numbers][: self._recent]}
        newest = [at for at, _ in dated[:1]] + ([self._before.since] if self._before.since else [])
        return Marks(min(max(newest), now) if newest and now else self._before.since, recent)
