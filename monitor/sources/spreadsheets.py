"""XLS, XLSX and ODS files as rows of cells, and what keeps a hostile one from eating the memory."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

from monitor.errors import RefuseHostile, SkipSource
from monitor.sources.archive import BROKEN_ZIP, ZIP_MAGIC, check_entry
from monitor.sources.export import Export

OLE_MAGIC = b"\xd0\xcf\x11\xe0"
SPREADSHEET_MAGIC = (ZIP_MAGIC, OLE_MAGIC)
MOST_BYTES = 256 * 2**20
"""Largest spreadsheet, packed or unpacked, in bytes: it is held in memory, unlike a CSV."""
MOST_CELLS = 20_000_000
"""Largest rectangle of cells: the reader makes room for all of it at once, empty or not."""
_CELL = re.compile(rb"""\br\s{0,9}=\s{0,9}["']([A-Za-z]{0,3})(\d{1,7})["']""")
_OVERLAP = 40
_BLOCK = 1 << 20


def is_spreadsheet(export: Export, name: str) -> bool:
    """Whether a member is an XLS, XLSX or ODS file, by its first bytes."""
    return export.head(name, 4) in SPREADSHEET_MAGIC


def sheets(export: Export, name: str) -> dict[str, list[list[Any]]]:
    """Read all sheets of a spreadsheet: sheet name -> rows of cells (text, numbers, dates as calamine gives them).

    The result is kept with the export, because every connector that looks at a spreadsheet asks for it; do not
    change it.

    Raises:
        SkipSource: It is no readable spreadsheet.
        RefuseHostile: It is larger than a spreadsheet may be.
    """
    if name not in export.memo:
        export.memo[name] = _read(export, name)
    known: dict[str, list[list[Any]]] = export.memo[name]
    return known


def _read(export: Export, name: str) -> dict[str, list[list[Any]]]:
    where = export.where(name)
    if export.size(name) > MOST_BYTES:
        raise _too_large(f"is larger than {MOST_BYTES} bytes", where)
    with export.stream(name) as file:
        content = file.read()
    if content.startswith(ZIP_MAGIC):
        _check_office(content, where, export)
    return _parse(content, where)


def _parse(content: bytes, where: str) -> dict[str, list[list[Any]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return {sheet: book.get_sheet_by_name(sheet).to_python(skip_empty_area=False) for sheet in book.sheet_names}
    except (CalamineError, ValueError, OSError, RuntimeError) as error:
        raise SkipSource(f"is not a readable spreadsheet ({error})", where, "Export it again") from error
    except BaseException as error:
        # A panic inside the reader's Rust code arrives as a class of its own beneath BaseException.
        if type(error).__name__ != "PanicException":
            raise
        raise SkipSource("is a damaged spreadsheet", where, "Export it again") from error


def _check_office(content: bytes, where: str, export: Export) -> None:
    """Unpack an XLSX or ODS once under limits before the real reader, which has none, may see it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            entries = book.infolist()
            if sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise _too_large(f"would unpack to more than {MOST_BYTES} bytes", where)
            for entry in entries:
                check_entry(f"{where}:{entry.filename}", entry, export.limits)
                with book.open(entry) as part:
                    _check_cells(part, where)
    except (*BROKEN_ZIP, zlib.error) as error:
        raise SkipSource(f"is a damaged spreadsheet ({error})", where, "Export it again") from error


def _check_cells(part: Any, where: str) -> None:
    """Hold the corners of the used rectangle against the limit; the file's own word for its size proves nothing."""
    rows = columns = 1
    tail = b""
    while block := part.read(_BLOCK):
        for letters, digits in _CELL.findall(tail + block):
            rows, columns = max(rows, int(digits)), max(columns, _column(letters))
        tail = block[-_OVERLAP:]
    if rows * columns > MOST_CELLS:
        raise _too_large(f"spans {rows} rows by {columns} columns", where)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _too_large(what: str, where: str) -> RefuseHostile:
    return RefuseHostile(what, where, "Delete empty rows and columns, or save it as CSV (UTF-8)")
