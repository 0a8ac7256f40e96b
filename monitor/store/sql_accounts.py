"""Accounts and the names by which exports and the configuration call them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from monitor.records import Account
from monitor.settings import AccountSettings
from monitor.store.room import Room, table
from monitor.store.tables import AccountAliasRow, AccountRow

ACCOUNTS = table(AccountRow)
ALIASES = table(AccountAliasRow)
FRAME_COLUMNS = [column.name for column in ACCOUNTS.c if column.name != "id"]
FROM_EXPORTS = ("native_id", "handle", "name", "kind", "url", "created_at")
"""Fields that an export may fill where they are unknown."""


class Accounts(Room):
    """The store's accounts."""

    def sync_accounts(self, accounts: Sequence[AccountSettings]) -> list[int]:
        with self._db.write() as connection:
            connection.execute(sa.update(ACCOUNTS).values(configured=0))
            return [self._sync(connection, account) for account in accounts]

    def _sync(self, connection: Connection, wanted: AccountSettings) -> int:
        found = self._find(connection, wanted.platform, wanted.native_id, wanted.handle, wanted.url)
        if found is None:
            found = self._by_alias(connection, wanted.platform, [f"name:{(wanted.name or '').casefold()}"])
        values = _configured(wanted)
        if found is None:
            found = _insert(connection, {"platform": wanted.platform, **values})
        else:
            known = {name: value for name, value in values.items() if value is not None or name in _ALWAYS}
            connection.execute(sa.update(ACCOUNTS).where(ACCOUNTS.c.id == found).values(known))
        if wanted.since is not None:
            opened = datetime.combine(wanted.since, time(), UTC)
            unknown = (ACCOUNTS.c.id == found, ACCOUNTS.c.created_at.is_(None))
            connection.execute(sa.update(ACCOUNTS).where(*unknown).values(created_at=opened))
        names = _aliases(wanted.native_id, wanted.handle, wanted.url)
        self._remember(connection, found, wanted.platform, [*names, f"name:{wanted.label.casefold()}"])
        return found

    def find_account(self, account: Account) -> int | None:
        with self._db.read() as connection:
            return self._find(connection, account.platform, account.native_id, account.handle, account.url)

    def _find(
        self, connection: Connection, platform: str, native_id: str | None, handle: str | None, url: str | None
    ) -> int | None:
        """By id; else by handle or address, but never an account that is known under another id."""
        if native_id is not None:
            found = self._by_alias(connection, platform, _aliases(native_id, None, None))
            if found is not None:
                return found
        found = self._by_alias(connection, platform, _aliases(None, handle, url))
        if found is None or native_id is None:
            return found
        known = connection.execute(sa.select(ACCOUNTS.c.native_id).where(ACCOUNTS.c.id == found)).scalar()
        return found if known in {None, native_id} else None

    def _by_alias(self, connection: Connection, platform: str, aliases: Sequence[str]) -> int | None:
        for alias in aliases:
            same = (ALIASES.c.platform == platform, ALIASES.c.alias == alias)
            found = connection.execute(sa.select(ALIASES.c.account_id).where(*same)).scalar()
            if found is not None:
                return int(found)
        return None

    def add_account(self, account: Account) -> int:
        told = {name: getattr(account, name) for name in FROM_EXPORTS if getattr(account, name) is not None}
        if "kind" in told:
            told["kind"] = told["kind"].value
        if "handle" in told:
            told["handle"] = told["handle"].removeprefix("@")
        with self._db.write() as connection:
            found = self._find(connection, account.platform, account.native_id, account.handle, account.url)
            if found is None:
                found = _insert(connection, {"platform": account.platform, **told})
            elif told:
                filled = {name: sa.func.coalesce(ACCOUNTS.c[name], value) for name, value in told.items()}
                connection.execute(sa.update(ACCOUNTS).where(ACCOUNTS.c.id == found).values(filled))
            aliases = _aliases(account.native_id, account.handle, account.url)
            self._remember(connection, found, account.platform, aliases)
        return found

    def remember_alias(self, account_id: int, platform: str, alias: str) -> None:
        kind, _, name = alias.partition(":")
        cleaned = _aliases(None, name, None)[0] if kind == "handle" and name else alias
        same = (ALIASES.c.platform == platform, ALIASES.c.alias == cleaned)
        with self._db.write() as connection:
            connection.execute(sa.delete(ALIASES).where(*same))
            self._remember(connection, account_id, platform, [cleaned])

    def _remember(self, connection: Connection, account_id: int, platform: str, aliases: Iterable[str]) -> None:
        """Note names that mean this account; a name that means another account keeps meaning that one."""
        for alias in aliases:
            values = {"platform": platform, "alias": alias, "account_id": account_id}
            statement = self._db.insert(ALIASES).values(values)
            connection.execute(statement.on_conflict_do_nothing(index_elements=["platform", "alias"]))

    def accounts(self) -> pd.DataFrame:
        with self._db.read() as connection:
            rows = connection.execute(sa.select(ACCOUNTS).order_by(ACCOUNTS.c.id)).mappings().all()
        frame = pd.DataFrame({name: [row[name] for row in rows] for name in FRAME_COLUMNS}, dtype=object)
        frame.index = pd.Index([row["id"] for row in rows], name="id", dtype="int64")
        types = {"goal_posts": "float64", "private": "bool", "configured": "bool"}
        frame["created_at"] = pd.to_datetime(frame["created_at"], utc=True)
        return frame.astype(types)


_ALWAYS = ("owner", "owner_mail", "deputy", "goal_posts", "goal_per")
"""Fields that the configuration also takes away."""


def _configured(wanted: AccountSettings) -> dict[str, Any]:
    return {
        "native_id": wanted.native_id,
        "handle": wanted.handle and wanted.handle.removeprefix("@"),
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


def _insert(connection: Connection, values: Mapping[str, Any]) -> int:
    return int(connection.execute(sa.insert(ACCOUNTS).values(values).returning(ACCOUNTS.c.id)).scalar_one())


def _aliases(native_id: str | None, handle: str | None, url: str | None) -> list[str]:
    """The names of an account as they are kept: ids as they are, handles and addresses in small letters."""
    names = [f"id:{native_id}"] if native_id else []
    if handle:
        prefixed = handle.startswith("file:")
        names.append(handle if prefixed else f"handle:{handle.strip().removeprefix('@').casefold()}")
    return names + ([f"url:{address}"] if (address := _address(url)) else [])


def _address(url: str | None) -> str | None:
    """An address without scheme, www. and final stroke; None if it names nothing in particular."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    host = (parts.netloc or "").casefold().removeprefix("www.")
    rest = parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")
    return f"{host}{rest}".casefold() if host else None
