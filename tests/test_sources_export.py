from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.errors import RefuseHostile, SkipSource
from monitor.settings import Limits
from monitor.sources.export import Export
from tests.exports import foldered, zipped


def content(export: Export, name: str) -> bytes:
    with export.stream(name) as file:
        return file.read()


def drain(export: Export, name: str, into: io.BytesIO) -> None:
    with export.stream(name) as file:
        while block := file.read(1 << 16):
            into.write(block)


def test_file_folder_and_zip_show_the_same_contents(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "a.txt").write_bytes(b"one")
    (folder / "b.txt").write_bytes(b"two")
    packed = zipped(tmp_path / "export.zip", {"data/a.txt": b"one", "b.txt": b"two"})
    for path, kind in ((folder, "folder"), (packed, "zip")):
        export = Export.open(path)
        assert (export.kind, sorted(export.names)) == (kind, ["b.txt", "data/a.txt"])
        assert content(export, "data/a.txt") == b"one"
        assert export.find("a.txt") == ["data/a.txt"]
        assert export.size("b.txt") == 3
        assert export.modified("b.txt") is not None
        assert not export.is_single
    lone = Export.open(folder / "b.txt")
    assert (lone.kind, lone.is_single, lone.names, content(lone, "b.txt")) == ("file", True, ("b.txt",), b"two")


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_parts_and_lone_members_are_exports_of_their_own(tmp_path: Path, kind: str) -> None:
    files = {"x/data/a.txt": b"a", "x/b.txt": b"b", "c.txt": b"c"}
    path = zipped(tmp_path / "all.zip", files) if kind == "zip" else foldered(tmp_path / "all", files)
    export = Export.open(path)
    assert list(export.parts()) == ["x"]
    part = export.parts()["x"]
    assert sorted(part.names) == ["b.txt", "data/a.txt"]
    assert content(part, "data/a.txt") == b"a"
    inner = part.parts()["data"]
    export.close()
    assert content(inner, "a.txt") == b"a"
    lone = inner.only("a.txt")
    assert (lone.names, lone.is_single, content(lone, "a.txt")) == (("a.txt",), True, b"a")
    assert "a.txt" in lone.name
    assert sorted(content(one, one.names[0]) for one in export.split()) == [b"a", b"b", b"c"]
    assert lone.split() == []


def test_same_bytes_same_fingerprint_whatever_the_name_and_packing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"same")
    (tmp_path / "b.csv").write_bytes(b"same")
    packed = zipped(tmp_path / "c.zip", {"deep/c.csv": b"same", "d.csv": b"other"})
    first = Export.open(tmp_path / "a.csv").fingerprint()
    assert first == Export.open(tmp_path / "b.csv").fingerprint()
    assert first == Export.open(packed).only("deep/c.csv").fingerprint()
    assert first != Export.open(packed).only("d.csv").fingerprint()
    assert Export.open(packed).fingerprint() != Export.open(packed).parts()["deep"].fingerprint()


def test_empty_missing_and_odd_files_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SkipSource, match="empty"):
        Export.open(tmp_path / "empty.csv")
    with pytest.raises(SkipSource, match="cannot be read"):
        Export.open(tmp_path / "missing.csv")
    with pytest.raises(SkipSource, match="no ordinary file"):
        Export.open(tmp_path / "pipe")


def test_a_member_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")
    with pytest.raises(SkipSource, match="holds no file"), Export.open(tmp_path / "a.csv").stream("b.csv"):
        pass


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/passwd", "..\\evil.txt", "a/../../b", "C:\\x.txt", "\\\\host\\x"]
)
def test_paths_that_leave_the_zip_are_refused(tmp_path: Path, name: str) -> None:
    path = zipped(tmp_path / "bad.zip", {"fine.txt": b"x"})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"evil")
    with pytest.raises(RefuseHostile, match="leaves the ZIP"):
        Export.open(path)


def test_backslashes_of_old_packers_are_folders(tmp_path: Path) -> None:
    path = tmp_path / "windows.zip"
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("x")
        entry.filename = "data\\tweets.js"
        archive.writestr(entry, b"hello")
    export = Export.open(path)
    assert export.find("tweets.js") == ["data/tweets.js"]
    assert content(export, "data/tweets.js") == b"hello"


def test_declared_bomb_is_refused_before_reading(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bomb.zip", {"zeros": b"\0" * (20 * 2**20)})
    with pytest.raises(RefuseHostile, match="would unpack"):
        Export.open(path)
    assert Export.open(path, Limits(ratio=2000)).size("zeros") == 20 * 2**20


def test_many_small_bombs_are_one_bomb(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bombs.zip", {f"{n}": b"\0" * (9 * 2**20) for n in range(3)})
    with pytest.raises(RefuseHostile, match="would unpack"):
        Export.open(path)


def test_undeclared_bomb_never_gives_more_than_it_declares(tmp_path: Path) -> None:
    path = zipped(tmp_path / "liar.zip", {"zeros": b"\0" * 2_000_000})
    raw = bytearray(path.read_bytes())
    directory = raw.rindex(b"PK\x01\x02")
    raw[directory + 24 : directory + 28] = struct.pack("<L", 1000)
    path.write_bytes(raw)
    export = Export.open(path)
    given_out = io.BytesIO()
    with pytest.raises(SkipSource, match=r"liar\.zip:zeros"):
        drain(export, "zeros", given_out)
    assert len(given_out.getvalue()) <= 1000


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unbounded_unpackers_are_not_used(tmp_path: Path, compression: int) -> None:
    path = zipped(tmp_path / "odd.zip", {"a.txt": b"a" * 1000}, compression)
    with pytest.raises(SkipSource, match="unusual way"):
        Export.open(path)


def test_limits_on_number_and_size(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.txt").write_bytes(b"12345")
    packed = zipped(tmp_path / "many.zip", {f"{n}.txt": b"12345" for n in range(5)})
    for path in (folder, packed):
        with pytest.raises(RefuseHostile, match="4"):
            Export.open(path, Limits(members=4))
        with pytest.raises(RefuseHostile, match="total_bytes"):
            Export.open(path, Limits(total_bytes=24))
        with pytest.raises(RefuseHostile, match="file_bytes"):
            Export.open(path, Limits(file_bytes=4))
        assert len(Export.open(path, Limits(members=5, total_bytes=25, file_bytes=5)).members) == 5


def test_protected_zip_says_so(tmp_path: Path) -> None:
    path = zipped(tmp_path / "secret.zip", {"a.txt": b"hello"})
    raw = bytearray(path.read_bytes())
    raw[6] |= 1
    raw[raw.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    with pytest.raises(SkipSource, match="password"):
        Export.open(path)


def test_zip_without_files(tmp_path: Path) -> None:
    path = tmp_path / "empty.zip"
    zipfile.ZipFile(path, "w").close()
    with pytest.raises(SkipSource, match="without files"):
        Export.open(path)


def test_truncated_zip_is_refused_at_every_length(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "whole.zip", {"a.txt": os.urandom(500), "b.txt": b"b" * 100}).read_bytes()
    path = tmp_path / "cut.zip"
    for length in range(4, len(whole) - 1, 7):
        path.write_bytes(whole[:length])
        with pytest.raises(SkipSource):
            Export.open(path)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_zip_gives_only_our_errors(tmp_path: Path, data: st.DataObject) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data/tweets.js", b"window.YTD = [" + b"1," * 300 + b"2]")
        archive.writestr("b.txt", b"plain")
    raw = bytearray(buffer.getvalue())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged.zip"
    path.write_bytes(raw)
    try:
        export = Export.open(path)
        for name in export.names:
            export.head(name)
            content(export, name)
        export.fingerprint()
    except SkipSource as error:
        trouble = str(error)
    else:
        trouble = "damaged.zip is whole after all"
    assert "damaged.zip" in trouble


def test_spreadsheets_are_files_not_zips(tmp_path: Path) -> None:
    path = zipped(tmp_path / "book.xlsx", {"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"})
    assert Export.open(path).kind == "file"


def test_links_that_leave_the_folder_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    (folder / ".git").mkdir(parents=True)
    (tmp_path / "secret.txt").write_bytes(b"secret")
    (folder / "a.txt").write_bytes(b"a")
    (folder / ".git" / "config").write_bytes(b"x")
    (folder / "leaving").symlink_to(tmp_path / "secret.txt")
    (folder / "up").symlink_to(tmp_path)
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "inside").symlink_to(folder / "a.txt")
    assert Export.open(folder).names == ("a.txt", "inside")


def test_clutter_of_packers_is_passed_over(tmp_path: Path) -> None:
    path = zipped(tmp_path / "mac.zip", {"a.txt": b"a", "__MACOSX/a.txt": b"x", ".DS_Store": b"x"})
    assert Export.open(path).names == ("a.txt",)


def test_head_of_a_damaged_member_is_empty(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"a.txt": b"abcdef" * 100}, zipfile.ZIP_STORED)
    raw = bytearray(path.read_bytes())
    raw[60] ^= 0xFF
    path.write_bytes(raw)
    assert Export.open(path).head("a.txt") == b""


def test_a_file_that_grows_while_it_is_read_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    path = tmp_path / "growing.csv"
    path.write_bytes(b"12345")
    export = Export.open(path)
    path.write_bytes(b"1234567890")
    with pytest.raises(RefuseHostile, match="nobody writes"):
        content(export, "growing.csv")


def test_names_in_messages_are_printable(tmp_path: Path) -> None:
    path = tmp_path / "bad\x1b[31m\nname.csv"
    path.write_bytes(b"x")
    assert Export.open(path).where(path.name).isprintable()


def test_films_beside_the_records_are_not_read_for_the_fingerprint(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"film.mp4": b"abcdef" * 100, "tweets.js": b"[]"}, zipfile.ZIP_STORED)
    read: list[int] = []
    export = Export.open(path)
    export.meter = read.append
    assert export.fingerprint()
    assert sum(read) == 2
