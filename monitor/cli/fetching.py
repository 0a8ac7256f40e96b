"""`monitor fetch`: read accounts from their platforms, or say what that would ask and cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import common
from monitor.errors import FixSettings

if TYPE_CHECKING:
    from monitor.job.fetching import Fetched
    from monitor.job.session import Session
    from monitor.job.visits import Planned
    from monitor.sources.results import ImportResult


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(fetch)


def fetch(
    context: typer.Context,
    accounts: Annotated[
        list[str] | None, typer.Argument(metavar="[ACCOUNT...]", help="Names, handles or numbers; else all.")
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Read everything anew, to find what was deleted or edited.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be asked and what it would cost.")
    ] = False,
    reparse: Annotated[
        bool, typer.Option("--reparse", help="Read the kept raw answers again instead of asking.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Read the accounts that have `fetch` in config.toml from their platforms, only what is new."""
    from monitor.job.fetching import Fetched, fetch_accounts, read_again
    from monitor.job.lock import run_lock

    with common.session(context) as opened:
        _refuse_pretence(opened)
        chosen = [common.account_id(opened, name) for name in accounts or ()]
        if dry_run:
            raise typer.Exit(_dry_run(opened, chosen, full=full, as_json=as_json))
        found, results = Fetched(), list["ImportResult"]()
        with run_lock(opened.folder), _progress(quiet=as_json) as told:
            visits = (
                read_again(opened, chosen)
                if reparse
                else fetch_accounts(opened, full=full, chosen=chosen, told=told, fetched=found)
            )
            for result in visits:
                results.append(result)
                _tell(result, quiet=as_json)
        _sum_up(opened, results, found, as_json=as_json)
    raise typer.Exit(0 if all(result.fine for result in results) else 1)


def _refuse_pretence(opened: Session) -> None:
    """Platforms show what is there today, whatever day is pretended.

    Raises:
        FixSettings: Another day is.
    """
    if opened.settings.detection.as_of:
        raise FixSettings(["detection.as_of: pretends another day, but platforms show today; take it out to fetch"])


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[int, int, str], None]]:
    """A bar over the accounts; on a terminal only."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    err = common.console(error=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True, disable=quiet or not err.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total, name: bar.update(
            task, completed=done, total=total, description=common.visible(name)[:40]
        )


def _tell(result: ImportResult, *, quiet: bool) -> None:
    from monitor.secrets import scrub

    if quiet:
        return
    numbers = f"{result.new} new, {result.known} known, {result.updated} updated, {result.rejected} rejected"
    line = numbers if result.whole else result.message
    style = None if result.fine else "yellow"
    told = [f"{result.name}: {line}", *(f"  to confirm: {doubt}" for doubt in result.doubts)]
    for one in told:
        common.console().print(scrub(common.visible(one)), markup=False, style=style, soft_wrap=True)


def _sum_up(opened: Session, results: list[ImportResult], found: Fetched, *, as_json: bool) -> None:
    import json

    from monitor.secrets import scrub

    if as_json:
        told = {
            "accounts": [
                {"account": r.name, "status": r.status, "message": r.message}
                | {name: getattr(r, name) for name in ("new", "known", "updated", "rejected")}
                for r in results
            ],
            "posts_deleted": found.deleted,
            "spent": found.spent,
            "remarks": found.remarks,
        }
        typer.echo(scrub(json.dumps(told, ensure_ascii=False)))
        return
    out = common.console()
    if not results:
        hint = "no account is read from its platform: write fetch = true under [[account]] in config.toml"
        out.print(f"{hint}; `monitor auth` tells which platforms need a token", markup=False, soft_wrap=True)
    for remark in found.remarks:
        out.print(scrub(common.visible(f"note: {remark}")), markup=False, soft_wrap=True)
    if found.spent:
        spent = ", ".join(f"{cost:.3f} {unit}" for unit, cost in found.spent.items())
        out.print(f"spent, by the price lists: {spent}", markup=False)


def _dry_run(opened: Session, chosen: list[int], *, full: bool, as_json: bool) -> int:
    """Say what each visit would ask and cost; gives the exit code."""
    import json

    from monitor.job.visits import planned_visits
    from monitor.secrets import scrub

    plans = list(planned_visits(opened, full=full, chosen=chosen))
    rows = [_row(plan) for plan in plans]
    if as_json:
        names = ("account", "connector", "asks", "requests", "cost", "unit")
        typer.echo(scrub(json.dumps([dict(zip(names, row, strict=True)) for row in rows], ensure_ascii=False)))
    else:
        shown = [[scrub(str(cell)) for cell in row] for row in rows]
        common.print_table("", ("account", "read by", "would ask", "requests", "cost", ""), shown)
        common.console().print("Nothing was asked.", markup=False)
    return int(any(plan.problem for plan in plans))


def _row(plan: Planned) -> tuple[str, str, str, int, float, str]:
    name = f"{plan.target.platform} {plan.target.label}"
    if plan.connector is None:
        return name, "-", str(plan.problem), 0, 0.0, ""
    estimate = plan.connector.estimate(plan.target, plan.past)
    unit = plan.connector.ledger().unit
    return name, plan.connector.declaration.name, estimate.what, estimate.requests, estimate.cost, unit
