"""From records to rows: pure, and quick enough for millions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import repeat
from operator import itemgetter
from typing import Any

from monitor.records import Interaction, PlannedItem, Post, Profile, content_key
from monitor.store.merging import COUNTS, TIME, TOLD
from monitor.store.weeks import WeekClock

Values = tuple[Any, ...]

POST_COLUMNS = ("account_id", "native_id", *TIME, *TOLD, *COUNTS, "richness", "import_run_id", "first_seen_at")
"""Columns of a new post that an import may fill; the identity first."""

_UNKNOWN = dict.fromkeys((*POST_COLUMNS, "origins"))
_AS_THEY_ARE = [name for name in (*TOLD, *COUNTS) if name not in {"kind", "links", "edited_at"}]

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


@dataclass(frozen=True)
class PostRows:
    """New posts as rows of those columns of which anything is known: to bind a dozen NULLs costs more than the insert.

    Attributes:
        columns: Some of POST_COLUMNS, in that order.
        rows: A value for each of them.
    """

    columns: tuple[str, ...]
    rows: list[Values]

    def fields(self, row: Values) -> dict[str, Any]:
        """All fields of a row, and that none comes from another source."""
        return _UNKNOWN | dict(zip(self.columns, row, strict=True))

    def row(self, fields: Mapping[str, Any]) -> Values:
        """The row of these fields."""
        return tuple(fields[name] for name in self.columns)

    def holding(self, rows: list[Values]) -> PostRows:
        """Other rows of the same columns."""
        return replace(self, rows=rows)


def post_rows(posts: Sequence[tuple[int, Post]], telling: Telling) -> PostRows:
    """Make rows, sorted by account and identity (the index grows twice as fast that way)."""
    told = [vars(post) for _, post in posts]
    columns: dict[str, Iterable[Any]] = {
        "account_id": [account_id for account_id, _ in posts],
        "native_id": [one["native_id"] or _content_key(post) for one, (_, post) in zip(told, posts, strict=True)],
    }
    columns |= _known(_columns(told, telling), len(posts))
    columns |= {
        "richness": repeat(telling.richness, len(posts)),
        "import_run_id": repeat(telling.import_id, len(posts)),
        "first_seen_at": repeat(telling.at, len(posts)),
    }
    rows = list(zip(*columns.values(), strict=True))
    rows.sort(key=itemgetter(0, 1))
    return PostRows(tuple(columns), rows)


def _known(columns: Mapping[str, list[Any]], rows: int) -> dict[str, list[Any]]:
    return {name: values for name, values in columns.items() if values.count(None) < rows}


def _columns(told: Sequence[Mapping[str, Any]], telling: Telling) -> dict[str, list[Any]]:
    """What the posts say, column by column."""
    moment, week = telling.moment, telling.clock.week
    times = [one["published_at"] for one in told]
    columns = {
        "published_at": [time and moment(time) for time in times],
        "precision": [str(one["precision"]) for one in told],
        "week": [time and week(time.timestamp()) for time in times],
        "kind": [str(one["kind"]) for one in told],
    }
    columns |= {name: [one[name] for one in told] for name in _AS_THEY_ARE}
    columns["links"] = [_as_json(one["links"]) for one in told]
    columns["edited_at"] = [one["edited_at"] and moment(one["edited_at"]) for one in told]
    return columns


def _as_json(links: tuple[str, ...] | None) -> str | None:
    return None if links is None else json.dumps(links, ensure_ascii=False)


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
    """What `add_planned` takes of an item; without an id the content is the identity."""
    told = item.told_at and item.told_at.replace(microsecond=0)
    return {
        "account_id": account_id,
        "native_id": planned_key(item),
        "planned_at": item.planned_at.replace(microsecond=0),
        "title": item.title,
        "calendar": item.calendar,
        "told_first": told,
        "told_last": told,
        "gone_at": None,
        "richness": telling.richness,
        "changed_at": item.changed_at and item.changed_at.replace(microsecond=0),
        "cancelled": item.cancelled,
        "series": item.series,
    }
