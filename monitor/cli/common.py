"""What the commands share: the session, tables and dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from monitor.errors import FixQuery, FixSettings

NEAR = 3
"""How many accounts with a name like the one typed are told."""

WIDE = 4000
"""Most columns of what is written to a file or pipe: a message with the name of a file stays on one line."""

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from monitor.job.session import Session


@contextmanager
def session(context: typer.Context, as_of: date | None = None) -> Iterator[Session]:
    """Open the organisation that `--config` names."""
    config = config_path(context)
    from monitor.cli.logs import start_logging
    from monitor.job.session import open_session

    with open_session(config, as_of) as opened:
        start_logging(opened.settings)
        yield opened


def config_path(context: typer.Context) -> Path:
    """The path given with `--config`.

    Raises:
        FixSettings: There is no such file; said at once, before anything heavy is loaded.
    """
    path: Path = context.find_object(Path) or Path("config.toml")
    if not path.exists():
        todo = "make one with `monitor init`, or name one with --config before the command"
        raise FixSettings([f"there is no such file; {todo}"], str(path))
    return path


def console(*, error: bool = False) -> Console:
    """A Rich console; text from outside must be printed with `markup=False` or escaped."""
    from rich.console import Console

    # Without `emoji` a text from outside such as "root:x:0" would be shown with a picture in it.
    out = Console(stderr=error, highlight=False, emoji=False)
    # In a file or pipe there is no edge to fit in, and nothing may be cut or folded.
    return out if out.is_terminal else Console(stderr=error, highlight=False, emoji=False, width=WIDE)


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, wrap: bool = True) -> None:
    """Print rows as a table; cells are shown as they are, never read as markup.

    Args:
        title: Printed above; may be empty.
        columns: Headers.
        rows: Cells, any type.
        wrap: Fold long cells; else each row is one line and the longest cells are cut to fit.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    out = console()
    table = Table(box=box.SIMPLE_HEAD, title=Text(title) if title else None, title_justify="left", pad_edge=False)
    cells = [[visible(cell) for cell in row] for row in rows]
    widths = None if wrap else fitting([list(columns), *cells], out.width - 3 * len(columns))
    for place, column in enumerate(columns):
        table.add_column(column, overflow="ellipsis", no_wrap=not wrap, width=widths[place] if widths else None)
    for row in cells:
        table.add_row(*map(Text, row))
    out.print(table)


def fitting(cells: Sequence[Sequence[str]], room: int) -> list[int]:
    """Widths of columns that fit together in `room` characters: the widest give way first, none below 4."""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    while sum(widths) > room and max(widths) > 4:
        widths[widths.index(max(widths))] -= 1
    return widths


def visible(cell: Any) -> str:
    """A cell as text: unknown is empty, and control characters that could steer a terminal are taken out."""
    text = "" if cell is None else str(cell)
    return "".join(c for c in text if c.isprintable() or c in "\n\t")


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a frame as dictionaries; unknown is None."""
    known = frame.astype(object).where(frame.notna(), None)
    return [{str(key): value for key, value in row.items()} for row in known.to_dict("records")]


def a_date(text: str) -> date:
    """Read a date option.

    Raises:
        FixQuery: It is not a date like 2013-12-30.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise FixQuery(f"{text!r} is no date", "--as-of", "Write it as 2013-12-30") from error


def account_id(opened: Session, wanted: str) -> int:
    """Find one account by name, handle, id or platform (any case).

    Raises:
        FixQuery: None or several fit; the message lists the candidates.
    """
    accounts = opened.store.accounts()
    fields = accounts[["name", "handle", "native_id", "platform"]].astype(object)
    fits = accounts.index.map(str) == wanted
    for column in fields:
        same = fields[column].map(lambda value: isinstance(value, str) and value.casefold() == wanted.casefold())
        fits = fits | same.to_numpy()
    found = accounts[fits]
    if len(found) == 1:
        return int(found.index[0])
    raise _not_one(wanted, found if len(found) else accounts, several=bool(len(found)))


def _not_one(wanted: str, accounts: pd.DataFrame, *, several: bool) -> FixQuery:
    """Several accounts fit, or none: then only those with a name like the one wanted are told."""
    from difflib import get_close_matches

    labels = {f"{i} ({row['platform']} {row['name'] or row['handle'] or ''})": row for i, row in _by_number(accounts)}
    if several:
        return FixQuery(f"several accounts fit: {', '.join(labels)}", wanted, "Give the number of one")
    words = {str(row[key]).casefold(): label for label, row in labels.items() for key in ("name", "handle") if row[key]}
    near = dict.fromkeys(words[word] for word in get_close_matches(wanted.casefold(), words, NEAR, 0.5))
    todo = f"Did you mean {', '.join(near)}?" if near else "`monitor status` lists the accounts"
    return FixQuery("there is no such account", wanted, todo)


def _by_number(accounts: pd.DataFrame) -> Iterable[tuple[Any, dict[str, Any]]]:
    return zip(accounts.index, records(accounts), strict=True)
