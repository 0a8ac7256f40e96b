"""Where an export begins: its own root, or inside the folders that hold all of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from posixpath import commonpath, dirname


def inside(names: Sequence[str], root: re.Pattern[str]) -> list[str]:
    """Give the members whose path begins with `root`, not counting folders that all members lie in.

    A connector that recognises an export by its folders asks this. So a folder in which several exports lie side by
    side is nobody's as a whole.
    """
    tops = _tops(names)
    return [name for name in names if any(root.match(name, len(top)) for top in tops)]


def _tops(names: Sequence[str]) -> list[str]:
    """The beginnings that all names share, folder by folder: "", "a/", "a/b/"."""
    shared = commonpath([dirname(name) for name in names]) if names else ""
    folders = shared.split("/") if shared else []
    return ["".join(f"{folder}/" for folder in folders[:depth]) for depth in range(len(folders) + 1)]
