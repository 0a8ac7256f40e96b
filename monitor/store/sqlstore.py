"""The store in a SQL database: `open_store` gives an object that satisfies `Store`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from monitor.errors import StoreTrouble
from monitor.store.database import Database
from monitor.store.schema import bring_to_head, bring_views_up_to_date
from monitor.store.sql_activity import Activity
from monitor.store.sql_joining import Joining
from monitor.store.sql_labels import Labels
from monitor.store.sql_links import Links
from monitor.store.sql_notes import Notes
from monitor.store.sql_outbox import Jobs, Outbox
from monitor.store.sql_persons import Persons
from monitor.store.sql_query import Queries
from monitor.store.sql_rhythm import RhythmRoom
from monitor.store.sql_verdicts import Verdicts


class SqlStore(Persons, Joining, Activity, Labels, Links, Verdicts, RhythmRoom, Outbox, Notes, Jobs, Queries):
    """Satisfies `monitor.store.contract.Store`; each part is described there and lives in a file of its own."""

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> SqlStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(url: str, *, backups: Path, now: datetime, patience: float = 10.0) -> SqlStore:
    """Open the store, making or migrating it where needed.

    Args:
        url: SQLAlchemy address of a SQLite file or a PostgreSQL database; a secret must be filled in.
        backups: Folder for the copy of a SQLite store that is made before a migration.
        now: The present moment, for the name of that copy.
        patience: Seconds to wait for another program's lock.

    Raises:
        FixSettings: The address cannot be used.
        UpgradeProgram: A newer version of this program wrote the store.
        RetryLater: Another program holds it.
        StoreTrouble: It cannot be reached, read or written, or it belongs to another program.
    """
    db = Database(url, patience)
    if db.file is not None:
        _make_folder(db.file.parent)
    try:
        bring_to_head(db, backups, now)
        bring_views_up_to_date(db)
    except BaseException:
        db.close()
        raise
    return SqlStore(db)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreTrouble(f"the folder cannot be made ({error.strerror})", str(folder), "Check store.url") from error
