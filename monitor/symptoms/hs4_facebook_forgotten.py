"""HS4: a Facebook page that is forgotten, or on which visitors talk to nobody."""

from __future__ import annotations

from math import ceil
from typing import cast

import numpy as np
import pandas as pd
from pydantic import Field

from monitor.symptoms.contract import Evidence, Symptom, Thresholds, Variant, answers, lagged, number_of, rolling_sum
from monitor.symptoms.quiet import RhythmThresholds, own_allowance
from monitor.symptoms.windows import floats, holiday_allowance
from monitor.symptoms.wording import STRETCHED


class Numbers(RhythmThresholds):
    """Thresholds of HS4."""

    silent_days: int = Field(28, ge=1, description="days without a post after which a page is forgotten")
    comment_weeks: int = Field(4, ge=1, le=4, description="weeks whose comments must have been answered")
    quiet_days: int = Field(14, ge=1, description="days without a post for unanswered comments to count")
    grace_days: int = Field(28, ge=0, description="age in days under which a page is not judged")


def judge(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """No post for longer than holidays and own rhythm explain, or every recent comment unanswered during a quiet.

    A page that never posted is silent since it was opened. Silence counts only as far as it was observed.
    """
    numbers = cast(Numbers, thresholds)
    never = np.isnan(floats(frame, "days_silent"))
    days = np.where(never, floats(frame, "age_days"), floats(frame, "days_silent"))
    seen = np.minimum(days, 7 * floats(frame, "observed_weeks"))
    holidays = holiday_allowance(frame, days // 7, numbers)
    rhythm = own_allowance(frame, floats(frame, "posts") > 0, numbers.silent_days / 7, numbers)
    allowed = 7 * rhythm + holidays
    comments = rolling_sum(frame, floats(frame, "comments"), numbers.comment_weeks)
    unanswered = (comments > 0) & (_answered(frame, numbers.comment_weeks) == 0)
    ignored = unanswered & (seen >= numbers.quiet_days + holidays)
    silent = seen >= allowed
    return answers(
        frame.index,
        silent | ignored,
        variant=np.where(~silent, 3, np.where(never, 2, 1)),
        reason=np.where((days >= allowed) & ~silent & ~ignored, 1, 0),
        days_silent=days,
        allowed_days=allowed,
        comments=np.where(frame["interactions_known"].to_numpy(bool), comments, np.nan),
        unanswered=unanswered,
    )


def _answered(frame: pd.DataFrame, weeks: int) -> np.ndarray:
    """Answered comments of the last weeks, known by the end of this one; NaN if that cannot be told for any week.

    The answers to the comments of k weeks ago are read from answered_within_k, which knows nothing of later weeks.
    """
    total = np.zeros(len(frame))
    for back in range(weeks):
        comments = lagged(frame, floats(frame, "comments"), back, fill=0)
        answered = lagged(frame, floats(frame, f"answered_within_{back}"), back, fill=0)
        total = total + np.where(np.nan_to_num(comments) > 0, answered, 0.0)
    return total


def _weeks_of_silence(thresholds: Thresholds) -> int:
    return ceil(number_of("silent_days")(thresholds) / 7)


SYMPTOM = Symptom(
    code="HS4",
    name="facebook-forgotten",
    title="Facebook page forgotten",
    explanation=(
        "The page was opened with enthusiasm and then left alone. Visitors find old news, their questions stay "
        "unanswered in public, and the page does more harm than having none."
    ),
    source='horror: "Social media voorkom het horrorscenario", socialmedium, 1 February 2012',
    severity=3,
    in_score=True,
    platforms=frozenset({"facebook"}),
    kinds=frozenset({"page", "company", "channel", "unknown"}),
    needs=(
        "posts",
        "days_silent",
        "age_days",
        "observed_weeks",
        "holiday_days",
        "seasonal",
        "interactions_known",
        "comments",
        "answered_within_0",
        "answered_within_1",
        "answered_within_2",
        "answered_within_3",
    ),
    observed=_weeks_of_silence,
    grace=number_of("grace_days"),
    thresholds=Numbers,
    evidence=(
        Evidence("days_silent", "days", "days without a post"),
        Evidence("allowed_days", "days", "days of quiet that holidays and the page's own rhythm explain"),
        Evidence("comments", "comments", "comments by visitors in the last weeks"),
        Evidence("unanswered", "yes/no", "none of those comments was answered"),
    ),
    variants=(
        Variant(
            "silent",
            "No post for {days_silent:days}; up to {allowed_days:days} would have been normal for this page.",
            rank=1,
        ),
        Variant(
            "never",
            "Nothing was ever posted on this page, which has existed for {days_silent:days}.",
            rank=1,
        ),
        Variant(
            "unanswered",
            "Nothing was posted for {days_silent:days}, and none of the visitors' comments of the last weeks was "
            "answered ({comments:comments}).",
        ),
    ),
    reasons=(STRETCHED,),
    remedy=(
        "Post something this week, answer what visitors asked, and put one post a week in the content calendar with "
        "two people who take turns; if nobody has the time, close the page and say where people can find you."
    ),
    cannot=(
        "Our last look at the page is too old to tell silence from missing data. When no source tells what visitors "
        "said, only the posts are judged."
    ),
    judge=judge,
)
