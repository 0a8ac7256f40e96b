"""HS11: one person writes nearly everything."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd
from pydantic import Field

from monitor.activity.columns import AUTHOR_WEEKS, AWAY_WEEKS
from monitor.symptoms.contract import (
    OF_THE_ORGANISATION,
    Evidence,
    Reason,
    Symptom,
    Thresholds,
    Variant,
    answers,
    number_of,
    rolling_sum,
)
from monitor.symptoms.windows import floats


class Numbers(Thresholds):
    """Thresholds of HS11. From a share of one half on, the fewest authors that make half of the posts are one."""

    share: float = Field(0.8, ge=0.5, le=1, description="share of the own posts that one person must have written")
    least_posts: int = Field(4, ge=1, description=f"own posts in {AUTHOR_WEEKS} weeks under which nobody is compared")
    observed_weeks: int = Field(AUTHOR_WEEKS, ge=1, description="weeks that must have been observed without a gap")
    grace_days: int = Field(91, ge=0, description="age in days under which an account is not judged")


def judge(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """One person's share of the own posts. Posts without a known author may be anybody's: what they cannot change is
    judged, the rest is unknown.
    """
    numbers = cast(Numbers, thresholds)
    posts = rolling_sum(frame, floats(frame, "own"), AUTHOR_WEEKS)
    most = floats(frame, "top_author_recent")
    nameless = posts - floats(frame, "authored_recent")
    wanted = numbers.share * posts - 1e-9
    lone, shared = most >= wanted, most + nameless < wanted
    stops = floats(frame, "top_author_away")
    return answers(
        frame.index,
        lone,
        reason=np.select([posts < numbers.least_posts, ~(lone | shared)], [1, 2], 0),
        posts=posts,
        by_one=most,
        share=most / np.where(posts > 0, posts, np.nan),
        absence_factor=np.where((posts > 0) & (2 * most >= posts), 1.0, np.nan),
        authors=floats(frame, "authors_recent"),
        nameless=nameless,
        stops=stops,
        remain=np.maximum(floats(frame, "own_away") - stops, 0),
    )


SYMPTOM = Symptom(
    code="HS11",
    name="lone-author",
    title="One person writes nearly everything",
    explanation=(
        "An account that lives on one pair of hands is as fragile as that person's calendar: one holiday, illness or "
        "new job, and it falls silent. The absence factor, the fewest authors who together write half of the posts, is "
        "one."
    ),
    source=(
        'tom: "Social media: één voor allen en allen voor één", Nederlands MediaNetwerk; '
        'strategie: "Facebookstrategie of Twitterstrategie?"'
    ),
    severity=1,
    in_score=False,
    platforms=frozenset(),
    # A personal account has one author by nature; a group's discussions are its members', which HS1 judges.
    kinds=OF_THE_ORGANISATION,
    needs=("own", "authored_recent", "top_author_recent", "top_author_away", "own_away", "authors_recent"),
    observed=number_of("observed_weeks"),
    grace=number_of("grace_days"),
    thresholds=Numbers,
    evidence=(
        Evidence("posts", "posts", f"own posts in the last {AUTHOR_WEEKS} weeks"),
        Evidence("by_one", "posts", "of those, posts by the person who wrote most"),
        Evidence("share", "share", "that person's share of the own posts"),
        Evidence(
            "absence_factor", "persons", "fewest persons who together wrote half of the own posts; told where it is one"
        ),
        Evidence("authors", "persons", "persons who wrote in those weeks, as far as is known"),
        Evidence("nameless", "posts", "own posts of which nobody knows the author"),
        Evidence("stops", "posts", f"posts by that person in the {AWAY_WEEKS} weeks on end in which there were most"),
        Evidence("remain", "posts", "posts by others in those weeks"),
    ),
    variants=(
        Variant(
            "lone",
            f"One person wrote {{share:percent}} of the {{posts:posts}} of the last {AUTHOR_WEEKS} weeks: the absence "
            f"factor is 1. Had that person been away in the busiest {AWAY_WEEKS} weeks on end, {{stops:posts}} would "
            "not have appeared and {remain:number} would.",
        ),
    ),
    reasons=(
        Reason("few_posts", f"There were too few posts in the last {AUTHOR_WEEKS} weeks to compare their authors."),
        Reason("authors_unknown", "Of too many posts it is unknown who wrote them."),
    ),
    remedy=(
        "Find a second enthusiast: give them a fixed slot in the content calendar and access to the account, and let "
        "them write alone in the next holiday of the first one."
    ),
    cannot=(
        "The sources do not tell who wrote the posts, or they name the organisation or a desk instead of a person; or "
        "there were too few posts to compare authors."
    ),
    judge=judge,
)
