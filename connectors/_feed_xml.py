"""RSS 0.9x, 1.0 and 2.0 and Atom: elements to items; feedparser takes over when the XML is broken."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, tostring

from connectors._feed_item import Head, Item
from connectors._values import Place, count_of
from monitor.errors import RefuseHostile, SkipSource
from monitor.sources.xml_stream import Found, elements, flaw, local

CONTAINERS = frozenset({"rss", "RDF", "channel", "feed", "html", "body"})
"""The last two because there are feeds wrapped in a web page."""

ITEMS = frozenset({"item", "entry"})
MOST_REPAIRED = 2**20
"""Largest broken document that is repaired, in bytes: that takes it into memory whole, and for
hostile markup a time that grows with the square of the size (about 20 s at this one)."""

Opened = Callable[[], AbstractContextManager[BinaryIO]]

_PREFIXES = {
    "http://www.w3.org/2005/Atom": "atom:",
    "http://purl.org/atom/ns#": "atom:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/rss/1.0/modules/slash/": "slash:",
    "http://purl.org/syndication/thread/1.0": "thr:",
    "http://purl.org/syndication/history/1.0": "fh:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://www.youtube.com/xml/schemas/2015": "yt:",
    "": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
}
PUBLISHED = ("pubDate", "atom:published", "atom:issued", "dc:date", "dcterms:issued", "atom:created", "dcterms:created")
UPDATED = ("atom:updated", "atom:modified", "dcterms:modified")
BODIES = ("content:encoded", "atom:content", "xhtml:body", "description", "atom:summary", "dc:description")
_PREFIXED = re.compile(r"<(/?)[\w.\-]+:")
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

Fields = dict[str, list[Element]]


def read_head(opened: Opened, where: str, limit: int) -> tuple[Head, bool]:
    """Read a document once for what the feed says about itself.

    Returns:
        The head, and whether the document is well-formed XML. A broken one has an empty head: see `repaired`.

    Raises:
        RefuseHostile: It declares entities, or an element is too large or too deep.
    """
    head = Head()
    with opened() as stream:
        if flaw(stream, where):
            return head, False
    with opened() as stream:
        for found in elements(stream, where, CONTAINERS, limit):
            head.is_feed = True
            _note(head, found.element)
    return head, True


def read_items(opened: Opened, where: str, limit: int) -> Iterator[Item]:
    """Stream the items of a well-formed document."""
    with opened() as stream:
        for found in elements(stream, where, CONTAINERS, limit):
            if local(found.element.tag) in ITEMS:
                yield _item(found, where)


def _note(head: Head, element: Element) -> None:
    name = _name(element)
    if local(element.tag) in ITEMS:
        fields = _fields(element)
        head.has_items = True
        head.first_link = head.first_link or _link(fields)
        head.is_youtube = head.is_youtube or "yt:videoId" in fields
    elif name in {"title", "atom:title"}:
        head.title = head.title or _markup(element)
    elif name == "link":
        head.site = head.site or _plain(element)
    elif name == "atom:link":
        _note_link(head, element)
    elif name in {"generator", "atom:generator"}:
        head.generator = f"{_plain(element) or ''} {element.get('uri', '')}"
    elif name == "atom:author":
        head.author = _plain(element.find("{*}name"))
    elif name == "fh:complete":
        head.complete = True


def _note_link(head: Head, element: Element) -> None:
    target, relation = element.get("href", "").strip(), element.get("rel", "alternate")
    if not target:
        return
    if relation == "alternate" and "html" in element.get("type", "html"):
        head.site = head.site or target
    elif relation == "self":
        head.own = head.own or target
    elif relation == "next":
        head.next_page = head.next_page or target
    elif relation == "prev-archive":
        head.archive = head.archive or target


def _item(found: Found, where: str) -> Item:
    fields = _fields(found.element)
    title = _first(fields, ("title", "atom:title", "dc:title"), _markup)
    link = _link(fields)
    return Item(
        place=Place(where, found.line, f"{title or ''} {link or ''}".strip()),
        guid=_first(fields, ("guid", "atom:id"), _plain),
        link=link,
        dates=tuple(filter(None, (_plain(e) for name in PUBLISHED for e in fields.get(name, [])))),
        updated=_first(fields, UPDATED, _plain),
        title=title,
        body=max((_markup(e) or "" for name in BODIES for e in fields.get(name, [])), key=len, default=None),
        author=", ".join(dict.fromkeys(_authors(fields))) or None,
        replies=count_of(_first(fields, ("slash:comments", "thr:total"), _plain)),
        language=found.element.get(_XML_LANGUAGE),
    )


def _fields(element: Element) -> Fields:
    fields: Fields = {}
    for child in element:
        fields.setdefault(_name(child), []).append(child)
    return fields


def _name(element: Element) -> str:
    """Name of an element with the usual prefix of its namespace; "?" before names of unknown ones."""
    space, _, name = element.tag.rpartition("}")
    return f"{_PREFIXES.get(space.removeprefix('{'), '?')}{name}"


def _first(fields: Fields, names: tuple[str, ...], read: Callable[[Element], str | None]) -> str | None:
    return next((text for name in names for element in fields.get(name, []) if (text := read(element))), None)


def _plain(element: Element | None) -> str | None:
    text = "".join(element.itertext()).strip() if element is not None else ""
    return text or None


def _markup(element: Element) -> str | None:
    """Content of a text element as HTML: escaped text, inline XHTML and plain text all end as the same."""
    if len(element):
        return _PREFIXED.sub(r"<\1", tostring(element, encoding="unicode"))
    text = element.text or ""
    return (html.escape(text, quote=False) if element.get("type") in {"text", "text/plain"} else text) or None


def _link(fields: Fields) -> str | None:
    """Address of the page: what a feed service kept of it, Atom's alternate link, RSS's link, a permanent guid."""
    if found := _first(fields, ("feedburner:origLink",), _plain):
        return found
    for element in fields.get("atom:link", []):
        if element.get("rel", "alternate") == "alternate" and element.get("href"):
            return element.get("href", "").strip()
    return _first(fields, ("link",), _plain)


def _authors(fields: Fields) -> Iterator[str]:
    for name in ("dc:creator", "author", "atom:author"):
        for element in fields.get(name, []):
            inside = element.find("{*}name")
            if text := _plain(element if inside is None else inside):
                yield text


def repaired(content: bytes, where: str) -> tuple[Head, list[Item]]:
    """Read a broken document with feedparser, which takes what it can get.

    Raises:
        SkipSource: Even so it is no feed.
        RefuseHostile: It is too large to be repaired.
    """
    if len(content) > MOST_REPAIRED:
        advice = "Have the feed repaired; a validator shows where it is broken"
        raise RefuseHostile(f"is broken XML of more than {MOST_REPAIRED} bytes", where, advice)
    import feedparser

    try:
        parsed = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    except (RecursionError, AssertionError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise SkipSource("is too broken to be read as a feed", where, "Have the feed repaired") from error
    feed, entries = parsed.get("feed", {}), parsed.get("entries", [])
    head = Head(title=feed.get("title"), site=feed.get("link"), generator=feed.get("generator"), is_feed=True)
    links = {link.get("rel"): link.get("href") for link in feed.get("links", [])}
    head.own, head.next_page, head.archive = links.get("self"), links.get("next"), links.get("prev-archive")
    if not parsed.get("version") and not entries and not head.title:
        raise SkipSource("is no feed that can be read", where, "Save the feed itself, not the page that shows it")
    items = [_repaired_item(entry, where) for entry in entries]
    head.has_items = bool(items)
    head.first_link = next((item.link for item in items if item.link), None)
    head.is_youtube = any(dict.get(entry, "yt_videoid") for entry in entries)
    return head, items


def _repaired_item(entry: Any, where: str) -> Item:
    # Plain `dict.get`: feedparser's own falls back from one date to another, with a warning.
    bodies = [part.get("value") or "" for part in dict.get(entry, "content") or []] + [dict.get(entry, "summary") or ""]
    dates = (dict.get(entry, name) for name in ("published", "created"))
    title, link = dict.get(entry, "title"), dict.get(entry, "link")
    return Item(
        place=Place(where, None, f"{title or ''} {link or ''}".strip()),
        guid=dict.get(entry, "id"),
        link=link,
        dates=tuple(text for text in dates if text),
        updated=dict.get(entry, "updated"),
        title=title,
        body=max(bodies, key=len) or None,
        author=dict.get(entry, "author"),
        replies=count_of(dict.get(entry, "slash_comments")),
    )
