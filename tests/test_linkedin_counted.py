"""Discussions that were counted and not written down: how many, when, by whom, and corrections."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors._linkedin_counted import MEMBER, MOST, Look, counted, look_of
from connectors.linkedin_group import Connector
from monitor.records import BadRow, Post, PostKind, Precision, Window
from monitor.sources.contract import Options
from tests.readback import lone, only, records, table

CONNECTOR = Connector(Options())
HEADER = ["group", "date", "count", "ours", "author"]
FIRST = date(2025, 5, 1)


def read(tmp_path: Path, *lines: list[str], header: list[str] = HEADER, delimiter: str = ","):
    full = [[*line, *[""] * (len(header) - len(line))] for line in lines]
    return records(CONNECTOR, lone(tmp_path, table([header, *full], delimiter)))


def living(found) -> list[Post]:
    return [post for post in only(Post, found) if post.kind is PostKind.ORIGINAL]


@pytest.mark.parametrize("header", [HEADER, ["Groep", "Datum", "Aantal", "Van ons", "Auteur"]])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_count_is_so_many_discussions_without_words(tmp_path: Path, header: list[str], delimiter: str) -> None:
    lines = [["Warm wonen", "2025-05-01"], ["Warm wonen", "11-05-2025", "3"]]
    found = read(tmp_path, *lines, header=header, delimiter=delimiter)
    posts = living(found)
    assert [post.published_at.date().day for post in posts if post.published_at] == [3, 7, 10]
    assert {(post.author, post.text, post.url, post.precision) for post in posts} == {(None, None, None, Precision.DAY)}
    start, end = datetime(2025, 4, 30, 22, tzinfo=UTC), datetime(2025, 5, 11, 22, tzinfo=UTC)
    assert only(Window, found) == [Window(account="Warm wonen", start=start, end=end)]


def test_nothing_new_is_a_look_like_any_other(tmp_path: Path) -> None:
    found = read(tmp_path, ["Warm wonen", "2025-05-01"], ["Warm wonen", "2025-05-11", "0"])
    assert not only(Post, found)
    assert len(only(Window, found)) == 1


def test_whose_they_are_is_known_as_far_as_somebody_said(tmp_path: Path) -> None:
    lines = [["G", "2025-05-01"], ["G", "2025-05-08", "3", "1", "Voorbeeld"], ["G", "2025-05-15", "2", "0"]]
    authors = [post.author for post in living(read(tmp_path, *lines))]
    assert sorted(authors, key=str) == ["Voorbeeld", MEMBER, MEMBER, MEMBER, MEMBER]


def test_the_last_line_of_a_day_holds_and_takes_back_what_was_too_many(tmp_path: Path) -> None:
    lines = [
        ["G", "2025-05-01"],
        ["G", "2025-05-08", "5"],
        ["G", "2025-05-08", "3"],
        ["G", "2025-05-08", "4", "1", "V"],
    ]
    posts = only(Post, read(tmp_path, *lines))
    assert len({post.native_id for post in posts}) == len(posts) == 5 + 4
    assert sorted(post.author or "" for post in posts if post.kind is PostKind.ORIGINAL) == [
        "V",
        MEMBER,
        MEMBER,
        MEMBER,
    ]
    gone = [post for post in posts if post.kind is PostKind.PAGE]
    assert {post.native_id for post in gone} == {f"counted:2025-05-08:{nth}" for nth in range(1, 6)}
    assert {post.author for post in gone} == {None}


def test_groups_are_counted_apart(tmp_path: Path) -> None:
    lines = [["G", "2025-05-01"], ["H", "2025-05-07"], ["G", "2025-05-08", "1"], ["H", "2025-05-08", "1"]]
    days = {post.account: post.published_at for post in living(read(tmp_path, *lines))}
    assert days == {"G": datetime(2025, 5, 5, 10, tzinfo=UTC), "H": datetime(2025, 5, 8, 10, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["many"], "no whole number"),
        (["-1"], "no whole number"),
        (["2.5"], "no whole number"),
        ([str(MOST + 1)], "no whole number"),
        (["", "1"], "no whole number"),
        (["2", "3"], "more than all"),
        (["2", "x"], "more than all"),
        (["2", "1"], "organisation.team"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(tmp_path: Path, cells: list[str], reason: str) -> None:
    found = read(tmp_path, ["G", "2025-05-01"], ["G", "2025-05-08", *cells])
    (bad,) = only(BadRow, found)
    assert reason in bad.reason
    assert bad.line == 3
    assert not only(Post, found)


def test_a_line_is_a_discussion_or_a_count(tmp_path: Path) -> None:
    header = ["group", "date", "title", "count"]
    (bad,) = only(
        BadRow, read(tmp_path, ["G", "2025-05-08", "Vraag", "3"], ["G", "2025-05-09", "Nog een"], header=header)
    )
    assert "not both" in bad.reason


# --- where they lie in time ---------------------------------------------------------------------------------
looks = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 12), st.none() | st.integers(0, 12)), max_size=6)


@given(looks)
def test_all_lie_between_two_looks_and_none_is_lost(told: list[tuple[int, int, int | None]]) -> None:
    days, by_day = [FIRST], {}
    for gap, count, ours in told:
        days.append(days[-1] + timedelta(days=gap))
        by_day[days[-1]] = [Look(count, min(ours, count) if ours is not None else None, "Voorbeeld")]
    posts = list(counted("G", by_day, days, UTC))
    assert len(posts) == len({post.native_id for post in posts}) == sum(count for _, count, _ in told)
    for before, day in pairwise(days):
        mine = [post for post in posts if (post.native_id or "").startswith(f"counted:{day}:")]
        assert all(post.published_at and before < post.published_at.date() <= day for post in mine)
        assert len(mine) == by_day[day][0].count


@given(st.integers(1, 60), st.integers(1, 40))
def test_they_are_spread_evenly(span: int, count: int) -> None:
    day = FIRST + timedelta(days=span)
    posts = counted("G", {day: [Look(count)]}, [FIRST, day], UTC)
    at = [(post.published_at.date() - FIRST).days for post in posts if post.published_at]
    assert at == sorted(at)
    half = span / 2
    assert abs(sum(one <= half for one in at) - count / 2) <= count / span + 1


@given(st.text(max_size=6), st.text(max_size=6), st.text(max_size=6))
def test_any_cells_give_a_look_or_a_reason(count: str, ours: str, author: str) -> None:
    found = look_of(count, ours, author)
    assert isinstance(found, str) or 0 <= (found.ours or 0) <= found.count <= MOST
