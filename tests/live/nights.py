"""Visits to a world, night after night, as the nightly job makes them; and what the store knows afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from monitor.job.visits import FULL, newest_spans
from monitor.records import Account, Window
from monitor.secrets import remember as remember_secret
from monitor.sources.contract import Context
from monitor.sources.http import Http, HttpOptions
from monitor.sources.live import LiveConnector, Page, Past, Target, Visit
from monitor.sources.raw_pages import RawPages
from monitor.sources.results import ImportOptions
from monitor.sources.visiting import Step, Visited, import_visit, remember, remembered, walk
from monitor.store.sqlstore import SqlStore
from tests.live.direct import DirectHttp
from tests.live.server import Asked, FaultServer
from tests.live.world import World
from tests.store_case import fresh

HASTY, PATIENT = 0.1, 20.0
"""Seconds after which a silent server has timed out: where it will be silent, and where it is only slow."""

RAW_DAYS = 30
ROWS = {
    "posts": "SELECT * FROM v_post ORDER BY native_id",
    "interactions": "SELECT * FROM v_interaction ORDER BY native_id",
    "windows": 'SELECT account_id, start, "end" FROM observed_window ORDER BY 1, 2',
    "standings": "SELECT * FROM v_account_standing ORDER BY observed_at",
    "profiles": "SELECT * FROM v_profile ORDER BY observed_at",
    "accounts": "SELECT * FROM v_account ORDER BY account_id",
}
RUNS = {"post_id", "import_id", "first_seen_at"}
"""Columns that tell of the imports and not of the account."""

Rows = list[dict[str, Any]]


class Ground:
    """A store, a server, another server where nothing may be asked, and a way to the network. Made once for a class.

    Attributes:
        server: Where the worlds are served.
        elsewhere: Where a redirect leads.
        direct: The way to `server` without a network.
        clean: What the suite found out without faults.
        pages: Pages that the suite keeps.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store: SqlStore = fresh(folder)
        self.server, self.elsewhere = FaultServer(), FaultServer()
        self.https = {
            silence: Http(HttpOptions(retries=0, pause=0, read_seconds=silence)) for silence in (HASTY, PATIENT)
        }
        self.direct = DirectHttp(self.server)
        self.clean: Any = None
        self.pages: list[Page] = []
        self._file = folder / "monitor.sqlite3"
        self._look = sqlite3.connect(self._file)
        self._look.row_factory = sqlite3.Row
        self._empty = sqlite3.connect(":memory:")
        self._look.backup(self._empty)

    def close(self) -> None:
        """End everything."""
        for http in (self.direct, *self.https.values()):
            http.close()
        self.server.close()
        self.elsewhere.close()
        self._look.close()
        self._empty.close()
        self.store.close()

    def begin(self, world: World, *, direct: bool = False) -> Nights:
        """Nights of one account, in an empty store.

        Args:
            world: The account.
            direct: Go to it without a network and keep no raw answers, which is quick.
        """
        with closing(sqlite3.connect(self._file)) as file:
            self._empty.backup(file)
        self.elsewhere.serve(None)
        world.elsewhere = self.elsewhere.url.replace("127.0.0.1", "localhost")
        if world.token:
            remember_secret(world.token)
        return Nights(self, world, direct)

    def rows(self, name: str) -> Rows:
        """What the store knows of one sort of things, without what tells of imports."""
        return [
            {key: row[key] for key in row.keys() if key not in RUNS}  # noqa: SIM118 - a Row iterates over values
            for row in self._look.execute(ROWS[name])
        ]

    def dump(self) -> str:
        """Everything in the store, as text."""
        return "\n".join(self._look.iterdump())


class Killed(BaseException):
    """The program is no more: nothing that comes after it in a visit happens."""


@dataclass
class Nights:
    """The nights of one account.

    Attributes:
        asked: Requests of the last visit.
        pauses: Seconds that would have been waited in it.
        steps: Its pages and, if it ended by itself, how far it saw.
        ends_after: The program is killed after so many steps; None: it lives.
    """

    ground: Ground
    world: World
    direct: bool = False
    account: int = 0
    asked: list[Asked] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    ends_after: int | None = None

    def __post_init__(self) -> None:
        """Bring the account in as config.toml does."""
        target = self.world.target
        self.account = self.ground.store.add_account(
            Account(platform=target.platform, native_id=target.native_id, handle=target.handle, url=target.url)
        )

    @property
    def connector(self) -> LiveConnector:
        """The connector, aimed at the server."""
        return self.world.connector(self.ground.server.url)

    @property
    def raw(self) -> RawPages:
        """Where raw answers are kept."""
        return RawPages(self.ground.folder / "raw", 0 if self.direct else RAW_DAYS)

    def visit(self, faults: Iterable[str | None] = (), *, full: bool | None = None) -> Visited:
        """Make the visit of this night.

        Args:
            faults: One for each request, None where there is none; after the last there are no more.
            full: Read everything anew; None: as the job decides, which does so until it has succeeded once.
        """
        connector, past, faults = self.connector, self.past(full), list(faults)
        self.ground.server.serve(self.world, faults)
        self.pauses, self.steps = [], []
        now, name = self.world.now, connector.declaration.name
        target = self._target()
        http = self.ground.direct if self.direct else self.ground.https[HASTY if "time-out" in faults else PATIENT]
        visit = Visit(target, past, now, http, self.world.token, connector.ledger(), self.pauses.append)
        before = remembered(self.ground.store, name, self.account)
        with self.raw.keeper(name, self.account, now) as keeper:
            visited = import_visit(
                self._noting(walk(connector, visit)),
                connector,
                target,
                keeper,
                self.ground.store,
                Context(now),
                ImportOptions(account=self.account),
            )
        self._remember_full(visited, past, before, name)
        self.asked = list(self.ground.server.asked)
        if self.ground.server.errors:
            raise AssertionError("the world itself raised") from self.ground.server.errors[0]
        return visited

    def kill(self, after: int) -> None:
        """Make a visit that is killed after so many of its pages, or at its end."""
        self.ends_after = after
        with suppress(Killed):
            self.visit()
        self.ends_after = None

    def pages(self) -> list[Page]:
        """Pages of the last visit."""
        return [step for step in self.steps if isinstance(step, Page)]

    def _noting(self, steps: Iterator[Step]) -> Iterator[Step]:
        for step in steps:
            if len(self.steps) == self.ends_after:
                raise Killed
            self.steps.append(step)
            yield step
        if self.ends_after is not None:
            raise Killed

    def _target(self) -> Target:
        """What config.toml says, filled up with what the store knows."""
        target = self.world.target
        (row,) = [row for row in self.ground.rows("accounts") if row["account_id"] == self.account]
        known = {name: row[name] for name in ("native_id", "handle", "url", "kind")}
        told = {name: value for name, value in vars(target).items() if value is not None}
        return Target(**{**known, **told})

    def known_until(self, moment: datetime) -> None:
        """Let an export have told everything until then."""
        run = self.ground.store.begin_import("export", "export", "export", self.world.now)
        self.ground.store.add_batch(run, 50, self.world.now, [(self.account, Window(end=moment))], ())
        self.ground.store.end_import(run, "done", "", self.world.now)

    def past(self, full: bool | None = None) -> Past:
        """What a visit would know now; `full` as in `visit`."""
        memory = remembered(self.ground.store, self.connector.declaration.name, self.account)
        due = memory.pop(FULL, None) is None
        begin, end = newest_spans(cast(Any, self.ground)).get(self.account, (None, None))
        return Past(memory, end, due if full is None else full, begin)

    def _remember_full(self, visited: Visited, past: Past, before: Mapping[str, Any], name: str) -> None:
        after = remembered(self.ground.store, name, self.account)
        if visited.reach and past.full and visited.result.status != "postponed":
            after[FULL] = self.world.now.isoformat()
        elif FULL in before:
            after[FULL] = before[FULL]
        remember(self.ground.store, name, self.account, after)


@contextmanager
def ground(folder: Path) -> Iterator[Ground]:
    """The ground of one class of tests."""
    made = Ground(folder)
    try:
        yield made
    finally:
        made.close()
