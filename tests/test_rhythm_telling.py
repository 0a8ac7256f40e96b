"""What is told of a rhythm: causal, within bounds, and true to its definitions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.activity.rhythm import alarm, chance
from monitor.activity.rhythm.decline import decline_start, projected
from monitor.activity.rhythm.episodes import excused
from monitor.activity.rhythm.events import DAY, WEEK, by_week, nothing, week_end
from monitor.activity.rhythm.model import shipped
from monitor.activity.rhythm.next_post import expected
from monitor.activity.rhythm.outcomes import outcomes
from monitor.activity.rhythm.portfolio import portfolio_of
from monitor.activity.rhythm.state import RhythmState
from monitor.activity.rhythm.states import Rhythm, States
from monitor.activity.rhythm.telling import tell
from monitor.activity.rhythm.told_columns import TOLD

FIRST = 2_000
MONDAY = FIRST * WEEK + 4 * 86_400.0


def made_up(seed: int, weeks: int = 150, accounts: int = 8) -> pd.DataFrame:
    """Accounts with their own rates; a third end at once, a third fade, a third live."""
    draw = np.random.default_rng(seed)
    parts = []
    for account in range(accounts):
        rate, end = np.exp(draw.normal(0.7, 0.6)), draw.integers(40, weeks - 20)
        week = np.arange(weeks)
        mean = np.full(weeks, rate)
        if account % 3 == 0:
            mean[end:] = 0
        if account % 3 == 1:
            mean *= np.where(week > end, 0.87 ** (week - end), 1.0)
        posts = np.repeat(week, draw.poisson(mean)) + 0.0
        moments = MONDAY + (posts + draw.random(len(posts))) * WEEK
        parts.append(pd.DataFrame({"account": f"a{account}", "timestamp": moments}))
    return pd.concat(parts, ignore_index=True)


@settings(deadline=None, max_examples=8)
@given(st.integers(0, 30), st.integers(60, 148))
def test_nothing_told_of_a_week_changes_with_what_comes_after(seed, cut):
    posts = made_up(seed)
    whole = tell(portfolio_of(posts), shipped()).table
    past = tell(
        portfolio_of(posts[posts["timestamp"] < float(week_end(FIRST + cut))]), shipped(), last=FIRST + cut
    ).table
    same = whole[whole["week"] <= FIRST + cut].reset_index(drop=True)
    assert len(past) > 100
    pd.testing.assert_frame_equal(past, same, check_categorical=False)


def test_the_table_has_its_columns_and_chances_are_chances():
    table = tell(portfolio_of(made_up(1)), shipped()).table
    assert list(table) == [column.name for column in TOLD]
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == {c.name: c.dtype for c in TOLD}
    assert table["chance_dormant_13w"].between(0, 1).all()
    assert table["chance_silence_normal"].between(0, 1).all()
    assert (table["next_early"] <= table["next_usual"]).all()
    assert (table["next_usual"] <= table["next_late"]).all()
    assert not table.duplicated(["account", "week"]).any()


def test_nothing_to_tell_is_an_empty_table():
    none = pd.DataFrame({"account": pd.Series([], dtype=str), "timestamp": pd.Series([], dtype=float)})
    told = tell(portfolio_of(none), shipped())
    assert list(told.table) == [column.name for column in TOLD]
    assert len(told.table) == 0


def test_states_of_accounts_that_end_fade_or_live():
    draw = np.random.default_rng(3)
    week = np.arange(200)
    plans = {
        "lives": np.full(200, 3.0),
        "ends": np.where(week < 140, 3.0, 0.0),
        "returns": np.where((week < 100) | (week > 130), 3.0, 0.0),
    }
    parts = [
        pd.DataFrame({"account": name, "timestamp": MONDAY + (np.repeat(week, n) + draw.random(n.sum())) * WEEK})
        for name, mean in plans.items()
        for n in [draw.poisson(mean)]
    ]
    table = tell(portfolio_of(pd.concat(parts)), shipped(), last=FIRST + 199).table
    state = {name: rows.set_index("week")["state"] for name, rows in table.groupby("account", observed=True)}
    assert (state["lives"].loc[FIRST + 60 :] == Rhythm.HEALTHY).mean() > 0.85
    assert state["ends"][FIRST + 144] == Rhythm.SILENT
    assert (state["ends"].loc[FIRST + 155 :] == Rhythm.DORMANT).all()
    assert state["returns"][FIRST + 125] == Rhythm.DORMANT
    assert state["returns"][FIRST + 134] == Rhythm.REVIVED
    assert state["returns"][FIRST + 190] == Rhythm.HEALTHY


def test_a_state_is_left_after_four_calm_weeks_and_noticed_once_a_quarter():
    states, row = States.empty(1), np.array([0])
    told = []
    over = [True, False, False, True, False, False, False, False] * 4
    for is_over in over:
        state, notice = states.update(row, np.array([is_over]), np.ones(1), np.ones(1), np.full(1, 20.0))
        told.append((int(state[0]), bool(notice[0])))
    assert [state for state, _ in told[:8]] == [1, 1, 1, 1, 1, 1, 1, 0]
    assert [place for place, (_, notice) in enumerate(told) if notice] == [0, 16]


def taken(mean: np.ndarray, seed: int = 0) -> RhythmState:
    """State of one account with so many expected active days a week."""
    draw = np.random.default_rng(seed)
    days = np.flatnonzero(draw.random(7 * len(mean)) < np.repeat(mean, 7) / 7)
    state = RhythmState.empty(1, FIRST)
    weeks = {events.week: events for events in by_week(np.zeros(len(days), int), MONDAY + days * DAY + 60)}
    for week in range(FIRST, FIRST + len(mean)):
        state.update(weeks.get(week) or nothing(week))
    return state


def test_the_start_of_a_decline_is_dated_and_a_rise_is_none():
    row = np.array([0])
    fell = decline_start(taken(np.r_[np.full(60, 4.0), np.full(10, 0.5)]), row)[0]
    assert abs(fell - (FIRST + 60)) <= 2
    assert np.isnan(decline_start(taken(np.r_[np.full(60, 0.5), np.full(10, 5.0)]), row)[0])


def test_a_date_is_projected_for_a_steady_decline_only():
    row = np.array([0])
    falls = taken(np.r_[np.full(150, 7.0), np.linspace(3.0, 0.35, 70)], 1)
    assert 0 <= projected(falls, row)[0] <= 60
    assert np.isnan(projected(taken(np.full(220, 3.0), 1), row)[0])
    assert np.isnan(projected(taken(np.full(40, 1.0), 1), row)[0])


def test_the_next_post_of_a_weekly_account_is_expected_within_the_week():
    state = RhythmState.empty(1, FIRST)
    for events in by_week(np.zeros(80, int), MONDAY + np.arange(80) * WEEK + 60):
        state.update(events)
    early, usual, late = expected(state, np.array([0]))[0]
    assert usual == pytest.approx(1, abs=0.6)
    assert early <= usual <= late < 60


def score_of(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores of a made-up portfolio whose false alarms at the shipped line are three times what is asked for."""
    draw = np.random.default_rng(seed)
    score = draw.normal(1.0, 1.0, (40, 400))
    return score, np.ones(score.shape, bool), np.zeros(score.shape, bool)


@pytest.mark.parametrize("wanted", list(alarm.SENSITIVITY.values()))
def test_a_portfolio_comes_to_the_rate_that_was_asked_for_and_tells_it(wanted):
    score, watched, quiet = score_of(1)
    rates = np.interp(alarm.LINES, [-6, 3], [4.0, 0.0])
    found = alarm.learned(score, watched, quiet, wanted, rates)
    given = alarm.alarms(score, watched, found.line)[:, 200:]
    assert given.sum() / (given.size / alarm.YEAR) == pytest.approx(wanted, rel=0.3)
    known = alarm.alarms(score, watched, found.line)[:, : 400 - alarm.SETTLED]
    assert found.real_rate[-1] == pytest.approx(known.sum() / (known.size / alarm.YEAR), rel=1e-6)
    assert np.isnan(found.real_rate[: alarm.SETTLED]).all()


def test_a_line_moves_within_its_bounds():
    score, watched, quiet = score_of(2)
    rates = np.interp(alarm.LINES, [-6, -4], [4.0, 0.0])
    line = alarm.learned(score, watched, quiet, 0.25, rates).line
    assert np.ptp(line) <= 2 * alarm.BOUND + 1e-9
    assert line.max() <= line[0] + alarm.BOUND + 1e-9


def test_too_many_alarms_or_too_few_move_the_line_before_it_is_known_that_they_were_false():
    score, watched, quiet = score_of(2)
    rates = np.interp(alarm.LINES, [-6, 3], [4.0, 0.0])
    line = alarm.learned(score, watched, quiet, 0.5, rates).line
    many = alarm.learned(score + 3, watched, quiet, 0.5, rates).line
    none = alarm.learned(score - 9, watched, quiet, 0.5, rates).line
    early = alarm.SETTLED // 2
    assert line[0] == many[0] == none[0]
    assert none[early] < line[0] < many[early]


def test_alarms_keep_a_quarter_apart():
    found = alarm.alarms(np.ones((1, 40)), np.ones((1, 40), bool), np.zeros(40))
    assert found[0].nonzero()[0].tolist() == [0, 13, 26, 39]


def test_chances_come_to_the_portfolios_base_rate():
    draw = np.random.default_rng(5)
    score = draw.normal(-1, 1, (300, 200))
    dead = draw.random(score.shape) < 0.008
    watched = np.ones(score.shape, bool)
    shift = chance.shifts(score, watched, dead, (0.0, 1.0))
    assert shift[: chance.SETTLED].tolist() == [0.0] * chance.SETTLED
    told = chance.chance(score[:, -30:-20], shift[-30:-20], (0.0, 1.0)).mean()
    assert chance.chance(score, np.zeros(200), (0.0, 1.0)).mean() > 0.25
    assert told == pytest.approx(chance.begins_within(dead, 13)[:, 100:180].mean(), abs=0.01)


def test_weeks_around_an_episode_are_excused():
    posts = np.zeros((1, 120), np.float32)
    posts[0, :50] = 1
    posts[0, 80:] = 1
    found = excused(posts, outcomes(posts))[0]
    assert found.nonzero()[0].tolist() == list(range(35, 89))


def test_the_usual_gap_and_gaps_a_year_are_those_of_the_last_gaps():
    days = np.concatenate([np.arange(0, 100, 10.0), [90 + 30.0]])
    posts = pd.DataFrame({"account": "a", "timestamp": MONDAY + days * DAY + 3600})
    last = tell(portfolio_of(posts), shipped()).table.iloc[-1]
    assert last["usual_gap"] == 10
    assert last["gaps_a_year"] == pytest.approx(365.2425 * 10 / 120)
