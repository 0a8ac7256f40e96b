"""From a database's complaint to what the caller should do next. No message ever holds a password."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError, SQLAlchemyError

from monitor.errors import MonitorError, RetryLater, StoreTrouble

_PASSING = {"40001", "40P01", "55P03", "57P01", "57P02", "57P03", "53300"}
"""SQLSTATEs that pass by themselves: serialization, deadlock, lock time-out, shutdown, start-up, too many clients."""

_ADVICE = {
    sqlite3.SQLITE_FULL: ("the disk is full", "Make room on the disk and run it again; nothing was lost"),
    sqlite3.SQLITE_CORRUPT: ("the database is damaged", "Put back a copy from the backups folder"),
    sqlite3.SQLITE_NOTADB: ("this is not a database of this program", "Check store.url, or put back a backup"),
    sqlite3.SQLITE_READONLY: ("the database cannot be written", "Check the rights of the file and its folder"),
    sqlite3.SQLITE_CANTOPEN: ("the database cannot be opened", "Check that the folder exists and may be written"),
    sqlite3.SQLITE_IOERR: ("the disk cannot be read or written", "Check the disk, or put back a backup"),
}
_FULL_OR_READ_ONLY = (
    "the disk cannot be written: it is full, or a limit on the size of files is reached",
    "Make room on the disk and run it again; nothing was lost",
)
_WRITING = {
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
}
"""Kinds of SQLITE_IOERR that say nothing against what is in the store."""
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


@contextmanager
def plain_errors(where: str) -> Iterator[None]:
    """Turn what the driver raises into this program's errors.

    Args:
        where: How messages call the store, without a password.

    Raises:
        RetryLater: Locked, or a server that is starting, stopping or full.
        StoreTrouble: Everything else, except what can only be a fault of this program, which passes as it is.
    """
    try:
        yield
    except (IntegrityError, ProgrammingError, sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise
    except DBAPIError as error:
        raise _translate(error.orig or error, where) from error
    except (sqlite3.Error, SQLAlchemyError) as error:
        raise _translate(error, where) from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] != "psycopg":
            raise
        raise _translate(error, where) from error


def _translate(error: BaseException, where: str) -> MonitorError:
    if isinstance(error, sqlite3.Error):
        return _from_sqlite(error, where)
    state = getattr(error, "sqlstate", None)
    if state in _PASSING:
        return RetryLater(f"the database is busy ({_first_line(error)})", where, "Try again in a minute")
    if state is None and "connection" in str(error):
        return StoreTrouble("the database cannot be reached", where, "Check store.url and that the server runs")
    return StoreTrouble(f"the database refused ({_first_line(error)})", where, "Check store.url and the server's log")


def _from_sqlite(error: sqlite3.Error, where: str) -> MonitorError:
    extended = getattr(error, "sqlite_errorcode", 0)
    code = extended & 0xFF
    if code in _LOCKED:
        return RetryLater("the database is in use by another program", where, "Try again when that one is done")
    if extended in _WRITING:
        return StoreTrouble(_FULL_OR_READ_ONLY[0], where, _FULL_OR_READ_ONLY[1])
    what, todo = _ADVICE.get(code, (f"the database refused ({_first_line(error)})", "Put back a copy from the backups"))
    return StoreTrouble(what, where, todo)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
