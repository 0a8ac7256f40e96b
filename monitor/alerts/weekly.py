"""The weekly mail: once a week to everybody who hears everything, by the first run after the week is complete."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from monitor.alerts.handing import hand_over
from monitor.alerts.routes import CONSOLE, Route
from monitor.alerts.sinks import Sink

log = logging.getLogger(__name__)

Mail = tuple[str, str, str]
"""Subject, plain text, HTML."""


class Notes(Protocol):
    """What the weekly mail needs of the store; `monitor.store.contract.Store` satisfies it."""

    def noted(self, key: str) -> str | None: ...
    def note(self, key: str, value: str) -> None: ...


@dataclass(frozen=True)
class Mailed:
    """What became of the weekly mail at one sink; `error` is None when it took it, else why not, without secrets."""

    sink: str
    error: str | None = None


def send_weekly(store: Notes, week: int, routes: Iterable[Route], write: Callable[[], Mail]) -> list[Mailed]:
    """Send the mail of a week to the sinks that have not taken it yet.

    A week is noted for a sink only after the sink took its mail: a failure is tried again by the next run, until a
    later week takes its place. An earlier week than the noted one is never sent, so that clocks may go back.

    Args:
        store: Remembers the last week that each sink took.
        week: The last complete week.
        routes: The run's routes; the console and single owners get no weekly mail.
        write: Composes the mail; called only if it is due somewhere.

    Returns:
        One result for each sink at which it was due.
    """
    due = [route.sink for route in routes if _for_everybody(route) and _is_due(store, route.sink, week)]
    if not due:
        return []
    mail = write()
    return [_send(store, sink, week, mail) for sink in due]


def _for_everybody(route: Route) -> bool:
    return route.accounts is None and route.sink.name != CONSOLE


def _is_due(store: Notes, sink: Sink, week: int) -> bool:
    last = store.noted(_key(sink))
    return last is None or int(last) < week


def _key(sink: Sink) -> str:
    return f"weekly:{sink.name}"


def _send(store: Notes, sink: Sink, week: int, mail: Mail) -> Mailed:
    refused = hand_over(sink, *mail)
    if refused is None:
        store.note(_key(sink), str(week))
        return Mailed(sink.name)
    log.warning("weekly mail not delivered to %s: %s", sink.name, refused.why)
    return Mailed(sink.name, refused.why)
