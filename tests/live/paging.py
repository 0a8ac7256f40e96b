"""Lists cut into pages, well and badly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Mischief(StrEnum):
    """How a server gets paging wrong. In all of them the answers themselves are true."""

    ENDLESS = "endless"
    """After the last page there is always another, with the last rows again and a new cursor."""
    REPEATED = "repeated"
    """Every page comes twice, the second time with the cursor that leads on."""
    EMPTY = "empty"
    """Between two pages comes an empty one that leads on."""
    REORDERED = "reordered"
    """Rows of a page are in another order."""
    SKEW = "skew"
    """The server's clock is hours ahead."""


@dataclass(frozen=True)
class Pager:
    """Cuts a list by opaque cursors: how many rows have been given, and how often the page was told.

    Args:
        size: Most rows of a page.
        mischief: How it is cut badly; None: well.
    """

    size: int
    mischief: Mischief | None = None

    def cut(self, rows: Sequence[Any], cursor: str | None) -> tuple[list[Any], str | None]:
        """A page and the cursor of the next; None after the last. A strange cursor begins anew."""
        start, again = _position(cursor)
        page, end = list(rows[start : start + self.size]), start + self.size
        following = f"{end}-0" if end < len(rows) else None
        if self.mischief is Mischief.REORDERED:
            return page[::-1], following
        if self.mischief is Mischief.REPEATED and page and not again:
            return page, f"{start}-1"
        if self.mischief is Mischief.EMPTY and start and not again:
            return [], f"{start}-1"
        if self.mischief is Mischief.ENDLESS and following is None:
            return page, f"{start}-{again + 1}"
        return page, following


def _position(cursor: str | None) -> tuple[int, int]:
    start, _, again = (cursor or "").partition("-")
    return (int(start), int(again)) if start.isdecimal() and again.isdecimal() else (0, 0)
