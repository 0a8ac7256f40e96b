"""Posts that came once without and once with an id: joined after every import.

A post without an id is the twin of one with an id if both are of the same account, say the same (white space and
Unicode composition aside) and are of the same minute, or of the same day if that is all the source states.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.engine import Connection

from monitor.store.columns import from_text
from monitor.store.database import Database
from monitor.store.merging import merge
from monitor.store.rows import is_content_key
from monitor.store.sql_effective import forget_labels, move_labels
from monitor.store.sql_posts import MERGED, UPDATE_POST

Fields = dict[str, Any]

_FIELDS = ("id", "account_id", "native_id", "first_seen_at", *MERGED)
_KEYED = "p.native_id >= 'c:' AND p.native_id < 'c;'"
_WITH_ID = "(p.native_id < 'c:' OR p.native_id >= 'c;')"
_CANDIDATES = (
    "SELECT d.account_id FROM dirty_account d WHERE"
    f" EXISTS (SELECT 1 FROM post p WHERE p.account_id = d.account_id AND {_KEYED})"
    f" AND EXISTS (SELECT 1 FROM post p WHERE p.account_id = d.account_id AND {_WITH_ID})"
)
_POSTS = f"SELECT {', '.join(_FIELDS)} FROM post p WHERE p.account_id = ? ORDER BY p.native_id"
_SAME = (
    f"SELECT {', '.join(f's.{name}' for name in _FIELDS)}, {', '.join(f't.{name}' for name in _FIELDS)}"
    " FROM post s JOIN post t ON t.account_id = ? AND t.native_id = s.native_id WHERE s.account_id = ?"
)
_ALIAS = "INSERT INTO post_alias (account_id, native_id, post_id) VALUES (?, ?, ?)"
_MERGE_ALIAS = f"{_ALIAS} ON CONFLICT (account_id, native_id) DO UPDATE SET post_id = excluded.post_id"
_FIRST_SEEN = "UPDATE post SET first_seen_at = ? WHERE id = ?"


def join_twins(db: Database, connection: Connection) -> int:
    """Join the twins of the accounts marked dirty; gives how many posts without an id are no more."""
    count = 0
    for (account,) in db.fetch(connection, _CANDIDATES):
        for keyed, post in _twins(db, connection, account):
            join(db, connection, keyed, post)
            count += 1
    return count


def _twins(db: Database, connection: Connection, account: int) -> Iterator[tuple[Fields, Fields]]:
    """Pairs of a post without and one with an id."""
    rows = posts_of(db, connection, account)
    keyed = [row for row in rows if is_content_key(row["native_id"])]
    said: dict[str, list[Fields]] = defaultdict(list)
    wanted = {words(row) for row in keyed} - {""}
    for row in rows:
        if not is_content_key(row["native_id"]) and (text := words(row)) in wanted:
            said[text].append(row)
    for row in keyed:
        twin = _nearest(row, said.get(words(row), []))
        if twin is not None:
            yield row, twin


def posts_of(db: Database, connection: Connection, account: int) -> list[Fields]:
    """All posts of an account, in the order of their identities."""
    return [dict(zip(_FIELDS, row, strict=True)) for row in db.fetch(connection, _POSTS, [account])]


def _nearest(keyed: Fields, others: Sequence[Fields]) -> Fields | None:
    near = [other for other in others if other["published_at"] is not None and _same_time(keyed, other)]
    return min(near, key=lambda other: (abs(time_of(other) - time_of(keyed)), other["native_id"]), default=None)


def _same_time(keyed: Fields, other: Fields) -> bool:
    mine, its = time_of(keyed), time_of(other)
    if keyed["precision"] == "day":
        return mine <= its < mine + timedelta(days=1)
    return mine.replace(second=0) == its.replace(second=0)


def time_of(row: Fields) -> datetime:
    """When a post was published, aware."""
    moment = row["published_at"]
    return from_text(moment) if isinstance(moment, str) else moment


def words(row: Fields) -> str:
    """The text by which twins are known: text, or title if there is none."""
    return " ".join(unicodedata.normalize("NFC", row["text"] or row["title"] or "").split())


def join(db: Database, connection: Connection, other: Fields, post: Fields) -> None:
    """Merge another telling into a post, which is known by both identities from now on."""
    db.run_many(connection, _MERGE_ALIAS, [(post["account_id"], other["native_id"], post["id"])])
    take_in(db, connection, other, post)


def same_posts(db: Database, connection: Connection, source: int, target: int) -> list[tuple[Fields, Fields]]:
    """Pairs of posts with the same identity on two accounts: the source's and the target's."""
    rows, width = db.fetch(connection, _SAME, [target, source]), len(_FIELDS)
    return [
        (dict(zip(_FIELDS, row[:width], strict=True)), dict(zip(_FIELDS, row[width:], strict=True))) for row in rows
    ]


def take_in(db: Database, connection: Connection, other: Fields, post: Fields) -> None:
    """Merge another telling into a post and drop it; persons' labels and known identities move along."""
    older, newer = sorted((other, post), key=lambda row: row["import_run_id"])
    merged = merge(older, newer)
    merged["import_run_id"] = (other if other["richness"] > post["richness"] else post)["import_run_id"]
    values = [merged[name] for name in MERGED]
    db.run_many(connection, UPDATE_POST, [(*values, post["id"])])
    db.run_many(connection, _FIRST_SEEN, [(min(other["first_seen_at"], post["first_seen_at"]), post["id"])])
    db.run_many(connection, "UPDATE post_alias SET post_id = ? WHERE post_id = ?", [(post["id"], other["id"])])
    forget_labels(db, connection, [post["id"]])
    move_labels(db, connection, other["id"], post["id"])
    db.run_many(connection, "DELETE FROM post WHERE id = ?", [(other["id"],)])
    post.update({name: merged[name] for name in MERGED})
