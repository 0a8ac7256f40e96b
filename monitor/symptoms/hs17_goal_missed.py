"""HS17: the account's own goal is missed again and again."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd
from pydantic import Field

from monitor.symptoms.contract import (
    Evidence,
    Reason,
    Symptom,
    Thresholds,
    Variant,
    answers,
    first_rows,
    number_of,
    running_total,
)
from monitor.symptoms.windows import HolidayThresholds, floats, working_weeks


class Numbers(HolidayThresholds):
    """Thresholds of HS17."""

    periods: int = Field(4, ge=1, le=26, description="goal periods looked at")
    least_missed: int = Field(3, ge=1, description="how many of those periods must have missed the goal")
    grace_days: int = Field(28, ge=0, description="age in days under which an account is not judged")


def judge(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Count the missed goal periods, one after the other, that end with this week.

    A month is four weeks, so that every week can be the end of a period. Holiday weeks lower the goal of their period
    in proportion; a period of holidays only is never missed.
    """
    numbers = cast(Numbers, thresholds)
    goal, length = floats(frame, "goal_posts"), floats(frame, "goal_weeks")
    wanted = ~(np.isnan(goal) | np.isnan(length))
    rows = np.flatnonzero(wanted)
    weeks = length[rows].astype(np.int64)
    own = _Totals(frame, floats(frame, "own"), rows)
    work = _Totals(frame, working_weeks(frame, numbers).astype(np.float64), rows)
    missed, reach = np.zeros(len(rows)), numbers.periods * weeks
    rate, later = goal[rows] / weeks, (own.before(0 * weeks), work.before(0 * weeks))
    for period in range(1, numbers.periods + 1):
        earlier = (own.before(period * weeks), work.before(period * weeks))
        missed += later[0] - earlier[0] < rate * (later[1] - earlier[1]) - 1e-9
        later = earlier
    short = floats(frame, "observed_weeks")[rows] < reach
    return answers(
        frame.index,
        _spread(frame, rows, missed) >= numbers.least_missed,
        variant=np.where(length == 1, 1, 2),
        reason=np.where(wanted, 2 * _spread(frame, rows, short, fill=0), 1),
        goal=goal,
        goal_weeks=length,
        periods=np.full(len(frame), numbers.periods),
        missed=_spread(frame, rows, missed),
        own=_spread(frame, rows, own.before(0 * weeks) - own.before(reach)),
    )


def _spread(frame: pd.DataFrame, rows: np.ndarray, values: np.ndarray, fill: float = np.nan) -> np.ndarray:
    """Values of some rows as a column of all."""
    column = np.full(len(frame), fill)
    column[rows] = values
    return column


class _Totals:
    """Running totals at places that differ from row to row, for some rows of a frame."""

    def __init__(self, frame: pd.DataFrame, values: np.ndarray, rows: np.ndarray) -> None:
        self._total = running_total(values)
        self._end, self._first = rows + 1, first_rows(frame)[rows]

    def before(self, back: np.ndarray) -> np.ndarray:
        """Total up to `back` rows ago, inside the account; two of them differ by the sum over the rows between."""
        return np.asarray(self._total[np.maximum(self._end - back, self._first)])


SYMPTOM = Symptom(
    code="HS17",
    name="goal-missed",
    title="Own goal missed again and again",
    explanation=(
        "The organisation set itself a goal for this account and does not reach it. Either the goal or the time that "
        "people get for it is not meant seriously, and that is how every horror scenario begins."
    ),
    source=(
        'horror: "Social media voorkom het horrorscenario", socialmedium, 1 February 2012; '
        'tom: "Social media: één voor allen en allen voor één", Nederlands MediaNetwerk'
    ),
    severity=1,
    in_score=False,
    platforms=frozenset(),
    kinds=frozenset(),
    needs=("own", "goal_posts", "goal_weeks", "holiday_days", "observed_weeks"),
    observed=number_of("periods"),
    grace=number_of("grace_days"),
    thresholds=Numbers,
    evidence=(
        Evidence("goal", "posts", "own posts wanted in a period"),
        Evidence("goal_weeks", "weeks", "length of a period"),
        Evidence("periods", "periods", "periods looked at"),
        Evidence("missed", "periods", "of those, periods that missed the goal"),
        Evidence("own", "posts", "own posts in all those periods"),
    ),
    variants=(
        Variant(
            "weekly",
            "The account's goal of {goal:posts} a week was missed in {missed:number} of the last {periods:weeks}; "
            "there were {own:posts} in all.",
        ),
        Variant(
            "longer",
            "The account's goal of {goal:posts} every {goal_weeks:weeks} was missed {missed:times} in the last "
            "{periods:number} periods; there were {own:posts} in all.",
        ),
    ),
    reasons=(
        Reason("no_goal", "No goal was set for this account."),
        Reason("short_periods", "The observed period is shorter than the goal periods to look at."),
    ),
    remedy=(
        "Look at the goal together: give the author fixed hours and slots in the calendar, add a second author, or set "
        "a lower goal that the team does stand behind."
    ),
    cannot="No goal was set for the account, or the observed period is shorter than the goal periods looked at.",
    judge=judge,
)
