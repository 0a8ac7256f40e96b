"""Helpers of the connector tests: made-up exports written to disk and read back."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from monitor.records import Anything
from monitor.sources.contract import Connector, Context
from monitor.sources.export import Export

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CONTEXT = Context(NOW, ZoneInfo("Europe/Amsterdam"))
R = TypeVar("R")


def table(rows: Iterable[Sequence[object]], delimiter: str = ",") -> str:
    """Rows as CSV text."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def lone(folder: Path, content: str | bytes, name: str = "something.dat", encoding: str = "utf-8") -> Export:
    """A lone file whose name says nothing."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return Export.open(path)


def zipped(folder: Path, members: Mapping[str, str | bytes], name: str = "export.zip") -> Export:
    """A ZIP with these members."""
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return Export.open(path)


def records(connector: Connector, export: Export, context: Context = CONTEXT) -> list[Anything]:
    """Everything a connector reads, after it claimed the export."""
    match = connector.identify(export)
    assert match is not None
    assert match.connector == connector.declaration.name
    return list(connector.read(export, context))


def only(kind: type[R], found: Iterable[object]) -> list[R]:
    """The records of one class."""
    return [one for one in found if isinstance(one, kind)]
