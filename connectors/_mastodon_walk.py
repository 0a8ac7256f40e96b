"""An account's statuses as a list to walk: back from the newest, or forward from what is known."""

from __future__ import annotations

import json
from collections.abc import Generator, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from connectors._list_marks import MOST_BARREN, Marks, Row
from connectors._list_walk import Listed, ListWalk
from connectors._mastodon_posts import is_open, row_of
from connectors._values import mapping
from monitor.errors import AccountGone, RetryLater
from monitor.sources.caller import Caller
from monitor.sources.http import Reply
from monitor.sources.live import Page, Reach

LIMIT = 40
FULL_PAGES = range(20, LIMIT + 1)
"""Statuses of a full page: from what servers give if nothing is asked to the most that they give."""


@dataclass(frozen=True)
class Statuses:
    """The list of one account.

    Attributes:
        caller: Asks the server.
        account: Number of the account on its server.
        about: What every page is told.
    """

    caller: Caller
    account: str
    about: Mapping[str, str]

    def listed(self, cursor: Hashable | None) -> Listed:
        """A page; a cursor is the parameters of the request. What comes next is told by a link, or is what is older.

        Raises:
            RetryLater: The answer is no list, though the server has just told of the account: no sign of its end.
        """
        path = f"/api/v1/accounts/{quote(self.account, safe='')}/statuses"
        try:
            reply = self.caller.get(path, str(cursor or query()))
        except AccountGone as error:
            raise RetryLater("the server tells of the account but not of its posts", error.where) from error
        if not isinstance(reply.json, list):
            raise RetryLater("answers no list of posts", reply.url, "Try again later")
        statuses = [mapping(one) for one in reply.json]
        rows = [row for row in map(row_of, statuses) if row]
        page = Page("posts", _open_only(reply, statuses), reply.url, self.about)
        way, edge = (
            ("prev", {"min_id": _edges(rows)[1]}) if _is_forward(cursor) else ("next", {"max_id": _edges(rows)[0]})
        )
        return Listed(page, rows, _linked(reply, way) or (query(**edge) if rows else None))

    def thread(self, row: Row) -> Page | None:
        """The answers to a status; None if it was deleted meanwhile."""
        try:
            reply = self.caller.get(f"/api/v1/statuses/{quote(row.number, safe='')}/context")
        except AccountGone:
            return None
        about = {"id": row.number, "uri": row.native_id, "owner": self.account}
        return Page("thread", reply.content, reply.url, {**self.about, **about})

    def closing(self, marks: Marks) -> Page:
        """A page of nothing but what is to be remembered."""
        return Page("end", b"{}", about=self.about, memory=marks.memory())


def news(walk: ListWalk, known_until: datetime | None) -> Generator[Page, None, Reach]:
    """What is new.

    Args:
        walk: Through `Statuses`.
        known_until: Until when all is known by other ways, if there was no visit before.
    """
    floor = walk.marks.since or known_until
    if walk.marks.overlap and (yield from _forward(walk, walk.marks.overlap)):
        return Reach(start=floor)
    return (yield from walk.back(floor))


def _forward(walk: ListWalk, overlap: str) -> Generator[Page, None, bool]:
    """From the oldest of the recent statuses on, so that a walk that breaks off is gone on with where it stood.

    A server that does not know `min_id` gives its newest statuses. What comes joins on to what is known if known
    statuses are among it; False if none is, so that there may be a gap.
    """
    seen, asked, cursor = walk.seen(walk.marks.since), list[Hashable](), query(min_id=overlap)
    while cursor and cursor not in asked and seen.barren < MOST_BARREN:
        listed = walk.source.listed(cursor)
        seen.take(listed.rows)
        yield listed.page
        yield from walk.threads(seen, listed.rows)
        numbers = {row.number for row in listed.rows}
        if not asked and numbers and not numbers & walk.marks.recent.keys():
            return False
        yield walk.source.closing(seen.marks())
        asked.append(cursor)
        cursor = "" if overlap in numbers else str(listed.following or "")
    yield walk.source.closing(seen.marks(walk.now))
    return True


def query(**more: str) -> str:
    """Parameters of a page."""
    return urlencode({"limit": str(LIMIT), **more})


def _is_forward(cursor: Hashable | None) -> bool:
    return "min_id=" in str(cursor)


def _open_only(reply: Reply, statuses: Sequence[Mapping[str, Any]]) -> bytes:
    """The answer without what a token shows to nobody else: it is kept nowhere."""
    kept = [status for status in statuses if is_open(status)]
    return reply.content if len(kept) == len(statuses) else json.dumps(kept).encode()


def _linked(reply: Reply, relation: str) -> str:
    """Parameters of a linked page, which is asked of the same server whatever the link says; "" if there is none."""
    return urlsplit(reply.links.get(relation, "")).query


def _edges(rows: Sequence[Row]) -> tuple[str, str]:
    """Numbers of the oldest and the newest status of a page, which should come newest first; "" if it is empty."""
    dated = sorted((row for row in rows if row.at), key=lambda row: str(row.at)) or [*reversed(rows)]
    return (dated[0].number, dated[-1].number) if dated else ("", "")
