"""Commands that run the job: run, schedule, demo."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import common

if TYPE_CHECKING:
    from monitor.job.summary import RunSummary

AsJson = Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object and nothing else.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    for function in (run, schedule, demo):
        app.command()(function)


def run(
    context: typer.Context,
    as_json: AsJson = False,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="Look back: judge as of this day into a report of its own, and keep nothing."),
    ] = None,
) -> None:
    """Run the nightly job: import the inbox, label, detect, report, alert."""
    day = common.a_date(as_of) if as_of else None
    summary = run_job(common.config_path(context), day, as_json=as_json)
    raise typer.Exit(summary.exit_code)


def schedule(context: typer.Context) -> None:
    """Stay alive and run the job every day at `job.at`."""
    from datetime import time

    from monitor.cli.logs import start_logging
    from monitor.job.loop import run_daily
    from monitor.job.session import read_settings

    config = common.config_path(context)
    settings = read_settings(config)
    start_logging(settings)
    common.console().print(f"Running every day at {settings.job.at}; stop with Ctrl+C.", markup=False)
    run_daily(lambda: run_job(config, None), time.fromisoformat(settings.job.at), settings.organisation.zone)


def demo(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="Where to put it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Run the whole job on a made-up organisation of 2012-2013 and name the report to open."""
    from monitor.cli.demo import prepare_demo

    summary = run_job(prepare_demo(folder), None, as_json=as_json)
    if summary.report and not as_json:
        common.console().print(f"\nOpen {summary.report.resolve()} in a browser.", markup=False)
    raise typer.Exit(summary.exit_code)


def run_job(config: Path, as_of: date | None, *, as_json: bool = False) -> RunSummary:
    """Open the organisation, run the job once and tell what was done."""
    import json
    import logging

    from monitor.cli.logs import start_logging
    from monitor.cli.progress import import_progress
    from monitor.job.run import run_once
    from monitor.job.session import open_session
    from monitor.secrets import scrub
    from monitor.sources.results import ImportOptions, ImportResult

    out, seen = common.console(), list[ImportResult]()
    with open_session(config, as_of) as session, import_progress(quiet=as_json) as progress:
        start_logging(session.settings)
        options = ImportOptions(progress=progress)
        summary = run_once(session, look_back=as_of is not None, options=options, told=seen.append)
        inbox = session.folder / session.settings.paths.inbox
    logging.getLogger("monitor").info("%s", summary.line())
    if as_json:
        typer.echo(scrub(json.dumps(summary.as_dict(), ensure_ascii=False)))
        return summary
    if not seen and all(stage.status == "ok" for stage in summary.stages if stage.name == "import"):
        hint = f"nothing to import: {inbox} is empty; `monitor connectors` tells how to obtain each export"
        out.print(common.visible(hint), markup=False, soft_wrap=True)
    for note in summary.notes:
        out.print(scrub(f"skipped: {common.visible(note)}"), markup=False, style="yellow", soft_wrap=True)
    for doubt in summary.doubts:
        out.print(scrub(f"to confirm: {common.visible(doubt)}"), markup=False, style="yellow", soft_wrap=True)
    for remark in summary.remarks:
        out.print(scrub(f"note: {common.visible(remark)}"), markup=False, soft_wrap=True)
    out.print(scrub(summary.line()), markup=False, soft_wrap=True)
    if summary.report:
        out.print(common.visible(f"report: {summary.report}"), markup=False, soft_wrap=True)
    return summary
