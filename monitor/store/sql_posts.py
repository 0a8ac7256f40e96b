"""Posts into the table: the quick way for new ones, the careful way for those that are already there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.engine import Connection

from monitor.records import Post
from monitor.store.contract import Counted
from monitor.store.database import Database
from monitor.store.merging import COUNTS, TIME, TOLD, merge, needs_labels, says_more
from monitor.store.rows import PostRows, Telling, Values, post_rows
from monitor.store.sql_effective import forget_labels

Identity = tuple[int, str]

KEYS_PER_QUESTION = 400
"""Identities asked for at once; two placeholders each, within every database's limit."""

MERGED = (*TIME, *TOLD, *COUNTS, "richness", "origins", "import_run_id")
UPDATE_POST = f"UPDATE post SET {', '.join(f'{name} = ?' for name in MERGED)} WHERE id = ?"
_DIRTY = "INSERT INTO dirty_account (account_id) VALUES (?) ON CONFLICT (account_id) DO NOTHING"
_FIELDS = ("id", "account_id", "native_id", *MERGED)
_SELECT = (
    f"SELECT {', '.join(f'p.{name}' for name in _FIELDS)} FROM wanted w CROSS JOIN post p"
    " WHERE p.account_id = w.account_id AND p.native_id = w.native_id AND p.id <= ?"
)
"""SQLite takes the left side of a CROSS JOIN first, so that each identity is one look-up in the unique index."""


def add_posts(db: Database, connection: Connection, posts: Sequence[tuple[int, Post]], telling: Telling) -> Counted:
    """Insert posts or merge them with what is known, and mark their accounts for the roll-up.

    Returns:
        new, known and updated; a post that comes twice in the batch counts once as new and then as known.
    """
    told = post_rows(posts, telling)
    told = told.holding(_resolve_aliases(db, connection, told.rows))
    unique = {row[:2]: row for row in told.rows}
    if len(unique) < len(told.rows):
        unique = _fold(told)
    newest = db.fetch(connection, "SELECT coalesce(max(id), 0) FROM post")[0][0]
    new = db.run_many(connection, _insertion(told.columns), list(unique.values()))
    updated = 0
    if new < len(unique):
        stored = stored_posts(db, connection, unique, newest)
        updated = _merge_into(db, connection, stored, told, unique)
    if new or updated:
        mark_dirty(db, connection, {account for account, _ in unique})
    return Counted(new=new, updated=updated, known=len(posts) - new - updated)


def _insertion(columns: Sequence[str]) -> str:
    """Insert what is not there yet."""
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO post ({', '.join(columns)}) VALUES ({marks}) ON CONFLICT (account_id, native_id) DO NOTHING"


def mark_dirty(db: Database, connection: Connection, accounts: Iterable[int]) -> None:
    """Note that the roll-up of these accounts is behind."""
    db.run_many(connection, _DIRTY, [(account,) for account in sorted(accounts)])


def stored_posts(db: Database, connection: Connection, keys: Iterable[Identity], newest: int) -> list[dict[str, Any]]:
    """Fetch the posts with these identities and an id up to `newest`: id, identity and MERGED."""
    keys, found = list(keys), []
    for begin in range(0, len(keys), KEYS_PER_QUESTION):
        part = keys[begin : begin + KEYS_PER_QUESTION]
        marks = ", ".join(["(?, ?)"] * len(part))
        sql = f"WITH wanted (account_id, native_id) AS (VALUES {marks}) {_SELECT}"
        found += db.fetch(connection, sql, [*(value for key in part for value in key), newest])
    return [dict(zip(_FIELDS, row, strict=True)) for row in found]


def _resolve_aliases(db: Database, connection: Connection, rows: list[Values]) -> list[Values]:
    """Give a post without an id, or with another one, the identity of the post that it turned out to be before.

    Those go first, so that in a batch they are the older telling, as they were when the twins were joined.
    """
    if not db.fetch(connection, "SELECT 1 FROM post_alias LIMIT 1"):
        return rows
    accounts = {row[0] for row in rows}
    known: dict[Identity, str] = {}
    sql = (
        "SELECT a.account_id, a.native_id, p.native_id FROM post_alias a JOIN post p ON p.id = a.post_id"
        " WHERE a.account_id = ?"
    )
    for account in accounts:
        known |= {(owner, key): native_id for owner, key, native_id in db.fetch(connection, sql, [account])}
    told_before = [(row[0], known[row[:2]], *row[2:]) for row in reversed(rows) if row[:2] in known]
    return told_before + [row for row in rows if row[:2] not in known]


def _fold(told: PostRows) -> dict[Identity, Values]:
    """Merge the rows of a batch that are the same post."""
    unique: dict[Identity, Values] = {}
    for row in told.rows:
        first = unique.get(row[:2])
        unique[row[:2]] = row if first is None else told.row(merge(told.fields(first), told.fields(row)))
    return unique


def _merge_into(
    db: Database,
    connection: Connection,
    stored: Iterable[dict[str, Any]],
    told: PostRows,
    unique: Mapping[Identity, Values],
) -> int:
    """Merge what is told into what is stored; gives how many posts changed for a reader."""
    changed, told_more, relabel = [], 0, []
    for old in stored:
        merged = merged_post(old, told.fields(unique[old["account_id"], old["native_id"]]))
        if merged is old:
            continue
        changed.append((*(merged[name] for name in MERGED), old["id"]))
        told_more += says_more(old, merged)
        relabel += [old["id"]] if needs_labels(old, merged) else []
    db.run_many(connection, UPDATE_POST, changed)
    forget_labels(db, connection, relabel)
    return told_more


def merged_post(old: dict[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Merge a stored post with a newer telling; gives `old` itself if nothing is to be written."""
    if not says_more(old, new) and old["richness"] >= new["richness"] and not old["origins"]:
        return old
    merged = merge(old, new)
    if says_more(old, merged) and new["richness"] >= old["richness"]:
        merged["import_run_id"] = new["import_run_id"]
    return merged if any(merged[name] != old[name] for name in MERGED) else old
