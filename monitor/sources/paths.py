"""Files of a folder under safe names: what is passed over, and the limits on how much."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path, PurePosixPath

from monitor.errors import RefuseHostile, SkipSource
from monitor.settings import Limits

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".bmp", ".tif", ".tiff", ".svg", ".ico"})
FILMS = frozenset({".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".mp3", ".m4a", ".wav", ".ogg", ".aac"})
MEDIA_SUFFIXES = PICTURES | FILMS | {".woff", ".woff2", ".ttf", ".eot", ".css", ".pdf"}
"""Files inside an export that hold no records, whatever else they hold; they are neither read nor hashed."""


def is_media(name: str) -> bool:
    """Whether a member is a picture, film, sound, font or the like."""
    return PurePosixPath(name).suffix.lower() in MEDIA_SUFFIXES


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


def shown(name: str) -> str:
    """Make a file name printable: one line, no damaged characters."""
    return "".join(c if c.isprintable() else "?" for c in name.encode("utf-8", "replace").decode("utf-8"))


def is_clutter(name: str) -> bool:
    """Whether a relative name is hidden or the packer's own (`.DS_Store`, `.git/...`, `__MACOSX/...`)."""
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def file_member(path: Path, name: str, limits: Limits) -> Member:
    """Describe one file.

    Raises:
        SkipSource: It cannot be looked at; RefuseHostile: it is too large.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise SkipSource(
            f"cannot be read ({error.strerror})", shown(str(path)), "Check the name and the rights"
        ) from error
    if status.st_size > limits.file_bytes:
        raise RefuseHostile(
            f"is larger than {limits.file_bytes} bytes", shown(str(path)), "Raise limits.file_bytes if you trust it"
        )
    return Member(name, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))


def folder_members(folder: Path, limits: Limits) -> tuple[Member, ...]:
    """List a folder's files, sorted by name; links that leave the folder and hidden files are passed over.

    Raises:
        SkipSource: One of its folders cannot be read.
        RefuseHostile: There are too many, or they are too large.
    """
    try:
        found = sorted(islice(_files(folder), limits.members + 1))
    except OSError as error:
        # One that cannot be looked into may hold an export: passing over it would be a silent loss.
        where = shown(os.fsdecode(error.filename or folder))
        raise SkipSource(f"cannot be read ({error.strerror})", where, "Check the rights of the folder") from error
    if len(found) > limits.members:
        raise RefuseHostile(
            f"holds more than {limits.members} files", shown(str(folder)), "Raise limits.members if you trust it"
        )
    members = tuple(file_member(folder / name, name, limits) for name in found)
    check_totals(str(folder), members, limits)
    return members


def _files(folder: Path) -> Iterator[str]:
    root = folder.resolve()
    for parent, _, names in os.walk(folder, onerror=_raise):
        for path in (Path(parent, name) for name in names):
            name = path.relative_to(folder).as_posix()
            if not is_clutter(name) and path.is_file() and path.resolve().is_relative_to(root):
                yield name


def _raise(error: OSError) -> None:
    raise error


def check_totals(where: str, members: tuple[Member, ...], limits: Limits) -> None:
    """Hold the sum of an export's members against the limits.

    Raises:
        RefuseHostile: Too many members or too many bytes.
    """
    if len(members) > limits.members:
        what = f"holds {len(members)} files, more than {limits.members}"
        raise RefuseHostile(what, shown(where), "Raise limits.members if you trust it")
    total = sum(member.size for member in members)
    if total > limits.total_bytes:
        raise RefuseHostile(f"would unpack to {total} bytes", shown(where), "Raise limits.total_bytes if you trust it")
