"""A channel without a key: its public feed, which shows the newest videos and is often not there."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from datetime import datetime
from xml.etree.ElementTree import Element, ParseError, fromstring

from connectors._making import bad, made
from connectors._youtube_api_memory import Memory
from connectors._youtube_api_names import names_of
from connectors._youtube_feed import ATOM, MOST_ENTRIES, channel_of, of_playlist, shown, video_of
from monitor.errors import RetryLater, SkipSource
from monitor.records import Anything, BadRow, Post
from monitor.sources.caller import FINE, Caller, Reaction, Ruling, plain_ruling
from monitor.sources.http import Reply
from monitor.sources.live import Page, Reach, Target, Visit, stamp

NOT_NOW = "YouTube does not give the channel's feed at present, which says nothing about the channel"
ADVICE = "Try again later, or obtain an API key, which is free: `monitor auth youtube` shows how"
ENTRY = f"{ATOM}entry"

_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def feed_of(content: bytes) -> Element | None:
    """The feed, or None if it is none; a feed needs no declarations, and entities bomb."""
    if _DECLARES.search(content):
        return None
    try:
        root = fromstring(content.lstrip())  # noqa: S314 - what could bomb has been refused
    except (ParseError, ValueError, LookupError):
        return None
    return root if root.tag == f"{ATOM}feed" else None


def feed_ruling(reply: Reply) -> Ruling:
    """Read an answer: YouTube answers 404 and 500 for feeds of channels that live, so that neither means anything."""
    if reply.status == 429 or reply.status >= 500:
        return plain_ruling(reply)
    if reply.status == 200 and feed_of(reply.content) is None:
        return Ruling(Reaction.RETRY, "answers something that is no feed")
    return FINE


def feed_pages(visit: Visit, base: str, private: bool, memory: Memory) -> Generator[Page, None, Reach]:
    """Give the channel's feed, else that of its long videos, from which nothing can be told about silence.

    Raises:
        RetryLater: Neither is there now.
        SkipSource: The channel's id is not known; its feed can be found by nothing else.
    """
    channel = names_of(visit.target, memory).channel
    if channel is None:
        advice = (
            "Set native_id in config.toml (it begins with UC: More > Share channel > Copy channel ID), or use a key"
        )
        raise SkipSource(
            "without a key the channel's id must be known", f"account youtube {visit.target.label}", advice
        )
    caller = visit.caller(base, feed_ruling, private=private)
    for wanted in (f"channel_id={channel}", f"playlist_id=UULF{channel[2:]}"):
        reply = _feed(caller, wanted)
        feed = feed_of(reply.content) if reply else None
        if reply and feed is not None and channel_of(feed).native_id in {None, channel}:
            return (yield from _given(visit, reply, feed, channel))
    raise RetryLater(NOT_NOW, f"account youtube {visit.target.label}", ADVICE)


def _feed(caller: Caller, wanted: str) -> Reply | None:
    """A feed; None if it is not given, whatever the reason."""
    try:
        reply = caller.get("videos.xml", wanted, is_json=False)
    except RetryLater:
        return None
    return reply if reply.status == 200 else None


def _given(visit: Visit, reply: Reply, feed: Element, channel: str) -> Generator[Page, None, Reach]:
    entries = feed.findall(ENTRY)
    oldest = None if of_playlist(feed) else min((at for one in entries if (at := _published(one))), default=None)
    yield Page("feed", reply.content, reply.url, {**stamp(visit), "channel": channel}, None, oldest)
    ended = f"the feed shows the newest {MOST_ENTRIES} videos only; with an API key all are read"
    if of_playlist(feed):
        ended = f"{NOT_NOW}; the feed of its long videos was read instead"
    return Reach(oldest is not None, oldest, False, ended if oldest is None or len(entries) >= MOST_ENTRIES else "")


def _published(entry: Element) -> datetime | None:
    try:
        return video_of(entry, "").published_at
    except (ValueError, OverflowError):
        return None


def feed_records(page: Page, target: Target) -> Iterator[Anything]:
    """The channel and its newest videos; a feed also shows what is only announced, and does not tell so."""
    feed = feed_of(page.body)
    if feed is None:
        yield bad("is no feed", page.url, None, page.body[:200].decode("utf-8", "replace"))
        return
    yield channel_of(feed, "")
    yield from (_record(entry, page.url, number) for number, entry in enumerate(feed.findall(ENTRY), start=1))


def _record(entry: Element, file: str, line: int) -> Post | BadRow:
    return made(lambda: video_of(entry, ""), file, line, shown(entry))
