"""A store for the importer that lives in memory, and connectors made to order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any, ClassVar

from monitor.records import Account, BadRow, Interaction, PlannedItem, Post, PostKind, Profile, Window, content_key
from monitor.sources.contract import Connector, Context, Declaration, Match, Options
from monitor.sources.export import Export


@dataclass
class FakeRun:
    """An import in a FakeSink."""

    connector: str
    export: str
    fingerprint: str
    started_at: datetime
    status: str = "running"
    message: str = ""
    reason: str = ""


@dataclass
class FakeSink:
    """Satisfies `monitor.sources.sink.Sink`; what came in can be looked at in its attributes.

    `fail` is called at the begin of every batch, to make the store break.
    """

    accounts: dict[int, Account] = field(default_factory=dict)
    aliases: dict[tuple[str, str], int] = field(default_factory=dict)
    runs: list[FakeRun] = field(default_factory=list)
    kept: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    windows: list[tuple[int, Window]] = field(default_factory=list)
    rejects: list[BadRow] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    deleted: set[tuple[int, str]] = field(default_factory=set)
    notes: dict[str, str] = field(default_factory=dict)
    fail: Callable[[], None] = lambda: None

    def posts(self, account_id: int | None = None) -> list[Post]:
        """Posts that are in, of one account or all."""
        return [
            record for key, record in self.kept.items() if isinstance(record, Post) and account_id in {None, key[1]}
        ]

    def find_account(self, account: Account) -> int | None:
        for alias in _names(account):
            if (account.platform, alias) in self.aliases:
                return self.aliases[account.platform, alias]
        return None

    def add_account(self, account: Account) -> int:
        found = self.find_account(account)
        if found is None:
            found = len(self.accounts) + 1
            self.accounts[found] = account
        for alias in _names(account):
            self.aliases.setdefault((account.platform, alias), found)
        return found

    def remember_alias(self, account_id: int, platform: str, alias: str) -> None:
        self.aliases[platform, alias.casefold()] = account_id

    def join_accounts(self, source: int, target: int) -> bool:
        made_up = (self.accounts[source].handle or "").startswith(("file:", "name:"))
        if source == target or not made_up or self.accounts[source].native_id:
            return False
        del self.accounts[source]
        self.aliases = {name: target if one == source else one for name, one in self.aliases.items()}
        moved = {(key[0], target if key[1] == source else key[1], *key[2:]): one for key, one in self.kept.items()}
        self.kept = moved
        self.windows = [(target if one == source else one, window) for one, window in self.windows]
        return True

    def drop_account(self, account_id: int) -> bool:
        held = {key[1] for key in self.kept} | {one for one, _ in self.windows}
        if account_id in held or not (self.accounts[account_id].handle or "").startswith(("file:", "name:")):
            return False
        del self.accounts[account_id]
        self.aliases = {name: one for name, one in self.aliases.items() if one != account_id}
        return True

    def known_export(self, fingerprint: str) -> FakeRun | None:
        done = [run for run in self.runs if run.fingerprint == fingerprint and run.status in {"done", "partial"}]
        return done[-1] if done else None

    def newest_copy(self, file: str) -> datetime | None:
        return None

    def begin_import(
        self, connector: str, export: str, fingerprint: str, at: datetime, account_id: int | None = None
    ) -> int:
        self.runs.append(FakeRun(connector, export, fingerprint, at))
        return len(self.runs)

    def add_batch(
        self,
        import_id: int,
        richness: int,
        at: datetime,
        batch: Sequence[tuple[int, Any]],
        rejects: Sequence[BadRow],
    ) -> SimpleNamespace:
        self.fail()
        self.batches.append(len(batch))
        self.rejects += rejects
        counted = SimpleNamespace(new=0, known=0, updated=0, rejected=len(rejects))
        for account_id, record in batch:
            if isinstance(record, Window):
                self.windows.append((account_id, record))
                continue
            identity = _identity(account_id, record)
            counted.new += identity not in self.kept
            counted.known += identity in self.kept
            self.kept[identity] = record
        return counted

    def mark_deleted(
        self,
        account_id: int,
        since: datetime | None,
        until: datetime,
        seen: Set[str],
        at: datetime,
        kinds: Sequence[PostKind] = (),
        among: Set[str] | None = None,
    ) -> int:
        known = {post.native_id for post in self.posts(account_id)}
        self.deleted |= {(account_id, str(number)) for number in known - seen}
        return len(known - seen)

    def noted(self, key: str) -> str | None:
        return self.notes.get(key)

    def note(self, key: str, value: str) -> None:
        self.notes[key] = value

    def take_out_of_calendar(
        self, calendar: str, accounts: Collection[int], told_at: datetime, unread: Collection[str] = ()
    ) -> int:
        return 0

    def end_import(self, import_id: int, status: str, message: str, at: datetime, reason: str = "") -> FakeRun:
        run = self.runs[import_id - 1]
        run.status, run.message, run.reason = status, message, reason
        return run


def _names(account: Account) -> list[str]:
    ids = [f"id:{account.native_id}"] if account.native_id else []
    if not account.handle:
        return ids
    special = account.handle.startswith(("file:", "name:"))
    return [*ids, account.handle.casefold() if special else f"handle:{account.handle.removeprefix('@').casefold()}"]


def _identity(account_id: int, record: Any) -> tuple[Any, ...]:
    kind = type(record).__name__
    if isinstance(record, Profile):
        return kind, account_id, record.observed_at
    if isinstance(record, Post):
        return kind, account_id, record.native_id or content_key(record.published_at, record.title, record.text)
    if isinstance(record, Interaction):
        return kind, account_id, record.native_id or content_key(record.received_at, record.author, record.text)
    assert isinstance(record, PlannedItem)
    return kind, account_id, record.native_id or content_key(record.planned_at, record.title)


def made_connector(
    read: Callable[[Export, Context], Iterable[Any]],
    name: str = "made",
    claims: Callable[[Export], bool] = lambda export: export.is_single,
    platform: str = "x",
    generic: bool = False,
) -> Connector:
    """A connector that reads with the function given."""

    class Made:
        declaration: ClassVar[Declaration] = Declaration(
            name=name,
            title=f"Made {name}",
            platform=platform,
            yields=("Account", "Post"),
            obtain="Write it.",
            since="always",
            richness=50,
        )

        def __init__(self, options: Options) -> None:
            self.options = options

        def identify(self, export: Export) -> Match | None:
            return Match(name, f"made {name}", generic) if claims(export) else None

        def read(self, export: Export, context: Context) -> Iterator[Any]:
            yield from read(export, context)

    return Made(Options())
