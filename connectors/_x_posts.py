"""One post of an X archive, of any generation, as a record."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from connectors._values import Place, count_of, kept, mapping, sequence, text_of
from connectors._x_ids import STATUS_LINK, post_url, time_of
from connectors._x_notes import LongTexts
from connectors._x_owner import x_time
from monitor.records import BadRow, Post, PostKind, Precision

_TAG = re.compile(r"<[^<>]*>")
_SEVERAL = re.compile(r",(?=https?://)")
_TIMED_SINCE = datetime(2010, 11, 4, tzinfo=UTC)
_NO_LANGUAGE = re.compile(r"und|zxx|art|q..|")
"""X's marks for posts whose language it did not tell."""


def status_id(value: Any) -> str | None:
    """Give an id as text, None for what is none."""
    text = str(value).strip() if isinstance(value, int | str) else ""
    return text if re.fullmatch(r"[0-9]{1,20}", text) else None


def links_of(tweet: Mapping[str, Any]) -> list[str]:
    """Addresses a post of an archive links to, without those of its own pictures."""
    urls = [mapping(url) for url in sequence(mapping(tweet.get("entities")).get("urls"))]
    return [link for url in urls if (link := text_of(url.get("expanded_url")) or text_of(url.get("url")))]


def media_links(tweet: Mapping[str, Any]) -> list[str]:
    """Addresses of a post's pictures and films."""
    media = [mapping(one) for one in sequence(mapping(tweet.get("entities")).get("media"))]
    return [link for one in media if (link := text_of(one.get("expanded_url")))]


def post_of_tweet(tweet: Mapping[str, Any], place: Place, handle: str | None, long: LongTexts) -> Post | BadRow:
    """Make a record of an element of `tweet.js`, `tweets.js` or Grailbird's monthly files.

    A repost is known by `RT @` at its beginning alone (the flag `retweeted` is always false); its counts are the
    original's and left out. The continuation of an own thread is a reply, as X itself counts it. All versions of an
    edited post share the id of the first.
    """
    own_id, written = status_id(tweet.get("id_str") or tweet.get("id")), x_time(tweet.get("created_at"))
    if not own_id or not written:
        return place.bad("has no id" if not own_id else "has no time that can be read")
    first = _first_version(tweet, own_id)
    short = html.unescape(text_of(tweet.get("full_text")) or text_of(tweet.get("text")) or "")
    kind = _kind(tweet, short)
    return kept(
        Post,
        place,
        native_id=first,
        published_at=(first != own_id and time_of(first)) or written,
        precision=_precision(written),
        kind=kind,
        text=long.take(written, short) or short,
        url=post_url(handle, first),
        language=language_of(tweet.get("lang")),
        source_app=app_name(tweet.get("source")),
        in_reply_to=status_id(tweet.get("in_reply_to_status_id_str") or tweet.get("in_reply_to_status_id")),
        links=tuple(links_of(tweet)),
        edited_at=written if first != own_id else None,
        likes=None if kind is PostKind.REPOST else count_of(tweet.get("favorite_count")),
        reposts=None if kind is PostKind.REPOST else count_of(tweet.get("retweet_count")),
    )


def post_of_row(row: Mapping[str, str], place: Place, handle: str | None) -> Post | BadRow:
    """Make a record of a row of Grailbird's `tweets.csv`."""
    own_id, written = status_id(row["tweet_id"]), x_time(row["timestamp"])
    if not own_id or not written:
        return place.bad("has no id" if not own_id else "has no time that can be read")
    links = tuple(link for link in row_links(row) if not _is_media(link))
    text = html.unescape(row["text"])
    return kept(
        Post,
        place,
        native_id=own_id,
        published_at=written,
        precision=_precision(written),
        kind=_row_kind(row, text, links),
        text=text,
        url=post_url(handle, own_id),
        source_app=app_name(row.get("source")),
        in_reply_to=status_id(row.get("in_reply_to_status_id", "")),
        links=links,
    )


def row_links(row: Mapping[str, str]) -> list[str]:
    """Addresses in a row's `expanded_urls`; a comma inside an address does not part it."""
    return [link.strip() for link in _SEVERAL.split(row.get("expanded_urls", "")) if link.strip()]


def language_of(value: Any) -> str | None:
    """The language of a post, None if X could not tell it."""
    language = text_of(value) or ""
    return None if _NO_LANGUAGE.fullmatch(language) else language


def app_name(source: Any) -> str | None:
    """Name of the program a post was sent with, out of its HTML link."""
    text = text_of(source)
    return html.unescape(_TAG.sub("", text)).strip() or None if text else None


def _kind(tweet: Mapping[str, Any], text: str) -> PostKind:
    if text.startswith("RT @") or tweet.get("retweeted_status"):
        return PostKind.REPOST
    if any(tweet.get(f"in_reply_to_{what}") for what in ("status_id_str", "status_id", "user_id_str", "user_id")):
        return PostKind.REPLY
    return PostKind.QUOTE if any(_is_status(link) for link in links_of(tweet)) else PostKind.ORIGINAL


def _row_kind(row: Mapping[str, str], text: str, links: tuple[str, ...]) -> PostKind:
    if row.get("retweeted_status_id") or text.startswith("RT @"):
        return PostKind.REPOST
    if row.get("in_reply_to_status_id") or row.get("in_reply_to_user_id"):
        return PostKind.REPLY
    return PostKind.QUOTE if any(_is_status(link) for link in links) else PostKind.ORIGINAL


def _is_status(link: str) -> bool:
    found = STATUS_LINK.fullmatch(link)
    return bool(found and not found["rest"])


def _is_media(link: str) -> bool:
    found = STATUS_LINK.fullmatch(link)
    return bool(found and found["rest"])


def _first_version(tweet: Mapping[str, Any], own_id: str) -> str:
    """Id of the first version of a post: the one that stays when the post is edited."""
    info = mapping(tweet.get("edit_info"))
    edit = mapping(info.get("edit"))
    versions = sequence(mapping(info.get("initial") or edit.get("editControlInitial")).get("editTweetIds"))
    return status_id(edit.get("initialTweetId")) or status_id(versions[0] if versions else None) or own_id


def _precision(written: datetime) -> Precision:
    """Old archives give midnight for posts from before ids carried a time: then only the day is known."""
    untimed = written < _TIMED_SINCE and (written.hour, written.minute, written.second) == (0, 0, 0)
    return Precision.DAY if untimed else Precision.SECOND
