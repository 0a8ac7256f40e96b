from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.errors import RefuseHostile, SkipSource
from monitor.sources.spreadsheets import is_spreadsheet, sheets
from tests.exports import lone


def workbook(*table: list[object], far: str | None = None) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "Posts"
    for row in table:
        page.append(row)
    if far:
        page[far] = "x"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


WHOLE = workbook(["time", "text"], ["2013-01-01", "hello"])
"""Made once: a workbook holds the moment of its making, so that two differ."""


def test_sheets_give_cells_as_they_are(tmp_path: Path) -> None:
    export = lone(tmp_path, workbook(["time", "count"], [dt.datetime(2013, 1, 2, 3, 4), 5]), "book.xlsx")
    assert is_spreadsheet(export, "book.xlsx")
    assert sheets(export, "book.xlsx") == {"Posts": [["time", "count"], [dt.datetime(2013, 1, 2, 3, 4), 5.0]]}
    assert sheets(export, "book.xlsx") is sheets(export, "book.xlsx")


def test_a_far_cell_cannot_fill_the_memory(tmp_path: Path) -> None:
    export = lone(tmp_path, workbook(["a"], far="XFD1048576"), "bomb.xlsx")
    with pytest.raises(RefuseHostile, match="spans 1048576 rows by 16384 columns"):
        sheets(export, "bomb.xlsx")


def test_a_well_packed_book_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO(workbook(["a"]))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/media/zeros", b"\0" * (20 * 2**20))
    with pytest.raises(RefuseHostile, match="would unpack"):
        sheets(lone(tmp_path, buffer.getvalue(), "bomb.xlsx"), "bomb.xlsx")


@pytest.mark.parametrize("content", [b"PK\x03\x04 no book", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_what_only_looks_like_a_spreadsheet_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "book.xls"
    path.write_bytes(content)
    from monitor.settings import Limits
    from monitor.sources.export import Export
    from monitor.sources.paths import file_member

    export = Export(path, (file_member(path, path.name, Limits()),), Limits(), "file")
    with pytest.raises(SkipSource, match=r"book\.xls: is"):
        sheets(export, "book.xls")


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_book_gives_only_our_errors(tmp_path: Path, data: st.DataObject) -> None:
    raw = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 5))):
        raw[data.draw(st.integers(8, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "book.xlsx"
    path.write_bytes(raw)
    from monitor.sources.export import Export

    said = "book.xlsx"
    try:
        export = Export.open(path)
        sheets(export, export.names[0])
    except SkipSource as error:
        said = str(error)
    assert "book.xlsx" in said
