"""From records to rows: pure, and quick enough for millions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from monitor.records import Interaction, PlannedItem, Post, Profile, content_key
from monitor.store.merging import COUNTS, TIME, TOLD
from monitor.store.weeks import WeekClock

Values = tuple[Any, ...]

POST_COLUMNS = ("account_id", "native_id", *TIME, *TOLD, *COUNTS, "richness", "import_run_id", "first_seen_at")
"""Columns of a new post, in the order of `post_rows`."""

CONTENT_KEY_LENGTH = len(content_key(datetime.fromisoformat("2012-02-01T09:00:00+00:00")))


@dataclass(frozen=True)
class Telling:
    """What all records of a batch share.

    Attributes:
        import_id: The import.
        richness: Richness of the source, 0-100.
        at: Moment of the import as the driver takes it.
        moment: Brings a time to what the driver takes.
        clock: Tells the week of a moment.
    """

    import_id: int
    richness: int
    at: Any
    moment: Callable[[datetime], Any]
    clock: WeekClock


def is_content_key(native_id: str) -> bool:
    """Whether an identity was made from the content, because the source has no ids."""
    return native_id.startswith("c:") and len(native_id) == CONTENT_KEY_LENGTH


def post_rows(posts: Iterable[tuple[int, Post]], telling: Telling) -> list[Values]:
    """Make rows of POST_COLUMNS, sorted by account and identity (the index grows twice as fast that way)."""
    moment, week, shared = telling.moment, telling.clock.week, (telling.richness, telling.import_id, telling.at)
    rows = [
        (
            account_id,
            post.native_id or _content_key(post),
            None if post.published_at is None else moment(post.published_at),
            str(post.precision),
            None if post.published_at is None else week(post.published_at.timestamp()),
            str(post.kind),
            post.author,
            post.title,
            post.text,
            post.url,
            post.language,
            post.source_app,
            post.in_reply_to,
            None if post.links is None else json.dumps(post.links, ensure_ascii=False),
            None if post.edited_at is None else moment(post.edited_at),
            post.likes,
            post.reposts,
            post.replies,
            post.views,
            post.clicks,
            *shared,
        )
        for account_id, post in posts
    ]
    rows.sort(key=itemgetter(0, 1))
    return rows


def post_key(post: Post) -> str:
    """Identity of a post within its account."""
    return post.native_id or _content_key(post)


def interaction_key(said: Interaction) -> str:
    """Identity of an interaction within its account."""
    return said.native_id or content_key(
        said.received_at, said.kind.value, said.author, said.text, said.url, said.post_native_id
    )


def planned_key(item: PlannedItem) -> str:
    """Identity of an item of the content calendar within its account."""
    return item.native_id or content_key(item.planned_at, item.title)


def _content_key(post: Post) -> str:
    # A record without an id always has a time: the record itself insists on one of the two.
    assert post.published_at is not None  # noqa: S101
    return content_key(post.published_at, post.title, post.text, post.url)


def _flag(value: bool | None) -> int | None:
    return None if value is None else int(value)


def profile_row(account_id: int, profile: Profile, telling: Telling) -> dict[str, Any]:
    """Make a row of the table profile."""
    return {
        "account_id": account_id,
        "observed_at": profile.observed_at.replace(microsecond=0),
        "name": profile.name,
        "bio": profile.bio,
        "has_bio": _flag(profile.has_bio if profile.has_bio is not None or profile.bio is None else True),
        "avatar_url": profile.avatar_url,
        "default_avatar": _flag(profile.default_avatar),
        "protected": _flag(profile.protected),
        "followers": profile.followers,
        "following": profile.following,
        "posts_total": profile.posts_total,
        "richness": telling.richness,
    }


def interaction_row(account_id: int, said: Interaction, telling: Telling) -> dict[str, Any]:
    """Make a row of the table interaction; without an id the content is the identity."""
    return {
        "account_id": account_id,
        "native_id": interaction_key(said),
        "kind": said.kind.value,
        "post_native_id": said.post_native_id,
        "author": said.author,
        "received_at": said.received_at.replace(microsecond=0),
        "answered_at": said.answered_at and said.answered_at.replace(microsecond=0),
        "answer_known": int(said.answer_known),
        "text": said.text,
        "url": said.url,
        "richness": telling.richness,
        "import_run_id": telling.import_id,
    }


def planned_row(account_id: int, item: PlannedItem, telling: Telling) -> dict[str, Any]:
    """Make a row of the table planned_item; without an id the content is the identity."""
    return {
        "account_id": account_id,
        "native_id": planned_key(item),
        "planned_at": item.planned_at.replace(microsecond=0),
        "title": item.title,
        "richness": telling.richness,
    }
