"""`monitor accounts`: all accounts of the store, and ready tables for those that config.toml does not name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli import common

if TYPE_CHECKING:
    from monitor.job.session import Session

Facts = dict[str, Any]
"""What the store knows of one account: the columns of `Store.accounts()`; unknown is None."""


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(accounts)


def accounts(
    context: typer.Context,
    toml: Annotated[
        bool, typer.Option("--toml", help="Print [[account]] tables to paste into config.toml, and nothing else.")
    ] = False,
) -> None:
    """List all accounts in the store: whether config.toml names them, how many posts there are, and who owns them."""
    with common.session(context) as opened:
        if toml:
            typer.echo(_tables(opened), nl=False)
            return
        rows = _rows(opened)
    common.print_table("", ("account", "platform", "name", "handle", "configured", "posts", "owner"), rows, wrap=False)
    left = sum(row[4] == "no" for row in rows)
    if left:
        hint = f"config.toml does not name {left} of them: `monitor accounts --toml` prints what to paste into it."
        common.console().print(hint, markup=False, soft_wrap=True)


def _known(opened: Session) -> dict[int, Facts]:
    frame = opened.store.accounts()
    return dict(zip(map(int, frame.index), common.records(frame), strict=True))


def _rows(opened: Session) -> list[tuple[Any, ...]]:
    named, posts = set(opened.account_ids), opened.store.weekly_rollup().groupby("account_id")["posts"].sum()
    return [
        (
            number,
            one["platform"],
            one["name"],
            one["handle"] or one["native_id"],
            "yes" if number in named else "no",
            int(posts.get(number, 0)),
            one["owner"] or "nobody",
        )
        for number, one in _known(opened).items()
    ]


def _tables(opened: Session) -> str:
    """The tables of the accounts that config.toml does not name, in the order in which they came."""
    from monitor.cli.account_tables import account_tables
    from monitor.records import Account

    store, named = opened.store, set(opened.account_ids)
    missing = {number: one for number, one in _known(opened).items() if number not in named}
    by_file = {
        number
        for number, one in missing.items()
        if store.find_account(Account(platform=one["platform"], handle=f"file:{one['name']}")) == number
    }
    return account_tables(missing, by_file, opened.settings.account)
