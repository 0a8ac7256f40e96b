"""The weekly roll-ups, one row an account and week (and author), recomputed for the accounts that changed."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from monitor.records import OWN_KINDS, PostKind
from monitor.store.database import Database
from monitor.store.sql_week_days import ACTIVE_DAYS, add_missing_weeks

_NOT_OWN = ", ".join(f"'{kind.value}'" for kind in sorted(set(PostKind) - OWN_KINDS - {PostKind.PAGE}))
_OWN = f"kind NOT IN ({_NOT_OWN})"
_SPOKEN = f"kind <> '{PostKind.REPOST}'"
EVERYBODY_DIRTY = (
    "INSERT INTO dirty_account (account_id) SELECT id FROM account WHERE true ON CONFLICT (account_id) DO NOTHING"
)
"""SQL that marks every account for a roll-up anew."""
_DIRTY = "(SELECT account_id FROM dirty_account)"
IN_A_ROW, TIMED, UNTIMED = 18, 6, 3
"""Only accounts are looked at closer of which so many own posts of some in a row have the same minute, or no known one.

Ten posts of which eight are at one minute, or may be, cannot be missed by that; of posts at any minute it lets through
eight in a million.
"""


def bring_up_to_date(db: Database, connection: Connection) -> None:
    """Recompute the roll-up of every account marked dirty, then take the marks away."""
    marked = db.fetch(connection, "SELECT count(*) FROM dirty_account")[0][0]
    if not marked:
        return
    for table in ("weekly_activity", "weekly_author", "weekly_maker"):
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE account_id IN {_DIRTY}")
    # When most accounts changed, one scan of the posts is cheaper than many look-ups.
    accounts = db.fetch(connection, "SELECT count(*) FROM account")[0][0]
    posts = "post NOT INDEXED" if 2 * marked > accounts and db.is_sqlite else "post"
    add_missing_weeks(db, connection, posts, f"account_id IN {_DIRTY}")
    connection.exec_driver_sql(_activity(db, posts))
    connection.exec_driver_sql(_authors(db, posts))
    connection.exec_driver_sql(_makers(db, posts))
    connection.exec_driver_sql("DELETE FROM dirty_account")


def is_behind(db: Database, connection: Connection) -> bool:
    """Whether any account is marked dirty."""
    return bool(db.fetch(connection, "SELECT 1 FROM dirty_account LIMIT 1"))


def _activity(db: Database, posts: str) -> str:
    """The GROUP BY of all posts."""
    # Pages are left out below. Two kinds are compared one by one, four looked up in a table, which takes longer.
    values = (
        "count(*)",
        _count(_OWN),
        _count(f"kind = '{PostKind.REPLY}'"),
        _count(f"kind = '{PostKind.REPOST}'"),
        db.epoch("max(published_at)"),
        db.epoch(f"max(published_at) FILTER (WHERE {_OWN})"),
        _count(f"press = 'yes' AND {_OWN}"),
        _count(f"press IN ('yes', 'no') AND {_OWN}"),
        _count(f"themes <> '' AND {_OWN}"),
        # Without words nobody can tell what a post is about.
        _count(f"themes IS NOT NULL AND (themes <> '' OR coalesce(text, title) IS NOT NULL) AND {_OWN}"),
        _count(f"link_place = 'own' AND {_SPOKEN}"),
        _count(f"link_place IN ('own', 'other') AND {_SPOKEN}"),
        _count(f"shared = 'yes' AND {_OWN}"),
        _count(f"shared IN ('yes', 'no') AND {_OWN}"),
        ACTIVE_DAYS,
    )
    return (
        "INSERT INTO weekly_activity (account_id, week, posts, own, replies, reposts, last_post_at, last_own_at,"
        " press_releases, press_judged, themed, theme_judged, linking, link_judged, shared, share_judged, days)"
        f" SELECT account_id, week, {', '.join(values)} FROM {posts} WHERE account_id IN {_DIRTY}"
        f" AND week IS NOT NULL AND kind <> '{PostKind.PAGE}'"
        " GROUP BY account_id, week"
    )


def _authors(db: Database, posts: str) -> str:
    """The GROUP BY of own posts with an author."""
    values = ("count(*)", db.epoch("max(published_at)"), ACTIVE_DAYS)
    return (
        "INSERT INTO weekly_author (account_id, week, author, posts, last_post_at, days)"
        f" SELECT account_id, week, author, {', '.join(values)}"
        f" FROM {posts} WHERE author IS NOT NULL AND account_id IN {_DIRTY} AND week IS NOT NULL"
        f" AND kind <> '{PostKind.PAGE}' AND {_OWN} GROUP BY account_id, week, author"
    )


def _makers(db: Database, posts: str) -> str:
    """The GROUP BY of own posts by what tells a machine, of the accounts that may be one."""
    minute = "CAST(substr(published_at, 15, 2) AS INTEGER)" if db.is_sqlite else "extract(minute FROM published_at)"
    own = (
        f"SELECT account_id, week, id, published_at, CASE precision WHEN 'day' THEN -1 ELSE {minute} END AS minute,"
        " lower(trim(coalesce(source_app, ''))) AS app, coalesce(link_domain, '?') AS domain"
        f" FROM {posts} WHERE account_id IN {_DIRTY} AND week IS NOT NULL AND kind <> '{PostKind.PAGE}' AND {_OWN}"
    )
    nth = "row_number() OVER (PARTITION BY account_id ORDER BY published_at, id)"
    back = ", ".join(f"nth - lag(nth, {n - 1}) OVER same AS of_{n}" for n in (TIMED, UNTIMED))
    return (
        f"WITH own AS ({own}), numbered AS (SELECT account_id, minute, {nth} AS nth FROM own),"
        f" near AS (SELECT account_id, minute, {back} FROM numbered"
        " WINDOW same AS (PARTITION BY account_id, minute ORDER BY nth)),"
        f" dense AS (SELECT DISTINCT account_id FROM near WHERE of_{TIMED} < {IN_A_ROW}"
        f" OR minute = -1 AND of_{UNTIMED} < {IN_A_ROW})"
        " INSERT INTO weekly_maker (account_id, week, minute, app, domain, posts)"
        " SELECT account_id, week, minute, app, domain, count(*) FROM own"
        " WHERE account_id IN (SELECT account_id FROM dense) GROUP BY 1, 2, 3, 4, 5"
    )


def _count(condition: str) -> str:
    return f"count(*) FILTER (WHERE {condition})"
