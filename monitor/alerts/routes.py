"""Who hears of what: from the settings and the accounts' owners to sinks with the accounts each is told about."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import pandas as pd

from monitor.alerts.sinks import AppriseSink, ConsoleSink, FileSink, Sink
from monitor.errors import MonitorError
from monitor.secrets import Scrubber, host_of, is_reference, resolve
from monitor.settings import Settings

CONSOLE = "console"
"""Name of the console's sink."""


@dataclass(frozen=True)
class Route:
    """A sink and the accounts it is told about; `accounts` None means all of them.

    A route to an owner tells that owner about own accounts by name, also a personal one.
    """

    sink: Sink
    accounts: frozenset[int] | None = None

    def takes(self, account_id: int) -> bool:
        """Whether news of an account goes this way."""
        return self.accounts is None or account_id in self.accounts


class UnusableSink:
    """Stands for an address that could not be resolved: every send says why, and nothing else is stopped by it."""

    def __init__(self, name: str, error: MonitorError) -> None:
        self.name = name
        self._error = error

    def send(self, subject: str, text: str, html: str) -> None:
        """Raise what went wrong with the address."""
        raise self._error


def make_routes(
    settings: Settings,
    accounts: pd.DataFrame,
    resolve_secret: Callable[[str, str], str] = resolve,
    console: TextIO | None = None,
) -> list[Route]:
    """Make the routes of a run.

    Args:
        settings: Of the organisation; `alerts.to` hears everything, an account's `owner_mail` hears of that account.
        accounts: As `Store.accounts()` gives them.
        resolve_secret: Reference and key of the setting to the address itself.
        console: Where the console's alerts are printed; by default the error output.

    Returns:
        Console and file first, then `alerts.to`, then owners; no sink twice.
    """
    routes: dict[str, Route] = {}
    if settings.alerts.console:
        routes[CONSOLE] = Route(ConsoleSink(console))
    if settings.alerts.file:
        routes["file"] = Route(FileSink(_beside(settings.folder, settings.alerts.file)))
    for reference in settings.alerts.to:
        name = sink_name(reference)
        routes.setdefault(name, Route(_apprise(reference, name, "alerts.to", resolve_secret)))
    for reference, ids in _by_owner_mail(accounts).items():
        name = sink_name(reference)
        if name not in routes:
            routes[name] = Route(_apprise(reference, name, "account.owner_mail", resolve_secret), ids)
    return list(routes.values())


def sink_name(reference: str) -> str:
    """Name a sink: a reference is its own name; an address is called by its host and a fingerprint."""
    if is_reference(reference):
        return reference
    # A fresh scrubber knows no secrets of this process, so that the name is the same in every run.
    open_part = Scrubber().scrub(_as_address(reference))
    fingerprint = hashlib.blake2b(open_part.encode("utf-8", "replace"), digest_size=4).hexdigest()
    return f"{host_of(_as_address(reference))}#{fingerprint}"


def _as_address(reference: str) -> str:
    """A bare mail address is one of Apprise's own."""
    return reference if "://" in reference or "@" not in reference else f"mailto://{reference}"


def _apprise(reference: str, name: str, key: str, resolve_secret: Callable[[str, str], str]) -> Sink:
    try:
        return AppriseSink(name, _as_address(resolve_secret(reference, key)))
    except MonitorError as error:
        return UnusableSink(name, error)


def _by_owner_mail(accounts: pd.DataFrame) -> Mapping[str, frozenset[int]]:
    known = accounts["owner_mail"].dropna() if "owner_mail" in accounts else pd.Series(dtype="str")
    groups: dict[str, set[int]] = {}
    for account_id, reference in known.items():
        if str(reference).strip():
            groups.setdefault(str(reference).strip(), set()).add(int(str(account_id)))
    return {reference: frozenset(ids) for reference, ids in groups.items()}


def _beside(folder: Path, path: Path) -> Path:
    return path if path.is_absolute() else folder / path
