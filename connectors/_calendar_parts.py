"""A calendar file cut into its components: only the lines that are read, so that nothing else in it can do harm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

ITEMS = frozenset({"VEVENT", "VTODO"})
ZONE = "VTIMEZONE"
_TIMES = ("DTSTART", "DUE", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "LAST-MODIFIED")
READ = frozenset(["UID", "SUMMARY", "STATUS", "CATEGORIES", "LOCATION", *_TIMES])
"""Lines of an item that are read."""
LONGEST = 64 * 1024
"""Most characters kept of one component; the lines of an item that are read are a few hundred."""

_NAME = re.compile(r"([A-Za-z0-9-]+)[;:]")


@dataclass
class Part:
    """A component of a calendar.

    Attributes:
        kind: VEVENT, VTODO or VTIMEZONE.
        line: Line on which it begins, 1-based.
        lines: Its lines that are read, folded as they are.
        whole: Whether its end was found and nothing was too long.
    """

    kind: str
    line: int
    lines: list[str] = field(default_factory=list)
    whole: bool = False

    @property
    def text(self) -> str:
        """The component as a calendar holds it."""
        return "\r\n".join((f"BEGIN:{self.kind}", *self.lines, f"END:{self.kind}", ""))


def parts(lines: Iterable[str]) -> Iterator[Part]:
    """The items and time zones of a calendar, as they come; one that is cut off is not whole."""
    collector: _Collector | None = None
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r\n")
        word = line.strip().upper()
        kind = word.removeprefix("BEGIN:") if word.startswith("BEGIN:") else ""
        if kind in ITEMS or (kind == ZONE and collector is None):
            if collector:
                yield collector.part
            collector = _Collector(Part(kind, number))
        elif collector and collector.takes(line, word):
            yield collector.part
            collector = None
    if collector:
        yield collector.part


class _Collector:
    """Takes the lines of one component that are read."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self._depth, self._kept, self._size = 0, False, 0

    def takes(self, line: str, word: str) -> bool:
        """Take a line; whether it was the last."""
        if word == f"END:{self.part.kind}":
            self.part.whole = self._size <= LONGEST
            return True
        if self.part.kind == ZONE:
            self._keep(line, kept=True)
        elif word.startswith("BEGIN:"):  # an alarm inside an item has a time and words of its own
            self._depth += 1
        elif word.startswith("END:"):
            self._depth -= 1
        elif self._depth <= 0:
            self._keep(line, self._kept if line[:1] in {" ", "\t"} else _name(line) in READ)
        return False

    def _keep(self, line: str, kept: bool) -> None:
        self._kept = kept
        self._size += len(line) if kept else 0
        if kept and self._size <= LONGEST:
            self.part.lines.append(line)


def calendar_name(lines: Iterable[str]) -> str | None:
    """What the calendar calls itself, told before its first item; None if it does not."""
    for raw in lines:
        line = raw.strip()
        if line.upper().startswith(tuple(f"BEGIN:{kind}" for kind in ITEMS)):
            return None
        if line.upper().startswith(("X-WR-CALNAME:", "X-WR-CALNAME;", "NAME:", "NAME;")):
            return line.partition(":")[2].strip()[:200] or None
    return None


def _name(line: str) -> str:
    found = _NAME.match(line)
    return found[1].upper() if found else ""
