"""What others said to an account on X, and whether it answered.

A page of mentions gives what was said; the account's own replies, which bring along what they answer, give the answers,
in whatever visit these are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors._values import Place, kept, mapping, sequence, text_of
from connectors._x_api_names import moment, references
from connectors._x_api_posts import first_number, kind_of, words_of
from connectors._x_ids import post_url, time_of
from connectors._x_posts import status_id
from monitor.records import BadRow, Interaction, InteractionKind, PostKind

Told = Mapping[str, Any]


@dataclass(frozen=True)
class Owner:
    """Whose posts these are.

    Attributes:
        number: X's own number of the account.
        handle: Its name.
    """

    number: str | None
    handle: str | None

    def is_author(self, post: Told) -> bool:
        """Whether the account wrote it."""
        return self.number is not None and status_id(post.get("author_id")) == self.number

    def is_addressed(self, post: Told) -> bool:
        """Whether a post answers the account or names it."""
        if self.number and status_id(post.get("in_reply_to_user_id")) == self.number:
            return True
        named = map(mapping, sequence(mapping(post.get("entities")).get("mentions")))
        return any(self._is(one) for one in named)

    def _is(self, mention: Told) -> bool:
        name = (text_of(mention.get("username")) or "").casefold()
        by_name = bool(self.handle) and name == str(self.handle).casefold()
        return by_name or (self.number is not None and status_id(mention.get("id")) == self.number)


def mentioned(posts: Sequence[Any], owner: Owner, url: str, since: datetime | None) -> Iterator[Interaction | BadRow]:
    """What a page of mentions holds; the account's own words and mere reposts are left out.

    Args:
        posts: As they came.
        owner: The account.
        url: Where the page came from.
        since: From when on all own replies are known, so that one without an answer was not answered; None: no time.
    """
    for line, post in enumerate(posts, start=1):
        told = mapping(post)
        place = Place(url, line, text_of(told.get("id")) or "")
        if not told:
            yield place.bad("is no post")
        elif not owner.is_author(told) and kind_of(told, references(told)) is not PostKind.REPOST:
            yield _said(told, owner, place, None, since)


def answered(
    posts: Sequence[Any], others: Mapping[str, Told], owner: Owner, url: str
) -> Iterator[Interaction | BadRow]:
    """What the account's own replies on a page answer, if it was said to the account: with the first answer."""
    answers: dict[str, datetime] = {}
    for post in map(mapping, posts):
        number, at = references(post).get("replied_to"), time_of(first_number(post)) or moment(post.get("created_at"))
        if number and at and owner.is_author(post):
            answers[number] = min(at, answers.get(number, at))
    for number, at in answers.items():
        other = others.get(number, {})
        if owner.is_addressed(other) and not owner.is_author(other):
            yield _said(other, owner, Place(url, None, number), at, None)


def _said(
    post: Told, owner: Owner, place: Place, answered_at: datetime | None, since: datetime | None
) -> Interaction | BadRow:
    number, first = status_id(post.get("id")), first_number(post)
    received = (first != number and time_of(first)) or moment(post.get("created_at")) or time_of(number)
    if not number or not received:
        return place.bad("has no id" if not number else "has no time that can be read")
    to_us = status_id(post.get("in_reply_to_user_id")) == owner.number and owner.number is not None
    answers = references(post).get("replied_to") if to_us else None
    return kept(
        Interaction,
        place,
        native_id=first,
        kind=InteractionKind.COMMENT if answers else InteractionKind.MENTION,
        post_native_id=answers,
        author=status_id(post.get("author_id")),
        received_at=received,
        answered_at=answered_at,
        answer_known=answered_at is not None or (since is not None and since <= received),
        text=words_of(post),
        url=post_url(None, first),
    )
