"""A YouTube channel's own feed (Atom), as a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from connectors._making import made
from connectors._span import Span
from connectors._youtube_feed import ATOM, MOST_ENTRIES, YT, channel_of, of_playlist, shown, video_of
from monitor.errors import RefuseHostile, SkipSource
from monitor.records import Account, Anything, BadRow, Post, Window
from monitor.sources.contract import Context, Declaration, Match, Options
from monitor.sources.export import Export
from monitor.sources.text import decode_head

BLOCK = 1 << 16
_ROOT = re.compile(r"<(?:[a-z]+:)?feed[\s>]")
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Connector:
    """Reads a feed that somebody saved from `youtube.com/feeds/videos.xml`."""

    declaration: ClassVar[Declaration] = Declaration(
        name="youtube_feed",
        title="YouTube channel feed (XML file)",
        platform="youtube",
        yields=("Account", "Post", "Window"),
        obtain=(
            "1. Find the channel's id: on the channel's page More > Share channel > Copy channel ID (it begins with "
            "UC). 2. Open https://www.youtube.com/feeds/videos.xml?channel_id=THE_ID in a browser. 3. Save the page as "
            "XML and put it in the inbox. YouTube answers 404 at times for channels that live: try again another hour."
        ),
        since="2015, XML schema of that year; also as Invidious serves it.",
        richness=65,
        cannot=(
            "Only the newest 15 videos, so save it at least that often. No likes, no comments. A feed of a playlist "
            "holds not all of a channel's videos, so silence cannot be told from it."
        ),
    )

    def __init__(self, options: Options) -> None:
        """Take the options; there are none."""
        self.options = options

    def identify(self, export: Export) -> Match | None:
        """Claim an export of which every file is a feed with YouTube's own elements."""
        if not 0 < len(export.names) <= 200 or not all(_is_feed(decode_head(export, name)) for name in export.names):
            return None
        return Match(self.declaration.name, f"YouTube channel feed, {len(export.names)} file(s)")

    def read(self, export: Export, context: Context) -> Iterator[Anything]:
        """Stream each feed: its channel, its videos, and the observed window."""
        for name in export.names:
            yield from _Feed(export, name).records()


class _Feed:
    """One feed while it is read."""

    def __init__(self, export: Export, name: str) -> None:
        self.export, self.name, self.where = export, name, export.where(name)
        self.key: str | None = None
        self.is_playlist = False
        self.span, self.entries = Span(), 0

    def records(self) -> Iterator[Anything]:
        for event, root, element in _elements(self.export, self.name):
            if self.key is None and (event == "entry" or element is root):
                yield self._account(root)
            if event == "entry-end":
                yield self._entry(element)
                root.remove(element)
        yield from self._window()

    def _account(self, root: Element) -> Account:
        account = channel_of(root)
        self.key, self.is_playlist = account.key, of_playlist(root)
        return account

    def _entry(self, entry: Element) -> Post | BadRow:
        self.entries += 1
        post = made(lambda: video_of(entry, self.key or ""), self.where, None, shown(entry))
        if isinstance(post, Post):
            self.span.see(post.published_at)
        return post

    def _window(self) -> Iterator[Window]:
        if self.key is None or self.is_playlist:
            return
        whole = self.entries < MOST_ENTRIES
        if whole or self.span.oldest:
            yield Window(account=self.key, start=None if whole else self.span.oldest)


# --- XML ------------------------------------------------------------------------------------------------
def _is_feed(head: str) -> bool:
    return bool(_ROOT.search(head)) and (YT.strip("{}") in head or "<yt:videoId" in head)


def _elements(export: Export, name: str) -> Iterator[tuple[str, Element, Element]]:
    """Give "entry" when a video begins, "entry-end" when it is whole and "end" for the root, each with the root.

    Raises:
        SkipSource: It is no whole XML; what came before has been given.
        RefuseHostile: It declares entities, or a single video is larger than limits.line_bytes.
    """
    try:
        yield from _events(export, name)
    except (ParseError, ValueError, LookupError) as error:
        raise SkipSource(f"is not whole XML ({error})", export.where(name), "Save the feed again") from error


def _events(export: Export, name: str) -> Iterator[tuple[str, Element, Element]]:
    parser: XMLPullParser[Any] = XMLPullParser(("start", "end"))
    root: Element | None = None
    pending = 0
    for size in _fed(export, name, parser):
        pending += size
        for event, element in _started_and_ended(parser):
            root = element if root is None else root
            if element.tag == f"{ATOM}entry":
                pending = 0
                yield ("entry" if event == "start" else "entry-end"), root, element
            elif event == "end" and element is root:
                yield "end", root, element
        if pending > export.limits.line_bytes:
            raise RefuseHostile("holds an element that is too long", export.where(name), "Do not trust this file")


def _started_and_ended(parser: XMLPullParser[Any]) -> Iterator[tuple[str, Element]]:
    events: Iterator[Any] = parser.read_events()
    yield from events


def _fed(export: Export, name: str, parser: XMLPullParser[Any]) -> Iterator[int]:
    """Feed a file to the parser block by block, giving their sizes; a feed needs no declarations, and entities bomb."""
    tail = b""
    with export.stream(name) as file:
        while block := file.read(BLOCK):
            # Saved feeds may begin with blank lines, which XML forbids before its declaration.
            block = block if tail else block.lstrip()
            if _DECLARES.search(tail + block):
                raise RefuseHostile("declares a document type", export.where(name), "Do not trust this file")
            tail = block[-16:]
            parser.feed(block)
            yield len(block)
    parser.close()
    yield 0
