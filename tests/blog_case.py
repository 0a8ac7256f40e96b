"""A blog of an organisation, visited night after night as the job does, wherever its server is; what is known then."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.blog_site import BlogOptions, Connector
from monitor.job.visits import FULL
from monitor.records import Account
from monitor.secrets import remember as remember_secret
from monitor.sources.contract import Connector as ExportConnector
from monitor.sources.contract import Context
from monitor.sources.http import Http, HttpOptions, Reply, Request
from monitor.sources.http_address import Origin
from monitor.sources.ingest import import_path
from monitor.sources.live import Page, Past, Target, Visit
from monitor.sources.raw_pages import RawPages
from monitor.sources.results import ImportOptions, ImportResult
from monitor.sources.visiting import Step, Visited, import_visit, remembered, walk
from monitor.store.sqlstore import SqlStore
from tests.contracts.recorded import Recorded, recorded
from tests.store_case import fresh

RSS = b'<rss version="2.0"><channel><title>Verzonnen</title></channel></rss>'
START = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)


class ListeningHttp(Http):
    """Notes what is asked."""

    def __init__(self) -> None:
        super().__init__(HttpOptions(retries=0, pause=0, read_seconds=20))
        self.asked: list[Request] = []

    def send(self, request: Request, private_origin: Origin | None = None) -> Reply:
        self.asked.append(request)
        return super().send(request, private_origin)


@dataclass
class Blog:
    """One blog in a store of its own.

    Attributes:
        folder: Where the store is.
        url, feed, token: As in config.toml.
        options: Of the connector.
        now: The moment of the next visit.
        asked: What the last visit asked.
        pauses: Seconds that it would have waited.
        steps: Its pages, and how far it saw.
    """

    folder: Path
    url: str | None = None
    feed: str | None = None
    token: str | None = None
    options: BlogOptions = field(default_factory=lambda: BlogOptions(allow_private=True))
    now: datetime = START
    handle: str | None = None
    asked: list[Request] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stack = ExitStack()
        self.store: SqlStore = self._stack.enter_context(fresh(self.folder))
        self.http = self._stack.enter_context(ListeningHttp())
        self.account = self.store.add_account(Account(platform="blog", handle=self.handle, url=self.url, name="Blog"))
        self._full_at: datetime | None = None
        if self.token:
            remember_secret(self.token)

    def __enter__(self) -> Blog:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def memory(self) -> dict[str, Any]:
        """What the last visit left."""
        memory = remembered(self.store, "blog_site", self.account)
        memory.pop(FULL, None)
        return memory

    @property
    def target(self) -> Target:
        return Target("blog", handle=self.handle, url=self.url, feed=self.feed)

    def visit(self, full: bool | None = None, after_first: Callable[[], None] | None = None) -> Visited:
        """Make a visit; everything is read until that has succeeded once, or if `full`.

        Args:
            full: Read everything, or not; None: as the job decides.
            after_first: What happens when the first page has come.
        """
        connector = Connector(self.options)
        past = Past(self.memory, self._seen_until(), self._full_at is None if full is None else full)
        self.http.asked, self.pauses, self.steps = [], [], []
        visit = Visit(self.target, past, self.now, self.http, self.token, connector.ledger(), self.pauses.append)
        with RawPages(self.folder / "raw", 30).keeper("blog_site", self.account, self.now) as keeper:
            visited = import_visit(
                self._noting(walk(connector, visit), after_first),
                connector,
                self.target,
                keeper,
                self.store,
                Context(self.now),
                ImportOptions(account=self.account),
            )
        self.asked = list(self.http.asked)
        self._full_at = self.now if past.full and visited.reach else self._full_at
        return visited

    def next_night(self, full: bool | None = None, days: float = 1) -> Visited:
        """A visit a day later."""
        self.now += timedelta(days=days)
        return self.visit(full)

    def bring_in(self, file: Path, connector: ExportConnector) -> ImportResult:
        """Import an export of the blog."""
        (result,) = import_path(file, [connector], self.store, Context(self.now), ImportOptions(account=self.account))
        return result

    def paths(self) -> list[str]:
        """Paths that the last visit asked for, without what is the same every night."""
        return [request.url.partition("://")[2].partition("/")[2].partition("?")[0] for request in self.asked]

    def pages(self) -> list[Page]:
        """Pages of the last visit."""
        return [step for step in self.steps if isinstance(step, Page)]

    def posts(self) -> dict[str, dict[str, Any]]:
        """What is known of posts, by their numbers."""
        return {row["native_id"]: row for row in self.rows("v_post")}

    def rows(self, view: str) -> list[dict[str, Any]]:
        """The rows of a view that belong to the blog."""
        columns, rows = self.store.query(f"SELECT * FROM {view} WHERE account_id = {self.account} ORDER BY 1, 2, 3")
        return [dict(zip(columns, row, strict=True)) for row in rows]

    def windows(self) -> list[tuple[int, int]]:
        """Spans of which everything is known, in seconds; -1: from the first post."""
        table = self.store.windows()
        return list(zip(table["start"].tolist(), table["end"].tolist(), strict=True))

    def _seen_until(self) -> datetime | None:
        ends = [end for _, end in self.windows()]
        return datetime.fromtimestamp(max(ends), UTC) if ends else None

    def _noting(self, steps: Iterable[Step], after_first: Callable[[], None] | None) -> Iterator[Step]:
        for number, step in enumerate(steps):
            self.steps.append(step)
            yield step
            if number == 0 and after_first:
                after_first()


def reply(status: int, body: Any = b"", **headers: str) -> Reply:
    """An answer of a made-up site."""
    told = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply("https://verzonnen.example/", status, named, told)


def record(name: str) -> Recorded:
    """A recorded answer; the test is skipped without it."""
    found = [answer for answer in recorded() if answer.name.endswith(name)]
    if not found:
        pytest.skip("needs the recorded answers in ../shared, which are not here")
    return found[0]


def as_reply(answer: Recorded) -> Reply:
    """A recorded answer as it comes from the network."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Reply("http://127.0.0.1:38082/", answer.status or 200, headers, answer.body)


def urlset(*addresses: str) -> bytes:
    """A sitemap."""
    inner = "".join(f"<url><loc>{one}</loc><lastmod>2020-01-01</lastmod></url>" for one in addresses)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</urlset>'.encode()
