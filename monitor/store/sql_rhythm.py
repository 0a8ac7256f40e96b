"""What is told of the rhythm of the accounts, for analysts, and what one night's reckoning leaves to the next."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from monitor.store.database import Database
from monitor.store.room import Room, meta, set_meta, table
from monitor.store.tables_results import RhythmMemoryRow, RhythmWeekRow

if TYPE_CHECKING:
    import pandas as pd

MEMORY, WEEKS = table(RhythmMemoryRow), table(RhythmWeekRow)
COLUMNS = tuple(column.name for column in WEEKS.c)
DIGESTS = "rhythm_weeks"
"""Small fact of the store: a digest of each week's rows, so that only weeks that changed are written again."""


class RhythmRoom(Room):
    """The store's part of the early warning."""

    def save_rhythm(self, told: pd.DataFrame) -> None:
        parts = {str(week): part for week, part in told[list(COLUMNS)].groupby("week")}
        digests = {week: _digest(part) for week, part in parts.items()}
        with self._db.write() as connection:
            known = json.loads(meta(connection, DIGESTS) or "{}")
            gone = [week for week, digest in known.items() if digests.get(week) != digest]
            self._db.run_many(connection, "DELETE FROM rhythm_week WHERE week = ?", [(int(week),) for week in gone])
            for week, part in parts.items():
                if known.get(week) != digests[week]:
                    _add(self._db, connection, part)
            set_meta(self._db, connection, DIGESTS, json.dumps(digests))

    def rhythm_memory(self) -> dict[str, bytes]:
        with self._db.read() as connection:
            return {row.name: bytes(row.content) for row in connection.execute(sa.select(MEMORY))}

    def keep_rhythm_memory(self, added: Mapping[str, bytes], needed: Collection[str]) -> None:
        with self._db.write() as connection:
            stored = set(connection.execute(sa.select(MEMORY.c.name)).scalars())
            connection.execute(sa.delete(MEMORY).where(MEMORY.c.name.in_(stored - set(needed))))
            rows = [{"name": name, "content": content} for name, content in added.items() if name not in stored]
            if rows:
                connection.execute(sa.insert(MEMORY), rows)


def forget_rhythm(connection: Connection) -> None:
    """Take the memory out: it holds the numbers of all accounts together, those of an erased one too."""
    connection.execute(sa.delete(MEMORY))


def _add(db: Database, connection: Connection, part: pd.DataFrame) -> None:
    marks = ", ".join("?" * len(COLUMNS))
    columns = (part[name].astype(object).where(part[name].notna(), None).tolist() for name in COLUMNS)
    sql = f"INSERT INTO rhythm_week ({', '.join(COLUMNS)}) VALUES ({marks})"
    db.run_many(connection, sql, list(zip(*columns, strict=True)))


def _digest(part: pd.DataFrame) -> str:
    columns = (part[name].to_numpy().tobytes() for name in COLUMNS)
    return hashlib.blake2b(b"".join(columns), digest_size=12).hexdigest()
