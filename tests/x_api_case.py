"""Looks at a made-up account on X without a store: what a visit gives, night after night."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from monitor.errors import MonitorError
from monitor.records import Record
from monitor.sources.http import Http, HttpOptions
from monitor.sources.ledger import Ledger
from monitor.sources.live import Page, Past, Reach, Target, Visit
from tests.live.server import FaultServer
from tests.live.x_world import XWorld


@dataclass
class Look:
    """What one visit gave.

    Attributes:
        reach: None if it broke off.
        error: What broke it.
        spent: USD by the ledger.
    """

    pages: list[Page] = field(default_factory=list)
    reach: Reach | None = None
    error: MonitorError | None = None
    spent: float = 0.0

    @property
    def memory(self) -> Mapping[str, Any]:
        """What the next visit is told."""
        return next((page.memory for page in reversed(self.pages) if page.memory is not None), {})


@dataclass
class Booth:
    """A server of our own, and a way to it."""

    server: FaultServer
    http: Http

    def look(
        self,
        world: XWorld,
        memory: Mapping[str, Any] | None = None,
        seen_until: datetime | None = None,
        *,
        full: bool = False,
        ledger: Ledger | None = None,
        target: Target | None = None,
        faults: Sequence[str | None] = (),
    ) -> Look:
        """Make one visit; `ledger` stands for the run's, else it is a run of its own."""
        connector = world.connector(self.server.url)
        self.server.serve(world, faults)
        book = ledger or connector.ledger()
        past = Past(memory or {}, seen_until, full)
        visit = Visit(target or world.target, past, world.now, self.http, world.token, book, lambda _: None)
        look = Look()
        try:
            look.reach = yield_into(look.pages, connector.pages(visit))
        except MonitorError as error:
            look.error = error
        look.spent = book.spent
        if self.server.errors:
            raise AssertionError("the world itself raised") from self.server.errors[0]
        return look

    def records(self, world: XWorld, look: Look) -> list[Record]:
        """Everything its pages give."""
        connector = world.connector(self.server.url)
        return [record for page in look.pages for record in connector.parse(page, world.target)]


def yield_into(pages: list[Page], walk: Any) -> Reach:
    """Take all pages; gives what the walk returns."""
    while True:
        try:
            pages.append(next(walk))
        except StopIteration as stop:
            reach: Reach = stop.value
            return reach


@contextmanager
def booth() -> Iterator[Booth]:
    """A server and a session, for the tests of one file."""
    server = FaultServer()
    with Http(HttpOptions(retries=0, pause=0, read_seconds=5, connect_seconds=5)) as http:
        try:
            yield Booth(server, http)
        finally:
            server.close()
