"""When the days of each week begin in the organisation's zone, as the roll-ups compare them with posts.

A day has 23, 24 or 25 hours, which only a table of moments knows in every database. It holds the weeks in which there
are posts and no others.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection

from monitor.store.database import Database
from monitor.store.room import FIRST_ZONE, ZONE, meta
from monitor.store.weeks import week_start

_NAMES = ("tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

BIT = (
    "CASE WHEN published_at < d.thursday"
    " THEN CASE WHEN published_at < d.tuesday THEN 1 WHEN published_at < d.wednesday THEN 2 ELSE 4 END"
    " WHEN published_at < d.saturday THEN CASE WHEN published_at < d.friday THEN 8 ELSE 16 END"
    " WHEN published_at < d.sunday THEN 32 ELSE 64 END"
)
ACTIVE_DAYS = f"sum(DISTINCT (SELECT {BIT} FROM week_day d WHERE d.week = post.week))"
"""SQL over posts of one week: the days that have any, bit 0 for Monday. Different bits add up to what they are."""


def add_missing_weeks(db: Database, connection: Connection, posts: str, condition: str) -> None:
    """Add the weeks of these posts that the table does not have yet."""
    known = "EXISTS (SELECT 1 FROM week_day d WHERE d.week = post.week)"
    wanted = f"SELECT DISTINCT week FROM {posts} WHERE {condition} AND week IS NOT NULL AND NOT {known}"
    weeks = [row[0] for row in db.fetch(connection, wanted)]
    zone = ZoneInfo(meta(connection, ZONE) or FIRST_ZONE)
    marks = ", ".join("?" * (len(_NAMES) + 1))
    rows = [(week, *(db.moment(moment) for moment in _begins(week, zone))) for week in weeks]
    db.run_many(connection, f"INSERT INTO week_day (week, {', '.join(_NAMES)}) VALUES ({marks})", rows)


def forget_weeks(connection: Connection) -> None:
    """Empty the table: the zone has changed."""
    connection.exec_driver_sql("DELETE FROM week_day")


def _begins(week: int, zone: tzinfo) -> list[datetime]:
    """Moments at which Tuesday to Sunday begin."""
    monday = week_start(week)
    days = (monday + timedelta(number) for number in range(1, len(_NAMES) + 1))
    return [datetime.combine(day, time(), zone).astimezone(UTC) for day in days]
