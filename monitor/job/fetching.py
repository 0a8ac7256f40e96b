"""The fetch stage: accounts read from their platforms, and feeds of configured blogs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from threading import local

from monitor.job.importing import configured
from monitor.job.session import Session
from monitor.job.spending import ledgers, note_spent
from monitor.job.visits import Planned, connector_of, live_connectors, planned_visits, target_of, wanted
from monitor.secrets import resolve
from monitor.settings import AccountState
from monitor.sources.abreast import abreast
from monitor.sources.accounts import Configured
from monitor.sources.contract import Context, Fetcher
from monitor.sources.feeds import import_feed
from monitor.sources.http import Http, HttpOptions, Turns
from monitor.sources.http_memory import FileMemory
from monitor.sources.importing import reason_of
from monitor.sources.ledger import Ledger
from monitor.sources.live import Visit
from monitor.sources.raw_pages import RawPages
from monitor.sources.results import ImportOptions, ImportResult
from monitor.sources.sink import ERASED
from monitor.sources.visiting import FULL, Step, Visited, import_visit, remember, remembered, walk

MEMORY = "data/feeds.json"
"""Where the feeds' marks (ETag, Last-Modified) are kept, relative to config.toml."""

TOKEN_WARNING_DAYS = 14
"""So many days before a token ends, every run says so."""

Told = Callable[[int, int, str], None]
"""Told how many accounts are done, how many there are, and which one is next."""


@dataclass
class Fetched:
    """What the visits of a run found, beside their results.

    Attributes:
        deleted: Posts that are gone, all accounts together.
        remarks: What is worth knowing though nothing was skipped.
        spent: Cost by unit.
    """

    deleted: int = 0
    remarks: list[str] = field(default_factory=list)
    spent: dict[str, float] = field(default_factory=dict)


def fetch_accounts(
    session: Session,
    *,
    full: bool = False,
    chosen: Sequence[int] = (),
    options: ImportOptions | None = None,
    told: Told = lambda *_: None,
    fetched: Fetched | None = None,
    pause: Callable[[float], None] | None = None,
) -> Iterator[ImportResult]:
    """Read every account that wants it from its platform; one in trouble is a result like any other.

    Args:
        session: The organisation, opened.
        full: Read everything anew, to find what was deleted and edited.
        chosen: Store ids of the accounts to read; empty: all with `fetch` in config.toml.
        options: How records are written.
        told: Told how far it is.
        fetched: Takes what is found besides.
        pause: Waits a number of seconds between tries.

    Raises:
        StoreTrouble, RetryLater: The store cannot take it now; what was in stays in.
    """
    found = fetched if fetched is not None else Fetched()
    plans = list(planned_visits(session, full=full, chosen=chosen))
    books = ledgers(session, live_connectors(session))
    able = sorted((plan for plan in plans if plan.connector), key=_price)
    yield from (_refused(session, plan) for plan in plans if not plan.connector)
    if not able:
        return
    try:
        with ExitStack() as stack:
            https = _Sessions(session, stack)
            walks = [partial(_walk, plan, session.now, https, books, pause) for plan in able]
            steps = stack.enter_context(abreast(walks, session.settings.fetch.workers))
            for number, (plan, mine) in enumerate(zip(able, steps, strict=True)):
                told(number, len(able), plan.target.label)
                visited = _take(session, plan, mine, options or ImportOptions())
                _add(found, plan, visited, session.now)
                yield visited.result
            told(len(able), len(able), "")
    finally:
        note_spent(session, books, found.spent)


def _price(plan: Planned) -> float:
    """Cheap visits first, so that one long backlog does not use up what the news of the others costs."""
    return plan.connector.estimate(plan.target, plan.past).cost if plan.connector else 0.0


def _walk(
    plan: Planned, now: datetime, https: _Sessions, books: dict[str, Ledger], pause: Callable[[float], None] | None
) -> Iterator[Step]:
    assert plan.connector is not None  # noqa: S101 - only those are walked
    book = books[plan.connector.declaration.name]
    yield from walk(plan.connector, Visit(plan.target, plan.past, now, https.mine(), plan.token, book, pause))


def _take(session: Session, plan: Planned, steps: Iterator[Step], options: ImportOptions) -> Visited:
    """Take the pages of one account in, and remember when it was last read as a whole."""
    assert plan.connector is not None  # noqa: S101 - only those are walked
    name, account = plan.connector.declaration.name, plan.one.id
    keeper = raw_pages(session).keeper(name, account, session.now, plan.connector.declaration.raw_days)
    context = Context(session.now, session.settings.organisation.zone)
    chosen = replace(options, account=account)
    with keeper:
        visited = import_visit(steps, plan.connector, plan.target, keeper, session.store, context, chosen)
    if visited.reach and plan.past.full and visited.result.status != "postponed":
        after = remembered(session.store, name, account)
        remember(session.store, name, account, after | {FULL: session.now.isoformat()})
    return visited


def read_again(session: Session, chosen: Sequence[int] = ()) -> Iterator[ImportResult]:
    """Parse the kept raw answers of the accounts once more, oldest first; nothing is asked, so no token is needed.

    It counts as told when the answers came, and says nothing on whether a visit would succeed today.

    Raises:
        StoreTrouble, RetryLater: The store cannot take it now.
        SkipSource: No connector reads an account's platform.
    """
    kept, connectors = raw_pages(session), live_connectors(session)
    for one in wanted(session):
        if not chosen or one.id in chosen:
            connector, target = connector_of(one.settings, connectors), target_of(session, one)
            pages = kept.pages(connector.declaration.name, one.id)
            for at, told in groupby(pages, key=itemgetter(0)):
                context = Context(at, session.settings.organisation.zone)
                options = ImportOptions(account=one.id, again=True)
                nobody = RawPages(session.folder, 0).keeper("", one.id, at)
                steps = (page for _, page in told)
                yield import_visit(steps, connector, target, nobody, session.store, context, options).result


def raw_pages(session: Session) -> RawPages:
    """Where raw answers are kept."""
    settings = session.settings
    return RawPages(session.folder / settings.paths.raw, settings.fetch.raw_days)


def _add(found: Fetched, plan: Planned, visited: Visited, now: datetime) -> None:
    found.deleted += visited.deleted
    reach = visited.reach
    if visited.deleted:
        found.remarks.append(f"{plan.target.platform} {plan.target.label}: {visited.deleted} posts are no longer there")
    if reach and reach.ended:
        found.remarks.append(f"{plan.target.platform} {plan.target.label}: {reach.ended}")
    if reach and reach.token_expires and plan.connector:
        days = (reach.token_expires - now).days
        if days <= TOKEN_WARNING_DAYS:
            platform = plan.connector.declaration.platform
            found.remarks.append(
                f"the token of {plan.target.platform} {plan.target.label} ends in {days} days: "
                f"`monitor auth {platform}` shows how to renew it"
            )


def _refused(session: Session, plan: Planned) -> ImportResult:
    """A visit that cannot be made is recorded like one that failed, so that the account's status says so."""
    name = f"{plan.target.platform} {plan.target.label}"
    message = str(plan.problem)
    number = session.store.begin_import("-", name, f"{name} {session.now.isoformat()}", session.now, plan.one.id)
    session.store.end_import(number, "failed", message, session.now, reason_of(plan.problem))
    return ImportResult(name, Path(name.replace("/", "_")), status="failed", message=message, import_id=number)


class _Sessions:
    """One HTTP session a thread, all taking turns at each host."""

    def __init__(self, session: Session, stack: ExitStack) -> None:
        settings = session.settings
        contact = settings.fetch.contact or settings.organisation.site or ""
        self._options = HttpOptions(contact=contact, retries=0, pause=settings.fetch.pause)
        self._turns, self._stack, self._local = Turns(), stack, local()

    def mine(self) -> Http:
        """The session of the calling thread."""
        if not hasattr(self._local, "http"):
            self._local.http = self._stack.enter_context(Http(self._options, self._turns))
        http: Http = self._local.http
        return http


def fetch_feeds(session: Session, options: ImportOptions | None = None) -> Iterator[ImportResult]:
    """Read the feed of every account that names one and is not read otherwise; one in trouble is a result too.

    Raises:
        StoreTrouble, RetryLater: The store cannot take it now; what was in stays in.
    """
    named = [one for one in configured(session) if one.id != ERASED and one.settings.feed and _is_open(one)]
    unread = [one for one in named if not one.settings.fetch]
    readers = [connector for connector in session.connectors if isinstance(connector, Fetcher)]
    if not unread or not readers:
        return
    memory = FileMemory(session.folder / MEMORY)
    context = Context(session.now, session.settings.organisation.zone)
    with Http(HttpOptions(contact=session.settings.organisation.site or "")) as http:
        for one in unread:
            mine = replace(options or ImportOptions(), account=one.id)
            yield import_feed(_address(one), _reader(readers, one), http, memory, session.store, context, mine)


def _is_open(one: Configured) -> bool:
    return one.settings.state != AccountState.CLOSED


def _address(one: Configured) -> str:
    return resolve(one.settings.feed or "", "account.feed")


def _reader(readers: Sequence[Fetcher], one: Configured) -> Fetcher:
    """The fetching connector of the account's platform, else the first."""
    return next((r for r in readers if r.declaration.platform == one.settings.platform), readers[0])
