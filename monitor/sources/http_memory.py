"""What is remembered of an address between runs, so that an unchanged feed costs one short answer.

A remembered address that was never imported would be lost for ever, so `put` only takes note: `save` writes,
and is called after the import that used the answer is safely in the store.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True)
class Known:
    """What is known of an address from the last time it was read.

    Attributes:
        etag: The exact `ETag`, sent back as `If-None-Match`.
        last_modified: The exact `Last-Modified`, sent back as `If-Modified-Since`.
        read_at: When it was read, aware.
        complete_from: From when on everything published was seen then, aware; None if nothing can be said.
    """

    etag: str | None
    last_modified: str | None
    read_at: datetime
    complete_from: datetime | None = None


class FetchMemory(Protocol):
    """Remembers addresses between runs."""

    def get(self, url: str) -> Known | None:
        """What is known of an address; None if it was never read."""

    def put(self, url: str, known: Known) -> None:
        """Take note of an address read; lasting only after the import succeeded."""


class NoMemory:
    """Remembers nothing: every read is a first one."""

    def get(self, url: str) -> Known | None:
        """Nothing is known."""

    def put(self, url: str, known: Known) -> None:
        """Nothing is kept."""


class FileMemory:
    """Remembers in one small JSON file, replaced as a whole. A damaged file only costs a full read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = _load(path)
        self._noted: dict[str, Known] = {}

    def get(self, url: str) -> Known | None:
        """What is known of an address; None if it was never read."""
        return self._noted.get(url) or self._kept.get(url)

    def put(self, url: str, known: Known) -> None:
        """Take note; `save` makes it last."""
        self._noted[url] = known

    def discard(self) -> None:
        """Forget what was noted since the last `save`: its import failed."""
        self._noted.clear()

    def save(self) -> None:
        """Make last what was noted, in one atomic replacement of the file.

        Raises:
            OSError: The folder cannot be written.
        """
        if not self._noted:
            return
        self._kept |= self._noted
        self._noted.clear()
        text = json.dumps({url: asdict(known) for url, known in sorted(self._kept.items())}, default=_iso, indent=1)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=self._path.name, suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._path)
        finally:
            Path(name).unlink(missing_ok=True)


def _iso(moment: datetime) -> str:
    return moment.isoformat()


def _load(path: Path) -> dict[str, Known]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return {str(url): _known(entry) for url, entry in raw.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _known(entry: dict[str, Any]) -> Known:
    begin = entry["complete_from"]
    read_at, complete_from = datetime.fromisoformat(entry["read_at"]), datetime.fromisoformat(begin) if begin else None
    if read_at.tzinfo is None or (complete_from and complete_from.tzinfo is None):
        raise ValueError("time without a zone")
    return Known(entry["etag"], entry["last_modified"], read_at, complete_from)
