"""Records from the network into the store, by the same way as those of an export."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from monitor.records import Anything
from monitor.settings import Limits
from monitor.sources.contract import Context, Declaration, Fetcher, Match, Options
from monitor.sources.export import Export
from monitor.sources.http import Http
from monitor.sources.http_address import shown
from monitor.sources.http_memory import FileMemory
from monitor.sources.importing import Importing
from monitor.sources.plan import Planned
from monitor.sources.results import ImportOptions, ImportResult
from monitor.sources.sink import Sink


def import_feed(
    address: str,
    fetcher: Fetcher,
    http: Http,
    memory: FileMemory,
    sink: Sink,
    context: Context,
    options: ImportOptions,
) -> ImportResult:
    """Read what is new behind an address and keep it; what the address was remembered for lasts only after that.

    Args:
        address: As a person typed it in config.toml.
        fetcher: The connector that reads such addresses.
        http: The session.
        memory: What was read of addresses before; saved when the import is in.
        sink: The store.
        context: When it is.
        options: `account` says whose feed it is.

    Raises:
        StoreTrouble, RetryLater: The store cannot take it now.
    """
    visit = _Visit(address, context.now)
    reader = _Reader(fetcher, address, http, memory)
    planned = Planned(visit.path, shown(address), visit, reader, Match(reader.declaration.name, "feed"))
    result = Importing(planned, visit, reader, sink, context, replace(options, force=True, visit=True)).run()
    if result.whole:
        memory.save()
    else:
        memory.discard()
    return result


class _Visit(Export):
    """An export without files: one visit to an address. Each visit is another one, so nothing is "already in"."""

    def __init__(self, address: str, at: datetime) -> None:
        # The host names it in messages and tables; the whole address may hold a key.
        super().__init__(Path(urlsplit(address).hostname or "feed"), (), Limits(), "folder")
        self._identity = f"{shown(address)} {at.isoformat()}"

    def fingerprint(self) -> str:
        return self._identity


class _Reader:
    """The fetching half of a connector in the shape of its reading half."""

    declaration: ClassVar[Declaration]

    def __init__(self, fetcher: Fetcher, address: str, http: Http, memory: FileMemory) -> None:
        self.declaration = fetcher.declaration  # type: ignore[misc]
        self.options = Options()
        self._fetcher, self._address, self._http, self._memory = fetcher, address, http, memory

    def identify(self, export: Export) -> Match | None:
        """Nothing on disk is a visit."""
        return None

    def read(self, export: Export, context: Context) -> Iterator[Anything]:
        """Fetch instead of reading."""
        yield from self._fetcher.fetch(self._address, self._http, self._memory, context)
