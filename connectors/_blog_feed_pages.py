"""Feed documents that a visit fetched: what a walk must know of them, and their records. Pure."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo

from connectors._blog_rules import text_head
from connectors._feed_document import Reach, kind_of, open_feed, records_of
from connectors._feed_item import Head, account_of
from connectors._feed_walk import LARGEST_ITEM
from connectors._zoneless import Zoneless
from monitor.errors import MonitorError, SkipSource
from monitor.records import Account, Anything, BadRow, Post
from monitor.sources.live import Page
from monitor.sources.xml_stream import flaw

_CUT = ("[…]", "[...]", "…", "...")
_SHORT = 1000
"""A text of fewer characters that ends in an ellipsis is the beginning of an article, not the article."""


@dataclass(frozen=True)
class Document:
    """One feed document.

    Attributes:
        head: What the feed says about itself.
        is_sound: It is neither broken nor cut off.
    """

    head: Head
    is_sound: bool


def document(content: bytes, where: str, zone: tzinfo, reach: Reach) -> Document:
    """Read a document, and note in `reach` how far back it goes.

    Raises:
        SkipSource: It is no feed of posts.
        RefuseHostile: It breaks a safety limit.
    """
    kind = kind_of(text_head(content))
    if kind not in {"xml", "json"}:
        raise SkipSource("is no feed", where, "Give the address of an RSS, Atom or JSON feed")
    head, items = open_feed(lambda: io.BytesIO(content), kind, where, LARGEST_ITEM)
    for _ in records_of(head, items, zone, reach, Zoneless(zone, None)):
        pass
    return Document(head, kind == "json" or flaw(io.BytesIO(content), where) is None)


def feed_records(page: Page, account: Account | None, zone: tzinfo, zoneless: Zoneless) -> Iterator[Anything]:
    """The blog and its articles; of a document that cannot be read a reject.

    Args:
        page: The document.
        account: The blog, if config.toml says more of it than where its feed is.
        zone: Zone of dates that name none.
        zoneless: Counts those.
    """
    kind = kind_of(text_head(page.body))
    if kind not in {"xml", "json"}:
        yield BadRow(file=page.url, reason="is no feed")
        return
    try:
        head, items = open_feed(lambda: io.BytesIO(page.body), kind, page.url, LARGEST_ITEM)
        yield account or account_of(head, page.url)
        for record in records_of(head, items, zone, Reach(), zoneless):
            yield _without_teaser(record) if isinstance(record, Post) else record
    except MonitorError as error:
        yield BadRow(file=page.url, reason=error.what[:300])


def _without_teaser(post: Post) -> Post:
    """A post without a text that is only the beginning of one: it must not take the place of the whole text."""
    text = post.text or ""
    if len(text) < _SHORT and text.endswith(_CUT):
        return post.model_copy(update={"text": None, "links": None})
    return post
