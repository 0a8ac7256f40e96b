"""Spreadsheets that LinkedIn's analytics export: which sheet it is, and which column holds what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from connectors._days import safe_day
from connectors._linkedin_ids import post_id
from connectors._values import cell
from monitor.errors import SkipSource
from monitor.sources.export import Export
from monitor.sources.tables import is_spreadsheet, normal, sheets

Rows = list[list[Any]]
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_LOOK = 15
"""The header is within so many rows: a line of explanation, at times blank rows, stand above it."""
CREATOR_SHEETS = {"engagement", "top posts", "followers", "demographics"}
OTHER_PAGE_SHEETS = {"new followers", "visitor metrics", "visitors metrics", "competitors", "metrics"}

NAMES = {
    "text": ("post title",),
    "link": ("post link",),
    "author": ("posted by",),
    "date": ("created date",),
    "views": ("impressions",),
    "clicks": ("clicks",),
    "likes": ("likes",),
    "replies": ("comments",),
    "reposts": ("reposts",),
}
FULL = {
    "text": 0,
    "link": 1,
    "author": 4,
    "date": 5,
    "views": 9,
    "clicks": 12,
    "likes": 14,
    "replies": 15,
    "reposts": 16,
}
OLDER = {**FULL, "clicks": 11, "likes": 13, "replies": 14, "reposts": 15}
ORDER = {20: FULL, 19: OLDER}
"""Places of the columns by their number, for languages whose names we do not know; older files lack one column."""


@dataclass(frozen=True)
class Layout:
    """A sheet of posts: the row of its header (0-based) and the places of its columns."""

    header: int
    places: dict[str, int]

    def get(self, cells: Sequence[Any], what: str) -> Any:
        """What stands in the column that holds `what`, "" if there is none."""
        place = self.places.get(what)
        return cells[place] if place is not None and place < len(cells) else ""


def book_of(export: Export, name: str) -> dict[str, Rows]:
    """All sheets of a member, {} if it is no spreadsheet that can be read."""
    try:
        return sheets(export, name) if is_spreadsheet(export, name) else {}
    except SkipSource:
        return {}


def posts_layout(rows: Rows) -> Layout | None:
    """Recognise a sheet with one post a row, by its English column names or by its contents."""
    for number, row in enumerate(rows[:_LOOK]):
        named = _named(row)
        if {"link", "date", "text"} <= set(named):
            return Layout(number, named)
    first = next((number for number, row in enumerate(rows[:_LOOK]) if _link_places(row)), None)
    return _by_content(rows, first) if first else None


def is_creator_book(book: dict[str, Rows]) -> bool:
    """Whether it is the analytics of a member: its sheets by name, or two lists of links side by side."""
    if len(CREATOR_SHEETS & {normal(name) for name in book}) >= 3:
        return True
    return any(len(_link_places(row)) > 1 for rows in book.values() for row in rows[:_LOOK])


def read_days(value: Any) -> list[date]:
    """Read a day as LinkedIn's spreadsheets write it: the month first; the day first is the second guess."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return [day for day in [safe_day(value.year, value.month, value.day)] if day]
    found = _SLASHED.fullmatch(str(value).strip()[:20])
    if not found:
        return []
    one, two, year = (int(part) for part in found.groups())
    days = dict.fromkeys((safe_day(year, one, two), safe_day(year, two, one)))
    return [day for day in days if day]


def days_covered(book: dict[str, Rows]) -> list[date]:
    """Days of the sheet `Metrics`, which has a row for every day of the period, posts or not."""
    covered: list[date] = []
    for rows in book.values():
        guesses = [read_days(row[0])[:1] for row in rows if row]
        days = [day for guess in guesses for day in guess]
        if len(days) > len(covered) and posts_layout(rows) is None:
            covered = days
    return covered


def _named(row: Sequence[Any]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, name in enumerate(row):
        columns.setdefault(normal(str(name)), place)
    return {what: columns[name] for what, names in NAMES.items() for name in names if name in columns}


def _link_places(row: Sequence[Any]) -> list[int]:
    """Columns in which a row has a permalink."""
    return [place for place, text in enumerate(row) if "linkedin.com" in str(text)[:60] and post_id(str(text)[:2000])]


def _by_content(rows: Rows, first: int) -> Layout | None:
    links, header = _link_places(rows[first]), rows[first - 1]
    filled = sum(bool(str(name).strip()) for name in header)
    if len(links) != 1:
        return None
    order = ORDER.get(filled)
    if order and order["link"] == links[0] and read_days(_at(rows[first], order["date"])):
        return Layout(first - 1, order)
    dates = [place for place, value in enumerate(rows[first]) if read_days(value)]
    texts = [place for place in range(links[0]) if cell(rows[first], place)]
    if not dates:
        return None
    found = {"link": links[0], "date": dates[0], **({"text": texts[0]} if texts else {})}
    return Layout(first - 1, found)


def _at(row: Sequence[Any], place: int) -> Any:
    return row[place] if place < len(row) else ""
