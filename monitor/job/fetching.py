"""Feeds of configured blogs, read from the network in the import stage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.job.importing import configured
from monitor.job.session import Session
from monitor.secrets import resolve
from monitor.settings import AccountState
from monitor.sources.accounts import Configured
from monitor.sources.contract import Context, Fetcher
from monitor.sources.feeds import import_feed
from monitor.sources.http import Http, HttpOptions
from monitor.sources.http_memory import FileMemory
from monitor.sources.results import ImportOptions, ImportResult
from monitor.sources.sink import ERASED

MEMORY = "data/feeds.json"
"""Where the feeds' marks (ETag, Last-Modified) are kept, relative to config.toml."""


def fetch_feeds(session: Session, options: ImportOptions | None = None) -> Iterator[ImportResult]:
    """Read the feed of every account that names one; a feed in trouble is a result like any other.

    Raises:
        StoreTrouble, RetryLater: The store cannot take it now; what was in stays in.
    """
    wanted = [one for one in configured(session) if one.id != ERASED and one.settings.feed and _is_open(one)]
    readers = [connector for connector in session.connectors if isinstance(connector, Fetcher)]
    if not wanted or not readers:
        return
    memory = FileMemory(session.folder / MEMORY)
    context = Context(session.now, session.settings.organisation.zone)
    with Http(HttpOptions(contact=session.settings.organisation.site or "")) as http:
        for one in wanted:
            chosen = replace(options or ImportOptions(), account=one.id)
            yield import_feed(_address(one), _reader(readers, one), http, memory, session.store, context, chosen)


def _is_open(one: Configured) -> bool:
    return one.settings.state != AccountState.CLOSED


def _address(one: Configured) -> str:
    return resolve(one.settings.feed or "", "account.feed")


def _reader(readers: Sequence[Fetcher], one: Configured) -> Fetcher:
    """The fetching connector of the account's platform, else the first."""
    return next((r for r in readers if r.declaration.platform == one.settings.platform), readers[0])
