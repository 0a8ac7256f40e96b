"""Holds requests against an OpenAPI document (X, Mastodon): path, names and values of parameters.

Not looked at: the server's name, headers and bodies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.contracts.documents import Document, Spec, loaded
from tests.contracts.openapi_schemas import followed, inlined
from tests.contracts.query import Request, name_breaches, parsed, single_breaches, value_breaches, variables
from tests.contracts.schema import Schema
from tests.contracts.x_dialects import Dialect, translated


def check_request(spec: Spec, method: str, url: str, dialect: Dialect = "current") -> list[str]:
    """Tell every breach of a request; none if the document allows it.

    Args:
        spec: The document, or what loads it.
        method: Such as "GET".
        url: Whole, or from the path on.
        dialect: "legacy" for X's names of before August 2026, which are then brought into the document's own.

    Raises:
        ValueError: The document writes a parameter in a way that is not understood here.
    """
    document = loaded(spec)
    request, breaches = translated(parsed(method, url)) if dialect == "legacy" else (parsed(method, url), [])
    call = _call(document, request)
    if call is None:
        return [*breaches, f"{request.name}: no such call in the document"]
    required = [name for (name, place), p in call.parameters.items() if place == "query" and p.get("required")]
    known = [name for name, place in call.parameters if place == "query"]
    return [*breaches, *name_breaches(request, known, required), *_value_breaches(document, request, call)]


@dataclass(frozen=True)
class _Call:
    parameters: Mapping[tuple[str, str], Mapping[str, Any]]
    """By name and place."""
    variables: Mapping[str, str]


def _call(document: Document, request: Request) -> _Call | None:
    """The call that a request makes: of two templates that fit, the one with fewer variables."""
    for template in sorted(document["paths"], key=lambda path: path.count("{")):
        item = document["paths"][template]
        found = variables(template, request.path)
        if found is not None and request.method.lower() in item:
            written = [*item.get("parameters", ()), *item[request.method.lower()].get("parameters", ())]
            parameters = [followed(document, parameter) for parameter in written]
            return _Call({(p["name"], p["in"]): p for p in parameters}, found)
    return None


def _value_breaches(document: Document, request: Request, call: _Call) -> Iterator[str]:
    for (name, place), parameter in call.parameters.items():
        schema = inlined(document, parameter["schema"])
        if place == "path":
            yield from value_breaches(name, call.variables[name], schema)
        elif place == "query" and name in request.query:
            yield from _query_breaches(parameter, request.query[name], schema)


def _query_breaches(parameter: Mapping[str, Any], values: tuple[str, ...], schema: Schema) -> list[str]:
    name = parameter["name"]
    if parameter.get("style", "form") != "form":
        raise ValueError(f"parameter {name} of style {parameter['style']} is not understood here")
    if schema.get("type") != "array":
        return single_breaches(name, values, schema)
    if parameter.get("explode", True):
        return value_breaches(name, list(values), schema)
    return [f"{name}: given more than once"] if len(values) > 1 else value_breaches(name, values[0].split(","), schema)
