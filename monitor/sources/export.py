"""One view of a file, a folder and a ZIP; size and path limits live here only.

Nothing is ever unpacked to disk. Member names are relative, with `/`, and safe.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from monitor.errors import RefuseHostile, SkipSource
from monitor.settings import Limits

HEAD_BYTES = 65_536
ZIP_MAGIC = b"PK\x03\x04"
EMPTY_ZIP_MAGIC = b"PK\x05\x06"
OFFICE_MEMBERS = ("[Content_Types].xml", "xl/workbook.xml", "mimetype")


@dataclass(frozen=True)
class Member:
    """One file inside an export.

    Attributes:
        name: Relative name with `/`.
        size: Unpacked size, bytes.
        modified: When the file was last changed, UTC; None if not recorded. ZIP times are local without a
            zone and are taken as UTC.
    """

    name: str
    size: int
    modified: datetime | None


class Export:
    """A file, folder or ZIP that a person dropped in.

    A lone file is an export with one member, whose name is the file's. A spreadsheet is a file, not a ZIP.
    Use `Export.open(path)`; `read` members with `stream`.
    """

    def __init__(self, path: Path, members: tuple[Member, ...], limits: Limits, kind: str) -> None:
        self.path, self.members, self.limits, self.kind = path, members, limits, kind
        self._sizes = {member.name: member.size for member in members}
        self._heads: dict[str, bytes] = {}

    @classmethod
    def open(cls, path: Path, limits: Limits | None = None) -> Export:
        """Look at what lies at `path`.

        Raises:
            SkipSource: Missing, unreadable, empty or a broken ZIP.
            RefuseHostile: A limit is broken or a member's path leaves the export.
        """
        limits = limits or Limits()
        if path.is_dir():
            return cls(path, _folder_members(path, limits), limits, "folder")
        try:
            with path.open("rb") as file:
                magic = file.read(4)
        except OSError as error:
            raise SkipSource(
                f"cannot be read ({error.strerror})", str(path), "Check the name and the rights"
            ) from error
        if not magic:
            raise SkipSource("the file is empty", str(path), "Export it again")
        if magic in {ZIP_MAGIC, EMPTY_ZIP_MAGIC} and not _is_office(path):
            return cls(path, _zip_members(path, limits), limits, "zip")
        return cls(path, (_file_member(path, path.name, limits),), limits, "file")

    @property
    def name(self) -> str:
        """The export's own name, for messages."""
        return self.path.name

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all members."""
        return tuple(member.name for member in self.members)

    @property
    def is_single(self) -> bool:
        """Whether this is a lone file, whose name means nothing."""
        return self.kind == "file"

    def find(self, suffix: str) -> list[str]:
        """Member names that are `suffix` or end in `/suffix`, sorted, regardless of case and of a top folder."""
        wanted = suffix.lower()
        return sorted(n for n in self.names if n.lower() == wanted or n.lower().endswith("/" + wanted))

    def modified(self, name: str) -> datetime | None:
        """When a member was last changed, UTC."""
        return next((member.modified for member in self.members if member.name == name), None)

    def size(self, name: str) -> int:
        """Unpacked size of a member in bytes."""
        return self._sizes[name]

    def where(self, name: str) -> str:
        """How messages call a member."""
        return self.name if self.is_single else f"{self.name}:{name}"

    def head(self, name: str, size: int = HEAD_BYTES) -> bytes:
        """First bytes of a member (at most 64 KiB), b"" if it cannot be read; cached."""
        if name not in self._heads:
            try:
                with self.stream(name) as file:
                    self._heads[name] = file.read(HEAD_BYTES)
            except SkipSource:
                self._heads[name] = b""
        return self._heads[name][:size]

    @contextmanager
    def stream(self, name: str) -> Iterator[BinaryIO]:
        """Open a member for reading; never gives more bytes than the member declared.

        Raises:
            SkipSource: The member is damaged, encrypted or gone.
            RefuseHostile: It unpacks to more than it declared.
        """
        try:
            with self._raw(name) as raw:
                yield cast(BinaryIO, io.BufferedReader(_Guarded(raw, self.where(name), self.size(name)), 1 << 18))
        except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            raise SkipSource(
                f"damaged or unreadable ({error})", self.where(name), "Export or download it again"
            ) from error

    @contextmanager
    def _raw(self, name: str) -> Iterator[BinaryIO]:
        if self.kind == "zip":
            with zipfile.ZipFile(self.path) as archive, archive.open(name) as packed:
                yield cast(BinaryIO, packed)
        else:
            with (self.path / name if self.kind == "folder" else self.path).open("rb") as file:
                yield file

    def split(self) -> list[Export]:
        """Every member as an export of its own, for a folder or ZIP that no connector claims as a whole."""
        return [Export(self.path, (m,), self.limits, self.kind) for m in self.members] if not self.is_single else []

    def fingerprint(self) -> str:
        """Hash of names and contents: an export with the same fingerprint was already imported whole."""
        digest = hashlib.blake2b(digest_size=16)
        for member in self.members:
            digest.update(b"" if self.is_single else member.name.encode("utf-8", "surrogateescape"))
            with self.stream(member.name) as file:
                while block := file.read(1 << 20):
                    digest.update(block)
        return digest.hexdigest()


class _Guarded(io.RawIOBase):
    """A stream that refuses to give more than the declared number of bytes."""

    def __init__(self, raw: BinaryIO, where: str, declared: int) -> None:
        self._raw, self._where, self._left = raw, where, declared

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        block = self._raw.read(len(buffer))
        self._left -= len(block)
        if self._left < 0:
            raise RefuseHostile("unpacks to more than it declares", self._where, "Do not trust this file")
        buffer[: len(block)] = block
        return len(block)


def _is_office(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name in OFFICE_MEMBERS for name in archive.namelist()[:50])
    except (zipfile.BadZipFile, OSError, EOFError):
        return False


def _file_member(path: Path, name: str, limits: Limits) -> Member:
    status = path.stat()
    if status.st_size > limits.file_bytes:
        raise RefuseHostile(
            f"is larger than {limits.file_bytes} bytes", str(path), "Raise limits.file_bytes if you trust it"
        )
    return Member(name, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))


def _folder_members(folder: Path, limits: Limits) -> tuple[Member, ...]:
    """List a folder's files, sorted; links that leave the folder and hidden files are passed over."""
    root = folder.resolve()
    found = [
        p
        for p in sorted(folder.rglob("*"))
        if p.is_file() and not p.name.startswith(".") and p.resolve().is_relative_to(root)
    ]
    members = tuple(_file_member(p, p.relative_to(folder).as_posix(), limits) for p in found)
    _check_totals(str(folder), members, limits)
    return members


def _zip_members(path: Path, limits: Limits) -> tuple[Member, ...]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as error:
        raise SkipSource(f"is a damaged or cut-off ZIP ({error})", str(path), "Download it again") from error
    members = tuple(_zip_member(path, entry, limits) for entry in entries if not _is_clutter(entry.filename))
    if not members:
        raise SkipSource("is a ZIP without files", str(path), "Export it again")
    _check_totals(str(path), members, limits)
    return members


def _is_clutter(name: str) -> bool:
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith(".")


def _zip_member(path: Path, entry: zipfile.ZipInfo, limits: Limits) -> Member:
    where = f"{path.name}:{entry.filename}"
    parts = PurePosixPath(entry.filename.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in parts.parts[0]:
        raise RefuseHostile("has a path that leaves the ZIP", where, "Do not trust this file")
    if entry.flag_bits & 1:
        raise SkipSource("is protected with a password", where, "Export it without one")
    bomb = entry.file_size > 10 * 2**20 and entry.file_size > limits.ratio * max(entry.compress_size, 1)
    if bomb or entry.file_size > limits.file_bytes:
        raise RefuseHostile(f"would unpack to {entry.file_size} bytes", where, "Raise [limits] if you trust it")
    return Member(entry.filename, entry.file_size, _zip_time(entry))


def _zip_time(entry: zipfile.ZipInfo) -> datetime | None:
    try:
        moment = datetime(*entry.date_time, tzinfo=UTC)
    except ValueError:
        return None
    return moment if moment.year > 1980 else None


def _check_totals(where: str, members: tuple[Member, ...], limits: Limits) -> None:
    if len(members) > limits.members:
        raise RefuseHostile(f"holds {len(members)} files", where, "Raise limits.members if you trust it")
    if sum(member.size for member in members) > limits.total_bytes:
        raise RefuseHostile("would unpack to more than limits.total_bytes", where, "Raise it if you trust the file")
