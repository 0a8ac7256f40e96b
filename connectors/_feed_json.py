"""JSON Feed 1.0 and 1.1: a document to items. Read laxly, as feeds are written."""

from __future__ import annotations

import html
import json
from typing import Any

from connectors._feed_item import Head, Item
from connectors._values import Place, mapping, sequence, text_of
from monitor.errors import RefuseHostile, SkipSource

MOST_BYTES = 64 * 2**20
"""Largest JSON Feed in bytes; it is taken into memory whole."""


def read_json_feed(content: bytes, where: str) -> tuple[Head, list[Item]]:
    """Read a JSON Feed.

    Raises:
        SkipSource: It is no JSON, or none of a feed.
        RefuseHostile: It is too large or nested too deeply.
    """
    if len(content) > MOST_BYTES:
        raise RefuseHostile(f"is a JSON Feed of more than {MOST_BYTES} bytes", where, "Save it in parts")
    try:
        feed = mapping(json.loads(content.decode("utf-8-sig")))
    except RecursionError as error:
        raise RefuseHostile("is nested too deeply", where, "Do not trust this file") from error
    except ValueError as error:
        raise SkipSource(f"is no readable JSON ({error})"[:200], where, "Save or export it again") from error
    if "jsonfeed.org/version" not in str(feed.get("version")) or not isinstance(feed.get("items"), list):
        raise SkipSource("is JSON but no JSON Feed", where, "Save the feed itself, not the page that shows it")
    items = [_item(mapping(item), number, where) for number, item in enumerate(feed["items"], 1)]
    return _head(feed, items), items


def _head(feed: dict[str, Any], items: list[Item]) -> Head:
    return Head(
        title=_escaped(feed.get("title")),
        site=text_of(feed.get("home_page_url")),
        own=text_of(feed.get("feed_url")),
        author=_authors(feed),
        next_page=text_of(feed.get("next_url")),
        is_feed=True,
        has_items=bool(items),
        first_link=next((item.link for item in items if item.link), None),
    )


def _item(item: dict[str, Any], number: int, where: str) -> Item:
    title, link = text_of(item.get("title")), text_of(item.get("url")) or text_of(item.get("external_url"))
    identity = item.get("id")
    published = text_of(item.get("date_published"))
    return Item(
        place=Place(f"{where}, item {number}", None, f"{title or ''} {link or ''}".strip()),
        guid=str(identity).strip() or None if isinstance(identity, str | int | float) else None,
        link=link,
        dates=(published,) if published else (),
        updated=text_of(item.get("date_modified")),
        title=_escaped(title),
        body=text_of(item.get("content_html")) or _escaped(item.get("content_text")) or _escaped(item.get("summary")),
        author=_authors(item),
        language=text_of(item.get("language")),
    )


def _escaped(value: Any) -> str | None:
    """A plain text as HTML, so that its `<` and `&` stay what they are."""
    text = text_of(value)
    return html.escape(text, quote=False) if text else None


def _authors(thing: dict[str, Any]) -> str | None:
    """Names of the authors: a list since 1.1, a single one before."""
    people = [*sequence(thing.get("authors")), thing.get("author")]
    names = [text_of(mapping(one).get("name")) for one in people]
    return ", ".join(dict.fromkeys(name for name in names if name)) or None
