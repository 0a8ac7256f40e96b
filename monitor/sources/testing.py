"""The conformance suite for connectors, for our own and for third parties'.

    class TestMine(ConnectorSuite):
        connector = Connector(Options())
        samples = (Path("samples/mine.csv"), Path("samples/mine.zip"))

pytest collects the checks. Each can also be called by itself; a check that fails raises AssertionError with a reason.
"""

# The asserts of this file are its verdicts.
# ruff: noqa: S101

from __future__ import annotations

import os
import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from monitor import records
from monitor.errors import SkipSource
from monitor.records import Account, BadRow, Doubt, Window
from monitor.sources.archive import ZIP_MAGIC
from monitor.sources.contract import Connector, Context
from monitor.sources.export import Export
from monitor.sources.paths import is_media

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CONTEXT = Context(NOW, ZoneInfo("Europe/Amsterdam"))
MADE_AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
"""Date given to every file of a packed or renamed sample, so that only the packing differs."""

GARBAGE: dict[str, bytes] = {
    "blank": b"\n",
    "nothing but zeros": b"\0" * 5000,
    "noise": random.Random(7).randbytes(5000),  # noqa: S311 - made-up bytes
    "deep JSON": b"[" * 100_000,
    "deep objects": b'{"a":' * 50_000,
    "a list": b"[1, 2, 3]",
    "an object": b'{"type": 1, "items": null, "orderedItems": 5, "posts": "x", "db": [], "version": {}}',
    "a bare word": b"null",
    "an assignment": b"window.YTD.tweets.part0 = ",
    "deep XML": b"<a>" * 50_000,
    "an entity bomb": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "xxxxxxxx"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>',
    "a web page": b"<!doctype html><html><body><table><tr><td>1</td></tr></table></body></html>",
    "one long line": b"x" * 2_000_000,
    "a wide header": b",".join(b"column" for _ in range(50_000)),
    "open quotes": b'"' * 9_999,
    "a broken spreadsheet": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000,
    "8-bit text": "naïve;café;größe\n".encode("cp1252") * 10,
    "UTF-16": 'sep=,\n"a","b"\n'.encode("utf-16"),
    "half a letter": "account,time,té".encode()[:-1],
}
"""Things that are no export of anything."""


def check_declaration(cls: type[Connector]) -> None:
    """The declaration is complete, truthful about names, and says how to get the file."""
    declared = cls.declaration
    for word in ("name", "title", "platform", "yields", "obtain", "since"):
        assert getattr(declared, word), f"the declaration's {word} is empty"
    assert declared.name == cls.__module__.rpartition(".")[2], "the declared name is not the module's"
    known = {name for name in dir(records) if isinstance(getattr(records, name), type)}
    assert set(declared.yields) <= known, f"{set(declared.yields) - known} are no records"
    assert 0 <= declared.richness <= 100, "richness lies between 0 and 100"
    assert len(declared.obtain) > 40, "`obtain` tells a person step by step how to get the file"
    assert cls(declared.options()) is not None, "a connector works with its default options"


def check_calm(connector: Connector, folder: Path) -> None:
    """Neither garbage nor an empty folder is claimed, and nothing raises."""
    empty = folder / "empty"
    empty.mkdir()
    paths = [empty, _zip_of(folder / "garbage.zip", GARBAGE), _folder_of(folder / "garbage", GARBAGE)]
    for name, content in GARBAGE.items():
        path = folder / f"{name}.csv"
        path.write_bytes(content)
        paths.append(path)
    for path in paths:
        assert connector.identify(Export.open(path)) is None, f"claims {path.name}"


def check_records(connector: Connector, export: Export) -> None:
    """A sample gives only declared records, the same ones twice, and every account before what refers to it.

    Bad rows and doubts need no declaration.
    """
    found = read(connector, export)
    assert found, "the sample gives nothing"
    allowed = {*connector.declaration.yields, "BadRow", "Doubt"}
    kinds = {type(record).__name__ for record in found}
    assert kinds <= allowed, f"{kinds - allowed} are not declared"
    introduced = {""}
    for record in found:
        if isinstance(record, Account):
            introduced.add(record.key)
        elif not isinstance(record, BadRow | Doubt):
            assert record.account in introduced, f"the account {record.account!r} was not introduced"
    assert read(connector, export) == found, "a second reading gives something else"


def check_packing(connector: Connector, export: Export, folder: Path) -> None:
    """A folder and a ZIP of the same files give the same records; so does a lone file whatever it is called.

    The account and the window may come from a file's name, where the format tells them nowhere else.
    """
    files = {name: _content(export, name) for name in export.names}
    if export.is_single:
        (content,) = files.values()
        first = _lone(folder / "one", export.names[0], content)
        second = _lone(folder / "two", f"renamed{Path(export.names[0]).suffix}", content)
    else:
        first = Export.open(_folder_of(folder / "packed", files))
        second = Export.open(_zip_of(folder / "packed.zip", files))
    assert connector.identify(first), f"not claimed as a {first.kind}"
    assert connector.identify(second), f"not claimed as a {second.kind}, or under another name"
    assert _told(read(connector, first)) == _told(read(connector, second)), "the packing or name changes the records"


def check_damage(connector: Connector, export: Export, folder: Path, damage: Callable[[bytes], bytes]) -> None:
    """A sample damaged in one file is not claimed, or gives records, bad rows and at most one SkipSource."""
    names = [name for name in export.names if not is_media(name)]
    files = {name: _content(export, name) for name in export.names}
    victim = names[len(files[names[0]]) % len(names)] if names else export.names[0]
    for name in {victim, max(names or export.names, key=lambda name: len(files[name]))}:
        broken = {**files, name: damage(files[name])}
        if export.is_single and not broken[name]:
            continue
        path = folder / "damaged"
        with suppress(SkipSource):
            if export.is_single:
                damaged = _lone(path, export.names[0], broken[name])
            else:
                damaged = Export.open(_folder_of(path, broken))
            if connector.identify(damaged):
                read(connector, damaged)


def read(connector: Connector, export: Export) -> list[Any]:
    """Everything a connector gives.

    Raises:
        SkipSource: What the connector raises.
    """
    return list(connector.read(export, CONTEXT))


def cuts(size: int, number: int) -> Iterator[Callable[[bytes], bytes]]:
    """Ways to cut a file off: evenly spread, and close to both ends.

    Args:
        size: About how large the file is, in bytes.
        number: How many cuts.
    """
    shares = [position / number for position in range(number)] + [1 / max(size, 2), 1 - 1 / max(size, 2)]
    for share in shares:
        yield lambda content, share=share: content[: int(len(content) * share)]  # type: ignore[misc]


class ConnectorSuite:
    """Inherit, name the class Test..., and set the two attributes."""

    connector: ClassVar[Connector]
    samples: ClassVar[Sequence[Path]] = ()

    def test_declaration(self) -> None:
        """See `check_declaration`."""
        check_declaration(type(self.connector))

    def test_calm(self, tmp_path: Path) -> None:
        """See `check_calm`."""
        check_calm(self.connector, tmp_path)

    def test_samples(self, tmp_path: Path) -> None:
        """See `check_records`, `check_packing` and `check_damage`."""
        for number, sample in enumerate(self.samples):
            export = Export.open(sample)
            assert self.connector.identify(export), f"{sample} is not claimed"
            check_records(self.connector, export)
            folder = tmp_path / str(number)
            folder.mkdir()
            check_packing(self.connector, export, folder)
            for step, damage in enumerate(cuts(max(member.size for member in export.members), 20)):
                place = folder / f"cut{step}"
                place.mkdir()
                check_damage(self.connector, export, place, damage)


def _told(found: list[Any]) -> list[Any]:
    """Records without what may hang on a file's name: accounts and windows, and the places of bad rows and doubts.

    Some formats name the account or the period nowhere else.
    """
    kept = [record for record in found if not isinstance(record, Window | Account)]
    return [
        record.model_copy(update={"file": ""} if isinstance(record, BadRow | Doubt) else {"account": ""})
        for record in kept
    ]


def _content(export: Export, name: str) -> bytes:
    with export.stream(name) as file:
        return file.read()


def _lone(folder: Path, name: str, content: bytes) -> Export:
    """A lone file of this content."""
    return Export.open(_folder_of(folder, {Path(name).name: content}) / Path(name).name)


def _folder_of(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (MADE_AT.timestamp(), MADE_AT.timestamp()))
    return folder


def _zip_of(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, MADE_AT.timetuple()[:6])
            archive.writestr(entry, content, zipfile.ZIP_STORED if content[:4] == ZIP_MAGIC else zipfile.ZIP_DEFLATED)
    return path
