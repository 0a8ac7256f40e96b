"""Where posts lead to, whether articles were shared, and accounts whose posts come by themselves.

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-24
"""

import sqlalchemy as sa
import sqlmodel  # noqa: F401
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IDENTITY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
COUNTS = ("posts", "own", "replies", "reposts", "press_releases", "press_judged", "themed", "theme_judged")
NEW_COUNTS = ("linking", "link_judged", "shared", "share_judged")


def upgrade() -> None:
    for name in ("link_place", "link_domain", "shared"):
        op.add_column("post", sa.Column(name, sa.Text(), nullable=True))
    op.create_table(
        "weekly_maker",
        sa.Column("account_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("week", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("minute", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("app", IDENTITY, autoincrement=False, nullable=False),
        sa.Column("domain", IDENTITY, autoincrement=False, nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_weekly_maker_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "week", "minute", "app", "domain", name=op.f("pk_weekly_maker")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    # A roll-up holds nothing that the posts do not: it is made again with its new columns.
    op.drop_table("weekly_activity")
    op.create_table(
        "weekly_activity",
        sa.Column("account_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("week", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in (*COUNTS, *NEW_COUNTS)),
        *(sa.Column(name, WHOLE, nullable=False) for name in ("last_post_at", "last_own_at")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_weekly_activity_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "week", name=op.f("pk_weekly_activity")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    # The roll-up of every account is made anew when it is first read.
    op.execute(
        "INSERT INTO dirty_account (account_id) SELECT id FROM account WHERE true ON CONFLICT (account_id) DO NOTHING"
    )
