"""One form for the schemas of all documents: JSON Schema 2020-12, definitions by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, unquote

Schema = Mapping[str, Any]
Definitions = Mapping[str, Schema]

KEPT = (
    "type",
    "enum",
    "const",
    "required",
    "format",
    "pattern",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
)
"""Keywords that mean the same everywhere. All others are words for people, or translated by a dialect."""

_PREFIX = "#/$defs/"


def reference(name: str) -> Schema:
    """A reference to a definition."""
    return {"$ref": _PREFIX + quote(name.replace("~", "~0").replace("/", "~1"), safe="~")}


def target(schema: Schema) -> str:
    """The name of the definition that a reference points to."""
    return unquote(schema["$ref"].removeprefix(_PREFIX)).replace("~1", "/").replace("~0", "~")


def rebuilt(schema: Schema, normal: Callable[[Schema], Schema]) -> dict[str, Any]:
    """The schema with its kept keywords alone, and each schema inside it brought into the common form.

    `oneOf` becomes `anyOf`: the documents list alternatives with it that overlap.
    """
    made: dict[str, Any] = {word: schema[word] for word in KEPT if word in schema}
    if "properties" in schema:
        made["properties"] = {name: normal(inner) for name, inner in schema["properties"].items()}
    for word in ("items", "additionalProperties"):
        if word in schema:
            made[word] = normal(schema[word]) if isinstance(schema[word], Mapping) else schema[word]
    for word, written in (("anyOf", "anyOf"), ("oneOf", "anyOf"), ("allOf", "allOf")):
        if word in schema:
            made[written] = [normal(inner) for inner in schema[word]]
    return made
