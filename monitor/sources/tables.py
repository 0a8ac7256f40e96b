"""Rows of CSV files and spreadsheets, streamed, with the line each row began on.

Columns are matched by name: case, surrounding blanks and quotes do not matter.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple
from uuid import uuid4

from monitor.errors import RefuseHostile, SkipSource
from monitor.records import BadRow
from monitor.sources.export import Export
from monitor.sources.spreadsheets import is_spreadsheet, sheets
from monitor.sources.text import decode_head, limited_lines, open_text

__all__ = [
    "Row",
    "csv_rows",
    "delimiter_of",
    "excerpt",
    "head_rows",
    "is_spreadsheet",
    "normal",
    "positions",
    "require",
    "sheets",
]

DELIMITERS = ",;\t|"
_END = f"\0{uuid4().hex}"
"""A last line that no file can hold: a row that ends in more than it shows a quotation mark left open."""
_HINT = re.compile(r'"?sep=(.)"?\s*$', re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n")
_QUOTED = re.compile(r'"[^"]*"')


class Row(NamedTuple):
    """One row of a table: the line it began on (1-based) and its cells, as text."""

    line: int
    cells: list[str]


def normal(header: str) -> str:
    """Bring a column name to its comparable form."""
    return " ".join(header.replace("\ufeff", "").strip().strip('"').split()).casefold()


def delimiter_of(line: str) -> str:
    """Tell the delimiter of a header line: the most frequent of comma, semicolon, tab and bar outside quotes."""
    bare = _QUOTED.sub("", line)
    return max(DELIMITERS, key=bare.count)


def head_rows(export: Export, name: str, most: int = 12) -> list[list[str]]:
    """First rows of a text table for `identify`; [] when it is no text table. Never raises.

    Blank rows and the hint `sep=,` that spreadsheets write are left out, as `csv_rows` does.
    """
    text = decode_head(export, name)
    if not text or "\0" in text[:1000]:
        return []
    delimiter, hinted = _delimiter(text)
    rows: list[list[str]] = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows.extend(islice((row for row in islice(reader, int(hinted), None) if any(row)), most))
    except csv.Error:
        pass
    return rows


def csv_rows(export: Export, name: str, delimiter: str | None = None) -> Iterator[Row | BadRow]:
    """Stream the rows of a CSV member, header included; rows without any content are left out.

    A quotation mark that is never closed makes one BadRow that says how far it reached.

    Raises:
        SkipSource: Wrong encoding; RefuseHostile: a line or a quoted cell is too long.
    """
    where, limit = export.where(name), export.limits.line_bytes
    sniffed, hinted = _delimiter(decode_head(export, name))
    # The module knows one limit for all readers; ours is checked beneath it, so it may only ever grow.
    csv.field_size_limit(max(csv.field_size_limit(), limit))
    with open_text(export, name) as text:
        lines = chain(limited_lines(text, where, limit), (_END,))
        reader = csv.reader(islice(lines, int(hinted), None), delimiter=delimiter or sniffed)
        yield from _rows_of(reader, where, int(hinted))


def _delimiter(text: str) -> tuple[str, bool]:
    """Give the delimiter, and whether the first line is the hint `sep=,` and no row."""
    first = _LINE_END.split(text, maxsplit=1)[0]
    hint = _HINT.match(first)
    return (hint.group(1), True) if hint else (delimiter_of(first), False)


def _rows_of(reader: Any, where: str, skipped: int) -> Iterator[Row | BadRow]:
    line = skipped + 1
    try:
        for cells in reader:
            if any(cells):
                if cells[-1].endswith(_END):
                    yield from _unclosed(cells, where, line, reader.line_num + skipped - 1)
                    return
                yield Row(line, cells)
            line = reader.line_num + skipped + 1
    except csv.Error as error:
        raise RefuseHostile(
            f"a row that begins in line {line} cannot be read as CSV ({error})",
            where,
            "Look there for a quotation mark that is never closed, or raise limits.line_bytes",
        ) from error


def _unclosed(cells: list[str], where: str, line: int, last: int) -> Iterator[BadRow]:
    """Tell whether the end of the file came inside quotes, which the csv module passes over in silence."""
    if cells == [_END]:
        return
    swallowed = f"; lines {line} to {last} were taken for one row" if last > line else ""
    reason = f"a quotation mark in this row is never closed{swallowed}: close it and import the file again"
    yield BadRow(file=where, line=line, reason=reason, excerpt=excerpt(cells).replace(_END, ""))


def positions(header: Sequence[Any], wanted: Iterable[str]) -> dict[str, int]:
    """Find columns by name: wanted name -> position, for those that are there (first occurrence)."""
    places: dict[str, int] = {}
    for index, cell in enumerate(header):
        places.setdefault(normal(str(cell)), index)
    return {name: places[normal(name)] for name in wanted if normal(name) in places}


def excerpt(cells: Iterable[Any]) -> str:
    """Join a row's cells for the reject table, cut to 300 characters."""
    return " | ".join(str(cell)[:300] for cell in islice(cells, 60))[:300]


def require(export: Export, name: str, found: dict[str, int], needed: Iterable[str]) -> None:
    """Insist on columns.

    Raises:
        SkipSource: One of `needed` is missing; the message lists the missing ones.
    """
    missing = [column for column in needed if column not in found]
    if missing:
        raise SkipSource(f"has no column {', '.join(missing)}", export.where(name), "Export it again with that column")
