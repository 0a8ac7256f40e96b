from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.activity import weeks as above
from monitor.store.weeks import WeekClock, last_complete_week, week_end, week_label, week_of, week_start

CLOCKS = {
    name: WeekClock(ZoneInfo(name))
    for name in ("UTC", "Europe/Amsterdam", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia")
}
INSTANTS = st.datetimes(datetime(1990, 1, 2), datetime(2199, 12, 30), timezones=st.just(UTC))


@given(INSTANTS, st.sampled_from(sorted(CLOCKS)))
def test_the_week_of_a_moment_is_that_of_its_local_day(moment: datetime, zone: str) -> None:
    assert CLOCKS[zone].week(moment.timestamp()) == week_of(moment.astimezone(ZoneInfo(zone)).date())


def test_a_sunday_night_in_utc_is_monday_in_amsterdam() -> None:
    sunday_night = datetime(2013, 2, 10, 23, 30, tzinfo=UTC)
    assert CLOCKS["UTC"].week(sunday_night.timestamp()) + 1 == CLOCKS["Europe/Amsterdam"].week(sunday_night.timestamp())


@given(st.dates(date(1990, 1, 1), date(2199, 12, 31)))
def test_weeks_are_iso_weeks(day: date) -> None:
    week = week_of(day)
    assert week_start(week) <= day <= week_end(week)
    assert week_end(week) - week_start(week) == timedelta(days=6)
    year, number, _ = day.isocalendar()
    assert week_label(week) == f"{year}-W{number:02d}"
    assert last_complete_week(day) == week - 1


@pytest.mark.parametrize("name", above.__all__)
def test_the_rooms_above_use_the_same_weeks(name: str) -> None:
    from monitor.store import weeks

    assert getattr(above, name) is getattr(weeks, name)
