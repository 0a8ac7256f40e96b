"""Report files on disk: each replaced whole or not at all, and our own old ones removed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from monitor.errors import StoreTrouble
from monitor.reporting.pages import GENERATOR

OWN_NAMES = re.compile(r"(index|week-\d{4}-W\d{2}|account-[a-z0-9-]+)\.html|(account-[a-z0-9-]+|heat|score)\.png")
UNFINISHED = ".unfinished"
HEAD_BYTES = 1024


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file under another name, then put it in place; a reader sees the old one or the new one.

    Raises:
        StoreTrouble: The folder cannot be written or the disk is full.
    """
    aside = path.with_name(path.name + UNFINISHED)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
            return path
        aside.write_bytes(content)
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise StoreTrouble(
            f"the report cannot be written ({error.strerror})", str(path), "Make room or allow writing there"
        ) from error
    return path


def remove_stale(folder: Path, kept: Iterable[Path]) -> list[Path]:
    """Remove report files of earlier runs that this run did not write; other people's files stay.

    Args:
        folder: The reports folder, with `charts` in it.
        kept: The files of this run.

    Returns:
        What was removed.
    """
    known = set(kept)
    candidates = [*sorted(folder.glob("*")), *sorted((folder / "charts").glob("*"))]
    stale = [path for path in candidates if path not in known and path.is_file() and is_ours(path)]
    for path in stale:
        path.unlink(missing_ok=True)
    return stale


def is_ours(path: Path) -> bool:
    """Whether the file has a name that we give and says that we made it."""
    if path.name.endswith(UNFINISHED):
        return OWN_NAMES.fullmatch(path.name.removesuffix(UNFINISHED)) is not None
    if not OWN_NAMES.fullmatch(path.name):
        return False
    with path.open("rb") as file:
        return GENERATOR.encode() in file.read(HEAD_BYTES)
