"""Posts out of answers of WordPress' REST interface, with the identities that the site's feed and export have. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from connectors._blog_notes import moment
from connectors._feed_item import Head, Item, known_as, post_of
from connectors._values import Place, count_of, mapping, sequence, text_of
from monitor.records import BadRow, Post

FIELDS = "id,type,status,date_gmt,modified_gmt,guid,link,title,content,excerpt,author,_links,_embedded"
"""`_embedded` comes only where `_links` is asked for too."""


@dataclass(frozen=True)
class Row:
    """What a walk must know of a post.

    Attributes:
        number: Its number on the site.
        native_id: Number under which the store knows it.
        published, modified: When, by the site's clock; None if it cannot be read.
        author: Number of its author, "" if hidden.
        names: How its author is called.
    """

    number: str
    native_id: str
    published: datetime | None
    modified: datetime | None
    author: str
    names: tuple[str, ...]


def rows_of(answer: Any) -> list[Row]:
    """The posts of an answer that have a number."""
    rows = map(mapping, sequence(answer))
    return [_row(row, number) for row in rows if _counts(row) and (number := _number(row.get("id")))]


def _row(row: Mapping[str, Any], number: str) -> Row:
    writer = _writer(row)
    names = (text_of(writer.get("name")), text_of(writer.get("slug")))
    return Row(
        number=number,
        native_id=known_as(guid_of(row) or text_of(row.get("link"))) or "",
        published=moment(row.get("date_gmt")),
        modified=moment(row.get("modified_gmt")),
        author=_number(row.get("author")),
        names=tuple(name for name in names if name),
    )


def posts(answer: Any, where: str) -> Iterator[Post | BadRow]:
    """The posts of an answer.

    Args:
        answer: The JSON of `wp/v2/posts`.
        where: Where it came from.
    """
    if not isinstance(answer, list):
        yield BadRow(file=where, reason="is no list of posts")
        return
    for line, row in enumerate(map(mapping, answer), start=1):
        place = Place(where, line, str(row.get("id"))[:40])
        if _counts(row):
            is_dated = moment(row.get("date_gmt"))
            yield post_of(_item(row, place), Head(), UTC) if is_dated else place.bad("has no date of publication")


def _counts(row: Mapping[str, Any]) -> bool:
    """Whether it is a post that is out; other kinds of entries do not belong into this list."""
    return (row.get("type", "post"), row.get("status", "publish")) == ("post", "publish")


def _item(row: Mapping[str, Any], place: Place) -> Item:
    """A post in the shape that items of feeds have; what is behind a password is no text."""
    published = text_of(row.get("date_gmt"))
    return Item(
        place=place,
        guid=guid_of(row),
        link=text_of(row.get("link")),
        dates=(published,) if published else (),
        updated=text_of(row.get("modified_gmt")),
        title=_rendered(row, "title"),
        body=_rendered(row, "content") or _rendered(row, "excerpt"),
        author=text_of(_writer(row).get("name")),
    )


def guid_of(row: Mapping[str, Any]) -> str | None:
    """The identity that feed and export show too; there it is unescaped once more, by their XML."""
    found = text_of(mapping(row.get("guid")).get("rendered"))
    return found.strip().replace("&#038;", "&").replace("&#38;", "&").replace("&amp;", "&") if found else None


def _rendered(row: Mapping[str, Any], name: str) -> str | None:
    part = mapping(row.get(name))
    return None if part.get("protected") is True else text_of(part.get("rendered"))


def _writer(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The author as the site shows it; a site may hide its authors, and then an error stands here."""
    return mapping(next(iter(sequence(mapping(row.get("_embedded")).get("author"))), None))


def _number(value: Any) -> str:
    """A number as text, "" for WordPress' 0 and for what is none."""
    number = count_of(value)
    return str(number) if number else ""
