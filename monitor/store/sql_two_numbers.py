"""Posts on LinkedIn that came under two numbers: joined after every import.

LinkedIn numbers a post (`share:1`, `ugcPost:1`) and, apart from that, its appearance in the feed (`activity:2`), a
moment later. An export of a page may give one, the API gives the other. Two posts of one account are the same if their
numbers are of these two sorts, their times no more than some seconds apart, and their words the same, as far as both
have any: an export cuts them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.engine import Connection

from monitor.store.database import Database
from monitor.store.sql_twins import join, posts_of, time_of, words

Fields = dict[str, Any]

NEAR = timedelta(seconds=10)
_SHORTEST = 20
"""Characters of a cut text that must be there to tell it from another."""

_FEED = "p.native_id >= 'activity:' AND p.native_id < 'activity;'"
_OWN = "(p.native_id >= 'share:' AND p.native_id < 'share;' OR p.native_id >= 'ugcPost:' AND p.native_id < 'ugcPost;')"
_CANDIDATES = (
    "SELECT d.account_id FROM dirty_account d JOIN account a ON a.id = d.account_id WHERE a.platform = 'linkedin'"
    f" AND EXISTS (SELECT 1 FROM post p WHERE p.account_id = d.account_id AND {_FEED})"
    f" AND EXISTS (SELECT 1 FROM post p WHERE p.account_id = d.account_id AND {_OWN})"
)


def join_two_numbers(db: Database, connection: Connection) -> int:
    """Join such posts of the accounts marked dirty under their own number; gives how many are no more."""
    count = 0
    for (account,) in db.fetch(connection, _CANDIDATES):
        for shown, post in _pairs(posts_of(db, connection, account)):
            join(db, connection, shown, post)
            count += 1
    return count


def _pairs(rows: Sequence[Fields]) -> Iterator[tuple[Fields, Fields]]:
    """Posts by their number in the feed, and the same by their own; each post once."""
    own: dict[int, list[Fields]] = defaultdict(list)
    for row in rows:
        if row["native_id"].startswith(("share:", "ugcPost:")) and _is_exact(row):
            own[_slot(row, 0)].append(row)
    for row in rows:
        if row["native_id"].startswith("activity:") and _is_exact(row):
            near = [post for step in (-1, 0, 1) for post in own[_slot(row, step)] if _is_same(row, post)]
            if near:
                found = min(near, key=lambda post: (abs(time_of(post) - time_of(row)), post["native_id"]))
                own[_slot(found, 0)].remove(found)
                yield row, found


def _is_exact(row: Fields) -> bool:
    return row["published_at"] is not None and row["precision"] == "second"


def _slot(row: Fields, step: int) -> int:
    return int(time_of(row).timestamp() // NEAR.total_seconds()) + step


def _is_same(shown: Fields, post: Fields) -> bool:
    return abs(time_of(shown) - time_of(post)) <= NEAR and _agree(words(shown), words(post))


def _agree(one: str, other: str) -> bool:
    """Whether two texts are the same, or one is the beginning of the other, cut with or without dots."""
    if not one or not other or one == other:
        return True
    short, long = sorted((one.rstrip(".… "), other), key=len)
    return len(short) >= _SHORTEST and long.startswith(short.rstrip(".… "))
