"""Times in a calendar file: with a zone, in UTC, floating, or a day alone."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from connectors._calendar_parts import Part
from connectors._days import moment_on, safe_day


@dataclass(frozen=True)
class When:
    """A time as the calendar has it.

    Attributes:
        wall: The time on the clock of `zone`; of a day alone its noon.
        zone: Where that clock hangs.
        day: Only a day is stated.
        known: Its zone is stated or does not matter; False when the organisation's was taken for a name nobody knows.
    """

    wall: datetime
    zone: tzinfo
    day: bool = False
    known: bool = True

    @property
    def moment(self) -> datetime:
        """The moment, UTC."""
        return self.wall.replace(tzinfo=self.zone).astimezone(UTC)

    def at(self, wall: datetime) -> When:
        """The same on another day or hour of the same clock."""
        return When(wall, self.zone, self.day, self.known)


class Zones:
    """The zones of a calendar: by the name that everybody uses, else as the calendar defines them.

    Args:
        home: The organisation's, for times that float.
        defined: Zones that the calendar defines itself.
    """

    def __init__(self, home: tzinfo, defined: Mapping[str, tzinfo]) -> None:
        self._home, self._defined = home, defined

    def when(self, value: Any, name: str | None) -> When:
        """A time of the library as ours.

        Args:
            value: date or datetime.
            name: TZID beside it, if any.

        Raises:
            ValueError: It is no time, or lies outside 1990-2199.
        """
        if not isinstance(value, date):
            raise ValueError("its time cannot be read: write it as 20130131T093000")
        if safe_day(value.year, value.month, value.day) is None:
            raise ValueError(f"its year {value.year} is outside 1990-2199")
        if not isinstance(value, datetime):
            moment, _ = moment_on(value, self._home)
            return When(moment.astimezone(self._home).replace(tzinfo=None), self._home, day=True)
        if value.tzinfo is not None:
            return When(value.replace(tzinfo=None), value.tzinfo)
        if name and name in self._defined:
            return When(value, self._defined[name])
        return When(value, self._home, known=not name)


MOST_RULES = 8
"""Most rules of a zone: it has one for summer and one for winter, and perhaps older ones."""
_FOLD = re.compile(r"\r\n[ \t]")
_NAMED = re.compile(r"^TZID(?:;[^:\r\n]*)?:([^\r\n]+)", re.MULTILINE | re.IGNORECASE)
_RULE = re.compile(r"RRULE[^\r\n]*")
_YEARLY = re.compile(r"RRULE:(?:(?:FREQ=YEARLY|(?:BYMONTH|BYDAY|BYMONTHDAY|UNTIL|COUNT|WKST)=[A-Z0-9,+-]+)(?:;|$))+")


def zone_of(part: Part) -> tuple[str, tzinfo] | None:
    """The zone that a VTIMEZONE defines; None if it defines none, or one whose rules could run for ever."""
    from icalendar import Timezone

    text = _FOLD.sub("", part.text)
    rules, named = _RULE.findall(text.upper()), _NAMED.search(text)
    if not part.whole or not named or len(rules) > MOST_RULES or not all(map(_YEARLY.fullmatch, rules)):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # The library remembers zones by name for all later calendars, which may mean another zone by it.
            found: Any = Timezone.from_ical(_NAMED.sub("TZID:of one calendar", text))
            zone: tzinfo = found.to_tz(lookup_tzid=False)
            zone.utcoffset(datetime.combine(date(2020, 1, 1), time()))
    except Exception:  # noqa: BLE001 - the library breaks in many ways on a definition that is none
        return None
    return named[1].strip(), zone
