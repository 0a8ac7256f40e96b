"""Channel feeds of YouTube (Atom with YouTube's own elements): what the parts of one mean."""

from __future__ import annotations

from datetime import datetime
from xml.etree.ElementTree import Element

from connectors._making import storable
from connectors._values import count_of
from connectors._youtube import channel_id, channel_url, video_id, video_url
from monitor.records import Account, AccountKind, Moment, Post, PostKind

ATOM = "{http://www.w3.org/2005/Atom}"
YT = "{http://www.youtube.com/xml/schemas/2015}"
MEDIA = "{http://search.yahoo.com/mrss/}"
MOST_ENTRIES = 15
"""A feed shows the newest 15 videos; one with fewer shows all there are."""


def of_playlist(root: Element) -> bool:
    """Whether it is the feed of a playlist, which holds not all of a channel's videos."""
    return (text_at(root, f"{ATOM}id") or "").startswith("yt:playlist:")


def channel_of(root: Element, key: str | None = None) -> Account:
    """The channel, told by what stands before the first video.

    Args:
        root: The feed, as far as it has been read.
        key: How the other records call the account; None: by the channel's id.
    """
    author = root.find(f"{ATOM}author")
    identity = text_at(root, f"{ATOM}id") or ""
    native_id = channel_id(text_at(root, f"{YT}channelId")) or channel_id(identity.rpartition(":")[2])
    return Account(
        key=(native_id or "") if key is None else key,
        platform="youtube",
        native_id=native_id,
        name=(text_at(author, f"{ATOM}name") if author is not None else None) or text_at(root, f"{ATOM}title"),
        kind=AccountKind.CHANNEL,
        url=channel_url(native_id),
        created_at=None if of_playlist(root) else _moment_or_none(text_at(root, f"{ATOM}published")),
    )


def video_of(entry: Element, key: str) -> Post:
    """One video.

    Raises:
        ValueError: It has no id or no time, or a value is not what it should be.
    """
    native_id = video_id((text_at(entry, f"{YT}videoId") or "").strip())
    group = entry.find(f"{MEDIA}group")
    statistics = next(entry.iter(f"{MEDIA}statistics"), None)
    return Post(
        account=key,
        native_id=native_id,
        published_at=_moment(text_at(entry, f"{ATOM}published")),
        kind=PostKind.VIDEO,
        title=text_at(entry, f"{ATOM}title"),
        text=text_at(group, f"{MEDIA}description") if group is not None else None,
        url=video_url(native_id),
        views=count_of(statistics.get("views")) if statistics is not None else None,
    )


def shown(entry: Element) -> str:
    """How a table of rejects shows a video."""
    return f"{text_at(entry, f'{YT}videoId') or ''} | {text_at(entry, f'{ATOM}title') or ''}"


def text_at(parent: Element | None, tag: str) -> str | None:
    """Text of a child without blanks around it; None if there is none."""
    child = parent.find(tag) if parent is not None else None
    return storable(child.text).strip() or None if child is not None and child.text else None


def _moment(text: str | None) -> datetime:
    """Read an RFC 3339 time.

    Raises:
        ValueError: It is none.
    """
    if not text:
        raise ValueError("has no time of publication")
    return datetime.fromisoformat(text)


def _moment_or_none(text: str | None) -> Moment | None:
    try:
        moment = _moment(text)
    except ValueError:
        return None
    return moment if moment.tzinfo and 1990 <= moment.year < 2199 else None
