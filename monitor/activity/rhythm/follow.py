"""The whole history of a portfolio in one pass: numbers of every account and week that can be judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitor.activity.rhythm.events import weeks_in
from monitor.activity.rhythm.lines import Lines
from monitor.activity.rhythm.state import RhythmState

LEAST_POSTS, LEAST_WEEKS = 10, 8
"""Posts and active weeks an account needs before anything is said about its rhythm."""
MOST_SILENT = 52
"""Weeks of silence after which nothing more is said."""
ROW, WEEK = "row", "week"


@dataclass(frozen=True)
class Followed:
    """Numbers by account and week, sorted by week, then account.

    Attributes:
        row: Account of each line.
        week: Its week.
        numbers: One array per number.
        state: The state after the last week.
    """

    row: np.ndarray
    week: np.ndarray
    numbers: dict[str, np.ndarray]
    state: RhythmState


Telling = Callable[[RhythmState, np.ndarray], dict[str, np.ndarray]]


def follow(
    weeks: pd.DataFrame, count: int, tell: Telling, last: int | None = None, begin: RhythmState | None = None
) -> Followed:
    """Follow accounts through their posts.

    Args:
        weeks: Active account-weeks, as `events.account_weeks` makes them of posts.
        count: Number of accounts.
        tell: What to note of the accounts that can be judged: state, accounts -> arrays.
        last: Last week; that of the last active one if not told.
        begin: State after the week before the first one, which is continued in place; before all weeks if not told.
    """
    state = RhythmState.empty(count, int(weeks["week"].iloc[0]) if len(weeks) else 0) if begin is None else begin
    lines = Lines()
    for events in weeks_in(weeks, last, int(state.week[0]) + 1):
        state.update(events)
        judged = np.flatnonzero(judgeable(state))
        lines.add({ROW: judged, WEEK: np.full(len(judged), events.week)} | tell(state, judged))
    found = lines.done() or {ROW: np.zeros(0, np.int64), WEEK: np.zeros(0, np.int64)}
    return Followed(found.pop(ROW), found.pop(WEEK), found, state)


def judgeable(state: RhythmState) -> np.ndarray:
    """Which accounts have posted enough, and recently enough, to be spoken about."""
    enough = (state.posts >= LEAST_POSTS) & (state.active_weeks >= LEAST_WEEKS)
    return np.asarray(enough & (state.silent_weeks < MOST_SILENT))
