"""Everything. Nothing goes back: a copy of the store is made before every migration.

Revision ID: 0001
Revises:
Create Date: 2026-11-22
"""

import sqlalchemy as sa
import sqlmodel  # noqa: F401
from alembic import op
from sqlalchemy.types import TypeEngine

from monitor.store.weeks import ALL_WEEKS, week_end, week_label, week_start

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text()
SMALL = sa.Integer()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REAL: TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
TIME = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
IDENTITY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("platform", TEXT, nullable=False),
        sa.Column("native_id", TEXT, nullable=True),
        sa.Column("handle", TEXT, nullable=True),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=True),
        sa.Column("url", TEXT, nullable=True),
        sa.Column("created_at", TIME, nullable=True),
        sa.Column("owner", TEXT, nullable=True),
        sa.Column("owner_mail", TEXT, nullable=True),
        sa.Column("deputy", TEXT, nullable=True),
        sa.Column("goal_posts", REAL, nullable=True),
        sa.Column("goal_per", TEXT, nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("private", SMALL, nullable=False),
        sa.Column("configured", SMALL, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sqlite_strict=True,
    )
    op.create_table(
        "calendar_week",
        sa.Column("week", SMALL, autoincrement=False, nullable=False),
        sa.Column("starts", TEXT, nullable=False),
        sa.Column("ends", TEXT, nullable=False),
        sa.Column("label", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("week", name=op.f("pk_calendar_week")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "horror_score",
        sa.Column("week", SMALL, autoincrement=False, nullable=False),
        sa.Column("score", SMALL, nullable=False),
        sa.Column("codes", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("week", name=op.f("pk_horror_score")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "import_run",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("connector", TEXT, nullable=False),
        sa.Column("export", TEXT, nullable=False),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("program", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("finished_at", TIME, nullable=True),
        sa.Column("message", TEXT, nullable=False),
        sa.Column("new", WHOLE, nullable=False),
        sa.Column("known", WHOLE, nullable=False),
        sa.Column("updated", WHOLE, nullable=False),
        sa.Column("rejected", WHOLE, nullable=False),
        sa.Column("observed_from", TIME, nullable=True),
        sa.Column("observed_until", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_import_run_fingerprint"), "import_run", ["fingerprint"], unique=False)
    op.create_table(
        "job_run",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("as_of", TEXT, nullable=False),
        sa.Column("exit_code", SMALL, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
        sqlite_strict=True,
    )
    op.create_table(
        "meta",
        sa.Column("name", TEXT, autoincrement=False, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "account_alias",
        sa.Column("platform", TEXT, autoincrement=False, nullable=False),
        sa.Column("alias", TEXT, autoincrement=False, nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_alias_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("platform", "alias", name=op.f("pk_account_alias")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_account_alias_account_id"), "account_alias", ["account_id"], unique=False)
    op.create_table(
        "account_status",
        sa.Column("account_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("week", SMALL, autoincrement=False, nullable=False),
        sa.Column("answer", TEXT, nullable=False),
        sa.Column("since", TEXT, nullable=True),
        sa.Column("complete_until", TIME, nullable=True),
        sa.Column("last_post_at", TIME, nullable=True),
        sa.Column("detail", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_status_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "week", name=op.f("pk_account_status")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "dirty_account",
        sa.Column("account_id", WHOLE, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_dirty_account_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_dirty_account")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "interaction",
        sa.Column("account_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("native_id", IDENTITY, autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("post_native_id", TEXT, nullable=True),
        sa.Column("author", TEXT, nullable=True),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("answered_at", TIME, nullable=True),
        sa.Column("answer_known", SMALL, nullable=False),
        sa.Column("text", TEXT, nullable=True),
        sa.Column("url", TEXT, nullable=True),
        sa.Column("richness", SMALL, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_interaction_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "native_id", name=op.f("pk_interaction")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "job_stage",
        sa.Column("job_run_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("position", SMALL, autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("finished_at", TIME, nullable=False),
        sa.Column("message", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["job_run_id"], ["job_run.id"], name=op.f("fk_job_stage_job_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_run_id", "position", name=op.f("pk_job_stage")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "observed_window",
        sa.Column("account_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("start", TIME, autoincrement=False, nullable=False),
        sa.Column("end", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_observed_window_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "start", name=op.f("pk_observed_window")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "planned_item",
        sa.Column("account_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("native_id", IDENTITY, autoincrement=False, nullable=False),
        sa.Column("planned_at", TIME, nullable=False),
        sa.Column("title", TEXT, nullable=True),
        sa.Column("richness", SMALL, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_planned_item_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "native_id", name=op.f("pk_planned_item")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "post",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("native_id", IDENTITY, nullable=False),
        sa.Column("published_at", TIME, nullable=True),
        sa.Column("precision", TEXT, nullable=False),
        sa.Column("week", SMALL, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("author", TEXT, nullable=True),
        sa.Column("title", TEXT, nullable=True),
        sa.Column("text", TEXT, nullable=True),
        sa.Column("url", TEXT, nullable=True),
        sa.Column("language", TEXT, nullable=True),
        sa.Column("source_app", TEXT, nullable=True),
        sa.Column("in_reply_to", TEXT, nullable=True),
        sa.Column("links", TEXT, nullable=True),
        sa.Column("edited_at", TIME, nullable=True),
        sa.Column("likes", WHOLE, nullable=True),
        sa.Column("reposts", WHOLE, nullable=True),
        sa.Column("replies", WHOLE, nullable=True),
        sa.Column("views", WHOLE, nullable=True),
        sa.Column("clicks", WHOLE, nullable=True),
        sa.Column("richness", SMALL, nullable=False),
        sa.Column("origins", TEXT, nullable=True),
        sa.Column("import_run_id", WHOLE, nullable=False),
        sa.Column("first_seen_at", TIME, nullable=False),
        sa.Column("press", TEXT, nullable=True),
        sa.Column("outing", TEXT, nullable=True),
        sa.Column("themes", TEXT, nullable=True),
        sa.Column("label_language", TEXT, nullable=True),
        sa.Column("label_model", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_post_account_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_run.id"], name=op.f("fk_post_import_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("account_id", "native_id", name=op.f("uq_post_account_id_native_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "profile",
        sa.Column("account_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("observed_at", TIME, autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("bio", TEXT, nullable=True),
        sa.Column("has_bio", SMALL, nullable=True),
        sa.Column("avatar_url", TEXT, nullable=True),
        sa.Column("default_avatar", SMALL, nullable=True),
        sa.Column("protected", SMALL, nullable=True),
        sa.Column("followers", WHOLE, nullable=True),
        sa.Column("following", WHOLE, nullable=True),
        sa.Column("posts_total", WHOLE, nullable=True),
        sa.Column("richness", SMALL, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_profile_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id", "observed_at", name=op.f("pk_profile")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reject",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("import_run_id", WHOLE, nullable=False),
        sa.Column("file", TEXT, nullable=False),
        sa.Column("line", WHOLE, nullable=True),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("excerpt", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["import_run_id"], ["import_run.id"], name=op.f("fk_reject_import_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reject")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_reject_import_run_id"), "reject", ["import_run_id"], unique=False)
    op.create_table(
        "spell",
        sa.Column("account_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("code", TEXT, autoincrement=False, nullable=False),
        sa.Column("first_week", SMALL, autoincrement=False, nullable=False),
        sa.Column("last_week", SMALL, nullable=False),
        sa.Column("verdict", SMALL, nullable=False),
        sa.Column("variant", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("evidence", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_spell_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id", "code", "first_week", name=op.f("pk_spell")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "transition",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("change", TEXT, nullable=False),
        sa.Column("week", SMALL, nullable=False),
        sa.Column("variant", TEXT, nullable=False),
        sa.Column("since_week", SMALL, nullable=False),
        sa.Column("evidence", TEXT, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_transition_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transition")),
        sa.UniqueConstraint("account_id", "code", "change", "week", "variant", name="uq_transition"),
        sqlite_strict=True,
    )
    op.create_table(
        "weekly_activity",
        sa.Column("account_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("week", SMALL, autoincrement=False, nullable=False),
        sa.Column("posts", SMALL, nullable=False),
        sa.Column("own", SMALL, nullable=False),
        sa.Column("replies", SMALL, nullable=False),
        sa.Column("reposts", SMALL, nullable=False),
        sa.Column("last_post_at", WHOLE, nullable=False),
        sa.Column("last_own_at", WHOLE, nullable=False),
        sa.Column("press_releases", SMALL, nullable=False),
        sa.Column("press_judged", SMALL, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_weekly_activity_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "week", name=op.f("pk_weekly_activity")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "delivery",
        sa.Column("transition_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("sink", TEXT, autoincrement=False, nullable=False),
        sa.Column("delivered_at", TIME, nullable=True),
        sa.Column("tries", SMALL, nullable=False),
        sa.Column("tried_at", TIME, nullable=True),
        sa.Column("trouble", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["transition_id"], ["transition.id"], name=op.f("fk_delivery_transition_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("transition_id", "sink", name=op.f("pk_delivery")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "label",
        sa.Column("post_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("name", TEXT, autoincrement=False, nullable=False),
        sa.Column("by_person", SMALL, autoincrement=False, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("probability", REAL, nullable=True),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("model", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_label_post_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "name", "by_person", name=op.f("pk_label")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "post_alias",
        sa.Column("account_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("native_id", IDENTITY, autoincrement=False, nullable=False),
        sa.Column("post_id", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_alias_post_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id", "native_id", name=op.f("pk_post_alias")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_post_alias_post_id"), "post_alias", ["post_id"], unique=False)
    fill_calendar()


def fill_calendar() -> None:
    """Write every week from 1990 to 2200 with its days and ISO name."""
    rows = [
        {"week": week, "starts": f"{week_start(week)}", "ends": f"{week_end(week)}", "label": week_label(week)}
        for week in ALL_WEEKS
    ]
    weeks = sa.table("calendar_week", sa.column("week"), sa.column("starts"), sa.column("ends"), sa.column("label"))
    op.bulk_insert(weeks, rows)
