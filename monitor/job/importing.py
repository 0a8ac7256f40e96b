"""The import stage: whatever lies in the inbox, one result an export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from monitor.job.export_record import ExportRecord
from monitor.job.session import Session
from monitor.records import Doubt
from monitor.sources.accounts import Configured
from monitor.sources.contract import Context
from monitor.sources.ingest import import_paths
from monitor.sources.results import ImportOptions, ImportResult
from monitor.store.contract import Counted

REMARKED = 5
"""How many exports a remark names."""


def import_inbox(session: Session, options: ImportOptions | None = None) -> Iterator[ImportResult]:
    """Import everything new in the inbox; what is in already is passed over.

    Raises:
        StoreTrouble, RetryLater: The store cannot take it now; what was in stays in.
    """
    inbox = session.folder / session.settings.paths.inbox
    yield from import_these(session, [inbox], options, inbox=True)


def import_these(
    session: Session, paths: Sequence[Path], options: ImportOptions | None = None, *, inbox: bool = False
) -> Iterator[ImportResult]:
    """Import files, ZIPs and folders; one that nobody can read is recorded as a failed import.

    Raises:
        StoreTrouble, RetryLater: The store cannot take it now; what was in stays in.
    """
    settings = session.settings
    options = replace(options or ImportOptions(), configured=configured(session))
    context = Context(session.now, settings.organisation.zone)
    results = import_paths(paths, session.connectors, session.store, context, options, settings.limits, inbox)
    record = ExportRecord(session.store, session.now)
    for result in results:
        record.keep(result)
        yield result
    record.settle()


def configured(session: Session) -> tuple[Configured, ...]:
    """The accounts of config.toml with their ids in the store."""
    pairs = zip(session.account_ids, session.settings.account, strict=True)
    return tuple(Configured(account_id, account) for account_id, account in pairs)


def total(results: Iterable[ImportResult]) -> Counted:
    """Sum of what became of all records."""
    parts = (Counted(r.new, r.known, r.updated, r.rejected) for r in results)
    return sum(parts, Counted())


def note_of(result: ImportResult) -> str | None:
    """One line about an export that was not taken in whole; None when it was."""
    if result.whole:
        return None
    # A failure's message names its place already; a partial import's does not.
    about = "" if result.name in result.message else f"{result.name}: "
    more = f" (monitor rejects {result.import_id} lists the rows)" if result.rejected and result.import_id else ""
    return f"{about}{result.message}{more}"


def remark_on_dates(results: Iterable[ImportResult]) -> list[str]:
    """One line about new exports whose date nobody states; [] when there are none."""
    guessed = [result for result in results if result.by_date_of_file]
    if not guessed:
        return []
    names = ", ".join(result.name for result in guessed[:REMARKED])
    more = f" and {len(guessed) - REMARKED} more" if len(guessed) > REMARKED else ""
    cause = f"{names}{more}: does not say when it was exported, so the date of the file was taken"
    return [f"{cause}. If it is a later copy, give it back its date, or import it with --observed-until instead"]


def to_confirm(results: Iterable[ImportResult]) -> list[str]:
    """One line for each assumption that waits for a person's word, however many exports were read with it."""
    same: dict[str, list[Doubt]] = {}
    for result in results:
        for doubt in result.doubts:
            same.setdefault(doubt.todo, []).append(doubt)
    return [_together(*doubts) for doubts in same.values()]


def _together(first: Doubt, *others: Doubt) -> str:
    if not others:
        return str(first)
    more = f" and {len(others) - REMARKED} more" if len(others) > REMARKED else ""
    return f"{first} (the same holds for {', '.join(one.file for one in others[:REMARKED])}{more})"
