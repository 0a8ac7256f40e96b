"""YouTube Studio's tables, made up and real."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors._named_days import named_day
from connectors.youtube_studio import Connector
from monitor.errors import SkipSource
from monitor.records import Account, AccountKind, BadRow, Post, PostKind, Precision, Window
from monitor.sources.contract import Options
from monitor.sources.export import Export
from tests.readback import CONTEXT, lone, only, records, table, zipped

CONNECTOR = Connector(Options())
HEADER = ["Content", "Video title", "Video publish time", "Duration", "Views", "Likes", "Comments added"]
TOTAL = ["Total", "", "", "", "60", "3", "1"]
ROWS = [
    ["abcdefghij1", "Verzonnen personeelsuitje", "Jan 13, 2026", "61", "1,050", "3", "1"],
    ["abc_efgh-j2", 'Over "bruggen", deel 2', "Dec 1, 2025", "62", "20", "", ""],
]
TOTALS = table([["Date", "Views"], *([f"2025-11-{day:02d}", "2"] for day in range(3, 30)), ["2026-02-28", "1"]])
CHART = table([["Date", *HEADER[:3], "Views"], *(["2025-11-03", *row[:3], "1"] for row in ROWS)])


def test_the_real_table_has_220_videos_without_the_total(shared_data: Path) -> None:
    found = records(CONNECTOR, Export.open(shared_data / "youtube/studio/pune-tech-community/Table data.csv"))
    posts, rejects = only(Post, found), only(BadRow, found)
    assert len(posts) == 220
    assert rejects == []
    assert sum(post.published_at is None for post in posts) == 3
    assert sum(post.views or 0 for post in posts) <= 51075
    days = sorted(post.published_at.date() for post in posts if post.published_at)
    assert (days[0], days[-1]) == (date(2020, 8, 8), date(2026, 3, 4))
    assert len({post.native_id for post in posts}) == 220


@pytest.mark.parametrize("member", ["", "Table data.csv"])
def test_the_real_geography_table_is_refused_with_advice(shared_data: Path, member: str) -> None:
    export = Export.open(shared_data / "youtube/studio/coding-train_geography" / member)
    with pytest.raises(SkipSource, match=r"by Geography, not by video.*choose Content"):
        records(CONNECTOR, export)


def test_a_table_is_read(tmp_path: Path) -> None:
    found = records(CONNECTOR, lone(tmp_path, "\ufeff" + table([HEADER, TOTAL, *ROWS])))
    account = only(Account, found)[0]
    assert (account.platform, account.kind, account.name) == ("youtube", AccountKind.CHANNEL, None)
    first, second = only(Post, found)
    assert (first.native_id, first.title, first.kind) == ("abcdefghij1", "Verzonnen personeelsuitje", PostKind.VIDEO)
    assert (first.published_at, first.precision) == (datetime(2026, 1, 13, 11, tzinfo=UTC), Precision.DAY)
    assert (first.views, first.likes, first.replies) == (1050, 3, 1)
    assert (second.likes, second.replies) == (None, None)
    assert second.url == "https://www.youtube.com/watch?v=abc_efgh-j2"


def test_a_lone_table_is_observed_from_its_oldest_to_its_newest_video(tmp_path: Path) -> None:
    window = only(Window, records(CONNECTOR, lone(tmp_path, table([HEADER, TOTAL, *ROWS]))))[0]
    assert (window.start, window.end) == (datetime(2025, 12, 1, 11, tzinfo=UTC), datetime(2026, 1, 13, 11, tzinfo=UTC))


@pytest.mark.parametrize("names", [("Table data.csv", "Chart data.csv", "Totals.csv"), ("Tabel.csv", "x.csv", "y.csv")])
def test_the_totals_in_the_zip_tell_the_observed_period(tmp_path: Path, names: tuple[str, str, str]) -> None:
    members = dict(zip(names, (table([HEADER, TOTAL, *ROWS]), CHART, TOTALS), strict=True))
    found = records(CONNECTOR, zipped(tmp_path, {name: members[name] for name in (names[0], names[2], names[1])}))
    window = only(Window, found)[0]
    assert len(only(Post, found)) == 2
    assert (window.start, window.end) == (datetime(2025, 11, 2, 23, tzinfo=UTC), datetime(2026, 2, 28, 23, tzinfo=UTC))


def test_a_table_cut_at_500_rows_has_no_window(tmp_path: Path) -> None:
    rows = [[f"abcdefg{n:04d}", "x", "Jan 13, 2026", "", "", "", ""] for n in range(500)]
    assert not only(Window, records(CONNECTOR, lone(tmp_path, table([HEADER, TOTAL, *rows]))))


@pytest.mark.parametrize(
    ("day", "expected"),
    [("13 jan 2026", date(2026, 1, 13)), ("1 mrt. 2025", date(2025, 3, 1)), ("13. Dez. 2025", date(2025, 12, 13))],
)
def test_a_translated_table_is_read_by_its_shape(tmp_path: Path, day: str, expected: date) -> None:
    header = ["Content (vertaald)", "Videotitel", "Publicatietijd van video", "Duur", "Weergaven"]
    rows = [["Totaal", "", "", "", "9"], ["abcdefghij1", "Verzonnen", day, "61", "9"]]
    post = only(Post, records(CONNECTOR, lone(tmp_path, table([header, *rows]))))[0]
    assert post.published_at.date() == expected
    assert (post.title, post.views) == ("Verzonnen", None)


def test_rows_that_cannot_be_read_are_kept_aside(tmp_path: Path) -> None:
    bad = [
        ["not an id", "Title", "Jan 13, 2026"],
        ["abcdefghij3", "Title", "1/2/2026"],
        ["abcdefghij4", "Title", "Jan 32, 2026"],
        ["abcdefghij5", "Title", "Jan 13, 1026"],
        ["abcdefghij6"],
    ]
    found = records(CONNECTOR, lone(tmp_path, table([HEADER, TOTAL, *ROWS, *bad])))
    assert [reject.line for reject in only(BadRow, found)] == [5, 6, 7, 8, 9]
    assert "without guessing" in only(BadRow, found)[1].reason
    assert len(only(Post, found)) == 2


def test_a_chart_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SkipSource, match="views by day"):
        records(CONNECTOR, lone(tmp_path, CHART))


def test_a_localised_geography_table_is_refused(tmp_path: Path) -> None:
    rows = [["Geografie", "Weergaven"], ["Totaal", "9"], ["NL", "5"], ["BE", "4"]]
    with pytest.raises(SkipSource, match="by Geografie"):
        records(CONNECTOR, lone(tmp_path, table(rows)))


@pytest.mark.parametrize(
    "text", [" ", TOTALS, "Date,Post text\n1,2\n", "Content,Views\nabc,1\n", "動画,タイトル\n1,2\n", "\0a"]
)
def test_other_tables_are_not_claimed(tmp_path: Path, text: str) -> None:
    assert CONNECTOR.identify(lone(tmp_path, text, "Table data.csv")) is None


def test_a_folder_with_something_else_or_two_channels_is_left_to_be_split(tmp_path: Path) -> None:
    videos = table([HEADER, TOTAL, *ROWS])
    assert CONNECTOR.identify(zipped(tmp_path, {"Table data.csv": videos, "other.csv": "a,b\n1,2\n"})) is None
    assert CONNECTOR.identify(zipped(tmp_path, {"a/Table data.csv": videos, "b/Table data.csv": videos})) is None


DAYS = st.dates(date(1995, 1, 1), date(2100, 1, 1))
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@given(DAYS)
def test_every_day_is_read_as_studio_writes_it(day: date) -> None:
    assert named_day(f"{MONTHS[day.month - 1]} {day.day}, {day.year}") == day
    assert named_day(f"{day.day} {MONTHS[day.month - 1].lower()} {day.year}") == day
    assert named_day(day.isoformat()) == day


@given(st.text(max_size=30))
def test_what_is_no_day_is_a_value_error(text: str) -> None:
    with suppress(ValueError):
        assert 1000 <= named_day(text).year <= 9999 or "-" in text


IDS = st.from_regex(r"[A-Za-z0-9_-]{11}", fullmatch=True)
TITLES = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=30)


@given(st.lists(st.tuples(IDS, TITLES, DAYS), min_size=1, max_size=8))
def test_made_up_tables_come_back(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, date]]) -> None:
    written = [
        [native, title, f"{MONTHS[d.month - 1]} {d.day}, {d.year}", "1", "2", "3", "4"] for native, title, d in rows
    ]
    found = records(CONNECTOR, lone(tmp_path_factory.mktemp("any"), table([HEADER, TOTAL, *written])))
    posts = only(Post, found)
    assert [(post.native_id, post.title or "") for post in posts] == [(n, t.strip()) for n, t, _ in rows]
    assert [post.published_at.astimezone(CONTEXT.timezone).date() for post in posts] == [d for _, _, d in rows]


@given(st.lists(st.lists(TITLES, max_size=6), max_size=5), st.binary(max_size=40))
def test_garbage_raises_nothing_but_skip_source(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], tail: bytes
) -> None:
    for start in (table([HEADER, TOTAL]), " "):
        export = lone(tmp_path_factory.mktemp("any"), start.encode() + table(rows).encode() + tail + b" ")
        CONNECTOR.identify(export)
        with suppress(SkipSource):
            list(CONNECTOR.read(export, CONTEXT))
