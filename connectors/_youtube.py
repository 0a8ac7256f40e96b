"""What all YouTube files share: the shape of ids, and addresses."""

from __future__ import annotations

import re

VIDEO_ID = re.compile(r"[A-Za-z0-9_-]{11}")
CHANNEL_ID = re.compile(r"UC[A-Za-z0-9_-]{22}")
_BARE_CHANNEL_ID = re.compile(r"[A-Za-z0-9_-]{22}")


def is_video_id(text: str) -> bool:
    """Whether a text has the shape of a video's id."""
    return bool(VIDEO_ID.fullmatch(text))


def video_id(text: str) -> str:
    """Give a video's id.

    Raises:
        ValueError: It has not the shape of one.
    """
    if not is_video_id(text):
        raise ValueError(f"{text[:40]!r} is not the id of a video")
    return text


def channel_id(text: str | None) -> str | None:
    """Give a channel's whole id; YouTube's feeds write it with and without the leading UC. None if it is none."""
    text = (text or "").strip()
    if CHANNEL_ID.fullmatch(text):
        return text
    return f"UC{text}" if _BARE_CHANNEL_ID.fullmatch(text) else None


def video_url(native_id: str) -> str:
    """Address of a video."""
    return f"https://www.youtube.com/watch?v={native_id}"


def channel_url(native_id: str | None) -> str | None:
    """Address of a channel."""
    return f"https://www.youtube.com/channel/{native_id}" if native_id else None
