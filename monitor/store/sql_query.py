"""An analyst's own SELECT, which cannot change anything, however it is written."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from monitor.errors import FixQuery
from monitor.store.database import Database
from monitor.store.room import Room
from monitor.store.tables import Row
from monitor.store.troubles import plain_errors
from monitor.store.views import views

Answer = tuple[list[str], list[tuple[Any, ...]]]

PATIENCE = 120.0
"""Seconds after which a query is stopped."""

STEPS_BETWEEN_LOOKS = 100_000
"""Steps of SQLite's machine between two looks at the clock."""

_BEFORE = re.compile(r"\s+|--[^\n]*|/\*.*?\*/|\(", re.DOTALL)
_READING = ("select", "with", "values", "explain")
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
_HIDDEN = "owner_mail"


class Queries(Room):
    """The store's door for analysts."""

    def query(self, sql: str, most: int = 10_000) -> Answer:
        if not _only_reads(sql):
            raise FixQuery("only a SELECT can be asked", todo=_views_there_are())
        ask = _ask_sqlite if self._db.is_sqlite else _ask_server
        return ask(self._db, sql.strip().rstrip(";"), most)


def _only_reads(sql: str) -> bool:
    """Whether the first word, after spaces, comments and brackets, is one that asks; the database checks the rest."""
    start = 0
    while skipped := _BEFORE.match(sql, start):
        start = skipped.end()
    return sql[start : start + 8].lower().startswith(_READING)


def _views_there_are() -> str:
    return f"Write SELECT ... FROM one of {', '.join(view.name for view in views())}; docs/store.md describes them"


def _ask_sqlite(db: Database, sql: str, most: int) -> Answer:
    """Ask over a connection that opens the file for reading and has every step looked at."""
    address = f"{Path(str(db.file)).resolve().as_uri()}?mode=ro"
    with plain_errors(db.where), closing(sqlite3.connect(address, uri=True, timeout=db.patience)) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT 1 FROM meta").fetchone()
        connection.set_authorizer(_authorizer())
        connection.set_progress_handler(_stopper(), STEPS_BETWEEN_LOOKS)
        try:
            cursor = connection.execute(sql)
            return [column[0] for column in cursor.description or ()], cursor.fetchmany(most)
        except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
            raise _explained(error) from error


def _authorizer() -> Callable[..., int]:
    """Allow reading the views and nothing else: tables are read only on behalf of a view, secrets not at all."""
    private, public = {*Row.metadata.tables, "alembic_version"}, {view.name for view in views()}

    def look(action: int, what: str | None, column: str | None, _db: str | None, source: str | None) -> int:
        # SQLite asks with an empty column when it only counts rows, and then does not say for which view.
        hidden = what in private and column != "" and (source not in public or column == _HIDDEN)
        loads = action == sqlite3.SQLITE_FUNCTION and column == "load_extension"
        return sqlite3.SQLITE_DENY if action not in _ALLOWED or hidden or loads else sqlite3.SQLITE_OK

    return look


def _stopper() -> Callable[[], bool]:
    end = time.monotonic() + PATIENCE
    return lambda: time.monotonic() > end


def _explained(error: Exception) -> Exception:
    """What an analyst should do about a refused query; trouble with the file itself passes as it is."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None and code & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_IOERR}:
        return error
    if code == sqlite3.SQLITE_INTERRUPT:
        return FixQuery(f"the query takes more than {PATIENCE:.0f} seconds", todo="Ask for fewer accounts or weeks")
    if code == sqlite3.SQLITE_AUTH:
        return FixQuery("the query reads a private table or tries to change something", todo=_views_there_are())
    return FixQuery(f"the database does not understand it ({error})", todo=_views_there_are())


def _ask_server(db: Database, sql: str, most: int) -> Answer:
    """Ask in a READ ONLY transaction, as a prepared statement, which can be but one."""
    import psycopg

    if _HIDDEN in sql.lower():
        raise FixQuery("the query reads a private column", todo=_views_there_are())
    with plain_errors(db.where), closing(db.engine.raw_connection()) as pooled:
        raw: Any = pooled.driver_connection
        raw.read_only = True
        try:
            with raw.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = {int(PATIENCE * 1000)}")
                cursor.execute(sql, prepare=True)
                return [column.name for column in cursor.description or ()], cursor.fetchmany(most)
        except (psycopg.OperationalError, psycopg.InterfaceError):
            raise
        except psycopg.Error as error:
            first = str(error).splitlines()[0]
            raise FixQuery(f"the database does not understand it ({first})", todo=_views_there_are()) from error
        finally:
            raw.rollback()
            raw.read_only = None
