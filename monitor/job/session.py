"""Everything a command works with: settings, store and connectors of one organisation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from monitor.job.clock import as_of_day, run_moment
from monitor.secrets import resolve
from monitor.settings import Settings
from monitor.settings_file import load_settings
from monitor.sources.contract import Connector
from monitor.sources.registry import make_connectors, option_models
from monitor.store.contract import Store
from monitor.store.sqlstore import open_store
from monitor.symptoms.registry import threshold_models


@dataclass(frozen=True)
class Session:
    """One organisation, opened.

    Attributes:
        account_ids: Store ids of `settings.account`, in the same order.
        now: The moment of this run, UTC (pretended if `detection.as_of` is set).
        as_of: The local day of this run; the last week judged is the last one complete before it.
    """

    settings: Settings
    store: Store
    connectors: list[Connector]
    account_ids: list[int]
    now: datetime
    as_of: date

    @property
    def folder(self) -> Path:
        """Where config.toml lies; all paths of the settings are relative to it."""
        return self.settings.folder


def read_settings(config: Path) -> Settings:
    """Load config.toml with the tables that symptoms and connectors declare.

    Raises:
        FixSettings: All problems at once.
    """
    return load_settings(config, threshold_models(), option_models())


@contextmanager
def open_session(config: Path, as_of: date | None = None) -> Iterator[Session]:
    """Load the settings, open the store and bring the configured accounts into it.

    Args:
        config: Path of config.toml.
        as_of: Pretend that today is this day, over `detection.as_of`.

    Raises:
        FixSettings: The settings are wrong.
        UpgradeProgram: The store is of a newer version.
        StoreTrouble, RetryLater: The store cannot be opened.
    """
    settings = read_settings(config)
    if as_of:
        detection = settings.detection.model_copy(update={"as_of": as_of})
        settings = settings.model_copy(update={"detection": detection})
    wall = datetime.now(UTC)
    store = open_store(_store_url(settings), backups=settings.folder / settings.paths.backups, now=wall)
    try:
        store.set_zone(settings.organisation.timezone)
        ids = store.sync_accounts(settings.account)
        connectors = make_connectors(settings.connectors)
        yield Session(settings, store, connectors, ids, run_moment(settings, wall), as_of_day(settings, wall))
    finally:
        store.close()


def _store_url(settings: Settings) -> str:
    """The store's address with its secret in it, and a relative SQLite path brought to the folder of the settings."""
    url = resolve(settings.store.url)
    prefix = "sqlite:///"
    if not url.startswith(prefix) or url == prefix + ":memory:":
        return url
    return prefix + str((settings.folder / url.removeprefix(prefix)).resolve())
