"""Comments on a page's posts: who is answered by whom, and what others said. Pure.

A thread is a comment and the replies to it. What a member said is answered by the page's first comment after it in the
same thread.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from connectors._linkedin_api_values import elements_of, moment_of, organisation_of, results_of, since_epoch
from connectors._linkedin_ids import comment_id, time_of
from connectors._values import Place, count_of, kept, mapping, sequence, text_of
from monitor.records import BadRow, Interaction
from monitor.sources.live import Page

Row = dict[str, Any]
_COUNTS = ("aggregatedTotalComments", "totalFirstLevelComments", "count")


def comments_of(told: Any) -> list[Row]:
    """The comments of an answer: a list, or what a BATCH_GET found, each with its URN."""
    found = [{**row, "commentUrn": text_of(row.get("commentUrn")) or urn} for urn, row in results_of(told).items()]
    return [*elements_of(told), *found]


def id_of(row: Row) -> str | None:
    """The canonical id of a comment."""
    for name in ("commentUrn", "id", "urn"):
        if found := comment_id(text_of(row.get(name)) or ""):
            return found
    above = (text_of(row.get("object")) or "").removeprefix("urn:li:")
    return comment_id(f"urn:li:comment:({above},{row.get('id')})")


def thread_of(row: Row) -> str | None:
    """The comment at the head of the thread."""
    return _above(row) or id_of(row)


def said_at(row: Row, now: datetime) -> datetime | None:
    """When a comment was made, told or out of its id."""
    created = row.get("created")
    told = moment_of(mapping(created).get("time")) or moment_of(created) or moment_of(row.get("createdAt"))
    return told or time_of(id_of(row), now)


def is_ours(row: Row, page: str | None) -> bool:
    """Whether the page itself said it."""
    return page is not None and organisation_of(_actor(row)) == page


def replies_to(row: Row) -> int:
    """How many replies a comment has; 0 too where LinkedIn does not say, as it does with comments without any."""
    told = mapping(row.get("commentsSummary"))
    return max((count for name in _COUNTS if (count := count_of(told.get(name)))), default=0)


def urn_of(row: Row) -> str | None:
    """The URN of a comment, to ask for its replies."""
    native_id = id_of(row)
    if not native_id:
        return None
    above, number = native_id.removeprefix("comment:(").rstrip(")").split(",")
    return f"urn:li:comment:(urn:li:{above},{number})"


def own_words(rows: Iterable[Row], page: str | None, now: datetime) -> dict[str, list[int]]:
    """When the page spoke in each thread, in milliseconds."""
    found: dict[str, list[int]] = {}
    for row in rows:
        thread, at = thread_of(row), said_at(row, now)
        if thread and at and is_ours(row, page):
            found.setdefault(thread, []).append(since_epoch(at))
    return found


def about(post: str, own: Mapping[str, list[int]], unread: Iterable[str] = ()) -> dict[str, str]:
    """What `heard` must know besides an answer.

    Args:
        post: The post that is commented on.
        own: When the page spoke in each thread.
        unread: Threads whose replies were not read.
    """
    return {"post": post, "own": json.dumps(own, sort_keys=True), "unread": json.dumps(sorted(unread))}


def heard(page: Page, told: Any, now: datetime) -> Iterator[Interaction | BadRow]:
    """What others said, on a page of comments."""
    own, unread = mapping(_read(page.about.get("own"))), sequence(_read(page.about.get("unread")))
    number = page.about.get("page")
    for line, row in enumerate(comments_of(told)):
        if not is_ours(row, number):
            place = Place(page.url, line, id_of(row) or "")
            thread = _above(row) or page.about.get("thread") or id_of(row)
            yield _interaction(row, place, page.about.get("post"), own.get(thread or ""), thread not in unread, now)


def _interaction(
    row: Row, place: Place, post: str | None, own: Any, known: bool, now: datetime
) -> Interaction | BadRow:
    native_id, at = id_of(row), said_at(row, now)
    if not native_id or not at:
        return place.bad("is no comment with a number and a time")
    answers = [answer for answer in map(moment_of, sequence(own)) if answer and answer >= at]
    return kept(
        Interaction,
        place,
        native_id=native_id,
        post_native_id=post,
        received_at=at,
        answered_at=min(answers, default=None),
        answer_known=known or bool(answers),
        text=_words(row),
        url=_address(native_id),
    )


def _words(row: Row) -> str | None:
    said = [row.get("message"), row.get("commentary")]
    texts = [text for one in said for text in (text_of(one), text_of(mapping(one).get("text")))]
    return next((text for text in texts if text), None)


def _address(native_id: str) -> str:
    """The post with the comment opened."""
    above = native_id.removeprefix("comment:(").split(",")[0]
    number = native_id.rstrip(")").split(",")[-1]
    return (
        f"https://www.linkedin.com/feed/update/urn:li:{above}/?commentUrn={quote(f'urn:li:comment:({above},{number})')}"
    )


def _above(row: Row) -> str | None:
    return comment_id(text_of(row.get("parentComment")) or "")


def _actor(row: Row) -> str | None:
    return text_of(row.get("actor")) or text_of(mapping(row.get("created")).get("actor"))


def _read(text: str | None) -> Any:
    try:
        return json.loads(text or "null")
    except ValueError:
        return None
