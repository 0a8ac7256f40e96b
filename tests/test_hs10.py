"""HS10: the account is fading."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from monitor.symptoms.frames import make_frame
from monitor.symptoms.hs10_fading import SYMPTOM
from monitor.symptoms.judging import judge
from monitor.symptoms.testing import SymptomConformance

HEALTHY, FADING, SILENT, DORMANT, REVIVED = range(5)
WEEKS = 60
TOLD = {
    "rhythm_over_line": 1.0,
    "rhythm_unusual": 0.0,
    "rhythm_silence_chance": 0.01,
    "rhythm_dormant_chance": 0.68,
    "rhythm_usual_gap": 3.0,
    "rhythm_gaps_a_year": 100.0,
    "rhythm_next_early": 2.0,
    "rhythm_next_usual": 9.0,
    "rhythm_next_late": 40.0,
    "rhythm_decline_weeks": np.nan,
    "rhythm_horror_weeks": np.nan,
    "rhythm_reason": 3.0,
    "rhythm_little_history": 0.0,
}


def account(states: Any, own: Any = None, **columns: Any) -> pd.DataFrame:
    """An account with these states of its rhythm; by default it posts while they say so."""
    state = np.asarray(states, float)
    posts = np.where(np.isin(state, (HEALTHY, FADING, REVIVED)), 3.0, 0.0) if own is None else np.asarray(own, float)
    told = {name: np.where(np.isnan(state), np.nan, value) for name, value in TOLD.items()}
    return make_frame(posts, **told | {"rhythm_state": state} | columns)


def line(*runs: tuple[float, int]) -> np.ndarray:
    """States week by week: state and number of weeks of each run."""
    return np.concatenate([np.full(weeks, state, float) for state, weeks in runs])


def judged(states: Any, **columns: Any) -> pd.DataFrame:
    return judge(account(states, **columns), SYMPTOM, SYMPTOM.thresholds())


class TestConformance(SymptomConformance):
    symptom = SYMPTOM

    def planted(self) -> pd.DataFrame:
        states = line((HEALTHY, 20), (FADING, 20), (SILENT, 8), (DORMANT, 12))
        return account(states, np.where(np.arange(60) < 40, SLACK, 0.0))

    def healthy(self) -> pd.DataFrame:
        return account(line((HEALTHY, 30), (REVIVED, 10), (HEALTHY, 20)), account=2)


SLACK = np.where(np.arange(60) < 20, 3.0, np.where(np.arange(60) % 2, 3.0, 0.0))
"""An account that posts every week, and from week 20 on every second."""


def test_states_are_ways_it_shows_and_leaving_them_ends_it() -> None:
    states = line((HEALTHY, 20), (FADING, 20), (SILENT, 9), (DORMANT, 5), (REVIVED, 6))
    own = np.where(np.arange(60) < 40, SLACK, np.where(np.arange(60) < 54, 0.0, 3.0))
    found = judged(states, own=own)
    assert found["variant"].iloc[24:].tolist() == [0] * 2 + [1] * 15 + [2] * 8 + [3] * 5 + [0] * 6
    assert (found["verdict"].iloc[12:] >= 0).all()


def test_what_always_posted_seldom_is_not_fading() -> None:
    steady = judged(line((HEALTHY, 20), (FADING, 40)), own=np.where(np.arange(60) % 2, 3.0, 0.0))
    assert (steady["verdict"].iloc[13:] == 0).all()
    slack = judged(line((HEALTHY, 20), (FADING, 40)), own=SLACK).iloc[32]
    assert (slack["variant"], slack["weeks"], slack["weeks_before"]) == (1, 6, 13)


def test_a_silence_is_told_if_it_is_rare_or_over_the_line_and_then_until_calm_weeks_are_over() -> None:
    states, own = line((HEALTHY, 20), (SILENT, 8)), np.where(np.isin(np.arange(28), (20, 21)), 0.0, 3.0)
    chance = np.where(own > 0, 0.9, 0.01)
    told = judged(states, own=own, rhythm_over_line=0.0, rhythm_unusual=own == 0, rhythm_silence_chance=chance)
    assert told["variant"].iloc[20:].tolist() == [2, 2, 4, 4, 4, 4, 0, 0]
    often = judged(states, own=own, rhythm_over_line=0.0, rhythm_silence_chance=chance)
    assert (often["verdict"].iloc[13:] == 0).all(), "an account with many gaps has many that are rare"
    usual = judged(states, own=own, rhythm_silence_chance=0.4)
    assert 2 not in usual["variant"].tolist(), "over the line, but such gaps are its own"
    over = judged(states, own=own, rhythm_silence_chance=np.where(own > 0, 0.9, 0.1))
    assert over["variant"].iloc[20:22].tolist() == [0, 2]


def test_without_a_rhythm_nothing_can_be_compared() -> None:
    found = judged(line((np.nan, 30)), own=np.ones(30))
    assert (found["reason"].iloc[13:] == 1).all()


def test_what_stopped_long_ago_stays_dormant_and_what_posts_now_and_then_is_unknown() -> None:
    states = line((HEALTHY, 30), (SILENT, 10), (DORMANT, 20), (np.nan, 40))
    stopped = judged(states)
    assert (stopped["variant"].iloc[-40:] == 3).all()
    assert np.isnan(stopped["usual_gap"].iloc[-1])
    posts = np.where(np.arange(100) < 30, 3.0, np.where(np.arange(100) >= 60, np.arange(100) % 4 == 0, 0.0))
    now_and_then = judged(states, own=posts)
    assert (now_and_then["reason"].iloc[-20:] == 2).all()


@pytest.mark.parametrize("state", [SILENT, DORMANT])
def test_a_week_of_holidays_begins_nothing_and_ends_nothing(state: int) -> None:
    holidays = np.where(np.isin(np.arange(30), (20, 21)), 5.0, 0.0)
    begun = judged(line((HEALTHY, 20), (state, 10)), holiday_days=holidays, days_silent=60.0)
    assert (begun["verdict"].iloc[20:22] == 0).all()
    assert begun["variant"].iloc[22] == state
    before = judged(line((HEALTHY, 18), (state, 12)), holiday_days=holidays, days_silent=60.0)
    assert (before["variant"].iloc[18:] == state).all()


def test_a_silence_that_is_short_without_its_holidays_does_not_begin() -> None:
    holidays = np.where(np.isin(np.arange(30), (20, 21)), 5.0, 0.0)
    own = np.where(np.arange(30) < 20, 3.0, 0.0)
    found = judged(line((HEALTHY, 22), (SILENT, 8)), own=own, holiday_days=holidays, rhythm_usual_gap=6.0)
    assert found["verdict"].iloc[20:26].tolist() == [0, 0, 0, 1, 1, 1]


def test_a_long_closure_hides_nothing() -> None:
    found = judged(line((HEALTHY, 20), (SILENT, 20)), holiday_days=np.where(np.arange(40) >= 20, 5.0, 0.0))
    assert found["verdict"].iloc[-1] == 1


def test_a_seasonal_account_is_quiet_for_a_year_and_no_longer() -> None:
    states = line((HEALTHY, 30), (SILENT, 10), (DORMANT, 42), (np.nan, 20))
    found = judged(states, seasonal=True)
    assert (found["verdict"].iloc[13:85] == 0).all()
    assert found["variant"].iloc[-1] == 3


def test_a_yearly_rhythm_of_its_own_is_no_silence() -> None:
    year = np.where(np.arange(52) < 10, 3.0, 0.0)
    own = np.tile(year, 4)
    states = np.tile(line((HEALTHY, 13), (SILENT, 10), (DORMANT, 29)), 4)
    found = judged(states, own=own)
    assert (found["verdict"].iloc[52:] == 0).all(), "after the first year its own past explains it"


def evidence(state: int = SILENT, **columns: Any) -> pd.Series:
    own = np.where(np.arange(WEEKS) < WEEKS - 3, 3.0, 0.0)
    return judged(line((HEALTHY, WEEKS - 1), (state, 1)), own=own, **columns).iloc[-1]


def test_how_rare_a_silence_is_for_the_account() -> None:
    assert evidence(rhythm_silence_chance=0.0025)["once_in_years"] == 4
    often, seldom = evidence(rhythm_silence_chance=0.02), evidence(rhythm_silence_chance=0.0005)
    assert np.isnan(often["once_in_years"])
    assert np.isnan(seldom["once_in_years"])
    assert seldom["rarer_than_years"] == 10
    of_a_year = evidence(rhythm_silence_chance=0.0005, age_days=0.0)
    assert of_a_year["rarer_than_years"] == 3, "a year of history knows nothing of ten"
    young = evidence(rhythm_silence_chance=0.0025, rhythm_little_history=1.0)
    assert np.isnan(young["once_in_years"])
    assert young["young_weeks"] == 26


def test_odds_are_told_of_forecasts_and_are_never_certain() -> None:
    assert evidence()["in_ten"] == 7
    assert evidence(rhythm_dormant_chance=0.999)["in_ten"] == 9
    assert np.isnan(evidence(rhythm_dormant_chance=0.04)["in_ten"])
    assert np.isnan(evidence(DORMANT)["in_ten"])


def test_dates_are_told_only_where_they_are_given_and_near() -> None:
    frame = account(line((HEALTHY, WEEKS)))
    last = int(frame.index[-1][1])
    found = evidence(rhythm_decline_weeks=9.0, rhythm_horror_weeks=5.0, rhythm_silence_chance=0.1)
    assert found["decline_week"] == last - 9
    assert found["horror_week"] == last + 5
    assert found["next_to"] - found["next_from"] == 38
    far = evidence(rhythm_next_late=400.0, rhythm_decline_weeks=2.0, rhythm_silence_chance=0.1)
    assert far[["next_from", "next_to", "decline_week", "horror_week"]].isna().all()
    assert np.isnan(evidence()["next_to"]), "beyond nearly all of its gaps its past says nothing of the next"
