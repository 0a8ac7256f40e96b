"""Comments on Instagram posts, with the answers that hang on each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from connectors._graph_media import same_name
from connectors._graph_threads import Spoken, interactions
from connectors._graph_values import moment_of, number_of, rows_of
from connectors._making import bad, made
from connectors._values import mapping, sequence, text_of
from monitor.records import BadRow, Interaction
from monitor.sources.live import Page

_PLAIN = "id,text,username,from,timestamp,like_count"
FIELDS = f"{_PLAIN},replies.limit(50){{{_PLAIN}}}"
POST, OWN_ID, OWN_NAME = "post", "own_id", "own_name"
"""What `Page.about` says: short code of the post, number and name of the account."""


def heard(page: Page) -> Iterator[Interaction | BadRow]:
    """Give what others said on one post. A page of comments stands alone, since each comes with its answers."""
    rows = rows_of(page)
    if rows is None:
        yield bad("is no list of comments", page.url, None, "")
        return
    for line, row in enumerate(rows):
        yield from _thread(mapping(row), page, line)


def _thread(row: Mapping[str, Any], page: Page, line: int) -> Iterator[Interaction | BadRow]:
    answers = mapping(row.get("replies"))
    more = mapping(answers.get("paging")).get("next") is not None
    # A comment that answers nothing and was answered by nobody comes without `replies`.
    whole = not more and isinstance(answers.get("data", []), list)
    spoken: list[Spoken] = []
    for told in (row, *map(mapping, sequence(answers.get("data")))):
        one = _read(told, text_of(row.get("id")), page)
        if isinstance(one, Spoken):
            spoken.append(one)
        else:
            whole = False
            yield bad(one, page.url, line, text_of(told.get("id")) or "")
    yield from interactions(spoken, whole=whole)


def _read(told: Mapping[str, Any], thread: str | None, page: Page) -> Spoken | str:
    """One comment, or why it is none."""
    author = mapping(told.get("from"))
    name = text_of(told.get("username")) or text_of(author.get("username"))
    fields = {
        "native_id": text_of(told.get("id")),
        "post_native_id": page.about.get(POST),
        "author": name,
        "text": text_of(told.get("text")),
    }
    tried = made(lambda: Interaction(**fields, received_at=moment_of(told.get("timestamp"))), "", None, "")
    if isinstance(tried, BadRow):
        return tried.reason
    return Spoken(fields, thread, tried.received_at, _is_own(number_of(author.get("id")), name, page))


def _is_own(number: str | None, name: str | None, page: Page) -> bool | None:
    """Whether the account itself said it; None if Instagram does not say who did."""
    if number and number == page.about.get(OWN_ID):
        return True
    own = page.about.get(OWN_NAME)
    return same_name(name, own) if name and own else None
