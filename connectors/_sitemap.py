"""Sitemap documents: addresses of pages, or of further sitemaps. Pure."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from connectors._feed_item import absolute, known_as
from monitor.errors import MonitorError, RefuseHostile, SkipSource
from monitor.records import BadRow, Post, PostKind
from monitor.sources.xml_stream import elements, local

MOST_BYTES = 50 * 2**20
"""Largest document, unpacked, as the protocol of sitemaps has it."""

MOST_ADDRESSES = 50_000
LARGEST_ENTRY = 2**20
_CONTAINERS = frozenset({"urlset", "sitemapindex"})
_ENTRIES = {"url": "pages", "sitemap": "sitemaps"}
_PACKED = b"\x1f\x8b"
_NAMED = re.compile(r"(?i)^\s*sitemap\s*:\s*(\S+)\s*$", re.MULTILINE)
_OF_POSTS = re.compile(r"(?i)posts?\b(?!-page)|posts?[_\d]|blog|news|article|artikel|nieuws|beitr(?:ae|ä)ge|aktuell")


@dataclass(frozen=True)
class Sitemap:
    """What one document holds.

    Attributes:
        pages: Addresses of pages, each once; front pages are left out.
        sitemaps: Addresses of further sitemaps, each once.
        dates: It says of each of those when it was last changed.
    """

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    dates: bool = False


def unpacked(content: bytes, where: str) -> bytes:
    """The document itself, which may come packed.

    Raises:
        SkipSource: It is damaged.
        RefuseHostile: It is larger than a sitemap may be.
    """
    if not content.startswith(_PACKED):
        return content
    try:
        unpacking = zlib.decompressobj(wbits=31)
        found = unpacking.decompress(content, MOST_BYTES + 1)
    except zlib.error as error:
        raise SkipSource("is damaged (gzip)", where, "Look at the address in a browser") from error
    if len(found) > MOST_BYTES:
        raise RefuseHostile(f"is a sitemap of more than {MOST_BYTES} bytes", where, "Do not trust it")
    return found


def read_sitemap(content: bytes, where: str) -> Sitemap:
    """Read a document.

    Raises:
        SkipSource: It is no sitemap.
        RefuseHostile: It breaks a safety limit.
    """
    found: dict[str, dict[str, None]] = {"pages": {}, "sitemaps": {}}
    if b"<urlset" not in content and b"<sitemapindex" not in content:
        raise SkipSource("is no sitemap", where, "Look at the address in a browser")
    for entry in elements(io.BytesIO(content), where, _CONTAINERS, LARGEST_ENTRY):
        kind = _ENTRIES.get(local(entry.element.tag))
        place = next(((child.text or "") for child in entry.element if local(child.tag) == "loc"), "")
        address = absolute("", place)
        if kind and address and not _is_front(address) and len(found[kind]) < MOST_ADDRESSES:
            found[kind][address] = None
    sitemaps = tuple(found["sitemaps"])
    return Sitemap(tuple(found["pages"]), sitemaps, content.count(b"<lastmod") >= len(sitemaps))


def _is_front(address: str) -> bool:
    """Whether it is no address of a page below a front page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return True
    return parts.path in {"", "/"} and not parts.query


def named_in(robots: str) -> list[str]:
    """The sitemaps that a robots.txt names."""
    return [found for named in _NAMED.findall(robots) if (found := absolute("", named))]


def of_posts(sitemaps: tuple[str, ...]) -> list[str]:
    """Those that by their names hold posts; all of them if none does."""
    return [one for one in sitemaps if _OF_POSTS.search(one.rpartition("/")[2])] or list(sitemaps)


def sitemap_posts(content: bytes, where: str) -> Iterator[Post | BadRow]:
    """Addresses as posts without a time: a sitemap tells when a page was last touched, never when it was published."""
    try:
        pages = read_sitemap(content, where).pages
    except MonitorError as error:
        yield BadRow(file=where, reason=error.what[:300])
        return
    for address in pages:
        yield Post(native_id=known_as(address), published_at=None, kind=PostKind.ARTICLE, url=address)
