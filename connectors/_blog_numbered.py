"""Walks a list page by page, by number, in the order in which its things were made.

That order is the only one in which a page number means something: by time of change a post leaves its place when it is
changed, and posts of the same second, as after a move to another server, come in another order on every page. What may
still happen is that something is deleted during the walk: all behind it move up, and one is passed over. So what was
met is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.sources.live import Page

OVERLAP = timedelta(days=1)
"""A question for what is new goes back so far before the last time: a site may compare times of its own zone, in which
an hour comes twice when the clocks go back, and a planned post may come out late."""

SLACK = timedelta(days=3)
"""A post so much older than what was asked for shows that the site does not know the question."""

MOST_BARREN = 3
"""So many answers in a row without anything new are the end of a list, even if it says that it goes on."""

MOST_PAGES = 2000


@dataclass(frozen=True)
class Listed:
    """One answer.

    Attributes:
        page: The page made of it.
        numbers: What it lists, by number.
        more: There are more.
        total: How many there are in all; None if it is not told.
    """

    page: Page
    numbers: frozenset[str]
    more: bool = False
    total: int | None = None


class Numbered:
    """One walk.

    Args:
        ask: Asks for a page by its number, from 1 on; gives None if there is no such page.

    Attributes:
        met: Numbers of what was met.
        is_whole: As much was met as there ever was during the walk or, if that is not told, the list came to its end.
    """

    def __init__(self, ask: Callable[[int], Listed | None]) -> None:
        self.met: set[str] = set()
        self.is_whole = False
        self._ask = ask

    def pages(self) -> Generator[Page, None, None]:
        """The pages, each as soon as it has come."""
        barren, most = 0, -1
        for number in range(1, MOST_PAGES + 1):
            listed = self._ask(number)
            if listed:
                most = max(most, -1 if listed.total is None else listed.total)
                barren = 0 if listed.numbers - self.met else barren + 1
                self.met |= listed.numbers
                yield listed.page
            if listed is None or not listed.more or barren >= MOST_BARREN:
                self.is_whole = len(self.met) >= most if most >= 0 else barren < MOST_BARREN
                return


def twice(walk: Callable[[], Numbered]) -> Generator[Page, None, bool]:
    """Walk, and once more if something may have been passed over; gives whether all was met in the end."""
    first = walk()
    yield from first.pages()
    if first.is_whole:
        return True
    second = walk()
    yield from second.pages()
    return second.is_whole


def is_ignored(times: Mapping[str, datetime | None], since: datetime | None) -> bool:
    """Whether an answer holds what is far too old, because the site does not know the parameter."""
    return since is not None and any(time < since - SLACK for time in times.values() if time)
