"""Tables of a LinkedIn member's own export: which is which, and rows with cells by column name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import PurePosixPath

from connectors._values import cell
from connectors._whole import DATA, data_members
from monitor.errors import SkipSource
from monitor.records import BadRow
from monitor.sources.export import Export
from monitor.sources.tables import Row, csv_rows, head_rows, normal

SHARES, COMMENTS, REPOSTS, PROFILE, MEDIA = "shares", "comments", "reposts", "profile", "media"
COLUMNS: Mapping[str, frozenset[str]] = {
    SHARES: frozenset({"date", "sharelink", "sharecommentary"}),
    COMMENTS: frozenset({"date", "link", "message"}),
    PROFILE: frozenset({"first name", "last name", "headline"}),
    MEDIA: frozenset({"date/time", "media description"}),
    REPOSTS: frozenset({"date", "link"}),
}
_FILES = {
    SHARES: r"shares",
    COMMENTS: r"comments",
    REPOSTS: r"instantreposts",
    PROFILE: r"profile",
    MEDIA: r"rich[ _]media",
}
_PREAMBLE = 8
"""The header is among so many rows: some files begin with a note of a few lines."""
_TIMES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%m/%d/%y, %I:%M %p")


def find_tables(export: Export) -> dict[str, list[str]]:
    """Find the tables we read, by kind: by file name (with or without the member's number) and columns.

    A lone file is known by its columns. Others' data (connections, messages, invitations) are never opened. {} for an
    export that is not one member's and nothing besides.
    """
    found: dict[str, list[str]] = {}
    for name in sorted(export.names):
        kind = _kind_of(export, name)
        if kind:
            found.setdefault(kind, []).append(name)
    folders = {name[: name.rfind("/") + 1] for names in found.values() for name in names}
    return found if len(folders) == 1 and not _has_strangers(export, *folders) else {}


def member_number(name: str) -> str | None:
    """Read the member's number out of a file's name, `Shares_123.csv`."""
    found = re.fullmatch(r"\w+?_([0-9]{3,15})\.csv", PurePosixPath(name).name, re.IGNORECASE)
    return found[1] if found else None


def table_rows(export: Export, name: str, kind: str) -> Iterator[tuple[Row, dict[str, str]] | BadRow]:
    """Stream a table's rows below its header, each with its cells by column name.

    Raises:
        SkipSource: The header is not there.
    """
    header: list[str] | None = None
    for number, row in enumerate(csv_rows(export, name)):
        if isinstance(row, BadRow):
            yield row
        elif header is not None:
            yield row, {column: cell(row.cells, place) for place, column in enumerate(header)}
        elif _header([row.cells], COLUMNS[kind]) is not None:
            header = [normal(column) for column in row.cells]
        elif number > _PREAMBLE:
            raise SkipSource("has no header", export.where(name), "Export it again")


def read_time(text: str) -> datetime | None:
    """Read a time, which LinkedIn gives in UTC with or without saying so; None for what is none."""
    bare = text.strip().removesuffix("UTC").strip()[:30]
    for form in _TIMES:
        try:
            return datetime.strptime(bare, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def unquoted(commentary: str) -> str:
    r"""Undo LinkedIn's quoting of commentaries, in which every line but the first begins and ends with a quote.

    The CSV has `"first""`, newline, `""second"`; after CSV parsing that is `first"`, newline, `"second`. Texts in which
    not every line break looks so are left alone.
    """
    lines = commentary.replace("\r\n", "\n").split("\n")
    odd = all(line.endswith('"') for line in lines[:-1]) and all(line.startswith('"') for line in lines[1:])
    if len(lines) == 1 or not odd:
        return "\n".join(lines)
    inner = [line[1:-1] for line in lines[1:-1]]
    return "\n".join([lines[0][:-1], *inner, lines[-1][1:]])


def _has_strangers(export: Export, folder: str) -> bool:
    """Whether files of other exports lie beside the member's, which are tables below one folder."""
    if len(export.names) == 1:
        return False
    members = data_members(export, DATA - {".txt"})
    return any(not name.startswith(folder) or not name.lower().endswith(".csv") for name in members)


def _kind_of(export: Export, name: str) -> str | None:
    if len(export.names) == 1:
        return _lone_kind(head_rows(export, name, _PREAMBLE))
    named = [kind for kind, pattern in _FILES.items() if _is_named(name, pattern)]
    rows = head_rows(export, name, _PREAMBLE) if named else []
    return next((kind for kind in named if _header(rows, COLUMNS[kind]) is not None), None)


def _lone_kind(rows: Sequence[Sequence[str]]) -> str | None:
    """Tell a file on its own; comments must show a link to LinkedIn, for other networks call their columns so too."""
    if _header(rows, COLUMNS[SHARES]) is not None:
        return SHARES
    linked = any("linkedin.com/" in text for row in rows for text in row)
    return COMMENTS if linked and _header(rows, COLUMNS[COMMENTS]) is not None else None


def _is_named(name: str, pattern: str) -> bool:
    return bool(re.fullmatch(rf"{pattern}(?:_[0-9]+)?\.csv", PurePosixPath(name).name, re.IGNORECASE))


def _header(rows: Sequence[Sequence[str]], columns: frozenset[str]) -> int | None:
    """Number of the first row that has these columns."""
    for number, row in enumerate(rows):
        if columns <= {normal(name) for name in row}:
            return number
    return None
