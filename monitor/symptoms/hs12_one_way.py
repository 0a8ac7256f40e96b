"""HS12: an account that talks and never answers."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd
from pydantic import Field

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
)
from monitor.symptoms.hearing import tells_answers


class Numbers(Thresholds):
    """Thresholds of HS12."""

    weeks: int = Field(13, ge=1, le=104, description="complete weeks looked at")
    least_own: int = Field(20, ge=1, description="own posts in those weeks under which nobody shouts")
    most_share: float = Field(0.05, gt=0, lt=1, description="share of replies and answers under which it is one-way")
    grace_days: int = Field(91, ge=0, description="age in days under which an account is not judged")


def judge(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Hardly any reply or answer among many posts, while people spoke to the account or nobody knows whether they did.

    A reply of ours and an answer noted beside a comment may be the same, so the greater of the two numbers counts.
    """
    numbers = cast(Numbers, thresholds)
    own, reposts, replies, given, spoken = rolling_sums(
        frame, ("own", "reposts", "replies", "answers", "comments"), numbers.weeks
    )
    answered = np.maximum(replies, given)
    share = answered / np.maximum(own + reposts + answered, 1)
    heard = frame["interactions_known"].to_numpy(bool)
    told = tells_answers(frame)
    shouts = (own >= numbers.least_own) & (share < numbers.most_share)
    return answers(
        frame.index,
        shouts & (~heard | (spoken > 0)),
        variant=np.where(heard, 1, 2),
        reason=np.where((own >= numbers.least_own) & ~told, 1, 0),
        weeks=np.full(len(frame), numbers.weeks),
        own=own,
        answered=np.where(told, answered, np.nan),
        share=np.where(told, share, np.nan),
        spoken=np.where(heard, spoken, np.nan),
    )


SYMPTOM = Symptom(
    code="HS12",
    name="one-way",
    title="Talks and does not listen",
    explanation=(
        "Who only sends uses a conversation as a megaphone. People notice that nobody answers, and stop speaking to "
        "the account long before they stop reading it."
    ),
    source='stoor: column on what disturbs social media at Dutch companies ("stoorfactoren"), Bijgespijkerd',
    severity=1,
    in_score=False,
    platforms=frozenset(),
    kinds=OF_THE_ORGANISATION,
    needs=("platform", "own", "reposts", "replies", "answers", "comments", "interactions_known"),
    observed=number_of("weeks"),
    grace=number_of("grace_days"),
    thresholds=Numbers,
    evidence=(
        Evidence("weeks", "weeks", "weeks looked at"),
        Evidence("own", "posts", "own posts in those weeks"),
        Evidence("answered", "posts", "replies and answers in those weeks"),
        Evidence("share", "share", "share of replies and answers among everything the account said"),
        Evidence("spoken", "comments", "what others said to the account in those weeks"),
    ),
    variants=(
        Variant(
            "spoken_to",
            "In the last {weeks:weeks} the account published {own:posts} of its own and answered {answered:times}, "
            "while others said something to it {spoken:times}.",
        ),
        Variant(
            "nobody_knows",
            "In the last {weeks:weeks} the account published {own:posts} of its own and answered {answered:times}. "
            "Nobody knows whether anybody spoke to it: no source tells that.",
        ),
    ),
    reasons=(Reason("answers_unknown", "No source tells whether this account answers anybody."),),
    remedy=(
        "Let the author look every working day at what people say to the account and of it, thank and answer them, and "
        "put a question to the readers in the content calendar each week."
    ),
    cannot=(
        "No source tells replies or answers of the account. When no source tells what others said, the sentence says "
        "so."
    ),
    judge=judge,
)
