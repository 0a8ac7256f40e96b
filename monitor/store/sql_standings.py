"""What platforms say of accounts: a row for each change, so that "since when" can be read off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.engine import Connection

from monitor.records import Standing
from monitor.store.contract import Counted
from monitor.store.database import Database

_BEFORE = (
    "SELECT state, detail FROM account_standing WHERE account_id = ? AND observed_at <= ?"
    " ORDER BY observed_at DESC LIMIT 1"
)
_KEEP = (
    "INSERT INTO account_standing (account_id, observed_at, state, detail) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (account_id, observed_at) DO UPDATE SET state = excluded.state, detail = excluded.detail"
)


def add_standings(db: Database, connection: Connection, said: Sequence[tuple[int, Standing]]) -> Counted:
    """Keep each standing that differs from the one before it; one that says the same is known."""
    changes = 0
    for row in (_row(db, *one) for one in said):
        # One by one: the last word of a visit on a moment holds (the profile is there, its posts are not).
        if _changes(db, connection, row):
            db.run_many(connection, _KEEP, [row])
            changes += 1
    return Counted(new=changes, known=len(said) - changes)


def _row(db: Database, account_id: int, standing: Standing) -> tuple[Any, ...]:
    return account_id, db.moment(standing.observed_at), standing.state.value, standing.detail


def _changes(db: Database, connection: Connection, row: tuple[Any, ...]) -> bool:
    account_id, moment, *told = row
    before = db.fetch(connection, _BEFORE, [account_id, moment])
    return not before or list(before[0]) != told
