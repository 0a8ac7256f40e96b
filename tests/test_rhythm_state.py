"""The running numbers of a rhythm: continued is the same as made anew, and nothing looks ahead."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.activity.rhythm import numbers
from monitor.activity.rhythm.events import WEEK, WeekEvents, by_week, nothing, week_end, week_of
from monitor.activity.rhythm.state import RhythmState

MONDAY = 2_000 * WEEK + 4 * 86_400.0

posts = st.lists(st.tuples(st.integers(0, 3), st.floats(0, 90 * 7 - 0.001)), min_size=1, max_size=120)


def weeks_of(drawn: list[tuple[int, float]]) -> list[WeekEvents]:
    rows, days = (np.array(part) for part in zip(*drawn, strict=True))
    return list(by_week(rows, MONDAY + days * 86_400, 2_000 + 95))


def taken(state: RhythmState, weeks: list[WeekEvents]) -> RhythmState:
    for week in weeks:
        state.update(week)
    return state


def stored(state: RhythmState) -> RhythmState:
    file = io.BytesIO()
    np.savez(file, **state.arrays())
    file.seek(0)
    return RhythmState.from_arrays(np.load(file))


def begun(weeks: list[WeekEvents], count: int = 4) -> RhythmState:
    return RhythmState.empty(count, weeks[0].week)


@settings(deadline=None, max_examples=60)
@given(posts, st.integers(0, 100))
def test_a_stored_and_continued_state_is_the_one_made_from_the_whole_history(drawn, cut):
    weeks = weeks_of(drawn)
    whole = taken(begun(weeks), weeks).arrays()
    continued = taken(stored(taken(begun(weeks), weeks[:cut])), weeks[cut:]).arrays()
    assert whole.keys() == continued.keys()
    for name, array in whole.items():
        np.testing.assert_array_equal(array, continued[name], err_msg=name)


@settings(deadline=None, max_examples=30)
@given(posts, st.integers(1, 60))
def test_accounts_that_are_added_later_count_as_if_they_had_been_there(drawn, cut):
    late = [(account, day) for account, day in drawn if account < 2 or day >= cut * 7]
    weeks = weeks_of([*late, (0, 0.0)])
    small = taken(RhythmState.empty(2, weeks[0].week), weeks[:cut])
    small.grow(4)
    grown, whole = taken(small, weeks[cut:]).arrays(), taken(begun(weeks), weeks).arrays()
    for name, array in whole.items():
        np.testing.assert_array_equal(array, grown[name], err_msg=name)


@settings(deadline=None, max_examples=30)
@given(posts)
def test_all_numbers_are_known_for_accounts_that_have_begun(drawn):
    weeks = weeks_of(drawn)
    state = taken(begun(weeks), weeks)
    rows = np.flatnonzero(state.age > 0)
    found = numbers.numbers(state, rows)
    assert tuple(found) == numbers.NAMES
    assert all(np.isfinite(values).all() and len(values) == len(rows) for values in found.values())
    short = numbers.channel_numbers(state, rows)
    assert all((found[name] == values).all() for name, values in short.items())


def test_a_week_holds_its_days_posts_and_silence():
    seconds = MONDAY + np.array([0.0, 3_600.0, 2 * 86_400.0, 8 * 86_400.0])
    first, second = by_week(np.array([1, 1, 1, 0]), seconds)
    assert (first.week, second.week) == (2_000, 2_001)
    assert (first.rows.tolist(), first.days.tolist(), first.posts.tolist()) == ([1], [0b101], [3.0])
    assert first.quiet.tolist() == [5.0]
    assert second.rows.tolist() == [0]
    assert week_of(np.array([MONDAY, MONDAY - 1])).tolist() == [2_000, 1_999]
    assert float(week_end(2_000)) == MONDAY + WEEK


def test_weeks_must_follow_each_other_and_hold_known_accounts():
    state = RhythmState.empty(1, 5)
    with pytest.raises(ValueError, match="week 6 does not follow week 4"):
        state.update(nothing(6))
    stranger = WeekEvents(5, np.array([1]), np.array([1], np.uint8), np.ones(1), np.ones(1))
    with pytest.raises(ValueError, match="grow the state first"):
        state.update(stranger)


def test_a_stored_state_of_another_version_is_refused_by_name():
    flat = RhythmState.empty(2, 0).arrays()
    del flat["gaps.ring"]
    with pytest.raises(ValueError, match=r"gaps\.ring"):
        RhythmState.from_arrays(flat)


def every(days: float, weeks: int) -> list[WeekEvents]:
    moments = np.arange(0, weeks * 7, days)
    return list(by_week(np.zeros(len(moments), int), MONDAY + moments * 86_400, 2_000 + weeks - 1))


def test_silence_of_a_regular_account_grows_unusual_and_its_change_is_dated():
    weeks = every(3.5, 52)
    state = taken(RhythmState.empty(1, 2_000), weeks)
    row = np.array([0])
    before = numbers.numbers(state, row)
    taken(state, [nothing(2_052 + number) for number in range(6)])
    after = numbers.numbers(state, row)
    assert before["gap_odds"][0] > 0.5
    assert after["gap_odds"][0] < 0.05
    assert before["change_quiet"][0] < -6
    assert after["change_quiet"][0] > -3
    assert int(state.runs.began(row)[0]) in range(4, 9)
    assert after["silent_weeks"][0] == 6
    assert after["gap_median"][0] == 3.5


def test_an_account_that_comes_back_after_a_year_begins_a_new_rhythm():
    weeks = every(1, 30) + [nothing(2_030 + number) for number in range(70)]
    state = taken(RhythmState.empty(1, 2_000), weeks)
    state.update(WeekEvents(2_100, np.array([0]), np.array([1], np.uint8), np.ones(1), np.ones(1)))
    assert state.runs.days.max() == 1


def test_a_quiet_week_of_everybody_is_told_apart():
    rows = np.tile(np.arange(30), 40)
    seconds = MONDAY + np.repeat(np.arange(40), 30) * WEEK
    state = taken(RhythmState.empty(30, 2_000), list(by_week(rows, seconds)))
    usual = state.shared.factor[0]
    state.update(nothing(2_040))
    assert usual > 0.9
    assert state.shared.factor[0] == 0.2


@pytest.mark.parametrize(("lives", "least", "most"), [(120, 0.9, 1.0), (20, 0.2, 0.5)])
def test_a_young_account_counts_by_what_became_of_the_others(lives: int, least: float, most: float):
    """Nine accounts post each week from the first one on, so long; the tenth for its first ten weeks."""
    old, young = np.tile(np.arange(9), lives), np.full(10, 9)
    weeks = np.concatenate((np.repeat(np.arange(lives), 9), np.arange(110, 120)))
    moments = MONDAY + (weeks + 0.5) * WEEK
    state = taken(RhythmState.empty(10, 2_000), list(by_week(np.concatenate((old, young)), moments, 2_119)))
    state.posts[9] += 10
    found = numbers.channel_numbers(state, np.array([9]))["share_begun"][0]
    assert least < found < most


def test_the_pause_between_two_bursts_is_no_new_rhythm():
    """Two weeks of daily posts in every eight: six silent weeks say little about the next quarter."""
    days = np.flatnonzero(np.arange(8 * 7 * 12) // 7 % 8 < 2)
    moments = MONDAY + days * 86_400.0
    state = taken(RhythmState.empty(1, 2_000), list(by_week(np.zeros(len(days), int), moments, 2_095)))
    chance = np.exp(state.runs.quiet_odds(np.array([0]))[0])
    taken(state, [nothing(2_096 + number) for number in range(20)])
    assert chance < 0.3
    assert np.exp(state.runs.quiet_odds(np.array([0]))[0]) > 0.5
