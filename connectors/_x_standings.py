"""When an X account was suspended or protected: `account-suspension.js` and `protected-history.js` of an archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple

from connectors._values import Place, kept, mapping
from connectors._x_owner import YTD, x_time
from monitor.errors import SkipSource
from monitor.records import BadRow, Standing, StandingState
from monitor.sources.export import Export
from monitor.sources.jsonstream import array_elements
from monitor.sources.text import open_text


class _History(NamedTuple):
    """One of the two files: its name, what wraps an entry, and where the time stands."""

    file: str
    wrapped: str
    time: str
    words: Mapping[str, bool]
    state: StandingState


_HISTORIES = (
    _History(
        "account-suspension.js",
        "accountSuspension",
        "timeStamp",
        {"Suspend": True, "Unsuspend": False},
        StandingState.SUSPENDED,
    ),
    _History(
        "protected-history.js",
        "protectedHistory",
        "protectedAt",
        {"Protect": True, "Unprotect": False},
        StandingState.PROTECTED,
    ),
)
_MOST = 10_000
"""Longer histories are no account's; their rest is left out, and told."""

Change = tuple[datetime, StandingState, bool]
"""When what began (True) or ended."""


def standings(export: Export, folder: str) -> Iterator[Standing | BadRow]:
    """Give the account's state from each change on, in the order of time; both files are optional.

    A damaged file costs what it tells, not the posts.

    Args:
        export: The archive.
        folder: What stands before the names of its files, "" or ending in `/`.
    """
    changes: list[Change] = []
    for history in _HISTORIES:
        name = f"{folder}{history.file}"
        if name in export.names:
            for one in _changes(export, name, history):
                if isinstance(one, BadRow):
                    yield one
                else:
                    changes.append(one)
    place = Place(export.where(f"{folder}{_HISTORIES[0].file}"))
    for moment, state in states(changes):
        yield kept(Standing, place, observed_at=moment, state=state)


def states(changes: Iterable[Change]) -> Iterator[tuple[datetime, StandingState]]:
    """Lay the two histories over each other: nobody sees a suspended account, be it protected or not.

    Args:
        changes: In any order.

    Returns:
        From when on the account was in which state.
    """
    there: set[StandingState] = set()
    for moment, state, began in sorted(changes, key=itemgetter(0)):
        there = there | {state} if began else there - {state}
        yield moment, next((history.state for history in _HISTORIES if history.state in there), StandingState.ACTIVE)


def _changes(export: Export, name: str, history: _History) -> Iterator[Change | BadRow]:
    where = export.where(name)
    try:
        with open_text(export, name) as text:
            entries = islice(array_elements(text, where, export.limits.line_bytes, YTD), _MOST + 1)
            for number, element in enumerate(entries, start=1):
                if number > _MOST:
                    yield Place(where).bad(f"has more than {_MOST} entries; the rest is left out")
                else:
                    yield _change(mapping(element), Place(f"{where}, entry {number}", None, str(element)), history)
    except SkipSource as error:
        yield Place(where).bad(f"{error.what}; what it tells of the account is left out")


def _change(element: Mapping[str, Any], place: Place, history: _History) -> Change | BadRow:
    told = mapping(element.get(history.wrapped))
    moment, action = x_time(told.get(history.time)), told.get("action")
    began = history.words.get(action) if isinstance(action, str) else None
    if moment is None or began is None:
        return place.bad(f"tells no time with one of {', '.join(history.words)}")
    return moment, history.state, began
