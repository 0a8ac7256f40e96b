"""HS10: the account's own rhythm is slackening or has stopped beyond what its history explains.

What is so is told by `monitor.activity.rhythm`, from all accounts together; `monitor.symptoms.fading` decides what of
that is a finding. Nothing is one

* inside the account's own rhythm: seasons that its past shows, or that the organisation declared (seasonal), explain
  quiet as they do for the other symptoms (`monitor.symptoms.quiet`);
* that begins or worsens in a week full of holidays, or while the silence without its holidays is nothing special: then
  what was so before stays;
* that only waits for calm weeks to end, if what it waits for was no finding: a silence must be rarer for the account
  than false alarms are allowed to be, or over the alarm's line; and slackening is only told of an account that does
  post in fewer weeks than before, for one that always posted seldom is inside its own rhythm, or of one whose posts
  fell to half of what was usual (`monitor.symptoms.slowing`).

An account that kept up a rhythm once and posts at most once a quarter stays dormant when the model has nothing more to
say of it: that is a fact and no forecast.
"""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd

from monitor.activity.rhythm.outcomes import QUARTER
from monitor.symptoms.contract import (
    Clause,
    Evidence,
    Reason,
    Symptom,
    Thresholds,
    Variant,
    answers,
    number_of,
)
from monitor.symptoms.fading import DORMANT, FadingThresholds, find
from monitor.symptoms.fading_told import YOUNG_WEEKS, told_numbers


def judge(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Fading, silent or dormant, as far as the account once had a rhythm to compare with."""
    numbers = cast(FadingThresholds, thresholds)
    found = find(frame, numbers)
    return answers(
        frame.index,
        found.rank > 0,
        variant=np.select([found.returning, found.fewer], [RETURNING, SLOWING], found.rank),
        reason=np.select([~found.ever, ~found.known], [1, 2], 0),
        **told_numbers(frame, found, numbers),
    )


RETURNING = DORMANT + 1
"""Number of the variant of an account that posts again while calm weeks are waited for."""
SLOWING = RETURNING + 1
"""Number of the variant of an account that posts in as many weeks as ever, but less in each."""
FORECAST = frozenset({"fading", "silent", "slowing"})

SYMPTOM = Symptom(
    code="HS10",
    name="fading",
    title="The account is fading",
    explanation=(
        "After an enthusiastic start the posts come less and less often, until nobody notices that the last one has "
        "been published. Seen early, it takes one conversation to turn it."
    ),
    source=(
        'intern: "Social Media in de marketingmix begint intern", Adformatie; '
        'strategie: "Facebookstrategie of Twitterstrategie?"'
    ),
    severity=2,
    in_score=False,
    platforms=frozenset(),
    kinds=frozenset(),
    needs=(
        "posts",
        "days_silent",
        "age_days",
        "observed_weeks",
        "holiday_days",
        "seasonal",
        "rhythm_state",
        "rhythm_over_line",
        "rhythm_unusual",
        "rhythm_silence_chance",
        "rhythm_dormant_chance",
        "rhythm_usual_gap",
        "rhythm_gaps_a_year",
        "rhythm_next_early",
        "rhythm_next_late",
        "rhythm_decline_weeks",
        "rhythm_horror_weeks",
        "rhythm_reason",
        "rhythm_little_history",
    ),
    observed=number_of("observed_weeks"),
    grace=number_of("grace_days"),
    thresholds=FadingThresholds,
    evidence=(
        Evidence("days_silent", "days", "days without a post"),
        Evidence("usual_gap", "days", "usual time between two days with a post: the median of the last 60"),
        Evidence("weeks", "weeks", f"weeks of the last {QUARTER} with a post"),
        Evidence("weeks_before", "weeks", f"in the year before, weeks of {QUARTER} with a post"),
        Evidence("posts_recent", "posts", f"posts in the last {QUARTER} weeks"),
        Evidence("posts_usual", "posts", f"usual posts in {QUARTER} weeks: in the best year of the two before"),
        Evidence("silence_chance", "share", "chance that a gap of this account is at least as long as this one"),
        Evidence("once_in_years", "years", "a silence this long happens to the account once in so long"),
        Evidence("rarer_than_years", "years", "a silence this long happens to it less than once in so long"),
        Evidence("dormant_chance", "share", "share of accounts that looked like this and had stopped 13 weeks later"),
        Evidence("in_ten", "accounts", "the same as a number of ten accounts"),
        Evidence("young_weeks", "weeks", "its first post is not as long ago: the odds are little better than a guess"),
        Evidence("part", "part", "the strongest sign"),
        Evidence("decline_week", "week", "first week of the slower rhythm"),
        Evidence("next_from", "day", "with a chance of one in ten the next post comes before this day"),
        Evidence("next_to", "day", "with a chance of nine in ten it comes before this day, if the account still lives"),
        Evidence("horror_week", "week", "when it is down to a post a month, if it goes on like this"),
    ),
    variants=(
        Variant(
            "fading",
            f"Still posts, but less: in {{weeks:number}} of the last {QUARTER} weeks, and in the year before in "
            f"{{weeks_before:number}} of {QUARTER}. The last post was {{days_silent:days}} ago, normally there is one "
            "{usual_gap:every}.",
            rank=1,
            remedy=(
                "Before it stops: ask whoever writes what is in the way, give the account a second author and a fixed "
                "slot in the content calendar, and set a goal that can be kept."
            ),
        ),
        Variant(
            "silent",
            "Normally posts {usual_gap:every}; silent for {days_silent:days}.",
            rank=2,
            remedy=(
                "This week: write one post, or say who will; put the next three in the content calendar with a name "
                "beside each, and find a second author."
            ),
        ),
        Variant(
            "dormant",
            f"At most one post in {QUARTER} weeks; the last one was {{days_silent:days}} ago.",
            rank=3,
            remedy=(
                "Decide this week: begin again with two authors, a goal and a fixed slot in the content calendar, or "
                "make a closing plan: a last post that says where people can find you, and the account set to closing."
            ),
        ),
        Variant(
            "returning",
            "Was fading or silent and posts as usual again: the last post was {days_silent:days} ago. After four calm "
            "weeks this is over.",
            rank=0,
            remedy="Keep it up: put the next three posts in the content calendar with a name beside each.",
        ),
        Variant(
            "slowing",
            f"Still posts, but less and less: {{posts_recent:posts}} in the last {QUARTER} weeks, where "
            "{posts_usual:number} were usual.",
            rank=1,
            remedy=(
                "Before it stops: ask whoever writes what is in the way, give the account a second author and a fixed "
                "slot in the content calendar, and set a goal that can be kept."
            ),
        ),
    ),
    clauses=(
        Clause("Before, it normally posted {usual_gap:every}.", frozenset({"dormant"})),
        Clause("A silence this long happens to this account {once_in_years:rarely}.", frozenset({"silent"})),
        Clause(
            "A silence this long happens to this account less than once in {rarer_than_years:years}.",
            frozenset({"silent"}),
        ),
        Clause(
            f"About {{in_ten:number}} in 10 accounts that looked like this had stopped {QUARTER} weeks later.", FORECAST
        ),
        Clause(
            "Its first post is less than {young_weeks:weeks} ago, so these odds are little better than a guess.",
            FORECAST,
        ),
        Clause("The strongest sign: {part:part}.", FORECAST - {"slowing"}),
        Clause("The slower rhythm began in the week of {decline_week:date}.", FORECAST),
        Clause("The next post is to be expected between {next_from:onday} and {next_to:onday}.", frozenset({"fading"})),
        Clause(
            "If the account still lives, its next post comes between {next_from:onday} and {next_to:onday}.",
            frozenset({"silent"}),
        ),
        Clause("If it goes on like this, it will be down to one post a month around {horror_week:date}.", FORECAST),
    ),
    repeat_weeks=QUARTER,
    reasons=(
        Reason(
            "few_posts",
            "The account has posted too little to have a rhythm: at least 10 posts in 8 weeks of half a year.",
        ),
        Reason("too_long_ago", "The account has kept up no rhythm for a year, so there is none to compare with."),
    ),
    remedy=(
        "Talk with whoever writes this week: find a second author, a fixed slot in the content calendar and a goal "
        "that can be kept, or make a closing plan."
    ),
    cannot=(
        "The account never had a rhythm (at least 10 posts in 8 weeks of half a year), or none for a year while it "
        "does post now and then; or our last look is too old to tell silence from missing data. An account whose first "
        f"post is less than {YOUNG_WEEKS} weeks ago is judged softly."
    ),
    judge=judge,
)
