"""The content export of a LinkedIn page: one row a post, XLS or XLSX, in any language of the interface."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any, ClassVar

from connectors._days import moment_on, span
from connectors._linkedin_ids import post_id, time_of
from connectors._linkedin_sheets import (
    OTHER_PAGE_SHEETS,
    Layout,
    Rows,
    book_of,
    days_covered,
    is_creator_book,
    posts_layout,
    read_days,
)
from connectors._values import Place, Tally, count_of, kept
from connectors._whole import data_members
from monitor.errors import SkipSource
from monitor.records import Account, AccountKind, Anything, BadRow, Post, PostKind, Precision, Window
from monitor.sources.contract import Context, Declaration, Match, Options
from monitor.sources.export import Export
from monitor.sources.tables import excerpt, normal

_COMPANY = re.compile(r"(?P<name>.+?)[_-]content[_-]\d+", re.IGNORECASE)


class Connector:
    """Reads what a page posted, with LinkedIn's numbers per post."""

    declaration: ClassVar[Declaration] = Declaration(
        name="linkedin_page",
        title="LinkedIn page content export",
        platform="linkedin",
        yields=("Account", "Post", "Window"),
        obtain=(
            "Log in as an admin of the page. Open the page > Analytics > Content, choose a period of at most 365 days, "
            "and press Export. Repeat for earlier years. Put the XLS files in the inbox as they are. Not the exports "
            "of the tabs Followers, Visitors or Competitors: they hold no posts."
        ),
        since="2021; sheets `Metrics` and `All posts`; XLS and XLSX",
        richness=60,
        cannot=(
            "The name of the page (the file's name is taken for it), the full text of long posts, comments, posts of "
            "more than 365 days in one file."
        ),
    )

    def __init__(self, options: Options) -> None:
        """There is nothing to set."""

    def identify(self, export: Export) -> Match | None:
        """Claim spreadsheets with a sheet of posts, and other page exports to say what is wrong with them."""
        kinds = [_kind(export, name) for name in data_members(export)]
        if not kinds or not all(kinds):
            return None
        return Match("linkedin_page", f"LinkedIn page export, {kinds.count('posts')} files with posts")

    def read(self, export: Export, context: Context) -> Iterator[Anything]:
        """Give the page, its posts and the window of every file.

        Raises:
            SkipSource: No file holds posts.
        """
        kinds = {name: _kind(export, name) for name in data_members(export)}
        if "posts" not in kinds.values():
            raise SkipSource(
                "holds no posts, only totals of followers, visitors or days",
                export.name,
                "On the page open Analytics > Content and export that; it has a sheet with one line per post",
            )
        for name, kind in kinds.items():
            if kind == "posts":
                yield from _read(export, name, context)
            else:
                yield Place(export.where(name)).bad("holds no posts, only totals; the other files are read")


def _read(export: Export, name: str, context: Context) -> Iterator[Anything]:
    book = book_of(export, name)
    found = re.match(_COMPANY, PurePosixPath(name).stem)
    key = found["name"].replace("_", " ").strip() if found else ""
    yield Account(key=key, platform="linkedin", name=key or None, kind=AccountKind.PAGE)
    days: list[date] = []
    tally = Tally()
    for sheet, rows in book.items():
        layout = posts_layout(rows)
        if layout:
            place = Place(f"{export.where(name)}, sheet {sheet}")
            yield from tally.passing(_posts(place, rows, layout, key, context, days))
    days += days_covered(book)
    if days and tally.trustworthy:
        start, end = span(min(days), max(days), context.timezone, context.now)
        yield from [Window(account=key, start=start, end=end)] if start <= end else []
    else:
        yield from tally.moments()


def _posts(
    sheet: Place, rows: Rows, layout: Layout, key: str, context: Context, days: list[date]
) -> Iterator[Post | BadRow]:
    """Posts of a sheet; the days they are from go into `days`."""
    for number, row in enumerate(rows[layout.header + 1 :], start=layout.header + 2):
        if not any(str(value).strip() for value in row):
            continue
        post = _post(Place(sheet.file, number, excerpt(row)), row, layout, key, context)
        if isinstance(post, Post) and post.published_at:
            days.append(post.published_at.astimezone(context.timezone).date())
        yield post


def _post(place: Place, row: list[Any], layout: Layout, key: str, context: Context) -> Post | BadRow:
    link = str(layout.get(row, "link")).strip()
    native_id, stated = post_id(link), read_days(layout.get(row, "date"))
    if not stated:
        return place.bad("has no day that can be read (as 12/31/2025)")
    if not native_id:
        return place.bad("has no link to a post")
    published, precision = _moment(stated, native_id, context)
    return kept(
        Post,
        place,
        account=key,
        native_id=native_id,
        published_at=published,
        precision=precision,
        kind=PostKind.ORIGINAL,
        author=str(layout.get(row, "author")),
        text=str(layout.get(row, "text")),
        url=link,
        **{what: count_of(layout.get(row, what)) for what in ("views", "clicks", "likes", "replies", "reposts")},
    )


def _moment(stated: list[date], native_id: str, context: Context) -> tuple[datetime, Precision]:
    """Take the time out of the post's id where it lies on the stated day, which also settles 5/6 against 6/5."""
    exact = time_of(native_id, context.now)
    found = (moment_on(day, context.timezone, exact) for day in stated)
    return next((one for one in found if one[1] is Precision.SECOND), moment_on(stated[0], context.timezone))


def _kind(export: Export, name: str) -> str | None:
    book = book_of(export, name)
    if not book or is_creator_book(book):
        return None
    if any(posts_layout(rows) for rows in book.values()):
        return "posts"
    return "totals" if _is_other(book) else None


def _is_other(book: dict[str, Rows]) -> bool:
    """Whether LinkedIn names its sheets so and they have its columns: other programs call a sheet `Metrics` too."""
    ours = [rows for name, rows in book.items() if normal(name) in OTHER_PAGE_SHEETS]
    columns = {normal(str(value)) for rows in ours for row in rows[:5] for value in row}
    return any("organic" in column or "page views" in column for column in columns)
