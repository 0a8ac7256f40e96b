"""Reads a blog through its feed: one conditional request where nothing is new, else back to what is known."""

from __future__ import annotations

import logging
import re
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from connectors._blog_discovery import found_in
from connectors._blog_feed_older import FeedWalk
from connectors._blog_notes import Notes, Section, harmless, latest, moment, noted
from connectors._blog_rules import feed_ruling, site_ruling, text_head
from connectors._blog_web import Closed, Web
from connectors._feed_document import kind_of
from connectors._values import count_of, text_of
from monitor.errors import SkipSource
from monitor.sources.http import Reply
from monitor.sources.http_address import header_text, shown
from monitor.sources.live import Page, Reach, Visit

log = logging.getLogger(__name__)

LEAST_REST, MOST_REST = 15 * 60, 6 * 3600
"""Seconds in which a feed is not asked again: at least, and at most where its server says that it stays as it is."""

MOST_DOUBTS = 3
"""So many nights in a row a feed that is broken or not shown whole is read again as if it had not been read."""

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
        """Remember where the feed is, if config.toml does not say so."""
        if reply.moved_to:
            log.warning("%s has moved for good to %s: change it in config.toml", shown(self.url), shown(reply.moved_to))
            self.url = reply.moved_to
        if self.url != self.visit.target.feed and harmless(self.url):
            section["url"] = self.url

    def _walk(self, reply: Reply, section: Section) -> Generator[Page, None, Reach]:
        """Read the newest page, and older ones until they meet what is known or end."""
        walk, newest = FeedWalk(self.web, self.visit, self.zone, self.most_pages), moment(section.get("newest"))
        try:
            first = walk.page(reply)
        except SkipSource as error:
            raise Closed(error) from error
        yield first
        yield from walk.older(reply, None if self.full else newest)
        seen, is_sure = walk.seen, _is_sure(walk, section)
        start = _joined(seen.start, newest, moment(section.get("start")))
        section |= {
            "etag": reply.headers.get("etag") if is_sure else None,
            "modified": reply.headers.get("last-modified") if is_sure else None,
            "newest": noted(latest([newest, seen.newest] if is_sure else [newest], self.visit.now)),
            "start": noted(start),
            "read_at": noted(self.visit.now),
            "rest": _rest(reply),
        }
        if walk.head.complete and not walk.is_doubtful:
            return Reach(full=True)
        return Reach(bool(start), start, ended=walk.ended if self.full or walk.is_doubtful else "")


def _is_sure(walk: FeedWalk, section: Section) -> bool:
    """Whether the next visit may go on from here; after some doubtful nights it must: a feed may be broken for good."""
    nights = (count_of(section.get("doubts")) or 0) + 1 if walk.is_doubtful else 0
    section["doubts"] = nights
    return not walk.is_doubtful or nights > MOST_DOUBTS


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
