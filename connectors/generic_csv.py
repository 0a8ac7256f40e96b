"""Tables of any network: CSV, XLS, XLSX and ODS, by our template or with columns mapped in config.toml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, ClassVar

from connectors._generic_columns import SORTS, template_places
from connectors._generic_options import GenericOptions, Map
from connectors._generic_rows import Rows
from connectors._generic_table import Table
from connectors._whose import Whose
from connectors._zoneless import Zoneless
from monitor.errors import SkipSource
from monitor.records import Anything, BadRow
from monitor.sources.contract import Context, Declaration, Match, Options
from monitor.sources.export import Export
from monitor.sources.tables import Row, csv_rows, head_rows, is_spreadsheet, normal, positions, sheets

_OURS = "connectors.generic_csv"
_LONGEST_WHOLE = 10**15
"""A spreadsheet keeps 15 digits of a number; beyond them an id is damaged."""


class Connector:
    """Reads any table whose columns are known: by our template, or by a map in config.toml."""

    declaration: ClassVar[Declaration] = Declaration(
        name="generic_csv",
        title="table of your own (CSV, XLSX, XLS or ODS)",
        platform="any",
        yields=("Account", "Post", "Profile", "Standing", "Interaction", "PlannedItem"),
        obtain=(
            "Make a table whose first row names the columns, and save it as CSV (UTF-8), XLSX, XLS or ODS. "
            "Posts: account, time, text, and as far as you know them platform, id, kind (original, reply, repost, "
            "quote, video, article), title, url, author, language, source_app, in_reply_to, likes, reposts, replies, "
            "views, clicks, account_id, account_name, account_kind. "
            "Profiles: account, observed_at, and bio or has_bio, avatar_url, default_avatar, protected, followers, "
            "following, posts_total, created_at; what became of the account in state (active, renamed, suspended, "
            "deleted, protected, moved; or actief, hernoemd, geblokkeerd, verwijderd, afgeschermd, verhuisd), and in "
            "state_detail what people should know of it, such as its new name. "
            "Interactions: account, received_at, answered_at, kind (comment, mention, question, discussion), author, "
            "text, url, id, post_id. Content calendar: date, account, title (or planned_at; and id, if items have "
            "one): a row for each post, with the account's name as in config.toml, its handle or its network "
            "(LinkedIn). Save it again under the same name each time you want the monitor to know what was moved or "
            "taken out. "
            "Write times as 2013-01-31 09:30 (or with seconds, or with a zone: 2013-01-31T09:30:00+01:00); without a "
            "zone they are taken in the time zone of the organisation, and the import asks you to confirm that: write "
            "timezone under [connectors.generic_csv]. Days alone need none. "
            "A table with other columns is read when [[connectors.generic_csv.map]] in config.toml names them."
        ),
        since="our own template",
        richness=20,
        cannot=(
            "What the table does not hold. Ids that a spreadsheet damaged (1.22E+17) count as unknown: such a post is "
            "known by its time and text."
        ),
        options=GenericOptions,
        names_accounts=True,
    )

    def __init__(self, options: Options) -> None:
        """Take the maps."""
        self.options = options if isinstance(options, GenericOptions) else GenericOptions()

    def identify(self, export: Export) -> Match | None:
        """Claim a lone table with known columns; every more specific claim goes first."""
        if not export.is_single:
            return None
        layout = self._layout(export)
        if layout is None:
            return None
        return Match("generic_csv", f"table of {layout.map.yields} ({layout.map.name})", generic=True)

    def read(self, export: Export, context: Context) -> Iterator[Anything]:
        """Stream the records of the table.

        Raises:
            SkipSource: Its columns are not those of the template or of any map.
        """
        (name,) = export.names
        layout = self._layout(export)
        if layout is None:
            raise SkipSource("has no columns that are known", export.where(name), "Map them in config.toml")
        table = self._table(export, name, layout, context)
        yield from table.zoneless.around(_records(export, name, layout, Rows(table)))

    def _table(self, export: Export, name: str, layout: _Layout, context: Context) -> Table:
        stated = self.options.zone_of(layout.map)
        zone = stated or context.timezone
        return Table(
            map=layout.map,
            places=layout.places,
            header=layout.header,
            file=export.where(name),
            zone=zone,
            home=context.timezone,
            zoneless=Zoneless(zone, None if stated else self._settled(layout.map)),
            whose=_whose(layout.map, context),
            seen_at=_looked_at(layout.map, export.modified(name), zone, context),
        )

    def _settled(self, table: Map) -> str:
        """The table of config.toml whose `timezone` says in which zone the times are."""
        return f'[[{_OURS}.map]] "{table.name}"' if table in self.options.map else f"[{_OURS}]"

    def _layout(self, export: Export) -> _Layout | None:
        (name,) = export.names
        for sheet, header in _headers(export, name):
            found = self._fitting(header)
            if found:
                return _Layout(*found, tuple(header), sheet)
        return None

    def _fitting(self, header: Sequence[str]) -> tuple[Map, dict[str, int]] | None:
        """The map that asks for most of these columns, else the template they follow."""
        there = {normal(cell) for cell in header}
        fitting = [one for one in self.options.map if one.signs <= there]
        if fitting:
            chosen = max(fitting, key=lambda one: len(one.signs))
            by_column = positions(header, chosen.fields.values())
            return chosen, {field: by_column[column] for field, column in chosen.fields.items()}
        for sort in SORTS:
            places = template_places(sort, header)
            if places:
                return _template(sort), places
        return None


@dataclass(frozen=True)
class _Layout:
    """Which map reads the table, where its fields are, its header, and in which sheet (None: no spreadsheet)."""

    map: Map
    places: dict[str, int]
    header: tuple[str, ...]
    sheet: str | None


def _whose(chosen: Map, context: Context) -> Whose | None:
    """People write a content calendar, and in it accounts as they call them; where the map says which, it is right."""
    by_name = chosen.yields == "planned" and chosen.platform == "other" and context.accounts
    return Whose(context.accounts) if by_name else None


def _looked_at(chosen: Map, modified: datetime | None, zone: tzinfo, context: Context) -> datetime:
    """When profiles without a time of their own were seen: as configured, else the file's date."""
    if chosen.observed_at is None:
        return min(modified or context.now, context.now)
    aware = chosen.observed_at.tzinfo is not None
    return chosen.observed_at if aware else chosen.observed_at.replace(tzinfo=zone)


def _template(sort: str) -> Map:
    """The map that our template stands for; what a map must name, the template's columns have."""
    return Map.model_validate({"name": "template", "yields": sort, "columns": {f: f for f in SORTS[sort].template}})


def _headers(export: Export, name: str) -> Iterator[tuple[str | None, list[str]]]:
    """The first row of a text table, or of each sheet of a spreadsheet."""
    if not is_spreadsheet(export, name):
        rows = head_rows(export, name, 1)
        if rows:
            yield None, rows[0]
        return
    try:
        pages = sheets(export, name)
    except SkipSource:
        return
    for sheet, cells in pages.items():
        filled = next((row for row in cells if any(cell != "" for cell in row)), None)
        if filled:
            yield sheet, [_text(cell) for cell in filled]


def _records(export: Export, name: str, layout: _Layout, rows: Rows) -> Iterator[Anything]:
    for row in _rows(export, name, layout):
        if isinstance(row, BadRow):
            yield row
        else:
            yield from rows.records(row.line, row.cells)


def _rows(export: Export, name: str, layout: _Layout) -> Iterator[Row | BadRow]:
    """The rows below the header."""
    source = csv_rows(export, name) if layout.sheet is None else _sheet_rows(export, name, layout.sheet)
    for row in source:
        if not isinstance(row, BadRow):
            break
        yield row
    yield from source


def _sheet_rows(export: Export, name: str, sheet: str) -> Iterator[Row]:
    for line, cells in enumerate(sheets(export, name)[sheet], 1):
        texts = [_text(cell) for cell in cells]
        if any(texts):
            yield Row(line, texts)


def _text(cell: Any) -> str:
    """Write a spreadsheet's cell as a CSV would hold it."""
    if isinstance(cell, float):
        if abs(cell) >= _LONGEST_WHOLE:
            return f"{cell:.5E}"
        return str(int(cell)) if cell.is_integer() else str(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time | timedelta):
        return cell.isoformat() if not isinstance(cell, timedelta) else str(cell)
    return str(cell).lower() if isinstance(cell, bool) else str(cell)
