"""Days without a time of day, and the exact times that ids carry."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from monitor.records import Precision

MONTHS = {
    name: number
    for number, name in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1
    )
}
FIRST_YEAR, LAST_YEAR = 1990, 2199
"""The years a record accepts; keeping to them here also keeps date arithmetic from overflowing."""

_WEST, _EAST = timedelta(hours=12), timedelta(hours=14)
"""How far behind and ahead of UTC the calendars of the world run."""


def safe_day(year: int, month: int, day: int) -> date | None:
    """Make a day, or None when there is no such day in 1990-2199."""
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def midnight(day: date, zone: tzinfo) -> datetime:
    """Beginning of a day in a zone, as UTC."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def moment_on(day: date, zone: tzinfo, exact: datetime | None = None) -> tuple[datetime, Precision]:
    """Give the time of something a source dates to the day.

    Args:
        day: The stated day.
        zone: The organisation's zone, in which noon is taken.
        exact: The time the post's id carries, if any. Taken when it lies on that day somewhere on earth (sources do
            not name the zone of their days); otherwise the id is not trusted.

    Returns:
        The exact time, or noon of the day with precision `day`.
    """
    begins = datetime.combine(day, time.min, UTC)
    if exact and begins - _EAST <= exact < begins + timedelta(days=1) + _WEST:
        return exact, Precision.SECOND
    return datetime.combine(day, time(12), zone).astimezone(UTC), Precision.DAY


def span(first: date, last: date, zone: tzinfo, now: datetime) -> tuple[datetime, datetime]:
    """Give the observed span of whole days `first` to `last`, both included, in a zone; it ends no later than now."""
    return midnight(first, zone), min(midnight(last + timedelta(days=1), zone), now)
