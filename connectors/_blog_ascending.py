"""Walks a list that is in the order of a time, the oldest first, so that nothing is lost while the list moves.

A post that changes during the walk leaves its place and goes to the end; all behind it move up, and a walk by page
numbers would pass one over. So it asks anew from the last time that it saw, and counts pages only where a page holds
the posts of one day, as after a move to another server.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.sources.live import Page

OVERLAP = timedelta(days=1)
"""Each question goes back so far before the last time: a site may compare times of its own zone, in which an hour comes
twice when the clocks go back, and a planned post may come out late."""

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
        times: The time that the list is in the order of, by the number of the post; None if it cannot be read.
        more: There are more.
        total: How many there are in all; None if it is not told.
    """

    page: Page
    times: Mapping[str, datetime | None]
    more: bool = False
    total: int | None = None


Ask = Callable[[datetime | None, int], Listed | None]
"""Asks for posts after a time (None: all), so manieth page, 1-based; None: there is no such page."""


class Ascending:
    """One walk.

    Args:
        ask: Asks for a page.
        since: From when on; None: from the first post.

    Attributes:
        met: Numbers of the posts met.
        is_whole: It met as many posts as the list says it holds or, if it does not say, came to its end.
    """

    def __init__(self, ask: Ask, since: datetime | None = None) -> None:
        self.met: set[str] = set()
        self.is_whole = False
        self._ask, self._begin = ask, since
        self._since, self._number, self._jumps = since, 1, True
        self._total: int | None = None

    def pages(self) -> Generator[Page, None, None]:
        """The pages, each as soon as it has come."""
        barren = 0
        for _ in range(MOST_PAGES):
            listed = self._ask(self._since, self._number)
            if listed and self._is_ignored(listed.times.values()):
                if self._since == self._begin:
                    return
                self._since, self._number, self._jumps, barren = self._begin, 1, False, 0
                continue
            if listed:
                self._total = self._total if listed.total is None or self._since else listed.total
                barren = 0 if listed.times.keys() - self.met else barren + 1
                self.met |= listed.times.keys()
                yield listed.page
            if listed is None or not listed.more or barren >= MOST_BARREN:
                self.is_whole = barren < MOST_BARREN if self._total is None else len(self.met) >= self._total
                return
            self._go_on(listed)

    def _is_ignored(self, times: Iterable[datetime | None]) -> bool:
        """Whether the answer shows that the site does not know the parameter."""
        since = self._since
        return since is not None and any(time < since - SLACK for time in times if time)

    def _go_on(self, listed: Listed) -> None:
        """Ask anew from the last time, unless that would bring nothing but what has just come."""
        times = [time for time in listed.times.values() if time]
        target = max(times) - OVERLAP if times else None
        if self._jumps and target and target >= min(times) and (self._since is None or target > self._since):
            self._since, self._number = target, 1
        else:
            self._number += 1
