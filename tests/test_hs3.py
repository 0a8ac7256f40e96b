"""HS3: eggs, shells and dormant accounts of employees."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from monitor.symptoms.frames import make_frame
from monitor.symptoms.hs3_personal_account_egg import SYMPTOM, Numbers
from monitor.symptoms.judging import judge
from monitor.symptoms.testing import SymptomConformance

FINE = {"default_avatar": 0.0, "has_bio": 1.0, "profile_seen": True, "kind": "personal"}


def person(own: Any, **columns: Any) -> pd.DataFrame:
    return make_frame(own, **(FINE | columns))


def last(own: Any, **columns: Any) -> pd.Series:
    return judge(person(own, **columns), SYMPTOM, Numbers()).iloc[-1]


class TestConformance(SymptomConformance):
    symptom = SYMPTOM

    def planted(self) -> pd.DataFrame:
        return person([2.0] * 20 + [0.0] * 20)

    def healthy(self) -> pd.DataFrame:
        return person([2.0] * 40, account=2)


@pytest.mark.parametrize(
    ("columns", "variant"),
    [
        ({"default_avatar": 1.0}, 1),
        ({"default_avatar": 1.0, "has_bio": 0.0}, 1),
        ({"has_bio": 0.0}, 2),
        ({}, 0),
    ],
)
def test_egg_before_shell(columns: dict[str, Any], variant: int) -> None:
    assert last([1.0] * 30, **columns)["variant"] == variant


@pytest.mark.parametrize(("posts", "variant"), [(0, 2), (2, 2), (3, 0)])
def test_fewer_than_three_posts_ever_is_a_shell(posts: int, variant: int) -> None:
    own = [0.0] * 27 + [float(posts)] + [0.0] * 2
    assert last(own, age_days=7.0)["variant"] == variant


def test_few_posts_prove_nothing_when_the_beginning_was_not_seen() -> None:
    result = last([0.0] * 28 + [1.0, 0.0], age_days=2000)
    assert (result["verdict"], result["reason"]) == (-1, 3)


def test_few_posts_prove_nothing_when_nobody_knows_when_the_account_was_opened() -> None:
    result = last([0.0] * 9 + [2.0], age_days=7.0, beginning_known=False)
    assert (result["verdict"], result["reason"]) == (-1, 3)


@pytest.mark.parametrize(("silent_weeks", "verdict"), [(12, 0), (13, 1)])
def test_dormant_after_ninety_days(silent_weeks: int, verdict: int) -> None:
    result = last([5.0] * 30 + [0.0] * silent_weeks)
    assert result["verdict"] == verdict
    assert result["variant"] == 3 * verdict


def test_an_egg_is_an_egg_even_if_nobody_observed_its_posts() -> None:
    unseen = np.zeros(10, bool)
    assert last([0.0] * 10, default_avatar=1.0, observed=unseen)["variant"] == 1


def test_without_a_snapshot_nothing_is_said() -> None:
    result = last([0.0] * 30, profile_seen=False, default_avatar=np.nan, has_bio=np.nan)
    assert (result["verdict"], result["reason"]) == (-1, 1)


def test_an_unknown_picture_is_no_clean_bill() -> None:
    result = last([1.0] * 30, default_avatar=np.nan)
    assert (result["verdict"], result["reason"]) == (-1, 2)


def test_company_accounts_are_not_meant() -> None:
    assert judge(person([0.0] * 5, kind="company"), SYMPTOM, Numbers()).empty
