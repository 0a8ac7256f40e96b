"""The columns of the weekly frame, each declared once with its meaning.

The frame has one row per account and week: MultiIndex (account, week), both int64, sorted, without gaps inside an
account, from the account's first known week to the last complete week. NaN means unknown, never zero. A column's
value for week w uses nothing from after the end of week w.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Spread(StrEnum):
    """What a column describes."""

    WEEK = "week"
    """Something that happened inside the week."""
    STATE = "state"
    """What was so at the end of the week."""
    ACCOUNT = "account"
    """A fact of the account, the same in every week."""


@dataclass(frozen=True)
class Column:
    """A column of the weekly frame: its name, numpy/pandas dtype, unit and meaning."""

    name: str
    dtype: str
    unit: str
    meaning: str
    spread: Spread = Spread.WEEK


COLUMNS: tuple[Column, ...] = (
    Column("platform", "category", "slug", "platform of the account", Spread.ACCOUNT),
    Column("kind", "category", "slug", "kind of the account (AccountKind); unknown is 'unknown'", Spread.ACCOUNT),
    Column(
        "judged",
        "bool",
        "yes/no",
        "false for closing, closed, private and protected accounts",
        Spread.ACCOUNT,
    ),
    Column("seasonal", "bool", "yes/no", "the organisation declared the account seasonal", Spread.ACCOUNT),
    Column(
        "goal_posts",
        "float64",
        "posts",
        "own posts wanted in a goal period; NaN without a goal",
        Spread.ACCOUNT,
    ),
    Column(
        "goal_weeks",
        "float64",
        "weeks",
        "length of the goal period: 1, or 4 for a month; NaN without a goal",
        Spread.ACCOUNT,
    ),
    Column("has_owner", "bool", "yes/no", "the account has a named owner", Spread.ACCOUNT),
    Column("has_deputy", "bool", "yes/no", "there is a second person beside the owner", Spread.ACCOUNT),
    Column(
        "age_days",
        "float64",
        "days",
        "days since the account was opened, or since its first post if that is unknown",
        Spread.STATE,
    ),
    Column(
        "observed_weeks",
        "float64",
        "weeks",
        "how many complete weeks up to and including this one were observed without a gap; 0 if this one was not",
        Spread.STATE,
    ),
    Column("holiday_days", "float64", "days", "working days of the week that were holidays or closures (0 to 5)"),
    Column("posts", "float64", "posts", "posts of every kind"),
    Column("own", "float64", "posts", "own posts: originals, quotes, videos and articles"),
    Column("replies", "float64", "posts", "replies"),
    Column("reposts", "float64", "posts", "reposts"),
    Column("posts_ever", "float64", "posts", "posts of every kind up to the end of the week", Spread.STATE),
    Column("own_ever", "float64", "posts", "own posts up to the end of the week", Spread.STATE),
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
    Column("discussions", "float64", "posts", "group only: discussions (own posts) by anybody"),
    Column(
        "member_discussions",
        "float64",
        "posts",
        "group only: discussions by people who are not on our own team",
    ),
    Column("unknown_author_discussions", "float64", "posts", "group only: discussions whose author is unknown"),
    Column("press_releases", "float64", "posts", "own posts labelled press release"),
    Column("press_judged", "float64", "posts", "own posts whose press label is not unknown"),
    Column(
        "videos_recent",
        "float64",
        "videos",
        "how many of the last 10 videos there are (0 to 10)",
        Spread.STATE,
    ),
    Column(
        "videos_judged",
        "float64",
        "videos",
        "how many of the last 10 videos have an outing label that is not unknown",
        Spread.STATE,
    ),
    Column(
        "outings_recent",
        "float64",
        "videos",
        "how many of the last 10 videos show the company at leisure",
        Spread.STATE,
    ),
    Column(
        "last_video_outing",
        "float64",
        "0/1",
        "whether the last video is an outing; NaN without one or unknown",
        Spread.STATE,
    ),
    Column(
        "interactions_known",
        "bool",
        "yes/no",
        "some source tells what others said to the account",
        Spread.ACCOUNT,
    ),
    Column(
        "comments",
        "float64",
        "interactions",
        "comments, mentions and questions received; NaN if no source tells them",
    ),
    Column(
        "answered_within_0",
        "float64",
        "interactions",
        "of the week's comments, answered before the end of the same week",
    ),
    Column(
        "answered_within_1",
        "float64",
        "interactions",
        "of the week's comments, answered before the end of the next week; use only for weeks at least 1 back",
    ),
    Column("answered_within_2", "float64", "interactions", "likewise 2 weeks back"),
    Column("answered_within_3", "float64", "interactions", "likewise 3 weeks back"),
    Column(
        "default_avatar",
        "float64",
        "0/1",
        "last profile snapshot has the platform's default picture; NaN if unknown",
        Spread.STATE,
    ),
    Column("has_bio", "float64", "0/1", "last profile snapshot has a description; NaN if unknown", Spread.STATE),
    Column("protected", "float64", "0/1", "last profile snapshot says protected; NaN if unknown", Spread.STATE),
    Column(
        "profile_seen",
        "bool",
        "yes/no",
        "there is a profile snapshot from before the end of the week",
        Spread.STATE,
    ),
)

BY_NAME: dict[str, Column] = {column.name: column for column in COLUMNS}
