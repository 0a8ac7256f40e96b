"""What comes in passes here: nothing of an erased person gets past, nor words older than may be kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from monitor.records import Account, AccountKind, BadRow
from monitor.settings import AccountSettings
from monitor.sources.sink import ERASED
from monitor.store.aliases import alias_of, aliases_of
from monitor.store.columns import from_text
from monitor.store.contract import Counted, ImportRun, Kept
from monitor.store.database import Database
from monitor.store.discretion import Discretion
from monitor.store.room import set_meta
from monitor.store.sql_accounts import Accounts
from monitor.store.sql_import import Imports

SALT = "erasing_salt"
SINCE = "retained_since"
ERASED_PREFIX = "erased:"
"""Small facts of the store: the key of all fingerprints, since when words are kept, and the fingerprints themselves."""

PERSONAL = f"(kind = '{AccountKind.PERSONAL}' OR private = 1)"
GROUP = f"kind = '{AccountKind.GROUP}'"
_FACTS = f"SELECT name, value FROM meta WHERE name IN (?, ?) OR name LIKE '{ERASED_PREFIX}%'"


class Doors(Accounts, Imports):
    """The importing part of the store, behind its promises about persons."""

    def __init__(self, db: Database) -> None:
        super().__init__(db)
        self._promised: Discretion | None = None

    def sync_accounts(self, accounts: Sequence[AccountSettings]) -> list[int]:
        erased = [self._is_erased(one.platform, _names(one)) for one in accounts]
        ids = iter(super().sync_accounts([one for one, gone in zip(accounts, erased, strict=True) if not gone]))
        return [ERASED if gone else next(ids) for gone in erased]

    def find_account(self, account: Account) -> int | None:
        names = aliases_of(account.native_id, account.handle, account.url)
        if self._is_erased(account.platform, names[:1]):
            return ERASED
        found = super().find_account(account)
        return ERASED if found is None and self._is_erased(account.platform, names) else found

    def add_account(self, account: Account) -> int:
        if self._promises().fingerprints and self.find_account(account) == ERASED:
            self._remember_erased(account.platform, aliases_of(account.native_id, account.handle, account.url))
            return ERASED
        return super().add_account(account)

    def remember_alias(self, account_id: int, platform: str, alias: str) -> None:
        kind, _, name = alias.partition(":")
        names = [alias_of(kind, name)]
        if account_id == ERASED:
            self._remember_erased(platform, names)
        elif not self._is_erased(platform, names):
            super().remember_alias(account_id, platform, alias)

    def begin_import(
        self, connector: str, export: str, fingerprint: str, at: datetime, account_id: int | None = None
    ) -> int:
        return super().begin_import(connector, self._promises().masked(export), fingerprint, at, account_id)

    def add_batch(
        self,
        import_id: int,
        richness: int,
        at: datetime,
        batch: Sequence[tuple[int, Kept]],
        rejects: Sequence[BadRow],
    ) -> Counted:
        promises = self._promises()
        if promises.asked:
            promises = self._with_people(promises)
            batch = promises.cleared(batch)
            rejects = [promises.cleared_row(row) for row in rejects] if promises.fingerprints else rejects
        return super().add_batch(import_id, richness, at, batch, rejects)

    def newest_copy(self, file: str) -> datetime | None:
        return super().newest_copy(self._promises().masked(file))

    def take_out_of_calendar(
        self, calendar: str, accounts: Collection[int], told_at: datetime, unread: Collection[str] = ()
    ) -> int:
        return super().take_out_of_calendar(self._promises().masked(calendar), accounts, told_at, unread)

    def end_import(self, import_id: int, status: str, message: str, at: datetime, reason: str = "") -> ImportRun:
        return super().end_import(import_id, status, self._promises().masked(message), at, reason)

    def _promises(self) -> Discretion:
        """What holds; read once, for whoever changes it holds the organisation's lock."""
        if self._promised is None:
            with self._db.read() as connection:
                facts = dict(self._db.fetch(connection, _FACTS, [SALT, SINCE]))
            since = facts.pop(SINCE, None)
            self._promised = Discretion(
                salt=facts.pop(SALT, ""),
                since=since and from_text(since),
                fingerprints=frozenset(name.removeprefix(ERASED_PREFIX) for name in facts),
            )
        return self._promised

    def _with_people(self, promises: Discretion) -> Discretion:
        with self._db.read() as connection:
            personal, groups = (
                frozenset(row[0] for row in self._db.fetch(connection, f"SELECT id FROM account WHERE {which}"))
                for which in (PERSONAL, GROUP)
            )
        return replace(promises, personal=personal, groups=groups)

    def _is_erased(self, platform: str, names: Sequence[str]) -> bool:
        promises = self._promises()
        return bool(promises.fingerprints) and promises.is_erased(platform, names)

    def _remember_erased(self, platform: str, names: Iterable[str]) -> None:
        """An erased person came under one more name: know that one too."""
        promises = self._promises()
        fresh = set(promises.account_prints(platform, names)) - promises.fingerprints
        if fresh:
            with self._db.write() as connection:
                self._keep_prints(connection, fresh, "")

    def _keep_prints(self, connection: Connection, prints: Iterable[str], value: str) -> None:
        for one in sorted(prints):
            set_meta(self._db, connection, ERASED_PREFIX + one, value)
        self._promised = None


def _names(wanted: AccountSettings) -> list[str]:
    return [*aliases_of(wanted.native_id, wanted.handle, wanted.url), alias_of("name", wanted.label)]
