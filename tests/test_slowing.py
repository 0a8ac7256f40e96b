"""Posts that become fewer: what is told of it, and what chance, bursts, seasons and holidays explain."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from monitor.symptoms.fading import FadingThresholds
from monitor.symptoms.frames import make_frame
from monitor.symptoms.hs10_fading import SYMPTOM
from monitor.symptoms.judging import judge
from monitor.symptoms.slowing import find_slowing

NUMBERS = FadingThresholds()


def on(posts: Any, **columns: Any) -> np.ndarray:
    frame = make_frame(np.asarray(posts, float), **columns)
    return find_slowing(frame, NUMBERS, frame["holiday_days"].to_numpy() < 2).on


def steady(weeks: int, posts: float) -> np.ndarray:
    return np.full(weeks, posts)


def test_a_long_decline_is_told_while_the_account_still_posts_every_week() -> None:
    posts = np.concatenate((steady(60, 10), np.linspace(10, 1, 40), steady(60, 1)))
    found = on(posts)
    assert not found[:75].any()
    assert found[90:140].all(), "a decline does not become its own norm within a year"


@pytest.mark.parametrize("posts", [10.0, 3.0, 1.0])
def test_a_steady_rhythm_is_never_slackening(posts: float) -> None:
    drawn = np.random.default_rng(5).poisson(posts, 300).astype(float)
    assert on(drawn).mean() < 0.02


def test_bursts_are_no_norm() -> None:
    burst = np.tile(np.concatenate((steady(2, 30), steady(11, 1))), 12)
    assert not on(np.concatenate((burst, steady(13, 1)))).any()


def test_weeks_of_holidays_are_not_missed() -> None:
    posts = np.concatenate((steady(60, 5), steady(6, 0), steady(7, 5)))
    assert not on(posts, holiday_days=np.where(posts == 0, 5.0, 0.0)).any()
    assert on(np.concatenate((steady(60, 5), steady(13, 0)))).any()


def test_it_ends_when_the_posts_come_back_well_above_the_share() -> None:
    found = on(np.concatenate((steady(60, 10), steady(20, 4), steady(20, 6), steady(20, 9))))
    assert found[79]
    assert found[99], "six of ten is no recovery yet"
    assert not found[-1]


def test_little_history_and_few_posts_are_not_judged() -> None:
    assert not on(np.concatenate((steady(20, 10), steady(13, 1)))).any()
    assert not on(np.concatenate((steady(60, 0.4), steady(20, 0)))).any()


def test_the_finding_tells_both_numbers() -> None:
    posts = np.concatenate((steady(60, 10), steady(20, 3)))
    healthy = {"rhythm_state": 0.0, "rhythm_over_line": 0.0, "rhythm_unusual": 0.0, "rhythm_silence_chance": 1.0}
    last = judge(make_frame(posts, **healthy), SYMPTOM, NUMBERS).iloc[-1]
    assert SYMPTOM.variants[int(last["variant"]) - 1].name == "slowing"
    assert (last["posts_recent"], last["posts_usual"]) == (39, 130)


def test_a_seasonal_account_does_not_slacken() -> None:
    posts = np.concatenate((steady(60, 10), steady(20, 3)))
    frame: pd.DataFrame = make_frame(posts, seasonal=True, rhythm_state=0.0)
    assert judge(frame, SYMPTOM, NUMBERS)["variant"].max() == 0
