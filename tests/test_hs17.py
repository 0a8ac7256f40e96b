"""HS17: the goal that is missed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from monitor.symptoms.frames import make_frame
from monitor.symptoms.hs17_goal_missed import SYMPTOM, Numbers
from monitor.symptoms.judging import judge
from monitor.symptoms.testing import SymptomConformance


def last(own: Any, posts: float, weeks: float, **columns: Any) -> pd.Series:
    frame = make_frame(own, goal_posts=posts, goal_weeks=weeks, **columns)
    return judge(frame, SYMPTOM, Numbers()).iloc[-1]


class TestConformance(SymptomConformance):
    symptom = SYMPTOM

    def planted(self) -> pd.DataFrame:
        return make_frame([2.0] * 30 + [1.0] * 10, goal_posts=2.0, goal_weeks=1.0)

    def healthy(self) -> pd.DataFrame:
        return make_frame([2.0] * 40, account=2, goal_posts=4.0, goal_weeks=4.0)


@pytest.mark.parametrize(
    ("recent", "missed", "verdict"), [([2, 2, 1, 0], 2, 0), ([2, 1, 1, 0], 3, 1), ([0, 0, 0, 9], 3, 1), ([2] * 4, 0, 0)]
)
def test_three_of_the_last_four_weeks(recent: list[float], missed: int, verdict: int) -> None:
    result = last([5.0] * 20 + recent, 2, 1)
    assert (result["missed"], result["verdict"]) == (missed, verdict)


@pytest.mark.parametrize(("recent", "missed"), [([4, 0, 0, 0], 0), ([3, 0, 0, 0], 1)])
def test_a_month_is_four_weeks(recent: list[float], missed: int) -> None:
    assert last([1.0] * 20 + recent, 4, 4)["missed"] == missed


def test_three_of_the_last_four_months() -> None:
    result = last([2.0] * 20 + [1.0] * 4 + [0.0] * 12, 4, 4)
    assert (result["missed"], result["verdict"], result["variant"], result["own"]) == (3, 1, 2, 4)


def test_four_months_must_have_been_observed() -> None:
    assert last([0.0] * 15, 4, 4)["verdict"] == -1
    assert last([0.0] * 16, 4, 4)["verdict"] == 1


def test_holidays_lower_the_goal() -> None:
    off = np.zeros(24)
    off[-2:] = 5.0
    assert last([2.0] * 20 + [2.0, 1.0, 0.0, 0.0], 2, 1, holiday_days=off)["missed"] == 1
    assert last([2.0] * 20 + [2.0, 2.0, 0.0, 0.0], 8, 4, holiday_days=off)["missed"] == 0


def test_without_a_goal_there_is_nothing_to_miss() -> None:
    result = last([0.0] * 20, np.nan, np.nan)
    assert (result["verdict"], result["reason"]) == (-1, 1)


def test_other_accounts_do_not_leak_into_the_first_weeks() -> None:
    first = make_frame([9.0] * 30, account=1, goal_posts=2.0, goal_weeks=1.0)
    second = make_frame([0.0] * 30, account=2, goal_posts=2.0, goal_weeks=1.0)
    whole = judge(pd.concat([first, second]), SYMPTOM, Numbers())
    assert (whole.loc[2]["own"] == 0).all()
