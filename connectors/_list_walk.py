"""Walks a list of posts back from the newest, page by page, with what others answered to the posts in it."""

from __future__ import annotations

from collections.abc import Generator, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from connectors._list_marks import MOST_BARREN, Effort, Marks, Row, Seen
from monitor.sources.live import Page, Reach

MOST_PAGES = 2000
OVERLAP = timedelta(hours=6)
"""So far a walk goes below what is known: a post may reach the list late, and then stands below newer ones."""


@dataclass(frozen=True)
class Listed:
    """One answer.

    Attributes:
        page: As it came.
        rows: Its posts.
        following: What the next page is asked by; None if there is none.
    """

    page: Page
    rows: Sequence[Row]
    following: Hashable | None = None


class Source(Protocol):
    """A platform's list."""

    def listed(self, cursor: Hashable | None) -> Listed:
        """Ask for a page; None: the first one."""

    def thread(self, row: Row) -> Page | None:
        """Ask for the answers to a post; None if it is not there any more."""

    def closing(self, marks: Marks) -> Page:
        """A page of nothing but what is to be remembered."""


@dataclass
class ListWalk:
    """One walk through one account's list.

    Attributes:
        marks: What earlier visits knew.
        now: The moment of the visit.
        usual: Sizes of a full page. A server that gives another size and the same page again knows no pages and gives
            everything at once.
    """

    source: Source
    marks: Marks
    now: datetime
    effort: Effort
    usual: range = range(0)

    def seen(self, floor: datetime | None) -> Seen:
        """A fresh account of what is met; answers to posts above the floor, and a little below, may be read."""
        return Seen(self.marks, floor - OVERLAP if floor else None, self.effort)

    def back(self, floor: datetime | None) -> Generator[Page, None, Reach]:
        """From the newest post back to the floor, or to the first one.

        The first page of a walk to a floor that no visit has set remembers it: should the walk break off, the next one
        must go down as far, whatever was seen above.
        """
        if floor and not self.marks.since:
            yield self.source.closing(replace(self.marks, since=floor))
        seen, asked, cursor, reach = self.seen(floor), list[Hashable | None](), None, None
        while reach is None:
            listed = self.source.listed(cursor)
            seen.take(listed.rows)
            yield replace(listed.page, seen_since=seen.oldest)
            yield from self.threads(seen, listed.rows)
            asked.append(cursor)
            cursor = listed.following
            reach = self._over(floor, seen, listed, asked)
        yield self.source.closing(seen.marks(self.now))
        return reach

    def threads(self, seen: Seen, rows: Iterable[Row]) -> Iterator[Page]:
        """The answers to those posts that have new ones."""
        yield from filter(None, map(self.source.thread, seen.to_ask(rows)))

    def _over(
        self, floor: datetime | None, seen: Seen, listed: Listed, asked: Sequence[Hashable | None]
    ) -> Reach | None:
        """How far the walk has come, if it is over. A list that only stops to bring anything new proves no deletion."""
        if listed.following is None:
            return Reach(start=floor, full=floor is None)
        if floor and seen.oldest and seen.oldest < floor - OVERLAP:
            return Reach(start=floor)
        if listed.following in asked:
            return self._same_again(floor, seen, len(listed.rows))
        if seen.barren >= MOST_BARREN:
            return Reach(start=floor)
        if len(asked) >= MOST_PAGES:
            return Reach(start=seen.oldest, ended=f"what is older than {MOST_PAGES} pages is not read")
        return None

    def _same_again(self, floor: datetime | None, seen: Seen, size: int) -> Reach:
        if self.usual and size not in self.usual:
            return Reach(start=floor, full=floor is None)
        return Reach(start=seen.oldest, ended=f"the server gives the same {size} posts again and none that are older")
