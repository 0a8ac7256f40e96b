"""HS13: people wait for an answer, or get none."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd
from pydantic import Field

from monitor.activity.columns import ANSWER_WEEKS
from monitor.symptoms.contract import (
    OF_THE_ORGANISATION,
    Evidence,
    Reason,
    Symptom,
    Thresholds,
    Variant,
    answers,
    number_of,
    rolling_sums,
    where_known,
)
from monitor.symptoms.windows import floats


class Numbers(Thresholds):
    """Thresholds of HS13. What is late and what is unanswered says `[promises]`."""

    missed_share: float = Field(0.2, ge=0, lt=1, description="share of unanswered questions above which too many are")
    least: int = Field(3, ge=1, description="answers, or questions, under which neither half is judged")
    observed_weeks: int = Field(0, ge=0, description="weeks of posts that must have been observed without a gap")
    grace_days: int = Field(28, ge=0, description="age in days under which an account is not judged")


def judge(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """The median answer late, or too many questions without one. Each half is judged where there is enough to judge."""
    numbers = cast(Numbers, thresholds)
    return where_known(frame, frame["interactions_known"].to_numpy(bool), 1, lambda known: _judge(known, numbers))


def _judge(frame: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    given, late, due, missed = rolling_sums(
        frame, ("answers", "answers_late", "questions_due", "questions_missed"), ANSWER_WEEKS
    )
    median, promised = floats(frame, "answer_median"), floats(frame, "answer_promise")
    slow = (given >= numbers.least) & (median > promised + 1e-6)
    ignored = (due >= numbers.least) & (missed > numbers.missed_share * due + 1e-9)
    enough = (given >= numbers.least) | (due >= numbers.least)
    return answers(
        frame.index,
        slow | ignored,
        variant=np.select([ignored & slow, ignored], [3, 2], 1),
        reason=np.where(enough, 0, 2),
        answers=given,
        late=late,
        median_hours=median,
        promised_hours=promised,
        due=due,
        missed=missed,
        missed_share=missed / np.where(due > 0, due, np.nan),
    )


SYMPTOM = Symptom(
    code="HS13",
    name="slow-answers",
    title="People wait for an answer",
    explanation=(
        "Whoever asks something on social media expects an answer the same working day. A question that waits for days "
        "is read by everybody, and tells them that nobody is there."
    ),
    source='strategie: "Facebookstrategie of Twitterstrategie?"',
    severity=2,
    in_score=False,
    platforms=frozenset(),
    kinds=OF_THE_ORGANISATION,
    needs=(
        "interactions_known",
        "answers",
        "answers_late",
        "answer_median",
        "answer_promise",
        "questions_due",
        "questions_missed",
    ),
    observed=number_of("observed_weeks"),
    grace=number_of("grace_days"),
    thresholds=Numbers,
    evidence=(
        Evidence("answers", "answers", f"first answers given in the last {ANSWER_WEEKS} weeks"),
        Evidence("late", "answers", "of those, later than the office hours promised"),
        Evidence("median_hours", "hours", "office hours to the first answer, the median of those answers"),
        Evidence("promised_hours", "hours", "office hours within which an answer is promised"),
        Evidence("due", "questions", "questions that should have been answered in those weeks"),
        Evidence("missed", "questions", "of those, without an answer after the working days promised"),
        Evidence("missed_share", "share", "share of those questions without an answer by then"),
    ),
    variants=(
        Variant(
            "slow",
            f"Half of the {{answers:number}} first answers of the last {ANSWER_WEEKS} weeks took "
            "{median_hours:number} office hours or longer, against a promise of {promised_hours:number}.",
        ),
        Variant(
            "unanswered",
            f"Of the {{due:number}} questions of the last {ANSWER_WEEKS} weeks {{missed:number}} had no answer within "
            "the working days promised ({missed_share:percent}).",
            rank=1,
        ),
        Variant(
            "both",
            f"Of the {{due:number}} questions of the last {ANSWER_WEEKS} weeks {{missed:number}} had no answer within "
            "the working days promised ({missed_share:percent}), and half of the first answers that were given took "
            "{median_hours:number} office hours or longer, against a promise of {promised_hours:number}.",
            rank=2,
        ),
    ),
    reasons=(
        Reason("unheard", "No source tells what others said to this account and whether it was answered."),
        Reason("few", "There were too few questions and answers to judge."),
    ),
    remedy=(
        "Agree who looks at the questions in the morning and after lunch, and who does when that person is away; say "
        "at once that an answer is coming when it takes longer."
    ),
    cannot=(
        "No source tells what others said to the account and when it was answered, or there were too few questions "
        "and answers. What a source cannot tell the answer of is left out."
    ),
    judge=judge,
)
