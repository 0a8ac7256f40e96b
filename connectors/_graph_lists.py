"""Lists of Meta's Graph API: page after page, to their end, whatever the pages look like.

A page may be short or empty and yet not be the last; only a missing `next` is the end. The link holds the token, so it
is never followed as it is: its parameters are asked for anew, without the token.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from connectors._graph_calls import Ask
from connectors._graph_rule import asks_for_less
from connectors._values import mapping, sequence, text_of
from monitor.errors import RetryLater
from monitor.sources.http import Reply
from monitor.sources.http_address import shown

MOST_PAGES = 2000
REPEATS = 3
"""So many pages in a row that bring nothing but known rows: the list goes in a circle."""

EMPTIES = 25
_SECRET = frozenset({"access_token", "appsecret_proof", "input_token"})


@dataclass(frozen=True)
class Part:
    """One page of a list.

    Attributes:
        rows: What is on it.
        last: Nothing more will be asked for.
    """

    reply: Reply
    rows: list[Any]
    last: bool


class Listing:
    """A walk through one list.

    Args:
        ask: Asks for a page.
        params: What is asked for, without what pages need.
        limit: Most rows of a page.
        most: Most pages.

    Attributes:
        odd: Why it stopped before the end, for people; "" if it did not. Then there may be more than was read.
    """

    def __init__(self, ask: Ask, params: Mapping[str, object], limit: int = 100, most: int = MOST_PAGES) -> None:
        self._ask, self._params, self._limit, self._most = ask, dict(params), limit, most
        self._met: set[str] = set()
        self._repeats = self._empties = 0
        self.odd = ""

    def __iter__(self) -> Iterator[Part]:
        """Give the pages.

        Raises:
            RetryLater: A page cannot be made small enough, or a link cannot be read.
            MonitorError: What `ask` raises.
        """
        following: Mapping[str, str] | None = {}
        for number in range(1, self._most + 1):
            reply = self._page(following or {})
            rows = sequence(mapping(reply.json).get("data"))
            following = next_parameters(reply)
            self.odd = "" if following is None else self._oddity(rows, number)
            last = following is None or bool(self.odd)
            yield Part(reply, rows, last)
            if last:
                return

    def _page(self, following: Mapping[str, str]) -> Reply:
        """Ask for one page, in halves as long as Meta finds it too much."""
        while True:
            reply = self._ask({**following, **self._params, "limit": self._limit})
            if not asks_for_less(reply):
                return reply
            if self._limit == 1:
                raise RetryLater("finds even one row too much", shown(reply.url), "Try again later")
            self._limit //= 2

    def _oddity(self, rows: list[Any], number: int) -> str:
        """Why to stop though a next page is offered; "" if there is no reason."""
        keys = {_key(row) for row in rows}
        fresh = bool(keys - self._met)
        self._met |= keys
        self._repeats = 0 if fresh or not rows else self._repeats + 1
        self._empties = 0 if rows else self._empties + 1
        if self._repeats >= REPEATS:
            return "the list goes in a circle"
        goes_on = self._empties >= EMPTIES or number >= self._most
        return f"the list goes on after {number} pages" if goes_on else ""


def next_parameters(reply: Reply) -> dict[str, str] | None:
    """What to ask for to get the next page, without the token; None after the last.

    Raises:
        RetryLater: There is a next page, and nobody can read which.
    """
    link = mapping(mapping(reply.json).get("paging")).get("next")
    if link is None or link == "":
        return None
    try:
        query = urlsplit(link).query if isinstance(link, str) else ""
        found = {name: value for name, value in parse_qsl(query) if name not in _SECRET}
    except ValueError:
        found = {}
    if not found:
        raise RetryLater("names a next page that cannot be read", shown(reply.url), "Try again later")
    return found


def _key(row: Any) -> str:
    """What tells a row from others; comments may come without their number."""
    told = mapping(row)
    names = ("id", "created_time", "timestamp", "message", "text")
    return text_of(told.get("id")) or "\x1f".join(text_of(told.get(name)) or "" for name in names)
