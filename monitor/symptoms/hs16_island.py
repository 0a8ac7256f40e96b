"""HS16: an account that leads nowhere, or a blog that nobody passes on."""

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

WITHOUT_LINKS = ("instagram", "tiktok")
"""Platforms on which the text of a post cannot hold a link that works."""

NO_LINKS, NOT_SHARED, BOTH = 1, 2, 3


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
    untold = frame["linking"].isna().to_numpy()
    names = ("posts", "reposts", "linking", "link_judged", "articles_due", "articles_shared", "share_judged")
    every, reposts, linking, judged, due, shared, told = rolling_sums(frame, names, numbers.weeks)
    posts = every - reposts
    none = (linking == 0) & (judged >= posts) & ~untold & (posts > 0)
    enough = numbers.least_shared * due - 1e-9
    missed, passed_on = shared + due - told < enough, shared >= enough
    why_blog = np.select([due < numbers.least_articles, ~(missed | passed_on)], [4, 5], 0)
    closed = frame["platform"].isin(WITHOUT_LINKS).to_numpy(bool) & (linking == 0)
    too_few = (posts < numbers.least_posts) & (linking == 0)
    why_post = np.select([untold, closed, too_few, (linking == 0) & ~none], [1, 2, 3, 6], 0)
    return answers(
        frame.index,
        np.where(blog, missed, none),
        variant=np.where(blog, np.where(none, BOTH, NOT_SHARED), NO_LINKS),
        reason=np.where(blog, why_blog, why_post),
        weeks=np.full(len(frame), numbers.weeks),
        posts=posts,
        linking=np.where(untold, np.nan, linking),
        untold=np.where(untold, np.nan, posts - judged),
        articles=np.where(blog, due, np.nan),
        shared=np.where(blog, shared, np.nan),
        unclear=np.where(blog, due - told, np.nan),
    )


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
        Reason("nothing_own", "config.toml names nothing of ours to link to: set organisation.site, or the address or handle of the accounts."),
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
