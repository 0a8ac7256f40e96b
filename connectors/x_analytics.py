"""Analytics of an X (Twitter) account: the "Content" table of today and "Export by Tweet" of 2013-2024.

The language of the interface does not matter. Tables of daily totals hold no posts and are refused with advice.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath
from typing import ClassVar

from connectors._days import moment_on, safe_day, span
from connectors._values import Place, Tally, count_of, kept
from connectors._whole import data_members
from connectors._x_ids import STATUS_LINK, post_url, profile_url, time_of
from connectors._x_layout import Layout, is_totals, layout_of, read_date
from monitor.errors import SkipSource
from monitor.records import Account, Anything, BadRow, Post, PostKind, Precision, Window
from monitor.sources.contract import Context, Declaration, Match, Options
from monitor.sources.export import HEAD_BYTES, Export
from monitor.sources.tables import Row, csv_rows, excerpt, head_rows

_DASHED = re.compile(r"(\d{4})-(\d\d)-(\d\d)_(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_PLAIN = re.compile(r"(\d{4})(\d\d)(\d\d)_(\d{4})(\d\d)(\d\d)", re.ASCII)
_TOTALS = "holds totals per day and no posts"
_ADVICE = "In X's analytics open the tab Content (not Overview) and export that; it has one line per post"


class Connector:
    """Reads the numbers X shows per post: impressions, likes, replies, reposts, clicks."""

    declaration: ClassVar[Declaration] = Declaration(
        name="x_analytics",
        title="X (Twitter) analytics",
        platform="x",
        yields=("Account", "Post", "Window"),
        obtain=(
            "The account needs X Premium. Log in as the account, open x.com/i/account_analytics, tab Content, choose "
            "the longest period offered, and use the download button. Repeat for earlier periods and put all files "
            "in the inbox. Do not open and save them in a spreadsheet program before."
        ),
        since='2024 ("Content", 17 columns); the older "Export by Tweet" (40 columns, 2013-2024) is read too',
        richness=60,
        cannot=(
            "Reposts (they are in the archive). Replies are told by the @ at the beginning of the text, so that the "
            "continuation of an own thread counts as an own post here. Posts outside the chosen period."
        ),
    )

    def __init__(self, options: Options) -> None:
        """There is nothing to set."""

    def identify(self, export: Export) -> Match | None:
        """Claim an export whose tables are all X analytics; in a mixed folder every file is asked for itself."""
        tables = data_members(export)
        kinds = {name: _kind(export, name) for name in tables}
        if not tables or not all(kinds.values()):
            return None
        posts = sum(kind == "posts" for kind in kinds.values())
        return Match("x_analytics", f"X analytics, {posts} of {len(tables)} tables with posts")

    def read(self, export: Export, context: Context) -> Iterator[Anything]:
        """Give the posts of every table, and per table the window it covers.

        Raises:
            SkipSource: There are only daily totals.
        """
        kinds = {name: _kind(export, name) for name in data_members(export)}
        if "posts" not in kinds.values():
            raise SkipSource(_TOTALS, export.name, _ADVICE)
        for name, kind in kinds.items():
            if kind == "posts":
                yield from _Table(export, name, context).records()
            else:
                yield Place(export.where(name)).bad(f"{_TOTALS}; the other files of this export are read")


class _Table:
    """One file being read: remembers the accounts and the days it has seen."""

    def __init__(self, export: Export, name: str, context: Context) -> None:
        self._export, self._name, self._context = export, name, context
        self._handles: dict[str, str] = {}
        self._first: date | None = None
        self._last: date | None = None

    def records(self) -> Iterator[Anything]:
        """Accounts as their names turn up, posts, rejects, and the window at the end."""
        tally = Tally()
        yield from tally.passing(self._rows())
        yield from self._windows() if tally.trustworthy else tally.moments()

    def _rows(self) -> Iterator[Anything]:
        layout: Layout | None = None
        for row in csv_rows(self._export, self._name):
            if isinstance(row, BadRow):
                yield row
            elif layout is None:
                layout = _layout(self._export, self._name)
            else:
                yield from self._row(layout, row)

    def _row(self, layout: Layout, row: Row) -> Iterator[Anything]:
        place = Place(self._export.where(self._name), row.line, excerpt(row.cells))
        link = STATUS_LINK.fullmatch(layout.get(row.cells, "link"))
        stated = read_date(layout.get(row.cells, "date"))
        if not link:
            yield place.bad("has no link to a post")
            return
        yield from self._account(link["handle"])
        if not stated:
            known = link["id"] != "undefined"
            yield place.bad("has no date" if known else "X exported this line without a post (no date, no text, no id)")
            return
        yield self._post(layout, row.cells, place, link, stated)

    def _account(self, handle: str) -> Iterator[Account]:
        key = handle.casefold()
        if key not in self._handles:
            self._handles[key] = handle
            yield Account(key=key, platform="x", handle=handle, url=profile_url(handle))

    def _post(
        self, layout: Layout, cells: Sequence[str], place: Place, link: re.Match[str], stated: date | datetime
    ) -> Post | BadRow:
        native_id = link["id"] if link["id"].isdecimal() else None
        published, precision = _moment(stated, native_id, self._context)
        self._see(published.astimezone(self._context.timezone).date() if isinstance(stated, datetime) else stated)
        text = html.unescape(layout.get(cells, "text"))
        return kept(
            Post,
            place,
            account=link["handle"].casefold(),
            native_id=native_id,
            published_at=published,
            precision=precision,
            kind=_kind_of(text),
            text=text,
            url=post_url(link["handle"], native_id),
            **{what: count_of(layout.get(cells, what)) for what in ("likes", "reposts", "replies", "views", "clicks")},
        )

    def _see(self, day: date) -> None:
        self._first = min(self._first or day, day)
        self._last = max(self._last or day, day)

    def _windows(self) -> Iterator[Window]:
        """From the first to the last day with a post, or the period in the file's name where it holds them all."""
        hint = period_in_name(self._name)
        first, last = self._first, self._last
        if hint and (first is None or hint[0] <= first) and (last is None or last <= hint[1]):
            first, last = hint
        if first and last:
            start, end = span(first, last, self._context.timezone, self._context.now)
            yield from (Window(account=key, start=start, end=end) for key in self._handles if start <= end)


def period_in_name(name: str) -> tuple[date, date] | None:
    """Read the first and last day out of a file's name.

    Today's names end with the last day, `..._2025-11-02_2025-11-09`; those of "Export by Tweet" with the day after it,
    `..._20161201_20170101_en`.
    """
    base = PurePosixPath(name).name
    found, extra = _DASHED.search(base), 0
    if not found:
        found, extra = _PLAIN.search(base), 1
    if not found:
        return None
    numbers = [int(part) for part in found.groups()]
    first, last = safe_day(*numbers[:3]), safe_day(*numbers[3:])
    if not first or not last or first > last:
        return None
    return first, max(first, last - timedelta(days=extra))


def _moment(stated: date | datetime, native_id: str | None, context: Context) -> tuple[datetime, Precision]:
    """Take the time out of the post's id where the table agrees with it: it is exact, the table is not."""
    exact = time_of(native_id)
    if not isinstance(stated, datetime):
        return moment_on(stated, context.timezone, exact)
    if exact and stated <= exact < stated + timedelta(minutes=1):
        return exact, Precision.SECOND
    return stated, Precision.MINUTE


def _kind_of(text: str) -> PostKind:
    if text.startswith("RT @"):
        return PostKind.REPOST
    return PostKind.REPLY if text.startswith("@") else PostKind.ORIGINAL


def _kind(export: Export, name: str) -> str | None:
    if _layout(export, name):
        return "posts"
    return "totals" if is_totals(_head(export, name)) else None


def _layout(export: Export, name: str) -> Layout | None:
    return layout_of(_head(export, name))


def _head(export: Export, name: str) -> list[list[str]]:
    """First rows; the last one may be cut where the first bytes end and is then left out."""
    rows = head_rows(export, name, 9)
    cut = len(rows) < 9 and export.size(name) > HEAD_BYTES
    return rows[:-1] if cut else rows
