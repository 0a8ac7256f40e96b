"""HS2: a company account on X (Twitter) that sends one tweet a week, or none."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd
from pydantic import Field

from monitor.symptoms.contract import Evidence, Symptom, Thresholds, Variant, answers, first_rows, number_of
from monitor.symptoms.quiet import RhythmThresholds, own_allowance
from monitor.symptoms.windows import floats, rows_since, stretched, sum_over, working_weeks
from monitor.symptoms.wording import STRETCHED


class Numbers(RhythmThresholds):
    """Thresholds of HS2."""

    weeks: int = Field(8, ge=1, le=104, description="complete weeks looked at")
    least_weeks: int = Field(6, ge=1, description="how many of those weeks must be nearly silent")
    most_per_week: int = Field(1, ge=0, description="own tweets in a week that still counts as nearly silent")
    grace_days: int = Field(56, ge=0, description="age in days under which an account is not judged")


def judge(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Enough working weeks of the window with at most one own tweet, unless it is the pause of a known season.

    Own tweets are originals and quotes; replies and reposts are counted apart.
    """
    numbers = cast(Numbers, thresholds)
    own, working = floats(frame, "own"), working_weeks(frame, numbers)
    span = stretched(frame, working, numbers.weeks)
    quiet = sum_over(span, working & (own <= numbers.most_per_week))
    pause = _in_season_pause(frame, own, sum_over(span, working & (own == 0)), numbers)
    return answers(
        frame.index,
        (quiet >= numbers.least_weeks) & ~pause,
        variant=np.where(sum_over(span, own) > 0, 1, 2),
        reason=np.where(span.short, 1, 0),
        weeks=span.length,
        quiet_weeks=quiet,
        own=sum_over(span, own),
        replies=sum_over(span, floats(frame, "replies")),
        reposts=sum_over(span, floats(frame, "reposts")),
        season_pause=pause,
    )


def _in_season_pause(frame: pd.DataFrame, own: np.ndarray, empty: np.ndarray, numbers: Numbers) -> np.ndarray:
    """Whether the quiet is a pause that the account's own past explains.

    A trickle is no season, however long it lasts: the quiet weeks must be empty ones, the past must hold pauses longer
    than the window, and in the weeks in which it spoke the account must have said more than a trickle.
    """
    active = own > 0
    allowed = own_allowance(frame, active, numbers.weeks, numbers)
    inside = (allowed > numbers.weeks) & (rows_since(frame, active) <= allowed)
    lively = _so_far(frame, own) > numbers.most_per_week * _so_far(frame, active)
    declared = frame["seasonal"].to_numpy(bool)
    return np.asarray((empty >= numbers.least_weeks) & inside & (lively | declared))


def _so_far(frame: pd.DataFrame, values: np.ndarray) -> np.ndarray:
    """Sum over the account's rows up to and including this one."""
    total = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    return np.asarray(total[1:] - total[first_rows(frame)])


SYMPTOM = Symptom(
    code="HS2",
    name="twitter-weekly-trickle",
    title="Company tweets once a week or less",
    explanation=(
        "A company account that sends one message a week, or none, is not part of any conversation. People who look it "
        "up see that nobody is there, and those who ask something do not expect an answer."
    ),
    source='horror: "Social media voorkom het horrorscenario", socialmedium, 1 February 2012',
    severity=3,
    in_score=True,
    platforms=frozenset({"x"}),
    kinds=frozenset({"company", "page", "channel", "unknown"}),
    needs=("own", "replies", "reposts", "seasonal", "holiday_days", "observed_weeks"),
    observed=number_of("weeks"),
    grace=number_of("grace_days"),
    thresholds=Numbers,
    evidence=(
        Evidence("weeks", "weeks", "weeks looked at, holiday weeks included"),
        Evidence("quiet_weeks", "weeks", "of those, working weeks that were nearly silent"),
        Evidence("own", "posts", "own tweets in the weeks looked at"),
        Evidence("replies", "posts", "replies in the weeks looked at"),
        Evidence("reposts", "posts", "reposts in the weeks looked at"),
        Evidence("season_pause", "yes/no", "the quiet is a pause that the account's own past explains"),
    ),
    variants=(
        Variant(
            "trickle",
            "In {quiet_weeks:weeks} out of the last {weeks:weeks} this account hardly said anything of its own: own "
            "tweets {own:number}, replies {replies:number}, reposts {reposts:number}.",
        ),
        Variant(
            "nothing",
            "In the last {weeks:weeks} this account said nothing of its own: own tweets {own:number}, replies "
            "{replies:number}, reposts {reposts:number}.",
            rank=1,
        ),
    ),
    reasons=(STRETCHED,),
    remedy=(
        "Reserve fixed slots for this account in this week's content calendar and divide them over two authors, so "
        "that its weekly goal does not hang on one person's spare time."
    ),
    cannot="The observed period is shorter than the weeks looked at, or the account is younger than that.",
    judge=judge,
)
