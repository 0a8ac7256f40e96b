"""`monitor init`: a folder of one's own, with a commented config.toml, an inbox and a place for reports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli import common
from monitor.errors import FixSettings


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(init)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make; may exist.")] = Path(),
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing, take every default.")] = False,
) -> None:
    """Make a folder for your organisation: config.toml, data/inbox/ and reports/."""
    from monitor.cli.asking import ask_settings, default_settings

    config = folder / "config.toml"
    if config.exists():
        raise FixSettings(["there is one already; nothing was changed. Edit it, or choose another folder"], str(config))
    settings = default_settings() if yes else ask_settings()
    _make(folder, settings_text(settings))
    out = common.console()
    out.print(f"Made {config} and {folder / settings.paths.inbox}.", markup=False)
    out.print("Next:", markup=False)
    out.print("  1. monitor connectors   tells how to obtain each export", markup=False)
    out.print(f"  2. drop the exports in {folder / settings.paths.inbox}", markup=False)
    out.print(
        "     and the content calendar, if there is one: a table date,account,title or an .ics file", markup=False
    )
    out.print(f"  3. cd {folder} && monitor run", markup=False)


def settings_text(settings: object) -> str:
    """The commented config.toml of given settings, from what settings, symptoms and connectors declare."""
    from monitor.settings import Settings
    from monitor.settings_doc import render_config
    from monitor.sources.registry import option_models
    from monitor.symptoms.registry import threshold_models

    return render_config(Settings.model_validate(settings), threshold_models(), option_models())


def _make(folder: Path, text: str) -> None:
    try:
        (folder / "data" / "inbox").mkdir(parents=True, exist_ok=True)
        (folder / "reports").mkdir(exist_ok=True)
        draft = folder / ".config.toml.new"
        draft.write_text(text, encoding="utf-8")
        # Renamed only when whole: an interrupted `init` leaves no half configuration behind.
        draft.replace(folder / "config.toml")
    except OSError as error:
        raise FixSettings([f"cannot be written ({error.strerror}); choose another folder"], str(folder)) from error
