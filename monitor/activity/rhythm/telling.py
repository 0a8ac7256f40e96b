"""What people read: states, chances and dates of every account and week, in one causal pass over the history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitor.activity.rhythm.alarm import Learned, lines_of
from monitor.activity.rhythm.carried import Carried
from monitor.activity.rhythm.decline import decline_start, projected
from monitor.activity.rhythm.follow import MOST_SILENT, ROW, follow
from monitor.activity.rhythm.judging import judged
from monitor.activity.rhythm.lines import Lines
from monitor.activity.rhythm.model import CHANNELS, Model, channels
from monitor.activity.rhythm.next_post import expected
from monitor.activity.rhythm.numbers import channel_numbers
from monitor.activity.rhythm.portfolio import Portfolio
from monitor.activity.rhythm.state import RhythmState
from monitor.activity.rhythm.told_columns import TOLD

YOUNG = 26
"""Weeks under which an account has little history."""
LEG = 104
"""Weeks that are told of at a time."""


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


@dataclass(frozen=True)
class Leg:
    """What is told of some weeks on end.

    Attributes:
        row: Account of each line; lines are sorted by week, then account.
        columns: All other columns of TOLD.
        learned: The portfolio's line in these weeks.
        carried: What the weeks after them need.
    """

    row: np.ndarray
    columns: dict[str, np.ndarray]
    learned: Learned
    carried: Carried


def tell(portfolio: Portfolio, model: Model, wanted: float = 0.5, last: int | None = None) -> Told:
    """Tell everything about a portfolio; no row depends on what became known after its week.

    Args:
        portfolio: Active weeks of its accounts; `portfolio.portfolio_of` makes it of posts.
        model: Coefficients.
        wanted: False alarms an account-year that are asked for; see `alarm.SENSITIVITY`.
        last: Last week that is over; the last active one if not told.
    """
    first, until = span(portfolio, last)
    carried = Carried.empty(len(portfolio.names), first)
    if until < first:
        return _nothing(portfolio, carried)
    lines, learned = Lines(), []
    for leg in advance(carried, portfolio, model, wanted, until):
        lines.add({ROW: leg.row} | leg.columns)
        learned.append(leg.learned)
        carried = leg.carried
    columns = lines.done()
    account = pd.Categorical.from_codes(columns.pop(ROW), categories=portfolio.names)
    return Told(pd.DataFrame({"account": account} | columns, copy=False), lines_of(learned), carried.rhythm)


def span(portfolio: Portfolio, last: int | None) -> tuple[int, int]:
    """First and last week of a portfolio; the last lies before the first where there is nothing to tell."""
    weeks = portfolio.weeks["week"].to_numpy()
    if not len(weeks):
        return 0, -1
    return int(weeks[0]), int(weeks[-1]) if last is None else last


def advance(carried: Carried, portfolio: Portfolio, model: Model, wanted: float, until: int) -> Iterator[Leg]:
    """Tell of the weeks that follow, up to the last, a few years at a time so that memory stays flat.

    Args:
        carried: What is known of the weeks before, which is used up: copy it first to use it again.
        portfolio: See `tell`.
        model: See `tell`.
        wanted: See `tell`.
        until: Last week to tell of.
    """
    while carried.week < until:
        leg = _leg(carried, portfolio, model, wanted, min(carried.week + LEG, until))
        carried = leg.carried
        yield leg


def _leg(carried: Carried, portfolio: Portfolio, model: Model, wanted: float, until: int) -> Leg:
    since = carried.week + 1
    count, begin = len(portfolio.names), carried.rhythm
    found = follow(portfolio.weeks, count, lambda state, rows: _noted(state, rows, model), until, begin)
    told, line, after = judged(found, since, carried, portfolio, model, wanted)
    kept = told["since_sustained"] < MOST_SILENT
    # Each column is let go as it is cut to the lines that are kept: they are most room.
    columns = {column.name: told.pop(column.name)[kept] for column in TOLD[1:]}
    return Leg(found.row[kept], columns, line, after)


def _nothing(portfolio: Portfolio, carried: Carried) -> Told:
    empty = {column.name: np.zeros(0, column.dtype) for column in TOLD[1:]}
    account = pd.Categorical.from_codes([], categories=portfolio.names)
    return Told(pd.DataFrame({"account": account} | empty), Learned(*[np.zeros(0)] * 3), carried.rhythm)


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
        "since_sustained": state.recent.since_sustained[rows].astype(np.int16),
        "quarter": state.recent.quarter(week, rows),
        "quiet": state.quiet[rows],
        "little_history": state.age[rows] < YOUNG,
        "chance_silence_normal": numbers["gap_odds"],
        "next_early": ahead[:, 0],
        "next_usual": ahead[:, 1],
        "next_late": ahead[:, 2],
        "usual_gap": state.gaps.median[rows],
        "gaps_a_year": state.gaps.a_year(rows),
    }  # fmt: skip
