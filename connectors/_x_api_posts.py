"""A post of X's API v2, in either dialect, as a record."""

from __future__ import annotations

import html
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from connectors._values import Place, count_of, kept, mapping, sequence, text_of
from connectors._x_api_names import either, long_form, moment, references, versions
from connectors._x_ids import STATUS_LINK, post_url, time_of
from connectors._x_posts import app_name, language_of, status_id
from monitor.records import BadRow, Post, PostKind

_VIEWS_SINCE = datetime(2022, 12, 15, tzinfo=UTC)
"""X counts views since then; it gives 0 for what is older."""

Told = Mapping[str, Any]


def post_of(post: Told, others: Mapping[str, Told], place: Place, handle: str | None) -> Post | BadRow:
    """Make a record of a post of the account itself.

    All versions of an edited post share the number of the first. A version that is not the last one says only that the
    post is there. A repost has the words of the post it shows, and no counts: X gives it those of that post.

    Args:
        post: As it came.
        others: Posts that came along, by their number.
        place: For a row that cannot be read.
        handle: The account's name, for the address.
    """
    number, written = status_id(post.get("id")), moment(post.get("created_at"))
    if not number:
        return place.bad("has no id")
    first, last = _versions(post, number)
    published = (first != number and time_of(first)) or written or time_of(number)
    if not published:
        return place.bad("has no time that can be read")
    referred = references(post)
    kind = kind_of(post, referred)
    shown = others.get(referred.get("retweeted", ""), post) if kind is PostKind.REPOST else post
    current = number == last
    return kept(
        Post,
        place,
        native_id=first,
        published_at=published,
        kind=kind,
        text=words_of(shown) if current else None,
        url=post_url(handle, first),
        language=language_of(post.get("lang")),
        source_app=app_name(post.get("source")),
        in_reply_to=referred.get("replied_to"),
        links=_links(shown) if current else None,
        edited_at=written if current and first != number else None,
        **(_counts(post, published) if current and kind is not PostKind.REPOST else {}),
    )


def first_number(post: Told) -> str | None:
    """The number by which a post is known: that of its first version."""
    number = status_id(post.get("id"))
    return _versions(post, number)[0] if number else None


def kind_of(post: Told, referred: Mapping[str, str]) -> PostKind:
    """What sort of post it is; as in an archive, the continuation of an own thread is a reply."""
    if "retweeted" in referred or (text_of(post.get("text")) or "").startswith("RT @"):
        return PostKind.REPOST
    if "replied_to" in referred or post.get("in_reply_to_user_id"):
        return PostKind.REPLY
    return PostKind.QUOTE if "quoted" in referred else PostKind.ORIGINAL


def words_of(post: Told) -> str | None:
    """The whole text of a post; X writes & < > in it as HTML does."""
    text = text_of(long_form(post).get("text")) or text_of(post.get("text"))
    return html.unescape(text) if text else None


ADDRESSES = ("unwound_url", "expanded_url", "url")
"""What X says of a link, the best first."""


def _versions(post: Told, number: str) -> tuple[str, str]:
    """Numbers of the first and the last version."""
    known = versions(post)
    return (known[0], known[-1]) if number in known else (number, number)


def _links(post: Told) -> tuple[str, ...] | None:
    """Addresses in the text without those of its own pictures; unknown if X left the post's parts out.

    X follows the shortened ones: `unwound_url` is where they lead to.
    """
    if "entities" not in post and "author_id" not in post:
        return None
    parts = mapping(long_form(post).get("entities")) or mapping(post.get("entities"))
    urls = map(mapping, sequence(parts.get("urls")))
    links = (next(filter(None, (text_of(url.get(name)) for name in ADDRESSES)), None) for url in urls)
    return tuple(link for link in links if link and not _is_media(link))


def _is_media(link: str) -> bool:
    found = STATUS_LINK.fullmatch(link)
    return bool(found and found["rest"])


def _counts(post: Told, published: datetime) -> dict[str, int | None]:
    told = mapping(post.get("public_metrics"))
    views = count_of(told.get("impression_count"))
    return {
        "likes": count_of(told.get("like_count")),
        "reposts": count_of(either(told, "retweet_count", "repost_count")),
        "replies": count_of(told.get("reply_count")),
        "views": None if views == 0 and published < _VIEWS_SINCE else views,
    }
