"""The content calendar remembers: an item that was moved has several times, and it is known when it was told and gone.

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-24
"""

import sqlalchemy as sa
import sqlmodel  # noqa: F401
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IDENTITY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
KEPT = "account_id, native_id, planned_at, title, richness"


def upgrade() -> None:
    op.rename_table("planned_item", "planned_item_before")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("pk_planned_item", "planned_item_before")
        op.drop_constraint("fk_planned_item_account_id", "planned_item_before")
    op.create_table(
        "planned_item",
        sa.Column("account_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("native_id", IDENTITY, autoincrement=False, nullable=False),
        sa.Column("planned_at", TIME, autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("calendar", sa.Text(), nullable=True),
        *(sa.Column(name, TIME, nullable=True) for name in ("told_first", "told_last", "gone_at")),
        sa.Column("richness", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_planned_item_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "native_id", "planned_at", name=op.f("pk_planned_item")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.execute(f"INSERT INTO planned_item ({KEPT}) SELECT {KEPT} FROM planned_item_before")
    op.drop_table("planned_item_before")
