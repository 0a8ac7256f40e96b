"""The members of a ZIP under safe names, and the checks that keep a hostile one out."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

from monitor.errors import RefuseHostile, SkipSource
from monitor.settings import Limits
from monitor.sources.paths import Member, check_totals, is_clutter, shown

ZIP_MAGIC = b"PK\x03\x04"
EMPTY_ZIP_MAGIC = b"PK\x05\x06"
BOMB_FLOOR = 10 * 2**20
"""Below this unpacked size (bytes) nobody minds how well something is packed."""
BROKEN_ZIP = (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, OSError, RuntimeError)
_STORED_OR_DEFLATED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Archive:
    """An opened ZIP: safe member names with `/`, and a stream of each.

    The file is kept open, because a ZIP of 200,000 members must not be read anew for each of them.

    Raises:
        SkipSource: Damaged, cut off, empty, or protected with a password.
        RefuseHostile: A limit is broken or a path leaves the ZIP.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path, self._zip = path, _opened(path)
        entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        self._entries = {safe_name(path, entry): entry for entry in entries}
        self._entries = {name: entry for name, entry in self._entries.items() if not is_clutter(name)}
        if not self._entries:
            raise SkipSource("is a ZIP without files", shown(str(path)), "Export it again")
        self.members = tuple(_member(path, name, entry, limits) for name, entry in self._entries.items())
        check_totals(str(path), self.members, limits)
        _check_ratio(str(path), sum(m.size for m in self.members), path.stat().st_size, limits)

    def open(self, name: str) -> IO[bytes]:
        """Open a member for reading."""
        if self._zip.fp is None:
            self._zip = _opened(self._path)
        return self._zip.open(self._entries[name])

    def close(self) -> None:
        """Let go of the file until a member is opened again: an inbox may hold more ZIPs than may be open."""
        self._zip.close()


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except BROKEN_ZIP as error:
        raise SkipSource(f"is a damaged or cut-off ZIP ({error})", shown(str(path)), "Download it again") from error


def safe_name(path: Path, entry: zipfile.ZipInfo) -> str:
    """Give a member's name relative and with `/`.

    Raises:
        RefuseHostile: The name is absolute, names a drive or climbs out with `..`.
    """
    name = entry.filename.replace("\\", "/")
    parts = PurePosixPath(name).parts
    if not parts or parts[0].startswith("/") or ".." in parts or parts[0][1:2] == ":":
        where = shown(f"{path.name}:{entry.filename}")
        raise RefuseHostile("has a path that leaves the ZIP", where, "Do not trust this file")
    return "/".join(parts)


def is_office(path: Path) -> bool:
    """Whether a ZIP is an office document (XLSX, ODS), which is one file to its user."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except BROKEN_ZIP:
        return False
    return "[Content_Types].xml" in names or "xl/workbook.xml" in names or {"mimetype", "content.xml"} <= names


def check_entry(where: str, entry: zipfile.ZipInfo, limits: Limits) -> None:
    """Refuse one member that is protected, packed in an unusual way or suspiciously well.

    bzip2 and LZMA are refused because the standard library unpacks them without a bound on memory;
    no export that is known uses them.

    Raises:
        SkipSource: Protected, or packed in a way that is not read here.
        RefuseHostile: It would unpack to too much.
    """
    if entry.flag_bits & 1:
        raise SkipSource("is protected with a password", where, "Export or pack it without one")
    if entry.compress_type not in _STORED_OR_DEFLATED:
        raise SkipSource("is packed in an unusual way", where, "Pack it again as an ordinary ZIP")
    _check_ratio(where, entry.file_size, entry.compress_size, limits)


def _check_ratio(where: str, unpacked: int, packed: int, limits: Limits) -> None:
    if unpacked > BOMB_FLOOR and unpacked > limits.ratio * max(packed, 1):
        raise RefuseHostile(
            f"would unpack from {packed} to {unpacked} bytes", where, "Raise limits.ratio if you trust it"
        )


def _member(path: Path, name: str, entry: zipfile.ZipInfo, limits: Limits) -> Member:
    where = shown(f"{path.name}:{name}")
    check_entry(where, entry, limits)
    if entry.file_size > limits.file_bytes:
        raise RefuseHostile(
            f"would unpack to {entry.file_size} bytes", where, "Raise limits.file_bytes if you trust it"
        )
    return Member(name, entry.file_size, _time(entry))


def _time(entry: zipfile.ZipInfo) -> datetime | None:
    """When a member was last changed: 1980 is what a packer writes that does not know."""
    try:
        moment = datetime(*entry.date_time, tzinfo=UTC)
    except ValueError:
        return None
    return moment if moment.year > 1980 else None
