"""What else lies in a folder or ZIP: one claimed as a whole must not swallow another export's file."""

from __future__ import annotations

from pathlib import PurePosixPath

from monitor.sources.export import Export

TABLES = frozenset({".csv", ".tsv", ".txt", ".xls", ".xlsx", ".ods"})
DATA = TABLES | {".json", ".xml", ".rss", ".atom"}
"""Endings of files that may be exports by themselves."""


def data_members(export: Export, endings: frozenset[str] = DATA) -> list[str]:
    """Members that somebody may have meant as data, sorted; a lone file always is one, whatever its name."""
    if len(export.names) == 1:
        return list(export.names)
    return sorted(name for name in export.names if _ending(name) in endings and not _is_readme(name))


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _is_readme(name: str) -> bool:
    return PurePosixPath(name).stem.lower() == "readme"
