from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.errors import RefuseHostile, SkipSource
from monitor.records import BadRow
from monitor.settings import Limits
from monitor.sources.tables import Row, csv_rows, delimiter_of, excerpt, head_rows, normal, positions, require
from tests.exports import lone


def rows(folder: Path, content: bytes | str, limits: Limits | None = None) -> list[Row | BadRow]:
    return list(csv_rows(lone(folder, content, limits=limits), "file.csv"))


def test_rows_know_the_line_they_began_on(tmp_path: Path) -> None:
    found = rows(tmp_path, 'a,b\n\n1,"two\nlines"\n,\n3,4')
    assert found == [Row(1, ["a", "b"]), Row(3, ["1", "two\nlines"]), Row(6, ["3", "4"])]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_told_from_the_header(tmp_path: Path, delimiter: str) -> None:
    content = delimiter.join(["a", "b", "c"]) + "\n" + delimiter.join(["1", "2", "3"]) + "\n"
    assert [row.cells for row in rows(tmp_path, content) if isinstance(row, Row)][1] == ["1", "2", "3"]


def test_delimiters_inside_quotes_do_not_count() -> None:
    assert delimiter_of('"Name, first, last, all";"b"') == ";"


def test_utf_16_with_a_separator_hint(tmp_path: Path) -> None:
    content = 'sep=;\r\na;b,c\r\n1;"two; three"\r\n'.encode("utf-16")
    export = lone(tmp_path, content)
    assert list(csv_rows(export, "file.csv")) == [Row(2, ["a", "b,c"]), Row(3, ["1", "two; three"])]
    assert head_rows(export, "file.csv") == [["a", "b,c"], ["1", "two; three"]]


def test_lone_carriage_returns_end_lines(tmp_path: Path) -> None:
    assert rows(tmp_path, "a,b\r1,2\r") == [Row(1, ["a", "b"]), Row(2, ["1", "2"])]


def test_nul_bytes_reach_the_connector_and_never_stop_the_table(tmp_path: Path) -> None:
    assert rows(tmp_path, "a,b\n1\0,2\n")[1] == Row(2, ["1\0", "2"])


def test_a_quote_never_closed_is_one_bad_row_that_says_what_it_swallowed(tmp_path: Path) -> None:
    found = rows(tmp_path, 'a,b\n1,2\n3,"oops\n5,6\n7,8\n')
    assert found[:2] == [Row(1, ["a", "b"]), Row(2, ["1", "2"])]
    (bad,) = found[2:]
    assert isinstance(bad, BadRow)
    assert (bad.file, bad.line) == ("file.csv", 3)
    assert "never closed; lines 3 to 5 were taken for one row" in bad.reason
    assert "oops" in bad.excerpt
    assert "\0" not in bad.excerpt


def test_a_quote_never_closed_cannot_fill_the_memory(tmp_path: Path) -> None:
    limit = csv.field_size_limit()
    content = 'a,b\n1,2\n3,"' + "some text that goes on\n" * (limit // 20)
    reading = csv_rows(lone(tmp_path, content, limits=Limits(line_bytes=1000)), "file.csv")
    assert next(reading) == Row(1, ["a", "b"])
    assert next(reading) == Row(2, ["1", "2"])
    with pytest.raises(RefuseHostile, match=r"begins in line 3.*never closed"):
        next(reading)


def test_a_long_line_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefuseHostile, match="line 2"):
        rows(tmp_path, "a,b\n" + "x" * 2000, Limits(line_bytes=1000))


def test_8_bit_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SkipSource, match="line 2 is not UTF-8"):
        rows(tmp_path, "a,b\nCafé,1\n".encode("cp1252"))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=st.lists(
        st.lists(st.text(st.characters(codec="utf-8"), max_size=8), min_size=2, max_size=4), min_size=1, max_size=6
    )
)
def test_what_a_csv_writer_writes_is_read_back(tmp_path: Path, table: list[list[str]]) -> None:
    table[0] = ["first", "second", "third"]
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(table)
    found = [row.cells for row in rows(tmp_path, buffer.getvalue()) if isinstance(row, Row)]
    assert found == [row for row in table if any(row)]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(min_size=1, max_size=120).filter(lambda raw: not raw.startswith(b"PK")))
def test_any_bytes_give_rows_bad_rows_or_one_refusal(tmp_path: Path, content: bytes) -> None:
    export = lone(tmp_path, content, "file.txt")
    assert all(isinstance(row, list) for row in head_rows(export, export.names[0]))
    found: list[Row | BadRow] = []
    try:
        found.extend(csv_rows(export, export.names[0]))
    except SkipSource as error:
        assert error.where == "file.txt"  # noqa: PT017
    assert all(isinstance(row, Row | BadRow) for row in found)


def test_head_rows_of_binary_is_nothing(tmp_path: Path) -> None:
    assert head_rows(lone(tmp_path, b"\x89PNG\r\n\0\0\0\rIHDR", "x.png"), "x.png") == []


def test_columns_are_matched_by_name() -> None:
    assert normal('\ufeff "Post  ID" ') == "post id"
    assert positions([" Author ", "POSTED", "author"], ["author", "Posted", "x"]) == {"author": 0, "Posted": 1}


def test_missing_columns_are_listed_at_once(tmp_path: Path) -> None:
    export = lone(tmp_path, "a\n")
    require(export, "file.csv", {"a": 0}, ["a"])
    with pytest.raises(SkipSource, match=r"file\.csv: has no column b, c"):
        require(export, "file.csv", {"a": 0}, ["a", "b", "c"])


def test_excerpts_are_short() -> None:
    assert len(excerpt(["x" * 10**6] * 1000)) == 300
