"""X analytics in the forms of today and of before, in any language, made up by us; and the real ones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors._x_layout import CONTENT
from connectors.x_analytics import Connector, period_in_name
from monitor.errors import SkipSource
from monitor.records import Account, BadRow, Post, PostKind, Precision, Window
from monitor.sources.contract import Options
from monitor.sources.export import Export
from tests.connector_tools import damaged, survive, words
from tests.readback import CONTEXT, lone, only, records, table, zipped

CONNECTOR = Connector(Options())
CONTENT_HEADER = [
    "Post id",
    "Date",
    "Post text",
    "Post Link",
    "Impressions",
    "Likes",
    "Engagements",
    "Bookmarks",
    "Shares",
    "New follows",
    "Replies",
    "Reposts",
    "Profile visits",
    "Detail Expands",
    "URL Clicks",
    "Hashtag Clicks",
    "Permalink Clicks",
]
OLD_HEADER = [
    "Tweet id",
    "Tweet permalink",
    "Tweet text",
    "time",
    "impressions",
    "engagements",
    "engagement rate",
    "retweets",
    "replies",
    "likes",
    "user profile clicks",
    "url clicks",
] + [f"column {number}" for number in range(28)]
OVERVIEW = [
    "Date",
    "Impressions",
    "Likes",
    "Engagements",
    "Bookmarks",
    "Shares",
    "New follows",
    "Unfollows",
    "Replies",
    "Reposts",
    "Profile visits",
    "Create Post",
    "Video views",
    "Media views",
]
FOREIGN = [f"Spalte {number}" for number in range(17)]
ID = "1987315260559167965"
AT = datetime(2025, 11, 9, 0, 24, 15, tzinfo=UTC)
"""The time in that id."""


def link(number: str = ID, who: str = "stroomdauw") -> str:
    return f"https://x.com/{who}/status/{number}"


def content(number: str = ID, day: str = "Sun, Nov 9, 2025", text: str = "Wij bestaan", **counts: str) -> list[str]:
    cells = [number, day, text, link(number or "undefined"), *["0"] * 13]
    for what, count in counts.items():
        cells[CONTENT[what]] = count
    return cells


def old(number: str = ID, minute: str = "2025-11-09 00:24 +0000", text: str = "Wij bestaan") -> list[str]:
    counts = ["566.0", "22.0", "0.04", "1.0", "2.0", "3.0", "0.0", "4.0"]
    return [number, link(number, "stroomdauw"), text, minute, *counts, *["-"] * 28]


# --- the real exports ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "rows", "rejected"),
    [
        ("tweet_activity_metrics_rOpenSci_20161201_20170101_en.csv", 37, 0),
        ("tweet_activity_metrics_rOpenSci_20180901_20181001_en.csv", 46, 0),
        ("tweet_activity_metrics_rOpenSci_20200101_20200201_en.csv", 9, 0),
        ("tweet_activity_metrics_rOpenSci_20211201_20220101_en.csv", 17, 0),
        ("tweet_activity_metrics_banklessDAO_20210605_20210703_en.csv", 152, 0),
        ("account_analytics_content_2025-11-02_2025-11-09.csv", 24, 2),
        ("account_analytics_content_2025-11-16_2026-02-13.ja.csv", 62, 2),
    ],
)
def test_real_tables_hold_what_their_readme_says(shared_data: Path, name: str, rows: int, rejected: int) -> None:
    found = records(CONNECTOR, Export.open(shared_data / "x" / "analytics" / name))
    posts = only(Post, found)
    assert (len(posts) + len(only(BadRow, found)), len(only(BadRow, found))) == (rows, rejected)
    # The times in the ids agree with every stated time, to the minute or to the day.
    assert {post.precision for post in posts} == {Precision.SECOND}
    assert all(None not in (post.views, post.likes, post.replies, post.reposts, post.clicks) for post in posts)
    window = only(Window, found)[0]
    assert window.start is not None
    assert window.end is not None
    assert all(window.start <= post.published_at < window.end for post in posts)


@pytest.mark.parametrize(
    "name", ["account_overview_analytics.csv", "daily_tweet_activity_metrics_banklessDAO_20210605_20210703_en.csv"]
)
def test_real_tables_of_daily_totals_are_refused_with_advice(shared_data: Path, name: str) -> None:
    with pytest.raises(SkipSource, match="Content") as refusal:
        records(CONNECTOR, Export.open(shared_data / "x" / "analytics" / name))
    assert refusal.value.where == name


def test_real_tables_of_others_are_left_alone(shared_data: Path) -> None:
    tables = [*shared_data.glob("x/users/*.csv"), *shared_data.glob("x/timeseries/*.csv")]
    tables += [shared_data / "x/archives/2018-03-31_grailbird_solplparty/tweets.csv"]
    assert tables
    assert not [path.name for path in tables if CONNECTOR.identify(Export.open(path))]


# --- forms ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", [CONTENT_HEADER, FOREIGN, [name.upper() for name in CONTENT_HEADER]])
def test_the_language_of_the_columns_does_not_matter(tmp_path: Path, header: list[str]) -> None:
    row = content(views="1,351", likes="5", replies="2", reposts="3", clicks="4")
    found = records(CONNECTOR, lone(tmp_path, "\ufeff" + table([header, row])))
    post = only(Post, found)[0]
    assert (post.views, post.likes, post.replies, post.reposts, post.clicks) == (1351, 5, 2, 3, 4)
    assert (post.native_id, post.text, post.url) == (ID, "Wij bestaan", link())
    assert only(Account, found)[0].handle == "stroomdauw"


def test_columns_in_another_order_are_found_by_name(tmp_path: Path) -> None:
    header = ["Likes", "Post Link", "Impressions", "Date", "Post text"]
    found = records(CONNECTOR, lone(tmp_path, table([header, ["7", link(), "9", "Sun, Nov 9, 2025", "Dag"]])))
    post = only(Post, found)[0]
    assert (post.likes, post.views, post.replies, post.text) == (7, 9, None, "Dag")


def test_foreign_columns_in_an_unknown_order_give_text_and_time_but_no_counts(tmp_path: Path) -> None:
    row = ["Sun, Nov 9, 2025", "1", "2", link(), "Een tekst van ons", "3"]
    post = only(Post, records(CONNECTOR, lone(tmp_path, table([FOREIGN[:6], row]))))[0]
    assert (post.text, post.likes, post.views) == ("Een tekst van ons", None, None)


def test_the_old_form_has_minutes_which_the_id_makes_exact(tmp_path: Path) -> None:
    found = only(
        Post, records(CONNECTOR, lone(tmp_path, table([OLD_HEADER, old(), old("99", "2010-01-02 03:04 +0000")])))
    )
    assert [post.precision for post in found] == [Precision.SECOND, Precision.MINUTE]
    assert [post.published_at for post in found] == [AT, datetime(2010, 1, 2, 3, 4, tzinfo=UTC)]
    assert (found[0].views, found[0].reposts, found[0].replies, found[0].likes, found[0].clicks) == (566, 1, 2, 3, 4)


def test_a_day_without_a_trustworthy_id_is_noon_in_the_organisations_zone(tmp_path: Path) -> None:
    days = ["Sun, Nov 9, 2025", "Sun, Jun 15, 2025"]
    found = records(CONNECTOR, lone(tmp_path, table([CONTENT_HEADER, content(day=days[0]), content(day=days[1])])))
    assert [(post.published_at, post.precision) for post in only(Post, found)] == [
        (AT, Precision.SECOND),
        (datetime(2025, 6, 15, 10, tzinfo=UTC), Precision.DAY),
    ]


def test_the_id_comes_from_the_link_because_spreadsheets_damage_the_other(tmp_path: Path) -> None:
    row = content()
    row[0] = "1.98732E+18"
    assert only(Post, records(CONNECTOR, lone(tmp_path, table([CONTENT_HEADER, row]))))[0].native_id == ID


def test_a_line_without_an_id_is_a_post_if_date_and_text_are_there(tmp_path: Path) -> None:
    rows = [content(""), content("", day="", text="")]
    found = records(CONNECTOR, lone(tmp_path, table([CONTENT_HEADER, *rows])))
    post = only(Post, found)[0]
    assert (post.native_id, post.url, post.precision) == (None, None, Precision.DAY)
    assert only(BadRow, found)[0].line == 3


@pytest.mark.parametrize(
    ("text", "kind"),
    [("@iemand dag", PostKind.REPLY), ("RT @iemand: dag", PostKind.REPOST), ("Dag @iemand", PostKind.ORIGINAL)],
)
def test_kinds_are_told_from_the_beginning_of_the_text(tmp_path: Path, text: str, kind: PostKind) -> None:
    assert only(Post, records(CONNECTOR, lone(tmp_path, table([CONTENT_HEADER, content(text=text)]))))[0].kind is kind


# --- windows -----------------------------------------------------------------------------------------------


def test_the_window_runs_over_whole_days_of_the_organisations_zone(tmp_path: Path) -> None:
    rows = [content(day="Sun, Nov 9, 2025"), content("", day="Sat, Nov 1, 2025")]
    found = records(CONNECTOR, lone(tmp_path, table([CONTENT_HEADER, *rows])))
    assert only(Window, found) == [
        Window(
            account="stroomdauw",
            start=datetime(2025, 10, 31, 23, tzinfo=UTC),
            end=datetime(2025, 11, 9, 23, tzinfo=UTC),
        )
    ]


def test_the_period_in_the_name_widens_the_window_but_never_narrows_it(tmp_path: Path) -> None:
    body = table([CONTENT_HEADER, content()])
    wide = records(CONNECTOR, lone(tmp_path, body, "account_analytics_content_2025-09-01_2025-11-30 (1).csv"))
    assert only(Window, wide)[0].start == datetime(2025, 8, 31, 22, tzinfo=UTC)
    assert only(Window, wide)[0].end == datetime(2025, 11, 30, 23, tzinfo=UTC)
    other = records(CONNECTOR, lone(tmp_path, body, "account_analytics_content_2024-09-01_2024-11-30.csv"))
    assert only(Window, other)[0].start == datetime(2025, 11, 8, 23, tzinfo=UTC)


def test_a_window_never_ends_in_the_future(tmp_path: Path) -> None:
    day = (CONTEXT.now + timedelta(hours=3)).date()
    row = content("", day=f"{day:%a, %b} {day.day}, {day.year}")
    assert only(Window, records(CONNECTOR, lone(tmp_path, table([CONTENT_HEADER, row]))))[0].end == CONTEXT.now


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("a_content_2025-11-02_2025-11-09.csv", (date(2025, 11, 2), date(2025, 11, 9))),
        ("tweet_activity_metrics_wij_20161201_20170101_en.csv", (date(2016, 12, 1), date(2016, 12, 31))),
        ("a_content_2025-13-02_2025-11-09.csv", None),
        ("a_content_2025-11-09_2025-11-02.csv", None),
        ("whatever.csv", None),
    ],
)
def test_periods_in_names(name: str, period: tuple[date, date] | None) -> None:
    assert period_in_name(name) == period


# --- refusals and damage --------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", [OVERVIEW, [f"Spalte {number}" for number in range(14)]])
def test_daily_totals_are_refused_in_any_language(tmp_path: Path, header: list[str]) -> None:
    rows = [["Tue, Aug 26, 2025", *["1,234"] * 13], ["Mon, Aug 25, 2025", *["0"] * 13]]
    with pytest.raises(SkipSource, match="one line per post"):
        records(CONNECTOR, lone(tmp_path, table([header, *rows])))


def test_totals_beside_posts_are_put_aside(tmp_path: Path) -> None:
    members = {
        "a.csv": table([CONTENT_HEADER, content()]),
        "b.csv": table([OVERVIEW, ["Tue, Aug 26, 2025", *["1"] * 13]]),
        "readme.txt": "made up",
    }
    found = records(CONNECTOR, zipped(tmp_path, members))
    assert len(only(Post, found)) == 1
    assert "totals" in only(BadRow, found)[0].reason


def test_a_mixed_folder_is_not_claimed_as_a_whole(tmp_path: Path) -> None:
    ours = table([CONTENT_HEADER, content()])
    assert CONNECTOR.identify(zipped(tmp_path, {"a.csv": ours, "b.csv": ours, "readme.txt": "x"})) is not None
    for stranger in ("b.csv", "b.xlsx", "b/outbox.json"):
        members = {"a.csv": ours, stranger: table([["Datum", "Tekst"], ["1", "2"]])}
        assert CONNECTOR.identify(zipped(tmp_path, members)) is None


@pytest.mark.parametrize(
    "body",
    ["", "hello", table([["id", "name"], ["1", "x"]]), table([FOREIGN, ["x"] * 17]), table([["link"], [link()]])],
)
def test_other_tables_are_not_claimed(tmp_path: Path, body: str) -> None:
    assert CONNECTOR.identify(lone(tmp_path, body or "\n")) is None


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (content(day="gisteren"), "no date"),
        (content(day="Sun, Nov 31, 2025"), "no date"),
        (content(day="Sun, Nov 9, 0025"), "no date"),
        ([ID, "Sun, Nov 9, 2025", "text"], "no link"),
    ],
)
def test_bad_rows_are_kept_aside_with_line_and_reason(tmp_path: Path, row: list[str], reason: str) -> None:
    found = records(CONNECTOR, lone(tmp_path, table([CONTENT_HEADER, content(), row])))
    assert (only(BadRow, found)[0].line, len(only(Post, found))) == (3, 1)
    assert reason in only(BadRow, found)[0].reason


days = st.dates(date(2006, 3, 21), date(2026, 11, 21))
counts = st.integers(0, 10**9)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(words, days, counts, st.integers(1, 2**32)), min_size=1, max_size=6), st.booleans())
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, date, int, int]], foreign: bool
) -> None:
    texts = [f"Wij zeggen: {text.strip()}" for text, *_ in rows]
    lines = [
        content(str(number), f"{day:%a, %b} {day.day}, {day.year}", text.replace("&", "&amp;"), likes=f"{count:,}")
        for text, (_, day, count, number) in zip(texts, rows, strict=True)
    ]
    body = table([FOREIGN if foreign else CONTENT_HEADER, *lines])
    posts = only(Post, records(CONNECTOR, lone(tmp_path_factory.mktemp("table"), body)))
    assert [(post.native_id, post.text, post.likes) for post in posts] == [
        (str(number), text, count) for text, (_, _, count, number) in zip(texts, rows, strict=True)
    ]
    local = [post.published_at.astimezone(CONTEXT.timezone).date() for post in posts]
    assert local == [day for _, day, _, _ in rows]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_garbage_is_refused_or_rejected(data: st.DataObject) -> None:
    body = data.draw(
        st.sampled_from([table([CONTENT_HEADER, content(), content()]), table([OLD_HEADER, old(), old()])])
    )
    survive(CONNECTOR, {"x": data.draw(damaged(body.encode()))})
