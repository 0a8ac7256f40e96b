"""HS18: an account that nobody answers for, or one person alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pydantic import Field

from monitor.symptoms.contract import Evidence, Reason, Symptom, Thresholds, Variant, answers, none_needed, number_of


class Numbers(Thresholds):
    """Thresholds of HS18."""

    grace_days: int = Field(0, ge=0, description="age in days under which an account is not judged")


def judge(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """No owner, or an owner without a second person. What the settings say today holds for every week."""
    owner, deputy = frame["has_owner"].to_numpy(bool), frame["has_deputy"].to_numpy(bool)
    return answers(
        frame.index,
        ~(owner & deputy),
        variant=np.where(owner, 2, 1),
        reason=np.where(frame["configured"].to_numpy(bool), 0, 1),
        has_owner=owner,
        has_deputy=deputy,
    )


SYMPTOM = Symptom(
    code="HS18",
    name="unowned",
    title="Nobody, or one person alone, answers for the account",
    explanation=(
        "An account without a named owner is everybody's and so nobody's. With one owner and nobody beside them it "
        "stops with the first holiday, illness or change of job."
    ),
    source=(
        'strategie: "Facebookstrategie of Twitterstrategie?"; '
        'horror: "Social media voorkom het horrorscenario", socialmedium, 1 February 2012'
    ),
    severity=1,
    in_score=False,
    platforms=frozenset(),
    # A person's own account has its owner by nature, and nobody beside.
    kinds=frozenset({"company", "group", "page", "channel", "blog", "unknown"}),
    needs=("configured", "has_owner", "has_deputy"),
    observed=none_needed,
    grace=number_of("grace_days"),
    thresholds=Numbers,
    evidence=(
        Evidence("has_owner", "yes/no", "somebody is named as the owner"),
        Evidence("has_deputy", "yes/no", "there is a second person beside the owner"),
    ),
    variants=(
        Variant("no_owner", "Nobody is named as the owner of this account.", rank=1),
        Variant("no_deputy", "The owner of this account stands alone: there is no second person."),
    ),
    # Owners are named in config.toml: where an account does not stand yet, nobody could have named one.
    reasons=(Reason("unconfigured", "This account is not in config.toml yet."),),
    remedy=(
        "Name an owner and a second person in config.toml, and agree between them who answers when one of them is "
        "away. If nobody wants to own the account, close it."
    ),
    cannot="An account that is not in config.toml yet; one that is closing, closed or private.",
    judge=judge,
)
