"""Reads a blog through its feed: one conditional request where nothing is new, else back to what is known."""

from __future__ import annotations

import logging
import re
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from connectors._blog_discovery import found_in
from connectors._blog_feed_pages import Document, document
from connectors._blog_notes import Notes, Section, harmless, latest, moment, noted
from connectors._blog_rules import feed_ruling, site_ruling, text_head
from connectors._blog_web import Closed, Web
from connectors._feed_document import Reach as Shown
from connectors._feed_document import kind_of
from connectors._feed_walk import older_page
from connectors._values import count_of, text_of
from monitor.errors import RefuseHostile, SkipSource
from monitor.sources.http import Reply
from monitor.sources.http_address import header_text, shown
from monitor.sources.live import Page, Reach, Visit, stamp

log = logging.getLogger(__name__)

LEAST_REST, MOST_REST = 15 * 60, 6 * 3600
"""Seconds in which a feed is not asked again: at least, and at most where its server says that it stays as it is."""

_AGE = re.compile(r"\bmax-age\s*=\s*(\d{1,9})")


@dataclass
class Feed:
    """One visit to one feed.

    Attributes:
        web: The way to it.
        visit: The visit.
        notes: What is remembered.
        url: Its address, or that of a page that names it.
        full: Everything is to be read.
        most_pages: Most pages of it.
        zone: Zone of dates that name none.
    """

    web: Web
    visit: Visit
    notes: Notes
    url: str
    full: bool
    most_pages: int
    zone: tzinfo

    def pages(self) -> Generator[Page, None, Reach]:
        """The feed's pages.

        Raises:
            Closed: There is no feed; nothing was given.
        """
        section = self.notes.section("feed")
        if not self.full and _rests(section, self.visit.now):
            return _unchanged(section)
        reply = self._first(section)
        if reply.status == 304:
            section["read_at"] = noted(self.visit.now)
            return _unchanged(section)
        return (yield from self._walk(reply, section))

    def _first(self, section: Section) -> Reply:
        """The feed's newest page, or 304."""
        was_read = bool(section.get("read_at"))
        known = {} if self.full else _conditions(section)
        reply = self.web.first(self.url, feed_ruling if was_read else site_ruling, headers=known)
        if reply.status != 304 and kind_of(text_head(reply.content)) == "html":
            found = found_in(reply).feed
            if not found:
                advice = "Give the address of the feed itself"
                raise Closed(SkipSource("is a web page that names no feed", shown(reply.url), advice))
            self.url = found
            reply = self.web.first(found, feed_ruling)
        self._note_address(reply, section)
        return reply

    def _note_address(self, reply: Reply, section: Section) -> None:
        """Remember where the feed is, if that is not where it was typed to be."""
        if reply.moved_to:
            log.warning("%s has moved for good to %s: change it in config.toml", shown(self.url), shown(reply.moved_to))
            self.url = reply.moved_to
        if self.url not in self.web.typed and harmless(self.url):
            section["url"] = self.url

    def _walk(self, reply: Reply, section: Section) -> Generator[Page, None, Reach]:
        """Read the newest page, and older ones until they meet what is known or end."""
        seen, newest = Shown(), moment(section.get("newest"))
        try:
            first = self._document(reply, seen)
        except SkipSource as error:
            raise Closed(error) from error
        yield self._page(reply, seen)
        met = bool(newest and not self.full)
        ended = yield from self._older(reply, first, seen, newest if met else None)
        start = _joined(seen.start, newest, moment(section.get("start")))
        section |= {
            "etag": reply.headers.get("etag") if first.is_sound else None,
            "modified": reply.headers.get("last-modified") if first.is_sound else None,
            "newest": noted(latest([newest, seen.newest], self.visit.now)),
            "start": noted(start),
            "read_at": noted(self.visit.now),
            "rest": _rest(reply),
        }
        if first.head.complete:
            return Reach(full=first.is_sound)
        return Reach(bool(start), start, ended=ended if self.full else "")

    def _older(self, reply: Reply, first: Document, seen: Shown, known: datetime | None) -> Generator[Page, None, str]:
        """Older pages, until the feed ends, goes in a circle, brings nothing new, or is known; gives why it ended."""
        asked, current, head = {reply.url}, reply.url, first.head
        for number in range(2, self.most_pages + 1):
            following = older_page(head, current, reply.url, number)
            if known and seen.oldest and seen.oldest <= known:
                return ""
            if not following or following in asked:
                return f"the feed shows its newest {len(seen.identities)} posts only" if number == 2 else ""
            asked.add(following)
            before = len(seen.identities)
            try:
                page = self.web.get(following, site_ruling)
                head = self._document(page, seen).head
            except SkipSource as error:
                # A page that only may exist is where the feed ends; one that was promised, or is hostile, is told.
                promised = isinstance(error, RefuseHostile) or head.next_page or head.archive
                return f"an older page of the feed was not read: {shown(following)} {error.what}" if promised else ""
            yield self._page(page, seen)
            current = page.url
            if len(seen.identities) == before:
                return ""
        return f"what is older than {self.most_pages} pages of the feed is not read"

    def _document(self, reply: Reply, seen: Shown) -> Document:
        return document(reply.content, shown(reply.url), self.zone, seen)

    def _page(self, reply: Reply, seen: Shown) -> Page:
        return Page("feed", reply.content, shown(reply.url), stamp(self.visit), seen_since=seen.start)


def _conditions(section: Section) -> dict[str, str]:
    """What makes a request conditional: the exact marks of the last answer."""
    marks = {"If-None-Match": section.get("etag"), "If-Modified-Since": section.get("modified")}
    return {name: header_text(mark) for name, value in marks.items() if (mark := text_of(value))}


def _rests(section: Section, now: datetime) -> bool:
    """Whether the feed was read so lately that it is not asked again."""
    read_at = moment(section.get("read_at"))
    return read_at is not None and timedelta(0) <= now - read_at < timedelta(
        seconds=count_of(section.get("rest")) or LEAST_REST
    )


def _rest(reply: Reply) -> int:
    found = _AGE.search(reply.headers.get("cache-control", ""))
    return max(LEAST_REST, min(int(found[1]), MOST_REST)) if found else LEAST_REST


def _unchanged(section: Section) -> Reach:
    """Nothing is new, and that is known up to now."""
    start = moment(section.get("start"))
    return Reach(start is not None, start)


def _joined(start: datetime | None, newest: datetime | None, known: datetime | None) -> datetime | None:
    """From when on everything is known, with what was known before if the two spans touch."""
    if start and newest and known and start <= newest:
        return min(start, known)
    return start
