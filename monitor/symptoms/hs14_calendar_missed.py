"""HS14: a content calendar that is not kept."""

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
    """Thresholds of HS14. By how many days an item may be late says `[promises]`."""

    weeks: int = Field(8, ge=1, le=104, description="complete weeks looked at")
    most_share: float = Field(0.3, ge=0, lt=1, description="share of items late or missing above which too many are")
    least_items: int = Field(3, ge=1, description="items due in those weeks under which no share is judged")
    grace_days: int = Field(28, ge=0, description="age in days under which an account is not judged")


def judge(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Too many of the items that were due were not published in time."""
    numbers = cast(Numbers, thresholds)
    return where_known(frame, ~frame["planned_due"].isna().to_numpy(), 1, lambda known: _judge(known, numbers))


def _judge(frame: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    due, missed = rolling_sums(frame, ("planned_due", "planned_missed"), numbers.weeks)
    return answers(
        frame.index,
        missed > numbers.most_share * due + 1e-9,
        reason=np.where(due < numbers.least_items, 2, 0),
        weeks=np.full(len(frame), numbers.weeks),
        due=due,
        missed=missed,
        share=missed / np.where(due > 0, due, np.nan),
    )


SYMPTOM = Symptom(
    code="HS14",
    name="calendar-missed",
    title="Content calendar not kept",
    explanation=(
        "A calendar that is made and not kept is worse than none: everybody believes that somebody else is writing. "
        "Authors who miss their slot without anybody asking will miss the next one too."
    ),
    source=(
        'tom: "Social media: één voor allen en allen voor één", Nederlands MediaNetwerk; '
        'intern: "Social Media in de marketingmix begint intern", Adformatie'
    ),
    severity=1,
    in_score=False,
    platforms=frozenset(),
    kinds=OF_THE_ORGANISATION,
    needs=("planned_due", "planned_missed"),
    observed=number_of("weeks"),
    grace=number_of("grace_days"),
    thresholds=Numbers,
    evidence=(
        Evidence("weeks", "weeks", "weeks looked at"),
        Evidence("due", "items", "items of the content calendar that were due in those weeks"),
        Evidence("missed", "items", "of those, not published in time"),
        Evidence("share", "share", "share of the items that was not published in time"),
    ),
    variants=(
        Variant(
            "missed",
            "Of the {due:number} items of the content calendar that were due in the last {weeks:weeks} {missed:number} "
            "were not published in time ({share:percent}).",
        ),
    ),
    reasons=(
        Reason("no_calendar", "No content calendar of this account is known."),
        Reason("few_items", "Too few items of the content calendar were due to judge."),
    ),
    remedy=(
        "Go through the missed items with their authors: drop what nobody will write, give the rest a new day and a "
        "name, and look at the calendar together every Monday."
    ),
    cannot=(
        "No content calendar of the account is known, or too few of its items were due. A post within a day of an item "
        "counts as that item, whatever it is about; what was moved, cancelled or taken out in time is not due."
    ),
    judge=judge,
)
