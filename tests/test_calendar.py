"""Weeks in a time zone, and the working days that were off."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from monitor.activity.calendar import holiday_days, week_starts
from monitor.activity.weeks import week_of
from monitor.errors import FixSettings
from monitor.settings import Closure, Organisation

DUTCH = Organisation()


def off(first: date, last: date, organisation: Organisation = DUTCH, *closures: Closure) -> list[float]:
    return holiday_days(week_of(first), week_of(last), organisation, closures).tolist()


def test_christmas_week_of_2012_has_two_working_days_off() -> None:
    assert off(date(2012, 12, 17), date(2013, 1, 6)) == [0, 2, 1]


def test_holidays_on_a_weekend_are_no_working_days() -> None:
    assert off(date(2011, 12, 19), date(2011, 12, 25)) == [0]


def test_closures_count_their_working_days_once() -> None:
    closures = [
        Closure(name="summer", start=date(2013, 7, 31), end=date(2013, 8, 13)),
        Closure(name="fair", start=date(2013, 8, 12), end=date(2013, 8, 18)),
    ]
    assert off(date(2013, 7, 29), date(2013, 8, 25), DUTCH, *closures) == [3, 5, 5, 0]


def test_a_closure_outside_the_weeks_asked_for_does_nothing() -> None:
    before = Closure(name="before", start=date(2012, 1, 1), end=date(2012, 2, 1))
    after = Closure(name="after", start=date(2014, 1, 1), end=date(2014, 2, 1))
    assert off(date(2013, 3, 4), date(2013, 3, 17), DUTCH, before, after) == [0, 0]


def test_other_countries_and_their_parts() -> None:
    bavaria = Organisation(country="DE", subdivision="BY")
    assert off(date(2014, 1, 6), date(2014, 1, 12), bavaria) == [1]
    assert off(date(2014, 1, 6), date(2014, 1, 12), Organisation(country="DE")) == [0]


@pytest.mark.parametrize("wrong", [Organisation(country="XX"), Organisation(subdivision="QQ")])
def test_an_unknown_country_is_told_with_its_key(wrong: Organisation) -> None:
    with pytest.raises(FixSettings, match=r"organisation\.(country|subdivision): .*\[\[holidays\]\]"):
        off(date(2013, 1, 7), date(2013, 1, 13), wrong)


def test_no_weeks_no_days() -> None:
    assert holiday_days(10, 9, DUTCH, ()).shape == (0,)


def test_weeks_begin_at_local_midnight_across_clock_changes() -> None:
    first = week_of(date(2013, 3, 25))
    lengths = np.diff(week_starts(first, first + 2, ZoneInfo("Europe/Amsterdam"))) / 3600
    assert lengths.tolist() == [167, 168]
    autumn = week_of(date(2013, 10, 21))
    assert np.diff(week_starts(autumn, autumn + 1, ZoneInfo("Europe/Amsterdam")))[0] / 3600 == 169
