"""Discussions of a group that were counted and not written down: how many since the last look, and how many of our own.

On which day each began is not known, so they are spread evenly over the days since the last look. They have no words;
who began them is known as far as the person who counted said it.

Counting again for the same day corrects: the last line of a day holds. What earlier lines counted too many is taken
back, by making of it what no rhythm counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from connectors._days import moment_on
from connectors._values import count_of
from monitor.records import Post, PostKind, Precision

MOST = 1000
"""More in one look is a slip of the finger."""

MEMBER = "a member"
"""Author of a discussion of which it is only known that it is none of our own."""

TITLE = "(counted, not written down)"
TAKEN_BACK = "(counted by mistake, taken back)"


@dataclass(frozen=True)
class Look:
    """What one line says.

    Attributes:
        count: Discussions since the last look.
        ours: How many of them our own team began; None if nobody said.
        author: Under which name our own are known.
    """

    count: int
    ours: int | None = None
    author: str = ""

    def by(self) -> dict[str, int]:
        """How many by whom: by anybody, by members, by ourselves."""
        if self.ours is None:
            return {"": self.count}
        return {"member:": self.count - self.ours, "ours:": self.ours}

    def author_of(self, whose: str) -> str | None:
        """The name for one of these."""
        return {"member:": MEMBER, "ours:": self.author}.get(whose)


def look_of(count: str, ours: str, author: str) -> Look | str:
    """Read the cells of a line; gives what is wrong with them if they cannot be read."""
    number, own = count_of(count), count_of(ours) if ours else None
    if number is None or number > MOST:
        return f"has a count that is no whole number up to {MOST}"
    if ours and (own is None or own > number):
        return "has a number of our own discussions that is none, or more than all"
    if own and not author:
        return "does not say in `author` under which name of organisation.team our own discussions are known"
    return Look(number, own, author)


def counted(key: str, looks: Mapping[date, Sequence[Look]], days: Sequence[date], zone: tzinfo) -> Iterator[Post]:
    """The discussions of one group.

    Args:
        key: The group, for its records.
        looks: For each day what was said of it, the last word last.
        days: All days on which somebody looked.
        zone: The organisation's, in which noon is taken.
    """
    for day, said in sorted(looks.items()):
        since = max((one for one in days if one < day), default=day - timedelta(days=1))
        before = {whose: max(look.by().get(whose, 0) for look in said) for look in said for whose in look.by()}
        for whose, most in before.items():
            yield from _posts(key, day, since, said[-1], whose, most, zone)


def _posts(key: str, day: date, since: date, look: Look, whose: str, most: int, zone: tzinfo) -> Iterator[Post]:
    """Those of one sort; the last ones of `most` were counted by mistake."""
    number = look.by().get(whose, 0)
    for nth in range(1, most + 1):
        right = nth <= number
        moment, _ = moment_on(_spread(since, day, nth, number) if right else day, zone)
        yield Post(
            account=key,
            native_id=f"counted:{day}:{whose}{nth}",
            published_at=moment,
            precision=Precision.DAY,
            kind=PostKind.ORIGINAL if right else PostKind.PAGE,
            author=look.author_of(whose) if right else None,
            title=TITLE if right else TAKEN_BACK,
        )


def _spread(since: date, day: date, nth: int, number: int) -> date:
    """Day of the nth of some discussions, evenly over the days after `since` up to `day`."""
    span = max((day - since).days, 1)
    return day - timedelta(days=span - 1 - (2 * nth - 1) * span // (2 * number))
