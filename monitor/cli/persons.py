"""`monitor person`: give a person everything that is kept of them, or take it out for good."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli import common
from monitor.errors import FixQuery, StoreTrouble

if TYPE_CHECKING:
    from monitor.job.session import Session

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name, handle or number of a personal account.")]
Author = Annotated[
    bool, typer.Option("--author", help="NAME is an author: of comments, group discussions or posts of any account.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(no_args_is_help=True, help="Export or erase what is kept of one person.")
    group.command()(export)
    group.command()(erase)
    app.add_typer(group, name="person")


def export(
    context: typer.Context,
    name: Name,
    author: Author = False,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write to this file.")] = None,
) -> None:
    """Write everything the store holds of a person as JSON."""
    with common.session(context) as opened:
        held = opened.store.author_data(name) if author else opened.store.person_data(_personal(opened, name))
        if author and not any(held.values()):
            raise _nobody(name)
        told = {"organisation": opened.settings.organisation.name, "exported_at": opened.now, **held}
    if out is None:
        typer.echo(_as_json(told))
    else:
        _write(out, _as_json(told) + "\n")


def erase(
    context: typer.Context,
    name: Name,
    author: Author = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove what the store holds of a person, for good: the next import of the same export does not bring it back."""
    from monitor.job.lock import run_lock

    with common.session(context) as opened, run_lock(opened.folder):
        if not yes:
            typer.confirm(f"Erase {common.visible(name)} for good?", abort=True)
        _erase_author(opened, name) if author else _erase_account(opened, name)
        clean = opened.store.finish_erasing()
        left = list(_left(opened, name))
    if not clean:
        left.append("unused parts of the store's file, as long as another program has it open; every run tries again")
    for line in left:
        common.console().print(f"  still there: {common.visible(line)}", markup=False, soft_wrap=True)


def _erase_account(opened: Session, name: str) -> None:
    from monitor.job.fetching import raw_pages

    account = _personal(opened, name)
    opened.store.erase_person(account, datetime.now(UTC))
    raw_pages(opened).forget(account)
    typer.echo(f"Erased: the account {common.visible(name)} and all that hung on it.")


def _erase_author(opened: Session, name: str) -> None:
    from monitor.job.fetching import raw_pages

    changed = opened.store.erase_author(name, datetime.now(UTC))
    # The name may stand in any platform's answer, and the answers are only kept for convenience.
    raw_pages(opened).forget()
    if not changed:
        typer.echo(f"Nothing is kept of an author {common.visible(name)}; later imports will leave the name out.")
        return
    typer.echo(f"Erased: the name and words of {common.visible(name)} in {changed} posts and interactions.")


def _personal(opened: Session, name: str) -> int:
    """The personal account of that name.

    Raises:
        FixQuery: There is none, there are several, or it is an account of the organisation.
    """
    found = common.account_id(opened, name)
    account = opened.store.accounts().loc[found]
    if account["kind"] != "personal" and not account["private"]:
        raise FixQuery(
            "is an account of the organisation, not of a person",
            name,
            'If it is a person\'s, write kind = "personal" at the account in config.toml; for a name use --author',
        )
    return found


def _nobody(name: str) -> FixQuery:
    return FixQuery("nothing is kept of an author of this name", name, "Write the name as the export spells it")


def _left(opened: Session, name: str) -> list[str]:
    """Where else the person may stand: files that are not ours to change."""
    settings, folder = opened.settings, opened.folder
    config = folder / "config.toml"
    places = [f"exports in {settings.paths.inbox}: take out those that are only this person's"]
    if config.is_file() and name.casefold() in config.read_text(encoding="utf-8", errors="replace").casefold():
        places.append("config.toml (account, owner, deputy or team)")
    backups = folder / settings.paths.backups
    if backups.is_dir() and any(backups.iterdir()):
        places.append(f"older copies of the store in {settings.paths.backups}")
    places.append(f"reports in {settings.paths.reports}, until the next run writes them anew")
    return places


def _as_json(told: dict[str, Any]) -> str:
    import json

    return json.dumps(told, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _write(path: Path, text: str) -> None:
    """Write a file that only its owner may read."""
    import os

    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise StoreTrouble(f"cannot be written ({error.strerror})", str(path), "Name another file") from error
