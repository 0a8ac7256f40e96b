"""What the weekly frame is made of: roll-ups, videos, interactions, profiles, windows, posts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection

from monitor.records import EARLIEST, OWN_KINDS, AccountKind, InteractionKind, PostKind
from monitor.store.columns import from_text
from monitor.store.database import Database
from monitor.store.frames import Values, frame, whole_frame
from monitor.store.room import FIRST_ZONE, ZONE, Room, meta, set_meta
from monitor.store.sql_rhythm import forget_rhythm
from monitor.store.sql_rollup import EVERYBODY_DIRTY, bring_up_to_date, is_behind
from monitor.store.sql_week_days import forget_weeks
from monitor.store.weeks import WeekClock

if TYPE_CHECKING:
    import pandas as pd

ROLLUP = (
    "account_id",
    "week",
    "posts",
    "own",
    "replies",
    "reposts",
    "last_post_at",
    "last_own_at",
    "press_releases",
    "press_judged",
    "themed",
    "theme_judged",
    "linking",
    "link_judged",
    "shared",
    "share_judged",
    "days",
)
AUTHORS = dict.fromkeys(("account_id", "week"), "int64") | {
    "author": "object",
    "posts": "int64",
    "last_post_at": "int64",
    "days": "int64",
}
POSTS = {
    "post_id": "int64",
    "native_id": "object",
    "published_at": "time",
    "week": "int64",
    "kind": "object",
    "author": "object",
    "title": "object",
    "text": "object",
    "url": "object",
    "language": "object",
    "likes": "float64",
    "reposts": "float64",
    "replies": "float64",
    "views": "float64",
    "press": "object",
    "outing": "object",
}
LANGUAGE = "coalesce(nullif(label_language, 'unknown'), language)"
"""Language of a post: as labelled (a person may have corrected it), else as the source says."""

_QUESTION = (
    f"CASE WHEN kind = '{InteractionKind.QUESTION}' THEN 1 WHEN text IS NULL THEN NULL"
    " WHEN replace(text, ?, ' ') || ' ' LIKE ? OR text LIKE ? THEN 1 ELSE 0 END"
)
"""Whether something said to us asks for an answer; needs the values of `_MARKS`."""
_MARKS = ("\n", "%? %", "%?!%")
"""What is a space too, and question marks; one inside an address is none."""

AROUND = 60 * 86_400
"""Seconds before the first and after the last item of a calendar in which posts may be its items."""

ROWS_PER_ROUND = 50_000
FROM_THE_BEGINNING = -1
_OWN = ", ".join(f"'{kind.value}'" for kind in sorted(OWN_KINDS))


class Activity(Room):
    """The reading part of the store that the weekly frame needs."""

    def set_zone(self, zone: str) -> None:
        with self._db.read() as connection:
            if meta(connection, ZONE) == zone:
                return
        with self._db.write() as connection:
            before = meta(connection, ZONE) or FIRST_ZONE
            set_meta(self._db, connection, ZONE, zone)
            if before != zone:
                _recompute_weeks(self._db, connection, WeekClock(ZoneInfo(zone)))

    def _settle(self) -> None:
        """Bring the roll-up up to date if an import or a labeller left it behind (it may have been killed)."""
        with self._db.read() as connection:
            behind = is_behind(self._db, connection)
        if behind:
            with self._db.write() as connection:
                bring_up_to_date(self._db, connection)

    def weekly_rollup(self) -> pd.DataFrame:
        self._settle()
        sql = f"SELECT {', '.join(ROLLUP)} FROM weekly_activity ORDER BY account_id, week"
        with self._db.read() as connection, self._db.asked(connection, sql) as rows:
            return whole_frame(rows, ROLLUP)

    def _ask(self, sql: str, *values: object) -> Values:
        with self._db.read() as connection:
            return self._db.fetch(connection, sql, values)

    def weekly_authors(self) -> pd.DataFrame:
        self._settle()
        sql = f"SELECT {', '.join(AUTHORS)} FROM weekly_author ORDER BY account_id, week, author"
        return frame(self._ask(sql), AUTHORS)

    def weekly_makers(self) -> pd.DataFrame:
        self._settle()
        columns = {"account_id": "int64", "week": "int64", "minute": "int64", "app": "object", "domain": "object"}
        sql = f"SELECT {', '.join(columns)}, posts FROM weekly_maker ORDER BY account_id, week, minute, app, domain"
        return frame(self._ask(sql), columns | {"posts": "int64"})

    def videos(self) -> pd.DataFrame:
        sql = (
            f"SELECT p.account_id, p.id, {self._db.epoch('p.published_at')},"
            " CASE p.outing WHEN 'yes' THEN 1 WHEN 'no' THEN 0 END FROM account a CROSS JOIN post p"
            f" WHERE p.account_id = a.id AND (a.kind = '{AccountKind.CHANNEL}' OR a.platform = 'youtube')"
            f" AND p.kind = '{PostKind.VIDEO}' AND p.week IS NOT NULL ORDER BY a.id, p.published_at, p.id"
        )
        types = {"account_id": "int64", "post_id": "int64", "published_at": "int64", "outing": "float64"}
        return frame(self._ask(sql), types)

    def interactions(self) -> pd.DataFrame:
        times = f"{self._db.epoch('received_at')}, {self._db.epoch('answered_at')}"
        order = "ORDER BY account_id, received_at, native_id"
        sql = f"SELECT account_id, {times}, answer_known, {_QUESTION} FROM interaction {order}"
        types = {"account_id": "int64", "received_at": "int64", "answered_at": "int64", "answer_known": "bool"}
        return frame(self._ask(sql, *_MARKS), types | {"question": "float64"})

    def planned(self) -> pd.DataFrame:
        sql = (
            f"SELECT account_id, {self._db.epoch('planned_at')}, title, {self._db.epoch('told_first')},"
            f" {self._db.epoch('gone_at')} FROM planned_item ORDER BY account_id, planned_at, native_id"
        )
        types = {"account_id": "int64", "planned_at": "int64", "title": "object"}
        return frame(self._ask(sql), types | {"told_first": "int64", "gone_at": "int64"})

    def planned_posts(self) -> pd.DataFrame:
        spans = "SELECT account_id, min(planned_at) AS first, max(planned_at) AS last FROM planned_item GROUP BY 1"
        published, first, last = (self._db.epoch(name) for name in ("p.published_at", "s.first", "s.last"))
        sql = (
            f"SELECT p.account_id, {published}, p.title, p.text FROM ({spans}) s CROSS JOIN post p"
            f" WHERE p.account_id = s.account_id AND p.kind IN ({_OWN}) AND p.week IS NOT NULL"
            f" AND {published} BETWEEN {first} - {AROUND} AND {last} + {AROUND}"
            " ORDER BY p.account_id, p.published_at, p.id"
        )
        types = {"account_id": "int64", "published_at": "int64", "title": "object", "text": "object"}
        return frame(self._ask(sql), types)

    def profiles(self) -> pd.DataFrame:
        sql = (
            f"SELECT account_id, {self._db.epoch('observed_at')}, default_avatar, has_bio, protected, followers"
            " FROM profile ORDER BY account_id, observed_at"
        )
        types = {"account_id": "int64", "observed_at": "int64"}
        flags = ("default_avatar", "has_bio", "protected", "followers")
        return frame(self._ask(sql), types | dict.fromkeys(flags, "float64"))

    def standings(self) -> pd.DataFrame:
        sql = (
            f"SELECT account_id, {self._db.epoch('observed_at')}, state, detail FROM account_standing"
            " ORDER BY account_id, observed_at"
        )
        types = {"account_id": "int64", "observed_at": "int64", "state": "object", "detail": "object"}
        return frame(self._ask(sql), types)

    def windows(self) -> pd.DataFrame:
        times = f"{self._db.epoch('start')}, {self._db.epoch(chr(34) + 'end' + chr(34))}"
        rows = self._ask(f"SELECT account_id, {times} FROM observed_window ORDER BY account_id, start")
        found = whole_frame(rows, ("account_id", "start", "end"))
        found.loc[found["start"] == int(EARLIEST.timestamp()), "start"] = FROM_THE_BEGINNING
        return found

    def posts(self, account_id: int, first_week: int | None = None, last_week: int | None = None) -> pd.DataFrame:
        columns = ", ".join({"post_id": "id", "language": LANGUAGE}.get(name, name) for name in POSTS)
        bounds: Mapping[str, int | None] = {"week >= ?": first_week, "week <= ?": last_week}
        asked = {condition: week for condition, week in bounds.items() if week is not None}
        where = " AND ".join(["account_id = ?", "week IS NOT NULL", f"kind <> '{PostKind.PAGE}'", *asked])
        sql = f"SELECT {columns} FROM post WHERE {where} ORDER BY published_at, id"
        return frame(self._ask(sql, account_id, *asked.values()), POSTS)


def _recompute_weeks(db: Database, connection: Connection, clock: WeekClock) -> None:
    """Count the weeks of all posts anew, some at a time, and with them all days: every account is marked dirty."""
    last = 0
    select = "SELECT id, published_at, week FROM post WHERE id > ? AND week IS NOT NULL ORDER BY id LIMIT ?"
    while rows := db.fetch(connection, select, [last, ROWS_PER_ROUND]):
        last = rows[-1][0]
        moved = []
        for post, moment, week in rows:
            now = clock.week((from_text(moment) if isinstance(moment, str) else moment).timestamp())
            if now != week:
                moved.append((now, post))
        db.run_many(connection, "UPDATE post SET week = ? WHERE id = ?", moved)
    forget_weeks(connection)
    forget_rhythm(connection)
    connection.exec_driver_sql(EVERYBODY_DIRTY)
    bring_up_to_date(db, connection)
