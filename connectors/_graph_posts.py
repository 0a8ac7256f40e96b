"""One post of a Facebook page, from the Graph API's JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from connectors._graph_values import moment_of, number_of
from connectors._values import count_of, mapping, sequence, text_of
from monitor.records import Post, PostKind

FIELDS = (
    "id,created_time,updated_time,message,story,permalink_url,status_type,from,is_published,parent_id,shares,"
    "attachments{media_type,type,title,description,url,unshimmed_url,media,target,subattachments},"
    "reactions.limit(0).summary(total_count),comments.limit(0).filter(stream).summary(total_count)"
)
_SHARED = frozenset({None, "shared_story"})
_VIDEO = "video"
_LINK_TYPES = frozenset({"share", "link"})
_OWN_HOSTS = ("facebook.com", "fb.com", "fb.me", "fb.watch")


def post_of(told: Mapping[str, Any]) -> Post:
    """Make a post.

    `updated_time` is no sign of an edit: every comment moves it.

    Raises:
        ValueError: It has no number or no time that can be read.
    """
    parts = list(_attachments(told))
    text = text_of(told.get("message")) or _description(parts)
    return Post(
        native_id=native_id(told),
        published_at=moment_of(told.get("created_time")),
        kind=_kind(told, parts),
        title=_link_title(parts) or (None if text else text_of(told.get("story"))),
        text=text,
        url=text_of(told.get("permalink_url")),
        links=tuple(dict.fromkeys(filter(None, map(_link, parts)))),
        likes=total(told.get("reactions")),
        reposts=count_of(mapping(told.get("shares")).get("count")),
        replies=total(told.get("comments")),
    )


def native_id(told: Mapping[str, Any]) -> str:
    """The post's own number, without the page's before it, as all sources of Facebook posts know it.

    Raises:
        ValueError: There is none.
    """
    number = number_of((text_of(told.get("id")) or "").rpartition("_")[2])
    if number is None:
        raise ValueError("has no number that can be read")
    return number


def page_of(identity: Any) -> str | None:
    """The page's part of a number such as PAGE_POST; None if it has none."""
    before, found, _ = (text_of(identity) or "").partition("_")
    return number_of(before) if found else None


def is_published(told: Mapping[str, Any]) -> bool:
    """Whether others may see it; drafts and planned posts may stand in lists too."""
    return told.get("is_published") is not False


def total(told: Any) -> int | None:
    """How many reactions or comments there are."""
    return count_of(mapping(mapping(told).get("summary")).get("total_count"))


def _kind(told: Mapping[str, Any], parts: list[Mapping[str, Any]]) -> PostKind:
    """What sort of post it is. A share of another's post names that one, with or without words of the page's own."""
    parent, status = text_of(told.get("parent_id")), text_of(told.get("status_type"))
    if parent and parent != told.get("id") and status in _SHARED:
        return PostKind.QUOTE if text_of(told.get("message")) else PostKind.REPOST
    kinds = [text_of(part.get("media_type")) or text_of(part.get("type")) or "" for part in parts]
    if status == "added_video" or (kinds and all(kind.startswith(_VIDEO) for kind in kinds)):
        return PostKind.VIDEO
    return PostKind.ORIGINAL


def _attachments(told: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What hangs on it; of an album its parts."""
    for part in map(mapping, sequence(mapping(told.get("attachments")).get("data"))):
        inner = [mapping(one) for one in sequence(mapping(part.get("subattachments")).get("data"))]
        yield from inner or [part]


def _is_link(part: Mapping[str, Any]) -> bool:
    return text_of(part.get("media_type")) == "link" or text_of(part.get("type")) in _LINK_TYPES


def _link_title(parts: list[Mapping[str, Any]]) -> str | None:
    return next(filter(None, (text_of(part.get("title")) for part in parts if _is_link(part))), None)


def _description(parts: list[Mapping[str, Any]]) -> str | None:
    """Words under a photo or video; those under a link are another site's."""
    return next(filter(None, (text_of(part.get("description")) for part in parts if not _is_link(part))), None)


def _link(part: Mapping[str, Any]) -> str | None:
    """Where a link leads, without Facebook's detour; None for what lies on Facebook itself."""
    if not _is_link(part):
        return None
    address = text_of(part.get("unshimmed_url")) or text_of(part.get("url"))
    try:
        host = (urlsplit(address or "").hostname or "").lower()
        if host == "l.facebook.com":
            return next(iter(parse_qs(urlsplit(address or "").query).get("u", [])), None)
    except ValueError:
        return None
    return None if any(host == own or host.endswith(f".{own}") for own in _OWN_HOSTS) else address
