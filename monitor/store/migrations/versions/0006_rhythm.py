"""The rhythm of the accounts: on which days they post, what is told of each week, and what one night leaves the next.

Revision ID: 0006
Revises: 0005
Create Date: 2026-11-24
"""

import sqlalchemy as sa
import sqlmodel  # noqa: F401
from alembic import op
from sqlalchemy.types import TypeEngine

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REAL: TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
TIME = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
BYTES = sa.LargeBinary()
IDENTITY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}

DAYS = ("tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
COUNTS = ("posts", "own", "replies", "reposts", "press_releases", "press_judged", "themed", "theme_judged")
MARKS = ("linking", "link_judged", "shared", "share_judged", "days")
PARTS = ("part_level", "part_change", "part_gap", "part_people", "part_siblings")
DATES = ("next_early", "next_usual", "next_late", "usual_gap", "gaps_a_year", "decline_start", "projected_horror")


def upgrade() -> None:
    op.create_table(
        "week_day",
        _number("week"),
        *(sa.Column(name, TIME, nullable=False) for name in DAYS),
        sa.PrimaryKeyConstraint("week", name=op.f("pk_week_day")),
        **CLUSTERED,
    )
    _rollups()
    op.create_table(
        "rhythm_week",
        _account(),
        _number("week"),
        sa.Column("state", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("over_line", "notice", "little_history")),
        *(sa.Column(name, REAL, nullable=True) for name in ("score", "line", *PARTS)),
        *(sa.Column(name, REAL, nullable=True) for name in ("chance_dormant", "chance_silence", *DATES)),
        *_hanging("rhythm_week", "week"),
        **CLUSTERED,
    )
    op.create_table(
        "rhythm_memory",
        sa.Column("name", TEXT, autoincrement=False, nullable=False),
        sa.Column("content", BYTES, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_rhythm_memory")),
        sqlite_strict=True,
    )


def _rollups() -> None:
    """Roll-ups hold nothing that the posts do not: they are made again with their new columns when first read."""
    op.drop_table("weekly_activity")
    op.drop_table("weekly_author")
    op.create_table(
        "weekly_activity",
        _account(),
        _number("week"),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in (*COUNTS, *MARKS)),
        *(sa.Column(name, WHOLE, nullable=False) for name in ("last_post_at", "last_own_at")),
        *_hanging("weekly_activity", "week"),
        **CLUSTERED,
    )
    op.create_table(
        "weekly_author",
        _account(),
        _number("week"),
        sa.Column("author", IDENTITY, autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("posts", "days")),
        sa.Column("last_post_at", WHOLE, nullable=False),
        *_hanging("weekly_author", "week", "author"),
        **CLUSTERED,
    )
    op.execute(
        "INSERT INTO dirty_account (account_id) SELECT id FROM account WHERE true ON CONFLICT (account_id) DO NOTHING"
    )


def _account() -> sa.Column[int]:
    return sa.Column("account_id", WHOLE, autoincrement=False, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _hanging(table: str, *more: str) -> list[sa.Constraint]:
    """Primary key from the account on, which takes its rows along when it goes."""
    return [
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f(f"fk_{table}_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", *more, name=op.f(f"pk_{table}")),
    ]
