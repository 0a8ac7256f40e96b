"""YouTube Studio's table of videos (Analytics, advanced mode)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from connectors._days import moment_on, span
from connectors._making import bad, made
from connectors._named_days import named_day
from connectors._span import Span
from connectors._studio_tables import Kind, is_total, kind_of, places_of
from connectors._values import cell, count_of
from connectors._youtube import video_id, video_url
from monitor.errors import SkipSource
from monitor.records import Account, AccountKind, Anything, BadRow, Post, PostKind, Precision, Window
from monitor.sources.contract import Context, Declaration, Match, Options
from monitor.sources.export import Export
from monitor.sources.tables import Row, csv_rows, excerpt, head_rows

MOST_ROWS = 500
"""Studio cuts its tables at 500 videos; such a table has perhaps not all of them."""

MOST_MEMBERS = 12
ADVICE = "In Analytics > Advanced mode choose Content and the period Lifetime, then Export current view"


class Connector:
    """Reads `Table data.csv`, alone or in its ZIP."""

    declaration: ClassVar[Declaration] = Declaration(
        name="youtube_studio",
        title="YouTube Studio table of videos (CSV or its ZIP)",
        platform="youtube",
        yields=("Account", "Post", "Window"),
        obtain=(
            "1. Open studio.youtube.com and go to Analytics > Advanced mode (or See more). 2. Choose Content as the "
            "breakdown and Lifetime as the period. 3. Add the columns Likes and Comments added if you want them. "
            "4. Click the download arrow > Comma-separated values. 5. Put the ZIP in the inbox as it is: its "
            "Totals.csv tells the period, without which silence after the last video is not known."
        ),
        since="2019; column names as of 2022 and 2026; other languages by the form of the table (then without counts).",
        richness=40,
        cannot=(
            "The day of publication only, no time of day, no description, no name of the channel. At most about 500 "
            "videos. Unlisted and private videos stand among the public ones and cannot be told apart; videos without "
            "a publish day are kept but stand in no week. Days must be written with an English, Dutch, German or "
            "French month, or as 2026-01-13."
        ),
    )

    def __init__(self, options: Options) -> None:
        """Take the options; there are none."""
        self.options = options

    def identify(self, export: Export) -> Match | None:
        """Claim a table of videos with its chart and totals; tables by something else too, to say what is needed."""
        kinds = _kinds(export)
        if not kinds:
            return None
        if Kind.VIDEOS in kinds.values():
            return Match(self.declaration.name, "YouTube Studio, table of videos")
        return Match(self.declaration.name, "YouTube Studio, a table without videos")

    def read(self, export: Export, context: Context) -> Iterator[Anything]:
        """Stream the channel (unnamed), its videos, and the observed window."""
        kinds = _kinds(export)
        name = next((member for member, kind in kinds.items() if kind is Kind.VIDEOS), None)
        if name is None:
            raise SkipSource(_refusal(export, kinds), export.name, ADVICE)
        yield Account(platform="youtube", kind=AccountKind.CHANNEL)
        seen, count = Span(), 0
        for record in _videos(export, name, context):
            if isinstance(record, Post):
                seen.see(record.published_at)
                count += 1
            yield record
        if count < MOST_ROWS and seen.oldest:
            period = _period(export, kinds)
            start, end = span(*period, context.timezone, context.now) if period else (seen.oldest, seen.newest)
            yield Window(start=start, end=end)


def _kinds(export: Export) -> dict[str, Kind]:
    """What each member is; {} when the export is not one of Studio's."""
    if len(export.names) > MOST_MEMBERS:
        return {}
    found = {name: kind_of(head_rows(export, name)) for name in export.names}
    kinds = {name: kind for name, kind in found.items() if kind}
    main = [kind for kind in kinds.values() if kind is not Kind.TOTALS]
    # A file of days and numbers alone may be anybody's, and two tables of videos may be two channels.
    usable = len(kinds) == len(found) and main and main.count(Kind.VIDEOS) <= 1
    return kinds if usable else {}


def _refusal(export: Export, kinds: dict[str, Kind]) -> str:
    name = next((member for member, kind in kinds.items() if kind is not Kind.TOTALS), None)
    if name is None:
        return "is no table of YouTube Studio"
    if kinds[name] is Kind.CHART:
        return "is the chart of an export, views by day, without the table of videos"
    return f"is a table by {head_rows(export, name, 1)[0][0].strip() or 'something else'}, not by video"


def _videos(export: Export, name: str, context: Context) -> Iterator[Post | BadRow]:
    places, where = places_of(head_rows(export, name)), export.where(name)
    rows = csv_rows(export, name)
    next(rows, None)
    for number, row in enumerate(rows):
        if isinstance(row, BadRow):
            yield row
        elif not (number == 0 and is_total(row.cells)):
            yield _video(row, places, where, context)


def _video(row: Row, places: dict[str, int], where: str, context: Context) -> Post | BadRow:
    def make() -> Post:
        native_id = video_id(cell(row.cells, places["id"]))
        day = cell(row.cells, places["published"])
        # A video that is unlisted or not out yet stands in the table without a day: it exists, its time is unknown.
        moment, precision = moment_on(named_day(day), context.timezone) if day else (None, Precision.DAY)
        return Post(
            native_id=native_id,
            published_at=moment,
            precision=precision,
            kind=PostKind.VIDEO,
            title=cell(row.cells, places.get("title")),
            url=video_url(native_id),
            **{name: count_of(cell(row.cells, places.get(name))) for name in ("views", "likes", "replies", "reposts")},
        )

    if len(row.cells) <= places["published"]:
        return bad("is cut off before the publish day", where, row.line, excerpt(row.cells))
    return made(make, where, row.line, excerpt(row.cells))


def _period(export: Export, kinds: dict[str, Kind]) -> tuple[date, date] | None:
    """First and last day of the period that was chosen, from the totals or the chart beside the table."""
    for name, kind in kinds.items():
        if kind in {Kind.TOTALS, Kind.CHART}:
            days = [day for row in csv_rows(export, name) if isinstance(row, Row) and (day := _day(row))]
            return (min(days), max(days)) if days else None
    return None


def _day(row: Row) -> date | None:
    try:
        day = date.fromisoformat(row.cells[0].strip())
    except ValueError:
        return None
    return day if 1990 <= day.year < 2199 else None
