"""The back-test: what it counts, and that no alarm knew what came after it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.activity.rhythm.alarm import YEAR
from monitor.activity.rhythm.backtest import LATE, Backtest, Tally, back_test
from monitor.activity.rhythm.episodes import LEAD, SETTLED
from monitor.activity.rhythm.reading import Rhythms
from tests.rhythm_case import LAST, rhythms

STEADY = [3.0] * 260


def retold(made: Rhythms, alarms: dict[int, list[int]]) -> Rhythms:
    """The same rhythms with other alarms: by account the weeks before the last."""
    chosen = {(account, LAST - back) for account, weeks in alarms.items() for back in weeks}
    pairs = zip(made.table["account"], made.table["week"], strict=True)
    return Rhythms(
        made.table.assign(alarm=[pair in chosen for pair in pairs]), made.weeks, made.real_rate, made.wanted, made.last
    )


def stops(back: int) -> list[float]:
    """Three posts a week, the last ones `back` weeks ago: silence begins in the week LAST - back + 1."""
    return [3.0] * (260 - back) + [0.0] * back


@pytest.fixture(scope="module")
def made() -> Rhythms:
    return rhythms({1: STEADY, 2: stops(60)})


def test_an_account_that_goes_on_has_years_and_no_silence(made: Rhythms) -> None:
    one = back_test(retold(made, {})).of([1])
    assert (one.silences, one.announced, one.false_alarms, one.open_alarms) == (0, 0, 0, 0)
    watched = made.table.query("account == 1")["monitored"].sum()
    assert one.years == pytest.approx(watched / YEAR)
    assert one.calm_years == pytest.approx((watched - SETTLED) / YEAR)
    assert np.isnan(one.warning)


@pytest.mark.parametrize(
    ("back", "announced", "before", "warning", "false"),
    [
        (60 + LEAD, 1, 1, LEAD, 0),
        (60 + LEAD + 1, 0, 0, np.nan, 1),
        (61, 1, 1, 1, 0),
        (60, 1, 0, 0, 0),
        (60 - LATE, 1, 0, -LATE, 0),
        (60 - LATE - 1, 0, 0, np.nan, 0),
    ],
)
def test_which_alarms_announce_a_silence(
    made: Rhythms, back: int, announced: int, before: int, warning: float, false: int
) -> None:
    found = back_test(retold(made, {2: [back]}))
    one = found.of([2])
    assert (one.silences, one.announced, one.before, one.false_alarms) == (1, announced, before, false)
    np.testing.assert_equal(one.warning, float(warning))
    assert found.silences["begins"].tolist() == [LAST - 59]


def test_the_first_alarm_in_time_is_the_one_that_counts(made: Rhythms) -> None:
    found = back_test(retold(made, {2: [58, 66]}))
    assert found.silences["alarm"].tolist() == [LAST - 66]
    assert found.of([2]).warning == 6


def test_an_alarm_is_false_once_it_is_known_that_nothing_came_of_it(made: Rhythms) -> None:
    found = back_test(retold(made, {1: [SETTLED - 1, SETTLED]})).of([1])
    assert (found.false_alarms, found.open_alarms) == (1, 1)


def test_a_silence_that_is_not_over_for_a_quarter_is_none_yet() -> None:
    assert back_test(rhythms({1: stops(12)})).of([1]).silences == 0
    assert back_test(rhythms({1: stops(13)})).of([1]).silences == 1


def test_a_silence_may_end_and_come_again() -> None:
    made = rhythms({1: [3.0] * 100 + [0.0] * 30 + [3.0] * 60 + [0.0] * 40})
    silences = back_test(made).silences
    assert len(silences) == 2
    assert silences["over"].notna().tolist() == [True, False]


def unseen(made: Rhythms, account: int, weeks: range) -> pd.DataFrame:
    """A weekly frame in which nobody observed an account in these weeks before the last."""
    frame = made.weeks.groupby("account")["week"].min()
    index = [(one, week) for one, first in frame.items() for week in range(int(first), made.last + 1)]
    posts = made.weeks.set_index(["account", "week"])["posts"]
    table = pd.DataFrame({"observed_weeks": 1.0}, index=pd.MultiIndex.from_tuples(index, names=["account", "week"]))
    table["posts"] = posts.reindex(table.index).fillna(0.0)
    blind = [(account, made.last - back) for back in weeks]
    table.loc[blind, "observed_weeks"] = 0.0
    return table


def test_a_silence_that_nobody_observed_is_none(made: Rhythms) -> None:
    told = retold(made, {2: [62, 20]})
    assert back_test(told, unseen(told, 2, range(0))).of([2]).silences == 1
    found = back_test(told, unseen(told, 2, range(48, 60))).of([2])
    assert (found.silences, found.announced, found.false_alarms, found.open_alarms) == (0, 0, 0, 0)


def test_no_alarm_counts_in_a_week_that_nobody_observed() -> None:
    made = rhythms({1: [3.0] * 150 + [0.0] * 6 + [3.0] * 100})
    told = retold(made, {1: [103]})
    assert back_test(told, unseen(told, 1, range(0))).of([1]).false_alarms == 1
    blind = back_test(told, unseen(told, 1, range(100, 106))).of([1])
    assert blind.false_alarms == 0
    assert blind.years < back_test(told).of([1]).years


def test_the_whole_is_the_sum_of_its_accounts(made: Rhythms) -> None:
    found = back_test(retold(made, {1: [100, 40], 2: [63]}))
    whole, parts = found.whole(), [found.of([1]), found.of([2])]
    for name in ("years", "calm_years"):
        assert getattr(whole, name) == pytest.approx(sum(getattr(one, name) for one in parts))
    for name in ("silences", "announced", "false_alarms", "open_alarms"):
        assert getattr(whole, name) == sum(getattr(one, name) for one in parts)
    assert whole.missed == 0
    assert whole.warning == 3


def test_accounts_that_never_lasted_have_nothing_to_test_on() -> None:
    found = back_test(rhythms({1: STEADY, 2: [1.0, 0.0, 0.0, 0.0] * 20, 3: [3.0] * 20}))
    assert [found.of([account]).testable for account in (1, 2, 3)] == [True, False, False]
    assert found.of([3]).years > 0, "watched, but of none of its weeks the end is known"


def test_nothing_at_all() -> None:
    found = back_test(rhythms({}))
    assert not found.whole().testable
    assert found.whole().years == 0


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 99), st.integers(30, 120))
def test_no_alarm_knew_what_came_after_it(seed: int, cut: int) -> None:
    """Cut off, the history has the same alarms, and of each silence that is known by then the same is told."""
    draw = np.random.default_rng(seed)
    rates = np.exp(draw.normal(0.7, 0.5, 6))[:, None] * np.where(
        np.arange(200) > draw.integers(60, 190, (6, 1)), 0.1, 1
    )
    posts = {account: list(draw.poisson(rate).astype(float)) for account, rate in enumerate(rates)}
    whole, past = back_test(rhythms(posts)), back_test(rhythms({k: v[:-cut] for k, v in posts.items()}, LAST - cut))
    both = whole.silences[whole.silences["begins"] <= LAST - cut - 12].drop(columns="over")
    pd.testing.assert_frame_equal(
        both.reset_index(drop=True), past.silences.drop(columns="over").reset_index(drop=True)
    )


@pytest.mark.parametrize(
    ("false", "years", "rate", "against"),
    [
        (2, 0.9, np.nan, 0),
        (5, 10.0, 0.5, 0),
        (12, 10.0, 1.2, 1),
        (0, 10.0, 0.0, -1),
        (0, 2.0, 0.0, 0),
        (4900, 10_000.0, 0.49, 0),
    ],
)
def test_a_rate_is_held_against_the_one_asked_for(false: int, years: float, rate: float, against: int) -> None:
    one = Tally(years, years, 0, 0, 0, false, 0, np.nan, 0.5)
    np.testing.assert_equal(one.rate, rate)
    assert one.against_wanted == against


def test_it_is_made_of_what_telling_tells() -> None:
    draw = np.random.default_rng(7)
    posts = {1: list(draw.poisson(3.0, 300).astype(float))}
    posts |= {
        n: list(draw.poisson(3.0 * 0.9 ** np.maximum(np.arange(300) - 150 - 5 * n, 0)) + 0.0) for n in range(2, 9)
    }
    found: Backtest = back_test(rhythms(posts))
    whole = found.whole()
    assert whole.silences >= 6
    assert whole.announced >= 4
    assert set(found.counts.index) == set(posts)
