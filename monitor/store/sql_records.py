"""Profiles, interactions, planned items and observed windows into their tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from monitor.records import EARLIEST, Window
from monitor.store.contract import Counted
from monitor.store.database import Database
from monitor.store.room import table
from monitor.store.spans import Span, joined
from monitor.store.tables import ImportRow

RUNS = table(ImportRow)
Key = tuple[Any, ...]

KEYS_PER_QUESTION = 400
_TELLER = ("richness", "import_run_id")
"""Columns that say who told a row."""

_FIRST = ("answered_at",)
"""Columns of which the earliest known value stays: the first answer counts, whoever tells of a later one."""

_CERTAIN = ("answer_known",)
"""Yes-or-no columns in which one source that knows is enough."""


def add_records(connection: Connection, where: sa.Table, rows: Sequence[dict[str, Any]]) -> Counted:
    """Insert rows or merge them with what is known under the same primary key.

    A known value beats an unknown one; of two known ones that of the richer row stays, of equally rich ones the newer.
    """
    keys = [column.name for column in where.primary_key]
    identity = itemgetter(*keys)
    stored = _stored(connection, where, keys, [identity(row) for row in rows])
    result, updated = dict(stored), set()
    for row in rows:
        old = result.get(identity(row))
        result[identity(row)] = row if old is None else _merged(old, row)
    new = [row for key, row in result.items() if key not in stored]
    changed = [row for key, row in result.items() if key in stored and row != stored[key]]
    updated = {identity(row) for row in changed if _told(row) != _told(stored[identity(row)])}
    if new:
        connection.execute(sa.insert(where), new)
    if changed:
        connection.execute(
            _update(where, keys), [{f"this_{name}": value for name, value in r.items()} for r in changed]
        )
    return Counted(new=len(new), updated=len(updated), known=len(rows) - len(new) - len(updated))


def _update(where: sa.Table, keys: Sequence[str]) -> sa.Update:
    same = [where.c[name] == sa.bindparam(f"this_{name}") for name in keys]
    others: dict[str, Any] = {c.name: sa.bindparam(f"this_{c.name}") for c in where.c if c.name not in keys}
    return sa.update(where).where(*same).values(others)


def _stored(
    connection: Connection, where: sa.Table, keys: Sequence[str], wanted: Sequence[Key]
) -> dict[Key, dict[str, Any]]:
    """Fetch the rows with these primary keys (account and one more), account by account: SQLite would scan the whole
    table for a list of pairs.
    """
    account, other = (where.c[name] for name in keys)
    found: dict[Key, dict[str, Any]] = {}
    for owner, group in groupby(sorted(set(wanted)), key=itemgetter(0)):
        others = [key[1] for key in group]
        for begin in range(0, len(others), KEYS_PER_QUESTION):
            mine = (account == owner, other.in_(others[begin : begin + KEYS_PER_QUESTION]))
            for row in connection.execute(sa.select(where).where(*mine)).mappings():
                found[tuple(row[name] for name in keys)] = dict(row)
    return found


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    wins = new["richness"] >= old["richness"]
    merged = {n: (v if v is not None and (wins or old[n] is None) else old[n]) for n, v in new.items()}
    merged |= {name: max(old[name], new[name]) for name in _CERTAIN if name in new}
    for name in _FIRST:
        known = [row[name] for row in (old, new) if row.get(name) is not None]
        merged |= {name: min(known)} if known else {}
    merged["richness"] = max(old["richness"], new["richness"])
    says_nothing_new = _told(merged) == _told(old) and merged["richness"] == old["richness"]
    return dict(old) if says_nothing_new else merged


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    """What people see of a row: all but who told it."""
    return {name: value for name, value in row.items() if name not in _TELLER}


def add_windows(
    db: Database, connection: Connection, import_id: int, windows: Sequence[tuple[int, Window]], at: datetime
) -> None:
    """Join new spans with the known ones of their accounts, and note the widest on the import.

    An open start is stored as 1990 (nothing was posted before the web), an open end is the moment of the import.
    """
    told: dict[int, list[Span]] = {}
    for account, window in windows:
        told.setdefault(account, []).append(_span(window, at))
    accounts = sorted(told)
    for begin in range(0, len(accounts), KEYS_PER_QUESTION):
        join_windows(
            db, connection, {account: told[account] for account in accounts[begin : begin + KEYS_PER_QUESTION]}
        )
    spans = [span for found in told.values() for span in found]
    if spans:
        _note_window(connection, import_id, min(start for start, _ in spans), max(end for _, end in spans))


def _span(window: Window, at: datetime) -> Span:
    end = min(window.end, at) if window.end else at
    return (window.start or EARLIEST).replace(microsecond=0), end.replace(microsecond=0)


def join_windows(db: Database, connection: Connection, told: Mapping[int, list[Span]]) -> None:
    """Write the joined spans of some accounts; an export may hold ten thousand, so this is raw SQL."""
    select = f'SELECT account_id, start, "end" FROM observed_window WHERE account_id IN ({", ".join("?" * len(told))})'
    known: dict[int, list[Span]] = {account: [] for account in told}
    for account, start, end in db.fetch(connection, select, told):
        known[account].append((db.aware(start), db.aware(end)))
    wanted = {account: joined([*known[account], *spans]) for account, spans in told.items()}
    changed = [account for account, spans in wanted.items() if spans != sorted(known[account])]
    db.run_many(connection, "DELETE FROM observed_window WHERE account_id = ?", [(account,) for account in changed])
    rows = [(account, db.moment(start), db.moment(end)) for account in changed for start, end in wanted[account]]
    db.run_many(connection, 'INSERT INTO observed_window (account_id, start, "end") VALUES (?, ?, ?)', rows)


def _note_window(connection: Connection, import_id: int, start: datetime, end: datetime) -> None:
    this = RUNS.c.id == import_id
    known = connection.execute(sa.select(RUNS.c.observed_from, RUNS.c.observed_until).where(this)).one()
    values = {
        "observed_from": min(start, known.observed_from or start),
        "observed_until": max(end, known.observed_until or end),
    }
    connection.execute(sa.update(RUNS).where(this).values(values))
