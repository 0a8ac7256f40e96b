"""When the demo organisation posts: a rhythm in phases, never at night, the same on every run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")
FIRST_DAY = date(2012, 1, 2)
EXPORTED = datetime(2013, 12, 29, 22, 59, 40, tzinfo=UTC)
"""When the exports were made: the last minute of the last week before the demo's `as_of`, local time."""
QUIET_WEEKS = (date(2012, 12, 24), date(2012, 12, 31), date(2013, 12, 23))
"""Mondays of weeks in which next to nobody works."""

Phase = tuple[date, float]
"""From this day on, so many posts a week."""


def rng_of(name: str) -> Random:
    """Give the dice of one account: the same on every machine."""
    return Random(f"stroomdauw:{name}")


def moments(
    name: str, phases: Sequence[Phase], end: date, quiet: bool = True, hours: tuple[int, int] = (8, 17)
) -> list[datetime]:
    """Draw posting times in UTC, oldest first, weeks with `quiet` thinned at Christmas and in summer."""
    rng, found = rng_of(name), []
    monday = phases[0][0] - timedelta(days=phases[0][0].weekday())
    carry = 0.0
    while monday < end:
        carry += _rate(phases, monday) * (_season(monday) if quiet else 1.0)
        count = max(0, int(carry + rng.uniform(-0.35, 0.35)))
        carry -= count
        found += [_moment(rng, monday, hours) for _ in range(count)]
        monday += timedelta(days=7)
    return sorted({moment for moment in found if phases[0][0] <= moment.astimezone(ZONE).date() < end})


def _rate(phases: Sequence[Phase], day: date) -> float:
    return next(rate for start, rate in reversed(phases) if start <= day + timedelta(days=6))


def _season(monday: date) -> float:
    if monday in QUIET_WEEKS:
        return 0.25
    return 0.7 if (monday.month, monday.day) >= (7, 15) and (monday.month, monday.day) <= (8, 19) else 1.0


def _moment(rng: Random, monday: date, hours: tuple[int, int]) -> datetime:
    day = monday + timedelta(days=rng.choices(range(7), weights=(10, 11, 10, 11, 8, 2, 1))[0])
    local = datetime(
        day.year, day.month, day.day, rng.randint(*hours), rng.randrange(60), rng.randrange(60), tzinfo=ZONE
    )
    return local.astimezone(UTC)


def on(*days: str) -> list[datetime]:
    """Give fixed moments, local time `2013-03-04 10:30`, in UTC."""
    return [datetime.strptime(day, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE).astimezone(UTC) for day in days]


def local(moments_utc: Iterable[datetime]) -> list[datetime]:
    """Bring moments to the organisation's zone."""
    return [moment.astimezone(ZONE) for moment in moments_utc]
