"""`monitor import`: take exports in by hand, and ask whose they are when they do not say."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import common
from monitor.errors import FixQuery

if TYPE_CHECKING:
    from monitor.cli.progress import Shown
    from monitor.job.session import Session
    from monitor.sources.accounts import Asker, Question
    from monitor.sources.results import ImportResult


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(name="import")(import_)


def import_(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="FILE_OR_DIR...", help="Files, ZIPs or folders.")],
    account: Annotated[str | None, typer.Option(help="Name, handle or number of the account they belong to.")] = None,
    observed_until: Annotated[
        str | None, typer.Option(help="The day on which the exports were made (2013-12-30), if they do not say.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Read again what is in already.")] = False,
) -> None:
    """Import exports: recognise them, take them in, and say what came in, what was known and what was rejected."""
    from monitor.cli.progress import import_progress
    from monitor.job.importing import import_these
    from monitor.job.lock import run_lock
    from monitor.sources.results import ImportOptions

    results = []
    with common.session(context) as opened, run_lock(opened.folder), import_progress() as progress:
        options = ImportOptions(
            account=common.account_id(opened, account) if account else None,
            asker=_asker(progress),
            observed_until=_until(observed_until, opened),
            force=force,
            progress=progress,
        )
        for result in import_these(opened, paths, options):
            results.append(result)
            progress.hide()
            _tell(result)
    raise typer.Exit(0 if results and all(result.fine for result in results) else 1)


def _until(text: str | None, opened: Session) -> datetime | None:
    """The end of a day in the organisation's time zone, UTC."""
    if text is None:
        return None
    from datetime import time, timedelta

    try:
        day = datetime.fromisoformat(text).date()
    except ValueError as error:
        raise FixQuery(f"{text!r} is no date", "--observed-until", "Write it as 2013-12-30") from error
    return datetime.combine(day + timedelta(days=1), time(), opened.settings.organisation.zone).astimezone(UTC)


def _asker(progress: Shown) -> Asker | None:
    import sys

    def ask(question: Question) -> int | None:
        progress.hide()
        return _ask(question)

    return ask if sys.stdin.isatty() and sys.stdout.isatty() else None


def _ask(question: Question) -> int | None:
    out = common.console()
    out.print(f"\n{question.export} does not say whose it is. Which account is it?", markup=False)
    for place, one in enumerate(question.candidates, 1):
        out.print(f"  {place}  {one.settings.platform} {one.settings.label}", markup=False)
    out.print("  0  a new one", markup=False)
    answer = -1
    while not 0 <= answer <= len(question.candidates):
        answer = typer.prompt("Number", type=int)
    return question.candidates[answer - 1].id if answer else None


def _tell(result: ImportResult) -> None:
    out, style = common.console(), None if result.fine else "yellow"
    by = f" ({result.connector})" if result.connector else ""
    out.print(common.visible(f"{result.name}{by}: {_counts(result)}"), markup=False, style=style, soft_wrap=True)
    for doubt in result.doubts:
        out.print(common.visible(f"  to confirm: {doubt}"), markup=False, style="yellow", soft_wrap=True)
    for line in (*result.created,):
        out.print(common.visible(f"  new account: {line}"), markup=False, soft_wrap=True)
    if result.erased:
        out.print("  left out: what belongs to an erased person (see docs/privacy.md)", markup=False, soft_wrap=True)
    for bad in result.rejects:
        place = f"{bad.file}, line {bad.line}" if bad.line else bad.file
        out.print(common.visible(f"  rejected: {place}: {bad.reason}"), markup=False, style="yellow", soft_wrap=True)
    if result.rejected > len(result.rejects):
        out.print(f"  ... monitor rejects {result.import_id} lists all {result.rejected}", markup=False)


def _counts(result: ImportResult) -> str:
    if result.import_id is None:
        return result.message
    numbers = f"{result.new} new, {result.known} already known, {result.updated} updated, {result.rejected} rejected"
    if result.by_date_of_file:
        numbers += f" (complete until {result.by_date_of_file:%Y-%m-%d} by the date of the file)"
    # The rejected rows follow one by one, so that the message that counts them would say it all twice.
    counted = result.message.startswith(f"{result.new} new, ")
    return numbers if not result.message or result.whole or counted else f"{numbers}; {result.message}"
