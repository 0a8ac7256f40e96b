"""One view of a file, a folder and a ZIP; size and path limits live below this door only.

Nothing is ever unpacked to disk. Member names are relative, with `/`, and safe.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from monitor.errors import RefuseHostile, SkipSource
from monitor.settings import Limits
from monitor.sources.archive import BROKEN_ZIP, EMPTY_ZIP_MAGIC, ZIP_MAGIC, Archive, is_office
from monitor.sources.paths import Member, file_member, folder_members, is_media, shown

__all__ = ["HEAD_BYTES", "ZIP_MAGIC", "Export", "Member"]

HEAD_BYTES = 65_536
BUFFER_BYTES = 1 << 18


class Export:
    """A file, folder or ZIP that a person dropped in.

    A lone file is an export with one member, whose name is the file's. A spreadsheet is a file, not a ZIP.
    Use `Export.open(path)`; `read` members with `stream`.

    Attributes:
        path: Where it lies on disk; of a part of a ZIP, the ZIP.
        members: Its files, names relative to this export.
        kind: "file", "folder" or "zip": what lies at `path`.
        inside: Where in the ZIP this part lies ("" for all of it).
        meter: Told the number of bytes of every block read, for a progress bar.
        memo: What was parsed once and may be asked for again (sheets of a spreadsheet), by member name.
    """

    def __init__(
        self,
        path: Path,
        members: tuple[Member, ...],
        limits: Limits,
        kind: str,
        archive: Archive | None = None,
        inside: str = "",
        lone: bool = False,
    ) -> None:
        self.path, self.members, self.limits, self.kind, self.inside = path, members, limits, kind, inside
        self._archive, self._lone = archive, lone or kind == "file"
        self._by_name = {member.name: member for member in members}
        self._heads: dict[str, bytes] = {}
        self.memo: dict[str, Any] = {}
        self.meter: Callable[[int], None] | None = None

    @classmethod
    def open(cls, path: Path, limits: Limits | None = None) -> Export:
        """Look at what lies at `path`.

        Raises:
            SkipSource: Missing, unreadable, empty or a broken ZIP.
            RefuseHostile: A limit is broken or a member's path leaves the export.
        """
        limits = limits or Limits()
        if path.is_dir():
            return cls(path, folder_members(path, limits), limits, "folder")
        if _magic(path) in {ZIP_MAGIC, EMPTY_ZIP_MAGIC} and not is_office(path):
            archive = Archive(path, limits)
            return cls(path, archive.members, limits, "zip", archive)
        return cls(path, (file_member(path, path.name, limits),), limits, "file")

    @property
    def name(self) -> str:
        """The export's own name, for messages."""
        return shown(f"{self.path.name}:{self.inside}" if self.inside else self.path.name)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all members."""
        return tuple(self._by_name)

    @property
    def is_single(self) -> bool:
        """Whether this is a lone file, whose name means nothing."""
        return self._lone

    def find(self, suffix: str) -> list[str]:
        """Member names that are `suffix` or end in `/suffix`, sorted, regardless of case and of a top folder."""
        wanted = suffix.lower()
        return sorted(n for n in self._by_name if n.lower() == wanted or n.lower().endswith("/" + wanted))

    def modified(self, name: str) -> datetime | None:
        """When a member was last changed, UTC."""
        return self._by_name[name].modified if name in self._by_name else None

    def size(self, name: str) -> int:
        """Unpacked size of a member in bytes."""
        return self._by_name[name].size

    def where(self, name: str) -> str:
        """How messages call a member."""
        if self.is_single:
            return self.name
        return f"{self.name}/{shown(name)}" if self.inside else f"{self.name}:{shown(name)}"

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
            SkipSource: The member is damaged or gone, at opening or while reading.
            RefuseHostile: It unpacks to more than it declared.
        """
        if name not in self._by_name:
            raise SkipSource(f"holds no file {shown(name)}", self.name, "Export it again")
        with _reading(self.where(name)):
            raw = self._raw(name)
        guarded = cast(io.RawIOBase, _Guarded(raw, self.where(name), self.size(name), self.meter))
        with raw, io.BufferedReader(guarded, BUFFER_BYTES) as buffered:
            yield cast(BinaryIO, buffered)

    def _raw(self, name: str) -> BinaryIO:
        if self._archive is not None:
            full = self.inside if self._lone else f"{self.inside}/{name}".lstrip("/")
            return cast(BinaryIO, self._archive.open(full))
        return (self.path / name if self.kind == "folder" else self.path).open("rb")

    def split(self) -> list[Export]:
        """Every member as a lone file, for a folder or ZIP that no connector claims as a whole."""
        return [] if self.is_single else [self.only(name) for name in self._by_name]

    def only(self, name: str) -> Export:
        """One member as a lone file."""
        member = self._by_name[name]
        base = Member(PurePosixPath(name).name, member.size, member.modified)
        if self._archive is None:
            return Export(self.path / name, (base,), self.limits, "file")
        inside = f"{self.inside}/{name}" if self.inside else name
        return Export(self.path, (base,), self.limits, "zip", self._archive, inside, lone=True)

    def parts(self) -> dict[str, Export]:
        """The folders at the top, by name and sorted, each as an export of its own."""
        inner: dict[str, list[Member]] = {}
        for member in self.members:
            folder, stroke, rest = member.name.partition("/")
            if stroke:
                inner.setdefault(folder, []).append(Member(rest, member.size, member.modified))
        return {folder: self._part(folder, tuple(inner[folder])) for folder in sorted(inner)}

    def _part(self, folder: str, members: tuple[Member, ...]) -> Export:
        if self._archive is None:
            return Export(self.path / folder, members, self.limits, "folder")
        inside = f"{self.inside}/{folder}" if self.inside else folder
        return Export(self.path, members, self.limits, "zip", self._archive, inside)

    def close(self) -> None:
        """Forget what was read and let go of the file; the export can still be used."""
        self._heads.clear()
        self.memo.clear()
        if self._archive is not None:
            self._archive.close()

    def fingerprint(self) -> str:
        """Hash of names and contents: an export with the same fingerprint was already imported whole.

        Of pictures and films beside the records only name and size count, else a night would be spent on hashing them.
        """
        digest = hashlib.blake2b(digest_size=16)
        for member in self.members:
            if not self.is_single:
                digest.update(f"\0{member.name}\0{member.size}\0".encode("utf-8", "surrogateescape"))
                if is_media(member.name):
                    continue
            with self.stream(member.name) as file:
                while block := file.read(1 << 20):
                    digest.update(block)
        return digest.hexdigest()


class _Guarded(io.RawIOBase):
    """A stream that refuses to give more than the declared number of bytes and names the file when it breaks."""

    def __init__(self, raw: BinaryIO, where: str, declared: int, meter: Callable[[int], None] | None) -> None:
        self._raw, self._where, self._left, self._meter = raw, where, declared, meter

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        with _reading(self._where):
            block = self._raw.read(len(buffer))
        self._left -= len(block)
        if self._left < 0:
            raise RefuseHostile("holds more than it declares", self._where, "Try again when nobody writes to it")
        if self._meter is not None:
            self._meter(len(block))
        buffer[: len(block)] = block
        return len(block)


@contextmanager
def _reading(where: str) -> Iterator[None]:
    """Give every way in which reading can fail one name and one message."""
    try:
        yield
    except (*BROKEN_ZIP, zlib.error) as error:
        raise SkipSource(f"is damaged or unreadable ({error})", where, "Export or download it again") from error


def _magic(path: Path) -> bytes:
    """First four bytes of an ordinary file.

    Raises:
        SkipSource: It is missing, no ordinary file, unreadable or empty.
    """
    try:
        if path.exists() and not path.is_file():
            raise SkipSource("is no ordinary file", shown(str(path)), "Drop in a file, a folder or a ZIP")
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise SkipSource(
            f"cannot be read ({error.strerror})", shown(str(path)), "Check the name and the rights"
        ) from error
    if not magic:
        raise SkipSource("the file is empty", shown(str(path)), "Export it again")
    return magic
