"""Schemas of OpenAPI 3.0 and 3.1 in the common form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.contracts.documents import Document
from tests.contracts.schema import Definitions, Schema, rebuilt, reference

METHODS = ("get", "post", "put", "patch", "delete")
_PREFIX = "#/components/schemas/"


def definitions(spec: Document) -> Definitions:
    """All components by name, and each call's answer as "GET /path"."""
    components = spec.get("components", {}).get("schemas", {})
    return {name: normal(schema) for name, schema in components.items()} | dict(_answers(spec))


def normal(schema: Schema) -> Schema:
    """The schema in the common form; what stands beside a reference is left out, it only explains."""
    if "$ref" in schema:
        return reference(schema["$ref"].removeprefix(_PREFIX))
    made = rebuilt(schema, normal)
    if made.get("format", "").startswith("^"):  # X's document has patterns in the wrong place.
        made["pattern"] = made.pop("format")
    if "enum" in made:  # ... and patterns that its own values do not match.
        made.pop("pattern", None)
    return _nullable(made) if schema.get("nullable") else made


def inlined(spec: Document, schema: Schema) -> Schema:
    """A small schema with what it refers to put into it, such as that of a parameter, in the common form."""
    if "$ref" in schema:
        return inlined(spec, followed(spec, schema))
    made = dict(normal(schema))
    if "items" in schema:
        made["items"] = inlined(spec, schema["items"])
    return made


def followed(spec: Document, node: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference to anywhere in the document points to; anything else as it is."""
    if "$ref" not in node:
        return node
    found: Any = spec
    for step in node["$ref"].removeprefix("#/").split("/"):
        found = found[step.replace("~1", "/").replace("~0", "~")]
    return followed(spec, found)


def _nullable(schema: dict[str, Any]) -> Schema:
    if "enum" in schema:
        return {**schema, "type": [schema["type"], "null"], "enum": [*schema["enum"], None]}
    if "type" in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def _answers(spec: Document) -> Iterator[tuple[str, Schema]]:
    for path, item in spec["paths"].items():
        for method in METHODS:
            content = item.get(method, {}).get("responses", {}).get("200", {}).get("content", {})
            if "schema" in content.get("application/json", {}):
                yield f"{method.upper()} {path}", normal(content["application/json"]["schema"])
