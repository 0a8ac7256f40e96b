"""Which column of an X analytics table holds what, in any language of the interface."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from connectors._days import MONTHS, safe_day
from connectors._values import cell
from connectors._x_ids import STATUS_LINK
from monitor.sources.tables import normal

_WORDED = re.compile(r"(?:[A-Z][a-z]{2}, )([A-Z][a-z]{2}) (\d{1,2}), (\d{4})", re.ASCII)
_MINUTE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d \+0000", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_NUMBER = re.compile(r"-?[\d.,]*%?", re.ASCII)

CONTENT = {"date": 1, "text": 2, "link": 3, "views": 4, "likes": 5, "replies": 10, "reposts": 11, "clicks": 14}
BY_TWEET = {"link": 1, "text": 2, "date": 3, "views": 4, "reposts": 7, "replies": 8, "likes": 9, "clicks": 11}
ORDER = {17: CONTENT, 40: BY_TWEET}
"""Places of the columns by the number of columns: "Content" (since 2024) and "Export by Tweet" (to 2024)."""

NAMES = {
    "link": ("post link", "tweet permalink"),
    "date": ("date", "time"),
    "text": ("post text", "tweet text"),
    "views": ("impressions",),
    "likes": ("likes",),
    "replies": ("replies",),
    "reposts": ("reposts", "retweets"),
    "clicks": ("url clicks",),
}
TOTALS_WIDTH = {14, 38}
"""Numbers of columns of "Overview" and "Export by day"."""


def read_date(text: str) -> date | datetime | None:
    """Read a day (`Sun, Nov 9, 2025`) or a minute (`2021-07-02 13:14 +0000`); None for anything else."""
    worded = _WORDED.fullmatch(text)
    if worded:
        return safe_day(int(worded[3]), MONTHS.get(worded[1], 0), int(worded[2]))
    minute = _MINUTE.fullmatch(text)
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M %z").astimezone(UTC) if minute else None
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True)
class Layout:
    """Places of the columns that were recognised; `link` and `date` always are."""

    places: dict[str, int]

    def get(self, cells: Sequence[str], what: str) -> str:
        """Text of the cell that holds `what`, "" if there is none."""
        return cell(cells, self.places.get(what))


def layout_of(rows: Sequence[Sequence[str]]) -> Layout | None:
    """Recognise a table of posts by its first rows, header first.

    By the English names of the columns; in another language by the contents: one column of links to single posts, one
    of dates as X writes them, and the known order of the rest.
    """
    if not rows:
        return None
    by_name = _by_name(rows[0])
    return by_name or _by_content(rows[0], rows[1:])


def is_totals(rows: Sequence[Sequence[str]]) -> bool:
    """Whether it is a table of daily totals ("Overview", "Export by day"): days first, then nothing but numbers."""
    if not rows or len(rows[0]) not in TOTALS_WIDTH:
        return False
    names = {normal(name) for name in rows[0]}
    if {"date", "impressions"} <= names and names & {"create post", "tweets published"}:
        return True
    body = [row for row in rows[1:] if len(row) == len(rows[0])]
    return bool(body) and all(
        _is_day(row[0]) and all(_NUMBER.fullmatch(one.strip()) for one in row[1:]) for row in body
    )


def _by_name(header: Sequence[str]) -> Layout | None:
    columns: dict[str, int] = {}
    for place, name in enumerate(header):
        columns.setdefault(normal(name), place)
    found = {what: columns[name] for what, names in NAMES.items() for name in names if name in columns}
    return Layout(found) if {"link", "date", "text", "views"} <= set(found) else None


def _by_content(header: Sequence[str], body: Sequence[Sequence[str]]) -> Layout | None:
    width = len(header)
    links = [place for place in range(width) if _all(body, place, lambda text: bool(STATUS_LINK.fullmatch(text)))]
    dates = [place for place in range(width) if _all(body, place, lambda text: read_date(text) is not None)]
    if len(links) != 1 or len(dates) != 1:
        return None
    order = ORDER.get(width, {})
    if order.get("link") == links[0] and order.get("date") == dates[0]:
        return Layout(order)
    numbers = [place for place in range(width) if _all(body, place, lambda text: bool(_NUMBER.fullmatch(text)))]
    texts = sorted(set(range(width)) - {*links, *dates, *numbers}, key=lambda place: -_length(body, place))
    found = {"link": links[0], "date": dates[0], **({"text": texts[0]} if texts else {})}
    return Layout(found) if len(numbers) >= 3 else None


def _all(body: Sequence[Sequence[str]], place: int, fits: Callable[[str], bool]) -> bool:
    """Whether a column has something in it and every filled cell fits."""
    filled = [text for row in body if (text := cell(row, place))]
    return bool(filled) and all(fits(text) for text in filled)


def _length(body: Sequence[Sequence[str]], place: int) -> int:
    return sum(len(cell(row, place)) for row in body)


def _are_numbers(cells: Sequence[str]) -> bool:
    return all(_NUMBER.fullmatch(text.strip()) for text in cells)


def _is_day(text: str) -> bool:
    return bool(_DAY.fullmatch(text.strip())) or isinstance(read_date(text.strip()), date)
