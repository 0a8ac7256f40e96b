"""Which column of Meta's tables means what: by its English name, or by its shape where the header is translated."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from monitor.sources.tables import normal


class Form(StrEnum):
    """The tables that Meta gives out."""

    PAGE = "Facebook page content"
    INSTAGRAM = "Instagram content"
    INSIGHTS = "older Page Insights, post level"


@dataclass(frozen=True)
class Layout:
    """Where what stands in a table: meaning -> position, and which table it is.

    Meanings: post_id, account_id, account_handle, account_name, title, description, time, permalink, type, date,
    likes, reposts, replies, views, clicks.
    """

    form: Form
    places: Mapping[str, int] = field(default_factory=dict)
    translated: bool = False


NAMES: Mapping[Form, Mapping[str, tuple[str, ...]]] = {
    Form.PAGE: {
        "post_id": ("Post ID",),
        "account_id": ("Page ID",),
        "account_name": ("Page name",),
        "title": ("Title",),
        "description": ("Description",),
        "time": ("Publish time",),
        "permalink": ("Permalink",),
        "type": ("Post type",),
        "date": ("Date",),
        "likes": ("Reactions",),
        "reposts": ("Shares",),
        "replies": ("Comments",),
        "views": ("Views", "Impressions"),
        "clicks": ("Total clicks",),
    },
    Form.INSTAGRAM: {
        "post_id": ("Post ID",),
        "account_id": ("Account ID",),
        "account_handle": ("Account username",),
        "account_name": ("Account name",),
        "description": ("Description",),
        "time": ("Publish time",),
        "permalink": ("Permalink",),
        "type": ("Post type",),
        "date": ("Date",),
        "likes": ("Likes",),
        "reposts": ("Shares",),
        "replies": ("Comments",),
        "views": ("Views", "Impressions"),
    },
    Form.INSIGHTS: {
        "post_id": ("Post ID",),
        "permalink": ("Permalink",),
        "description": ("Post Message",),
        "type": ("Type",),
        "time": ("Posted",),
        "views": ("Lifetime Post Total Impressions",),
    },
}
NEEDED: Mapping[Form, frozenset[str]] = {
    Form.INSIGHTS: frozenset({"post_id", "permalink", "description", "time"}),
    Form.INSTAGRAM: frozenset({"post_id", "account_id", "account_handle", "time", "permalink"}),
    Form.PAGE: frozenset({"post_id", "time", "permalink"}),
}
"""What makes a header that table, the most particular table first."""

PAGE_ORDER = {"account_id": 1, "account_name": 2, "title": 3, "description": 4}
INSTAGRAM_ORDER = {"account_id": 1, "account_handle": 2, "account_name": 3, "description": 4}
TIME_PLACE = 6
"""Where both tables have the publish time; the columns before it keep their order in every language."""

US_TIME = re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}(?::\d{2})?")
ADDRESS = re.compile(r"https?://(?:[a-z0-9-]+\.)*(facebook|instagram)\.com/", re.IGNORECASE)
NUMBER = re.compile(r"[0-9]{8,20}(?:_[0-9]{5,20})?|[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{2}")


def mended(header: Sequence[str]) -> list[str]:
    """Put the one column whose name holds a comma together again where it was written without quotes."""
    cells = list(header)
    for place in range(len(cells) - 1):
        if normal(cells[place]) == "reactions" and normal(cells[place + 1]) == "comments and shares":
            return [*cells[:place], "Reactions, Comments and Shares", *cells[place + 2 :]]
    return cells


def layout_of(rows: Sequence[Sequence[str]]) -> Layout | None:
    """Tell from the first rows which table it is.

    Args:
        rows: Header first, then as many rows as are at hand.

    Returns:
        None when it is none of Meta's tables of posts.
    """
    if not rows or len(rows[0]) < 5:
        return None
    header = mended(rows[0])
    return _by_name(header) or _by_shape(header, rows[1:])


def _by_name(header: Sequence[str]) -> Layout | None:
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        places.setdefault(normal(name), place)
    for form, needed in NEEDED.items():
        found = {
            meaning: next(places[normal(name)] for name in names if normal(name) in places)
            for meaning, names in NAMES[form].items()
            if any(normal(name) in places for name in names)
        }
        if needed <= found.keys():
            return Layout(form, found)
    return None


def _by_shape(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Layout | None:
    """A translated header: a number first, an address of Meta's and a time in US order in the same row."""
    for row in rows:
        address = next((place for place, cell in enumerate(row) if ADDRESS.match(cell.strip())), None)
        time = next((place for place, cell in enumerate(row) if US_TIME.fullmatch(cell.strip())), None)
        if address is None or time is None or len(header) < 10 or not NUMBER.fullmatch(row[0].strip()):
            continue
        form = Form.INSTAGRAM if _is_instagram(row[address]) else Form.PAGE
        order = INSTAGRAM_ORDER if form is Form.INSTAGRAM else PAGE_ORDER
        known = order if time == TIME_PLACE else {}
        return Layout(form, {"post_id": 0, "time": time, "permalink": address, **known}, translated=True)
    return None


def _is_instagram(address: str) -> bool:
    found = ADDRESS.match(address.strip())
    return bool(found and found[1].lower() == "instagram")
