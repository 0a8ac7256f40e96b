"""A visit to an account on its platform: pages in, records into the store, by the same way as those of an export."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from monitor.errors import AccountGone, MonitorError
from monitor.records import Account, Anything, Post, Standing, StandingState, Window
from monitor.settings import Limits
from monitor.sources.contract import Context, Declaration, Match, Options
from monitor.sources.export import Export
from monitor.sources.importing import Importing
from monitor.sources.live import LiveConnector, Page, Reach, Target, Visit
from monitor.sources.plan import Planned
from monitor.sources.raw_pages import Keeper
from monitor.sources.results import ImportOptions, ImportResult
from monitor.sources.sink import Sink

Step = Page | Reach

FULL = "full_at"
"""Key under which a visit's memory holds when everything was last read anew; the framework's own, not a connector's."""

SAVED = 50
"""So many records, which may have been paid for, are not lost when the program is killed."""


def walk(connector: LiveConnector, visit: Visit) -> Generator[Step, None, None]:
    """The pages of a visit, and at the end how far it saw; may run in another thread than what takes them."""
    reach = yield from connector.pages(visit)
    yield reach


@dataclass(frozen=True)
class Visited:
    """What became of a visit.

    Attributes:
        result: As of any import.
        deleted: Posts that a complete look no longer found.
        reach: How far it saw; None if it broke off.
    """

    result: ImportResult
    deleted: int = 0
    reach: Reach | None = None


def import_visit(
    steps: Iterable[Step],
    connector: LiveConnector,
    target: Target,
    keeper: Keeper,
    sink: Sink,
    context: Context,
    options: ImportOptions,
) -> Visited:
    """Take in what a walk gives, and remember what the next one must know.

    What the pages ask to be remembered lasts only after their records are in the store. A long visit is written now and
    then, so one that is killed is gone on with from there.

    Args:
        steps: `walk`, or what runs it elsewhere.
        connector: Parses the pages.
        target: The account, as the walk knows it.
        keeper: Keeps the raw pages.
        sink: The store.
        context: The moment of the visit.
        options: `account` says whose pages these are.

    Raises:
        StoreTrouble, RetryLater: The store cannot take it now; what was in stays in.
    """
    account = options.account
    assert account is not None  # noqa: S101 - a visit is always to a known account
    reader = _Reader(connector, steps, target, keeper)
    name = f"{target.platform} {target.label}"
    visit = _Nothing(name, context.now)
    planned = Planned(visit.path, name, visit, reader, Match(connector.declaration.name, "visit"))
    importing = Importing(planned, visit, reader, sink, context, replace(options, force=True, visit=True))

    def save() -> None:
        importing.save()
        _remember_pages(sink, connector.declaration.name, account, reader.memory)

    reader.save = save
    result = importing.run()
    _remember_pages(sink, connector.declaration.name, account, reader.memory)
    return Visited(result, _mark(sink, account, reader, result, context.now), reader.reach)


def _mark(sink: Sink, account: int, reader: _Reader, result: ImportResult, at: datetime) -> int:
    """Mark what a complete look did not meet; one that met nothing, or met what it could not read, proves nothing."""
    reach = reader.reach
    if reach is None or not reach.full or not reader.met or result.rejected or not result.whole:
        return 0
    return sink.mark_deleted(account, reach.start, at, reader.met, at, reach.kinds, reach.among)


# --- what is remembered between visits ----------------------------------------------------------------------
def remembered(sink: Sink, connector: str, account: int) -> dict[str, Any]:
    """What the last page that came in asked to be remembered; {} if nothing."""
    try:
        kept = json.loads(sink.noted(_key(connector, account)) or "{}")
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def remember(sink: Sink, connector: str, account: int, memory: Mapping[str, Any]) -> None:
    """Keep it for the next visit."""
    sink.note(_key(connector, account), json.dumps(dict(memory), sort_keys=True))


def _remember_pages(sink: Sink, connector: str, account: int, memory: Mapping[str, Any] | None) -> None:
    """Keep what the pages asked for, beside what the framework itself remembers."""
    if memory is not None:
        own = {name: value for name, value in remembered(sink, connector, account).items() if name == FULL}
        remember(sink, connector, account, {**memory, **own})


def _key(connector: str, account: int) -> str:
    return f"visit:{connector}:{account}"


class _Nothing(Export):
    """An export without files. Each visit is another one, so nothing is "already in"."""

    def __init__(self, name: str, at: datetime) -> None:
        super().__init__(Path(name.replace("/", "_")), (), Limits(), "folder")
        self._identity = f"{name} {at.isoformat()}"

    def fingerprint(self) -> str:
        return self._identity


class _Reader:
    """A walk in the shape of a connector that reads an export."""

    declaration: ClassVar[Declaration]

    def __init__(self, connector: LiveConnector, steps: Iterable[Step], target: Target, keeper: Keeper) -> None:
        self.declaration = connector.declaration  # type: ignore[misc]
        self.options = Options()
        self.reach: Reach | None = None
        self.memory: Mapping[str, Any] | None = None
        self.met: set[str] = set()
        self.save: Callable[[], None] = lambda: None
        self._connector, self._steps, self._target, self._keeper = connector, steps, target, keeper
        self._seen_since: datetime | None = None
        self._stood = False
        self._unsaved = 0

    def identify(self, export: Export) -> Match | None:
        """Nothing on disk is a visit."""
        return None

    def read(self, export: Export, context: Context) -> Iterator[Anything]:
        """Give the records of all pages, and the span that was seen, also if the walk breaks."""
        try:
            for step in self._steps:
                yield from self._page(step, context.now) if isinstance(step, Page) else self._end(step, context.now)
        except AccountGone as error:
            yield Account(platform=self._target.platform, native_id=self._target.native_id)
            yield Standing(observed_at=context.now, state=StandingState(error.state), detail=error.what)
        except MonitorError:
            if self._seen_since:
                yield Window(start=self._seen_since, end=context.now)
            raise

    def _page(self, page: Page, now: datetime) -> Iterator[Anything]:
        self._keeper.keep(page)
        for record in self._connector.parse(page, self._target):
            if isinstance(record, Post) and record.native_id:
                self.met.add(record.native_id)
            self._stood = self._stood or isinstance(record, Standing)
            self._unsaved += 1
            yield record
        self.memory = page.memory if page.memory is not None else self.memory
        self._seen_since = page.seen_since or self._seen_since
        if page.memory is not None and self._unsaved >= SAVED:
            # What is remembered is not looked at again, so that it was seen must be kept with it.
            if self._seen_since:
                yield Window(start=self._seen_since, end=now)
            self.save()
            self._unsaved = 0

    def _end(self, reach: Reach, now: datetime) -> Iterator[Anything]:
        """A walk that ended by itself proves that the account is there, unless a page said more about that."""
        self.reach = reach
        if not self._stood:
            yield Standing(observed_at=now, state=StandingState.ACTIVE)
        if reach.seen:
            yield Window(start=reach.start, end=now)
