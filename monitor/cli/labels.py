"""`monitor label`: see what the program thinks a post is, and correct it for good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli import common
from monitor.errors import FixQuery

if TYPE_CHECKING:
    from monitor.store.contract import Store

LENGTH = 60
"""Most characters of a title or of deciding words in a table."""


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(label)


def label(
    context: typer.Context,
    post: Annotated[int | None, typer.Argument(help="Number of the post; without it the doubtful ones.")] = None,
    name: Annotated[str | None, typer.Argument(help="press, outing, language or theme.")] = None,
    value: Annotated[str | None, typer.Argument(help="yes or no; for language a code; for theme names with ;.")] = None,
    doubtful: Annotated[bool, typer.Option("--doubtful", help="List the posts the model doubts most.")] = False,
    agreement: Annotated[bool, typer.Option("--agreement", help="How often people and the model agree.")] = False,
    most: Annotated[int, typer.Option(min=1, help="At most so many doubtful posts.")] = 20,
) -> None:
    """List posts the program doubts, show a post's labels with what decided, or correct one: it then holds for good."""
    if (doubtful or agreement) and post is not None:
        raise FixQuery("a post and a list are asked at once", "label", "Leave out the number or the option")
    with common.session(context) as opened:
        if agreement:
            _print_agreement(opened.store)
        elif post is None:
            _print_doubtful(opened.store, most)
        else:
            _correct(opened.store, post, name, value, opened.settings)
            _print_labels(opened.store, post)


def _correct(store: Store, post: int, name: str | None, value: str | None, settings: Any) -> None:
    if name and value:
        from monitor.activity.labelling import correct

        correct(store, post, name, value, settings)
    elif name:
        raise FixQuery("the new value is missing", "label", "For instance: monitor label 12 press no")


def _print_labels(store: Store, post: int) -> None:
    rows = [(one.name, one.value, one.probability, one.model, one.words) for one in store.labels(post)]
    common.print_table(f"Post {post}", ("label", "value", "probability", "by", "decided by"), rows)


def _print_doubtful(store: Store, most: int) -> None:
    rows = [_doubt(one) for one in common.records(store.doubtful(most))]
    header = ("post", "account", "label", "value", "probability", "text", "decided by")
    common.print_table("", header, rows, wrap=False)
    if rows:
        told = "Correct one with `monitor label POST LABEL yes|no`; it then holds for good."
    else:
        told = "There is no label to doubt: nothing is labelled yet, or people have spoken about all of it."
    common.console().print(told, markup=False)


def _doubt(one: Mapping[str, Any]) -> tuple[Any, ...]:
    text = " ".join((one["title"] or one["text"] or "").split())[:LENGTH]
    account = f"{one['platform']} {one['account'] or one['account_id']}"
    return one["post_id"], account, one["name"], one["value"], one["probability"], text, one["words"][:LENGTH]


def _print_agreement(store: Store) -> None:
    rows = [
        (
            f"{one['platform']} {one['account'] or one['account_id']}",
            one["name"],
            one["both"],
            f"{one['agreed'] / one['both']:.0%}",
            one["abstained"],
        )
        for one in common.records(store.agreement())
    ]
    common.print_table("", ("account", "label", "corrected by hand", "model says the same", "model abstained"), rows)
