from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.errors import RefuseHostile, SkipSource
from monitor.sources.text import decode_head, encoding_of, limited_lines, open_text
from tests.exports import lone

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"]
TEXT = "account,time,text\nexample,2013-01-01T10:00:00Z,Café Zürich\n" * 3


def read(folder: Path, content: bytes) -> str:
    export = lone(folder, content)
    with open_text(export, "file.csv") as text:
        return text.read()


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_unicode_in_every_dress_reads_the_same(tmp_path: Path, encoding: str) -> None:
    export = lone(tmp_path, TEXT.encode(encoding))
    assert decode_head(export, "file.csv") == TEXT
    with open_text(export, "file.csv") as text:
        assert text.read().lstrip("\ufeff") == TEXT


def test_zeros_alone_are_no_utf_16() -> None:
    assert encoding_of(b"\0" * 64) == "utf-8"
    assert encoding_of(b"") == "utf-8"


@pytest.mark.parametrize("before", [0, 70_000, 3_000_000])
def test_an_8_bit_text_is_refused_naming_line_and_byte(tmp_path: Path, before: int) -> None:
    lines = b"some line of text\r\n" * (before // 19)
    content = lines + b"a,b\nCaf\xe9,1\n"
    with pytest.raises(SkipSource) as caught:
        read(tmp_path, content)
    line = before // 19 + 2
    message = str(caught.value)
    assert message == (
        f"file.csv: line {line} is not UTF-8 text (byte {len(lines) + 7} of the file, hexadecimal E9). "
        "Save or export it again as UTF-8"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_text_cut_inside_a_character_says_so(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(SkipSource, match="line 2 is not UTF"):
        read(tmp_path, "first\nlast é".encode(encoding)[:-1])


def test_a_long_line_is_refused_with_its_number() -> None:
    lines = limited_lines(io.StringIO("short\n" + "x" * 50), "here.csv", 20)
    assert next(lines) == "short\n"
    with pytest.raises(RefuseHostile, match="line 2 is longer than 20"):
        next(lines)


def test_a_line_of_a_hundred_megabytes_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    export = lone(tmp_path, b"", "other.csv") if path.stat().st_size == 0 else None
    assert export is None
    from monitor.sources.export import Export

    with open_text(Export.open(path), "file.csv") as text, pytest.raises(RefuseHostile, match="line 1"):
        list(limited_lines(text, "file.csv", 2**20))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(min_size=1, max_size=300).filter(lambda raw: not raw.startswith(b"PK")))
def test_any_bytes_are_text_or_one_clear_refusal(tmp_path: Path, content: bytes) -> None:
    export = lone(tmp_path, content)
    assert isinstance(decode_head(export, "file.csv"), str)
    try:
        with open_text(export, "file.csv") as text:
            text.read()
        said = "file.csv: line"
    except SkipSource as error:
        said = str(error)
    assert said.startswith("file.csv: line")
