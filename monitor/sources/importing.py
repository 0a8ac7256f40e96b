"""One export on its way into the store."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

from monitor.errors import AddCredit, GrantAccess, MonitorError, NameAccount, RenewToken, RetryLater, SkipSource
from monitor.records import Account, Anything, BadRow, Doubt, Interaction, PlannedItem, Post, Profile, Standing, Window
from monitor.sources.accounts import ANY_PLATFORM, AccountBook
from monitor.sources.calendars import Calendars
from monitor.sources.collecting import rare_collections
from monitor.sources.contract import Connector, Context, Known
from monitor.sources.export import Export
from monitor.sources.observed import Observed, made_at
from monitor.sources.plan import Planned
from monitor.sources.results import ImportOptions, ImportResult, ObservedSpan
from monitor.sources.sink import Sink

_log = logging.getLogger(__name__)
_OTHER_KEPT = (Profile, Standing, Interaction)
_REJECTS_SHOWN = 5
REASONS: dict[type[MonitorError], str] = {RenewToken: "token", GrantAccess: "access", AddCredit: "credit"}
_MOST_DOUBTS = 5
"""A connector tells each of its assumptions once; one that does not is heard so often."""


class _Stopped(Exception):
    """The export gives no more records."""

    def __init__(self, error: MonitorError) -> None:
        super().__init__(str(error))
        self.error = error


class Importing:
    """Reads one export, resolves its accounts and hands its records to the store in batches."""

    def __init__(
        self,
        planned: Planned,
        export: Export,
        connector: Connector,
        sink: Sink,
        context: Context,
        options: ImportOptions,
    ) -> None:
        self._planned, self._export, self._connector = planned, export, connector
        self._sink, self._options = sink, options
        self._name = connector.declaration.name
        self._book = AccountBook(sink, planned, options.account, options.configured, options.asker)
        self._context = self._with_accounts(context) if connector.declaration.names_accounts else context
        self._observed = Observed(made_at(export), options.observed_until, context.now)
        self._calendars = Calendars(export.inside or planned.path.name, made_at(export), context.now)
        self._batch: list[tuple[int, Any]] = []
        self._rejects: list[BadRow] = []
        self._result = ImportResult(planned.name, planned.path, self._name)

    def run(self) -> ImportResult:
        """Read it all, unless it is in already."""
        try:
            fingerprint = self._fingerprint()
        except SkipSource as error:
            return replace(self._result, status="failed", message=str(error))
        if not self._options.force and self._is_known(fingerprint):
            return replace(self._result, status="known", message="already imported")
        visited = self._options.account if self._options.visit and not self._options.again else None
        number = self._sink.begin_import(self._name, self._export.name, fingerprint, self._context.now, visited)
        self._result = replace(self._result, import_id=number)
        with rare_collections():
            return self._finish(self._read())

    def _with_accounts(self, context: Context) -> Context:
        accounts = tuple(
            Known(one.settings.platform, one.settings.handle, one.settings.native_id, one.settings.name,
                  one.settings.kind)
            for one in self._options.configured
        )  # fmt: skip
        whole = self._options.account is not None or len(self._book.mapped_ids()) == 1
        return replace(context, accounts=accounts, whole=whole)

    def _fingerprint(self) -> str:
        """Same contents, same connector with the same options, same mapping: nothing new can come of it."""
        options = getattr(self._connector, "options", None)
        mapped = [self._options.account, *sorted(self._book.mapped_ids())]
        words = f"{self._export.fingerprint()}\0{self._name}\0{options!r}\0{mapped}"
        if self._connector.declaration.names_accounts:
            words += f"\0{self._context.accounts!r}"
        return hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=16).hexdigest()

    def _is_known(self, fingerprint: str) -> bool:
        """Whether it is in already, and nothing new can come of it.

        A copy that was made after the same contents were read tells that nothing was posted since; a calendar may be
        again what it was before its newest copy.
        """
        known = self._sink.known_export(fingerprint)
        if known is None or self._observed.reaches_beyond(known.started_at):
            return False
        return "PlannedItem" not in self._connector.declaration.yields or not self._calendars.is_newer(self._sink)

    def _read(self) -> MonitorError | None:
        """Take records until the end or until the export breaks, which is given back; what came before stays."""
        self._export.meter = self._metered()
        stop = None
        try:
            with closing(self._records()) as records:
                self._take(records)
        except _Stopped as error:
            stop = error.error
        finally:
            self._export.meter = None
        self._flush()
        return stop

    def _metered(self) -> Any:
        """Add up the bytes read for the progress callback; a file may be read twice, so never beyond the total."""
        progress, total, done = self._options.progress, self._planned.size, 0
        if progress is None:
            return None
        tell = progress

        def count(size: int) -> None:
            nonlocal done
            done = min(done + size, total)
            tell(self._planned.name, done, total)

        return count

    def _records(self) -> Generator[Anything, None, None]:
        """The connector's records; whatever it raises becomes one kind of stop, unlike what the store raises."""
        try:
            yield from self._connector.read(self._export, self._context)
        except MonitorError as error:
            raise _Stopped(error) from error
        except Exception as error:
            _log.exception("connector %s broke on %s", self._name, self._export.name)
            raise _Stopped(self._fault(f"broke on this file ({type(error).__name__})")) from error

    def _take(self, records: Iterator[Anything]) -> None:
        """Sort records by what they are; posts come in their millions and are looked at first."""
        ids, batch, rejects, size = self._book.ids, self._batch, self._rejects, self._options.batch
        oldest, newest = self._observed.oldest, self._observed.newest
        for record in records:
            if type(record) is Post:
                account_id = ids.get(record.account) or self._introduced(record.account)
                moment = record.published_at
                batch.append((account_id, record))
                if moment is None:
                    pass
                elif moment < oldest.setdefault(account_id, moment):
                    oldest[account_id] = moment
                elif moment > newest.setdefault(account_id, moment):
                    newest[account_id] = moment
            else:
                self._take_other(record)
            if len(batch) >= size or len(rejects) >= size:
                self._flush()

    def _take_other(self, record: Any) -> None:
        if isinstance(record, BadRow):
            self._calendars.unread(record)
            # What is left of an erased person's own export is that person's too.
            self._rejects += [] if self._book.knows_only_erased else [record]
        elif isinstance(record, Doubt):
            self._doubt(record)
        elif isinstance(record, Account):
            self._introduce(record)
        elif isinstance(record, Window):
            self._observed.state(self._introduced(record.account), record)
        elif isinstance(record, PlannedItem):
            account_id = self._introduced(record.account)
            self._batch.append((account_id, self._calendars.told(account_id, record)))
        elif isinstance(record, _OTHER_KEPT):
            self._batch.append((self._introduced(record.account), record))
        else:
            raise _Stopped(self._fault(f"gave a {type(record).__name__}, which is no record"))

    def _doubt(self, doubt: Doubt) -> None:
        known = self._result.doubts
        if doubt not in known and len(known) < _MOST_DOUBTS and not self._book.knows_only_erased:
            self._result = replace(self._result, doubts=(*known, doubt))

    def _introduced(self, key: str) -> int:
        """The account of a key; an export with one account need not name it, other keys must have been named."""
        if key not in self._book.ids:
            if key:
                raise _Stopped(self._fault(f"never named the account {key[:100]!r}"))
            platform = self._connector.declaration.platform
            self._introduce(Account(platform=ANY_PLATFORM if platform == "any" else platform))
        return self._book.ids[key]

    def _introduce(self, account: Account) -> None:
        try:
            self._book.introduce(account)
        except NameAccount as error:
            raise _Stopped(error) from error

    def _fault(self, what: str) -> MonitorError:
        todo = "This is a fault of the connector, not yours: report it with the log"
        return _ConnectorError(f"the connector {self._name} {what}", self._export.name, todo)

    def save(self) -> None:
        """Write what was taken so far, windows that were stated too; a visit may ask for it between two records."""
        self._batch.extend(self._observed.spans(implied=False))
        self._flush()

    def _flush(self) -> None:
        """Write what has been collected, in one transaction."""
        if not self._batch and not self._rejects:
            return
        richness = self._connector.declaration.richness
        counted = self._sink.add_batch(
            self._result.import_id or 0, richness, self._context.now, self._batch, self._rejects
        )
        shown = (*self._result.rejects, *self._rejects)[:_REJECTS_SHOWN]
        self._result = replace(
            self._result,
            new=self._result.new + counted.new,
            known=self._result.known + counted.known,
            updated=self._result.updated + counted.updated,
            rejected=self._result.rejected + counted.rejected,
            rejects=shown,
        )
        self._batch.clear()
        self._rejects.clear()

    def _is_trustworthy(self) -> bool:
        """Whether at least as many rows were read as rejected: a mostly unreadable file shows no silence."""
        result = self._result
        return result.rejected <= result.new + result.known + result.updated

    def _spans(self, stop: MonitorError | None) -> Iterator[tuple[int, Window]]:
        """What was observed. A visit says itself how far it saw, even if it broke off; a broken file saw nothing."""
        if self._options.visit:
            yield from self._observed.spans(implied=False)
        elif stop is None:
            yield from self._observed.spans(self._is_trustworthy())

    def _finish(self, stop: MonitorError | None) -> ImportResult:
        """Keep the windows of an export that was read to its end, and close the import."""
        spans = tuple(self._spans(stop))
        self._batch.extend(spans)
        self._flush()
        if stop is None and self._is_trustworthy():
            self._calendars.take_out(self._sink)
        status = _status(self._result, stop, self._options.visit)
        if status == "failed":
            self._book.take_back()
        self._result = replace(
            self._result,
            status=status,
            message=_message(self._result, stop, status),
            spans=tuple(ObservedSpan(account, window.start, window.end) for account, window in spans if window.end),
            created=tuple(self._book.created),
            erased=self._book.knows_erased,
            # The dates inside a ZIP were written with the export; those of loose files change when they are copied.
            by_date_of_file=self._observed.by_date_of_file if self._export.kind != "zip" else None,
        )
        told = "; ".join([self._result.message, *map(str, self._result.doubts)])
        self._sink.end_import(self._result.import_id or 0, status, told, self._context.now, reason_of(stop))
        if self._options.progress:
            self._options.progress(self._planned.name, self._planned.size, self._planned.size)
        return self._result


class _ConnectorError(MonitorError):
    """A connector did what none may do; tried again when it has been repaired."""


def _status(result: ImportResult, stop: MonitorError | None, visit: bool) -> str:
    """A failed import, of which nothing came in, is tried again next time; a partial one only when the file changes.

    A visit is made again in any case: "postponed" tells a server's passing trouble from what a person must mend.
    """
    something = result.new or result.known or result.updated
    if stop is None and not result.rejected:
        return "done"
    if visit and isinstance(stop, RetryLater):
        return "postponed"
    return "partial" if something and not isinstance(stop, _ConnectorError | RetryLater) else "failed"


def reason_of(error: MonitorError | None) -> str:
    """One word for what a person must mend after a visit: token, access, credit, or "" for anything else."""
    return next((word for kind, word in REASONS.items() if isinstance(error, kind)), "")


def _message(result: ImportResult, stop: MonitorError | None, status: str) -> str:
    counts = [f"{result.new} new", f"{result.known} known", f"{result.updated} updated"]
    if result.rejected:
        first = result.rejects[0]
        place = f"line {first.line}: " if first.line else ""
        counts.append(f"{result.rejected} rejected, the first because {place}{first.reason}")
    told = ", ".join(counts)
    if stop is None:
        return told
    kept = result.new or result.known or result.updated
    return f"{stop} (what came before is kept: {told})" if kept else str(stop)
