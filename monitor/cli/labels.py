"""`monitor label`: see what the program thinks a post is, and correct it for good."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.cli import common
from monitor.errors import FixQuery


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(label)


def label(
    context: typer.Context,
    post: Annotated[int, typer.Argument(help="Number of the post (see `monitor posts ACCOUNT`).")],
    name: Annotated[str | None, typer.Argument(help="press, outing, language or theme.")] = None,
    value: Annotated[str | None, typer.Argument(help="yes or no; for language a code; for theme names with ;.")] = None,
) -> None:
    """Show a post's labels with the words that decided, or correct one by hand: it then holds for good."""
    with common.session(context) as opened:
        if name and value:
            from monitor.activity.labelling import correct

            correct(opened.store, post, name, value, opened.settings)
        elif name:
            raise FixQuery("the new value is missing", "label", "For instance: monitor label 12 press no")
        rows = [(one.name, one.value, one.probability, one.model, one.words) for one in opened.store.labels(post)]
    common.print_table(f"Post {post}", ("label", "value", "probability", "by", "decided by"), rows)
