"""Writes all files of the demo organisation; the same bytes on every run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from tests.samples import (
    blog_files,
    calendar_files,
    facebook_files,
    linkedin_files,
    other_files,
    x_files,
    youtube_files,
)

FOLDER = Path(__file__).resolve().parents[2] / "data" / "samples"
README = "README.md"
"""Written by hand, so never rewritten."""


def every_file() -> Iterator[tuple[str, bytes | None]]:
    """Path inside the samples folder and content; None for a file that cannot be made here (an old XLS)."""
    parts = (x_files, linkedin_files, facebook_files, blog_files, youtube_files, other_files, calendar_files)
    return chain.from_iterable(part.files() for part in parts)


def main(folder: Path = FOLDER) -> None:
    """Rewrite the samples; what cannot be made here is left as it lies."""
    found = dict(every_file())
    kept = {README, *(name for name, content in found.items() if content is None)}
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name not in kept:
            path.unlink()
    for name, content in found.items():
        if content is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
