"""What people read: states, chances and dates of every account and week, in one causal pass over the history."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitor.activity.rhythm.alarm import LINES as ALARM_LINES
from monitor.activity.rhythm.alarm import Learned, alarms, learned
from monitor.activity.rhythm.chance import chance, shifts
from monitor.activity.rhythm.decline import decline_start, projected
from monitor.activity.rhythm.episodes import excused
from monitor.activity.rhythm.follow import MOST_SILENT, Followed, follow
from monitor.activity.rhythm.model import CHANNELS, Model, channels
from monitor.activity.rhythm.next_post import expected
from monitor.activity.rhythm.numbers import channel_numbers
from monitor.activity.rhythm.outcomes import outcomes
from monitor.activity.rhythm.portfolio import Portfolio, beside, dense, spread
from monitor.activity.rhythm.state import RhythmState
from monitor.activity.rhythm.states import States
from monitor.activity.rhythm.told_columns import TOLD

YOUNG = 26
"""Weeks under which an account has little history."""


@dataclass(frozen=True)
class Told:
    """What is told of a portfolio.

    Attributes:
        table: The columns of TOLD, one row per account and week that can be judged (10 posts in 8 weeks ever, sustained
            within the last year), sorted by week, then account.
        learned: How the portfolio's line developed.
        state: Running numbers after the last week, to be stored and continued.
    """

    table: pd.DataFrame
    learned: Learned
    state: RhythmState


def tell(portfolio: Portfolio, model: Model, wanted: float = 0.5, last: int | None = None) -> Told:
    """Tell everything about a portfolio; no row depends on what became known after its week.

    Args:
        portfolio: Active weeks of its accounts; `portfolio.portfolio_of` makes it of posts.
        model: Coefficients.
        wanted: False alarms an account-year that are asked for; see `alarm.SENSITIVITY`.
        last: Last week that is over; the last active one if not told.
    """
    found = follow(portfolio.weeks, len(portfolio.names), lambda state, rows: _noted(state, rows, model), last)
    columns, line = _judged(found, portfolio, model, wanted)
    account = pd.Categorical.from_codes(found.row, categories=portfolio.names)
    kept = found.numbers["since_sustained"] < MOST_SILENT if len(found.row) else np.zeros(0, bool)
    table = pd.DataFrame({"account": account} | {column.name: columns[column.name] for column in TOLD[1:]})
    return Told(table[kept].reset_index(drop=True), line, found.state)


def _noted(state: RhythmState, rows: np.ndarray, model: Model) -> dict[str, np.ndarray]:
    """What must be noted of a week while the state is there."""
    week = int(state.week[0])
    numbers = channel_numbers(state, rows)
    found = channels(numbers)
    ahead = expected(state, rows)
    parts = dict(zip((f"part_{name}" for name in CHANNELS), model.parts(found).T, strict=True))
    dates = {"decline_start": decline_start(state, rows), "projected_horror": week + projected(state, rows)}
    return parts | dates | {
        "score": model.score(found),
        "monitored": state.recent.monitored(week, rows),
        "since_sustained": state.recent.since_sustained[rows],
        "quarter": state.recent.quarter(week, rows),
        "quiet": state.quiet[rows],
        "age": state.age[rows],
        "chance_silence_normal": numbers["gap_odds"],
        "next_early": ahead[:, 0],
        "next_usual": ahead[:, 1],
        "next_late": ahead[:, 2],
        "usual_gap": state.gaps.median[rows],
        "gaps_a_year": state.gaps.a_year(rows),
    }  # fmt: skip


def _judged(
    found: Followed, portfolio: Portfolio, model: Model, wanted: float
) -> tuple[dict[str, np.ndarray], Learned]:
    """All columns but the account's name, and the portfolio's line."""
    noted = dict(found.numbers)
    if not len(found.row):
        empty = np.zeros(0)
        return {column.name: empty for column in TOLD}, Learned(empty, empty, empty)
    first = int(portfolio.weeks["week"].min())
    place, posts = dense(found, portfolio, first)
    fate = outcomes(posts)
    week, inside = found.week - first, place[found.row] >= 0
    at = (np.maximum(place[found.row], 0), week)
    added = beside(found, portfolio, place, first, fate)
    for name, part in zip(("part_people", "part_siblings"), added, strict=True):
        noted[name] = np.where(inside, part[at], 0.0)
        noted["score"] = noted["score"] + noted[name]
    score = spread(place, found.row, week, noted["score"], posts.shape, -np.inf)
    line = learned(score, fate.monitored, excused(posts, fate), wanted, model.rates_at(ALARM_LINES))
    shift = shifts(score, fate.monitored, fate.dead, model.chance)
    fired = alarms(score, fate.monitored, line.line)
    noted |= {
        "week": found.week,
        "line": line.line[week],
        "over_line": noted["monitored"] & (noted["score"] >= line.line[week]),
        "alarm": np.where(inside, fired[at], False),
        "chance_dormant_13w": chance(noted["score"], shift[week], model.chance),
        "false_alarm_rate": line.real_rate[week],
        "little_history": noted["age"] < YOUNG,
    }
    noted["state"], noted["notice"] = _states(found, noted, len(place))
    return noted, line


def _states(found: Followed, noted: dict[str, np.ndarray], count: int) -> tuple[np.ndarray, np.ndarray]:
    """State and notice of each line, week by week."""
    states = States.empty(count)
    state, notice = np.zeros(len(found.row), np.int8), np.zeros(len(found.row), bool)
    chosen = np.flatnonzero(noted["since_sustained"] < MOST_SILENT)
    weeks, begins = np.unique(found.week[chosen], return_index=True)
    for lines in np.split(chosen, begins[1:]) if len(weeks) else []:
        told = (noted[name][lines] for name in ("over_line", "chance_silence_normal", "quiet", "quarter"))
        state[lines], notice[lines] = states.update(found.row[lines], *told)
    return state, notice
