"""HS16: an account that leads nowhere, or a blog that nobody passes on."""

from __future__ import annotations

from collections.abc import Iterator
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
    Verdict,
    answers,
    number_of,
    rolling_sum,
    rolling_sums,
)
from monitor.symptoms.windows import floats

WITHOUT_LINKS = ("instagram", "tiktok")
"""Platforms on which the text of a post cannot hold a link that works."""

NOT_SHARED, BOTH = 2, 3


class Numbers(Thresholds):
    """Thresholds of HS16. How long an article may wait to be shared is a week."""

    weeks: int = Field(13, ge=1, le=104, description="complete weeks looked at")
    least_posts: int = Field(5, ge=1, description="posts and replies in those weeks under which links are not judged")
    least_articles: int = Field(
        3,
        ge=1,
        description="blog posts whose week to be shared in was over in those weeks, under which none are judged",
    )
    least_shared: float = Field(
        0.5, gt=0, le=1, description="share of those blog posts that must have been shared on another account"
    )
    grace_days: int = Field(91, ge=0, description="age in days under which an account is not judged")


def judge(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """A blog is judged by whether it is passed on, any other account by whether it links to anything of our own.

    What is unknown of posts and articles may go either way: what it cannot change is judged.
    """
    numbers = cast(Numbers, thresholds)
    blog = ~frame["articles_due"].isna().to_numpy()
    linked = ~blog & ~frame["linking"].isna().to_numpy()
    size = len(frame)
    columns = {"verdict": np.full(size, Verdict.UNKNOWN, np.int8), "variant": np.zeros(size, np.int8)}
    columns["reason"] = np.ones(size, np.int8)
    columns |= {one.name: np.full(size, np.nan) for one in SYMPTOM.evidence}
    for rows, of in ((blog, _blogs), (linked, _others)):
        if rows.any():
            found = of(frame[rows], numbers)
            for name in found.columns:
                columns[name][rows] = found[name].to_numpy()
    return pd.DataFrame(columns, index=frame.index, copy=False)


def _blogs(frame: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    posts, linking, judged = _linked(frame, numbers.weeks)
    due, shared, told = rolling_sums(frame, ("articles_due", "articles_shared", "share_judged"), numbers.weeks)
    untold = frame["linking"].isna().to_numpy()
    none = (linking == 0) & (judged >= posts) & (posts > 0) & ~untold
    enough = numbers.least_shared * due - 1e-9
    missed, passed_on = shared + due - told < enough, shared >= enough
    return answers(
        frame.index,
        missed,
        variant=np.where(none, BOTH, NOT_SHARED),
        reason=np.select([due < numbers.least_articles, ~(missed | passed_on)], [4, 5], 0),
        weeks=np.full(len(frame), numbers.weeks),
        posts=posts,
        linking=np.where(untold, np.nan, linking),
        untold=np.where(untold, np.nan, posts - judged),
        articles=due,
        shared=shared,
        unclear=due - told,
    )


def _others(frame: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    posts, linking, judged = _linked(frame, numbers.weeks)
    none = linking == 0
    nowhere = none & frame["platform"].isin(WITHOUT_LINKS).to_numpy(bool)
    few, unsure = none & (posts < numbers.least_posts), none & (judged < posts)
    return answers(
        frame.index,
        none,
        reason=np.select([nowhere, few, unsure], [2, 3, 6], 0),
        weeks=np.full(len(frame), numbers.weeks),
        posts=posts,
        linking=linking,
        untold=posts - judged,
    )


def _linked(frame: pd.DataFrame, weeks: int) -> Iterator[np.ndarray]:
    """Posts and replies, those of them that link, and those of which that is known."""
    yield rolling_sum(frame, floats(frame, "posts") - floats(frame, "reposts"), weeks)
    yield from rolling_sums(frame, ("linking", "link_judged"), weeks)


SYMPTOM = Symptom(
    code="HS16",
    name="island",
    title="An island: no links to our own site or accounts",
    explanation=(
        "Accounts that lead to the site and to each other make one another stronger; an account that leads nowhere is "
        "an island, and so is a blog whose posts nobody passes on. The reader of the one never learns that the other "
        "exists. A blog is judged by whether its posts are shared on another account within a week, by their address "
        "or their whole title; other accounts by whether they link to anything of our own but themselves."
    ),
    source=(
        'horror: "Social media voorkom het horrorscenario", socialmedium; '
        'intern: "Social Media in de marketingmix begint intern", Adformatie; '
        'stoor: column on what disturbs social media at Dutch companies ("stoorfactoren"), Bijgespijkerd'
    ),
    severity=1,
    in_score=False,
    platforms=frozenset(),
    kinds=OF_THE_ORGANISATION,
    needs=("platform", "posts", "reposts", "linking", "link_judged", "articles_due", "articles_shared", "share_judged"),
    observed=number_of("weeks"),
    grace=number_of("grace_days"),
    thresholds=Numbers,
    evidence=(
        Evidence("weeks", "weeks", "weeks looked at"),
        Evidence("posts", "posts", "posts and replies in those weeks"),
        Evidence("linking", "posts", "of those, posts that link to the own site or another own account"),
        Evidence("untold", "posts", "posts of which nobody can tell where they lead to"),
        Evidence("articles", "posts", "blog posts whose week to be shared in was over in those weeks"),
        Evidence("shared", "posts", "of those, posts shared on another account within a week"),
        Evidence("unclear", "posts", "blog posts of which nobody can tell whether they were shared"),
    ),
    variants=(
        Variant(
            "no_links",
            "None of the {posts:posts} of the last {weeks:weeks} linked to our own site or to another account of ours.",
        ),
        Variant(
            "not_shared",
            "Of the {articles:number} blog posts of the last {weeks:weeks} {shared:number} were shared on another "
            "account of ours within a week.",
        ),
        Variant(
            "both",
            "Of the {articles:number} blog posts of the last {weeks:weeks} {shared:number} were shared on another "
            "account of ours within a week, and none of them linked to such an account.",
            rank=1,
        ),
    ),
    reasons=(
        Reason(
            "nothing_own",
            "config.toml names nothing of ours to link to: set organisation.site, or the address or handle of the "
            "accounts.",
        ),
        Reason("no_links_here", "Posts on this platform cannot hold links."),
        Reason("few_posts", "There were too few posts to judge their links."),
        Reason("few_articles", "There were too few new blog posts to judge whether they are shared."),
        Reason(
            "shares_unknown",
            "It is unknown whether enough of the new blog posts were shared: shortened links hide it, or an account "
            "that may have shared them was not looked at.",
        ),
        Reason("links_unknown", "It is unknown where some posts lead to: their links are shortened or not told."),
    ),
    remedy=(
        "Link to the site and to the other accounts wherever a post touches on something there, and let every new blog "
        "post be shared on the other accounts within a week: put in the content calendar who does it."
    ),
    cannot=(
        "config.toml names neither organisation.site nor an address or handle of another account; links are shortened "
        "or not told by the source; the accounts that may have shared a blog post were not looked at; or there were "
        "too few posts. On Instagram and TikTok posts cannot hold links."
    ),
    judge=judge,
)
