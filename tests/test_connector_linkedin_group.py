"""LinkedIn groups written down by hand: the template and lists of permalinks, all made up by us."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.linkedin_group import Connector
from monitor.records import Account, AccountKind, BadRow, Post, PostKind, Precision, Window
from monitor.sources.contract import Options
from monitor.sources.export import Export
from tests.connector_tools import damaged, survive, words
from tests.readback import CONTEXT, lone, only, records, table, zipped

CONNECTOR = Connector(Options())
HEADER = ["group", "date", "author", "title", "text", "permalink", "comments"]
DUTCH = ["groep", "datum", "auteur", "titel", "tekst", "permalink", "reacties"]
AT = datetime(2025, 5, 6, 9, 30, tzinfo=UTC)
NUMBER = int(AT.timestamp() * 1000) << 22
ACTIVITY = f"https://www.linkedin.com/feed/update/urn:li:activity:{NUMBER}/"
IN_GROUP = f"https://www.linkedin.com/feed/update/urn:li:groupPost:8138-{NUMBER}"


def row(day: str = "2025-05-06", author: str = "Fenna Verzonnen", link: str = ACTIVITY, **more: str) -> list[str]:
    fields = {"group": "Wij bestaan", "date": day, "author": author, "title": "Vraag", "permalink": link, **more}
    return [fields.get(name, "") for name in HEADER]


def looked(day: str) -> list[str]:
    return row(day, "", "", title="")


# --- the template -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", [HEADER, DUTCH])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_template_is_read_in_both_languages(tmp_path: Path, header: list[str], delimiter: str) -> None:
    rows = [row(text="Wie weet raad?", comments="4"), row("07-05-2025", author="", link="")]
    found = records(CONNECTOR, lone(tmp_path, "\ufeff" + table([header, *rows], delimiter)))
    first, second = only(Post, found)
    assert (first.author, first.title, first.text, first.replies) == ("Fenna Verzonnen", "Vraag", "Wie weet raad?", 4)
    assert (first.native_id, first.kind, first.url) == (f"activity:{NUMBER}", PostKind.ORIGINAL, ACTIVITY)
    assert (second.author, second.native_id, second.replies) == (None, None, None)
    group = only(Account, found)[0]
    assert (group.kind, group.handle, group.name) == (AccountKind.GROUP, "Wij bestaan", "Wij bestaan")


def test_columns_may_stand_in_any_order_and_be_left_out(tmp_path: Path) -> None:
    body = table([["date", "author", "group"], ["2025-05-06", "Fenna", "Wij bestaan"]])
    assert only(Post, records(CONNECTOR, lone(tmp_path, body)))[0].author == "Fenna"


def test_the_list_counts_as_complete_from_its_first_to_its_last_day(tmp_path: Path) -> None:
    rows = [looked("2025-05-01"), row("2025-05-06"), looked("31-05-2025")]
    found = records(CONNECTOR, lone(tmp_path, table([HEADER, *rows])))
    assert len(only(Post, found)) == 1
    start, end = datetime(2025, 4, 30, 22, tzinfo=UTC), datetime(2025, 5, 31, 22, tzinfo=UTC)
    assert only(Window, found) == [Window(account="Wij bestaan", start=start, end=end)]


def test_a_group_that_was_never_filled_is_a_window_without_posts(tmp_path: Path) -> None:
    found = records(CONNECTOR, lone(tmp_path, table([HEADER, looked("2025-01-01"), looked("2025-06-01")])))
    assert not only(Post, found)
    assert len(only(Account, found)) == len(only(Window, found)) == 1


def test_several_groups_in_one_file_have_a_window_each(tmp_path: Path) -> None:
    rows = [row(), row(group="Wij ook", link=IN_GROUP), looked("2025-05-20")]
    found = records(CONNECTOR, lone(tmp_path, table([HEADER, *rows])))
    assert {group.key: group.native_id for group in only(Account, found)} == {"Wij bestaan": None, "Wij ook": "8138"}
    assert {window.account for window in only(Window, found)} == {"Wij bestaan", "Wij ook"}


def test_templates_in_a_zip_are_read_together(tmp_path: Path) -> None:
    members = {"a.csv": table([HEADER, row()]), "b/lijst.txt": f"groep: Wij ook\n{ACTIVITY} 2025-05-06 Bram\n"}
    assert {one.account for one in only(Post, records(CONNECTOR, zipped(tmp_path, members)))} == {
        "Wij bestaan",
        "Wij ook",
    }


# --- times ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "link", "moment", "precision"),
    [
        ("2025-05-06", ACTIVITY, AT, Precision.SECOND),
        ("6-5-2025", ACTIVITY, AT, Precision.SECOND),
        ("06/05/2025", "", datetime(2025, 5, 6, 10, tzinfo=UTC), Precision.DAY),
        ("2025-05-16", ACTIVITY, datetime(2025, 5, 16, 10, tzinfo=UTC), Precision.DAY),
        ("2025-05-06 14:05", "", datetime(2025, 5, 6, 12, 5, tzinfo=UTC), Precision.MINUTE),
        ("06-12-2025 14:05", "", datetime(2025, 12, 6, 13, 5, tzinfo=UTC), Precision.MINUTE),
        ("", ACTIVITY, AT, Precision.SECOND),
        ("", IN_GROUP, AT, Precision.SECOND),
    ],
)
def test_typed_days_and_times_in_permalinks(
    tmp_path: Path, typed: str, link: str, moment: datetime, precision: Precision
) -> None:
    one = only(Post, records(CONNECTOR, lone(tmp_path, table([HEADER, row(typed, link=link)]))))[0]
    assert (one.published_at, one.precision) == (moment, precision)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("6 mei", "with the year"),
        ("06-05", "with the year"),
        ("06-05-25", "with the year"),
        ("12/31/2025", "2013-12-31"),
    ],
)
def test_a_date_that_cannot_be_read_says_how_to_write_it(tmp_path: Path, typed: str, reason: str) -> None:
    found = records(CONNECTOR, lone(tmp_path, table([HEADER, row(), row(typed)])))
    assert only(BadRow, found)[0].line == 3
    assert reason in only(BadRow, found)[0].reason


def test_a_line_without_any_time_is_rejected(tmp_path: Path) -> None:
    found = records(CONNECTOR, lone(tmp_path, table([HEADER, row(), row("", link="")])))
    assert "no date" in only(BadRow, found)[0].reason


# --- lists of permalinks ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        f"{ACTIVITY},2025-05-06,Fenna Verzonnen",
        f"{ACTIVITY}; 06-05-2025; Fenna Verzonnen",
        f"2025-05-06 {ACTIVITY} Fenna Verzonnen",
        f"Fenna Verzonnen\t{ACTIVITY}\t6/5/2025",
        f'"{ACTIVITY}","2025-05-06","Fenna Verzonnen"',
        f"{ACTIVITY} Fenna Verzonnen",
    ],
)
def test_a_line_has_address_day_and_author_in_any_order(tmp_path: Path, line: str) -> None:
    found = records(CONNECTOR, lone(tmp_path, f"# met de hand verzameld\ngroep: Wij bestaan\n\n{line}\n"))
    one = only(Post, found)[0]
    assert (one.native_id, one.author, one.published_at) == (f"activity:{NUMBER}", "Fenna Verzonnen", AT)
    assert only(Account, found)[0].handle == "Wij bestaan"


def test_permalinks_alone_are_enough(tmp_path: Path) -> None:
    found = records(CONNECTOR, lone(tmp_path, f"{IN_GROUP}\n{ACTIVITY}\n"))
    assert [one.author for one in only(Post, found)] == [None, None]
    assert [(group.native_id, group.handle) for group in only(Account, found)] == [("8138", None)]


def test_a_day_alone_says_that_somebody_looked(tmp_path: Path) -> None:
    found = records(CONNECTOR, lone(tmp_path, f"permalink,date,author\n2025-05-01\n{ACTIVITY}\n2025-05-31\n"))
    assert len(only(Post, found)) == 1
    assert only(Window, found)[0].start == datetime(2025, 4, 30, 22, tzinfo=UTC)
    assert only(Window, found)[0].end == datetime(2025, 5, 31, 22, tzinfo=UTC)


def test_a_name_holds_for_the_lines_after_it(tmp_path: Path) -> None:
    body = f"group: Wij bestaan\n{ACTIVITY}\ngroup: Wij ook\n{IN_GROUP}\n"
    assert [one.account for one in only(Post, records(CONNECTOR, lone(tmp_path, body)))] == ["Wij bestaan", "Wij ook"]


# --- what is not ours ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "Date,ShareLink,ShareCommentary\n2025-05-06 10:00:00," + ACTIVITY + ",tekst\n",
        "Date,Link,Message\n2025-05-06 10:00:00," + ACTIVITY + ",tekst\n",
        "Date,Link\n2025-05-06 10:00:00," + ACTIVITY + "\n",
        "First Name,URL\nFenna,https://www.linkedin.com/in/fenna\n",
        "datum,auteur,tekst\n2025-05-06,Fenna,dag\n",
        "group,date,members\nWij,2025-05-06,12\n",
        "# niets\n",
        "2025-05-06\n2025-05-07\n",
        "een gewone tekst\n",
    ],
)
def test_other_texts_are_not_claimed(tmp_path: Path, body: str) -> None:
    assert CONNECTOR.identify(lone(tmp_path, body)) is None


def test_no_real_export_is_claimed(shared_data: Path) -> None:
    paths = [path for path in shared_data.rglob("*") if path.suffix in {".csv", ".txt", ".json", ".js", ".xml"}]
    assert len(paths) > 50
    assert not [path for path in paths if CONNECTOR.identify(Export.open(path))]


authors = words.map(str.strip).filter(lambda name: not set(name) & set("-,;|\t\"'#"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(words, authors, st.dates(date(2003, 5, 6), date(2026, 11, 20))), min_size=1, max_size=5))
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, date]]
) -> None:
    body = table([HEADER, *(row(f"{day:%d-%m-%Y}", author, "", title=title) for title, author, day in rows)])
    found = only(Post, records(CONNECTOR, lone(tmp_path_factory.mktemp("group"), body)))
    assert [(one.title, one.author) for one in found] == [(title.strip(), author) for title, author, _ in rows]
    assert [one.published_at.astimezone(CONTEXT.timezone).date() for one in found] == [day for *_, day in rows]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_garbage_is_refused_or_rejected(data: st.DataObject) -> None:
    template = table([HEADER, row(), looked("2025-05-31")])
    typed = f"groep: Wij bestaan\n{ACTIVITY},2025-05-06,Fenna\n{IN_GROUP}\n2025-05-31\n"
    survive(CONNECTOR, {"x": data.draw(damaged(data.draw(st.sampled_from([template, typed])).encode()))})
