"""By which names a YouTube channel can be looked up, from what config.toml and earlier visits say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from connectors._youtube import channel_id
from connectors._youtube_api_memory import Memory
from monitor.sources.live import Target

_CHANNEL = re.compile(r"/channel/(UC[A-Za-z0-9_-]{22})(?:/|$)")
_HANDLE = re.compile(r"/@([^/]+)")
_USER = re.compile(r"/(?:user/|c/)?([^/@]+)/?$")


@dataclass(frozen=True)
class Names:
    """What is known; None where nothing is.

    Attributes:
        channel: The channel's id, which never changes.
        name: Its handle without @, or the user name it had before there were handles.
    """

    channel: str | None = None
    name: str | None = None


def names_of(target: Target, memory: Memory) -> Names:
    """Gather the names; what is typed in config.toml goes before what an earlier visit found."""
    addresses = [_read(address) for address in (target.url, target.feed) if address]
    ids = [channel_id(target.native_id), *(one.channel for one in addresses), memory.channel]
    handles = [target.handle, *(one.name for one in addresses)]
    return Names(
        next((one for one in ids if one), None),
        next((one.strip().removeprefix("@") for one in handles if one and one.strip("@ ")), None),
    )


def _read(address: str) -> Names:
    """The names in a channel's address or that of its feed."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return Names()
    found = _CHANNEL.search(parts.path)
    query = parse_qs(parts.query)
    if found or "channel_id" in query:
        return Names(found[1] if found else channel_id(query["channel_id"][0]))
    named = _HANDLE.search(parts.path) or _USER.fullmatch(parts.path)
    is_page = not parts.path.startswith(("/feeds", "/playlist", "/watch", "/channel"))
    return Names(None, unquote(named[1]) if named and is_page else None)
