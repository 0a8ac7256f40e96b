"""What all parts of the SQL store share."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from monitor.store.database import Database
from monitor.store.tables import MetaRow, Row
from monitor.store.weeks import WeekClock

ZONE = "zone"
FIRST_ZONE = "UTC"
"""Zone of a store that nobody told one yet."""


class Room:
    """A part of the store: the database and the small facts kept in it."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._clocks: dict[str, WeekClock] = {}

    def _clock(self, connection: Connection) -> WeekClock:
        """The clock of the organisation's zone; asked anew each time, since another process may change the zone."""
        zone = meta(connection, ZONE) or FIRST_ZONE
        if zone not in self._clocks:
            self._clocks[zone] = WeekClock(ZoneInfo(zone))
        return self._clocks[zone]


def table(row: type[Row]) -> sa.Table:
    """The Core table of a row class."""
    found: sa.Table = row.__table__  # type: ignore[attr-defined]
    return found


def meta(connection: Connection, name: str) -> str | None:
    """Read a small fact."""
    facts = table(MetaRow)
    value: Any = connection.execute(sa.select(facts.c.value).where(facts.c.name == name)).scalar()
    return None if value is None else str(value)


def set_meta(db: Database, connection: Connection, name: str, value: str) -> None:
    """Write a small fact."""
    statement = db.insert(table(MetaRow)).values(name=name, value=value)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
