"""One feed document, whatever its format: recognised, read and turned into records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Literal

from connectors._feed_dates import is_date, names_no_zone
from connectors._feed_item import Head, Item, post_of
from connectors._feed_json import MOST_BYTES, read_json_feed
from connectors._feed_xml import MOST_REPAIRED, Opened, read_head, read_items, repaired
from connectors._zoneless import Zoneless
from monitor.errors import SkipSource
from monitor.records import BadRow, Post

Kind = Literal["xml", "json", "html"]
LATE_EDIT = timedelta(days=7)
"""An item changed this long after its publication may stand in the feed for the change, out of its order."""

_BEFORE_ROOT = re.compile(r"\s+|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[[^\]]*\])?\s*>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.\-]*:)?([A-Za-z][\w.\-]*)([^>]*)")
_WRAPPED = re.compile(r"<feed\s[^>]*http://www\.w3\.org/2005/Atom")
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version')


def kind_of(text: str) -> Kind | None:
    """Tell from its beginning what a document is: a feed in XML or JSON, a web page; None for anything else."""
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return "json" if _JSON_FEED.search(text) else None
    found = _ROOT.match(text, _root_at(text))
    if not found:
        return None
    name, attributes = found[1].lower(), found[2]
    if name == "html":
        return "xml" if _WRAPPED.search(text) else "html"
    known = {"rss": "", "feed": "Atom|purl.org/atom|version=", "rdf": "purl.org/rss|netscape.com/rdf"}.get(name)
    return "xml" if known is not None and re.search(known, attributes) else None


def _root_at(text: str) -> int:
    position = len(text) - len(text.lstrip("\ufeff"))
    while found := _BEFORE_ROOT.match(text, position):
        position = found.end()
    return position


def is_ours(text: str) -> bool:
    """Whether a document is a feed of a blog: not a WordPress export and not a YouTube channel."""
    others = ("wordpress.org/export/", "www.youtube.com/xml/schemas")
    return kind_of(text) in {"xml", "json"} and not any(mark in text for mark in others)


def open_feed(opened: Opened, kind: Kind, where: str, limit: int) -> tuple[Head, Iterable[Item]]:
    """Read the head of a feed and get its items ready.

    Args:
        opened: Opens the document for reading; called more than once.
        kind: What it is, "xml" or "json".
        where: Name for messages.
        limit: Largest element in bytes.

    Raises:
        SkipSource: It is no feed of posts.
        RefuseHostile: It breaks a safety limit.
    """
    items: Iterable[Item]
    if kind == "json":
        head, items = read_json_feed(_content(opened, MOST_BYTES), where)
    else:
        head, whole = read_head(opened, where, limit)
        if whole:
            items = read_items(opened, where, limit)
        else:
            head, items = repaired(_content(opened, MOST_REPAIRED), where)
    _insist_on_posts(head, where)
    return head, items


def _content(opened: Opened, most: int) -> bytes:
    with opened() as stream:
        return stream.read(most + 1)


def _insist_on_posts(head: Head, where: str) -> None:
    if head.holds_comments:
        raise SkipSource("is a feed of comments, not of posts", where, "Use the address of the feed of posts")
    if head.is_youtube:
        raise SkipSource("is the feed of a YouTube channel", where, "Set the account's platform to youtube")
    if not head.is_feed or not (head.title or head.site or head.has_items):
        raise SkipSource("is an empty feed: no title, no items", where, "Save it again, or correct the address")


@dataclass
class Reach:
    """From when on a feed shows everything: its oldest item that stands there by its date of publication."""

    oldest: datetime | None = None
    newest: datetime | None = None
    identities: set[str] = field(default_factory=set)

    def see(self, post: Post) -> None:
        """Take a post of the feed into account."""
        self.identities.add(post.native_id or "")
        if not post.published_at:
            return
        self.newest = max(self.newest or post.published_at, post.published_at)
        if not post.edited_at or post.edited_at - post.published_at < LATE_EDIT:
            self.oldest = min(self.oldest or post.published_at, post.published_at)

    @property
    def start(self) -> datetime | None:
        """The beginning of what is known; None without any post."""
        return self.oldest or self.newest


def records_of(
    head: Head, items: Iterable[Item], zone: tzinfo, reach: Reach, zoneless: Zoneless
) -> Iterator[Post | BadRow]:
    """Stream the posts and rejects of a feed; note in `reach` how far back it goes, in `zoneless` what lacks a zone."""
    for item in items:
        record = post_of(item, head, zone)
        if isinstance(record, Post):
            reach.see(record)
            written = next(filter(is_date, item.all_dates), "")
            if names_no_zone(written):
                zoneless.see(item.place.file, item.place.line, "", written)
        yield record
