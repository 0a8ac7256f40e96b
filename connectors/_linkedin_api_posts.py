"""Posts as LinkedIn's APIs give them; the same form from the Posts API and the Pages Data Portability API. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from connectors._linkedin_api_text import plain_text
from connectors._linkedin_api_values import millis_of, moment_of, organisation_of
from connectors._linkedin_ids import post_id
from connectors._values import Place, kept, mapping, text_of
from monitor.records import BadRow, Post, PostKind

_URL = re.compile(r"https?://[^\s<>\"]+")
_PERSON = "urn:li:person:"
PERMALINK = "https://www.linkedin.com/feed/update/{urn}/"


def posts(rows: Iterator[tuple[str, dict[str, Any]]], file: str, page: str | None) -> Iterator[Post | BadRow]:
    """The posts of one answer that are published and the page's own.

    Args:
        rows: Posts with the URN under which they came ("" where they came in a list).
        file: Where they came from, for people.
        page: Number of the page; posts that name another author are left out.
    """
    for line, (urn, row) in enumerate(rows):
        if is_published(row) and not _by_another(row, page):
            yield _post(row, id_of(row, urn), Place(file, line, text_of(row.get("id")) or urn))


def is_published(row: dict[str, Any]) -> bool:
    """Whether people can see it: drafts and failures are in the list too."""
    return text_of(row.get("lifecycleState")) in {None, "PUBLISHED"}


def id_of(row: dict[str, Any], urn: str = "") -> str | None:
    """The canonical id of a post, as LinkedIn's exports give it too."""
    return post_id(text_of(row.get("id")) or urn)


def published_at(row: dict[str, Any]) -> datetime | None:
    """When a post went out."""
    times = ("publishedAt", "firstPublishedAt", "createdAt")
    return next((at for at in (moment_of(_time(row.get(name))) for name in times) if at), _created(row))


def modified(row: dict[str, Any]) -> int | None:
    """When a post was last changed, or went out, in milliseconds; what LinkedIn's lists are sorted by."""
    times = (row.get("lastModifiedAt"), row.get("lastModified"), row.get("publishedAt"), row.get("createdAt"))
    return next((at for at in (millis_of(_time(value)) for value in times) if at), None)


def kind_of(row: dict[str, Any]) -> PostKind:
    """A post that passes on another is a quote if it has words of its own."""
    if not _passed_on(row):
        return PostKind.ORIGINAL
    return PostKind.QUOTE if words_of(row) else PostKind.REPOST


def words_of(row: dict[str, Any]) -> str | None:
    """The words of a post, as text or inside an object."""
    said = row.get("commentary")
    text = text_of(said) or text_of(mapping(said).get("text"))
    return plain_text(text) if text else None


def _post(row: dict[str, Any], native_id: str | None, place: Place) -> Post | BadRow:
    if not native_id:
        return place.bad("is no post: its URN is of no kind that is known")
    published, words = published_at(row), words_of(row)
    if not published:
        return place.bad("has no time that can be read")
    edited = mapping(row.get("lifecycleStateInfo")).get("isEditedByAuthor") is True
    return kept(
        Post,
        place,
        native_id=native_id,
        published_at=published,
        kind=kind_of(row),
        title=_title(row),
        text=words,
        url=PERMALINK.format(urn=f"urn:li:{native_id}"),
        links=_links(row, words),
        edited_at=moment_of(row.get("lastModifiedAt")) if edited else None,
    )


def _created(row: dict[str, Any]) -> datetime | None:
    return moment_of(mapping(row.get("created")).get("time"))


def _time(value: Any) -> Any:
    """A time stands alone or in an object."""
    return mapping(value).get("time") if isinstance(value, dict) else value


def _passed_on(row: dict[str, Any]) -> bool:
    context = mapping(row.get("reshareContext"))
    return bool(text_of(context.get("parent")) or text_of(context.get("root")))


def _by_another(row: dict[str, Any], page: str | None) -> bool:
    author = text_of(row.get("author")) or ""
    number = organisation_of(author)
    return author.startswith(_PERSON) or bool(page and number and number != page)


def _content(row: dict[str, Any], name: str) -> dict[str, Any]:
    return mapping(mapping(row.get("content")).get(name))


def _title(row: dict[str, Any]) -> str | None:
    """The headline of what is shown with the post: an article, a film or document, a question."""
    told = (
        _content(row, "article").get("title"),
        _content(row, "media").get("title"),
        _content(row, "poll").get("question"),
    )
    return next((text for text in map(text_of, told) if text), None)


def _links(row: dict[str, Any], words: str | None) -> tuple[str, ...]:
    source = text_of(_content(row, "article").get("source"))
    found = [*([source] if source and _URL.fullmatch(source) else []), *_URL.findall(words or "")]
    return tuple(dict.fromkeys(found))
