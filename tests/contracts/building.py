"""Hypothesis strategies for schemas in the common form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import inf
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.contracts.formats import RANGES, TEXTS
from tests.contracts.schema import Definitions, Schema, target

UNKNOWN_MEMBER = "not_in_the_contract"
"""Servers add members at any time; readers must not mind."""

LONGEST_TEXT = 24

AWKWARD = (
    "",
    " ",
    "a",
    "0",
    "-1",
    "007",
    "1e3",
    "null",
    "Tuesday",
    "2026-02-30",
    "2026-01-02T03:04:05Z",
    "https://a.example/b?c=d",
    "https://[",
    "<p>a&amp;b</p>",
    "<a href='",
    "&#0;&#xD800;",
    "a\nb\r\n",
    "\0",
    "\u202ea\u200b",
    "é\u0301🎉👩\u200d👩",
    "\U0010ffff",
)
"""Texts that a reader may trip over, beside any other."""

_scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
_anything = _scalars | st.lists(_scalars, max_size=2) | st.dictionaries(st.text(max_size=8), _scalars, max_size=2)


@dataclass(frozen=True)
class Wishes:
    """What an author of tests wants of the answers; see `answers`."""

    overrides: Mapping[str, Any]
    present: frozenset[str]
    items: int


class Builder:
    """Makes strategies for the schemas of one document.

    `depth` counts down with each named schema entered. Below zero an answer is as small as the document allows, so that
    schemas that contain themselves come to an end.
    """

    def __init__(self, definitions: Definitions, wishes: Wishes):
        self._definitions = definitions
        self._wishes = wishes
        self._named = cache(self._named_strategy)

    def root(self, name: str, depth: int) -> SearchStrategy[Any]:
        """The strategy of a schema.

        Raises:
            ValueError: There is no such schema, or the wishes name a member that no schema has.
        """
        if name not in self._definitions:
            raise ValueError(f"the document has no schema or call {name!r}")
        wished = {*self._wishes.overrides, *self._wishes.present}
        if unknown := wished - set(self._member_names()):
            raise ValueError(f"no schema of the document has the members {sorted(unknown)}")
        return self._named(name, depth)

    def _member_names(self) -> Iterable[str]:
        for owner, schema in self._definitions.items():
            for name in _members(schema):
                yield from (name, f"{owner}.{name}")

    def _named_strategy(self, name: str, depth: int) -> SearchStrategy[Any]:
        return st.deferred(lambda: self._value(self._definitions[name], depth, name))

    def _value(self, schema: Schema, depth: int, owner: str) -> SearchStrategy[Any]:
        if "$ref" in schema:
            return self._named(target(schema), depth - 1)
        if "allOf" in schema:
            return self._value(self._merged(schema["allOf"]), depth, owner)
        if "anyOf" in schema:
            variants = schema["anyOf"] if depth >= 0 else [min(schema["anyOf"], key=self._least)]
            return st.one_of([self._value(variant, depth, owner) for variant in variants])
        if "const" in schema or "enum" in schema:
            return st.sampled_from([schema["const"]] if "const" in schema else schema["enum"])
        return st.one_of([self._typed(kind, schema, depth, owner) for kind in _kinds(schema, depth)])

    def _typed(self, kind: str, schema: Schema, depth: int, owner: str) -> SearchStrategy[Any]:
        if kind == "object":
            return self._object(schema, depth, owner)
        if kind == "array":
            return self._array(schema, depth, owner)
        return _PLAIN[kind](schema)

    def _object(self, schema: Schema, depth: int, owner: str) -> SearchStrategy[dict[str, Any]]:
        members = schema.get("properties", {})
        more = schema.get("additionalProperties")
        if not members:
            values = self._value(more, depth, owner) if isinstance(more, Mapping) else _anything
            return st.dictionaries(st.text(max_size=8), values, max_size=0 if depth < 0 else 2)
        sure = {*schema.get("required", ()), *(self._wished(owner, members) if depth >= 0 else ())}
        # Sorted, since Hypothesis replays a failure only if the order is always the same.
        wanted = {name: self._member(owner, name, members.get(name, {}), depth) for name in sorted(sure)}
        others = {name: inner for name, inner in members.items() if name not in sure and depth >= 0}
        optional = {name: self._member(owner, name, inner, depth) for name, inner in others.items()}
        unknown = {} if depth < 0 or more is False else {UNKNOWN_MEMBER: _anything}
        return st.fixed_dictionaries(wanted, optional=optional | unknown)

    def _wished(self, owner: str, members: Iterable[str]) -> set[str]:
        return {name for name in members if {name, f"{owner}.{name}"} & self._wishes.present}

    def _member(self, owner: str, name: str, schema: Schema, depth: int) -> SearchStrategy[Any]:
        for wished in (f"{owner}.{name}", name):
            if wished in self._wishes.overrides:
                value = self._wishes.overrides[wished]
                return value if isinstance(value, SearchStrategy) else st.just(value)
        return self._value(schema, depth, owner)

    def _array(self, schema: Schema, depth: int, owner: str) -> SearchStrategy[list[Any]]:
        least = schema.get("minItems", 0)
        # Shorter the deeper they are, or answers grow beyond what Hypothesis takes.
        most = 0 if depth < 0 else min(self._wishes.items, schema.get("maxItems", inf), depth + 1)
        values = self._value(schema.get("items", {}), depth, owner)
        unique = repr if schema.get("uniqueItems") else None
        return st.lists(values, min_size=least, max_size=max(least, most), unique_by=unique)

    def _merged(self, parts: Iterable[Schema]) -> Schema:
        """Several objects that an answer must be at once, as one."""
        made: dict[str, Any] = {"type": "object", "properties": {}, "required": []}
        for part in parts:
            whole = self._definitions[target(part)] if "$ref" in part else part
            made["properties"] |= whole.get("properties", {})
            made["required"] += whole.get("required", [])
        return made

    def _least(self, schema: Schema, trail: frozenset[str] = frozenset()) -> float:
        """How many named schemas the smallest value needs inside each other; infinite if it needs itself."""
        if "$ref" in schema:
            name = target(schema)
            return inf if name in trail else 1 + self._least(self._definitions[name], trail | {name})
        if "anyOf" in schema:
            return min(self._least(variant, trail) for variant in schema["anyOf"])
        needed = [schema.get("properties", {}).get(name, {}) for name in schema.get("required", ())]
        needed += schema.get("allOf", []) + ([schema["items"]] if schema.get("minItems") else [])
        return max((self._least(inner, trail) for inner in needed), default=0)


def _members(schema: Any) -> Iterable[str]:
    """Names of all members in a schema, however deep, but not behind references."""
    if isinstance(schema, Mapping):
        yield from schema.get("properties", {})
        for inner in schema.values():
            yield from _members(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _members(inner)


def _kinds(schema: Schema, depth: int) -> list[str]:
    kinds = schema.get("type", "object" if "properties" in schema else "anything")
    if isinstance(kinds, str):
        return [kinds]
    return ["null"] if depth < 0 and "null" in kinds else list(kinds)


def _integer(schema: Schema) -> SearchStrategy[int]:
    low, high = RANGES.get(schema.get("format", ""), (None, None))
    return st.integers(schema.get("minimum", low), schema.get("maximum", high))


def _number(schema: Schema) -> SearchStrategy[float]:
    limits = {"min_value": schema.get("minimum"), "max_value": schema.get("maximum")}
    return st.floats(**limits, allow_nan=False, allow_infinity=False)


def _string(schema: Schema) -> SearchStrategy[str]:
    if "knownValues" in schema:
        return st.sampled_from(schema["knownValues"]) | _text(schema)
    if "pattern" in schema:
        return st.from_regex(schema["pattern"], fullmatch=schema["pattern"].endswith("$"))
    made = TEXTS.get(schema.get("format", ""), _text(schema))
    return made.filter(lambda text: text not in schema["not"]["enum"]) if "not" in schema else made


def _text(schema: Schema) -> SearchStrategy[str]:
    least = schema.get("minLength", 0)
    # A character has up to four bytes.
    most = min(schema.get("maxLength", LONGEST_TEXT), schema.get("maxBytes", 4 * LONGEST_TEXT) // 4, LONGEST_TEXT)
    fitting = [text for text in AWKWARD if least <= len(text) <= most]
    anything = st.text(min_size=least, max_size=max(least, most))
    # Mostly from a list, since a text of its own costs a draw for each character.
    return st.one_of([st.sampled_from(fitting)] * 3 + [anything]) if fitting else anything


_PLAIN = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": lambda _schema: st.booleans(),
    "null": lambda _schema: st.none(),
    "anything": lambda _schema: _anything,
}
