"""What a web page says of itself to programs: its links to feeds and interfaces, and what it was made with. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_LINK = re.compile(r"<link\b([^>]*)>", re.IGNORECASE)
_META = re.compile(r"<meta\b([^>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z\-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_HEADER = re.compile(r"<([^<>]*)>([^<>]*)")
_PARAMETER = re.compile(r"""([a-zA-Z\-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"';,]+))""")

Link = Mapping[str, str]
"""Attributes of a link by name in lower case; `href` is where it leads, `rel` what it means, in lower case."""


def links_of(text: str) -> Iterator[Link]:
    """The `<link>` elements of a page."""
    for found in _LINK.finditer(text):
        yield _link(_attributes(found[1]))


def header_links(value: str) -> Iterator[Link]:
    """The links of a `Link` header."""
    for found in _HEADER.finditer(value):
        yield _link({**_attributes(found[2], _PARAMETER), "href": found[1].strip()})


def related(link: Link, relation: str) -> bool:
    """Whether a link has a meaning, perhaps among others."""
    return bool(link.get("href")) and relation in link.get("rel", "").split()


def is_feed(link: Link) -> bool:
    """Whether a link leads to a feed of posts; WordPress names its feed of comments beside it."""
    return (
        related(link, "alternate")
        and link.get("type", "").lower() in FEED_TYPES
        and "/comments/" not in link.get("href", "")
    )


def generator_of(text: str) -> str:
    """The program that made the page, as it says; "" if it does not."""
    metas = (_attributes(found[1]) for found in _META.finditer(text))
    return next((meta.get("content", "") for meta in metas if meta.get("name", "").lower() == "generator"), "")


def _link(attributes: dict[str, str]) -> Link:
    return {**attributes, "rel": attributes.get("rel", "").lower()}


def _attributes(text: str, form: re.Pattern[str] = _ATTRIBUTE) -> dict[str, str]:
    return {m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in form.finditer(text)}
