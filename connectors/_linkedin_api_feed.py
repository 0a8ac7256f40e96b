"""The lists of the Pages Data Portability API: URNs, page after page, by a cursor that holds for one visit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from connectors._linkedin_api_lists import Ask
from connectors._linkedin_api_urls import query
from connectors._values import mapping, sequence, text_of
from monitor.sources.http import Reply

COUNT = 1000
"""URNs asked for; the most that LinkedIn gives."""

MOST_PAGES = 200
REPEATS = 3
_CURSORS = ("paginationCursorMetdata", "paginationCursorMetadata")
"""LinkedIn writes the key without an `a`; the other spelling is for the day on which somebody there sees it."""


@dataclass(frozen=True)
class Part:
    """One page of a list; `last`: nothing more will be asked for."""

    reply: Reply
    urns: list[str]
    last: bool


class Feed:
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
        cursor = None
        for number in range(1, MOST_PAGES + 1):
            reply = self._ask(query({**self._values, "maxPaginationCount": COUNT, "paginationCursor": cursor}))
            urns, cursor = urns_of(reply.json), cursor_of(reply.json)
            self.odd = cursor is not None and (self._is_barren(urns) or number == MOST_PAGES)
            yield Part(reply, urns, cursor is None or self.odd)
            if cursor is None or self.odd:
                return

    def _is_barren(self, urns: list[str]) -> bool:
        self._barren = 0 if set(urns) - self._met else self._barren + 1
        self._met |= set(urns)
        return self._barren >= REPEATS


def urns_of(told: Any) -> list[str]:
    """The URNs in an answer, each once; they come alone or in an object."""
    rows = sequence(mapping(told).get("elements"))
    found = [text_of(row) or text_of(mapping(row).get("id")) or text_of(mapping(row).get("urn")) for row in rows]
    return list(dict.fromkeys(urn for urn in found if urn and urn.startswith("urn:li:")))


def cursor_of(told: Any) -> str | None:
    """Where the next page begins; None after the last."""
    metadata = mapping(mapping(told).get("metadata"))
    found = [mapping(metadata.get(name)).get("nextPaginationCursor") for name in _CURSORS]
    return next((cursor for cursor in map(text_of, [*found, metadata.get("nextPaginationCursor")]) if cursor), None)
