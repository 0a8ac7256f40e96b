"""HS3: an employee's account that is an egg, a shell or dormant."""

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
    none_needed,
    number_of,
)
from monitor.symptoms.windows import floats


class Numbers(Thresholds):
    """Thresholds of HS3."""

    grace_days: int = Field(30, ge=0, description="age in days under which an account is not judged")
    few_posts: int = Field(3, ge=1, description="an account with fewer own posts than this, ever, is empty")
    dormant_days: int = Field(90, ge=1, description="days without an own post after which an account is dormant")


def judge(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Egg before shell before dormant: the first that is proven.

    Present as soon as one is proven. Absent only if all four tests (picture, description, number of posts, silence) are
    known to be fine; otherwise it cannot be judged. Posts tell nothing where nobody has observed them.
    """
    numbers = cast(Numbers, thresholds)
    avatar, bio = floats(frame, "default_avatar"), floats(frame, "has_bio")
    few, few_known = _few_posts(frame, numbers)
    dormant, dormant_known = _dormant(frame, numbers)
    egg, shell = avatar == 1, (bio == 0) | few
    present = egg | shell | dormant
    no_profile = ~frame["profile_seen"].to_numpy(bool)
    profile_gap = np.isnan(avatar) | np.isnan(bio)
    unclear = [no_profile, ~present & profile_gap, ~present & ~(few_known & dormant_known)]
    return answers(
        frame.index,
        present,
        variant=np.select([egg, shell], [1, 2], 3),
        reason=np.select(unclear, [1, 2, 3], 0),
        default_avatar=avatar,
        has_bio=bio,
        own_ever=floats(frame, "own_ever"),
        own_days_silent=floats(frame, "own_days_silent"),
    )


def _few_posts(frame: pd.DataFrame, numbers: Numbers) -> tuple[np.ndarray, np.ndarray]:
    """Whether there are too few own posts ever, and whether that is known.

    Few posts prove something only if the whole life of the account was observed, up to a week cut in two at either
    end, which nobody can say whose beginning is unknown; enough posts are enough whatever was not seen.
    """
    enough = floats(frame, "own_ever") >= numbers.few_posts
    until_now = floats(frame, "observed_weeks") * 7 + 14 > floats(frame, "age_days")
    whole_life = until_now & frame["beginning_known"].to_numpy(bool)
    seen = floats(frame, "observed_weeks") > 0
    return ~enough & whole_life & seen, enough | (whole_life & seen)


def _dormant(frame: pd.DataFrame, numbers: Numbers) -> tuple[np.ndarray, np.ndarray]:
    """Whether there was no own post for long, and whether that is known."""
    silent = np.nan_to_num(floats(frame, "own_days_silent"), nan=np.inf)
    observed = floats(frame, "observed_weeks") * 7
    recent = (silent < numbers.dormant_days) & (observed > 0)
    return np.minimum(silent, observed) >= numbers.dormant_days, recent | (observed >= numbers.dormant_days)


SYMPTOM = Symptom(
    code="HS3",
    name="personal-account-egg",
    title="Employee's account is an egg, a shell or dormant",
    explanation=(
        "Employees were told to be on social media and opened an account, and that was all. An account without a face, "
        "without a description or without posts shows the outside world that the enthusiasm was not their own."
    ),
    source='horror: "Social media voorkom het horrorscenario", socialmedium, 1 February 2012',
    severity=2,
    in_score=True,
    platforms=frozenset(),
    kinds=frozenset({"personal"}),
    needs=(
        "default_avatar",
        "has_bio",
        "profile_seen",
        "own_ever",
        "own_days_silent",
        "age_days",
        "beginning_known",
        "observed_weeks",
    ),
    observed=none_needed,
    grace=number_of("grace_days"),
    thresholds=Numbers,
    evidence=(
        Evidence("default_avatar", "yes/no", "the picture is the platform's default one"),
        Evidence("has_bio", "yes/no", "the profile has a description"),
        Evidence("own_ever", "posts", "own posts so far, as far as we know"),
        Evidence("own_days_silent", "days", "days since the last own post"),
    ),
    variants=(
        Variant("egg", "This account still has the platform's default picture.", rank=2),
        Variant(
            "shell",
            "This account has a picture but is empty: no description, or hardly any posts of its own ({own_ever:posts} "
            "so far).",
            rank=1,
        ),
        Variant("dormant", "This account has had no post of its own for {own_days_silent:days}."),
    ),
    reasons=(
        Reason("no_snapshot", "Nobody has recorded what the profile looks like."),
        Reason("profile_gap", "The record of the profile does not tell its picture or its description."),
        Reason("posts_unseen", "The posts of this account were not observed for long enough."),
    ),
    remedy=(
        "Ask the employee whether they want this account at all. If so, help them with a photo, a description and "
        "three first posts about their own work, beside a colleague who is already at ease there; if not, close it."
    ),
    cannot="The account is protected or private, or nobody has recorded what its profile looks like.",
    judge=judge,
)
