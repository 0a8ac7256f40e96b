"""HS12: an account that talks and never answers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from monitor.symptoms.frames import make_frame
from monitor.symptoms.hs12_one_way import SYMPTOM, Numbers
from monitor.symptoms.judging import judge
from monitor.symptoms.testing import SymptomConformance

HEARD = {"interactions_known": True, "answers": 0.0}


def last(weeks: int = 30, own: float = 2.0, **columns: Any) -> pd.Series:
    return judge(make_frame([own] * weeks, **columns), SYMPTOM, Numbers()).iloc[-1]


class TestConformance(SymptomConformance):
    symptom = SYMPTOM

    def planted(self) -> pd.DataFrame:
        replies = np.where(np.arange(60) < 30, 1.0, 0.0)
        return make_frame([2.0] * 60, replies=replies, comments=1.0, **HEARD)

    def healthy(self) -> pd.DataFrame:
        return make_frame([2.0] * 60, account=2, replies=1.0)


def test_many_posts_and_hardly_a_reply() -> None:
    assert last(replies=0.0)["variant"] == 2
    few = np.zeros(30)
    few[-1] = 1.0
    assert last(replies=few)["verdict"] == 1
    few[-2:] = 1.0
    assert last(replies=few)["verdict"] == 0


def test_who_hardly_posts_does_not_shout() -> None:
    assert last(own=1.0)["verdict"] == 0


def test_where_nobody_spoke_nobody_could_be_answered() -> None:
    assert last(comments=0.0, **HEARD)["verdict"] == 0
    found = last(comments=1.0, **HEARD)
    assert (found["verdict"], found["variant"], found["spoken"]) == (1, 1, 13)


def test_answers_beside_comments_count_and_are_not_counted_twice() -> None:
    answered = {"interactions_known": True, "comments": 1.0, "answers": 1.0}
    assert last(platform="facebook", kind="page", **answered)["verdict"] == 0
    assert last(replies=1.0, **answered)["answered"] == 13


@pytest.mark.parametrize(
    ("columns", "verdict"),
    [
        ({}, -1),
        ({"interactions_known": True, "comments": 1.0, "answers": 0.0}, 1),
        ({"replies": np.array([1.0] + [0.0] * 29)}, 1),
    ],
    ids=["no source tells answers", "a source tells comments", "a source told replies before"],
)
def test_unknown_answers_are_not_none(columns: dict[str, Any], verdict: int) -> None:
    assert last(platform="facebook", kind="page", **columns)["verdict"] == verdict


def test_personal_accounts_and_groups_are_left_alone() -> None:
    for kind in ("personal", "group"):
        assert judge(make_frame([2.0] * 30, kind=kind), SYMPTOM, Numbers()).empty
