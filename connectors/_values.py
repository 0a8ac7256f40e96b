"""Values of unknown shape brought to a known one: what a foreign file holds may be anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from pydantic import ValidationError

from monitor.records import Anything, BadRow, Post, Record, Window

R = TypeVar("R", bound=Record)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_WHOLE = re.compile(r"(\d{1,18})(?:\.0*)?")


@dataclass(frozen=True)
class Place:
    """Where a record came from, for the reject table.

    Attributes:
        file: Name of the file as messages call it.
        line: Line it began on, 1-based; None where a file has no useful lines (JSON).
        excerpt: What stood there, short.
    """

    file: str
    line: int | None = None
    excerpt: str = ""

    def bad(self, reason: str) -> BadRow:
        """Give the reject for this place."""
        return BadRow(file=self.file, line=self.line, reason=reason[:300], excerpt=_storable(self.excerpt[:300]))


def kept(record: type[R], place: Place, /, **fields: Any) -> R | BadRow:
    """Make a record, or a reject that says which field was wrong."""
    try:
        return record(**fields)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        return place.bad(f"{field}: {first['msg'].removeprefix('Value error, ')}")


def mapping(value: Any) -> dict[str, Any]:
    """Give the value if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: Any) -> list[Any]:
    """Give the value if it is a JSON array, else an empty one."""
    return value if isinstance(value, list) else []


def text_of(value: Any) -> str | None:
    """Give the value if it is a text with something in it."""
    return value if isinstance(value, str) and value.strip() else None


def count_of(value: Any) -> int | None:
    """Read a count: `12`, `12.0`, `"1,234"`, `"566.0"`; anything else (`-`, empty, `3.5`) is unknown."""
    if isinstance(value, bool):
        return None
    text = str(value).strip()[:40] if isinstance(value, int | float | str) else ""
    if _GROUPED.fullmatch(text):
        return int(text.replace(",", ""))
    whole = _WHOLE.fullmatch(text)
    return int(whole[1]) if whole else None


def cell(cells: Sequence[Any], position: int | None) -> str:
    """Give a cell as text without blanks around it; "" if the row is too short or there is no such column."""
    if position is None or position >= len(cells):
        return ""
    return str(cells[position]).strip()


def _storable(text: str) -> str:
    """Drop NUL characters and lone surrogates, which no database takes."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


class Tally:
    """Watches posts and rejects as they pass, to tell whether silence may be concluded from what was read."""

    def __init__(self) -> None:
        self._kept = self._rejected = 0
        self._newest: dict[str, datetime] = {}

    def passing(self, records: Iterable[Anything]) -> Iterator[Anything]:
        """Give the records on unchanged."""
        for record in records:
            if isinstance(record, Post):
                self._kept += 1
                if record.published_at:
                    moment = self._newest.setdefault(record.account, record.published_at)
                    self._newest[record.account] = max(moment, record.published_at)
            else:
                self._rejected += isinstance(record, BadRow)
            yield record

    @property
    def trustworthy(self) -> bool:
        """Whether at least as many rows were read as rejected: a mostly unreadable file shows no silence."""
        return self._rejected <= self._kept

    def moments(self) -> Iterator[Window]:
        """Windows of no length at every account's newest post: nothing before or after may be taken for silence.

        Without any window the importer would conclude one from the posts and the file's date.
        """
        for account, newest in self._newest.items():
            yield Window(account=account, start=newest, end=newest)
