"""Which parts of a list of posts are still to be read, newest first: pure, and remembered from visit to visit.

Posts are numbered upwards, so a part is what lies between two numbers. Money may end a visit anywhere; what it left is
an open stretch, and nothing is read, or paid, twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from connectors._values import mapping, sequence
from connectors._x_api_names import number_of
from connectors._x_ids import time_of

MOST_OPEN = 50
"""Open stretches that are remembered; of more, the oldest become one, in which some is read again."""

_EPOCH_MS = 1_288_834_974_657
"""First moment of X's numbers that hold a time, in Unix milliseconds; see `_x_ids.time_of`."""

FIRST_TIMED = datetime(2010, 11, 5, tzinfo=UTC)


@dataclass(frozen=True)
class Stretch:
    """Posts with a number below `until` (None: from the newest) and above `since` (None: down to the first)."""

    until: int | None = None
    since: int | None = None


def below(stretches: Iterable[Stretch], number: int) -> tuple[Stretch, ...]:
    """What is left of stretches when everything from this number upwards has been read."""
    cut = [replace(one, until=number if one.until is None else min(one.until, number)) for one in stretches]
    return tuple(one for one in cut if one.since is None or one.since + 1 < (one.until or 0))


@dataclass(frozen=True)
class Marks:
    """What is remembered of a list.

    Attributes:
        newest: The highest number that was read; what is higher is new.
        open: Stretches below that are still to be read, highest first.
        read: How many posts were read.
    """

    newest: int | None = None
    open: tuple[Stretch, ...] = ()
    read: int = 0

    @classmethod
    def remembered(cls, kept: Any) -> Marks:
        """Out of a visit's memory; what makes no sense in it counts as not read."""
        told = mapping(kept)
        read = told.get("read")
        stretches = tuple(_stretch(one) for one in sequence(told.get("open")) if len(sequence(one)) == 2)
        return cls(number_of(told.get("newest")), stretches, read if isinstance(read, int) and read > 0 else 0)

    def kept(self) -> Mapping[str, Any]:
        """For a visit's memory."""
        few = self.open[:MOST_OPEN]
        if few != self.open:
            few = (*few[:-1], Stretch(few[-1].until, self.open[-1].since))
        pairs = [[_text(one.until), _text(one.since)] for one in few]
        return {"newest": _text(self.newest), "open": pairs, "read": self.read}

    def plan(self) -> tuple[Stretch, ...]:
        """What is to be read, highest first: what is new, then what earlier visits left."""
        return (Stretch(None, self.newest), *self.open) if self.newest is not None else (Stretch(),)


def number_at(moment: datetime) -> int | None:
    """The lowest number of a post of this moment; None before numbers held times (November 2010)."""
    number = (int(moment.astimezone(UTC).timestamp() * 1000) - _EPOCH_MS) << 22
    return number if number > 0 else None


def time_down_to(number: int) -> datetime:
    """From when on everything has been read, if every post with a higher number has."""
    return time_of(str(number)) or FIRST_TIMED


def _stretch(pair: Any) -> Stretch:
    return Stretch(number_of(pair[0]), number_of(pair[1]))


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
