"""The archive of an X (Twitter) account, in its three generations.

Grailbird (2012-2019): `tweets.csv`, and the same as `data/js/tweets/YYYY_MM.js`. From 2018: `data/tweet.js`. From
2022: `data/tweets.js`, `tweets-part1.js` and so on, with the texts of long posts in `note-tweet.js`. Deleted posts and
`tweet-headers.js` are not posts and not read; neither are messages, contacts and advertising data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, ClassVar

from connectors._values import Place, Tally, cell, mapping, text_of
from connectors._x_notes import LongTexts
from connectors._x_owner import YTD, Owner, archive_owner, grailbird_owner, handle_in, x_time
from connectors._x_parts import ARCHIVE, TABLE, Posts, find_posts, has_strangers
from connectors._x_posts import media_links, post_of_row, post_of_tweet, row_links, status_id
from connectors._x_standings import standings
from monitor.errors import SkipSource
from monitor.records import Anything, BadRow, Window
from monitor.sources.contract import Context, Declaration, Match, Options
from monitor.sources.export import Export
from monitor.sources.jsonstream import array_elements
from monitor.sources.tables import Row, csv_rows, normal
from monitor.sources.text import open_text

_START = rf"(?:{YTD}|\s*Grailbird\.data\.\w+\s*=)"
_LOOK = 200
"""So many posts are looked at for the account's name when no other file tells it."""


class Connector:
    """Reads an account's own archive: every post since the first, with likes and reposts."""

    declaration: ClassVar[Declaration] = Declaration(
        name="x_archive",
        title="X (Twitter) archive",
        platform="x",
        yields=("Account", "Profile", "Standing", "Post", "Window"),
        obtain=(
            "Log in as the account. Open Settings and privacy > Your account > Download an archive of your data, "
            "confirm with the password and the code. X mails after about 24 hours that the file is ready; download "
            "the ZIP from the same page within a few days. Put it in the inbox as it is; do not unpack or rename "
            "anything. A lone tweets.js or tweets.csv out of it works too, but somebody may have to say whose it is."
        ),
        since="2012; Grailbird (2012-2019), tweet.js (2018-2022) and tweets.js (2022 on) are read",
        richness=80,
        cannot=(
            "Views, clicks and the number of replies; who liked; posts deleted before the archive was made. "
            "The continuation of an own thread counts as a reply, as X counts it."
        ),
    )

    def __init__(self, options: Options) -> None:
        """There is nothing to set."""

    def identify(self, export: Export) -> Match | None:
        """Claim an export that is one archive and nothing besides; archives side by side are claimed one by one."""
        found = find_posts(export)
        if len(found) != 1 or has_strangers(export, found[0]):
            return None
        return Match("x_archive", found[0].detail)

    def read(self, export: Export, context: Context) -> Iterator[Anything]:
        """Give account, profile, suspensions, posts and, last, the window of the archive."""
        posts = find_posts(export)[0]
        owner = _owner(export, posts)
        handle = owner.handle or _name_in_posts(export, posts)
        yield replace(owner, handle=handle).account()
        seen = min(export.modified(posts.names[0]) or context.now, context.now)
        if profile := owner.profile(seen):
            yield profile
        if posts.form == ARCHIVE:
            yield from standings(export, posts.folder)
        tally = Tally()
        yield from tally.passing((_table if posts.form == TABLE else _lists)(export, posts, handle))
        yield from _window(export, posts, owner, tally)


def _window(export: Export, posts: Posts, owner: Owner, tally: Tally) -> Iterator[Anything]:
    """The archive holds everything from the account's first day on, unless X says otherwise or a part is missing.

    Given last, so that an archive that breaks off in the middle claims nothing.
    """
    if not posts.whole:
        yield Place(export.where(posts.names[0])).bad(
            "only some parts of the archive are here, so silence cannot be told; import the whole archive"
        )
    if posts.whole and tally.trustworthy and not owner.partial:
        yield Window(start=owner.created_at, end=owner.generated)
    else:
        yield from tally.moments()


def _owner(export: Export, posts: Posts) -> Owner:
    if posts.form == ARCHIVE:
        return archive_owner(export, posts.folder)
    folder = f"{posts.folder}data/js/" if posts.form == TABLE else posts.folder.removesuffix("tweets/")
    return grailbird_owner(export, folder)


def _lists(export: Export, posts: Posts, handle: str | None) -> Iterator[Anything]:
    """Posts out of JSON lists, long texts put in their place."""
    with LongTexts() as long:
        notes = f"{posts.folder}note-tweet.js"
        if notes in export.names:
            yield from _keep_long(export, notes, long)
        for name in posts.names:
            for number, tweet in enumerate(_elements(export, name), start=1):
                place = Place(f"{export.where(name)}, entry {number}", None, _shown(tweet))
                yield post_of_tweet(tweet, place, handle, long) if tweet else place.bad("is no post")
        if left := len(long):
            yield Place(export.where(notes)).bad(
                f"{left} long texts belong to no post of this archive (deleted, or the archive was cut); left out"
            )


def _keep_long(export: Export, name: str, long: LongTexts) -> Iterator[BadRow]:
    """Put the long texts aside; a damaged file of them costs the long texts, not the posts."""
    try:
        for number, element in enumerate(_raw(export, name), start=1):
            note = mapping(mapping(element).get("noteTweet"))
            written, text = x_time(note.get("createdAt")), text_of(mapping(note.get("core")).get("text"))
            if written and text:
                long.add(written, text)
            else:
                yield Place(f"{export.where(name)}, entry {number}").bad("is no long text with a time")
    except SkipSource as error:
        yield Place(export.where(name)).bad(f"{error.what}; the posts keep their short texts")


def _elements(export: Export, name: str) -> Iterator[dict[str, Any]]:
    """Posts of a list; the oldest archives of `tweet.js` lack the wrapping `tweet`."""
    for element in _raw(export, name):
        wrapped = mapping(element)
        yield mapping(wrapped.get("tweet")) or wrapped


def _raw(export: Export, name: str) -> Iterator[Any]:
    with open_text(export, name) as text:
        yield from array_elements(text, export.where(name), export.limits.line_bytes, _START)


def _table(export: Export, posts: Posts, handle: str | None) -> Iterator[Anything]:
    name = posts.names[0]
    for row in _rows(export, name):
        if isinstance(row, BadRow):
            yield row
        else:
            line, cells = row
            yield post_of_row(cells, Place(export.where(name), line, " | ".join(cells.values())[:300]), handle)


def _rows(export: Export, name: str) -> Iterator[tuple[int, dict[str, str]] | BadRow]:
    """Rows of `tweets.csv` as line number and cells by column."""
    header: list[str] | None = None
    for row in csv_rows(export, name):
        if isinstance(row, Row) and header is None:
            header = [normal(column) for column in row.cells]
        elif isinstance(row, Row) and header is not None:
            yield row.line, {column: cell(row.cells, place) for place, column in enumerate(header)}
        elif isinstance(row, BadRow):
            yield row


def _name_in_posts(export: Export, posts: Posts) -> str | None:
    """Tell whose posts they are from the first ones, for a file on its own."""
    try:
        if posts.form == TABLE:
            rows = (row[1] for row in islice(_rows(export, posts.names[0]), _LOOK) if not isinstance(row, BadRow))
            named = (handle_in(row_links(row), row.get("tweet_id")) for row in rows)
        else:
            tweets = islice(_elements(export, posts.names[0]), _LOOK)
            named = (_own_name(tweet) for tweet in tweets)
        return next((name for name in named if name), None)
    except SkipSource:
        return None


def _own_name(tweet: dict[str, Any]) -> str | None:
    user = text_of(mapping(tweet.get("user")).get("screen_name"))
    return user or handle_in(media_links(tweet), status_id(tweet.get("id_str") or tweet.get("id")))


def _shown(tweet: dict[str, Any]) -> str:
    return f"{status_id(tweet.get('id_str')) or '?'}: {text_of(tweet.get('full_text')) or ''}"[:300]
