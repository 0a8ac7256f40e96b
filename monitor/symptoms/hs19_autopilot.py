"""HS19: an account that a machine keeps alive."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd
from pydantic import Field

from monitor.activity.columns import MAKER_WEEKS
from monitor.symptoms.contract import (
    OF_THE_ORGANISATION,
    Evidence,
    Reason,
    Symptom,
    Thresholds,
    Variant,
    account_codes,
    answers,
    number_of,
    rolling_sum,
    rolling_sums,
)
from monitor.symptoms.hearing import tells_answers
from monitor.symptoms.windows import floats


class Numbers(Thresholds):
    """Thresholds of HS19."""

    share: float = Field(0.9, ge=0.8, le=1, description="share of the own posts that a machine must have made")
    least_posts: int = Field(13, ge=10, description=f"own posts in {MAKER_WEEKS} weeks under which nobody is a machine")
    observed_weeks: int = Field(MAKER_WEEKS, ge=1, description="weeks that must have been observed without a gap")
    grace_days: int = Field(91, ge=0, description="age in days under which an account is not judged")


def judge(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Nearly all own posts are of one program, or lead to one site, at one minute of the hour, and nobody is answered.

    What is unknown of posts and answers may go either way: what it cannot change is judged.
    """
    numbers = cast(Numbers, thresholds)
    posts = rolling_sum(frame, floats(frame, "own"), MAKER_WEEKS)
    machine, possible = floats(frame, "machine_recent"), floats(frame, "machine_possible")
    answered, told = _answered(frame, possible)
    wanted = numbers.share * posts - 1e-9
    sure, never = machine >= wanted, (possible < wanted) | (answered > 0)
    return answers(
        frame.index,
        sure & ~never,
        reason=np.select([posts < numbers.least_posts, ~(sure | never), ~(told | never)], [1, 2, 3], 0),
        weeks=np.full(len(frame), MAKER_WEEKS),
        posts=posts,
        machine=machine,
        share=machine / np.where(posts > 0, posts, np.nan),
        unclear=possible - machine,
        minute=floats(frame, "machine_minute"),
        answered=np.where(told, answered, np.nan),
    )


def _answered(frame: pd.DataFrame, possible: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Replies and answers in the window, and whether any source tells them; only for accounts that may be machines."""
    answered, told = np.full(len(frame), np.nan), np.zeros(len(frame), bool)
    if not (possible > 0).any():
        return answered, told
    accounts = account_codes(frame.index)
    some = np.isin(accounts, np.unique(accounts[possible > 0]))
    part = frame[some]
    answered[some] = np.maximum(*rolling_sums(part, ("replies", "answers"), MAKER_WEEKS))
    told[some] = tells_answers(part)
    # Only told where it may matter, so that no week knows what the account becomes later.
    return np.where(possible > 0, answered, np.nan), told & (possible > 0)


SYMPTOM = Symptom(
    code="HS19",
    name="autopilot",
    title="On autopilot",
    explanation=(
        "A feed that fills an account by itself looks like activity and is none: nobody reads what people answer, and "
        "nobody notices when it breaks. Posts that a person plans ahead are no autopilot, as long as their minutes "
        "vary or that person answers."
    ),
    source='stoor: column on what disturbs social media at Dutch companies ("stoorfactoren"), Bijgespijkerd',
    severity=1,
    in_score=False,
    platforms=frozenset(),
    kinds=OF_THE_ORGANISATION,
    needs=(
        *("platform", "own", "replies", "answers", "interactions_known"),
        *("machine_recent", "machine_possible", "machine_minute"),
    ),
    observed=number_of("observed_weeks"),
    grace=number_of("grace_days"),
    thresholds=Numbers,
    evidence=(
        Evidence("weeks", "weeks", "weeks looked at"),
        Evidence("posts", "posts", "own posts in those weeks"),
        Evidence(
            "machine", "posts", "of those, posts of one program, or leading to one site, at one minute of the hour"
        ),
        Evidence("share", "share", "share of the own posts that came so"),
        Evidence("unclear", "posts", "more posts that may have come so, since their program, link or time is not told"),
        Evidence("minute", "minute", "the minute of the hour"),
        Evidence("answered", "times", "replies and answers in those weeks"),
    ),
    variants=(
        Variant(
            "machine",
            "Of the {posts:posts} of the last {weeks:weeks} {machine:number} ({share:percent}) came from one program "
            "or led to one site, always at minute {minute:number} of the hour, and nobody was answered.",
        ),
    ),
    reasons=(
        Reason("few_posts", f"There were too few posts in the last {MAKER_WEEKS} weeks to see a machine in them."),
        Reason("maker_unknown", "It is unknown with which program, or at what time, enough of the posts were made."),
        Reason("answers_unknown", "No source tells whether this account answers anybody."),
    ),
    remedy=(
        "Give the account a person who looks at it every working day, answers, and writes something of their own each "
        "week; let the feed be an addition to that, or close the account with a pointer to where you do talk."
    ),
    cannot=(
        "The sources do not tell enough of the programs, links and times of the posts, or whether anybody is answered; "
        "or there were too few posts."
    ),
    judge=judge,
)
