"""HS1: the LinkedIn group that members leave empty."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from monitor.symptoms.frames import make_frame
from monitor.symptoms.hs1_linkedin_group_unfilled import SYMPTOM, Numbers
from monitor.symptoms.judging import judge
from monitor.symptoms.testing import SymptomConformance

WEEKS = 40


def group(members: list[float], account: int = 1, unknown: Any = 0.0, **columns: Any) -> pd.DataFrame:
    counts = np.asarray(members, float)
    discussions = counts + np.asarray(unknown)
    facts = {"platform": "linkedin", "kind": "group", "member_discussions": counts, "discussions": discussions}
    return make_frame(discussions, account=account, unknown_author_discussions=unknown, **(facts | columns))


def last(frame: pd.DataFrame, **numbers: Any) -> pd.Series:
    return judge(frame, SYMPTOM, Numbers(**numbers)).iloc[-1]


class TestConformance(SymptomConformance):
    symptom = SYMPTOM

    def planted(self) -> pd.DataFrame:
        return group([1.0] * 20 + [0.0] * 20)

    def healthy(self) -> pd.DataFrame:
        return group([1.0] * WEEKS, account=2)


@pytest.mark.parametrize(("recent", "verdict"), [(0, 1), (1, 1), (2, 0), (3, 0)])
def test_fewer_than_two_discussions_in_eight_weeks(recent: int, verdict: int) -> None:
    counts = [2.0] * 20 + [0.0] * 8
    counts[-8] = float(recent)
    assert last(group(counts))["verdict"] == verdict


def test_a_discussion_nine_weeks_ago_no_longer_counts() -> None:
    counts = [2.0] * 20 + [5.0] + [0.0] * 8
    result = last(group(counts))
    assert result["verdict"] == 1
    assert result["variant"] == 2
    assert result["weeks"] == 8


def test_never_filled_if_it_held_since_the_beginning() -> None:
    assert last(group([0.0] * 30))["variant"] == 1


def test_never_filled_is_not_said_when_the_beginning_was_not_observed() -> None:
    seen = np.arange(40) >= 10
    assert last(group([0.0] * WEEKS, observed=seen))["variant"] == 2


def test_own_team_does_not_fill_a_group() -> None:
    result = last(group([0.0] * WEEKS, discussions=np.full(WEEKS, 3.0)))
    assert result["verdict"] == 1
    assert result["discussions"] == 24


def test_unknown_authors_leave_only_the_count() -> None:
    many = last(group([0.0] * WEEKS, unknown=np.full(WEEKS, 1.0)))
    assert (many["verdict"], many["count_only"]) == (0, 1)
    once = np.zeros(WEEKS)
    once[[0, 1, 2, -3]] = 1.0
    few = last(group([0.0] * WEEKS, unknown=once))
    assert (few["verdict"], few["variant"], few["count_only"]) == (1, 3, 1)


def test_holiday_weeks_stretch_the_window() -> None:
    counts = [2.0] * 20 + [2.0] + [0.0] * 9
    off = np.zeros(30)
    off[-4:-2] = 5.0
    assert last(group(counts, holiday_days=off))["verdict"] == 0
    assert last(group(counts))["verdict"] == 1


def test_holidays_may_stretch_the_window_beyond_what_was_observed() -> None:
    off = np.zeros(30)
    off[-4:-2] = 5.0
    seen = np.arange(30) >= 21
    result = last(group([0.0] * 30, holiday_days=off, observed=seen))
    assert (result["verdict"], result["reason"]) == (-1, 1)


def test_only_groups_on_linkedin_are_judged() -> None:
    frame = group([0.0] * WEEKS).assign(kind="page")
    assert judge(frame, SYMPTOM, Numbers()).empty
