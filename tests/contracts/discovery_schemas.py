"""Schemas of Google's discovery documents (close to JSON Schema draft 3) in the common form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.contracts.documents import Document
from tests.contracts.schema import Definitions, Schema, rebuilt, reference


def definitions(spec: Document) -> Definitions:
    """All schemas by name, and each method's answer by its id ("youtube.videos.list")."""
    schemas = {name: normal(schema) for name, schema in spec["schemas"].items()}
    return schemas | {m["id"]: normal(m["response"]) for m in methods(spec) if "response" in m}


def normal(schema: Schema) -> Schema:
    """The schema in the common form. 64-bit numbers stay strings, as they are sent."""
    if "$ref" in schema:
        return reference(schema["$ref"])
    made = rebuilt(schema, normal)
    made.pop("required", None)  # A flag on a property there; answers require nothing.
    if made.get("type") == "any":
        del made["type"]
    return made | {bound: int(made[bound]) for bound in ("minimum", "maximum") if bound in made}


def methods(spec: Document) -> Iterator[Mapping[str, Any]]:
    """All methods of all resources, however deep."""
    yield from spec.get("methods", {}).values()
    for resource in spec.get("resources", {}).values():
        yield from methods(resource)
