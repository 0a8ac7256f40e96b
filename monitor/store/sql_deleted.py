"""Posts that a complete look at the platform no longer found: marked, never removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import datetime

from sqlalchemy.engine import Connection

from monitor.records import EARLIEST, PostKind
from monitor.store.database import Database
from monitor.store.rows import is_content_key

Span = tuple[datetime | None, datetime]

_KNOWN = (
    "SELECT id, native_id, deleted_at, kind, published_at FROM post WHERE account_id = ? AND kind <> ?"
    " AND (published_at IS NULL OR published_at <= ? AND published_at >= ?)"
)
_OTHER_NUMBERS = (
    "SELECT a.native_id, p.native_id FROM post_alias a JOIN post p ON p.id = a.post_id WHERE a.account_id = ?"
)
_MARK = "UPDATE post SET deleted_at = ? WHERE id = ?"


def mark_deleted(
    db: Database,
    connection: Connection,
    account_id: int,
    span: Span,
    seen: Set[str],
    at: datetime,
    kinds: Sequence[PostKind] = (),
    among: Set[str] | None = None,
) -> int:
    """See `Store.mark_deleted`."""
    since, until = span
    other = dict(db.fetch(connection, _OTHER_NUMBERS, [account_id]))
    seen = _as_stored(seen, other)
    among = among if among is None else _as_stored(among, other)
    begin = db.moment(since or EARLIEST)
    known = db.fetch(connection, _KNOWN, [account_id, PostKind.PAGE.value, db.moment(until), begin])
    wanted = {kind.value for kind in kinds}
    with_number = [row for row in known if not is_content_key(row[1]) and (not wanted or row[3] in wanted)]
    missing = [row for row in with_number if row[1] not in seen and (row[4] if among is None else row[1] in among)]
    gone = [row[0] for row in missing if row[2] is None]
    back = [post_id for post_id, number, deleted, *_ in with_number if number in seen and deleted is not None]
    db.run_many(connection, _MARK, [(db.moment(at), post_id) for post_id in gone])
    db.run_many(connection, _MARK, [(None, post_id) for post_id in back])
    return len(gone)


def _as_stored(numbers: Set[str], other: Mapping[str, str]) -> Set[str]:
    """Numbers with those added under which posts are kept that came under two."""
    return numbers | {other[one] for one in numbers & other.keys()}
