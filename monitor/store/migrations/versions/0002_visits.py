"""What visits to platforms need: deleted posts, whose a visit was, what the platform says of an account.

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-24
"""

import sqlalchemy as sa
import sqlmodel  # noqa: F401
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("post", sa.Column("deleted_at", TIME, nullable=True))
    op.add_column("import_run", sa.Column("account_id", WHOLE, nullable=True))
    op.add_column("import_run", sa.Column("reason", TEXT, nullable=True))
    op.add_column("account_status", sa.Column("reason", TEXT, nullable=True))
    op.add_column("interaction", sa.Column("import_run_id", WHOLE, nullable=True))
    op.create_table(
        "account_standing",
        sa.Column("account_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("observed_at", TIME, autoincrement=False, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("detail", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_standing_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "observed_at", name=op.f("pk_account_standing")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
