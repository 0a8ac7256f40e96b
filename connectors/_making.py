"""Making records from untrusted values: what cannot be a record becomes a BadRow that says why."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pydantic import ValidationError

from monitor.records import BadRow, Record

EXCERPT = 300
R = TypeVar("R", bound=Record)


def made(make: Callable[[], R], file: str, line: int | None, excerpt: str) -> R | BadRow:
    """Call `make`; a ValueError (validation included) becomes a BadRow.

    Args:
        make: Parses the values and builds one record.
        file: Place for people, from `Export.where`.
        line: Line the row began on, None where a format has none.
        excerpt: The row as it stands, for the table of rejects.
    """
    try:
        return make()
    except (ValueError, OverflowError) as error:
        return bad(reason_of(error), file, line, excerpt)


def bad(reason: str, file: str, line: int | None, excerpt: str) -> BadRow:
    """A BadRow that any database takes: cut to 300 characters, without NULs and lone surrogates."""
    return BadRow(file=file, line=line, reason=storable(reason)[:EXCERPT], excerpt=storable(excerpt)[:EXCERPT])


def storable(text: str) -> str:
    """Drop NUL characters and lone surrogates, which no database takes."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def reason_of(error: Exception) -> str:
    """Say in one line what is wrong with the values of a record."""
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg'].removeprefix('Value error, ')}"
