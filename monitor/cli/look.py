"""Commands that look and change nothing: status, posts, query, imports, rejects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import common
from monitor.errors import FixQuery

if TYPE_CHECKING:
    import pandas as pd

AsOf = Annotated[str | None, typer.Option("--as-of", help="Judge as if today were this day (2013-12-30).")]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    for function in (status, posts, query, imports, rejects):
        app.command()(function)


def status(context: typer.Context, as_of: AsOf = None) -> None:
    """Show the organisation in one screen: score, every account's state, and what is wrong with it."""
    from monitor.cli.overview import overview

    with common.session(context, common.a_date(as_of) if as_of else None) as opened:
        view = overview(opened, fresh=as_of is not None)
    common.console().print(view.headline, markup=False)
    common.print_table("", view.columns, view.rows, wrap=False)
    for line in view.footnotes:
        common.console().print(line, markup=False)


def posts(
    context: typer.Context,
    account: Annotated[str, typer.Argument(help="Name, handle or number of the account.")],
    weeks: Annotated[int, typer.Option(min=1, help="How many weeks back.")] = 13,
) -> None:
    """List the posts behind an account's verdicts, with their labels."""
    from monitor.activity.weeks import last_complete_week

    with common.session(context) as opened:
        last, number = last_complete_week(opened.as_of), common.account_id(opened, account)
        found = opened.store.posts(number, last - weeks + 1, last)
        zone = opened.settings.organisation.zone
        if found.empty:
            common.console().print(_no_posts(opened.store.posts(number, None, last), weeks, last), markup=False)
            return
    rows = [
        (
            p["post_id"],
            p["published_at"].astimezone(zone).date(),
            p["kind"],
            p["press"],
            p["outing"],
            (p["title"] or p["text"] or "")[:80],
        )
        for p in common.records(found)
    ]
    common.print_table("", ("post", "date", "kind", "press", "outing", "text"), rows)


def _no_posts(earlier: pd.DataFrame, weeks: int, last: int) -> str:
    """What stands in place of an empty list: whether looking further back would help."""
    if earlier.empty:
        return "no post of this account is known; `monitor imports` tells what was imported"
    back = last - int(earlier["week"].max()) + 1
    return f"no post in the last {weeks} weeks; the last one before is found with --weeks {back}"


def query(
    context: typer.Context,
    sql: Annotated[str, typer.Argument(help="One SELECT over the views of docs/store.md.")],
    csv: Annotated[bool, typer.Option("--csv", help="Write CSV instead of a table.")] = False,
    most: Annotated[int, typer.Option(min=1, help="At most so many rows.")] = 10_000,
) -> None:
    """Ask the store a question of your own; it can only read."""
    with common.session(context) as opened:
        columns, rows = opened.store.query(sql, most)
    if csv:
        import csv as writer
        import sys

        # A program gets the cells as they are; a terminal nothing that could steer it.
        show = common.visible if sys.stdout.isatty() else lambda cell: cell
        writer.writer(sys.stdout).writerows([map(show, row) for row in (columns, *rows)])
    else:
        common.print_table("", columns, rows)


def imports(context: typer.Context, most: Annotated[int, typer.Option(min=1)] = 20) -> None:
    """List the latest imports: what came in, what was known, what was rejected."""
    with common.session(context) as opened:
        runs = opened.store.imports(most)
    rows = [
        (
            r.id,
            r.started_at.strftime("%Y-%m-%d %H:%M"),
            r.connector,
            r.export,
            r.status,
            r.counted.new,
            r.counted.known,
            r.counted.updated,
            r.counted.rejected,
            r.message,
        )
        for r in runs
    ]
    header = ("import", "at (UTC)", "connector", "export", "status", "new", "known", "updated", "rejected", "message")
    common.print_table("", header, rows)


def rejects(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="IMPORT", help="Number of the import (see `monitor imports`).")],
) -> None:
    """List the rows an import kept aside, with line and reason."""
    with common.session(context) as opened:
        rows = [(bad.file, bad.line, bad.reason, bad.excerpt[:80]) for bad in opened.store.rejects(number)]
        newest = next((run.id for run in opened.store.imports(1)), 0)
    if not 1 <= number <= newest:
        raise FixQuery("there is no such import", f"rejects {number}", "`monitor imports` lists them by number")
    if not rows:
        common.console().print(f"import {number} kept no row aside", markup=False)
        return
    common.print_table("", ("file", "line", "reason", "row"), rows)
