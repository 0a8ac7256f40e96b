"""What the importer needs of a store; `monitor.store.contract.Store` satisfies it."""

from __future__ import annotations

from collections.abc import Collection, Sequence, Set
from datetime import datetime
from typing import Any, Protocol

from monitor.records import Account, BadRow, PostKind

ERASED = -1
"""Id that the store gives for a person who was erased: what belongs to it is taken and not kept."""


class Sink(Protocol):
    """The importing part of the store; see `monitor.store.contract.Store` for the meaning of each."""

    def find_account(self, account: Account) -> int | None: ...
    def add_account(self, account: Account) -> int: ...
    def remember_alias(self, account_id: int, platform: str, alias: str) -> None: ...
    def join_accounts(self, source: int, target: int) -> bool: ...
    def drop_account(self, account_id: int) -> bool: ...
    def known_export(self, fingerprint: str) -> Any: ...
    def newest_copy(self, file: str) -> datetime | None: ...
    def begin_import(
        self, connector: str, export: str, fingerprint: str, at: datetime, account_id: int | None = None
    ) -> int: ...
    def add_batch(
        self,
        import_id: int,
        richness: int,
        at: datetime,
        batch: Sequence[tuple[int, Any]],
        rejects: Sequence[BadRow],
    ) -> Any: ...
    def mark_deleted(
        self,
        account_id: int,
        since: datetime | None,
        until: datetime,
        seen: Set[str],
        at: datetime,
        kinds: Sequence[PostKind] = (),
        among: Set[str] | None = None,
    ) -> int: ...
    def take_out_of_calendar(
        self, calendar: str, accounts: Collection[int], told_at: datetime, unread: Collection[str] = ()
    ) -> int: ...
    def noted(self, key: str) -> str | None: ...
    def note(self, key: str, value: str) -> None: ...
    def end_import(self, import_id: int, status: str, message: str, at: datetime, reason: str = "") -> Any: ...
