"""The names of X's API v2: two dialects are read, one is spoken.

In August 2026 X renamed what it answers ("tweet" became "post"). Its server still answers requests in the old names,
and in those the author and the references of a post are plain fields; in the new ones they must be asked for as
expansions, which are billed. A name that it does not know it drops without a word, so what arrived is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from connectors._days import safe_day
from connectors._values import mapping, sequence, text_of
from connectors._x_owner import x_time
from connectors._x_posts import status_id

POST_FIELDS = (
    "created_at,author_id,in_reply_to_user_id,referenced_tweets,edit_history_tweet_ids,entities,lang,note_tweet,"
    "public_metrics,source"
)
USER_FIELDS = "created_at,description,profile_image_url,protected,public_metrics"
REFERENCED = "referenced_tweets.id"
"""The expansion that brings the posts which a post reposts, quotes or answers."""

VITAL = (("author_id",), ("created_at",))
"""Without these, X does not take our names any more: replies and reposts would pass for own posts."""

WANTED = {
    ("public_metrics",): "likes and views are unknown",
    ("edit_history_tweet_ids", "edit_history_post_ids"): "an edited post counts as a new one",
}
"""What else every post has, in both dialects, and what its lack means."""

_NUMBER = re.compile(r"[0-9]{1,19}")


def either(told: Mapping[str, Any], *names: str) -> Any:
    """The first of these members that is there, None if none is."""
    return next((told[name] for name in names if told.get(name) is not None), None)


def rows(body: Any) -> list[Any]:
    """The posts of an answer, as they came; `data` is left out where there are none."""
    return sequence(mapping(body).get("data"))


def included(body: Any) -> dict[str, dict[str, Any]]:
    """The posts that came along because others refer to them, by their number."""
    told = sequence(either(mapping(mapping(body).get("includes")), "tweets", "posts"))
    found = ((status_id(one.get("id")), one) for one in map(mapping, told))
    return {number: one for number, one in found if number}


def references(post: Mapping[str, Any]) -> dict[str, str]:
    """Numbers of the posts that a post refers to: by `retweeted`, `quoted`, `replied_to`."""
    told = map(mapping, sequence(either(post, "referenced_tweets", "referenced_posts")))
    pairs = ((text_of(one.get("type")), status_id(one.get("id"))) for one in told)
    return {kind: number for kind, number in pairs if kind and number}


def versions(post: Mapping[str, Any]) -> list[str]:
    """Numbers of all versions of a post, the first one first; all versions give the same list."""
    told = sequence(either(post, "edit_history_tweet_ids", "edit_history_post_ids"))
    return [number for number in map(status_id, told) if number]


def long_form(post: Mapping[str, Any]) -> dict[str, Any]:
    """Text and entities of a post of more than 280 characters, of which the post itself holds only the beginning."""
    return mapping(either(post, "note_tweet", "note_post"))


def number_of(value: Any) -> int | None:
    """A post's number as X takes it in a request."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return int(text) if _NUMBER.fullmatch(text) else None


def moment(value: Any) -> datetime | None:
    """A time in whole seconds that records accept."""
    told = x_time(value)
    return told.replace(microsecond=0) if told and safe_day(told.year, told.month, told.day) else None


def absent(posts: Sequence[Any], fields: Iterable[tuple[str, ...]]) -> list[str]:
    """Names of the fields that no post of an answer has."""
    told = [post for post in map(mapping, posts) if post]
    return [names[0] for names in fields if told and not any(either(post, *names) is not None for post in told)]
