"""LinkedIn page exports, made up by us (`tests/data/linkedin_page.xls` too): no real one is public."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors._linkedin_sheets import read_days
from connectors.linkedin_page import Connector
from monitor.errors import SkipSource
from monitor.records import Account, AccountKind, BadRow, Post, Precision, Window
from monitor.sources.contract import Options
from monitor.sources.export import Export
from tests.connector_tools import damaged, survive
from tests.readback import CONTEXT, lone, only, records, zipped

CONNECTOR = Connector(Options())
Sheets = Mapping[str, list[list[object]]]
HEADER = [
    *("Post title", "Post link", "Post type", "Campaign name", "Posted by", "Created date", "Campaign start date"),
    *("Campaign end date", "Audience", "Impressions", "Views (Excluding offsite video views)", "Offsite Views"),
    *("Clicks", "Click through rate (CTR)", "Likes", "Comments", "Reposts", "Follows", "Engagement rate"),
    "Content Type",
]
METRICS = ["Date", "Impressions (organic)", "Impressions (sponsored)", "Impressions (total)"]
AT = datetime(2025, 5, 6, 9, 30, tzinfo=UTC)


def number_at(moment: datetime) -> int:
    """A post's number as LinkedIn makes them."""
    return int(moment.timestamp() * 1000) << 22


LINK = f"https://www.linkedin.com/feed/update/urn:li:activity:{number_at(AT)}/"


def post(text: str = "Wij bestaan", day: object = "05/06/2025", link: str = LINK) -> list[object]:
    counts: list[object] = [1234, "", "", 34, 0.03, 12, 3, 2, 1, 0.04]
    return [text, link, "Organic", "", "Sanne Verzonnen", day, "", "", "All followers", *counts, "Post"]


def metrics(*days: str) -> list[list[object]]:
    return [["Made up: totals per day"], [*METRICS], *([day, 5, 0, 5] for day in days)]


def posts(*rows: list[object], header: Sequence[str] = HEADER) -> list[list[object]]:
    return [["Made up: one line per post"], [*header], *rows]


def book(sheets: Sheets) -> bytes:
    workbook, packed = openpyxl.Workbook(), io.BytesIO()
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    del workbook["Sheet"]
    workbook.save(packed)
    return packed.getvalue()


def whole(*rows: list[object]) -> bytes:
    return book({"Metrics": metrics("05/01/2025", "05/31/2025"), "All posts": posts(*rows)})


# --- forms ------------------------------------------------------------------------------------------------


def test_the_old_binary_form_is_read(tmp_path: Path) -> None:
    found = records(CONNECTOR, lone(tmp_path, OLD, "acme_content_1738000000000.xls"))
    assert [(one.text, one.views) for one in only(Post, found)] == [
        ("Wij zoeken een collega", 1200),
        ("Nieuw jaar, nieuwe plannen", 1201),
    ]
    assert only(Account, found)[0].name == "acme"
    # January in Amsterdam: the sheet of daily totals has a row for each of its days.
    start, end = datetime(2024, 12, 31, 23, tzinfo=UTC), datetime(2025, 1, 31, 23, tzinfo=UTC)
    assert only(Window, found) == [Window(account="acme", start=start, end=end)]


def test_a_row_becomes_a_post_with_all_its_numbers(tmp_path: Path) -> None:
    found = records(CONNECTOR, lone(tmp_path, whole(post())))
    one = only(Post, found)[0]
    assert (one.native_id, one.url, one.author) == (f"activity:{number_at(AT)}", LINK, "Sanne Verzonnen")
    assert (one.views, one.clicks, one.likes, one.replies, one.reposts) == (1234, 34, 12, 3, 2)
    assert (one.published_at, one.precision) == (AT, Precision.SECOND)
    assert only(Account, found)[0].kind is AccountKind.PAGE


def test_foreign_column_names_are_told_from_their_contents(tmp_path: Path) -> None:
    german = [f"Spalte {number}" for number in range(20)]
    sheets = {"Kennzahlen": metrics("05/01/2025", "05/31/2025"), "Alle Posts": posts(post(), header=german)}
    found = records(CONNECTOR, lone(tmp_path, book(sheets)))
    one = only(Post, found)[0]
    assert (one.text, one.author, one.views, one.likes) == ("Wij bestaan", "Sanne Verzonnen", 1234, 12)
    assert only(Window, found)[0].start == datetime(2025, 4, 30, 22, tzinfo=UTC)


def test_the_older_form_with_a_column_less_is_told_from_its_width(tmp_path: Path) -> None:
    older = post()
    del older[11]
    found = records(CONNECTOR, lone(tmp_path, book({"Beiträge": posts(older, header=[f"S{n}" for n in range(19)])})))
    one = only(Post, found)[0]
    assert (one.clicks, one.likes, one.replies, one.reposts) == (34, 12, 3, 2)


def test_an_unknown_width_gives_text_and_day_but_no_counts(tmp_path: Path) -> None:
    sheet: list[list[object]] = [["toelichting"], ["A", "B", "C", "D"], ["Wij bestaan", LINK, "05/06/2025", 7]]
    one = only(Post, records(CONNECTOR, lone(tmp_path, book({"Berichten": sheet}))))[0]
    assert (one.text, one.likes, one.views) == ("Wij bestaan", None, None)


def test_a_quiet_period_is_a_window_without_posts(tmp_path: Path) -> None:
    found = records(CONNECTOR, lone(tmp_path, whole()))
    assert not only(Post, found)
    assert only(Window, found)[0].end == datetime(2025, 5, 31, 22, tzinfo=UTC)


def test_years_in_one_zip_are_read_together(tmp_path: Path) -> None:
    members = {"acme_content_1.xlsx": whole(post()), "acme_content_2.xlsx": whole(), "readme.txt": b"made up"}
    found = records(CONNECTOR, zipped(tmp_path, members))
    assert {one.key for one in only(Account, found)} == {"acme"}
    assert (len(only(Post, found)), len(only(Window, found))) == (1, 2)


# --- days ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "moment", "precision"),
    [
        ("05/06/2025", AT, Precision.SECOND),
        ("06/05/2025", AT, Precision.SECOND),
        (date(2025, 5, 6), AT, Precision.SECOND),
        ("07/15/2025", datetime(2025, 7, 15, 10, tzinfo=UTC), Precision.DAY),
        ("01/02/2025", datetime(2025, 1, 2, 11, tzinfo=UTC), Precision.DAY),
    ],
)
def test_the_time_in_the_id_counts_where_it_lies_on_the_stated_day(
    tmp_path: Path, stated: object, moment: datetime, precision: Precision
) -> None:
    one = only(Post, records(CONNECTOR, lone(tmp_path, whole(post(day=stated)))))[0]
    assert (one.published_at, one.precision) == (moment, precision)


@given(st.dates(date(2003, 5, 6), date(2199, 12, 31)))
def test_the_month_comes_first(day: date) -> None:
    assert read_days(f"{day:%m/%d/%Y}")[0] == day
    assert read_days(day)[0] == day


# --- refusals and damage --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sheets",
    [
        {"Metrics": metrics("05/01/2025")},
        {"New followers": [["made up"], ["Date", "Sponsored followers", "Organic followers", "Total followers"]]},
        {"Visitor metrics": [["made up"], ["Date", "Overview page views (desktop)"]]},
    ],
)
def test_exports_without_posts_are_refused_with_advice(tmp_path: Path, sheets: Sheets) -> None:
    with pytest.raises(SkipSource, match="Analytics > Content"):
        records(CONNECTOR, lone(tmp_path, book(sheets)))


def test_a_file_without_posts_beside_one_with_posts_is_put_aside(tmp_path: Path) -> None:
    members = {"a.xlsx": whole(post()), "b.xlsx": book({"Metrics": metrics("05/01/2025")})}
    found = records(CONNECTOR, zipped(tmp_path, members))
    assert (len(only(Post, found)), len(only(BadRow, found))) == (1, 1)


@pytest.mark.parametrize(
    "sheets",
    [
        {"Sheet": [["a", "b"], [1, 2]]},
        {"Metrics": [["Date", "Sales"], ["05/01/2025", 3]]},
        {"Sheet": [["Name", "Profile"], ["x", "https://www.linkedin.com/in/somebody"]]},
    ],
)
def test_other_spreadsheets_are_not_claimed(tmp_path: Path, sheets: Sheets) -> None:
    assert CONNECTOR.identify(lone(tmp_path, book(sheets))) is None


def test_the_real_creator_analytics_are_not_claimed(shared_data: Path) -> None:
    path = shared_data / "linkedin/creator_analytics/Content_2023-08-07_2024-08-05.xlsx"
    assert CONNECTOR.identify(Export.open(path)) is None


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (post(day="yesterday"), "no day"),
        (post(day="02/30/2025"), "no day"),
        (post(link="https://www.linkedin.com/company/acme"), "no link"),
        ([None, None, None, "lost"], "no day"),
    ],
)
def test_bad_rows_are_kept_aside_with_sheet_and_row(tmp_path: Path, row: list[object], reason: str) -> None:
    found = records(CONNECTOR, lone(tmp_path, whole(post(), [], row)))
    bad = only(BadRow, found)[0]
    assert (bad.line, len(only(Post, found))) == (5, 1)
    assert reason in bad.reason
    assert "All posts" in bad.file


def test_a_mostly_unreadable_sheet_shows_no_silence(tmp_path: Path) -> None:
    found = records(CONNECTOR, lone(tmp_path, whole(post(day="?"), post(day="?"), post())))
    assert only(Window, found) == [Window(start=AT, end=AT)]


letters = (
    st.text(st.characters(codec="utf-8", categories=("L", "Nd", "P", "Zs")), min_size=1, max_size=40)
    .map(str.strip)
    .filter(bool)
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(letters, st.dates(date(2005, 1, 1), date(2026, 11, 20))), min_size=1, max_size=4))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, date]]) -> None:
    def link(day: date) -> str:
        moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        return f"https://www.linkedin.com/feed/update/urn:li:share:{number_at(moment)}"

    lines = [post(f"Dag {text}", f"{day:%m/%d/%Y}", link(day)) for text, day in rows]
    found = only(Post, records(CONNECTOR, lone(tmp_path_factory.mktemp("page"), whole(*lines))))
    assert [one.text for one in found] == [f"Dag {text}".strip() for text, _ in rows]
    assert [one.published_at.astimezone(CONTEXT.timezone).date() for one in found] == [day for _, day in rows]


OLD = (Path(__file__).parent / "data" / "linkedin_page.xls").read_bytes()
NEW = whole(post())


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([OLD, NEW]).flatmap(damaged))
def test_garbage_is_refused_or_rejected(content: bytes) -> None:
    survive(CONNECTOR, {"x": content})


cells = st.none() | st.text(st.characters(codec="utf-8", categories=("L", "Nd", "P")), max_size=10) | st.integers(-9, 9)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(cells | st.just(LINK) | st.just("05/06/2025") | st.sampled_from(HEADER), max_size=8), max_size=6)
)
def test_sheets_of_any_shape_are_read_or_left_alone(rows: list[list[object]]) -> None:
    survive(CONNECTOR, {"x": book({"All posts": rows})})
