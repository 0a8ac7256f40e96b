"""Dates of feeds, good and broken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors._feed_dates import moment_of
from monitor.records import Precision

ZONE = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Sat, 07 Sep 2002 00:00:01 GMT", "2002-09-07T00:00:01"),
        ("Sat, 7 Sep 02 00:00 +0200", "2002-09-06T22:00:00"),
        ("07 Sep 2002 00:00:01 CEST", "2002-09-06T22:00:01"),
        ("Sat, 07 Sep 2002 00:00:01 +02:00", "2002-09-06T22:00:01"),
        ("Sat, 07 Sep 2002 00:00:01 GMT+2", "2002-09-06T22:00:01"),
        ("Sat, 07 Sep 2002 00:00:01 +0200 (CEST)", "2002-09-06T22:00:01"),
        ("Sat, 07 Sep 2002 00:00:01 Europe/Amsterdam", "2002-09-06T22:00:01"),
        ("Sat, 07 Sep 2002 00:00:01 EST", "2002-09-07T05:00:01"),
        ("za, 07 september 2002 00:00:01 +0000", "2002-09-07T00:00:01"),
        ("ma, 07 mei 2012 10:00:00 +0000", "2012-05-07T10:00:00"),
        ("mer., 07 août 2013 10:00:00 +0000", "2013-08-07T10:00:00"),
        ("Sat Sep 07 00:00:01 +0000 2002", "2002-09-07T00:00:01"),
        ("Sat Sep  7 00:00:01 2002", "2002-09-06T22:00:01"),
        ("Tue, 31 Dec 2013 23:59:60 GMT", "2013-12-31T23:59:59"),
        ("2003-12-13T18:30:02.25+01:00", "2003-12-13T17:30:02"),
        ("2003-12-13T18:30Z", "2003-12-13T18:30:00"),
        ("2003-12-13 18:30:02", "2003-12-13T17:30:02"),
        ("Mon,\n 14 Oct 2013 08:00:00 +0000", "2013-10-14T08:00:00"),
    ],
)
def test_moments(raw, expected):
    moment, _ = moment_of(raw, ZONE)
    assert moment.tzinfo is UTC
    assert moment.replace(tzinfo=None).isoformat() == expected


def test_precision():
    assert moment_of("2003-12-13T18:30:02Z", ZONE)[1] is Precision.SECOND
    assert moment_of("2003-12-13T18:30Z", ZONE)[1] is Precision.MINUTE
    day, precision = moment_of("2003-12-13", ZONE)
    assert (day.astimezone(ZONE).hour, precision) == (12, Precision.DAY)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "soon",
        "12:30",
        "13 Dec",
        "1518478934",
        "2003-13-01",
        "30 Feb 2012 10:00 GMT",
        "7 Foo 2012 10:00:00 GMT",
        "Sat, 07 Sep 2002 25:00:01 GMT",
        "Sat, 07 Sep 2002 00:00:01 XYZ",
        "Sat, 07 Sep 2002 00:00:01 No/Where",
        "2003-12-13T18:30:02+99:00",
    ],
)
def test_no_date(raw):
    with pytest.raises(ValueError, match=r"."):
        moment_of(raw, ZONE)


moments = st.datetimes(datetime(1990, 1, 2), datetime(2199, 1, 1)).map(lambda m: m.replace(microsecond=0))
offsets = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(moment=moments, offset=offsets)
def test_what_the_standards_write_is_read(moment, offset):
    stated = moment.replace(tzinfo=offset)
    assert moment_of(stated.isoformat(), ZONE)[0] == stated
    assert moment_of(format_datetime(stated), ZONE)[0] == stated


@given(st.text(st.sampled_from("0123456789-:TZ+ ,.()GMTSepjan/"), max_size=40))
def test_any_text_is_a_moment_or_a_reason(raw):
    try:
        moment, _ = moment_of(raw, ZONE)
    except (ValueError, OverflowError):
        return
    assert moment.tzinfo is UTC
