"""The views: the analysts' contract, declared once as data. The database and docs/store.md are made from this.

A column that is here keeps its name and meaning; what changes otherwise is told in the changelog with a new VERSION.
SQL is common to SQLite and PostgreSQL, except for `@time(x)`: seconds since 1970 as a time.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

VERSION = 1
"""Version of the contract; raised when a column is renamed, removed or means something else."""


@dataclass(frozen=True)
class ViewColumn:
    """A column of a view.

    Attributes:
        name: Its name.
        sql: What it is made from.
        type: text, whole number, number, time (UTC; text such as 2012-02-01T09:00:00Z on SQLite, TIMESTAMPTZ on
            PostgreSQL), day (text, 2012-02-01) or JSON (text).
        unit: What it counts or is written in; "" if it has none.
        meaning: What it says, and what an empty value means.
    """

    name: str
    sql: str
    type: str
    unit: str
    meaning: str


@dataclass(frozen=True)
class View:
    """A view: what one row is, where it comes from, and its columns."""

    name: str
    row: str
    source: str
    columns: tuple[ViewColumn, ...]

    def select(self, is_sqlite: bool) -> str:
        """The SELECT behind the view."""
        columns = ", ".join(f"{column.sql} AS {column.name}" for column in self.columns)
        return _fitted(f"SELECT {columns} FROM {self.source}", is_sqlite)


def _fitted(sql: str, is_sqlite: bool) -> str:
    """Write `@time(x)` as the database knows it; -1 stands for unknown."""
    seconds = r"nullif(\1, -1)"
    sqlite = rf"strftime('%Y-%m-%dT%H:%M:%SZ', {seconds}, 'unixepoch')"
    return re.sub(r"@time\(([\w.]+)\)", sqlite if is_sqlite else rf"to_timestamp({seconds})", sql)


C = ViewColumn
TEXT, WHOLE, NUMBER, TIME, DAY, JSON = "text", "whole number", "number", "time", "day", "JSON"

ACCOUNT_NAME = "coalesce(a.name, a.handle, a.native_id, a.platform)"
ACCOUNT = (
    C("account_id", "a.id", WHOLE, "", "number of the account in this store; the same in all views"),
    C("account", ACCOUNT_NAME, TEXT, "", "what people call it: its name, else its handle, number or platform"),
    C("platform", "a.platform", TEXT, "", "x, linkedin, facebook, blog, youtube, mastodon or another word"),
)
"""The columns by which every view names the account."""


def _label(column: str, name: str) -> str:
    """A column of the label that counts: a person's before a model's."""
    return (
        f"(SELECT l.{column} FROM label l WHERE l.post_id = p.id AND l.name = '{name}'"
        " ORDER BY l.by_person DESC LIMIT 1)"
    )


V_ACCOUNT = View(
    "v_account",
    "an account: one presence on one platform",
    "account a",
    (
        *ACCOUNT,
        C("native_id", "a.native_id", TEXT, "", "the platform's own number of the account; empty if unknown"),
        C("handle", "a.handle", TEXT, "", "name in the account's address, without @; empty if unknown"),
        C("name", "a.name", TEXT, "", "what the organisation or the export calls it; empty if unknown"),
        C("kind", "a.kind", TEXT, "", "company, personal, group, page, channel or blog; empty if unknown"),
        C("url", "a.url", TEXT, "", "address of the account; empty if unknown"),
        C("created_at", "a.created_at", TIME, "UTC", "when it was opened; empty if unknown"),
        C("owner", "a.owner", TEXT, "", "who answers for it; empty if nobody is named"),
        C("deputy", "a.deputy", TEXT, "", "the second person; empty if nobody is named"),
        C("goal_posts", "a.goal_posts", NUMBER, "own posts", "own posts wanted in a period; empty without a goal"),
        C("goal_per", "a.goal_per", TEXT, "", "the period of the goal: week or month"),
        C("state", "a.state", TEXT, "", "what the organisation wants with it: active, seasonal, closing or closed"),
        C("private", "a.private", WHOLE, "1 = yes", "a person's private account, never judged"),
        C("configured", "a.configured", WHOLE, "1 = yes", "it is in config.toml"),
    ),
)

V_POST = View(
    "v_post",
    "a post",
    "post p JOIN account a ON a.id = p.account_id LEFT JOIN calendar_week w ON w.week = p.week"
    " JOIN import_run i ON i.id = p.import_run_id",
    (
        C("post_id", "p.id", WHOLE, "", "number of the post in this store (`monitor label` takes it)"),
        *ACCOUNT,
        C("native_id", "p.native_id", TEXT, "", "the platform's own number; c: and 24 digits if the export had none"),
        C("published_at", "p.published_at", TIME, "UTC", "when it was published; empty if no source says so"),
        C("precision", "p.precision", TEXT, "", "how exactly the source says so: second, minute or day"),
        C("week", "p.week", WHOLE, "weeks", "number of its week in the organisation's zone, for arithmetic"),
        C("week_start", "w.starts", DAY, "local day", "Monday of its week in the organisation's zone"),
        C("week_label", "w.label", TEXT, "ISO week", "its week, such as 2013-W07"),
        C(
            "kind",
            "p.kind",
            TEXT,
            "",
            "original, reply, repost, quote, video, article or page (reply, repost and page are not own)",
        ),
        C("author", "p.author", TEXT, "", "who wrote it; empty if unknown"),
        C("title", "p.title", TEXT, "", "its title; empty if it has none"),
        C("text", "p.text", TEXT, "", "its text; empty if unknown"),
        C("url", "p.url", TEXT, "", "where it is; empty if unknown"),
        C(
            "language",
            "coalesce(nullif(p.label_language, 'unknown'), p.language)",
            TEXT,
            "ISO 639-1",
            "its language, as labelled, else as the source says; empty if unknown",
        ),
        C("source_app", "p.source_app", TEXT, "", "program it was sent with; empty if unknown"),
        C("in_reply_to", "p.in_reply_to", TEXT, "", "number of the post it answers; empty if none or unknown"),
        C("links", "p.links", JSON, "list of addresses", "addresses in the post; empty if unknown"),
        C("edited_at", "p.edited_at", TIME, "UTC", "when it was last changed; empty if never or unknown"),
        C(
            "deleted_at",
            "p.deleted_at",
            TIME,
            "UTC",
            "when a complete look no longer found it there (deleted or no longer public); empty if it is there",
        ),
        C("press", "p.press", TEXT, "", "is it a press release: yes, no or unknown; empty if not labelled"),
        C("link_place", "p.link_place", TEXT, "", "own: it links to the own site or another own account; other: not"),
        C("shared", "p.shared", TEXT, "", "blog posts: was it shared on another account within a week, yes or no"),
        C("press_words", _label("words", "press"), TEXT, "", "the words that decided"),
        C(
            "outing",
            "p.outing",
            TEXT,
            "",
            "is it the company at leisure: yes, no or unknown; empty if not labelled",
        ),
        C("outing_words", _label("words", "outing"), TEXT, "", "the words that decided"),
        C("themes", "p.themes", TEXT, "", "themes of config.toml that it touches, joined with ;"),
        C("theme_words", _label("words", "theme"), TEXT, "", "the words that decided"),
        C("likes", "p.likes", WHOLE, "likes", "at the last export that knew; empty if none did"),
        C("reposts", "p.reposts", WHOLE, "reposts", "at the last export that knew; empty if none did"),
        C("replies", "p.replies", WHOLE, "replies", "at the last export that knew; empty if none did"),
        C("views", "p.views", WHOLE, "views", "at the last export that knew; empty if none did"),
        C("clicks", "p.clicks", WHOLE, "clicks", "at the last export that knew; empty if none did"),
        C("source", "i.connector", TEXT, "", "connector of the richest export that told about it"),
        C("import_id", "p.import_run_id", WHOLE, "", "that import, in v_import"),
        C("first_seen_at", "p.first_seen_at", TIME, "UTC", "when the first import brought it"),
    ),
)

V_ACCOUNT_WEEK = View(
    "v_account_week",
    "an account and week, from its first week with a post to its last, weeks without posts included",
    "(SELECT account_id, min(week) AS first_week, max(week) AS last_week FROM weekly_activity GROUP BY account_id) s"
    " JOIN account a ON a.id = s.account_id JOIN calendar_week w ON w.week BETWEEN s.first_week AND s.last_week"
    " LEFT JOIN weekly_activity r ON r.account_id = s.account_id AND r.week = w.week",
    (
        *ACCOUNT,
        C("week", "w.week", WHOLE, "weeks", "number of the week in the organisation's zone, for arithmetic"),
        C("week_start", "w.starts", DAY, "local day", "Monday of the week"),
        C("week_label", "w.label", TEXT, "ISO week", "the week, such as 2013-W07"),
        C("posts", "coalesce(r.posts, 0)", WHOLE, "posts", "posts of every kind that are known"),
        C("own", "coalesce(r.own, 0)", WHOLE, "posts", "own posts: originals, quotes, videos and articles"),
        C("replies", "coalesce(r.replies, 0)", WHOLE, "posts", "replies"),
        C("reposts", "coalesce(r.reposts, 0)", WHOLE, "posts", "reposts"),
        C("press_releases", "coalesce(r.press_releases, 0)", WHOLE, "posts", "own posts labelled press release"),
        C("press_judged", "coalesce(r.press_judged, 0)", WHOLE, "posts", "own posts labelled press release or not"),
        C("last_post_at", "@time(r.last_post_at)", TIME, "UTC", "last post of the week; empty if there is none"),
        C("last_own_at", "@time(r.last_own_at)", TIME, "UTC", "last own post of the week; empty if there is none"),
    ),
)

V_LABEL = View(
    "v_label",
    "a label of a post, by a model or a person; a person's counts",
    "label l JOIN post p ON p.id = l.post_id JOIN account a ON a.id = p.account_id",
    (
        C("post_id", "l.post_id", WHOLE, "", "the post, in v_post"),
        *ACCOUNT,
        C("name", "l.name", TEXT, "", "press, outing, language or theme"),
        C("value", "l.value", TEXT, "", "yes, no or unknown; a language; or themes joined with ;"),
        C("probability", "l.probability", NUMBER, "0 to 1", "how sure the model is; empty if it does not say"),
        C("words", "l.words", TEXT, "", "what decided"),
        C("by_person", "l.by_person", WHOLE, "1 = yes", "a person said so, for good"),
        C("model", "l.model", TEXT, "", "version of the rules, or person"),
    ),
)

V_PROFILE = View(
    "v_profile",
    "what an account looked like at one moment",
    "profile r JOIN account a ON a.id = r.account_id",
    (
        *ACCOUNT,
        C("observed_at", "r.observed_at", TIME, "UTC", "the moment"),
        C("name", "r.name", TEXT, "", "name shown; empty if unknown"),
        C("bio", "r.bio", TEXT, "", "description; empty if there is none or it is unknown"),
        C("has_bio", "r.has_bio", WHOLE, "1 = yes", "there is a description; empty if unknown"),
        C("avatar_url", "r.avatar_url", TEXT, "", "address of the picture; empty if unknown"),
        C(
            "default_avatar",
            "r.default_avatar",
            WHOLE,
            "1 = yes",
            "the platform's picture (an egg); empty if unknown",
        ),
        C("protected", "r.protected", WHOLE, "1 = yes", "only followers may read it; empty if unknown"),
        C("followers", "r.followers", WHOLE, "accounts", "followers; empty if unknown"),
        C("following", "r.following", WHOLE, "accounts", "accounts it follows; empty if unknown"),
        C("posts_total", "r.posts_total", WHOLE, "posts", "posts ever, as the platform says; empty if unknown"),
    ),
)

V_ACCOUNT_STANDING = View(
    "v_account_standing",
    "what a platform said of an account itself, from then to the next row of that account",
    "account_standing r JOIN account a ON a.id = r.account_id",
    (
        *ACCOUNT,
        C("observed_at", "r.observed_at", TIME, "UTC", "when it was first seen so"),
        C("state", "r.state", TEXT, "", "active, renamed, suspended, deleted, protected or moved"),
        C("detail", "r.detail", TEXT, "", "a short fact for people, such as the new handle; empty if there is none"),
    ),
)

V_INTERACTION = View(
    "v_interaction",
    "something others said to an account",
    "interaction r JOIN account a ON a.id = r.account_id",
    (
        *ACCOUNT,
        C("native_id", "r.native_id", TEXT, "", "the platform's own number; c: and 24 digits if the export had none"),
        C("kind", "r.kind", TEXT, "", "comment, mention, question or discussion"),
        C(
            "post_native_id",
            "r.post_native_id",
            TEXT,
            "",
            "native_id of its post; empty if none or unknown",
        ),
        C("author", "r.author", TEXT, "", "who said it; empty if unknown"),
        C("received_at", "r.received_at", TIME, "UTC", "when"),
        C("answered_at", "r.answered_at", TIME, "UTC", "when the account first answered; empty if not or unknown"),
        C("answer_known", "r.answer_known", WHOLE, "1 = yes", "the source tells whether there was an answer"),
        C(
            "text",
            "r.text",
            TEXT,
            "",
            "what was said; empty if unknown, ? or nothing where a question or another text was emptied",
        ),
        C("url", "r.url", TEXT, "", "where; empty if unknown"),
    ),
)


def views() -> tuple[View, ...]:
    """All views, in the order of the dictionary."""
    from monitor.store.views_results import RESULT_VIEWS

    return (V_ACCOUNT, V_POST, V_ACCOUNT_WEEK, V_LABEL, V_PROFILE, V_ACCOUNT_STANDING, V_INTERACTION, *RESULT_VIEWS)


def digest(is_sqlite: bool) -> str:
    """What tells whether the views of a store are those of this program."""
    words = "\n".join(f"{view.name} {view.select(is_sqlite)}" for view in views())
    return f"{VERSION} {hashlib.blake2b(words.encode(), digest_size=12).hexdigest()}"
