"""Answers and questions, counted in the week in which they were settled, in office time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.activity.grid import Grid
from monitor.activity.office import HOUR, NEVER, Office
from monitor.activity.spoken import COUNTED, rolling_median
from monitor.activity.weekly import build_frame
from monitor.activity.weeks import week_of
from monitor.settings import Closure, Promises, Settings
from tests.fakes_activity import ZONE, FakeStore

MONDAY = date(2012, 10, 1)
WEEK = week_of(MONDAY)
PLAIN = Settings()


def at(day: int, hour: int, minute: int = 0) -> int:
    """Moment so many days after the Monday."""
    return int(datetime(2012, 10, 1 + day, hour, minute, tzinfo=ZONE).timestamp())


def hours_between(begin: int, end: int, settings: Settings = PLAIN) -> float:
    worked = Office(settings, WEEK, WEEK + 4).worked(np.array([begin, end]))
    return float(worked[1] - worked[0]) / HOUR


@pytest.mark.parametrize(
    ("begin", "end", "hours"),
    [
        (at(0, 9), at(0, 13), 4),
        (at(0, 20), at(1, 9, 30), 0.5),
        (at(4, 16), at(7, 10), 2),
        (at(5, 12), at(6, 12), 0),
        (at(0, 3), at(7, 3), 40),
    ],
    ids=["within a day", "over night", "over the weekend", "in the weekend", "a week"],
)
def test_office_time_between_two_moments(begin: int, end: int, hours: float) -> None:
    assert hours_between(begin, end) == hours


def test_holidays_and_own_opening_hours_count() -> None:
    closed = Settings(holidays=(Closure(name="fair", start=date(2012, 10, 2), end=date(2012, 10, 3)),))
    assert hours_between(at(0, 9), at(7, 9), closed) == 24
    shop = Settings(promises=Promises(office_from="12:00", office_until="18:00", office_days=(6, 7)))
    assert hours_between(at(0, 0), at(7, 0), shop) == 12


def test_an_office_that_is_never_open_promises_nothing() -> None:
    closed = Settings(holidays=(Closure(name="closed", start=date(2012, 1, 1), end=date(2013, 1, 1)),))
    office = Office(closed, WEEK, WEEK)
    assert office.worked(np.array([at(3, 12)])).tolist() == [0]
    assert office.after(np.array([at(3, 12)]), HOUR).tolist() == [NEVER]


@given(st.integers(at(0, 0), at(20, 0)), st.integers(1, 100_000))
def test_so_long_after_is_so_much_office_time_later(begin: int, seconds: int) -> None:
    office = Office(PLAIN, WEEK, WEEK + 8)
    end = office.after(np.array([begin]), seconds)
    assert (office.worked(end) - office.worked(np.array([begin]))).tolist() == [seconds]
    assert office.worked(end - 1) < office.worked(end)


@pytest.mark.parametrize(
    "wrong", [{"office_from": "18:00"}, {"office_days": ()}, {"office_days": (0,)}, {"office_from": "9"}]
)
def test_promises_that_cannot_be_kept_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="office"):
        Promises(**wrong)


def columns_of(store: FakeStore, page: int, weeks: int = 6) -> pd.DataFrame:
    return build_frame(store, PLAIN, MONDAY + timedelta(7 * weeks)).loc[page][
        [*COUNTED, "answer_median", "answer_promise"]
    ]


def test_an_answer_counts_in_the_week_it_was_given() -> None:
    store = FakeStore()
    page = store.account("facebook", created=MONDAY)
    store.interaction(page, MONDAY, MONDAY, hour=10, answered_hour=12)
    store.interaction(page, MONDAY + timedelta(4), MONDAY + timedelta(7), hour=12, answered_hour=12)
    found = columns_of(store, page)
    assert found[["answers", "answers_late", "answer_median"]].to_numpy().tolist()[:3] == [
        [1, 0, 2],
        [1, 1, 5],
        [0, 0, 5],
    ]
    assert set(found["answer_promise"]) == {4}


def test_the_median_of_an_even_number_is_between_the_middle_two_and_forgets_after_thirteen_weeks() -> None:
    store = FakeStore()
    page = store.account("facebook", created=MONDAY)
    for week, hours in ((0, 1), (0, 2), (0, 7), (1, 3), (14, 6)):
        day = MONDAY + timedelta(7 * week)
        store.interaction(page, day, day, hour=9, answered_hour=9 + hours)
    store.interaction(page, MONDAY, None)
    found = columns_of(store, page, 16)["answer_median"].tolist()
    assert found[:2] == [2, 2.5]
    assert found[12:15] == [2.5, 3, 6]


values = st.lists(st.tuples(st.integers(0, 39), st.floats(0, 100, width=32)), max_size=60)


@given(values, st.integers(1, 15))
def test_the_rolling_median_is_that_of_each_window(told: list[tuple[int, float]], weeks: int) -> None:
    grid = Grid(np.array([3, 8]), np.array([100, 105]), 122)
    told = [(row, value) for row, value in told if row < grid.size]
    rows, hours = (np.array([one[i] for one in told], kind) for i, kind in enumerate((np.int64, np.float64)))
    found = rolling_median(grid, rows, hours, weeks)
    for row in range(grid.size):
        begin = max(row - weeks + 1, 0 if row < 23 else 23)
        inside = [value for at, value in told if begin <= at <= row]
        expected = np.median(inside) if inside else np.nan
        assert found[row] == pytest.approx(expected, nan_ok=True, rel=1e-5)


def test_a_question_counts_when_its_time_is_over() -> None:
    store = FakeStore()
    page = store.account("facebook", created=MONDAY)
    thursday = MONDAY + timedelta(3)
    for answered in (None, thursday, thursday + timedelta(4), thursday + timedelta(20)):
        store.interaction(page, thursday, answered, question=1.0)
    store.interaction(page, thursday, None, question=0.0)
    store.interaction(page, thursday, None, known=False, question=1.0)
    found = columns_of(store, page)[["questions_due", "questions_missed"]].to_numpy().tolist()
    assert found[:3] == [[0, 0], [4, 3], [0, 0]]


def test_a_question_whose_time_is_not_over_does_not_count_yet() -> None:
    store = FakeStore()
    page = store.account("facebook", created=MONDAY)
    store.interaction(page, MONDAY + timedelta(4), None, question=1.0)
    assert columns_of(store, page, 1)["questions_due"].tolist() == [0]


def test_without_a_source_nothing_is_known() -> None:
    store = FakeStore()
    page = store.account("facebook", created=MONDAY)
    assert columns_of(store, page).drop(columns="answer_promise").isna().all(axis=None)
