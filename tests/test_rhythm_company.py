"""People and siblings: they count where a leaver silences several accounts, and cost nothing where they mean nothing.

What the simulator takes for granted: an organisation has five accounts, posting 0.6 to 4 times a week. A person stays
90 weeks on average. Where people matter, one person writes four of the accounts; after leaving each falls silent at
once, but not in the same week: within 8 weeks, as what was planned runs out. A successor begins after 28 to 48 weeks.
Where they do not, each account ends by itself, and one of two names stands under each post by chance.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from monitor.activity.rhythm import company
from monitor.activity.rhythm.events import WEEK, week_end, week_of
from monitor.activity.rhythm.model import shipped
from monitor.activity.rhythm.outcomes import outcomes, trailing
from monitor.activity.rhythm.portfolio import portfolio_of
from monitor.activity.rhythm.telling import tell
from monitor.activity.rhythm.weighing import weights

FIRST = 2_000
MONDAY = FIRST * WEEK + 4 * 86_400.0
WEEKS, EACH, ORGANISATIONS = 312, 5, 30


def away(draw: np.random.Generator, accounts: int, planned: int) -> np.ndarray:
    """Weeks in which accounts of one person, and of each successor, are silent, bool, shape (accounts, weeks)."""
    silent, begin = np.zeros((accounts, WEEKS), bool), 0
    while begin < WEEKS:
        leaves = begin + int(draw.geometric(1 / 90))
        begin = leaves + 8 + int(draw.integers(20, 40))
        for account in range(accounts):
            silent[account, leaves + int(draw.integers(0, planned + 1)) : begin] = True
    return silent


def simulated(seed: int, *, people_matter: bool) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    parts = []
    for number in range(ORGANISATIONS):
        alone = [away(draw, 1, 0) for _ in range(EACH)]
        silent = np.concatenate([away(draw, 4, 8), alone[4]] if people_matter else alone)
        for account in range(EACH):
            rate = np.exp(draw.normal(0.2, 0.5)).clip(0.6, 4)
            week = np.repeat(np.arange(WEEKS), draw.poisson(rate * ~silent[account]))
            names = np.full(len(week), account // 4) if people_matter else draw.integers(0, 2, len(week))
            moments = MONDAY + (week + draw.random(len(week))) * WEEK
            told = {
                "account": f"o{number}-{account}",
                "timestamp": moments,
                "author": [f"o{number}p{n}" for n in names],
            }
            parts.append(pd.DataFrame(told))
    return pd.concat(parts, ignore_index=True)


def organisations(posts: pd.DataFrame) -> dict[str, str]:
    return {name: name.split("-")[0] for name in posts["account"].unique()}


def auroc(score: np.ndarray, bad: np.ndarray) -> float:
    rank = pd.Series(score).rank().to_numpy()
    return (rank[bad].sum() - bad.sum() * (bad.sum() + 1) / 2) / (bad.sum() * (~bad).sum())


def soon(posts: pd.DataFrame, table: pd.DataFrame) -> float:
    """AUROC of dormancy within 8 weeks, second half of the time, silences up to 4 weeks."""
    names = pd.Index(sorted(posts["account"].unique()))
    key = names.get_indexer(posts["account"]) * WEEKS + week_of(posts["timestamp"].to_numpy()) - FIRST
    counts = np.bincount(key, minlength=len(names) * WEEKS).reshape(len(names), WEEKS)
    fate = outcomes(counts.astype(float))
    row, week = names.get_indexer(table["account"].astype(str)), table["week"].to_numpy() - FIRST
    short = trailing(counts, 4)[row, week] > 0
    counted = table["monitored"].to_numpy() & short & fate.settled[week] & (week >= WEEKS // 2)
    return auroc(table["score"].to_numpy()[counted], fate.bad[row, week][counted])


def gain(seed: int, *, people_matter: bool) -> float:
    posts = simulated(seed, people_matter=people_matter)
    last = FIRST + WEEKS - 1
    bare = tell(portfolio_of(posts.drop(columns="author")), shipped(), last=last).table
    rich = tell(portfolio_of(posts, organisations(posts)), shipped(), last=last).table
    assert not bare[["part_people", "part_siblings"]].any(axis=None)
    return soon(posts, rich) - soon(posts, bare)


def test_a_leaver_who_silences_several_accounts_is_seen_sooner():
    assert np.mean([gain(seed, people_matter=True) for seed in (1, 2)]) > 0.05


def test_people_and_siblings_cost_nothing_where_they_mean_nothing():
    assert min(gain(seed, people_matter=False) for seed in (1, 2)) > -0.003


@pytest.mark.parametrize("cut", [150, 260])
def test_what_comes_after_a_week_does_not_change_what_people_add_to_it(cut):
    posts = simulated(4, people_matter=True)
    told = organisations(posts)
    whole = tell(portfolio_of(posts, told), shipped(), last=FIRST + WEEKS - 1).table
    before = posts[posts["timestamp"] < float(week_end(FIRST + cut))]
    past = tell(portfolio_of(before, told), shipped(), last=FIRST + cut).table
    same = whole[whole["week"] <= FIRST + cut].reset_index(drop=True)
    assert past["part_people"].any()
    pd.testing.assert_frame_equal(past, same, check_categorical=False)


def test_only_judged_siblings_of_the_same_organisation_speak():
    odds = np.array([[0.01], [1.0], [np.nan], [1.0], [1.0]])
    found = company.siblings(odds, np.array([0, 0, 0, 1, -1]))[:, 0]
    assert found[1] > 0.5
    assert found[[0, 3, 4]].tolist() == [0, 0, 0]


def test_a_person_counts_by_what_they_wrote_of_an_account():
    days = np.arange(0, 40 * 7, 7)
    stays, leaves = MONDAY + days * 86_400.0, MONDAY + days[:30] * 86_400.0
    posts = pd.DataFrame(
        {
            "account": ["a"] * 40 + ["b"] * 30 + ["c"] * 30,
            "author": ["stays"] * 40 + ["leaves"] * 60,
            "timestamp": np.r_[stays, leaves, leaves + 3 * 86_400],
        }
    )
    authored = portfolio_of(posts).authored
    found = company.people(authored.assign(row=np.where(authored["row"] == 2, -1, authored["row"])), FIRST - 1, (2, 41))
    assert found[0, -1] < 0.7
    assert found[1, -1] == company.MOST
    assert not found[:, 0].any()


def test_nobody_known_adds_nothing():
    posts = pd.DataFrame({"account": ["a"], "author": [None], "timestamp": [MONDAY]})
    assert not company.people(portfolio_of(posts).authored, FIRST, (2, 5)).any()


def test_weights_stay_zero_for_noise_and_are_learned_from_what_is_known_only():
    draw = np.random.default_rng(6)
    signals = np.abs(draw.normal(size=(2, 60, 200)))
    score = draw.normal(-1, 1, (60, 200))
    bad = draw.random((60, 200)) < 1 / (1 + np.exp(-(score + 0.8 * signals[0] - 1)))
    found = weights(score, signals, np.ones(score.shape, bool), bad)
    assert found[0, -1] == pytest.approx(0.75, abs=0.2)
    assert found[1, -1] < 0.1
    assert not found[:, :33].any()
