"""Small makers of files for tests of sources."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from monitor.settings import Limits
from monitor.sources.export import Export


def lone(folder: Path, content: bytes | str, name: str = "file.csv", limits: Limits | None = None) -> Export:
    """A lone file with this content, opened."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Export.open(path, limits)


def zipped(path: Path, files: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    """A ZIP with these members."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def foldered(path: Path, files: Mapping[str, bytes | str]) -> Path:
    """A folder with these files."""
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return path
