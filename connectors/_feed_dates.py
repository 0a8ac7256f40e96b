"""Dates of feeds: ISO 8601 in any precision, RFC 822 with the mistakes that feeds are known for."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from connectors._days import moment_on
from monitor.records import Precision

_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
_ISO = re.compile(rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?:[Tt ]+{_TIME}\s*(?P<zone>\S.*)?)?")
_RFC = re.compile(
    rf"(?:[^\W\d]+\.?,?\s+)?(?P<day>\d{{1,2}})[\s\-]+(?P<month>[^\W\d]{{3,}})\.?[\s\-]+(?P<year>\d{{4}}|\d\d)"
    rf"(?:,?\s+{_TIME}\s*(?P<zone>\S.*)?)?"
)
_ASCTIME = re.compile(
    rf"[^\W\d]{{3}},?\s+(?P<month>[^\W\d]{{3,}})\s+(?P<day>\d{{1,2}})\s+{_TIME}(?:\s+(?P<zone>\S+))?\s+(?P<year>\d{{4}})"
)
_OFFSET = re.compile(r"(?:GMT|UTC|UT)?\s*([+-])(\d{1,2}):?(\d\d)?")
_MONTHS = {
    word: number
    for number, words in enumerate(
        [
            "jan",
            "feb fév fev",
            "mar mrt mär maa",
            "apr avr",
            "may mei mai",
            "jun juin",
            "jul juil",
            "aug aoû aou",
            "sep",
            "oct okt",
            "nov",
            "dec dez déc",
        ],
        1,
    )
    for word in words.split()
}
"""Beginnings of month names: English as the rule says, Dutch, German and French as servers write them."""

_HOURS = {
    **dict.fromkeys(("Z", "UT", "UTC", "GMT", "WET"), 0.0),
    **dict.fromkeys(("CET", "MEZ", "MET", "BST", "WEST"), 1.0),
    **dict.fromkeys(("CEST", "MESZ", "MEST", "EET"), 2.0),
    **dict.fromkeys(("EEST", "MSK"), 3.0),
    "AST": -4.0,
    "ADT": -3.0,
    "EST": -5.0,
    "EDT": -4.0,
    "CST": -6.0,
    "CDT": -5.0,
    "MST": -7.0,
    "MDT": -6.0,
    "PST": -8.0,
    "PDT": -7.0,
    "JST": 9.0,
    "AEST": 10.0,
}
"""Zone names of RFC 822 and the European ones; names with several meanings are taken as RFC 822 or Europe does."""


def moment_of(raw: str, zone: tzinfo) -> tuple[datetime, Precision]:
    """Read a date of a feed.

    Args:
        raw: What stands there.
        zone: The organisation's zone, for a time that names none.

    Returns:
        The moment, UTC, and how exactly it was stated; noon for a day without a time.

    Raises:
        ValueError: It is no date with a year, or its zone is unknown.
    """
    found = _found(raw)
    if not found:
        raise ValueError(f"{' '.join(raw[:100].split())[:40]!r} is no date with day, month and year")
    day = date(_year(found["year"]), _month(found["month"]), int(found["day"]))
    if found["hour"] is None:
        return moment_on(day, zone)
    offset = _zone(found["zone"], zone)
    second = min(int(found["second"] or 0), 59)  # a leap second is no time that Python knows
    moment = datetime(day.year, day.month, day.day, int(found["hour"]), int(found["minute"]), second, tzinfo=offset)
    return moment.astimezone(UTC), Precision.SECOND if found["second"] else Precision.MINUTE


def is_date(raw: str) -> bool:
    """Whether a text has the form of a date."""
    return _found(raw) is not None


def names_no_zone(raw: str) -> bool:
    """Whether a date has a time of day and no zone."""
    found = _found(raw)
    return bool(found and found["hour"] and not _bare(found["zone"]))


def _found(raw: str) -> re.Match[str] | None:
    text = " ".join(raw[:100].split())
    return _ISO.fullmatch(text) or _RFC.fullmatch(text) or _ASCTIME.fullmatch(text)


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (1900 if year >= 70 else 2000)


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    name = text.casefold()
    found = _MONTHS.get(name[:4]) or _MONTHS.get(name[:3])
    if not found:
        raise ValueError(f"{text[:20]!r} is no month")
    return found


def _bare(zone: str | None) -> str:
    """A zone without the remark in brackets that may follow it."""
    return re.sub(r"\(.*?\)", "", zone or "").strip()


def _zone(text: str | None, default: tzinfo) -> tzinfo:
    name = _bare(text)
    if not name:
        return default
    if offset := _OFFSET.fullmatch(name):
        size = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-size if offset[1] == "-" else size)
    if name.upper() in _HOURS:
        return timezone(timedelta(hours=_HOURS[name.upper()]))
    return _region(name)


def _region(name: str) -> tzinfo:
    try:
        if "/" in name:
            return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    raise ValueError(f"the time zone {name[:20]!r} is unknown")
