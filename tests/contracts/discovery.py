"""Holds requests against Google's discovery document: path, names and values of parameters.

Beyond the document: a value of `part` must be a property of the resource that the call lists, since the document names
the parts in words only. Not looked at: the server's name, headers, bodies, what `fields` selects, and which filters
exclude each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.contracts.discovery_schemas import methods, normal
from tests.contracts.documents import Document, Spec, loaded
from tests.contracts.query import Request, name_breaches, parsed, single_breaches, value_breaches, variables
from tests.contracts.schema import Schema

NO_PARTS = frozenset({"kind", "etag"})
"""Properties of every resource, and never a part of it."""


def check_request(spec: Spec, method: str, url: str) -> list[str]:
    """Tell every breach of a request; none if the document allows it.

    Args:
        spec: The document, or what loads it.
        method: Such as "GET".
        url: Whole, or from the path on ("/youtube/v3/videos?...").
    """
    document, request = loaded(spec), parsed(method, url)
    for call in methods(document):
        found = variables(f"/{document['servicePath']}{call['path']}", request.path)
        if found is not None and call["httpMethod"] == request.method:
            return [*_name_breaches(document, call, request), *_value_breaches(document, call, request, found)]
    return [f"{request.name}: no such call in the document"]


def _parameters(document: Document, call: Mapping[str, Any], place: str) -> Mapping[str, Mapping[str, Any]]:
    declared = {**document["parameters"], **call.get("parameters", {})}
    return {name: parameter for name, parameter in declared.items() if parameter["location"] == place}


def _name_breaches(document: Document, call: Mapping[str, Any], request: Request) -> Iterator[str]:
    known = _parameters(document, call, "query")
    required = [name for name, parameter in known.items() if parameter.get("required")]
    return name_breaches(request, known, required)


def _value_breaches(
    document: Document, call: Mapping[str, Any], request: Request, found: Mapping[str, str]
) -> Iterator[str]:
    for name, parameter in _parameters(document, call, "path").items():
        yield from value_breaches(name, found[name], normal(parameter))
    for name, parameter in _parameters(document, call, "query").items():
        if name in request.query:
            yield from _query_breaches(name, parameter, request.query[name], _schema(document, call, name, parameter))


def _schema(document: Document, call: Mapping[str, Any], name: str, parameter: Mapping[str, Any]) -> Schema:
    parts = _parts(document, call) if name == "part" else []
    return {**normal(parameter), "enum": parts} if parts else normal(parameter)


def _query_breaches(name: str, parameter: Mapping[str, Any], values: tuple[str, ...], schema: Schema) -> list[str]:
    if not parameter.get("repeated"):
        return single_breaches(name, values, schema)
    items = [item for value in values for item in value.split(",")]
    return value_breaches(name, items, {"type": "array", "items": {"minLength": 1, **schema}, "uniqueItems": True})


def _parts(document: Document, call: Mapping[str, Any]) -> list[str]:
    """Properties of what a list call lists; none for a call that lists nothing."""
    answer = document["schemas"].get(call.get("response", {}).get("$ref"), {})
    listed = answer.get("properties", {}).get("items", {}).get("items", {}).get("$ref")
    return sorted(document["schemas"].get(listed, {}).get("properties", {}).keys() - NO_PARTS)
