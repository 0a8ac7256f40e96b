"""HS2: the company account that trickles."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from monitor.symptoms.frames import make_frame
from monitor.symptoms.hs2_twitter_weekly_trickle import SYMPTOM, Numbers
from monitor.symptoms.judging import judge
from monitor.symptoms.testing import SymptomConformance

PRESENT, ABSENT, UNKNOWN = 1, 0, -1


def verdicts(own: Any, **columns: Any) -> pd.DataFrame:
    return judge(make_frame(own, **columns), SYMPTOM, Numbers())


class TestConformance(SymptomConformance):
    symptom = SYMPTOM

    def planted(self) -> pd.DataFrame:
        return make_frame([5.0] * 30 + [1.0] * 20)

    def healthy(self) -> pd.DataFrame:
        return make_frame([3.0] * 50, account=2)


@pytest.mark.parametrize(("quiet", "verdict"), [(5, ABSENT), (6, PRESENT), (8, PRESENT)])
def test_six_of_the_last_eight_weeks(quiet: int, verdict: int) -> None:
    assert verdicts([4.0] * 30 + [1.0] * quiet)["verdict"].iloc[-1] == verdict


@pytest.mark.parametrize(("tweets", "verdict"), [(0, PRESENT), (1, PRESENT), (2, ABSENT)])
def test_at_most_one_own_tweet_a_week(tweets: int, verdict: int) -> None:
    assert verdicts([float(tweets)] * 30)["verdict"].iloc[-1] == verdict


def test_replies_and_reposts_are_counted_apart() -> None:
    result = verdicts([1.0] * 20, replies=5.0, reposts=2.0).iloc[-1]
    assert result["verdict"] == PRESENT
    assert (result["own"], result["replies"], result["reposts"]) == (8, 40, 16)


def test_nothing_at_all_is_worse_than_a_trickle() -> None:
    assert verdicts([5.0] * 20 + [0.0] * 20)["variant"].iloc[-1] == 2
    assert verdicts([5.0] * 20 + [1.0] * 20)["variant"].iloc[-1] == 1


def test_a_trickle_that_always_was_is_no_rhythm_of_its_own() -> None:
    assert (verdicts([1.0, 0.0] * 80)["verdict"].iloc[8:] == PRESENT).all()
    assert (verdicts([1.0] + [0.0] * 12 + ([1.0] + [0.0] * 12) * 8)["verdict"].iloc[8:] == PRESENT).all()


def test_christmas_does_not_count_against_an_account() -> None:
    own = [4.0] * 30 + [0.0] * 6
    off = np.zeros(36)
    off[-6:-4] = 3.0
    assert verdicts(own)["verdict"].iloc[-1] == PRESENT
    assert verdicts(own, holiday_days=off)["verdict"].iloc[-1] == ABSENT


def test_an_endless_closure_hides_nothing() -> None:
    off = np.where(np.arange(80) >= 30, 5.0, 0.0)
    assert verdicts([4.0] * 30 + [0.0] * 50, holiday_days=off)["verdict"].iloc[-1] == PRESENT


EVENT_YEAR = [6.0] * 5 + [0.0] * 47


def test_the_pause_of_a_yearly_event_is_learned() -> None:
    result = verdicts(EVENT_YEAR * 4)["verdict"].to_numpy()
    assert (result[52 + 8 : 104] != PRESENT).all()
    assert (result[104:] != PRESENT).all()


def test_an_event_that_does_not_come_back_is_found() -> None:
    assert verdicts(EVENT_YEAR * 3 + [0.0] * 20)["verdict"].iloc[-1] == PRESENT


def test_an_account_declared_seasonal_may_pause_for_a_season() -> None:
    own = [4.0] * 20 + [0.0] * 70
    result = verdicts(own, seasonal=True)["verdict"].to_numpy()
    assert (result[8 : 20 + 56] == ABSENT).all()
    assert (result[20 + 56 :] == PRESENT).all()


def test_one_outage_does_not_widen_the_norm() -> None:
    own = [3.0] * 60 + [0.0] * 20 + [3.0] * 20 + [0.0] * 12
    result = verdicts(own)["verdict"].to_numpy()
    assert (result[60 + 6 : 80] == PRESENT).all()
    assert (result[-6:] == PRESENT).all()


@pytest.mark.parametrize(("kind", "rows"), [("company", 10), ("unknown", 10), ("personal", 0), ("group", 0)])
def test_about_company_accounts_and_those_nobody_described(kind: str, rows: int) -> None:
    assert len(verdicts([1.0] * 10, kind=kind)) == rows


def test_the_unobserved_are_unknown_and_a_fresh_look_holds_for_two_weeks() -> None:
    seen = np.arange(40) < 30
    result = verdicts([0.0] * 40, observed=seen)["verdict"].to_numpy()
    assert (result[8:32] == PRESENT).all()
    assert (result[32:] == UNKNOWN).all()
