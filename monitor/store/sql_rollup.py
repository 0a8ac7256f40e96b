"""The weekly roll-up: one row an account and week, recomputed for the accounts that changed."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from monitor.records import OWN_KINDS, PostKind
from monitor.store.database import Database

_OWN = ", ".join(f"'{kind.value}'" for kind in sorted(OWN_KINDS))
_DIRTY = "(SELECT account_id FROM dirty_account)"


def bring_up_to_date(db: Database, connection: Connection) -> None:
    """Recompute the roll-up of every account marked dirty, then take the marks away."""
    marked = db.fetch(connection, "SELECT count(*) FROM dirty_account")[0][0]
    if not marked:
        return
    connection.exec_driver_sql(f"DELETE FROM weekly_activity WHERE account_id IN {_DIRTY}")
    accounts = db.fetch(connection, "SELECT count(*) FROM account")[0][0]
    connection.exec_driver_sql(_recompute(db, most=2 * marked > accounts))
    connection.exec_driver_sql("DELETE FROM dirty_account")


def is_behind(db: Database, connection: Connection) -> bool:
    """Whether any account is marked dirty."""
    return bool(db.fetch(connection, "SELECT 1 FROM dirty_account LIMIT 1"))


def _recompute(db: Database, most: bool) -> str:
    """The GROUP BY. When most accounts changed, one scan of the posts is cheaper than many look-ups: the `+` keeps
    SQLite from using the index.
    """
    account = "+account_id" if most and db.is_sqlite else "account_id"
    own = f"kind IN ({_OWN})"
    values = (
        "count(*)",
        _count(own),
        _count(f"kind = '{PostKind.REPLY}'"),
        _count(f"kind = '{PostKind.REPOST}'"),
        db.epoch("max(published_at)"),
        db.epoch(f"max(CASE WHEN {own} THEN published_at END)"),
        _count(f"{own} AND press = 'yes'"),
        _count(f"{own} AND press IN ('yes', 'no')"),
    )
    return (
        "INSERT INTO weekly_activity (account_id, week, posts, own, replies, reposts, last_post_at, last_own_at,"
        f" press_releases, press_judged) SELECT account_id, week, {', '.join(values)}"
        f" FROM post WHERE {account} IN {_DIRTY} AND week IS NOT NULL AND kind <> '{PostKind.PAGE}'"
        " GROUP BY account_id, week"
    )


def _count(condition: str) -> str:
    return f"sum(CASE WHEN {condition} THEN 1 ELSE 0 END)"
