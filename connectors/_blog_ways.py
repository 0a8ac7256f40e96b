"""Which ways lead to a blog's posts, best first: what earlier visits found, then what its front page names."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import tzinfo
from typing import Protocol

from connectors._blog_discovery import discover
from connectors._blog_feed_way import Feed
from connectors._blog_notes import Notes
from connectors._blog_sitemap_way import SitemapWay
from connectors._blog_web import Web
from connectors._ghost_api import Ghost
from connectors._values import text_of
from connectors._wordpress_walk import MOST_REFUSALS, WordPress, refusals
from monitor.errors import SkipSource
from monitor.sources.live import Page, Reach, Target, Visit


class Way(Protocol):
    """One way to a blog's posts."""

    def pages(self) -> Generator[Page, None, Reach]:
        """Walk it.

        Raises:
            Closed: It is shut; nothing was given.
        """


@dataclass(frozen=True)
class Named:
    """A way with its name and address, by which it is known."""

    name: str
    address: str
    way: Way


@dataclass(frozen=True)
class Limits:
    """How far walks go, as the options say."""

    comment_requests: int
    most_pages: int
    zone: tzinfo


@dataclass
class Ways:
    """The ways of one visit.

    Attributes:
        web: The way to the network.
        visit: The visit.
        notes: What is remembered.
        limits: How far walks go.
    """

    web: Web
    visit: Visit
    notes: Notes
    limits: Limits

    def all(self) -> Iterator[Named]:
        """The ways, each once; the front page is asked for when all that is remembered is shut, or to see what is new.

        Raises:
            SkipSource, GrantAccess, AccountGone: The site has no front page for us, and no feed was named besides.
        """
        given = set[tuple[str, str]]()
        for named in self._candidates():
            if (named.name, named.address) not in given:
                given.add((named.name, named.address))
                yield named

    def _candidates(self) -> Iterator[Named]:
        full, site, feed = self.visit.past.full, site_of(self.visit.target), self.visit.target.feed
        yield from [] if full else self._remembered()
        yield from self._discovered(site) if site else []
        yield from [self._feed(feed)] if feed else []
        yield from self._remembered() if full else []
        if site and not self._knows_posts():
            yield Named("sitemap", site, SitemapWay(*self._usual, site, full, self.limits.most_pages))

    def _remembered(self) -> Iterator[Named]:
        notes, target = self.notes, self.visit.target
        if notes.has("ghost") and self.visit.token and (site := text_of(notes.section("ghost").get("site"))):
            yield self._ghost(site)
        if notes.has("wordpress") and (root := text_of(notes.section("wordpress").get("root"))):
            yield from [self._wordpress(root)] if refusals(notes.section("wordpress")) < MOST_REFUSALS else []
        if notes.has("feed") and (url := text_of(notes.section("feed").get("url")) or target.feed):
            yield self._feed(url)

    def _discovered(self, site: str) -> Iterator[Named]:
        try:
            found = discover(self.web, site)
        except SkipSource:
            if not self.visit.target.feed:
                raise
            return
        if found.is_ghost and self.visit.token:
            yield self._ghost(found.site)
        if found.rest:
            yield self._wordpress(found.rest)
        if found.feed and not self.visit.target.feed:
            yield self._feed(found.feed)

    def _knows_posts(self) -> bool:
        """Whether posts were read in a better way before, under numbers that a sitemap does not know."""
        return any(self.notes.section(name).get(mark) for name, mark in _READ if self.notes.has(name))

    @property
    def _usual(self) -> tuple[Web, Visit, Notes]:
        return self.web, self.visit, self.notes

    def _ghost(self, site: str) -> Named:
        return Named("ghost", site, Ghost(*self._usual, site, self.visit.past.full))

    def _wordpress(self, root: str) -> Named:
        way = WordPress(*self._usual, root, self.visit.past.full, self.limits.comment_requests)
        return Named("wordpress", root, way)

    def _feed(self, url: str) -> Named:
        way = Feed(*self._usual, url, self.visit.past.full, self.limits.most_pages, self.limits.zone)
        return Named("feed", url, way)


_READ = (("ghost", "whole"), ("wordpress", "whole"), ("feed", "read_at"))


def site_of(target: Target) -> str | None:
    """Address of the site, as it was typed, or as its handle says."""
    if target.url:
        return target.url
    handle = target.handle or ""
    return f"https://{handle}/" if "." in handle and not target.feed else None
