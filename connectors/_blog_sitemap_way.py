"""Finds a site's addresses in its sitemap, where nothing else can be read: it tells that they are there, no more."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from connectors._blog_notes import MOST_IDS, Notes, Section, harmless, texts
from connectors._blog_rules import site_ruling, text_head
from connectors._blog_web import Closed, Web
from connectors._feed_item import known_as
from connectors._sitemap import Sitemap, named_in, of_posts, read_sitemap, unpacked
from connectors._values import count_of, text_of
from monitor.errors import SkipSource
from monitor.sources.http_address import shown
from monitor.sources.live import Page, Reach, Visit, stamp

USUAL = ("/sitemap.xml", "/wp-sitemap.xml")


@dataclass
class SitemapWay:
    """One visit to one site.

    Attributes:
        web: The way to it.
        visit: The visit.
        notes: What is remembered.
        site: Address of the site.
        full: Everything is to be read.
        most_pages: Most documents read.
    """

    web: Web
    visit: Visit
    notes: Notes
    site: str
    full: bool
    most_pages: int

    def pages(self) -> Generator[Page, None, Reach]:
        """The documents that hold addresses.

        Raises:
            Closed: The site has no sitemap.
        """
        url, content = self._found()
        section, told = self.notes.section("sitemap"), read_sitemap(content, shown(url))
        mark = hashlib.blake2b(content, digest_size=8).hexdigest()
        if not self.full and told.dates and mark == section.get("mark"):
            return _reach(section)
        earlier, met = frozenset(texts(section.get("ids"))), dict[str, None]()
        whole = yield from self._documents(url, content, told, met)
        few = len(met) <= MOST_IDS
        section |= {"url": url if harmless(url) else None, "mark": mark, "count": len(met), "ids": []}
        section["ids"] = [*met] if whole else [*(earlier | met.keys())]
        section["ids"] = section["ids"] if few else []
        return Reach(False, full=whole, among=earlier, ended=_ended(section))

    def _documents(self, url: str, content: bytes, told: Sitemap, met: dict[str, None]) -> Generator[Page, None, bool]:
        """Each document with pages; False if one of them could not be read."""
        if told.pages:
            yield self._page(url, content, told, met)
        whole = True
        for address in of_posts(told.sitemaps)[: self.most_pages]:
            try:
                inner = self._content(address)
                yield self._page(address, inner, read_sitemap(inner, shown(address)), met)
            except SkipSource:
                whole = False
        return whole and len(told.sitemaps) <= self.most_pages

    def _page(self, url: str, content: bytes, told: Sitemap, met: dict[str, None]) -> Page:
        met |= {number: None for page in told.pages if (number := known_as(page))}
        return Page("sitemap", content, shown(url), stamp(self.visit))

    def _found(self) -> tuple[str, bytes]:
        """The first sitemap that is there."""
        last = SkipSource("has no sitemap", shown(self.site), "Give the address of its feed")
        for url in self._candidates():
            try:
                content = self._content(url)
                read_sitemap(content, shown(url))
            except SkipSource as error:
                last = error
            else:
                return url, content
        raise Closed(last)

    def _candidates(self) -> Iterator[str]:
        known = text_of(self.notes.section("sitemap").get("url")) if self.notes.has("sitemap") else None
        yield from [known] if known else []
        try:
            robots = self.web.get(urljoin(self.site, "/robots.txt"), site_ruling)
        except SkipSource:
            pass
        else:
            yield from named_in(text_head(robots.content))
        yield from (urljoin(self.site, path) for path in USUAL)

    def _content(self, url: str) -> bytes:
        return unpacked(self.web.get(url, site_ruling).content, shown(url))


def _reach(section: Section) -> Reach:
    return Reach(False, ended=_ended(section))


def _ended(section: Section) -> str:
    count = count_of(section.get("count")) or 0
    return f"only the site's sitemap can be read: {count} addresses, without dates of publication"
