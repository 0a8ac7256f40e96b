"""What a caller may choose about an import, and what it is told afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.records import BadRow, Doubt
from monitor.sources.accounts import Asker, Configured

Progress = Callable[[str, int, int], None]
"""Told the export's name, the bytes read and the bytes there are; called a few times a megabyte at most."""


@dataclass(frozen=True)
class ImportOptions:
    """What a caller may choose about an import.

    Attributes:
        account: Store id of the account that exports with one account belong to, whatever they say.
        configured: The accounts of config.toml, with the ids that `Store.sync_accounts` gave.
        asker: Asks a person; None when there is nobody to ask.
        observed_until: A person's word for how far the exports reach, aware.
        force: Import again what was already imported.
        progress: Told how far it is.
        batch: Records written in one transaction.
        again: A visit's kept answers are read once more: it is no visit.
        visit: It is no file but a look at `account` itself, which says how far it saw and is made again.
    """

    account: int | None = None
    configured: Sequence[Configured] = ()
    asker: Asker | None = None
    observed_until: datetime | None = None
    force: bool = False
    progress: Progress | None = None
    batch: int = 20_000
    visit: bool = False
    again: bool = False


@dataclass(frozen=True)
class ObservedSpan:
    """The span for which an account's posts are all known from this export; `start` None is "from the beginning"."""

    account_id: int
    start: datetime | None
    end: datetime


@dataclass(frozen=True)
class ImportResult:
    """What became of one export.

    Attributes:
        connector: Name of the connector; "" if none claimed it.
        status: done, partial (rows were rejected or the export broke off), postponed (a visit: the server was busy or
            out of reach), failed, or known (already imported).
        message: One line for people.
        new, known, updated, rejected: Numbers of records.
        rejects: The first few rejected rows.
        spans: What was observed, per account.
        created: Accounts that were new, in words.
        import_id: Number of the import in the store; None if none began.
        by_date_of_file: Until when it counts as complete, if only the date of the file on this disk says so; that is
            too late for a copy made without its date.
        erased: Something belonged to an erased person and was left out, neither new nor rejected.
        doubts: What was read on an assumption that a person should confirm.
    """

    name: str
    path: Path
    connector: str = ""
    status: str = "done"
    message: str = ""
    new: int = 0
    known: int = 0
    updated: int = 0
    rejected: int = 0
    rejects: tuple[BadRow, ...] = ()
    spans: tuple[ObservedSpan, ...] = ()
    created: tuple[str, ...] = ()
    import_id: int | None = None
    erased: bool = False
    by_date_of_file: datetime | None = None
    doubts: tuple[Doubt, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing was left out."""
        return self.status in {"done", "known"}

    @property
    def fine(self) -> bool:
        """Whether nothing was left out, and nothing waits for a person's word."""
        return self.whole and not self.doubts
