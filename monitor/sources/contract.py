"""What a connector is: a declaration and two duties, `identify` and `read`.

A connector module in `connectors/` defines one class named `Connector` that satisfies the Protocol below.
Third parties do the same and name it in the entry point group `horror_scenario_monitor.connectors`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from pydantic import BaseModel, ConfigDict

from monitor.records import AccountKind, Anything
from monitor.sources.export import Export

if TYPE_CHECKING:
    from monitor.sources.http import Http
    from monitor.sources.http_memory import FetchMemory


class Options(BaseModel):
    """A connector's own settings, the table `[connectors.NAME]` of config.toml. Unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class Declaration:
    """What a connector says about itself; docs, CLI help and config validation are derived from it.

    Attributes:
        name: Module name, the key in config.toml.
        title: What a person calls the file.
        platform: Slug of the platform ("x", "linkedin", "facebook", "blog", "youtube", "mastodon" ...); "any" for
            generic ones.
        yields: Names of the record classes it can give.
        obtain: How a person obtains the file, step by step, in English.
        since: Since when the format is so, and which generations are read.
        richness: 0-100; where two sources know the same field of a post, the richer one wins (equal: the newest
            import).
        cannot: What the format does not contain, so that nobody waits for it.
        names_accounts: Its exports name accounts as people call them, so it must know those of config.toml; an export
            is read again when they change.
    """

    name: str
    title: str
    platform: str
    yields: tuple[str, ...]
    obtain: str
    since: str
    richness: int
    cannot: str = ""
    options: type[Options] = Options
    names_accounts: bool = False


@dataclass(frozen=True)
class Match:
    """A connector's claim on an export.

    Attributes:
        connector: Name of the claiming connector.
        detail: What was recognised, for people ("X archive, tweets.js, 2 parts").
        generic: True when any more specific claim goes first (the generic table connector only).
    """

    connector: str
    detail: str
    generic: bool = False


@dataclass(frozen=True)
class Known:
    """What config.toml says of one of the organisation's accounts, for formats in which people name them by hand."""

    platform: str
    handle: str | None = None
    native_id: str | None = None
    name: str | None = None
    kind: AccountKind | None = None

    @property
    def label(self) -> str:
        """What people call it."""
        return self.name or self.handle or self.native_id or self.platform


@dataclass(frozen=True)
class Context:
    """What the reader of an export may know besides the export.

    Attributes:
        now: The moment of the import, UTC; nothing can be observed after it.
        timezone: The organisation's zone, for formats that state local times without naming a zone.
        accounts: The accounts of config.toml; only for connectors whose declaration says `names_accounts`.
        whole: Config.toml (or a person) says that the whole export is one account's; likewise.
    """

    now: datetime
    timezone: tzinfo = field(default=UTC)
    accounts: tuple[Known, ...] = ()
    whole: bool = False


@runtime_checkable
class Connector(Protocol):
    """One source of posting history."""

    declaration: ClassVar[Declaration]

    def __init__(self, options: Options) -> None:
        """Take the connector's validated options."""

    def identify(self, export: Export) -> Match | None:
        """Say whether this export is ours, from member names and first bytes only.

        Must be quick, must not raise for any content, and must not go by the name of a lone file.
        """

    def read(self, export: Export, context: Context) -> Iterator[Anything]:
        """Stream the records of an export that `identify` claimed.

        Yields `Account` before the records that refer to it, a `Window` per account whenever one can be
        told, a `BadRow` for each row that cannot be read, and once a `Doubt` for each assumption that a person should
        confirm. Memory must not grow with the export.

        Raises:
            SkipSource: The export as a whole cannot be used (truncated, wrong encoding, no usable column).
        """


@runtime_checkable
class Fetcher(Protocol):
    """What a connector may do besides: read a feed from the network, without a key."""

    declaration: ClassVar[Declaration]

    def fetch(self, address: str, http: Http, memory: FetchMemory, context: Context) -> Iterator[Anything]:
        """Stream the records behind an address that a person typed in config.toml.

        The importer treats the records like those of `read`, as the configured account's own. `memory` is told what
        was read; it must be saved only after the import succeeded, else what was read would be lost.

        Raises:
            SkipSource: The address leads nowhere, is gone, or holds no feed.
            RetryLater: The server or the network is in trouble; records given before are good.
        """
