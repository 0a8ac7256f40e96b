"""Videos of YouTube's Data API: which of them are posts, and what they tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from connectors._making import made
from connectors._values import count_of, text_of
from connectors._youtube import video_id, video_url
from connectors._youtube_api_values import id_of, items_of, moment_of, part
from monitor.records import Anything, BadRow, Post, PostKind
from monitor.sources.live import Page, Target

PLACEHOLDERS = frozenset({"Deleted video", "Private video"})
"""Titles that stand in a list for a video that nobody may see."""

_UNSEEN_UPLOADS = frozenset({"failed", "rejected", "deleted"})


def is_placeholder(title: Any, published: Any) -> bool:
    """Whether it stands for a video that is not there; a real one may be called so, but has a time of publication."""
    return text_of(title) in PLACEHOLDERS and moment_of(published) is None


def is_announced(item: dict[str, Any]) -> bool:
    """Whether it is a premiere or a broadcast that has not begun: no post yet."""
    has_begun = "actualStartTime" in part(item, "liveStreamingDetails")
    return part(item, "snippet").get("liveBroadcastContent") == "upcoming" and not has_begun


def is_public(item: dict[str, Any]) -> bool:
    """Whether everybody may find and see it, as far as the answer tells."""
    status = part(item, "status")
    is_unseen = text_of(status.get("uploadStatus")) in _UNSEEN_UPLOADS
    return status.get("privacyStatus", "public") == "public" and not is_unseen


def announced(answer: Any) -> Iterator[str]:
    """Ids of the videos that are not out yet."""
    for item in items_of(answer):
        known = id_of(item.get("id"))
        if known and is_announced(item) and is_public(item):
            yield known


def video_records(answer: Any, page: Page, target: Target) -> Iterator[Anything]:
    """A post for each video that everybody can see; one that cannot be read is kept aside."""
    for number, item in enumerate(items_of(answer), start=1):
        snippet = part(item, "snippet")
        is_there = not is_placeholder(snippet.get("title"), snippet.get("publishedAt"))
        if is_there and is_public(item) and not is_announced(item):
            yield _record(item, page.url, number)


def _record(item: dict[str, Any], file: str, line: int) -> Post | BadRow:
    shown = f"{text_of(item.get('id'))} | {text_of(part(item, 'snippet').get('title'))}"
    return made(lambda: _post(item), file, line, shown)


def _post(item: dict[str, Any]) -> Post:
    """One video.

    Raises:
        ValueError: It has no id or no time of publication.
    """
    snippet, statistics = part(item, "snippet"), part(item, "statistics")
    native_id = video_id((text_of(item.get("id")) or "").strip())
    language = text_of(snippet.get("defaultAudioLanguage")) or text_of(snippet.get("defaultLanguage"))
    return Post(
        native_id=native_id,
        published_at=_published(item),
        kind=PostKind.VIDEO,
        title=text_of(snippet.get("title")),
        text=text_of(snippet.get("description")),
        url=video_url(native_id),
        language=language[:20] if language else None,
        likes=count_of(statistics.get("likeCount")),
        replies=count_of(statistics.get("commentCount")),
        views=count_of(statistics.get("viewCount")),
    )


def _published(item: dict[str, Any]) -> datetime:
    """When it could first be seen: a premiere is announced, and so "published", before it begins.

    Raises:
        ValueError: It tells no time.
    """
    published = moment_of(part(item, "snippet").get("publishedAt"))
    if published is None:
        raise ValueError("has no time of publication that can be read")
    begun = moment_of(part(item, "liveStreamingDetails").get("actualStartTime"))
    return max(published, begun) if begun else published
