"""HS15: posts about anything but what the organisation wants to say."""

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
    where_known,
)


class Numbers(Thresholds):
    """Thresholds of HS15."""

    weeks: int = Field(13, ge=1, le=104, description="complete weeks looked at")
    least_share: float = Field(0.2, gt=0, le=1, description="share of the own posts that must touch a theme")
    least_posts: int = Field(5, ge=1, description="own posts in those weeks under which no share is judged")
    grace_days: int = Field(91, ge=0, description="age in days under which an account is not judged")


def judge(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Too few own posts touch a theme. Posts without words may touch any: what they cannot change is judged."""
    numbers = cast(Numbers, thresholds)
    return where_known(frame, ~frame["themed"].isna().to_numpy(), 1, lambda known: _judge(known, numbers))


def _judge(frame: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    posts, themed, judged = rolling_sums(frame, ("own", "themed", "theme_judged"), numbers.weeks)
    wanted = numbers.least_share * posts - 1e-9
    wordless = posts - judged
    off, on = themed + wordless < wanted, themed >= wanted
    return answers(
        frame.index,
        off,
        reason=np.select([posts < numbers.least_posts, ~(off | on)], [2, 3], 0),
        weeks=np.full(len(frame), numbers.weeks),
        posts=posts,
        themed=themed,
        share=themed / np.where(posts > 0, posts, np.nan),
        wordless=wordless,
    )


SYMPTOM = Symptom(
    code="HS15",
    name="off-message",
    title="Posts about anything but our own themes",
    explanation=(
        "The organisation chose what it wants to be known for, and the posts are about something else. Readers may "
        "like them, but nobody learns what we stand for."
    ),
    source=(
        'tom: "Social media: één voor allen en allen voor één", Nederlands MediaNetwerk; '
        'intern: "Social Media in de marketingmix begint intern", Adformatie'
    ),
    severity=1,
    in_score=False,
    platforms=frozenset(),
    kinds=OF_THE_ORGANISATION,
    needs=("own", "themed", "theme_judged"),
    observed=number_of("weeks"),
    grace=number_of("grace_days"),
    thresholds=Numbers,
    evidence=(
        Evidence("weeks", "weeks", "weeks looked at"),
        Evidence("posts", "posts", "own posts in those weeks"),
        Evidence("themed", "posts", "of those, posts that touch a theme of config.toml"),
        Evidence("share", "share", "share of the own posts that touch a theme"),
        Evidence("wordless", "posts", "own posts of which nobody can tell, because they have no words"),
    ),
    variants=(
        Variant(
            "off",
            "Of the {posts:posts} of the last {weeks:weeks} {themed:number} touched one of the organisation's themes "
            "({share:percent}).",
        ),
    ),
    reasons=(
        Reason("no_themes", "No themes were set for the organisation."),
        Reason("few_posts", "There were too few posts to judge what they are about."),
        Reason("wordless", "Too many posts have no words that tell what they are about."),
    ),
    remedy=(
        "Lay the key messages beside the content calendar and plan the next ten posts from them; if the posts are "
        "right and the themes are not, change the themes in config.toml."
    ),
    cannot="config.toml names no themes, there were too few posts, or too many of them have no words.",
    judge=judge,
)
