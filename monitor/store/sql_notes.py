"""Small notes that other rooms leave in the store, such as the last week that was mailed to whom."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from monitor.store.room import Room, meta, set_meta, table
from monitor.store.tables import MetaRow

_PREFIX = "note:"
"""Keeps notes apart from the store's own facts, which lie in the same table."""


def forget_visits(connection: Connection, account_id: int) -> None:
    """Drop what visits to an account left to be remembered (`visit:CONNECTOR:ACCOUNT`)."""
    facts = table(MetaRow)
    mine = facts.c.name.like(f"{_PREFIX}visit:%:{account_id}")
    connection.execute(sa.delete(facts).where(mine))


class Notes(Room):
    """One value a key; a later value takes the place of an earlier one."""

    def noted(self, key: str) -> str | None:
        with self._db.read() as connection:
            return meta(connection, _PREFIX + key)

    def note(self, key: str, value: str) -> None:
        with self._db.write() as connection:
            set_meta(self._db, connection, _PREFIX + key, value)
