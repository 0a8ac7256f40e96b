"""Rows of CSV files and spreadsheets, streamed, with the line each row began on.

Columns are matched by name: case, surrounding blanks and quotes do not matter.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from monitor.errors import SkipSource
from monitor.records import BadRow
from monitor.sources.export import Export
from monitor.sources.text import decode_head, limited_lines, open_text

SPREADSHEET_MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Row:
    """One row of a table: the line it began on (1-based) and its cells, as text."""

    line: int
    cells: list[str]


def is_spreadsheet(export: Export, name: str) -> bool:
    """Whether a member is an XLS, XLSX or ODS file, by its first bytes."""
    return export.head(name, 4) in SPREADSHEET_MAGIC


def normal(header: str) -> str:
    """Bring a column name to its comparable form."""
    return " ".join(header.replace("\ufeff", "").strip().strip('"').split()).casefold()


def delimiter_of(line: str) -> str:
    """Tell the delimiter of a header line: the most frequent of comma, semicolon, tab and bar."""
    return max(DELIMITERS, key=line.count)


def head_rows(export: Export, name: str, most: int = 12) -> list[list[str]]:
    """First rows of a text table for `identify`; [] when it is no text table. Never raises."""
    text = decode_head(export, name)
    if not text or "\0" in text[:1000]:
        return []
    lines = io.StringIO(text, newline="")
    first = text.split("\n", 1)[0]
    rows: list[list[str]] = []
    try:
        for row in csv.reader(lines, delimiter=delimiter_of(first)):
            rows.append(row)
            if len(rows) >= most:
                break
    except csv.Error:
        pass
    return rows


def csv_rows(export: Export, name: str, delimiter: str | None = None) -> Iterator[Row | BadRow]:
    """Stream the rows of a CSV member, header included; blank rows are left out.

    Raises:
        SkipSource: Wrong encoding; RefuseHostile: a line is too long.
    """
    with open_text(export, name) as text:
        lines = limited_lines(text, export.where(name), export.limits.line_bytes)
        reader = csv.reader(lines, delimiter=delimiter or _sniffed(export, name))
        csv.field_size_limit(export.limits.line_bytes)
        yield from _rows_of(reader, export.where(name))


def _sniffed(export: Export, name: str) -> str:
    return delimiter_of(decode_head(export, name).split("\n", 1)[0])


def _rows_of(reader: Any, where: str) -> Iterator[Row | BadRow]:
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRow(file=where, line=line, reason=f"not readable as CSV: {error}")
            line = reader.line_num + 1
            continue
        if cells:
            yield Row(line, cells)
        line = reader.line_num + 1


def sheets(export: Export, name: str) -> dict[str, list[list[Any]]]:
    """Read all sheets of a spreadsheet: sheet name -> rows of cells (text, numbers, dates as calamine gives them).

    Raises:
        SkipSource: It is no readable spreadsheet.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    with export.stream(name) as file:
        content = file.read()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return {sheet: book.get_sheet_by_name(sheet).to_python(skip_empty_area=False) for sheet in book.sheet_names}
    except (CalamineError, ValueError, OSError, RuntimeError) as error:
        raise SkipSource(f"is not a readable spreadsheet ({error})", export.where(name), "Export it again") from error


def positions(header: Sequence[Any], wanted: Iterable[str]) -> dict[str, int]:
    """Find columns by name: wanted name -> position, for those that are there (first occurrence)."""
    places: dict[str, int] = {}
    for index, cell in enumerate(header):
        places.setdefault(normal(str(cell)), index)
    return {name: places[normal(name)] for name in wanted if normal(name) in places}


def excerpt(cells: Iterable[Any]) -> str:
    """Join a row's cells for the reject table, cut to 300 characters."""
    return " | ".join(str(cell) for cell in cells)[:300]


def require(export: Export, name: str, found: dict[str, int], needed: Iterable[str]) -> None:
    """Insist on columns.

    Raises:
        SkipSource: One of `needed` is missing; the message lists the missing ones.
    """
    missing = [column for column in needed if column not in found]
    if missing:
        raise SkipSource(f"has no column {', '.join(missing)}", export.where(name), "Export it again with that column")
