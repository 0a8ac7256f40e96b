"""Checks of live connectors without a server, for our own and for third parties'.

    def test_mine(tmp_path):
        check_live_declaration(Connector)
        check_parse(Connector(MyOptions()), [Page("posts", recorded)], Target("mine", handle="demo"))

A check that fails raises AssertionError with a reason.
"""

# The asserts of this file are its verdicts.
# ruff: noqa: S101

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from monitor import records
from monitor.records import Account, BadRow, Record
from monitor.sources.live import LiveConnector, LiveOptions, Page, Target
from monitor.sources.testing import GARBAGE

STRANGE: tuple[Any, ...] = (None, True, 0, -1, 1e308, 10**30, "", "\0\ud800", "x" * 5000, [], {}, [[]], {"": None})
"""Values that no answer should hold where something else belongs."""


def check_live_declaration(cls: type[LiveConnector]) -> None:
    """The declaration is complete, truthful about names, and says how to come by the token."""
    declared = cls.declaration
    for word in ("name", "title", "platform", "yields", "obtain", "since", "cannot"):
        assert getattr(declared, word), f"the declaration's {word} is empty"
    assert declared.name == cls.__module__.rpartition(".")[2], "the declared name is not the module's"
    known = {name for name in dir(records) if isinstance(getattr(records, name), type)}
    assert set(declared.yields) <= known, f"{set(declared.yields) - known} are no records"
    assert 0 <= declared.richness <= 100, "richness lies between 0 and 100"
    assert len(declared.obtain) > 40, "`obtain` tells a person step by step how to get in"
    assert not declared.token_needed or declared.token_name, "a needed token has a name"
    assert not declared.token_name or declared.token_name in declared.obtain, "`obtain` names the token's variable"
    assert issubclass(declared.options, LiveOptions), "the options derive from LiveOptions"
    assert isinstance(cls(declared.options()), LiveConnector), "a connector works with its default options"


def check_parse(connector: LiveConnector, pages: Sequence[Page], target: Target) -> None:
    """Good pages give declared records, the same ones twice; damaged ones raise nothing."""
    for page in pages:
        found = parsed(connector, page, target)
        assert found, f"the page {page.kind} gives nothing"
        assert not [record for record in found if isinstance(record, BadRow)], f"the page {page.kind} has bad rows"
        assert parsed(connector, replace(page), target) == found, "a second parse gives something else"
        for body in (*GARBAGE.values(), b"", *damaged(page.body)):
            parsed(connector, replace(page, body=body), target)


def parsed(connector: LiveConnector, page: Page, target: Target) -> list[Record]:
    """What a page gives: only declared records and bad rows, all of the account "".

    Raises:
        Whatever the connector raises, which is its fault.
    """
    allowed = {*connector.declaration.yields, "BadRow", "Doubt"}
    found: list[Record] = list(connector.parse(page, target))
    for record in found:
        assert type(record).__name__ in allowed, f"{type(record).__name__} is not declared"
        key = record.key if isinstance(record, Account) else getattr(record, "account", "")
        assert key == "", "a page belongs to one account, whose key is the empty text"
    return found


def damaged(body: bytes) -> Iterator[bytes]:
    """A JSON body with each of its values in turn left out or replaced by something strange."""
    told = json.loads(body)
    for number, place in enumerate(places(told)):
        yield json.dumps(changed(told, place, *[STRANGE[number % len(STRANGE)]])).encode()
        yield json.dumps(changed(told, place)).encode()


Place = tuple[str | int, ...]


def places(told: Any, above: Place = ()) -> Iterator[Place]:
    """Where the values of a JSON document are: keys and positions from the top, the document itself included."""
    yield above
    inner = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    for key, value in inner:
        yield from places(value, (*above, key))


def changed(told: Any, place: Place, *value: Any) -> Any:
    """A copy of a JSON document with another value in one place, or, without a value, with nothing there."""
    if not place:
        return value[0] if value else None
    key, *rest = place
    if isinstance(told, dict):
        inner = {name: kept for name, kept in told.items() if rest or value or name != key}
        return inner | ({key: changed(told[key], tuple(rest), *value)} if rest or value else {})
    if not rest and not value:
        return [kept for position, kept in enumerate(told) if position != key]
    return [changed(kept, tuple(rest), *value) if position == key else kept for position, kept in enumerate(told)]
