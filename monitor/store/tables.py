"""The tables. Private: analysts read the views (`monitor.store.views`), the program calls `Store`.

Times are UTC to the second; `week` is an integer of `monitor.store.weeks`. Yes and no are 1 and 0.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from monitor.store.columns import Identity, Real, UtcTime, Whole

STRICT = {"sqlite_strict": True}
CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}
"""For tables that are read in the order of their key: the rows lie in the key itself."""


class Row(SQLModel):
    """Base of all tables, with a metadata of their own and predictable names of constraints."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def key() -> Any:
    """A numbered primary key."""
    return Field(default=None, sa_type=Whole, primary_key=True)


def part(kind: Any = Whole) -> Any:
    """A part of a composite primary key."""
    return Field(sa_type=kind, primary_key=True, sa_column_kwargs={"autoincrement": False})


def foreign(table: str, *columns: str) -> ForeignKeyConstraint:
    """Foreign key to `table`, whose rows take these along when they are erased."""
    return ForeignKeyConstraint(columns or (f"{table}_id",), (f"{table}.id",), ondelete="CASCADE")


class MetaRow(Row, table=True):
    """Small facts of the store: time zone, version of the views, week of the last detection."""

    __tablename__ = "meta"
    __table_args__ = CLUSTERED
    name: str = part(sa.Text)
    value: str = Field(sa_type=sa.Text)


class CalendarWeekRow(Row, table=True):
    """Every week from 1990 to 2200 with its days and ISO name, since SQLite cannot tell an ISO week."""

    __tablename__ = "calendar_week"
    __table_args__ = CLUSTERED
    week: int = part(sa.Integer)
    starts: str = Field(sa_type=sa.Text)
    ends: str = Field(sa_type=sa.Text)
    label: str = Field(sa_type=sa.Text)


class AccountRow(Row, table=True):
    """One presence on one platform."""

    __tablename__ = "account"
    __table_args__ = STRICT
    id: int | None = key()
    platform: str = Field(sa_type=sa.Text)
    native_id: str | None = Field(default=None, sa_type=sa.Text)
    handle: str | None = Field(default=None, sa_type=sa.Text)
    name: str | None = Field(default=None, sa_type=sa.Text)
    kind: str | None = Field(default=None, sa_type=sa.Text)
    url: str | None = Field(default=None, sa_type=sa.Text)
    created_at: datetime | None = Field(default=None, sa_type=UtcTime)
    owner: str | None = Field(default=None, sa_type=sa.Text)
    owner_mail: str | None = Field(default=None, sa_type=sa.Text)
    deputy: str | None = Field(default=None, sa_type=sa.Text)
    goal_posts: float | None = Field(default=None, sa_type=Real)
    goal_per: str | None = Field(default=None, sa_type=sa.Text)
    state: str = Field(default="active", sa_type=sa.Text)
    private: int = Field(default=0, sa_type=sa.Integer)
    configured: int = Field(default=0, sa_type=sa.Integer)


class AccountAliasRow(Row, table=True):
    """A name by which exports or the configuration call an account: id:, handle:, url:, name: or file: and the name."""

    __tablename__ = "account_alias"
    __table_args__ = (foreign("account"), CLUSTERED)
    platform: str = part(sa.Text)
    alias: str = part(sa.Text)
    account_id: int = Field(sa_type=Whole, index=True)


class ImportRow(Row, table=True):
    """One export read once, or one visit to the account `account_id`."""

    __tablename__ = "import_run"
    __table_args__ = STRICT
    id: int | None = key()
    connector: str = Field(sa_type=sa.Text)
    export: str = Field(sa_type=sa.Text)
    fingerprint: str = Field(sa_type=sa.Text, index=True)
    program: str = Field(sa_type=sa.Text)
    status: str = Field(sa_type=sa.Text)
    started_at: datetime = Field(sa_type=UtcTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcTime)
    message: str = Field(default="", sa_type=sa.Text)
    new: int = Field(default=0, sa_type=Whole)
    known: int = Field(default=0, sa_type=Whole)
    updated: int = Field(default=0, sa_type=Whole)
    rejected: int = Field(default=0, sa_type=Whole)
    observed_from: datetime | None = Field(default=None, sa_type=UtcTime)
    observed_until: datetime | None = Field(default=None, sa_type=UtcTime)
    account_id: int | None = Field(default=None, sa_type=Whole)
    reason: str | None = Field(default=None, sa_type=sa.Text)


class RejectRow(Row, table=True):
    """A row of an export that could not be read."""

    __tablename__ = "reject"
    __table_args__ = (foreign("import_run"), STRICT)
    id: int | None = key()
    import_run_id: int = Field(sa_type=Whole, index=True)
    file: str = Field(sa_type=sa.Text)
    line: int | None = Field(default=None, sa_type=Whole)
    reason: str = Field(sa_type=sa.Text)
    excerpt: str = Field(default="", sa_type=sa.Text)


class PostRow(Row, table=True):
    """Something an account published; (account_id, native_id) is its identity.

    `richness` is the highest of the sources that told about it, `origins` the richness (JSON) of the fields that came
    from a poorer one. `press` to `label_language` repeat the labels that count, so that nobody joins a million labels.
    `link_place` to `shared` are marks of `Store.add_links` and `Store.save_shares`.
    """

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("account_id", "native_id"),
        foreign("account"),
        ForeignKeyConstraint(("import_run_id",), ("import_run.id",)),
        STRICT,
    )
    id: int | None = key()
    account_id: int = Field(sa_type=Whole)
    native_id: str = Field(sa_type=Identity)
    published_at: datetime | None = Field(default=None, sa_type=UtcTime)
    precision: str = Field(sa_type=sa.Text)
    week: int | None = Field(default=None, sa_type=sa.Integer)
    kind: str = Field(sa_type=sa.Text)
    author: str | None = Field(default=None, sa_type=sa.Text)
    title: str | None = Field(default=None, sa_type=sa.Text)
    text: str | None = Field(default=None, sa_type=sa.Text)
    url: str | None = Field(default=None, sa_type=sa.Text)
    language: str | None = Field(default=None, sa_type=sa.Text)
    source_app: str | None = Field(default=None, sa_type=sa.Text)
    in_reply_to: str | None = Field(default=None, sa_type=sa.Text)
    links: str | None = Field(default=None, sa_type=sa.Text)
    edited_at: datetime | None = Field(default=None, sa_type=UtcTime)
    likes: int | None = Field(default=None, sa_type=Whole)
    reposts: int | None = Field(default=None, sa_type=Whole)
    replies: int | None = Field(default=None, sa_type=Whole)
    views: int | None = Field(default=None, sa_type=Whole)
    clicks: int | None = Field(default=None, sa_type=Whole)
    richness: int = Field(sa_type=sa.Integer)
    origins: str | None = Field(default=None, sa_type=sa.Text)
    import_run_id: int = Field(sa_type=Whole)
    first_seen_at: datetime = Field(sa_type=UtcTime)
    press: str | None = Field(default=None, sa_type=sa.Text)
    outing: str | None = Field(default=None, sa_type=sa.Text)
    themes: str | None = Field(default=None, sa_type=sa.Text)
    label_language: str | None = Field(default=None, sa_type=sa.Text)
    label_model: str | None = Field(default=None, sa_type=sa.Text)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcTime)
    link_place: str | None = Field(default=None, sa_type=sa.Text)
    link_domain: str | None = Field(default=None, sa_type=sa.Text)
    shared: str | None = Field(default=None, sa_type=sa.Text)


class PostAliasRow(Row, table=True):
    """The content key of a post that turned out to be the same as one with an id."""

    __tablename__ = "post_alias"
    __table_args__ = (foreign("post"), CLUSTERED)
    account_id: int = part()
    native_id: str = part(Identity)
    post_id: int = Field(sa_type=Whole, index=True)


class LabelRowTable(Row, table=True):
    """What a post is about, by a model (`by_person` 0) or a person (1)."""

    __tablename__ = "label"
    __table_args__ = (foreign("post"), CLUSTERED)
    post_id: int = part()
    name: str = part(sa.Text)
    by_person: int = part(sa.Integer)
    value: str = Field(sa_type=sa.Text)
    probability: float | None = Field(default=None, sa_type=Real)
    words: str = Field(default="", sa_type=sa.Text)
    model: str = Field(sa_type=sa.Text)


class WeeklyActivityRow(Row, table=True):
    """Roll-up of the posts of one account and week; the last times are in seconds since 1970, -1 for none.

    `days` are the days with a post as bits, 1 for Monday to 64 for Sunday.
    """

    __tablename__ = "weekly_activity"
    __table_args__ = (foreign("account"), CLUSTERED)
    account_id: int = part()
    week: int = part(sa.Integer)
    posts: int = Field(sa_type=sa.Integer)
    own: int = Field(sa_type=sa.Integer)
    replies: int = Field(sa_type=sa.Integer)
    reposts: int = Field(sa_type=sa.Integer)
    last_post_at: int = Field(sa_type=Whole)
    last_own_at: int = Field(sa_type=Whole)
    press_releases: int = Field(sa_type=sa.Integer)
    press_judged: int = Field(sa_type=sa.Integer)
    themed: int = Field(sa_type=sa.Integer)
    theme_judged: int = Field(sa_type=sa.Integer)
    linking: int = Field(sa_type=sa.Integer)
    link_judged: int = Field(sa_type=sa.Integer)
    shared: int = Field(sa_type=sa.Integer)
    share_judged: int = Field(sa_type=sa.Integer)
    days: int = Field(sa_type=sa.Integer)


class WeeklyAuthorRow(Row, table=True):
    """Roll-up of who wrote the own posts of one account and week; a post without an author is in none of its rows."""

    __tablename__ = "weekly_author"
    __table_args__ = (foreign("account"), CLUSTERED)
    account_id: int = part()
    week: int = part(sa.Integer)
    author: str = part(Identity)
    posts: int = Field(sa_type=sa.Integer)
    last_post_at: int = Field(sa_type=Whole)
    days: int = Field(sa_type=sa.Integer)


class WeekDayRow(Row, table=True):
    """When the days after Monday begin in a week of the organisation's zone; the weeks in which there are posts."""

    __tablename__ = "week_day"
    __table_args__ = CLUSTERED
    week: int = part(sa.Integer)
    tuesday: datetime = Field(sa_type=UtcTime)
    wednesday: datetime = Field(sa_type=UtcTime)
    thursday: datetime = Field(sa_type=UtcTime)
    friday: datetime = Field(sa_type=UtcTime)
    saturday: datetime = Field(sa_type=UtcTime)
    sunday: datetime = Field(sa_type=UtcTime)


class WeeklyMakerRow(Row, table=True):
    """Roll-up of how the own posts of one account and week were made, only of accounts of which many posts in a row
    come at the same minute. Unknown is -1 (minute), "" (app) and "?" (domain).
    """

    __tablename__ = "weekly_maker"
    __table_args__ = (foreign("account"), CLUSTERED)
    account_id: int = part()
    week: int = part(sa.Integer)
    minute: int = part(sa.Integer)
    app: str = part(Identity)
    domain: str = part(Identity)
    posts: int = Field(sa_type=sa.Integer)


class DirtyAccountRow(Row, table=True):
    """An account whose roll-up is behind its posts."""

    __tablename__ = "dirty_account"
    __table_args__ = (foreign("account"), CLUSTERED)
    account_id: int = part()


class ProfileRow(Row, table=True):
    """What an account looked like at one moment."""

    __tablename__ = "profile"
    __table_args__ = (foreign("account"), CLUSTERED)
    account_id: int = part()
    observed_at: datetime = part(UtcTime)
    name: str | None = Field(default=None, sa_type=sa.Text)
    bio: str | None = Field(default=None, sa_type=sa.Text)
    has_bio: int | None = Field(default=None, sa_type=sa.Integer)
    avatar_url: str | None = Field(default=None, sa_type=sa.Text)
    default_avatar: int | None = Field(default=None, sa_type=sa.Integer)
    protected: int | None = Field(default=None, sa_type=sa.Integer)
    followers: int | None = Field(default=None, sa_type=Whole)
    following: int | None = Field(default=None, sa_type=Whole)
    posts_total: int | None = Field(default=None, sa_type=Whole)
    richness: int = Field(sa_type=sa.Integer)


class StandingRow(Row, table=True):
    """What the platform said of an account itself, from this moment to that of the next row."""

    __tablename__ = "account_standing"
    __table_args__ = (foreign("account"), CLUSTERED)
    account_id: int = part()
    observed_at: datetime = part(UtcTime)
    state: str = Field(sa_type=sa.Text)
    detail: str | None = Field(default=None, sa_type=sa.Text)


class InteractionRow(Row, table=True):
    """Something others said to the account."""

    __tablename__ = "interaction"
    __table_args__ = (foreign("account"), CLUSTERED)
    account_id: int = part()
    native_id: str = part(Identity)
    kind: str = Field(sa_type=sa.Text)
    post_native_id: str | None = Field(default=None, sa_type=sa.Text)
    author: str | None = Field(default=None, sa_type=sa.Text)
    received_at: datetime = Field(sa_type=UtcTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcTime)
    answer_known: int = Field(sa_type=sa.Integer)
    text: str | None = Field(default=None, sa_type=sa.Text)
    url: str | None = Field(default=None, sa_type=sa.Text)
    richness: int = Field(sa_type=sa.Integer)
    import_run_id: int | None = Field(default=None, sa_type=Whole)


class PlannedItemRow(Row, table=True):
    """A time for which an item of the content calendar was planned; one that was moved has several.

    `told_first` and `told_last` are when the oldest and newest copies of its calendar were made that held it so, and
    `gone_at` is when it was moved, cancelled or taken out.
    """

    __tablename__ = "planned_item"
    __table_args__ = (foreign("account"), CLUSTERED)
    account_id: int = part()
    native_id: str = part(Identity)
    planned_at: datetime = part(UtcTime)
    title: str | None = Field(default=None, sa_type=sa.Text)
    calendar: str | None = Field(default=None, sa_type=sa.Text)
    told_first: datetime | None = Field(default=None, sa_type=UtcTime)
    told_last: datetime | None = Field(default=None, sa_type=UtcTime)
    gone_at: datetime | None = Field(default=None, sa_type=UtcTime)
    richness: int = Field(sa_type=sa.Integer)


class WindowRow(Row, table=True):
    """A span in which everything the account published is known; the spans of an account never touch."""

    __tablename__ = "observed_window"
    __table_args__ = (foreign("account"), CLUSTERED)
    account_id: int = part()
    start: datetime = part(UtcTime)
    end: datetime = Field(sa_type=UtcTime)
