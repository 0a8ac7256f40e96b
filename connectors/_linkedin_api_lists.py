"""LinkedIn's lists, page after page, for as long as a page links to the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from connectors._linkedin_api_urls import next_parameters, query
from connectors._linkedin_api_values import elements_of
from connectors._values import text_of
from monitor.sources.http import Reply

MOST_PAGES = 1000
REPEATS = 3
"""So many pages in a row without anything new: the list goes in a circle, whatever its links say."""

COUNT = 100
"""Rows asked for; the most that LinkedIn gives."""

Ask = Callable[[str], Reply]


@dataclass(frozen=True)
class Part:
    """One page of a list; `last`: nothing more will be asked for."""

    reply: Reply
    rows: list[dict[str, Any]]
    last: bool


class Listing:
    """A walk through one list.

    Args:
        ask: Asks with a query.
        values: What is asked for, besides the place in the list.

    Attributes:
        odd: It went in a circle, so that its end was not reached.
    """

    def __init__(self, ask: Ask, values: Mapping[str, object]) -> None:
        self._ask, self._values = ask, dict(values)
        self._met: set[str] = set()
        self._barren = 0
        self.odd = False

    def __iter__(self) -> Iterator[Part]:
        """Give the pages; an answer that is a refusal is a page without rows, and the last."""
        place: Mapping[str, str] = {"start": "0"}
        for number in range(1, MOST_PAGES + 1):
            reply = self._ask(query({**place, **self._values, "count": COUNT}))
            rows, following = elements_of(reply.json), next_parameters(reply.json)
            self.odd = following is not None and (self._is_barren(rows) or number == MOST_PAGES)
            last = following is None or self.odd
            yield Part(reply, rows, last)
            if last:
                return
            place = following or {}

    def _is_barren(self, rows: list[dict[str, Any]]) -> bool:
        keys = {text_of(row.get("commentUrn")) or text_of(row.get("id")) or repr(row) for row in rows}
        self._barren = 0 if keys - self._met else self._barren + 1
        self._met |= keys
        return self._barren >= REPEATS
