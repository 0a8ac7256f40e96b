"""The Typer application: one file a group of commands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from monitor import __version__
from monitor.cli import (
    accounts,
    auth,
    backtesting,
    catalogue,
    classifying,
    fetching,
    groups,
    imports,
    labels,
    look,
    persons,
    runs,
    setup,
)

CONFIG = typer.Option("--config", "-c", envvar="MONITOR_CONFIG", help="The organisation's settings.")

app = typer.Typer(
    name="monitor",
    help="Tells you which social accounts are sliding into the horror scenario, since when, why, and what to do.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for group in (
    setup,
    runs,
    imports,
    groups,
    fetching,
    auth,
    accounts,
    look,
    backtesting,
    catalogue,
    labels,
    classifying,
    persons,
):
    group.register(app)


@app.callback(invoke_without_command=True)
def options(
    context: typer.Context,
    config: Annotated[Path, CONFIG] = Path("config.toml"),
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Options of every command."""
    context.obj = config
    if version:
        typer.echo(f"monitor {__version__}")
        raise typer.Exit


def command() -> Any:
    """The application as one command object."""
    return typer.main.get_command(app)
