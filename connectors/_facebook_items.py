"""One item of Facebook's downloaded JSON to a post."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from connectors._making import storable
from connectors._mojibake import repaired
from monitor.records import Post, PostKind

VIDEO_SUFFIXES = (".mp4", ".mov", ".avi", ".webm")
LATEST_EDIT = 2**32
"""A time of change after 2106 is a damaged one and is passed over; the post itself is fine."""


def is_post_item(item: Any) -> bool:
    """Whether a JSON value looks like a post of the download: a time in seconds and data, attachments or a title."""
    if not isinstance(item, dict) or not _is_seconds(item.get("timestamp")):
        return False
    return any(isinstance(item.get(key), list) for key in ("data", "attachments")) or isinstance(item.get("title"), str)


def is_video_item(item: Any) -> bool:
    """Whether a JSON value looks like an entry of `videos_v2`: a file and the time it was made."""
    return isinstance(item, dict) and isinstance(item.get("uri"), str) and _is_seconds(item.get("creation_timestamp"))


def post_of(item: Any, account: str = "") -> Post:
    """Make a post of an item of a posts file.

    The item's own title ("X updated their status.") is a sentence in the language of the interface. It is the title
    only where there is no text, so that the same post downloaded in another language stays the same post.

    Raises:
        ValueError: It is no object or has no usable time.
    """
    if not isinstance(item, dict):
        raise ValueError("an item of the list is not an object")
    published = _moment(item.get("timestamp"))
    media = [part["media"] for part in _attachments(item) if isinstance(part.get("media"), dict)]
    shared = [part["external_context"] for part in _attachments(item) if isinstance(part.get("external_context"), dict)]
    text = _own_text(item) or _first(media, "description")
    return Post(
        account=account,
        published_at=published,
        kind=PostKind.VIDEO if media and all(_is_video(one) for one in media) else PostKind.ORIGINAL,
        title=_first(shared, "name") or (None if text else _string(item.get("title"))),
        text=text,
        links=tuple(dict.fromkeys(filter(None, (_string(one.get("url")) for one in shared)))),
        edited_at=_edited(item, published),
    )


def video_of(item: Any, account: str = "") -> Post:
    """Make a post of an entry of `videos_v2`.

    Raises:
        ValueError: It is no object or has no usable time.
    """
    if not isinstance(item, dict):
        raise ValueError("an entry of the list is not an object")
    return Post(
        account=account,
        published_at=_moment(item.get("creation_timestamp")),
        kind=PostKind.VIDEO,
        title=_string(item.get("title")),
        text=_string(item.get("description")),
    )


def video_files(item: Any) -> Iterator[str]:
    """Paths of the video files attached to a post; the same file stands in `videos_v2` again."""
    for part in _attachments(item):
        media = part.get("media")
        if isinstance(media, dict) and _is_video(media) and isinstance(media.get("uri"), str):
            yield media["uri"]


def _attachments(item: Any) -> list[dict[str, Any]]:
    """The objects in `attachments[].data[]`, whatever else stands there."""
    groups = item.get("attachments") if isinstance(item, dict) else None
    return [part for group in _objects(groups) for part in _objects(group.get("data"))]


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _own_text(item: dict[str, Any]) -> str | None:
    """The texts in `data[].post`; empty objects and other entries are normal there."""
    texts = [_string(part.get("post")) for part in _objects(item.get("data"))]
    return "\n".join(dict.fromkeys(filter(None, texts))) or None


def _first(parts: list[dict[str, Any]], key: str) -> str | None:
    return next(filter(None, (_string(part.get(key)) for part in parts)), None)


def _string(value: Any) -> str | None:
    """A repaired string, None for anything else and for blanks."""
    return storable(repaired(value)).strip() or None if isinstance(value, str) else None


def _is_video(media: dict[str, Any]) -> bool:
    metadata = media.get("media_metadata")
    uri = media.get("uri")
    return (isinstance(metadata, dict) and "video_metadata" in metadata) or (
        isinstance(uri, str) and uri.lower().endswith(VIDEO_SUFFIXES)
    )


def _is_seconds(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _moment(seconds: Any) -> datetime:
    if not _is_seconds(seconds):
        raise ValueError("has no time (a whole number of seconds is expected)")
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise ValueError("its time is far outside the calendar") from error


def _edited(item: dict[str, Any], published: datetime) -> datetime | None:
    """When the post was changed; the same time as its publication means it was not."""
    times = [part.get("update_timestamp") for part in _objects(item.get("data"))]
    later = [int(one) for one in times if isinstance(one, int) and published.timestamp() < one < LATEST_EDIT]
    return _moment(max(later)) if later else None
