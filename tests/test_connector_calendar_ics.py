"""Content calendars as calendar programs export them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.calendar_ics import Connector
from monitor.errors import SkipSource
from monitor.records import Account, AccountKind, Anything, BadRow, Doubt, PlannedItem
from monitor.sources.contract import Context, Known, Options
from monitor.sources.export import Export
from tests.connector_tools import damaged, survive, words
from tests.exports import lone

HOME = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ACCOUNTS = (
    Known("x", handle="voorbeeld"),
    Known("linkedin", name="Onze pagina"),
    Known("blog", name="Dagboek"),
    Known("x", handle="jan", kind=AccountKind.PERSONAL),
    Known("facebook", name="Winkel"),
    Known("facebook", name="Fabriek"),
)
CONTEXT = Context(NOW, HOME, ACCOUNTS)
SAMPLE = Path(__file__).resolve().parents[1] / "data" / "samples" / "redactiekalender-dagboek.ics"


def calendar(*items: str, head: str = "") -> str:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *filter(None, [head]), *items, "END:VCALENDAR", ""))


def event(*lines: str, kind: str = "VEVENT", uid: str = "1@example.org") -> str:
    return "\r\n".join((f"BEGIN:{kind}", f"UID:{uid}", *lines, f"END:{kind}"))


def read(folder: Path, content: str | bytes, context: Context = CONTEXT) -> list[Anything]:
    export = lone(folder, content, "file.ics")
    reader = Connector(Options())
    assert reader.identify(export)
    return list(reader.read(export, context))


def of(kind: type[Any], found: list[Anything]) -> list[Any]:
    return [record for record in found if isinstance(record, kind)]


def item(folder: Path, *lines: str, kind: str = "VEVENT") -> PlannedItem:
    (found,) = of(PlannedItem, read(folder, calendar(event("SUMMARY:Dagboek: Titel", *lines, kind=kind))))
    assert isinstance(found, PlannedItem)
    return found


def days(folder: Path, *lines: str) -> list[str]:
    """Local days and hours of a series."""
    found = of(PlannedItem, read(folder, calendar(event("SUMMARY:Dagboek: Titel", *lines))))
    return [f"{one.planned_at.astimezone(HOME):%m-%d %H:%M}" for one in found]


# --- times ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "moment"),
    [
        ("DTSTART:20261103T090000Z", datetime(2026, 11, 3, 9, tzinfo=UTC)),
        ("DTSTART;TZID=Europe/Amsterdam:20260703T100000", datetime(2026, 7, 3, 8, tzinfo=UTC)),
        ("DTSTART;TZID=America/New_York:20261103T100000", datetime(2026, 11, 3, 15, tzinfo=UTC)),
        ("DTSTART;TZID=W. Europe Standard Time:20261103T100000", datetime(2026, 11, 3, 9, tzinfo=UTC)),
        ("DTSTART:20261103T100000", datetime(2026, 11, 3, 9, tzinfo=UTC)),
        ("DTSTART;VALUE=DATE:20261103", datetime(2026, 11, 3, 11, tzinfo=UTC)),
    ],
    ids=["UTC", "a zone", "another zone", "a zone as Outlook calls it", "floating", "a day alone"],
)
def test_times(tmp_path: Path, start: str, moment: datetime) -> None:
    assert item(tmp_path, start).planned_at == moment


def test_a_zone_that_the_calendar_defines_itself(tmp_path: Path) -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Mijn zone\r\nBEGIN:STANDARD\r\nDTSTART:20000101T000000\r\nTZOFFSETFROM:+0300\r\n"
        "TZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    )
    content = calendar(event("SUMMARY:Dagboek: T", "DTSTART;TZID=Mijn zone:20261103T100000"), head=zone)
    (found,) = of(PlannedItem, read(tmp_path, content))
    assert found.planned_at == datetime(2026, 11, 3, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "rule",
    ["RRULE:FREQ=SECONDLY", "RRU\r\n LE:FREQ=SECONDLY", "RRULE:FREQ=YEARLY;INTERVAL=0", "RRULE:FREQ=YEARLY;BYSECOND=1"],
)
def test_a_zone_whose_rules_could_run_for_ever_is_not_used(tmp_path: Path, rule: str) -> None:
    zone = (
        f"BEGIN:VTIMEZONE\r\nTZID:Mijn zone\r\nBEGIN:STANDARD\r\nDTSTART:19000101T000000\r\n{rule}\r\n"
        "TZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    )
    content = calendar(event("SUMMARY:Dagboek: T", "DTSTART;TZID=Mijn zone:20261103T100000"), head=zone)
    found = read(tmp_path, content)
    assert [one.planned_at.hour for one in of(PlannedItem, found)] == [9]
    assert len(of(Doubt, found)) == 1


def test_a_zone_that_nobody_knows_is_told_once(tmp_path: Path) -> None:
    lines = ("SUMMARY:Dagboek: T", "DTSTART;TZID=Mars/Olympus:20261103T100000")
    found = read(tmp_path, calendar(event(*lines), event(*lines, uid="2")))
    assert [one.planned_at.hour for one in of(PlannedItem, found)] == [9, 9]
    (doubt,) = of(Doubt, found)
    assert "'Mars/Olympus' is unknown; its times were read as Europe/Amsterdam" in doubt.what


def test_a_task_is_planned_for_the_day_it_is_due(tmp_path: Path) -> None:
    found = item(tmp_path, "DTSTART:20261101T090000Z", "DUE:20261105T090000Z", kind="VTODO")
    assert found.planned_at == datetime(2026, 11, 5, 9, tzinfo=UTC)


# --- series --------------------------------------------------------------------------------------------

WEEKLY = "DTSTART;TZID=Europe/Amsterdam:20261013T100000"


def test_a_series_keeps_its_hour_and_loses_what_was_taken_out(tmp_path: Path) -> None:
    found = days(tmp_path, WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;TZID=Europe/Amsterdam:20261020T100000")
    assert found == ["10-13 10:00", "10-27 10:00", "11-03 10:00"]


def test_the_end_of_a_series_is_a_moment_or_a_day(tmp_path: Path) -> None:
    for until in ("20261027T090000Z", "20261027"):
        assert len(days(tmp_path, WEEKLY, f"RRULE:FREQ=WEEKLY;UNTIL={until}")) == 3


def test_times_beside_the_rule_count(tmp_path: Path) -> None:
    found = days(tmp_path, WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=1", "RDATE;TZID=Europe/Amsterdam:20261101T120000")
    assert found == ["10-13 10:00", "11-01 12:00"]


def test_a_series_without_an_end_goes_on_for_a_year(tmp_path: Path) -> None:
    assert 55 < len(days(tmp_path, "DTSTART:20261124T090000Z", "RRULE:FREQ=WEEKLY")) < 60


def test_a_time_of_a_series_that_was_moved_stands_in_its_place(tmp_path: Path) -> None:
    moved = event(
        "SUMMARY:Dagboek: Anders",
        "RECURRENCE-ID;TZID=Europe/Amsterdam:20261020T100000",
        "DTSTART;TZID=Europe/Amsterdam:20261021T150000",
    )
    series = event("SUMMARY:Dagboek: T", WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=2")
    plain = of(PlannedItem, read(tmp_path, calendar(series)))
    for content in (calendar(series, moved), calendar(moved, series)):
        found = {one.native_id: one for one in of(PlannedItem, read(tmp_path, content))}
        assert set(found) == {one.native_id for one in plain}
        assert found["1@example.org@20261020T080000Z"].planned_at == datetime(2026, 10, 21, 13, tzinfo=UTC)
        assert found["1@example.org@20261020T080000Z"].title == "Anders"


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=999999999",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=9",
        "FREQ=DAILY;BYHOUR=1,2,3",
        "FREQ=DAILY;X-OWN=1",
        "FREQ=FOO",
        "FREQ=WEEKLY;UNTIL=never",
        "",
    ],
)
def test_a_rule_that_is_none_is_kept_aside(tmp_path: Path, rule: str) -> None:
    wrong = event("SUMMARY:Dagboek: T", WEEKLY, f"RRULE:{rule}", uid="wrong")
    right = event("SUMMARY:Dagboek: T", WEEKLY)
    found = read(tmp_path, calendar(wrong, right))
    assert [one.native_id for one in of(PlannedItem, found)] == ["1@example.org"]
    (bad,) = of(BadRow, found)
    assert bad.line == 3


@pytest.mark.parametrize(
    ("start", "rule"),
    [("21000101", "FREQ=MONTHLY"), ("20261101", "FREQ=MONTHLY;UNTIL=20260101")],
    ids=["beyond the horizon", "ends before it begins"],
)
def test_a_series_without_a_time_before_its_end_is_not_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: str, rule: str
) -> None:
    monkeypatch.setattr("dateutil.rrule.rrulestr", lambda *_, **__: pytest.fail("searched"))
    assert days(tmp_path, f"DTSTART;VALUE=DATE:{start}", f"RRULE:{rule}") == []


@pytest.mark.parametrize(
    "part",
    [
        "BYMONTHDAY=" + ",".join(map(str, (*range(1, 32), -1))),
        "BYSETPOS=" + ",".join(map(str, range(1, 12))),
        "BYDAY=" + ",".join(f"{n}{day}" for n in range(1, 7) for day in ("MO", "TU", "WE", "TH", "FR", "SA")),
    ],
    ids=["days", "places", "weekdays"],
)
def test_a_rule_with_long_lists_is_kept_aside(tmp_path: Path, part: str) -> None:
    lines = ("DTSTART;VALUE=DATE:20261101", f"RRULE:FREQ=MONTHLY;{part}")
    (row,) = of(BadRow, read(tmp_path, calendar(event("SUMMARY:Dagboek: T", *lines))))
    assert "too many days" in row.reason


def test_a_value_that_stands_twice_in_a_rule_counts_once(tmp_path: Path) -> None:
    lines = ("DTSTART;VALUE=DATE:20261101", "RRULE:FREQ=MONTHLY;COUNT=2;BYMONTHDAY=" + ",".join(["1"] * 50))
    assert len(days(tmp_path, *lines)) == 2


def test_a_series_that_is_too_long_is_kept_aside(tmp_path: Path) -> None:
    content = calendar(event("SUMMARY:Dagboek: T", "DTSTART:19900101T090000Z", "RRULE:FREQ=DAILY"))
    (bad,) = of(BadRow, read(tmp_path, content))
    assert "let the series begin later" in bad.reason


# --- for whom ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "accounts", "title"),
    [
        (("SUMMARY:LinkedIn: Open dag",), ["linkedin"], "Open dag"),
        (("SUMMARY:[Onze pagina] Open dag",), ["linkedin"], "Open dag"),
        (("SUMMARY:Open dag", "CATEGORIES:Campagne,Dagboek"), ["blog"], "Open dag"),
        (("SUMMARY:Open dag", "CATEGORIES:LinkedIn", "CATEGORIES:Blog"), ["linkedin", "blog"], "Open dag"),
        (("SUMMARY:Twitter + blog: Open dag",), ["x", "blog"], "Open dag"),
        (("SUMMARY:Open dag: kom ook", "LOCATION:@Voorbeeld"), ["x"], "Open dag: kom ook"),
        (("SUMMARY:x/jan: Open dag",), ["x"], "Open dag"),
        (("SUMMARY:Open dag", "CATEGORIES:Fabriek"), ["facebook"], "Open dag"),
    ],
    ids=["network", "brackets", "category", "several", "two before", "place", "a person", "one of two"],
)
def test_the_accounts_that_an_entry_names(
    tmp_path: Path, lines: tuple[str, ...], accounts: list[str], title: str
) -> None:
    found = read(tmp_path, calendar(event("DTSTART:20261103T090000Z", *lines)))
    assert [one.platform for one in of(Account, found)] == accounts
    assert {one.title for one in of(PlannedItem, found)} == {title}
    assert [one.account for one in of(PlannedItem, found)] == [one.key for one in of(Account, found)]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("SUMMARY:Open dag",), "does not say for which account it is"),
        (("SUMMARY:Snapchat: Open dag",), "config.toml names voorbeeld, Onze pagina, Dagboek"),
        (("SUMMARY:Facebook: Open dag",), "may be several accounts: write which one (Winkel, Fabriek)"),
        ((), "does not say for which account it is"),
    ],
    ids=["nobody", "unknown", "several", "no title"],
)
def test_an_entry_for_nobody_is_kept_aside(tmp_path: Path, lines: tuple[str, ...], told: str) -> None:
    (bad,) = read(tmp_path, calendar(event("DTSTART:20261103T090000Z", *lines)))
    assert isinstance(bad, BadRow)
    assert told in bad.reason
    assert bad.line == 3


def test_a_calendar_of_one_account_needs_no_names(tmp_path: Path) -> None:
    whole = Context(NOW, HOME, ACCOUNTS, whole=True)
    content = calendar(event("SUMMARY:Open dag", "DTSTART:20261103T090000Z"))
    account, planned = read(tmp_path, content, whole)
    assert isinstance(account, Account)
    assert (account.key, account.platform, planned.title) == ("", "other", "Open dag")


# --- what else a calendar holds ------------------------------------------------------------------------


def test_an_entry_that_is_off_says_so(tmp_path: Path) -> None:
    found = item(tmp_path, "DTSTART:20261103T090000Z", "STATUS:CANCELLED", "LAST-MODIFIED:20261101T080000Z")
    assert (found.cancelled, found.changed_at) == (True, datetime(2026, 11, 1, 8, tzinfo=UTC))
    assert not item(tmp_path, "DTSTART:20261103T090000Z", "STATUS:CONFIRMED").cancelled


def test_folded_lines_escapes_and_alarms(tmp_path: Path) -> None:
    lines = ("SUMMARY:Dagboek: Koffie\\, thee", " en \\;meer", "DTSTART:20261103T090000Z", "BEGIN:VALARM",
             "SUMMARY:Wekker", "DTSTART:20200101T090000Z", "END:VALARM")  # fmt: skip
    (found,) = of(PlannedItem, read(tmp_path, calendar(event(*lines), head="X-WR-CALNAME:Redactie")))
    assert (found.title, found.planned_at.year, found.calendar) == ("Koffie, theeen ;meer", 2026, "ics:Redactie")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("SUMMARY:Dagboek: T",), "has no date"),
        (("SUMMARY:Dagboek: T", "DTSTART:gisteren"), "DTSTART 'gisteren' cannot be read"),
        (("SUMMARY:Dagboek: T", "DTSTART:10260101T000000Z"), "outside 1990-2199"),
        (("SUMMARY:Dagboek: T", "DTSTART:20261103T090000Z", "EXDATE:nooit"), "EXDATE 'nooit' cannot be read"),
        (("SUMMARY:" + "x" * 70_000, "DTSTART:20261103T090000Z"), "cut off or too long"),
    ],
    ids=["no date", "no time", "a year", "a wrong exception", "too long"],
)
def test_what_cannot_be_read_is_kept_aside(tmp_path: Path, lines: tuple[str, ...], told: str) -> None:
    (bad,) = of(BadRow, read(tmp_path, calendar(event(*lines))))
    assert told in bad.reason


def test_an_entry_that_is_cut_off_costs_no_other(tmp_path: Path) -> None:
    whole = event("SUMMARY:Dagboek: T", "DTSTART:20261103T090000Z")
    found = read(tmp_path, calendar("BEGIN:VEVENT\r\nUID:half", whole) + "BEGIN:VEVENT\r\nUID:tail")
    assert len(of(PlannedItem, found)) == 1
    assert [bad.line for bad in of(BadRow, found)] == [3, 11]


def test_a_calendar_without_entries_says_so(tmp_path: Path) -> None:
    with pytest.raises(SkipSource, match="without entries"):
        read(tmp_path, calendar())


def test_other_encodings(tmp_path: Path) -> None:
    content = calendar(event("SUMMARY:Dagboek: Één", "DTSTART:20261103T090000Z"))
    for encoding in ("utf-8-sig", "utf-16"):
        assert of(PlannedItem, read(tmp_path, content.encode(encoding)))[0].title == "Één"
    with pytest.raises(SkipSource, match=r"line 5 is not UTF-8 text.*Save or export it again"):
        read(tmp_path, content.encode("cp1252"))


def test_the_sample(tmp_path: Path) -> None:
    diary = Context(NOW, HOME, (Known("blog", name="Dagboek van de buurtbatterij"),))
    found = list(Connector(Options()).read(Export.open(SAMPLE), diary))
    assert not of(BadRow, found)
    assert sum(one.cancelled for one in of(PlannedItem, found)) == 5
    assert "buurtbatterij" not in of(PlannedItem, found)[0].title


# --- round trips ---------------------------------------------------------------------------------------

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1)).map(lambda at: at.replace(microsecond=0))
rules = st.fixed_dictionaries(
    {"freq": st.sampled_from(["daily", "weekly", "monthly"]), "count": st.integers(1, 9), "interval": st.integers(1, 3)}
)


@given(moments, words, st.sampled_from([UTC, HOME, ZoneInfo("America/New_York")]), st.none() | rules)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_the_library_writes_is_read(
    tmp_path: Path, at: datetime, title: str, zone: Any, rule: dict[str, Any] | None
) -> None:
    whole, one = icalendar.Calendar(), icalendar.Event()
    start = at.replace(tzinfo=zone)
    one.add("uid", "u1")
    one.add("summary", f"Dagboek: {title}")
    one.add("dtstart", start)
    one.add("categories", ["Campagne"])
    if rule:
        one.add("rrule", rule)
    whole.add_component(one)
    found = of(PlannedItem, read(tmp_path, whole.to_ical()))
    assert found[0].planned_at == start.astimezone(UTC) or rule
    assert found[0].title == title.strip()
    if rule and rule["freq"] == "daily":
        step = timedelta(rule["interval"])
        expected = [(at + n * step).replace(tzinfo=zone).astimezone(UTC) for n in range(rule["count"])]
        assert [one.planned_at for one in found] == [moment for moment in expected if moment <= NOW + timedelta(400)]


@given(st.dates(date(1990, 1, 2), date(2199, 12, 30)))
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_day_is_the_same_day_here(tmp_path: Path, day: date) -> None:
    found = item(tmp_path, f"DTSTART;VALUE=DATE:{day:%Y%m%d}")
    assert found.planned_at.astimezone(HOME).date() == day


@given(damaged(SAMPLE.read_bytes()))
@settings(deadline=None, max_examples=60)
def test_a_damaged_calendar_is_refused_or_read(content: bytes) -> None:
    survive(Connector(Options()), {"file.ics": content})
