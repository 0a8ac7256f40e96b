"""Which parts of a timeline are left to read: all is read, and none twice, whatever the nights bring."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors._x_api_money import POST, LimitReached, Purse
from connectors._x_api_stretches import Marks, Stretch, below, number_at, time_down_to
from connectors._x_api_walk import MOST_POSTS, Walk
from monitor.sources.http import Reply
from monitor.sources.ledger import Ledger
from tests.live.x_world import number_of

START = datetime(2026, 11, 1, tzinfo=UTC)


def test_numbers_hold_times() -> None:
    number = number_at(START)
    assert number == number_of(START)
    assert time_down_to(number or 0) == START
    assert number_at(datetime(2009, 1, 1, tzinfo=UTC)) is None
    assert time_down_to(12) == datetime(2010, 11, 5, tzinfo=UTC)


def test_what_is_left_when_all_down_to_a_number_is_read() -> None:
    plan = (Stretch(None, 90), Stretch(70, 50), Stretch(30, None))
    assert below(plan, 95) == (Stretch(95, 90), Stretch(70, 50), Stretch(30, None))
    assert below(plan, 91) == (Stretch(70, 50), Stretch(30, None))
    assert below(plan, 51) == (Stretch(30, None),)
    assert below(plan, 7) == (Stretch(7, None),)


@given(kept=st.none() | st.dictionaries(st.sampled_from(["newest", "open", "read"]), st.from_type(object)))
def test_a_damaged_memory_counts_as_none(kept: Any) -> None:
    assert Marks.remembered(kept).plan()


def test_many_open_stretches_become_few() -> None:
    marks = Marks(10_000, tuple(Stretch(number, number - 5) for number in range(9000, 0, -10)), 1)
    kept = Marks.remembered(json.loads(json.dumps(marks.kept())))
    assert len(kept.open) == 50
    assert (kept.open[0], kept.open[-1].since) == (marks.open[0], marks.open[-1].since)
    assert (kept.newest, kept.read) == (10_000, 1)


class Timeline:
    """In place of a caller: a list of numbered posts, with cursors that hold within a walk."""

    def __init__(self, count: int = 0, *, ignores_since: bool = False) -> None:
        self.numbers = [number_of(START + timedelta(minutes=minute)) for minute in range(count)]
        self.billed: list[int] = []
        self.ignores_since = ignores_since

    def get(self, path: str, told: Mapping[str, Any]) -> Reply:
        since, until = 0 if self.ignores_since else told["since_id"] or 0, told["until_id"] or 2**63
        rows = [number for number in reversed(self.numbers) if since < number < until]
        start = int(told["pagination_token"] or 0)
        page, end = rows[start : start + told["max_results"]], start + told["max_results"]
        self.billed += page
        more = {"next_token": str(end)} if end < len(rows) else {}
        return Reply("", 200, {}, json.dumps({"data": [{"id": str(n)} for n in page], "meta": more}).encode())


def walked(timeline: Timeline, before: Marks, *, whole: bool = False) -> Walk:
    """A walk to its end, whatever it costs."""
    walk = Walk(timeline, Purse(Ledger(), owned=False), "/", {}, before, whole)  # type: ignore[arg-type]
    for _ in walk.answers():
        pass
    return walk


def test_a_server_that_ignores_where_to_end_is_not_followed_to_the_beginning() -> None:
    timeline = Timeline(450, ignores_since=True)
    known = timeline.numbers[400]
    walk = walked(timeline, Marks(known, (Stretch(timeline.numbers[50], None),), 300))
    assert walk.met == {*timeline.numbers[350:], *timeline.numbers[:50]}
    assert walk.is_done


def test_more_posts_than_x_gives_are_left_to_the_next_visit() -> None:
    timeline = Timeline(MOST_POSTS + 250)
    first = walked(timeline, Marks())
    assert first.is_cut
    assert not first.is_done
    assert first.marks.open == (Stretch(min(first.met), None),)
    second = walked(timeline, first.marks)
    assert second.is_done
    assert first.met | second.met == set(timeline.numbers)
    assert len(timeline.billed) == len(timeline.numbers)


def test_a_whole_look_counts_anew() -> None:
    timeline = Timeline(30)
    assert walked(timeline, Marks()).marks.read == 30
    assert walked(timeline, Marks(timeline.numbers[-1], (), 30)).marks.read == 30
    assert walked(timeline, Marks(timeline.numbers[-1], (), 44), whole=True).marks.read == 30


@settings(max_examples=150, deadline=None)
@given(nights=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40), st.booleans()), min_size=1, max_size=9))
def test_whatever_the_nights_bring_all_is_read_once(nights: list[tuple[int, int, bool]]) -> None:
    timeline, memory, met, number = Timeline(), Marks(), set[int](), 0
    for new, affordable, whole in [*nights, (3, 10_000, False)]:
        timeline.numbers += [number_of(START + timedelta(hours=number + more)) for more in range(new)]
        number += new
        before = len(timeline.billed)
        purse = Purse(Ledger("USD", affordable * POST), owned=False)
        walk = Walk(timeline, purse, "/", {}, memory, whole)  # type: ignore[arg-type]
        try:
            for _ in walk.answers():
                memory = Marks.remembered(walk.marks.kept())
                since = walk.read_down_to
                assert since is None or {n for n in timeline.numbers if time_down_to(n) > since} <= met | walk.met
        except LimitReached:
            assert len(timeline.billed) - before > affordable - 5
        assert len(timeline.billed) - before <= affordable
        met |= walk.met
    assert met == set(timeline.numbers)
    if not any(whole for *_, whole in nights):
        assert sorted(timeline.billed) == timeline.numbers
