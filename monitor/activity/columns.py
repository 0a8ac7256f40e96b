"""The columns of the weekly frame, each declared once with its meaning.

The frame has one row per account and week: MultiIndex (account, week), both int64, sorted, without gaps inside an
account, from the account's first known week (opened, first post, begin of the first observed window, first profile or
interaction, whichever is first) to the last complete week. An account of which nothing is known has the last week only.
NaN means unknown, never zero. A column's value for week w uses nothing from after the end of week w.

Posts are those that are known: where `observed_weeks` is 0 there may have been more. float32 is
exact for the counts; float64 keeps the silences exact to the second.
"""

from __future__ import annotations

from monitor.activity.column import Column, Spread
from monitor.activity.rhythm.columns import RHYTHM

__all__ = ["AUTHOR_WEEKS", "BY_NAME", "COLUMNS", "Column", "Spread"]


AUTHOR_WEEKS = 13
"""Weeks over which the frame tells who wrote."""

AWAY_WEEKS = 3
"""Weeks of absence for which the frame tells what one person wrote: a holiday, or an illness."""

ANSWER_WEEKS = 13
"""Weeks over which the frame tells how long people waited."""

MAKER_WEEKS = 13
"""Weeks over which the frame tells how posts were made."""

COLUMNS: tuple[Column, ...] = (
    Column("platform", "category", "slug", "platform of the account", Spread.ACCOUNT),
    Column(
        "kind",
        "category",
        "slug",
        "kind of the account (AccountKind); if nobody said, the usual one of the platform, else 'unknown'",
        Spread.ACCOUNT,
    ),
    Column(
        "judged",
        "bool",
        "yes/no",
        "false for closing, closed and private accounts, and from when a profile snapshot says protected",
        Spread.STATE,
    ),
    Column("seasonal", "bool", "yes/no", "the organisation declared the account seasonal", Spread.ACCOUNT),
    Column(
        "goal_posts",
        "float32",
        "posts",
        "own posts wanted in a goal period; NaN without a goal",
        Spread.ACCOUNT,
    ),
    Column(
        "goal_weeks",
        "float32",
        "weeks",
        "length of the goal period: 1, or 4 for a month, longer if less than one post a period is wanted; NaN without",
        Spread.ACCOUNT,
    ),
    Column("configured", "bool", "yes/no", "the account stands in config.toml", Spread.ACCOUNT),
    Column("has_owner", "bool", "yes/no", "the account has a named owner", Spread.ACCOUNT),
    Column("has_deputy", "bool", "yes/no", "there is a second person beside the owner", Spread.ACCOUNT),
    Column(
        "age_days",
        "float32",
        "days",
        "days since the account was opened, or since its first known week began if that is unknown or later",
        Spread.STATE,
    ),
    Column(
        "beginning_known",
        "bool",
        "yes/no",
        "it is known when the account was opened, or an export goes back to its beginning",
        Spread.ACCOUNT,
    ),
    Column(
        "observed_weeks",
        "float32",
        "weeks",
        "how many complete weeks up to and including this one were observed without a gap; 0 if this one was not",
        Spread.STATE,
    ),
    Column(
        "weeks_unseen",
        "float32",
        "weeks",
        "weeks since the last week that was observed; 0 if this one was; NaN if none was",
        Spread.STATE,
    ),
    Column("holiday_days", "float32", "days", "working days of the week that were holidays or closures (0 to 5)"),
    Column("posts", "float32", "posts", "posts of every kind"),
    Column("own", "float32", "posts", "own posts: originals, quotes, videos and articles"),
    Column("replies", "float32", "posts", "replies"),
    Column("reposts", "float32", "posts", "reposts"),
    Column("posts_ever", "float32", "posts", "posts of every kind up to the end of the week", Spread.STATE),
    Column("own_ever", "float32", "posts", "own posts up to the end of the week", Spread.STATE),
    Column(
        "days_silent",
        "float64",
        "days",
        "days from the last post of any kind to the end of the week; NaN before the first",
        Spread.STATE,
    ),
    Column(
        "own_days_silent",
        "float64",
        "days",
        "days from the last own post to the end of the week; NaN before the first",
        Spread.STATE,
    ),
    Column("discussions", "float32", "posts", "group only: discussions (own posts) by anybody"),
    Column(
        "member_discussions",
        "float32",
        "posts",
        "group only: discussions by people who are known not to be on our own team",
    ),
    Column(
        "unknown_author_discussions",
        "float32",
        "posts",
        "group only: discussions of which that is unknown (no author, or no own team configured)",
    ),
    Column(
        "authored_recent",
        "float32",
        "posts",
        f"own posts of the last {AUTHOR_WEEKS} weeks by a known person; 0 for groups and personal accounts",
        Spread.STATE,
    ),
    Column(
        "top_author_recent",
        "float32",
        "posts",
        "of those, posts by the one who wrote most",
        Spread.STATE,
    ),
    Column(
        "top_author_away",
        "float32",
        "posts",
        f"of the posts by that person, those of the {AWAY_WEEKS} weeks on end in which there were most; of equal "
        "stretches the latest",
        Spread.STATE,
    ),
    Column("own_away", "float32", "posts", "own posts by anybody in those weeks", Spread.STATE),
    Column("authors_recent", "float32", "persons", "how many persons wrote those posts", Spread.STATE),
    Column("press_releases", "float32", "posts", "own posts labelled press release"),
    Column("press_judged", "float32", "posts", "own posts whose press label is not unknown"),
    Column("themed", "float32", "posts", "own posts that touch a theme of config.toml; NaN if it names none"),
    Column("theme_judged", "float32", "posts", "own posts with words, whose themes are known; NaN likewise"),
    Column(
        "linking",
        "float32",
        "posts",
        "posts and replies that link to the own site or to another own account; NaN if config.toml names neither",
    ),
    Column("link_judged", "float32", "posts", "posts and replies of which that is known; NaN likewise"),
    Column(
        "articles_due",
        "float32",
        "posts",
        "blog only: own posts of the week before, whose week to be shared in was over in this one; NaN for others",
    ),
    Column("articles_shared", "float32", "posts", "of those, shared on another account in time"),
    Column(
        "share_judged",
        "float32",
        "posts",
        "of those, known to be shared or not; not to be shared is known only if all company accounts were observed",
    ),
    Column(
        "machine_recent",
        "float32",
        "posts",
        f"own posts of the last {MAKER_WEEKS} weeks that one program sent, or that lead to one site, at one minute of "
        "the hour; 0 where hardly any share a minute",
        Spread.STATE,
    ),
    Column(
        "machine_possible", "float32", "posts", "the same, and those that may be, since not all is known", Spread.STATE
    ),
    Column("machine_minute", "float32", "minutes", "the minute of the hour of those posts; NaN without", Spread.STATE),
    Column(
        "videos_recent",
        "float32",
        "videos",
        "how many of the last 10 videos there are (0 to 10); NaN if the account has no videos and is no channel",
        Spread.STATE,
    ),
    Column(
        "videos_judged",
        "float32",
        "videos",
        "how many of the last 10 videos have an outing label that is not unknown",
        Spread.STATE,
    ),
    Column(
        "outings_recent",
        "float32",
        "videos",
        "how many of the last 10 videos show the company at leisure",
        Spread.STATE,
    ),
    Column(
        "last_video_outing",
        "float32",
        "0/1",
        "whether the last video is an outing; NaN without one or unknown",
        Spread.STATE,
    ),
    Column(
        "interactions_known",
        "bool",
        "yes/no",
        "some source tells what others said to the account, from the first it tells on",
        Spread.STATE,
    ),
    Column(
        "comments",
        "float32",
        "interactions",
        "comments, mentions and questions received; NaN if no source tells them",
    ),
    Column(
        "answered_within_0",
        "float32",
        "interactions",
        "of the week's comments, answered before the end of the same week; NaN if unknown for any of them",
    ),
    Column(
        "answered_within_1",
        "float32",
        "interactions",
        "of the week's comments, answered before the end of the next week; use only for weeks at least 1 back",
    ),
    Column("answered_within_2", "float32", "interactions", "likewise 2 weeks back"),
    Column("answered_within_3", "float32", "interactions", "likewise 3 weeks back"),
    Column(
        "answers",
        "float32",
        "interactions",
        "first answers given in the week; NaN if no source tells what others said",
    ),
    Column("answers_late", "float32", "interactions", "of those, given later than the office hours promised"),
    Column(
        "answer_median",
        "float32",
        "hours",
        f"office hours to the first answer, the median of the answers given in the last {ANSWER_WEEKS} weeks (of an "
        "even number the mean of the middle two); NaN without answers",
        Spread.STATE,
    ),
    Column("answer_promise", "float32", "hours", "office hours within which an answer is promised", Spread.ACCOUNT),
    Column(
        "questions_due",
        "float32",
        "interactions",
        "questions received of which the working days promised for an answer were over in the week",
    ),
    Column("questions_missed", "float32", "interactions", "of those, without an answer by then"),
    Column(
        "planned_due",
        "float32",
        "items",
        "items of the content calendar whose time, with the days promised, was over in the week; NaN before the first",
    ),
    Column("planned_missed", "float32", "items", "of those, not published by then"),
    Column(
        "default_avatar",
        "float32",
        "0/1",
        "last profile snapshot that tells has the platform's default picture; NaN if none does",
        Spread.STATE,
    ),
    Column(
        "has_bio",
        "float32",
        "0/1",
        "last profile snapshot that tells has a description; NaN if none does",
        Spread.STATE,
    ),
    Column(
        "protected", "float32", "0/1", "last profile snapshot that tells says protected; NaN if none does", Spread.STATE
    ),
    Column(
        "profile_seen",
        "bool",
        "yes/no",
        "there is a profile snapshot from before the end of the week",
        Spread.STATE,
    ),
    *RHYTHM,
)

BY_NAME: dict[str, Column] = {column.name: column for column in COLUMNS}
