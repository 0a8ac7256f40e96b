"""Google Takeout of a YouTube channel."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import ClassVar

from connectors._making import bad, reason_of, storable
from connectors._span import Span
from connectors._takeout_tables import (
    channel_titles,
    comment_places,
    comment_text,
    is_public,
    parent_of,
    timestamp,
    video_places,
)
from connectors._tops import inside
from connectors._values import cell
from connectors._youtube import channel_id, channel_url, is_video_id, video_id, video_url
from monitor.errors import SkipSource
from monitor.records import Account, AccountKind, Anything, BadRow, Post, PostKind, Window
from monitor.sources.contract import Context, Declaration, Match, Options
from monitor.sources.export import Export
from monitor.sources.tables import Row, csv_rows, excerpt, head_rows

MOST_TABLES = 2000
_ROOT = re.compile(r"YouTube[^/]*/", re.IGNORECASE)
Maker = Callable[[Row, dict[str, int]], Post | None]
"""A row and the places of its columns to a post; None for what is no post."""


class Connector:
    """Reads `videos.csv` and the channel's own replies in `comments.csv`."""

    declaration: ClassVar[Declaration] = Declaration(
        name="youtube_takeout",
        title="YouTube channel from Google Takeout",
        platform="youtube",
        yields=("Account", "Post", "Window"),
        obtain=(
            "1. Sign in to Google as the channel's account (for a brand account choose it at the top). "
            "2. Open takeout.google.com, deselect all, select YouTube and YouTube Music. 3. Under All YouTube data "
            "included select only channels, comments and video metadata. 4. Export once, as ZIP. 5. Put every ZIP in "
            "the inbox as it is. With Google set to English all columns are understood."
        ),
        since=(
            "2023, when the lists became CSV: video metadata/videos.csv (also videos(1).csv ...), "
            "comments/comments.csv, channels/channel.csv; folder and column names in any language."
        ),
        richness=70,
        cannot=(
            "No counts, and no comments by others. Only videos that are public now are posts: unlisted and private "
            "ones are passed over. Comments are what the channel itself wrote: those that answer somebody are read as "
            "replies, wherever they stand; comments that answer nobody are passed over."
        ),
    )

    def __init__(self, options: Options) -> None:
        """Take the options; there are none."""
        self.options = options

    def identify(self, export: Export) -> Match | None:
        """Claim a table of videos or comments, or a Takeout that has one."""
        videos, comments = _tables(export)
        if not videos and not comments:
            return None
        return Match(
            self.declaration.name, f"Google Takeout, {len(videos)} table(s) of videos, {len(comments)} of comments"
        )

    def read(self, export: Export, context: Context) -> Iterator[Anything]:
        """Stream the channels, their public videos, their replies, and the observed windows."""
        videos, comments = _tables(export)
        if not videos and not comments:
            raise SkipSource("holds no table of videos or comments", export.name, "Select video metadata in Takeout")
        reader = _Reader(export)
        for name, places in videos.items():
            yield from reader.rows(name, places, _video)
        for key, seen in reader.channels.items():
            # A lone table may be one of several parts: what is older than its oldest video is then elsewhere.
            yield Window(account=key, start=seen.oldest if export.is_single else None)
        # Who downloads may have commented as a person too; that is no account of the organisation.
        reader.closed = bool(videos)
        for name, places in comments.items():
            yield from reader.rows(name, places, _reply)


class _Reader:
    """Reads tables row by row and names each channel once."""

    def __init__(self, export: Export) -> None:
        self.export = export
        self.titles = _titles(export)
        self.channels: dict[str, Span] = {}
        self.closed = False

    def rows(self, name: str, places: dict[str, int], make: Maker) -> Iterator[Anything]:
        where = self.export.where(name)
        rows = csv_rows(self.export, name)
        next(rows, None)
        for row in rows:
            if isinstance(row, BadRow):
                yield row
            else:
                yield from self._row(row, places, where, make)

    def _row(self, row: Row, places: dict[str, int], where: str, make: Maker) -> Iterator[Anything]:
        try:
            post = make(row, places)
        except (ValueError, OverflowError) as error:
            yield bad(reason_of(error), where, row.line, excerpt(row.cells))
            return
        if post is None or (self.closed and post.account not in self.channels):
            return
        if post.account not in self.channels:
            self.channels[post.account] = Span()
            yield self._account(post.account)
        self.channels[post.account].see(post.published_at)
        yield post

    def _account(self, native_id: str) -> Account:
        return Account(
            key=native_id,
            platform="youtube",
            native_id=native_id,
            name=self.titles.get(native_id),
            kind=AccountKind.CHANNEL,
            url=channel_url(native_id),
        )


def _video(row: Row, places: dict[str, int]) -> Post | None:
    """A public video; None for one that not everybody may find."""

    def at(meaning: str) -> str:
        return cell(row.cells, places.get(meaning))

    native_id = video_id(at("id"))
    if not is_public(at("privacy")):
        return None
    return Post(
        account=_channel(at("channel")),
        native_id=native_id,
        published_at=timestamp(at("published")),
        kind=PostKind.VIDEO,
        title=at("title"),
        text=at("description"),
        url=video_url(native_id),
        language=at("language")[:20],
    )


def _reply(row: Row, places: dict[str, int]) -> Post | None:
    """A comment that answers somebody; None for one that answers nobody."""

    def at(meaning: str) -> str:
        return cell(row.cells, places.get(meaning))

    parent = parent_of(at("id"), at("parent"))
    if not parent:
        return None
    video = at("video")
    return Post(
        account=_channel(at("channel")),
        native_id=at("id"),
        published_at=timestamp(at("created")),
        kind=PostKind.REPLY,
        text=storable(comment_text(at("text"))),
        in_reply_to=parent,
        url=f"{video_url(video)}&lc={at('id')}" if is_video_id(video) else None,
    )


def _channel(text: str) -> str:
    known = channel_id(text)
    if known is None:
        raise ValueError(f"{text[:40]!r} is not the id of a channel")
    return known


# --- what is in the export ------------------------------------------------------------------------------
def _tables(export: Export) -> tuple[dict[str, dict[str, int]], dict[str, dict[str, int]]]:
    """Tables of videos and of comments with their columns, by member."""
    videos, comments, others = {}, {}, 0
    for name in _candidates(export):
        rows = head_rows(export, name)
        if places := video_places(rows):
            videos[name] = places
        elif places := comment_places(rows):
            comments[name] = places
        else:
            others += not channel_titles(rows)
    # Without Takeout's own folders every file must be one of its tables.
    return ({}, {}) if others and not inside(export.names, _ROOT) else (videos, comments)


def _candidates(export: Export) -> list[str]:
    """Members worth looking into: the tables of a Takeout's YouTube folder in any language, else all files."""
    ours = [name for name in inside(export.names, _ROOT) if name.lower().endswith(".csv")]
    return (ours or list(export.names))[:MOST_TABLES]


def _titles(export: Export) -> dict[str, str]:
    """Names of the channels, if `channel.csv` is there."""
    titles: dict[str, str] = {}
    for name in _candidates(export):
        titles |= channel_titles(head_rows(export, name))
    return titles
