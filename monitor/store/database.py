"""One connection to SQLite or PostgreSQL, with transactions, placeholders and times that fit it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import PoolProxiedConnection

from monitor.errors import FixSettings, StoreTrouble
from monitor.store.columns import from_text, to_seconds, to_text
from monitor.store.troubles import plain_errors

CACHE_KIB = 48 * 1024
"""Page cache of SQLite: holds the unique index of a few million posts, well under the memory limit."""

PAGE_BYTES = 16 * 1024
"""Page of a new SQLite store: batches that touch the whole index write a quarter of the pages of the usual 4 KiB."""

CHECKPOINT_PAGES = 8_000
"""Pages (128 MB) in SQLite's log before they move to the file: an index page written by many batches moves once."""

SERVER_DRIVER = "postgresql+psycopg"


class Raw:
    """A connection of the bare driver, for `run_many` and `fetch`."""

    def __init__(self, connection: PoolProxiedConnection) -> None:
        self.connection = connection


class Database:
    """An engine and what differs between the two kinds of database.

    Args:
        url: SQLAlchemy address.
        patience: Seconds to wait for a lock.

    Raises:
        FixSettings: The address is no address, of another database, or of a database in memory.
        StoreTrouble: The driver is missing.
    """

    def __init__(self, url: str, patience: float = 10.0) -> None:
        self.url = _checked(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.where = self.file.as_posix() if self.file else self.url.render_as_string(hide_password=True)
        self.patience = patience
        self.moment: Callable[[datetime], Any] = to_text if self.is_sqlite else to_seconds
        """Brings an aware time to what the driver takes."""
        self.engine = self._engine()

    @property
    def file(self) -> Path | None:
        """The file of a SQLite store."""
        return Path(str(self.url.database)) if self.url.get_backend_name() == "sqlite" else None

    def _engine(self) -> Engine:
        try:
            if self.is_sqlite:
                engine = sa.create_engine(self.url, connect_args={"timeout": self.patience})
                sa.event.listen(engine, "connect", _prepare_sqlite)
                sa.event.listen(engine, "begin", _begin_sqlite)
                return engine
            waits = f"-c lock_timeout={int(self.patience * 1000)} -c timezone=UTC"
            return sa.create_engine(self.url, connect_args={"options": waits, "connect_timeout": 10})
        except ModuleNotFoundError as error:
            raise StoreTrouble(
                f"the driver {error.name} is missing", self.where, "pip install 'horror-scenario-monitor[postgresql]'"
            ) from error

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with plain_errors(self.where), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes; it takes SQLite's write lock at once, so that it never fails half-way on one."""
        with plain_errors(self.where), self.engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def quick(self, writes: bool = False) -> Iterator[Raw]:
        """A transaction for raw SQL only, over the bare driver; for what is done ten thousand times in an import."""
        with plain_errors(self.where):
            pooled = self.engine.raw_connection()
            try:
                if self.is_sqlite:
                    pooled.cursor().execute("BEGIN IMMEDIATE" if writes else "BEGIN")
                yield Raw(pooled)
                pooled.commit()
            except BaseException:
                pooled.rollback()
                raise
            finally:
                pooled.close()

    @contextmanager
    def outside(self) -> Iterator[Any]:
        """A cursor of the bare driver outside any transaction, for what SQLite refuses inside one."""
        with plain_errors(self.where):
            pooled = self.engine.raw_connection()
            try:
                yield pooled.cursor()
            finally:
                pooled.close()

    def aware(self, value: Any) -> Any:
        """A time as the driver gives it, aware and in UTC; None stays None."""
        return from_text(value) if isinstance(value, str) else value and value.astimezone(UTC)

    def epoch(self, column: str) -> str:
        """SQL for a time column in seconds since 1970, -1 if there is none."""
        if self.is_sqlite:
            return f"coalesce(CAST(strftime('%s', {column}) AS INTEGER), -1)"
        return f"coalesce(CAST(extract(epoch FROM {column}) AS BIGINT), -1)"

    def insert(self, table: sa.Table) -> Any:
        """An INSERT that has ON CONFLICT."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    def sql(self, text: str) -> str:
        """Raw SQL with `?` as the driver takes it."""
        return text if self.is_sqlite else text.replace("%", "%%").replace("?", "%s")

    def run_many(self, connection: Connection | Raw, text: str, rows: Sequence[tuple[Any, ...]]) -> int:
        """Run raw SQL for many rows through the bare driver, which is twice as fast; gives the rows changed."""
        if not rows:
            return 0
        cursor = connection.connection.cursor()
        try:
            cursor.executemany(self.sql(text), rows)
            return int(cursor.rowcount)
        finally:
            cursor.close()

    @contextmanager
    def asked(self, connection: Connection | Raw, text: str) -> Iterator[Iterable[tuple[Any, ...]]]:
        """Run raw SQL through the bare driver and give the rows one by one, so that they are never all in memory."""
        cursor = connection.connection.cursor()
        try:
            cursor.execute(self.sql(text))
            yield cast(Iterable[tuple[Any, ...]], cursor)
        finally:
            cursor.close()

    def fetch(self, connection: Connection | Raw, text: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """Run raw SQL through the bare driver and give all rows."""
        cursor = connection.connection.cursor()
        try:
            cursor.execute(self.sql(text), tuple(values))
            return list(cursor.fetchall())
        finally:
            cursor.close()

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def _checked(address: str) -> URL:
    try:
        url = make_url(address)
        backend = url.get_backend_name()
    except (ArgumentError, ValueError) as error:
        raise FixSettings(["store.url: is no database address; write sqlite:///data/monitor.sqlite3"]) from error
    if backend == "postgresql":
        return url.set(drivername=SERVER_DRIVER)
    if backend != "sqlite":
        raise FixSettings([f"store.url: {backend} is not supported; use sqlite:///FILE or postgresql://HOST/NAME"])
    if not url.database or ":memory:" in url.database or url.database.startswith("file:"):
        raise FixSettings(["store.url: the store must be a file; write sqlite:///data/monitor.sqlite3"])
    return url


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Set up a new connection: our own BEGIN (the driver's would come too late), WAL, foreign keys."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA page_size={PAGE_BYTES}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
    cursor.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
