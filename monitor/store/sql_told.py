"""Which accounts an export told posts of: when the next export of that name breaks, it is theirs that broke.

Kept as a small fact of the import, not read off the posts: a post that a later source told better is that source's.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Set

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from monitor.store.database import Database
from monitor.store.room import meta, set_meta, table
from monitor.store.tables import AccountRow, ImportRow, MetaRow

RUNS, META, ACCOUNTS = table(ImportRow), table(MetaRow), table(AccountRow)
FINISHED = ("done", "partial")
_PREFIX = "told:"


def note_told(db: Database, connection: Connection, import_id: int, accounts: Set[int]) -> None:
    """Add accounts to those that an import has told posts of so far."""
    name = f"{_PREFIX}{import_id}"
    known = set(json.loads(meta(connection, name) or "[]"))
    if not accounts <= known:
        set_meta(db, connection, name, json.dumps(sorted(known | accounts)))


def settle_told(connection: Connection, import_id: int) -> None:
    """Keep the newest telling of each export: failed imports and visits leave none, a finished one drops the older."""
    run = connection.execute(sa.select(RUNS).where(RUNS.c.id == import_id)).one()
    if run.status not in FINISHED or run.account_id is not None:
        _forget(connection, [import_id])
    elif meta(connection, f"{_PREFIX}{import_id}") is not None:
        older = sa.select(RUNS.c.id).where(RUNS.c.export == run.export, RUNS.c.id < import_id)
        _forget(connection, list(connection.scalars(older)))


def _forget(connection: Connection, runs: Collection[int]) -> None:
    for run in runs:
        connection.execute(sa.delete(META).where(META.c.name == f"{_PREFIX}{run}"))


def told_accounts(connection: Connection, exports: Collection[str]) -> dict[str, frozenset[int]]:
    """See `Store.accounts_of_exports`."""
    fact = sa.literal(_PREFIX) + sa.cast(RUNS.c.id, sa.Text)
    told = sa.select(RUNS.c.export, META.c.value).join(META, META.c.name == fact)
    rows = connection.execute(told.where(RUNS.c.status.in_(FINISHED)).order_by(RUNS.c.id))
    newest = {row.export: set(json.loads(row.value)) for row in rows}
    there = set(connection.scalars(sa.select(ACCOUNTS.c.id)))
    found: dict[str, frozenset[int]] = {}
    for export, accounts in newest.items():
        # The parts of a ZIP or folder are exports of their own, named after it.
        for name in {export, export.partition(":")[0]} & set(exports):
            found[name] = found.get(name, frozenset()) | (accounts & there)
    return found
