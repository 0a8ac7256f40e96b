"""Brings a database to this program's schema: new, up to date, older (migrated after a backup) or newer (refused)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

import monitor.store.tables_results  # noqa: F401  (declares its tables)
from monitor.errors import StoreTrouble, UpgradeProgram
from monitor.store.database import Database
from monitor.store.room import meta, set_meta, table
from monitor.store.tables import CalendarWeekRow, MetaRow, Row
from monitor.store.troubles import plain_errors
from monitor.store.views import digest, views
from monitor.store.weeks import ALL_WEEKS, week_end, week_label, week_start

HEAD = "0006"
"""Newest revision in `monitor/store/migrations`."""

KNOWN = ("0001", "0002", "0003", "0004", "0005", "0006")
"""All revisions this program knows, oldest first."""

VIEWS = "views"
"""Small fact of the store: which views it has."""


def bring_to_head(db: Database, backups: Path, now: datetime) -> None:
    """Make, check or migrate the schema.

    Raises:
        UpgradeProgram: The database was written by a newer version of this program.
        StoreTrouble: It is another program's database, or the backup cannot be made.
    """
    with db.read() as connection:
        found = _revision(connection)
        empty = not sa.inspect(connection).get_table_names()
    if found == HEAD:
        return
    if found is None and not empty:
        raise StoreTrouble("the database belongs to another program", db.where, "Check store.url")
    if found is not None and found not in KNOWN:
        raise UpgradeProgram(
            f"the store was written by a newer version of this program (schema {found})",
            db.where,
            "Install the newest version, or point store.url to another file",
        )
    if empty:
        _create(db)
    else:
        back_up(db, backups, now)
        migrate(db)


def _revision(connection: Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _create(db: Database) -> None:
    """Make all tables of a new store at once; a test holds this equal to the migrations, which take a second more."""
    with db.write() as connection:
        if sa.inspect(connection).get_table_names():
            return
        Row.metadata.create_all(connection)
        fill_calendar(connection)
        connection.exec_driver_sql(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
            " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
        connection.execute(sa.text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def fill_calendar(connection: Connection) -> None:
    """Write the weeks that the views show by name."""
    rows = [
        {"week": week, "starts": f"{week_start(week)}", "ends": f"{week_end(week)}", "label": week_label(week)}
        for week in ALL_WEEKS
    ]
    connection.execute(sa.insert(table(CalendarWeekRow)), rows)


def bring_views_up_to_date(db: Database) -> None:
    """Make the views anew if they are not those of this program."""
    wanted = digest(db.is_sqlite)
    with db.read() as connection:
        if meta(connection, VIEWS) == wanted:
            return
    with db.write() as connection:
        _drop_views(connection)
        for view in views():
            connection.exec_driver_sql(db.sql(f"CREATE VIEW {view.name} AS {view.select(db.is_sqlite)}"))
        set_meta(db, connection, VIEWS, wanted)


def _drop_views(connection: Connection) -> None:
    for name in sa.inspect(connection).get_view_names():
        if name.startswith("v_"):
            connection.exec_driver_sql(f"DROP VIEW {name}")


def migrate(db: Database, revision: str = "head") -> None:
    """Run the migrations up to the newest, or to a revision.

    The views, which stand in the way, are made anew afterwards.
    """
    from alembic import command

    config = alembic_config()
    with db.write() as connection:
        _drop_views(connection)
        if sa.inspect(connection).has_table("meta"):
            connection.execute(sa.delete(table(MetaRow)).where(table(MetaRow).c.name == VIEWS))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def alembic_config() -> Any:
    """Alembic's configuration for the migrations inside this package."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


def back_up(db: Database, backups: Path, now: datetime) -> Path | None:
    """Copy a SQLite store before it is migrated; a server's backups are its keeper's.

    Returns:
        The copy, named after the store and the moment; None on PostgreSQL.
    """
    if db.file is None:
        return None
    copy = backups / f"{db.file.stem}-{now:%Y%m%dT%H%M%S}{db.file.suffix or '.sqlite3'}"
    try:
        backups.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreTrouble(f"no backup can be made ({error.strerror})", str(backups), "Check the folder") from error
    with (
        plain_errors(copy.as_posix()),
        closing(sqlite3.connect(db.file)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
    return copy
