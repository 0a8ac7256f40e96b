"""Comments on posts of a Facebook page: what others said, and when the page answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from connectors._graph_threads import Spoken, interactions
from connectors._graph_values import moment_of, number_of, rows_of
from connectors._making import bad, made
from connectors._values import mapping, text_of
from monitor.records import BadRow, Interaction
from monitor.sources.live import Page

FIELDS = "id,message,created_time,from,parent{id},like_count,comment_count,attachment,permalink_url,is_hidden"
POST, OWN, WHOLE = "post", "own", "whole"
"""What `Page.about` says: number of the post, numbers of the page itself, whether these are all comments."""


def heard(page: Page) -> Iterator[Interaction | BadRow]:
    """Give what others said on one post.

    Args:
        page: All comments of the post, as they came or put together from several answers.
    """
    rows = rows_of(page)
    if rows is None:
        yield bad("is no list of comments", page.url, None, "")
        return
    roots = _roots(rows)
    own = frozenset(page.about.get(OWN, "").split())
    spoken: list[Spoken] = []
    for line, row in enumerate(rows):
        one = _read(mapping(row), page, roots, own)
        if isinstance(one, Spoken):
            spoken.append(one)
        else:
            yield bad(one, page.url, line, text_of(mapping(row).get("id")) or "")
    whole = page.about.get(WHOLE) == "yes" and len(spoken) == len(rows)
    yield from interactions(spoken, whole=whole)


def _read(row: Mapping[str, Any], page: Page, roots: Mapping[str, str], own: frozenset[str]) -> Spoken | str:
    """One comment, or why it is none."""
    number = text_of(row.get("id"))
    author = mapping(row.get("from"))
    fields = {
        "native_id": number,
        "post_native_id": page.about.get(POST),
        "author": text_of(author.get("name")),
        "text": text_of(row.get("message")),
        "url": text_of(row.get("permalink_url")),
    }
    tried = made(lambda: Interaction(**fields, received_at=moment_of(row.get("created_time"))), "", None, "")
    if isinstance(tried, BadRow):
        return tried.reason
    who = number_of(author.get("id"))
    return Spoken(fields, roots.get(number) if number else None, tried.received_at, who in own if who else None)


def _roots(rows: list[Any]) -> dict[str, str]:
    """For each comment the one that its thread begins with; it may answer an answer."""
    parents = {
        number: text_of(mapping(mapping(row).get("parent")).get("id"))
        for row in rows
        if (number := text_of(mapping(row).get("id")))
    }
    return {number: _root(number, parents) for number in parents}


def _root(number: str, parents: Mapping[str, str | None]) -> str:
    passed = {number}
    while (parent := parents.get(number)) and parent not in passed:
        passed.add(parent)
        number = parent
    return number


def withheld(rows: list[Any]) -> bool:
    """Whether comments came without numbers: the token's person lacks the task MODERATE, and Meta does not say so."""
    return any(mapping(row) and not text_of(mapping(row).get("id")) for row in rows)
