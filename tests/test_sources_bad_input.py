"""Every kind of bad file, through all connectors: one clear message, and what was in stays in."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from monitor.settings import Limits
from monitor.sources.contract import Context, Options
from monitor.sources.ingest import ImportResult, import_paths
from monitor.sources.registry import make_connectors
from tests.exports import foldered, zipped
from tests.fakes import FakeSink, made_connector

CONTEXT = Context(datetime(2013, 12, 30, tzinfo=UTC), ZoneInfo("Europe/Amsterdam"))
GOOD = "account,time,text\nexample,2013-01-31 09:30,Hello\n"
LIMITS = Limits(line_bytes=2**20)
ARCHIVE = {
    "data/account.js": 'window.YTD.account.part0 = [{"account": {"username": "example", "accountId": "17"}}]',
    "data/tweets.js": "window.YTD.tweets.part0 = [ ]",
}


def bomb(path: Path) -> None:
    zipped(path, {"zeros.csv": b"\0" * (20 * 2**20)})


def liar(path: Path) -> None:
    """A ZIP whose member unpacks to more than it declares."""
    zipped(path, {"a.csv": GOOD.encode() * 20_000})
    raw = bytearray(path.read_bytes())
    directory = raw.rindex(b"PK\x01\x02")
    raw[directory + 24 : directory + 28] = struct.pack("<L", len(GOOD))
    path.write_bytes(raw)


def climbing(path: Path) -> None:
    with zipfile.ZipFile(zipped(path, {"a.csv": GOOD}), "a") as archive:
        archive.writestr(zipfile.ZipInfo("../../a.csv"), GOOD)


def protected(path: Path) -> None:
    raw = bytearray(zipped(path, {"a.csv": GOOD}).read_bytes())
    raw[6] |= 1
    raw[raw.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)


def cut_zip(path: Path) -> None:
    path.write_bytes(zipped(path, ARCHIVE).read_bytes()[:-30])


def zip_in_zip(path: Path) -> None:
    inner = zipped(path, ARCHIVE).read_bytes()
    zipped(path, {"takeout-001.zip": inner})


def far_cell(path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"], page["XFD1048576"] = "account", "x"
    buffer = io.BytesIO()
    book.save(buffer)
    path.write_bytes(buffer.getvalue())


def holding(content: str | bytes) -> Callable[[Path], None]:
    return lambda path: foldered(path.parent, {path.name: content}) and None


def with_archive(**files: str) -> Callable[[Path], None]:
    return lambda path: zipped(path, {**ARCHIVE, **{f"data/{n}.js": c for n, c in files.items()}}) and None


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
XML_BOMB = (
    f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "lol">{ENTITIES}]>'
    '<rss version="2.0"><channel><title>&e11;</title><link>http://example.org/</link>'
    "<item><title>&e11;</title><pubDate>Mon, 07 Jan 2013 10:00:00 GMT</pubDate></item></channel></rss>"
)

BAD: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "empty": ("a.csv", holding(b""), "the file is empty"),
    "blank": ("a.csv", holding(b"\n\n"), "it holds nothing but blanks"),
    "8-bit header": ("a.csv", holding("naam,café\n1,2\n".encode("cp1252")), "line 1 is not UTF-8 text"),
    "8-bit row": ("a.csv", holding((GOOD + "b,2013-02-01,Café\n").encode("cp1252")), "line 3 is not UTF-8 text"),
    "cut ZIP": ("a.zip", cut_zip, "is a damaged or cut-off ZIP"),
    "paths that climb": ("a.zip", climbing, "has a path that leaves the ZIP"),
    "declared bomb": ("a.zip", bomb, "would unpack from"),
    "undeclared bomb": ("a.zip", liar, "is damaged or unreadable"),
    "password": ("a.zip", protected, "is protected with a password"),
    "ZIP in a ZIP": ("a.zip", zip_in_zip, "is a ZIP inside a ZIP"),
    "entity bomb": ("a.xml", holding(XML_BOMB), "a.xml"),
    "long line": ("a.csv", holding(GOOD + "x" * 3 * 2**20), "line 3 is longer than 1048576 characters"),
    "long first line": ("a.csv", holding("x" * 3 * 2**20), "is recognised by no connector"),
    "open quote": ("a.csv", holding(GOOD + 'b,2013-02-01,"oops\n' + "more\n" * 400_000), "never closed"),
    "Japanese header": ("a.csv", holding("投稿日,本文\n2013-01-01,x\n"), "its columns are: 投稿日, 本文"),
    "no year": ("a.csv", holding("account,time,text\nexample,31 Jan 09:30,Hello\n"), "has no year"),
    "two ways": ("a.csv", holding("account,time,text\nexample,03/04/2012,Hello\n"), "can be read in several ways"),
    "damaged id": ("a.csv", holding("account,time,text,id\nexample,2013-01-31,,1.2E+17\n"), "damaged by a spreadsheet"),
    "deep JSON": ("a.zip", with_archive(tweets="window.YTD.tweets.part0 = " + "[" * 100_000), "a.zip"),
    "cut JSON": ("a.zip", with_archive(tweets='window.YTD.tweets.part0 = [ {"tweet": {"id'), "a.zip:data/tweets.js"),
    "far cell": ("a.xlsx", far_cell, "spans 1048576 rows by 16384 columns"),
    "no spreadsheet": ("a.xls", holding(b"\xd0\xcf\x11\xe0" + b"\0" * 600), "is not a readable spreadsheet"),
    "a picture": ("a.jpg", holding(b"\xff\xd8\xff\xe0\0\x10JFIF"), "it is a picture"),
    "zeros": ("a.csv", holding(b"\0" * 5000), "it is no text"),
}


def imported(inbox: Path, sink: FakeSink) -> list[ImportResult]:
    connectors = make_connectors({})
    return list(import_paths([inbox], connectors, sink, CONTEXT, limits=LIMITS, inbox=True))


@pytest.mark.parametrize("case", BAD)
def test_one_clear_message_and_what_was_in_stays_in(tmp_path: Path, case: str) -> None:
    name, make, told = BAD[case]
    inbox = foldered(tmp_path / "inbox", {"good.csv": GOOD})
    sink = FakeSink()
    assert [result.status for result in imported(inbox, sink)] == ["done"]
    before = dict(sink.kept)
    make(inbox / name)
    (inbox / "later.csv").write_text(GOOD.replace("Hello", "Later"))
    results = {result.path.name: result for result in imported(inbox, sink)}
    bad = results.pop(name)
    assert bad.status in {"failed", "partial"}
    assert told in bad.message
    assert name in bad.message or (bad.rejects and name in bad.rejects[0].file)
    assert "\n" not in bad.message
    assert "Traceback" not in bad.message
    assert {result.status for result in results.values()} == {"known", "done"}
    assert before.items() <= sink.kept.items()
    assert any(post.text == "Later" for post in sink.posts())


def test_two_connectors_that_claim_one_file_are_both_named(tmp_path: Path) -> None:
    inbox = foldered(tmp_path / "inbox", {"a.csv": GOOD})
    rivals = [made_connector(lambda export, context: iter(()), name) for name in ("one", "two")]
    sink = FakeSink()
    (result,) = import_paths([inbox], [*make_connectors({}), *rivals], sink, CONTEXT, inbox=True)
    assert (result.status, sink.runs) == ("failed", [])
    assert "a.csv: is claimed by one (made one) and two (made two)" in result.message


def test_options_of_another_kind_are_the_defaults() -> None:
    names = {connector.declaration.name for connector in make_connectors({"generic_csv": Options()})}
    assert "generic_csv" in names
