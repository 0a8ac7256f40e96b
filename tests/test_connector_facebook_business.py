"""Meta's content tables, on made-up rows under the documented names; no real file is at hand."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from connectors._meta_ids import facebook_post_id, instagram_post_id, intact_id
from connectors.facebook_business import BusinessOptions, Connector
from monitor.errors import SkipSource
from monitor.records import Account, AccountKind, BadRow, Post, PostKind, Precision, Window
from tests.readback import CONTEXT, lone, only, records, table, zipped

CONNECTOR = Connector(BusinessOptions())
PAGE = [
    "Post ID", "Page ID", "Page name", "Title", "Description", "Duration (sec)", "Publish time", "Caption type",
    "Permalink", "Is crosspost", "Is share", "Post type", "Languages", "Custom labels", "Funded content status",
    "Data comment", "Date", "Views", "Reach", "Reactions, Comments and Shares", "Reactions", "Comments", "Shares",
    "Total clicks", "Matched Audience Targeting Consumption (Photo Click)", "Other Clicks", "Link Clicks",
    "Negative feedback from users: Hide all", "Negative feedback from users: Hide", "Seconds viewed",
    "Average Seconds viewed", "Estimated earnings (USD)", "Ad CPM (USD)", "Ad impressions",
]  # fmt: skip
INSTAGRAM = [
    "Post ID", "Account ID", "Account username", "Account name", "Description", "Duration (sec)", "Publish time",
    "Permalink", "Post type", "Data comment", "Date", "Views", "Reach", "Likes", "Shares", "Follows", "Comments",
    "Saves",
]  # fmt: skip
GERMAN = ["Beitrags-ID", "Seiten-ID", "Seitenname", "Titel", "Beschreibung", "Dauer (Sek.)", "Veröffentlichungszeit",
          "Art", "Permalink", *(f"Spalte {n}" for n in range(20))]  # fmt: skip


def page_row(**values: str) -> dict[str, str]:
    return {
        "Post ID": "122158000000000111", "Page ID": "100064000000001", "Page name": "Verzonnen Bouw", "Title": "Kort",
        "Description": "De lange tekst, met\neen regel erbij", "Publish time": "11/10/2025 21:00",
        "Permalink": "https://www.facebook.com/verzonnen/posts/pfbid02abc", "Post type": "Photos", "Date": "Lifetime",
        "Views": "1,234", "Reactions, Comments and Shares": "9", "Reactions": "5", "Comments": "3", "Shares": "1",
        "Total clicks": "7",
    } | values  # fmt: skip


def csv_of(header: list[str], *rows: dict[str, str]) -> str:
    return "\ufeff" + table([header, *([row.get(name, "") for name in header] for row in rows)])


def test_a_page_row_is_read(tmp_path: Path) -> None:
    found = records(CONNECTOR, lone(tmp_path, csv_of(PAGE, page_row())))
    account, post = only(Account, found)[0], only(Post, found)[0]
    assert (account.platform, account.native_id, account.name) == ("facebook", "100064000000001", "Verzonnen Bouw")
    assert account.kind is AccountKind.PAGE
    assert post.account == account.key
    assert post.native_id == "122158000000000111"
    assert post.text == "De lange tekst, met\neen regel erbij"
    assert (post.published_at, post.precision) == (datetime(2025, 11, 10, 20, tzinfo=UTC), Precision.MINUTE)
    assert (post.likes, post.replies, post.reposts, post.views, post.clicks) == (5, 3, 1, 1234, 7)
    assert not only(BadRow, found)


@pytest.mark.parametrize("left_out", [0, 1, 2])
@pytest.mark.parametrize("spelling", ["Reactions, Comments and Shares", "Reactions, comments and shares"])
def test_32_to_34_columns_and_both_spellings(tmp_path: Path, left_out: int, spelling: str) -> None:
    optional = [name for name in PAGE if name.startswith("Negative")][:left_out]
    header = [spelling if "Shares" in name and "," in name else name for name in PAGE if name not in optional]
    post = only(Post, records(CONNECTOR, lone(tmp_path, csv_of(header, page_row()))))[0]
    assert len(header) == 34 - left_out
    assert (post.likes, post.replies, post.reposts) == (5, 3, 1)


def test_the_column_with_a_comma_written_without_quotes(tmp_path: Path) -> None:
    text = csv_of(PAGE, page_row()).replace('"Reactions, Comments and Shares"', "Reactions, Comments and Shares")
    post = only(Post, records(CONNECTOR, lone(tmp_path, text)))[0]
    assert (post.likes, post.replies, post.reposts, post.clicks) == (5, 3, 1, 7)


def test_instagram_is_its_own_platform(tmp_path: Path) -> None:
    row = {
        "Post ID": "1.80123E+16", "Account ID": "178410000000001", "Account username": "verzonnenbouw",
        "Account name": "Verzonnen Bouw", "Description": "Foto", "Publish time": "06/01/2025 08:05",
        "Permalink": "https://www.instagram.com/reel/DAbc_1-xyz/", "Post type": "IG reel", "Date": "Lifetime",
        "Likes": "4", "Views": "50",
    }  # fmt: skip
    found = records(CONNECTOR, lone(tmp_path, csv_of(INSTAGRAM, row)))
    account, post = only(Account, found)[0], only(Post, found)[0]
    assert (account.platform, account.handle) == ("instagram", "verzonnenbouw")
    assert (post.native_id, post.kind) == ("DAbc_1-xyz", PostKind.VIDEO)
    assert (post.likes, post.views, post.clicks) == (4, 50, None)


def test_a_translated_header_is_read_by_its_shape(tmp_path: Path) -> None:
    cells = ["122158000000000111", "100064000000001", "Erfundene AG", "", "Ein Text", "", "11/30/2025 09:15", "Fotos",
             "https://www.facebook.com/erfunden/posts/1", *["3"] * 20]  # fmt: skip
    export = lone(tmp_path, table([GERMAN, cells]))
    match = CONNECTOR.identify(export)
    assert match is not None
    assert "translated" in match.detail
    found = records(CONNECTOR, export)
    assert only(Account, found)[0].name == "Erfundene AG"
    post = only(Post, found)[0]
    assert (post.text, post.native_id, post.likes) == ("Ein Text", "122158000000000111", None)


def test_the_older_insights_with_two_header_lines(tmp_path: Path) -> None:
    names = (
        "Post ID,Permalink,Post Message,Type,Countries,Languages,Posted,Audience Targeting,Lifetime Post Total Reach"
    )
    header = [*names.split(","), *["Lifetime Organic views to 95%"] * 2]
    explained = [*[""] * 8, "The number of people who saw it", "x", "y"]
    address = "https://www.facebook.com/madeup/posts/980422000000742"
    row = ["951745000000517_980422000000742", address, "Made up", "Link", "", "", "10/1/2012 21:00", "", "100", "", ""]
    found = records(CONNECTOR, lone(tmp_path, table([header, explained, row])))
    assert only(Account, found)[0].native_id == "951745000000517"
    assert [(post.native_id, post.text) for post in only(Post, found)] == [("980422000000742", "Made up")]
    assert not only(BadRow, found)


@pytest.mark.parametrize(
    ("cell", "permalink", "expected"),
    [
        ("122158123456789111", "https://www.facebook.com/a/posts/pfbid0x", "122158123456789111"),
        ("951745098223517_980422845355742", "", "980422845355742"),
        ("1.22158E+17", "https://www.facebook.com/a/posts/122158123456789111", "122158123456789111"),
        ("1,22158E+17", "https://www.facebook.com/permalink.php?story_fbid=12345678901&id=99", "12345678901"),
        ("122158123456789000", "https://www.facebook.com/a/videos/some-title/123456789/", "123456789"),
        ("1.22158E+17", "https://www.facebook.com/reel/123456789", "123456789"),
        ("1.22158E+17", "https://www.facebook.com/photo.php?fbid=123456789&set=a.1", "123456789"),
        ("1.22158E+17", "https://www.facebook.com/11111111_22222222", "22222222"),
        ("1.22158E+17", "https://www.facebook.com/a/posts/pfbid02abc", None),
        ("", "https://[broken", None),
    ],
)
def test_destroyed_ids_come_from_the_address(cell: str, permalink: str, expected: str | None) -> None:
    assert facebook_post_id(cell, permalink) == expected


@given(st.text(max_size=30), st.text(max_size=60))
def test_ids_are_whole_or_unknown(cell: str, permalink: str) -> None:
    known = facebook_post_id(cell, permalink)
    assert known is None or known.isdecimal()
    assert intact_id(cell) in {None, cell.strip().strip("'\"=")}
    assert instagram_post_id("", permalink) is None or "/" in permalink


def test_times_are_us_order_in_the_zone_of_the_option(tmp_path: Path) -> None:
    rows = [
        page_row(**{"Publish time": time}) for time in ("07/04/2025 09:00", "13/04/2025 09:00", "2025-07-04 09:00", "?")
    ]
    found = records(Connector(BusinessOptions(timezone="America/Los_Angeles")), lone(tmp_path, csv_of(PAGE, *rows)))
    assert [post.published_at for post in only(Post, found)] == [datetime(2025, 7, 4, 16, tzinfo=UTC)] * 2
    reasons = [bad.reason for bad in only(BadRow, found)]
    assert "day before the month" in reasons[0]
    assert "not a time" in reasons[1]
    with pytest.raises(ValidationError, match="time zone"):
        BusinessOptions(timezone="Amsterdam")


def test_a_table_by_day_gives_no_lifetime_counts(tmp_path: Path) -> None:
    post = only(Post, records(CONNECTOR, lone(tmp_path, csv_of(PAGE, page_row(Date="11/11/2025")))))[0]
    assert post.likes is None


def test_the_observed_window(tmp_path: Path) -> None:
    rows = [page_row(**{"Publish time": f"03/{day}/2025 10:00"}) for day in ("20", "05")]
    text = csv_of(PAGE, *rows)
    plain = only(Window, records(CONNECTOR, lone(tmp_path, text)))[0]
    assert (plain.start, plain.end) == (datetime(2025, 3, 5, 9, tzinfo=UTC), datetime(2025, 3, 20, 9, tzinfo=UTC))
    named = only(Window, records(CONNECTOR, lone(tmp_path, text, "Mar-01-2025_Mar-31-2025_123.csv")))[0]
    assert (named.start, named.end) == (datetime(2025, 2, 28, 23, tzinfo=UTC), datetime(2025, 3, 31, 22, tzinfo=UTC))
    until = only(Window, records(Connector(BusinessOptions(until_export=True)), lone(tmp_path, text)))[0]
    assert until.end is None


def test_two_pages_in_one_table_are_two_accounts(tmp_path: Path) -> None:
    other = page_row(**{"Page ID": "1.00064E+14", "Page name": "Tweede pagina"})
    found = records(CONNECTOR, lone(tmp_path, csv_of(PAGE, page_row(), other, page_row())))
    assert [(one.native_id, one.name) for one in only(Account, found)] == [
        ("100064000000001", "Verzonnen Bouw"),
        (None, "Tweede pagina"),
    ]
    assert len({post.account for post in only(Post, found)}) == len(only(Window, found)) == 2


def test_daily_totals_are_recognised_and_refused(tmp_path: Path) -> None:
    text = 'sep=,\r\n"Facebook visits"\r\n"Date","Primary"\r\n"2025-03-01T00:00:00","4"\r\n'
    with pytest.raises(SkipSource, match="daily totals"):
        records(CONNECTOR, lone(tmp_path, b"\xff\xfe" + text.encode("utf-16-le")))


def test_a_zip_of_tables_is_read_whole_but_a_mixed_one_is_left(tmp_path: Path) -> None:
    tables = {"a.csv": csv_of(PAGE, page_row()), "b.csv": csv_of(PAGE, page_row(**{"Post ID": "122158000000000222"}))}
    assert len(only(Post, records(CONNECTOR, zipped(tmp_path, tables)))) == 2
    assert CONNECTOR.identify(zipped(tmp_path, tables | {"c.csv": "Date,Post text\n1,2\n"})) is None


@pytest.mark.parametrize(
    "text",
    ["", "Post ID,Date\n1,2\n", "Date,Post Link,Impressions\n", "日付,投稿\n2025,a\n",
     "Post id,Date,Post text,Post Link\n", "\0\1\2",
     "a,b,c,d,e,f,g,h,i,j,k\n1,https://www.facebook.com/x,1/1/2025 10:00\n"],
)  # fmt: skip
def test_other_tables_are_not_claimed(tmp_path: Path, text: str) -> None:
    assert CONNECTOR.identify(lone(tmp_path, text or " ", "Mar-01-2025_Mar-31-2025_123.csv")) is None


TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=20)


@given(
    st.lists(st.tuples(TEXT, TEXT, st.datetimes(datetime(2007, 1, 1), datetime(2030, 1, 1))), min_size=1, max_size=5)
)
def test_made_up_rows_come_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, datetime]]
) -> None:
    written = [
        page_row(**{"Title": a, "Description": b, "Publish time": f"{t:%m/%d/%Y %H:%M}"}) for a, b, t in rows
    ]  # fmt: skip
    found = records(CONNECTOR, lone(tmp_path_factory.mktemp("any"), csv_of(PAGE, *written)))
    assert [post.text or "" for post in only(Post, found)] == [max(a.strip(), b.strip(), key=len) for a, b, _ in rows]


@given(st.lists(st.lists(TEXT, max_size=12), max_size=5), st.binary(max_size=40))
def test_garbage_raises_nothing_but_skip_source(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], tail: bytes
) -> None:
    content = csv_of(PAGE, page_row()).encode() + table(rows).encode() + tail
    export = lone(tmp_path_factory.mktemp("any"), content)
    CONNECTOR.identify(export)
    with suppress(SkipSource):
        found = list(CONNECTOR.read(export, CONTEXT))
        assert len(only(Post, found)) >= 1
