"""Copies of a content calendar on their way into a real store."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from connectors._generic_options import GenericOptions
from connectors.calendar_ics import Connector as Ics
from connectors.generic_csv import Connector as Table
from monitor.settings import AccountSettings
from monitor.sources.accounts import Configured
from monitor.sources.contract import Context, Options
from monitor.sources.ingest import import_path
from monitor.sources.results import ImportOptions, ImportResult
from monitor.store.sqlstore import SqlStore
from tests.store_case import fresh

ACCOUNTS = (
    AccountSettings(platform="linkedin", name="Onze pagina"),
    AccountSettings(platform="blog", name="Dagboek", handle="dagboek", files=("dagboek*.ics",)),
)
CSV = Table(GenericOptions(timezone="Europe/Amsterdam"))


def drop(store: SqlStore, file: Path, content: str | None, day: int) -> ImportResult:
    """Import a file of a day in November 2026, on the day after it."""
    if content is not None:
        file.write_text(content, encoding="utf-8")
    stamp = datetime(2026, 11, day, 12, tzinfo=UTC)
    os.utime(file, (stamp.timestamp(), stamp.timestamp()))
    ids = store.sync_accounts(ACCOUNTS)
    configured = [Configured(number, settings) for number, settings in zip(ids, ACCOUNTS, strict=True)]
    context = Context(stamp.replace(hour=18), ZoneInfo("Europe/Amsterdam"))
    (result,) = import_path(file, [Ics(Options()), CSV], store, context, ImportOptions(configured=configured))
    return result


def plans(store: SqlStore) -> list[tuple[str, str, str | None, bool]]:
    """Account, day, title and whether it is gone, of all items."""
    accounts = store.accounts()
    return [
        (accounts.loc[row.account_id, "platform"], f"{datetime.fromtimestamp(row.planned_at, UTC):%m-%d}", row.title,
         row.gone_at >= 0)
        for row in store.planned().itertuples()
    ]  # fmt: skip


def event(uid: str, day: str, summary: str) -> str:
    return f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART;VALUE=DATE:202611{day}\r\nSUMMARY:{summary}\r\nEND:VEVENT\r\n"


def agenda(*events: str, name: str = "") -> str:
    head = f"X-WR-CALNAME:{name}\r\n" if name else ""
    return f"BEGIN:VCALENDAR\r\n{head}{''.join(events)}END:VCALENDAR\r\n"


def test_a_newer_copy_of_the_same_calendar_moves_and_takes_out(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        old = [event(str(n), f"{n}", "LinkedIn: T") for n in (10, 20, 25)]
        drop(store, tmp_path / "kalender.ics", agenda(*old), 5)
        new = [event("10", "12", "LinkedIn: T"), event("20", "20", "LinkedIn: T")]
        assert drop(store, tmp_path / "kalender (1).ics", agenda(*new), 8).status == "done"
        assert plans(store) == [
            ("linkedin", "11-10", "T", True),
            ("linkedin", "11-12", "T", False),
            ("linkedin", "11-20", "T", False),
            ("linkedin", "11-25", "T", True),
        ]


@pytest.mark.parametrize(
    ("old", "new", "gone"),
    [
        (event("1", "20", "LinkedIn: T"), event("1", "20", "Anders"), False),
        (event("1", "20", "LinkedIn: T"), event("1", "99", "LinkedIn: T"), False),
        (event("1", "20", "LinkedIn: T"), event("3", "99", "LinkedIn: T"), True),
        (event("1", "20", "LinkedIn: T"), event("3", "99", "LinkedIn: T").replace("UID:3\r\n", ""), False),
        (event("1", "20\r\nRRULE:FREQ=DAILY;COUNT=1", "LinkedIn: T"), event("1", "99", "LinkedIn: T"), False),
    ],
    ids=["for nobody now", "no day now", "another", "nobody knows which", "a series"],
)
def test_an_entry_that_cannot_be_read_any_more_is_not_taken_out(tmp_path: Path, old: str, new: str, gone: bool) -> None:
    other = event("2", "25", "LinkedIn: T")
    with fresh(tmp_path) as store:
        drop(store, tmp_path / "kalender.ics", agenda(old, other), 5)
        assert drop(store, tmp_path / "kalender.ics", agenda(new, other), 8).rejected == 1
        assert [one for *_, one in plans(store)] == [gone, False]


def test_a_row_that_cannot_be_read_leaves_the_rows_of_a_table(tmp_path: Path) -> None:
    rows = ("date,account,title,id", "2026-11-20,LinkedIn,T,1", "2026-11-25,LinkedIn,T,2")
    with fresh(tmp_path) as store:
        drop(store, tmp_path / "kalender.csv", "\n".join((*rows, "")), 5)
        wrong = (rows[0], rows[1].replace("2026-11-20", "morgen"), rows[2], "")
        assert drop(store, tmp_path / "kalender.csv", "\n".join(wrong), 8).rejected == 1
        assert [one for *_, one in plans(store)] == [False, False]


def test_another_calendar_takes_nothing_out(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        drop(store, tmp_path / "kalender.ics", agenda(event("1", "20", "LinkedIn: T")), 5)
        drop(store, tmp_path / "acties.ics", agenda(event("2", "21", "LinkedIn: T")), 8)
        drop(store, tmp_path / "kalender.ics", agenda(event("3", "22", "LinkedIn: T"), name="Andere"), 9)
        assert [gone for *_, gone in plans(store)] == [False, False, False]


@pytest.mark.parametrize("name", ["", "Agenda"])
def test_a_calendar_that_is_again_what_it_was_is_read_again(tmp_path: Path, name: str) -> None:
    both = agenda(event("1", "20", "LinkedIn: T"), event("2", "25", "LinkedIn: T"), name=name)
    file = tmp_path / "kalender.ics"
    with fresh(tmp_path) as store:
        drop(store, file, both, 5)
        drop(store, file, agenda(event("2", "25", "LinkedIn: T"), name=name), 8)
        assert [gone for *_, gone in plans(store)] == [True, False]
        assert drop(store, file, both, 5).status == "known"
        assert drop(store, file, both, 10).status == "done"
        assert [gone for *_, gone in plans(store)] == [False, False]
        assert drop(store, file, both, 10).status == "known"


def test_calendars_of_the_same_name_are_two(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        drop(store, tmp_path / "an.ics", agenda(event("1", "20", "LinkedIn: T"), name="Agenda"), 5)
        drop(store, tmp_path / "bo.ics", agenda(event("2", "21", "LinkedIn: T"), name="Agenda"), 8)
        assert [gone for *_, gone in plans(store)] == [False, False]
        drop(store, tmp_path / "an (1).ics", agenda(event("3", "22", "LinkedIn: T"), name="Agenda"), 9)
        assert [gone for *_, gone in plans(store)] == [True, False, False]


def test_an_older_copy_that_is_read_later_changes_nothing(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        drop(store, tmp_path / "kalender (1).ics", agenda(event("1", "20", "LinkedIn: T")), 8)
        drop(store, tmp_path / "kalender.ics", agenda(event("1", "15", "LinkedIn: T")), 5)
        assert plans(store) == [("linkedin", "11-20", "T", False)]


def test_files_say_whose_a_whole_calendar_is(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        result = drop(store, tmp_path / "dagboek-2026.ics", agenda(event("1", "20", "Open dag")), 5)
        assert result.status == "done", result.message
        assert plans(store) == [("blog", "11-20", "Open dag", False)]


def test_entries_for_nobody_are_kept_aside_and_make_no_account(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        result = drop(store, tmp_path / "kalender.ics", agenda(event("1", "20", "Open dag")), 5)
        assert (result.status, result.rejected, result.created) == ("failed", 1, ())
        assert "put the account's name in the category" in result.message
        assert len(store.accounts()) == 2
        assert len(store.rejects(result.import_id or 0)) == 1


@pytest.mark.parametrize("head", ["date,account,title", "Datum;Kanaal;Titel", "gepland,account,onderwerp"])
def test_a_calendar_as_people_make_it_in_a_spreadsheet(tmp_path: Path, head: str) -> None:
    mark = ";" if ";" in head else ","
    rows = (f"2026-11-20{mark}LinkedIn{mark}Open dag", f"2026-11-21{mark}Dagboek{mark}Verhaal")
    with fresh(tmp_path) as store:
        assert drop(store, tmp_path / "kalender.csv", "\n".join((head, *rows, "")), 5).status == "done"
        assert plans(store) == [("linkedin", "11-20", "Open dag", False), ("blog", "11-21", "Verhaal", False)]


def test_a_row_for_an_account_that_is_none_says_which_there_are(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        result = drop(store, tmp_path / "kalender.csv", "date,account,title\n2026-11-20,Snapchat,T\n", 5)
        assert "'Snapchat', which is none that we know (config.toml names Onze pagina, Dagboek)" in result.message
        assert result.created == ()


def test_a_table_of_what_was_published_is_no_calendar(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        result = drop(
            store, tmp_path / "posts.csv", "date,account,title,url\n2026-11-20,LinkedIn,T,https://a.example\n", 5
        )
        assert result.status == "failed"
        assert "recognised by no connector" in result.message


def test_an_excel_calendar_loses_the_row_that_was_deleted(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        file = tmp_path / "kalender.xlsx"
        for day, rows in ((5, (20, 21)), (8, (21,))):
            book = openpyxl.Workbook()
            book.active.append(["Datum", "Kanaal", "Titel", "Auteur"])
            for one in rows:
                book.active.append([datetime(2026, 11, one), "LinkedIn", f"T{one}", "Jan"])
            book.save(file)
            assert drop(store, file, None, day).status == "done"
        assert plans(store) == [("linkedin", "11-20", "T20", True), ("linkedin", "11-21", "T21", False)]
