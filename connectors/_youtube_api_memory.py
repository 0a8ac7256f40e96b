"""What a visit to a YouTube channel leaves for the next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from connectors._values import mapping, sequence, text_of
from connectors._youtube import channel_id
from connectors._youtube_api_values import id_of, moment_of

MOST_WAITING = 50
"""Ids that one look-up takes."""

MOST_THREADS = 100


@dataclass(frozen=True)
class Memory:
    """Marks of the platform's own times and ids; never its cursors.

    Attributes:
        channel: The channel's id.
        uploads: Id of the list of its uploads.
        videos: How many public videos it said to have.
        read_at: When the channel itself was last read, by our clock.
        names: Handles of config.toml that are not the channel's present one, and whether each is an old user name of
            its (else it was renamed).
        newest: The newest time of publication in the list of uploads.
        top: Ids on the first page of that list.
        etag: Mark of that page.
        waiting: Videos that are announced but not out yet.
        heard: The newest activity among the comments.
        threads: How many replies each long thread of the newest comments had.
    """

    channel: str | None = None
    uploads: str | None = None
    videos: int | None = None
    read_at: datetime | None = None
    names: Mapping[str, bool] = field(default_factory=dict)
    newest: datetime | None = None
    top: tuple[str, ...] = ()
    etag: str | None = None
    waiting: tuple[str, ...] = ()
    heard: datetime | None = None
    threads: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether the list of uploads was read to its end once, so that a look at what is new is enough."""
        return bool(self.channel and self.uploads and self.top)


def recalled(kept: Mapping[str, Any]) -> Memory:
    """Memory out of what was kept; what is not as it should be is left out."""
    return Memory(
        channel=channel_id(text_of(kept.get("channel"))),
        uploads=text_of(kept.get("uploads")),
        videos=_whole(kept.get("videos")),
        read_at=moment_of(kept.get("read_at")),
        names={name: old for name, old in mapping(kept.get("names")).items() if isinstance(old, bool)},
        newest=moment_of(kept.get("newest")),
        top=_ids(kept.get("top")),
        etag=text_of(kept.get("etag")),
        waiting=_ids(kept.get("waiting"))[:MOST_WAITING],
        heard=moment_of(kept.get("heard")),
        threads={name: size for name, size in mapping(kept.get("threads")).items() if _whole(size) is not None},
    )


def told(memory: Memory) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "channel": memory.channel,
        "uploads": memory.uploads,
        "videos": memory.videos,
        "read_at": _text(memory.read_at),
        "names": dict(memory.names),
        "newest": _text(memory.newest),
        "top": list(memory.top),
        "etag": memory.etag,
        "waiting": list(memory.waiting[:MOST_WAITING]),
        "heard": _text(memory.heard),
        "threads": dict(list(memory.threads.items())[:MOST_THREADS]),
    }


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _ids(value: Any) -> tuple[str, ...]:
    return tuple(known for one in sequence(value) if (known := id_of(one)))


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
