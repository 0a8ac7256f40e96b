"""What the tests of the store share: a fresh store, and records made up for the purpose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from monitor.activity.rhythm.keeping import NUMBERS, WHOLE
from monitor.records import Account, BadRow, Post
from monitor.store.contract import Counted, ImportRun, Kept
from monitor.store.sqlstore import SqlStore, open_store

NOW = datetime(2013, 12, 31, 12, tzinfo=UTC)
MOMENT = datetime(2012, 2, 1, 9, 0, 7, tzinfo=UTC)


def fresh(folder: Path, name: str = "monitor.sqlite3", patience: float = 10.0) -> SqlStore:
    """Open the store of a folder, new the first time."""
    return open_store(f"sqlite:///{folder / name}", backups=folder / "backups", now=NOW, patience=patience)


def account(store: SqlStore, handle: str = "demo", **more: Any) -> int:
    """An account in the store."""
    return store.add_account(Account(**{"platform": "x", "handle": handle, **more}))


def post(native_id: str | None = "1", **more: Any) -> Post:
    """A post of the same moment unless told otherwise."""
    return Post(**{"native_id": native_id, "published_at": MOMENT, **more})


def days_after(days: float) -> datetime:
    """A moment so many days after MOMENT."""
    return MOMENT + timedelta(days=days)


def bring_in(
    store: SqlStore,
    records: Sequence[tuple[int, Kept]],
    richness: int = 50,
    rejects: Sequence[BadRow] = (),
    fingerprint: str = "print",
    connector: str = "made_up",
) -> tuple[Counted, ImportRun]:
    """A whole import of one batch."""
    run = store.begin_import(connector, "export.csv", fingerprint, NOW)
    counted = store.add_batch(run, richness, NOW, records, rejects)
    return counted, store.end_import(run, "partial" if rejects else "done", "", NOW)


def only(store: SqlStore, account_id: int) -> dict[str, Any]:
    """The one post of an account, with all its columns, as analysts see it."""
    columns, rows = store.query(f"SELECT * FROM v_post WHERE account_id = {account_id}")
    assert len(rows) == 1, rows
    return dict(zip(columns, rows[0], strict=True))


def everything(store: SqlStore) -> dict[str, list[tuple[Any, ...]]]:
    """The contents of all views but the imports, which keep count of every try."""
    skipped = {"v_import", "v_reject"}
    names = [row[0] for row in store.query("SELECT name FROM sqlite_master WHERE type = 'view'")[1]]
    return {name: sorted(store.query(f"SELECT * FROM {name}")[1], key=repr) for name in sorted(set(names) - skipped)}


def rhythm_rows(own: int, weeks: range, score: float = 1.5) -> pd.DataFrame:
    """What is told of the rhythm of an account that is fading in all of these weeks."""
    whole = {"account_id": own, "week": list(weeks)} | dict.fromkeys(WHOLE, 1)
    return pd.DataFrame(whole | dict.fromkeys(NUMBERS, score) | {"decline_start": np.nan})
