"""Imports: runs, batches, rejects."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence, Set
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.engine import Row as Found

from monitor import __version__
from monitor.records import BadRow, Interaction, PlannedItem, Post, PostKind, Profile, Standing, Window
from monitor.store.contract import Counted, ImportRun, Kept
from monitor.store.room import Room, table
from monitor.store.rows import Telling, interaction_row, planned_row, profile_row
from monitor.store.sql_deleted import mark_deleted
from monitor.store.sql_planned import add_planned, newest_copy, take_out
from monitor.store.sql_posts import add_posts
from monitor.store.sql_records import add_records, add_windows
from monitor.store.sql_rollup import bring_up_to_date
from monitor.store.sql_standings import add_standings
from monitor.store.sql_told import FINISHED, note_told, settle_told, told_accounts
from monitor.store.sql_twins import join_twins
from monitor.store.sql_two_numbers import join_two_numbers
from monitor.store.tables import ImportRow, InteractionRow, ProfileRow, RejectRow

RUNS = table(ImportRow)
REJECTS = table(RejectRow)
INTERRUPTED = "interrupted"

_MAKERS: tuple[tuple[type[Any], sa.Table, Callable[[int, Any, Telling], dict[str, Any]]], ...] = (
    (Profile, table(ProfileRow), profile_row),
    (Interaction, table(InteractionRow), interaction_row),
)


class Imports(Room):
    """The importing part of the store."""

    def known_export(self, fingerprint: str) -> ImportRun | None:
        wanted = (
            RUNS.c.fingerprint == fingerprint,
            RUNS.c.program == __version__,
            RUNS.c.status.in_(FINISHED),
        )
        with self._db.read() as connection:
            found = connection.execute(sa.select(RUNS).where(*wanted).order_by(RUNS.c.id.desc()).limit(1)).first()
        return None if found is None else _as_run(found)

    def newest_copy(self, file: str) -> datetime | None:
        with self._db.read() as connection:
            return newest_copy(connection, file)

    def begin_import(
        self, connector: str, export: str, fingerprint: str, at: datetime, account_id: int | None = None
    ) -> int:
        values = {
            "account_id": account_id,
            "connector": connector,
            "export": export,
            "fingerprint": fingerprint,
            "program": __version__,
            "status": "running",
            "started_at": at,
        }
        with self._db.write() as connection:
            _close_interrupted(connection, at)
            _forget_rejects(connection, connector, export, fingerprint, account_id)
            return int(connection.execute(sa.insert(RUNS).values(values).returning(RUNS.c.id)).scalar_one())

    def add_batch(
        self,
        import_id: int,
        richness: int,
        at: datetime,
        batch: Sequence[tuple[int, Kept]],
        rejects: Sequence[BadRow],
    ) -> Counted:
        with self._db.write() as connection:
            telling = Telling(import_id, richness, self._db.moment(at), self._db.moment, self._clock(connection))
            counted = self._add_kept(connection, batch, telling, at)
            counted += _add_rejects(connection, import_id, rejects)
            _count(connection, import_id, counted)
        return counted

    def _add_kept(
        self, connection: Connection, batch: Sequence[tuple[int, Kept]], telling: Telling, at: datetime
    ) -> Counted:
        posts = [(account, record) for account, record in batch if isinstance(record, Post)]
        counted = add_posts(self._db, connection, posts, telling) if posts else Counted()
        note_told(self._db, connection, telling.import_id, {account for account, _ in posts})
        if len(posts) == len(batch):
            return counted
        said = [(account, record) for account, record in batch if isinstance(record, Standing)]
        counted += add_standings(self._db, connection, said)
        for kind, where, make in _MAKERS:
            rows = [make(account, record, telling) for account, record in batch if isinstance(record, kind)]
            counted += add_records(connection, where, rows)
        planned = [(account, record) for account, record in batch if isinstance(record, PlannedItem)]
        counted += add_planned(connection, [planned_row(account, record, telling) for account, record in planned])
        windows = [(account, record) for account, record in batch if isinstance(record, Window)]
        add_windows(self._db, connection, telling.import_id, windows, at)
        return counted

    def end_import(self, import_id: int, status: str, message: str, at: datetime, reason: str = "") -> ImportRun:
        with self._db.write() as connection:
            join_two_numbers(self._db, connection)
            join_twins(self._db, connection)
            bring_up_to_date(self._db, connection)
            values = {"status": status, "message": message, "finished_at": at, "reason": reason or None}
            connection.execute(sa.update(RUNS).where(RUNS.c.id == import_id).values(values))
            settle_told(connection, import_id)
            return _as_run(connection.execute(sa.select(RUNS).where(RUNS.c.id == import_id)).one())

    def imports(self, most: int = 200) -> list[ImportRun]:
        with self._db.read() as connection:
            return [_as_run(row) for row in connection.execute(sa.select(RUNS).order_by(RUNS.c.id.desc()).limit(most))]

    def newest_imports(self) -> list[ImportRun]:
        newest = sa.select(sa.func.max(RUNS.c.id)).where(RUNS.c.account_id.is_(None)).group_by(RUNS.c.export)
        wanted = sa.select(RUNS).where(RUNS.c.id.in_(newest)).order_by(RUNS.c.id.desc())
        with self._db.read() as connection:
            return [_as_run(row) for row in connection.execute(wanted)]

    def accounts_of_exports(self, exports: Collection[str]) -> dict[str, frozenset[int]]:
        with self._db.read() as connection:
            return told_accounts(connection, exports)

    def visits(self) -> list[ImportRun]:
        over = (RUNS.c.account_id.is_not(None), RUNS.c.status != "running")
        newest = sa.select(sa.func.max(RUNS.c.id)).where(*over).group_by(RUNS.c.connector, RUNS.c.account_id)
        with self._db.read() as connection:
            return [_as_run(row) for row in connection.execute(sa.select(RUNS).where(RUNS.c.id.in_(newest)))]

    def mark_deleted(
        self,
        account_id: int,
        since: datetime | None,
        until: datetime,
        seen: Set[str],
        at: datetime,
        kinds: Sequence[PostKind] = (),
        among: Set[str] | None = None,
    ) -> int:
        with self._db.write() as connection:
            return mark_deleted(self._db, connection, account_id, (since, until), seen, at, kinds, among)

    def take_out_of_calendar(
        self, calendar: str, accounts: Collection[int], told_at: datetime, unread: Collection[str] = ()
    ) -> int:
        with self._db.write() as connection:
            return take_out(connection, calendar, accounts, told_at.replace(microsecond=0), unread)

    def rejects(self, import_id: int) -> list[BadRow]:
        wanted = sa.select(REJECTS).where(REJECTS.c.import_run_id == import_id).order_by(REJECTS.c.id)
        with self._db.read() as connection:
            return [
                BadRow(file=row.file, line=row.line, reason=row.reason, excerpt=row.excerpt)
                for row in connection.execute(wanted)
            ]


def _close_interrupted(connection: Connection, at: datetime) -> None:
    values = {"status": "failed", "message": INTERRUPTED, "finished_at": at}
    connection.execute(sa.update(RUNS).where(RUNS.c.status == "running").values(values))


def _forget_rejects(
    connection: Connection, connector: str, export: str, fingerprint: str, account_id: int | None
) -> None:
    """The rejects of an export read again, or of an account visited again, come again: drop those of earlier runs."""
    same = RUNS.c.fingerprint == fingerprint if fingerprint else RUNS.c.export == export
    same = same if account_id is None else RUNS.c.account_id == account_id
    runs = sa.select(RUNS.c.id).where(same, RUNS.c.connector == connector)
    connection.execute(sa.delete(REJECTS).where(REJECTS.c.import_run_id.in_(runs)))


def _add_rejects(connection: Connection, import_id: int, rejects: Iterable[BadRow]) -> Counted:
    rows = [{"import_run_id": import_id, **bad.model_dump()} for bad in rejects]
    if rows:
        connection.execute(sa.insert(REJECTS), rows)
    return Counted(rejected=len(rows))


def _count(connection: Connection, import_id: int, counted: Counted) -> None:
    more = {name: RUNS.c[name] + getattr(counted, name) for name in ("new", "known", "updated", "rejected")}
    connection.execute(sa.update(RUNS).where(RUNS.c.id == import_id).values(more))


def _as_run(row: Found[Any]) -> ImportRun:
    return ImportRun(
        id=row.id,
        connector=row.connector,
        export=row.export,
        fingerprint=row.fingerprint,
        status=row.status,
        started_at=row.started_at,
        finished_at=row.finished_at,
        message=row.message,
        counted=Counted(row.new, row.known, row.updated, row.rejected),
        account_id=row.account_id,
        reason=row.reason or "",
    )
