"""HS1: a LinkedIn group in which nobody but ourselves starts a discussion."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd
from pydantic import Field

from monitor.symptoms.contract import (
    Evidence,
    Note,
    Symptom,
    Thresholds,
    Variant,
    answers,
    first_rows,
    number_of,
)
from monitor.symptoms.windows import HolidayThresholds, floats, never_before, stretched, sum_over, working_weeks
from monitor.symptoms.wording import STRETCHED


class Numbers(HolidayThresholds):
    """Thresholds of HS1."""

    weeks: int = Field(8, ge=1, le=104, description="complete weeks looked at")
    least_discussions: int = Field(2, ge=1, description="discussions by members wanted in those weeks")
    grace_days: int = Field(56, ge=0, description="age in days under which a group is not judged")


def judge(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Too few discussions by members in the window; by anybody where it is unknown who is a member.

    Discussions whose author is unknown may be anybody's. If even all of them together are too few, the group is
    unfilled all the same; otherwise only the count is judged, and the note says so.
    """
    numbers = cast(Numbers, thresholds)
    span = stretched(frame, working_weeks(frame, numbers), numbers.weeks)
    members = sum_over(span, floats(frame, "member_discussions"))
    unknown = sum_over(span, floats(frame, "unknown_author_discussions"))
    filled = members + unknown >= numbers.least_discussions
    count_only = (unknown > 0) & (members < numbers.least_discussions)
    never = never_before(frame, filled) & _whole_life_seen(frame)
    return answers(
        frame.index,
        ~filled,
        variant=np.select([never, count_only], [1, 3], 2),
        reason=np.where(span.short, 1, 0),
        weeks=span.length,
        discussions=sum_over(span, floats(frame, "discussions")),
        member_discussions=members,
        unknown_author_discussions=unknown,
        count_only=count_only,
    )


def _whole_life_seen(frame: pd.DataFrame) -> np.ndarray:
    """Whether every week since the group's first known week was observed (a first week cut in two may be missing)."""
    known = np.arange(len(frame)) - first_rows(frame) + 1
    return np.asarray(floats(frame, "observed_weeks") >= known - 1)


SYMPTOM = Symptom(
    code="HS1",
    name="linkedin-group-unfilled",
    title="LinkedIn group without members' discussions",
    explanation=(
        "A group lives when its members start discussions. When only our own people post, or nobody does, the group is "
        "an empty room with our name on the door, and visitors conclude that nobody is at home."
    ),
    source='horror: "Social media voorkom het horrorscenario", socialmedium, 1 February 2012',
    severity=3,
    in_score=True,
    platforms=frozenset({"linkedin"}),
    kinds=frozenset({"group"}),
    needs=("discussions", "member_discussions", "unknown_author_discussions", "holiday_days", "observed_weeks"),
    observed=number_of("weeks"),
    grace=number_of("grace_days"),
    thresholds=Numbers,
    evidence=(
        Evidence("weeks", "weeks", "weeks looked at, holiday weeks included"),
        Evidence("discussions", "discussions", "discussions started by anybody in those weeks"),
        Evidence("member_discussions", "discussions", "of those, by members outside our own team"),
        Evidence("unknown_author_discussions", "discussions", "of those, by people we cannot tell apart"),
        Evidence("count_only", "yes/no", "it is unknown who is a member, so only the number is judged"),
    ),
    variants=(
        Variant(
            "never_filled",
            "The group was never filled: in all the time we know of, members never started enough discussions. In the "
            "last {weeks:weeks} they started {member_discussions:discussions}.",
        ),
        Variant(
            "unfilled",
            "In the last {weeks:weeks} members outside our own team started {member_discussions:discussions}; there "
            "were {discussions:discussions} in all.",
        ),
        Variant(
            "count_only",
            "In the last {weeks:weeks} there were {discussions:discussions} in all. We cannot tell who is a member, so "
            "only the number is judged.",
        ),
    ),
    reasons=(STRETCHED,),
    remedy=(
        "Invite a second enthusiast from outside the team to start a discussion every week, put a question to the "
        "members in the content calendar, or agree on a date to close the group and tell its members where to go."
    ),
    cannot=(
        "The observed period is shorter than the weeks looked at. When the authors or our own team are unknown, only "
        "the number of discussions is judged."
    ),
    judge=judge,
    notes=(Note("count_only", "It is unknown who is a member, so only the number of discussions is judged."),),
)
