"""HS5: a blog that is a slow shelf of press releases."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd
from pydantic import Field

from monitor.symptoms.contract import (
    Evidence,
    Note,
    Reason,
    Symptom,
    Thresholds,
    Variant,
    answers,
    first_rows,
    number_of,
)
from monitor.symptoms.windows import HolidayThresholds, floats, stretched, sum_over, working_weeks
from monitor.symptoms.wording import STRETCHED

MONTHS_PER_WEEK = 12 / 52


class Numbers(HolidayThresholds):
    """Thresholds of HS5."""

    weeks: int = Field(13, ge=1, le=104, description="complete weeks looked at")
    most_per_month: float = Field(1, gt=0, description="posts a month that still count as slow")
    press_share: float = Field(0.5, gt=0, le=1, description="share of press releases from which a blog is press-only")
    silence_weeks: int = Field(26, ge=1, le=208, description="weeks in which a blog must have posted to be judged")
    silence_posts: int = Field(2, ge=1, description="posts wanted in those weeks; with fewer it is silence, not this")
    grace_days: int = Field(91, ge=0, description="age in days under which a blog is not judged")


def judge(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Slow and press-only together. Each half is in the evidence on its own.

    Posts whose label is unknown may be either: press-only is certain if the known press releases suffice, ruled out if
    even all unknown ones would not, and open in between.
    """
    numbers = cast(Numbers, thresholds)
    working, own = working_weeks(frame, numbers), floats(frame, "own")
    span = stretched(frame, working, numbers.weeks)
    posts, press = sum_over(span, own), sum_over(span, floats(frame, "press_releases"))
    unknown = np.maximum(posts - sum_over(span, floats(frame, "press_judged")), 0)
    slow = posts <= numbers.most_per_month * numbers.weeks * MONTHS_PER_WEEK + 1e-9
    wanted = numbers.press_share * posts - 1e-9
    press_only, ruled_out = (press >= wanted) & (posts > 0), press + unknown < wanted
    long = stretched(frame, working, numbers.silence_weeks)
    silence = sum_over(long, own) < numbers.silence_posts
    only = press_only & (press == posts)
    unclear = [span.short, silence, slow & (posts == 0), slow & ~press_only & ~ruled_out]
    return answers(
        frame.index,
        slow & press_only,
        variant=np.where(only, 2, 1),
        reason=np.select(unclear, [1, 2, 3, 4], 0),
        weeks=span.length,
        posts=posts,
        press_releases=press,
        press_share=np.divide(press, posts, out=np.full(len(posts), np.nan), where=posts > 0),
        slow=np.where(span.short, np.nan, slow),
        press_only=np.where(span.short | ~(press_only | ruled_out), np.nan, press_only),
        press_since=np.where(only, _press_since(frame), np.nan),
    )


def _press_since(frame: pd.DataFrame) -> np.ndarray:
    """Week of the first press release after the last post that is not known to be one; NaN if there is none."""
    row, first = np.arange(len(frame)), first_rows(frame)
    press = floats(frame, "press_releases") > 0
    own_words = floats(frame, "own") > np.nan_to_num(floats(frame, "press_releases"))
    last_own = np.maximum(_latest(own_words), first - 1)
    earlier = np.concatenate(([-1], _latest(press)[:-1]))[: len(frame)]
    begun = _latest(press & (np.maximum(earlier, first - 1) <= last_own))
    weeks = frame.index.get_level_values(1).to_numpy(np.float64)
    return np.where(begun > last_own, weeks[np.clip(begun, 0, None)] if len(row) else np.nan, np.nan)


def _latest(flags: np.ndarray) -> np.ndarray:
    """Position of the last true value up to each place, -1 before the first."""
    return (
        np.asarray(np.maximum.accumulate(np.where(flags, np.arange(len(flags)), -1)))
        if len(flags)
        else np.zeros(0, int)
    )


SYMPTOM = Symptom(
    code="HS5",
    name="blog-press-releases",
    title="Blog is a slow shelf of press releases",
    explanation=(
        "A blog on which a press release appears once in a while is written for the press, not for readers. There is "
        "no voice of a person, nothing to react to and no reason to come back."
    ),
    source='horror: "Social media voorkom het horrorscenario", socialmedium, 1 February 2012',
    severity=2,
    in_score=True,
    platforms=frozenset(),
    kinds=frozenset({"blog"}),
    needs=("own", "press_releases", "press_judged", "holiday_days", "observed_weeks"),
    observed=number_of("weeks"),
    grace=number_of("grace_days"),
    thresholds=Numbers,
    evidence=(
        Evidence("weeks", "weeks", "weeks looked at, holiday weeks included"),
        Evidence("posts", "posts", "posts in those weeks"),
        Evidence("press_releases", "posts", "of those, press releases"),
        Evidence("press_share", "share", "share of press releases"),
        Evidence("slow", "yes/no", "too few posts a month"),
        Evidence("press_only", "yes/no", "at least half of the posts, or the share set, are press releases"),
        Evidence("press_since", "week", "week since which every post reads as a press release"),
    ),
    variants=(
        Variant(
            "both",
            "In the last {weeks:weeks} the blog carried {posts:posts}, of which {press_releases:number} read as a "
            "press release ({press_share:percent}).",
        ),
        Variant(
            "only",
            "Nothing but press releases since {press_since:month}: {posts:posts} in the last {weeks:weeks}.",
        ),
    ),
    reasons=(
        STRETCHED,
        Reason("silence", "There are too few posts to speak of press releases; this is silence."),
        Reason("no_posts", "There is no post in the weeks looked at, so there is nothing to call a press release."),
        Reason("unlabelled", "For too many posts it is unknown whether they are press releases."),
    ),
    remedy=(
        "Let two colleagues who do the work write a short piece in their own words every month, put the dates in the "
        "content calendar, and move press releases to the press page."
    ),
    cannot="Too few posts in half a year (then it is silence), or it is unknown which posts are press releases.",
    judge=judge,
    notes=(
        Note("slow", "The blog is slow: {posts:posts} in the last {weeks:weeks}."),
        Note("press_only", "The blog is mostly press releases: {press_share:percent} of its recent posts."),
    ),
)
