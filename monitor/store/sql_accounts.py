"""Accounts, as exports and the configuration know them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from monitor.records import Account
from monitor.settings import AccountSettings
from monitor.store.aliases import alias_of, aliases_of, handle_of
from monitor.store.database import Raw
from monitor.store.frames import frame
from monitor.store.room import Room

if TYPE_CHECKING:
    import pandas as pd

FRAME = {
    "id": "int64",
    "platform": "object",
    "native_id": "object",
    "handle": "object",
    "name": "object",
    "kind": "object",
    "url": "object",
    "created_at": "time",
    "owner": "object",
    "owner_mail": "object",
    "deputy": "object",
    "goal_posts": "float64",
    "goal_per": "object",
    "state": "object",
    "private": "bool",
    "configured": "bool",
}
TAKEN_AWAY = ("owner", "owner_mail", "deputy", "goal_posts", "goal_per")
"""Fields that only the configuration knows, so that what it no longer says is no longer so."""

_FIND = "SELECT account_id FROM account_alias WHERE platform = ? AND alias = ?"
_REMEMBER = (
    "INSERT INTO account_alias (platform, alias, account_id) VALUES (?, ?, ?) ON CONFLICT (platform, alias) DO NOTHING"
)


class Accounts(Room):
    """The store's accounts. Raw SQL throughout: an export may bring ten thousand, one after the other."""

    def sync_accounts(self, accounts: Sequence[AccountSettings]) -> list[int]:
        with self._db.quick(writes=True) as connection:
            self._db.run_many(connection, "UPDATE account SET configured = ?", [(0,)])
            return [self._sync(connection, account) for account in accounts]

    def _sync(self, connection: Raw, wanted: AccountSettings) -> int:
        names = aliases_of(wanted.native_id, wanted.handle, wanted.url)
        own_name = alias_of("name", wanted.label)
        found = self._find(connection, wanted.platform, wanted.native_id, names)
        # An account that an export without a name made is called after its file.
        found = found or self._by_alias(connection, wanted.platform, [own_name, alias_of("file", wanted.label)])
        values = _configured(wanted)
        if found is None:
            found = self._insert(connection, {"platform": wanted.platform, **values})
        else:
            said = {name: value for name, value in values.items() if value is not None or name in TAKEN_AWAY}
            self._update(connection, found, said, "{name} = ?")
        if wanted.since is not None:
            opened = self._db.moment(datetime.combine(wanted.since, time(), UTC))
            self._update(connection, found, {"created_at": opened}, "{name} = coalesce({name}, ?)")
        self._remember(connection, found, wanted.platform, [*names, own_name])
        return found

    def find_account(self, account: Account) -> int | None:
        names = aliases_of(account.native_id, account.handle, account.url)
        with self._db.quick() as connection:
            return self._find(connection, account.platform, account.native_id, names)

    def _find(self, connection: Raw, platform: str, native_id: str | None, names: Sequence[str]) -> int | None:
        """By the first name that is known, the id first; but never an account that is known under another id."""
        found = self._by_alias(connection, platform, names)
        if found is None or native_id is None or not names:
            return found
        if self._by_alias(connection, platform, names[:1]) == found:
            return found
        known = self._db.fetch(connection, "SELECT native_id FROM account WHERE id = ?", [found])[0][0]
        return found if known in {None, native_id} else None

    def _by_alias(self, connection: Raw, platform: str, names: Sequence[str]) -> int | None:
        for name in names:
            found = self._db.fetch(connection, _FIND, [platform, name])
            if found:
                return int(found[0][0])
        return None

    def add_account(self, account: Account) -> int:
        names, told = aliases_of(account.native_id, account.handle, account.url), self._told(account)
        with self._db.quick(writes=True) as connection:
            found = self._find(connection, account.platform, account.native_id, names)
            if found is None:
                found = self._insert(connection, {"platform": account.platform, **_START, **told})
            elif told:
                self._update(connection, found, told, "{name} = coalesce({name}, ?)")
            self._remember(connection, found, account.platform, names)
        return found

    def _told(self, account: Account) -> dict[str, Any]:
        """What an export tells about an account."""
        told = {
            "native_id": account.native_id,
            "handle": handle_of(account.handle),
            "name": account.name,
            "kind": account.kind and account.kind.value,
            "url": account.url,
            "created_at": account.created_at and self._db.moment(account.created_at),
        }
        return {name: value for name, value in told.items() if value is not None}

    def remember_alias(self, account_id: int, platform: str, alias: str) -> None:
        kind, _, name = alias.partition(":")
        cleaned = alias_of(kind, name)
        with self._db.quick(writes=True) as connection:
            forget = "DELETE FROM account_alias WHERE platform = ? AND alias = ?"
            self._db.run_many(connection, forget, [(platform, cleaned)])
            self._remember(connection, account_id, platform, [cleaned])

    def _remember(self, connection: Raw, account_id: int, platform: str, names: Sequence[str]) -> None:
        """Note names that mean this account; a name that means another account keeps meaning that one."""
        self._db.run_many(connection, _REMEMBER, [(platform, name, account_id) for name in names])

    def _insert(self, connection: Raw, values: Mapping[str, Any]) -> int:
        marks = ", ".join("?" * len(values))
        sql = f"INSERT INTO account ({', '.join(values)}) VALUES ({marks}) RETURNING id"
        return int(self._db.fetch(connection, sql, values.values())[0][0])

    def _update(self, connection: Raw, account_id: int, values: Mapping[str, Any], assign: str) -> None:
        assigned = ", ".join(assign.format(name=name) for name in values)
        sql = f"UPDATE account SET {assigned} WHERE id = ?"
        self._db.run_many(connection, sql, [(*values.values(), account_id)])

    def accounts(self) -> pd.DataFrame:
        with self._db.quick() as connection:
            rows = self._db.fetch(connection, f"SELECT {', '.join(FRAME)} FROM account ORDER BY id")
        return frame(rows, FRAME).set_index("id")


_START = {"state": "active", "private": 0, "configured": 0}


def _configured(wanted: AccountSettings) -> dict[str, Any]:
    return {
        "native_id": wanted.native_id,
        "handle": handle_of(wanted.handle),
        "name": wanted.name,
        "kind": wanted.kind and wanted.kind.value,
        "url": wanted.url,
        "owner": wanted.owner,
        "owner_mail": wanted.owner_mail,
        "deputy": wanted.deputy,
        "goal_posts": wanted.goal and wanted.goal.posts,
        "goal_per": wanted.goal and wanted.goal.per,
        "state": wanted.state.value,
        "private": int(wanted.private),
        "configured": 1,
    }
