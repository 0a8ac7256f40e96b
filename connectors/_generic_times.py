"""Times in hand-made tables: ISO 8601 and the formats the configuration names, and nothing that needs a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

from connectors._days import moment_on
from connectors._generic_options import EPOCHS
from monitor.records import Precision

_NUMBERS = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}\b")
_YEAR = re.compile(r"(?<!\d)(?:19|2\d)\d\d(?!\d)")
_ZONE_WORD = re.compile(r"\s*(?:UTC|GMT|Z)$")
_HOW = "name the column's date_format under [[connectors.generic_csv.map]] in config.toml"


class Stated(NamedTuple):
    """A time as it was read.

    Attributes:
        moment: Aware.
        precision: How exactly it is stated.
        zoned: Whether its zone matters not or was stated; False when that of the table was taken.
    """

    moment: datetime
    precision: Precision
    zoned: bool


class Clock:
    """Reads the times of one table.

    Args:
        formats: strptime formats or unix, unix_ms; none for ISO 8601.
        zone: Zone of times that name none.
    """

    def __init__(self, formats: Sequence[str], zone: tzinfo) -> None:
        self._formats, self._zone = formats, zone

    def read(self, text: str) -> Stated:
        """Read a time; a day without a time of day is noon.

        Raises:
            ValueError: It cannot be read without guessing; the message says what to do.
        """
        if self._formats:
            return self._formatted(text)
        try:
            if text[4:5] != "-":
                raise ValueError
            moment = datetime.fromisoformat(text)
        except ValueError:
            return self._read_again(text)
        if len(text) == 10:
            return Stated(*moment_on(moment.date(), self._zone), True)
        return self._timed(moment, Precision.SECOND if text[16:17] == ":" else Precision.MINUTE)

    def _timed(self, moment: datetime, precision: Precision) -> Stated:
        """A moment with its own zone, else with that of the table."""
        if moment.tzinfo is not None:
            return Stated(moment, precision, True)
        return Stated(moment.replace(tzinfo=self._zone), precision, False)

    def _read_again(self, text: str) -> Stated:
        """Try once more with blanks and the word UTC taken off, else say what is wrong."""
        bare = _ZONE_WORD.sub("+00:00", text.strip())
        if bare != text and bare[4:5] == "-":
            return self.read(bare)
        raise ValueError(_complaint(text.strip()))

    def _formatted(self, text: str) -> Stated:
        for one in self._formats:
            try:
                return self._by_format(text.strip(), one)
            except (ValueError, OverflowError):
                continue
        if not text.strip():
            raise ValueError("has no time")
        raise ValueError(f"the time {text[:40]!r} is not written as date_format says ({' or '.join(self._formats)})")

    def _by_format(self, text: str, one: str) -> Stated:
        if one in EPOCHS:
            seconds = int(text) / (1000 if one == "unix_ms" else 1)
            return Stated(datetime.fromtimestamp(seconds, UTC), Precision.SECOND, True)
        moment = datetime.strptime(text, one)  # noqa: DTZ007 - the zone is set below
        if "%H" not in one and "%I" not in one and "%c" not in one and "%X" not in one:
            return Stated(*moment_on(moment.date(), self._zone), True)
        return self._timed(moment, Precision.SECOND if "%S" in one else Precision.MINUTE)


def _complaint(text: str) -> str:
    if not text:
        return "has no time"
    shown = repr(text[:40])
    if _NUMBERS.match(text):
        return f"the time {shown} can be read in several ways: {_HOW}"
    if not _YEAR.search(text):
        return f"the time {shown} has no year: add it (2013-01-31 09:30)"
    return f"the time {shown} cannot be read: write it as 2013-01-31 09:30, or {_HOW}"
