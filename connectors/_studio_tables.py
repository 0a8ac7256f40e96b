"""Which of YouTube Studio's tables a file is, and where its columns are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from connectors._youtube import is_video_id
from monitor.sources.tables import normal


class Kind(StrEnum):
    """The tables of an export of Analytics' advanced mode."""

    VIDEOS = "videos"
    OTHER = "other"
    CHART = "chart"
    TOTALS = "totals"


NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("Content", "Video"),
    "title": ("Video title",),
    "published": ("Video publish time",),
    "views": ("Views",),
    "likes": ("Likes",),
    "replies": ("Comments added", "Comments"),
    "reposts": ("Shares",),
}
MEASURES = frozenset({"views", "watch time (hours)", "impressions", "subscribers"})
Rows = Sequence[Sequence[str]]


def kind_of(rows: Rows) -> Kind | None:
    """Tell from the first rows, header included, which table it is; None for anything else."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    if all(_is_iso_day(_at(row, 0)) for row in rows[1:]):
        return Kind.CHART if all(is_video_id(_at(row, 1)) for row in rows[1:]) else Kind.TOTALS
    if places_of(rows):
        return Kind.VIDEOS
    return Kind.OTHER if _is_other(rows) else None


def places_of(rows: Rows) -> dict[str, int]:
    """Where what stands in a table of videos: meaning -> position; {} when it is none.

    By the English names, else by the shape: a row of totals with two empty cells, then ids of videos, each followed
    by the title and the day. Numbers are only known by name.
    """
    header = {normal(name): place for place, name in reversed(list(enumerate(rows[0])))}
    named = {
        meaning: header[normal(name)]
        for meaning, names in NAMES.items()
        for name in reversed(names)
        if normal(name) in header
    }
    if {"id", "published"} <= named.keys():
        return named
    shaped = len(rows) > 2 and len(rows[0]) > 3 and is_total(rows[1]) and all(is_video_id(_at(r, 0)) for r in rows[2:])
    return {"id": 0, "title": 1, "published": 2} if shaped else {}


def is_total(row: Sequence[str]) -> bool:
    """Whether a row is that of the totals: a word, no title, no day, then numbers."""
    return not is_video_id(_at(row, 0)) and bool(_at(row, 0)) and not _at(row, 1) and not _at(row, 2)


def _is_other(rows: Rows) -> bool:
    """A table of the same export by something else: English measures under a total, or by two-letter countries."""
    english = _at(rows[1], 0).casefold() == "total" and bool(MEASURES & {normal(name) for name in rows[0]})
    codes = [_at(row, 0) for row in rows[2:]]
    countries = len(codes) > 1 and all(len(code) == 2 and code.isascii() and code.isupper() for code in codes)
    return english or (countries and len(_at(rows[1], 0)) > 2)


def _is_iso_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return "-" in text


def _at(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""
