"""Posts out of answers of Ghost's Content API, with the identities that the site's feed and export have. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from connectors._blog_notes import moment
from connectors._feed_item import Head, Item, known_as, post_of
from connectors._ghost_text import markup_of
from connectors._values import Place, count_of, mapping, sequence, text_of
from monitor.records import BadRow, Post


@dataclass(frozen=True)
class Row:
    """What a walk must know of a post: its number, and when it was published and changed."""

    number: str
    published: datetime | None
    changed: datetime | None


def rows_of(answer: Any) -> list[Row]:
    """The posts of an answer that have a number."""
    rows = map(mapping, sequence(mapping(answer).get("posts")))
    return [
        Row(number, moment(row.get("published_at")), moment(row.get("updated_at")))
        for row in rows
        if (number := known_as(_number(row)))
    ]


def paging_of(answer: Any) -> tuple[int | None, int | None]:
    """How many pages and how many posts the list holds; what it calls the next page leads on for ever."""
    told = mapping(mapping(mapping(answer).get("meta")).get("pagination"))
    return count_of(told.get("pages")), count_of(told.get("total"))


def posts(answer: Any, where: str) -> Iterator[Post | BadRow]:
    """The posts of an answer.

    Args:
        answer: The JSON of `posts`.
        where: Where it came from.
    """
    found = mapping(answer).get("posts")
    if not isinstance(found, list):
        yield BadRow(file=where, reason="holds no list of posts")
        return
    for line, row in enumerate(map(mapping, found), start=1):
        place = Place(where, line, _number(row) or "")
        if moment(row.get("published_at")):
            yield post_of(_item(row, place), Head(), UTC)
        else:
            yield place.bad("has no date of publication")


def _item(row: dict[str, Any], place: Place) -> Item:
    """A post in the shape that items of feeds have; of one for members only the beginning is told."""
    published = text_of(row.get("published_at"))
    names = (text_of(mapping(one).get("name")) for one in sequence(row.get("authors")))
    return Item(
        place=place,
        guid=_number(row),
        link=text_of(row.get("url")),
        dates=(published,) if published else (),
        updated=text_of(row.get("updated_at")),
        title=text_of(row.get("title")),
        body=markup_of(row) or text_of(row.get("excerpt")),
        author=", ".join(name for name in names if name) or None,
    )


def _number(row: Mapping[str, Any]) -> str | None:
    return text_of(row.get("id"))
