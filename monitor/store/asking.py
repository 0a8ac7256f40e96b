"""Whether something said to us asks for an answer, and what is left of it when its words go: nothing but that."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

ASKS, SAYS = "?", ""
"""What stands in the place of emptied words that asked for an answer, and of others: so both still tell it."""


def asks(text: str) -> bool:
    """Whether a text asks: a question mark before a space, an exclamation mark or the end; in an address it is none."""
    return "? " in f"{text.replace(chr(10), ' ')} " or "?!" in text


def asks_sql(text: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """The same of a column."""
    return sa.or_((sa.func.replace(text, "\n", " ", type_=sa.Text) + " ").like("%? %"), text.like("%?!%"))


def emptied(text: str | None) -> str | None:
    """What is kept of words that go; None of unknown ones."""
    if text is None:
        return None
    return ASKS if asks(text) else SAYS


def emptied_sql(text: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """The same of a column."""
    return sa.case((text.is_(None), sa.null()), (asks_sql(text), ASKS), else_=SAYS)
