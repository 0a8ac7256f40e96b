"""What became of exports that began no import of their own: kept where statuses and analysts look."""

from __future__ import annotations

import hashlib
from datetime import datetime

from monitor.sources.paths import shown
from monitor.sources.results import ImportResult
from monitor.store.contract import ImportRun, Store

UNCLAIMED = "-"
"""Connector of an import that broke before any connector took it."""


class ExportRecord:
    """Records that an export broke, once for the same file and message, and that a broken one is mended.

    Args:
        store: Where imports are kept.
        now: The moment of this run.
    """

    def __init__(self, store: Store, now: datetime) -> None:
        self._store, self._now = store, now
        self._last: dict[str, ImportRun] | None = None
        self._broken: set[str] = set()
        self._known: dict[str, ImportResult] = {}

    def keep(self, result: ImportResult) -> None:
        """Take what became of one export."""
        if result.status == "failed":
            self._broken |= _names(result)
            if result.import_id is None:
                self._keep_failure(result)
        elif result.status == "known":
            self._known |= dict.fromkeys(_names(result), result)

    def settle(self) -> None:
        """Record what is mended: an export that is in already lies there again where a broken one lay.

        Nothing is read of it, so no import of its own says so. Called when all exports have been looked at: of two with
        the same name one may still be broken.
        """
        mended = self._known.keys() - self._broken
        if not mended:
            return
        for run in self._store.newest_imports():
            if run.status == "failed" and run.export in mended:
                known = self._known[run.export]
                self._add(known.connector, run.export, "done", known.message)

    def _keep_failure(self, result: ImportResult) -> None:
        if self._last is None:
            self._last = {run.export: run for run in self._store.newest_imports()}
        name = shown(result.path.name)
        last = self._last.get(name)
        if last is None or last.status != "failed" or last.message != result.message:
            self._last[name] = self._add(UNCLAIMED, name, "failed", result.message)

    def _add(self, connector: str, name: str, status: str, message: str) -> ImportRun:
        # Of its own, so that what was rejected of the export itself stays known.
        words = f"{name}\0{status}\0{message}"
        fingerprint = hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=16).hexdigest()
        number = self._store.begin_import(connector, name, fingerprint, self._now)
        return self._store.end_import(number, status, message, self._now)


def _names(result: ImportResult) -> set[str]:
    """What imports call it: itself, and the ZIP or folder it lies in."""
    return {result.name, shown(result.path.name)}
