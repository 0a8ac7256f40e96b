"""From an address to all pages of a feed: discovery, conditional requests, going back in time, knowing when to stop."""

from __future__ import annotations

import io
import logging
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from connectors._feed_document import Reach, kind_of, open_feed, records_of
from connectors._feed_item import Head, account_of
from connectors._web_page import is_feed, links_of
from connectors._zoneless import Zoneless
from monitor.errors import RefuseHostile, RetryLater, SkipSource
from monitor.records import Anything, BadRow, Window
from monitor.sources.contract import Context
from monitor.sources.http_address import Origin, joined, shown
from monitor.sources.http_memory import FetchMemory, Known
from monitor.sources.text import encoding_of

if TYPE_CHECKING:
    from monitor.sources.http import Answer, Http

log = logging.getLogger(__name__)

LARGEST_ITEM = 8 * 2**20
HEAD = 65_536


@dataclass
class Walk:
    """One visit to a feed.

    Attributes:
        http: The session.
        memory: What was read before.
        context: When it is now, and the zone of dates that name none.
        most_pages: Most pages read in one visit.
        private_origin: The origin that may lie in a private network.
        zoneless: Counts the dates that name none.
    """

    http: Http
    memory: FetchMemory
    context: Context
    most_pages: int
    private_origin: Origin | None
    zoneless: Zoneless

    def records(self, address: str) -> Iterator[Anything]:
        """Stream the records behind an address: a feed, or a web page that names one."""
        url, known = address, self.memory.get(address)
        answer = self._ask(url, known)
        if not answer.unchanged and kind_of(_text(answer)) == "html":
            url = discover(answer)
            known = self.memory.get(url)
            answer = self._ask(url, known)
        if answer.unchanged and known:
            yield from self._unchanged(url, known)
        else:
            yield from self._changed(url, answer, known)

    def _ask(self, url: str, known: Known | None = None) -> Answer:
        answer = self.http.get(url, known=known, private_origin=self.private_origin)
        if answer.moved_to:
            log.warning("%s has moved for good to %s: change it in config.toml", shown(url), shown(answer.moved_to))
        return answer

    def _unchanged(self, url: str, known: Known) -> Iterator[Anything]:
        """Nothing is new, and that is known up to now."""
        yield account_of(Head(), url)
        if known.complete_from:
            yield Window(start=known.complete_from, end=self.context.now)
        self.memory.put(url, replace(known, read_at=self.context.now))

    def _changed(self, url: str, answer: Answer, known: Known | None) -> Iterator[Anything]:
        """Read the feed, and older pages until they meet what was read before or end."""
        reach = Reach()
        try:
            yield from self._pages(answer, reach, known)
        except RetryLater:
            if reach.start:
                yield Window(start=reach.start, end=self.context.now)
            raise
        start = _joined_start(reach.start, known)
        if start:
            yield Window(start=start, end=self.context.now)
        self.memory.put(url, Known(answer.etag, answer.last_modified, self.context.now, start))

    def _pages(self, answer: Answer, reach: Reach, known: Known | None) -> Iterator[Anything]:
        """Read page after page; stops where the feed ends, goes in a circle, brings nothing new, or is known."""
        seen = {answer.url}
        head = yield from self._page(answer, reach, first=True)
        current = answer.url
        for number in range(2, self.most_pages + 1):
            following = older_page(head, current, answer.url, number)
            before = len(reach.identities)
            if not following or following in seen or _meets(reach, known):
                return
            seen.add(following)
            try:
                page = self._ask(following)
                head = yield from self._page(page, reach, first=False)
            except SkipSource as error:
                # A page that only may exist is where the feed ends; one that was promised, or is hostile, is told.
                if isinstance(error, RefuseHostile) or head.next_page or head.archive:
                    yield BadRow(file=shown(following), reason=f"older page not read: {error.what}"[:300])
                return
            current = page.url
            if len(reach.identities) == before:
                return

    def _page(self, answer: Answer, reach: Reach, *, first: bool) -> Generator[Anything, None, Head]:
        """Give the records of one page, the account before them; returns what the page says about itself."""
        kind, where = kind_of(_text(answer)), shown(answer.url)
        if kind not in {"xml", "json"}:
            raise SkipSource("is no feed", where, "Give the address of an RSS, Atom or JSON feed")
        head, items = open_feed(lambda: io.BytesIO(answer.content), kind, where, LARGEST_ITEM)
        if first:
            yield account_of(head, answer.url)
        yield from records_of(head, items, self.context.timezone, reach, self.zoneless)
        return head


def discover(answer: Answer) -> str:
    """Find the feed that a web page names.

    Raises:
        SkipSource: It names none.
    """
    for link in links_of(_text(answer, len(answer.content))):
        if is_feed(link):
            return joined(answer.url, link["href"])
    if "alternate" in answer.links:
        return answer.links["alternate"]
    raise SkipSource("is a web page that names no feed", shown(answer.url), "Give the address of the feed itself")


def _text(answer: Answer, size: int = HEAD) -> str:
    """Beginning of a body as text, to see what it is."""
    return answer.content[:size].decode(encoding_of(answer.content), "replace")


def older_page(head: Head, current: str, first: str, number: int) -> str | None:
    """Address of the next older page: as the feed says, or as WordPress numbers them; None at the end."""
    promised = head.archive or head.next_page
    if promised:
        return joined(current, promised)
    return numbered(first, number) if "wordpress" in (head.generator or "").lower() else None


def numbered(url: str, number: int) -> str:
    parts = urlsplit(url)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != "paged"]
    return urlunsplit(parts._replace(query=urlencode([*query, ("paged", str(number))]), fragment=""))


def _meets(reach: Reach, known: Known | None) -> bool:
    """Whether this visit has come back to what the last one saw."""
    return known is not None and reach.oldest is not None and reach.oldest <= known.read_at


def _joined_start(start: datetime | None, known: Known | None) -> datetime | None:
    """From when on everything is known, with what was known before if the two spans touch."""
    if start and known and known.complete_from and start <= known.read_at:
        return min(start, known.complete_from)
    return start
