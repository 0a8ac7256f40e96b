"""The calendar: when weeks begin in the organisation's time zone, and which working days were off.

Public holidays come from the library `holidays`; school and industry holidays are the `[[holidays]]` of config.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo

import holidays
import numpy as np

from monitor.activity.weeks import DAYS, week_start
from monitor.errors import FixSettings
from monitor.settings import Closure, Organisation

WORKING_DAYS = 5
"""Monday to Friday."""


def week_starts(first: int, last: int, zone: tzinfo) -> np.ndarray:
    """Moments at which the weeks `first` to `last` begin: local Monday midnight, epoch seconds, int64.

    Exact across clock changes, which fixed lengths of a week are not.
    """
    return np.array([_local_midnight(week_start(week), zone) for week in range(first, last + 1)], np.int64)


def _local_midnight(day: date, zone: tzinfo) -> int:
    return int(datetime.combine(day, time(), zone).timestamp())


def holiday_days(first: int, last: int, organisation: Organisation, closures: Iterable[Closure]) -> np.ndarray:
    """Working days off (0 to 5) in each of the weeks `first` to `last`.

    Args:
        first: First week.
        last: Last week, inclusive.
        organisation: Whose country and subdivision count.
        closures: School, industry and own holidays; both days inclusive.

    Returns:
        float64, one number a week. A day that is off for two reasons is off once.

    Raises:
        FixSettings: No public holidays are known of the country or its part.
    """
    off = days_off(first, last, organisation, closures)
    return np.asarray(off.reshape(-1, DAYS)[:, :WORKING_DAYS].sum(axis=1), np.float64)


def days_off(first: int, last: int, organisation: Organisation, closures: Iterable[Closure]) -> np.ndarray:
    """Which days of the weeks `first` to `last` are public holidays or closures; bool, from a Monday on.

    Raises:
        FixSettings: No public holidays are known of the country or its part.
    """
    off = np.zeros(max(last - first + 1, 0) * DAYS, bool)
    if len(off):
        begin = week_start(first)
        _mark(off, begin, ((day, day) for day in _public(begin, begin + timedelta(len(off) - 1), organisation)))
        _mark(off, begin, ((closure.start, closure.end) for closure in closures))
    return off


def _mark(off: np.ndarray, begin: date, spans: Iterable[tuple[date, date]]) -> None:
    for first, last in spans:
        off[max((first - begin).days, 0) : max((last - begin).days + 1, 0)] = True


def _public(first: date, last: date, organisation: Organisation) -> Iterator[date]:
    years = range(first.year, last.year + 1)
    try:
        return iter(
            holidays.country_holidays(organisation.country, subdiv=organisation.subdivision, years=years).keys()
        )
    except NotImplementedError as error:
        key = "subdivision" if organisation.subdivision else "country"
        raise FixSettings(
            [f"organisation.{key}: {error}; give another one, or list the days off under [[holidays]]"]
        ) from None
