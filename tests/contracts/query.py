"""A request taken apart, and its values held against a schema."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from jsonschema import Draft202012Validator

from tests.contracts.formats import CHECKER
from tests.contracts.schema import Schema

_WORDS: Mapping[str, bool] = {"true": True, "false": False}


@dataclass(frozen=True)
class Request:
    """A request without its server: method in capitals, path as sent, query in the order sent."""

    method: str
    path: str
    query: Mapping[str, tuple[str, ...]]

    @property
    def name(self) -> str:
        """What a message calls it."""
        return f"{self.method} {self.path}"


def parsed(method: str, url: str) -> Request:
    """Take a request apart; a name without a value has the value ""."""
    parts = urlsplit(url)
    query: dict[str, tuple[str, ...]] = {}
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        query[name] = (*query.get(name, ()), value)
    return Request(method.upper(), parts.path, query)


def variables(template: str, path: str) -> Mapping[str, str] | None:
    """The values that a path gives to the variables of a template such as "/2/users/{id}"; None if it does not fit."""
    pieces = re.split(r"\{(\w+)\}", template)
    pattern = "".join(f"(?P<{piece}>[^/]+)" if i % 2 else re.escape(piece) for i, piece in enumerate(pieces))
    found = re.fullmatch(pattern, path)
    return None if found is None else {name: unquote(value) for name, value in found.groupdict().items()}


def value_breaches(name: str, value: str | list[str], schema: Schema) -> list[str]:
    """What is wrong with the value of a parameter; a list for a parameter that takes one."""
    errors = list(Draft202012Validator(schema, format_checker=CHECKER).iter_errors(_typed(value, schema)))
    mistyped = {tuple(error.path) for error in errors if error.validator == "type"}
    # What is wrong with a value of the wrong type beside its type is no news.
    told = [error for error in errors if error.validator == "type" or tuple(error.path) not in mistyped]
    return [f"{name}: {error.message}" for error in told]


def single_breaches(name: str, values: Iterable[str], schema: Schema) -> list[str]:
    """What is wrong with a parameter that may be given once."""
    first, *more = values
    return [f"{name}: given more than once"] if more else value_breaches(name, first, schema)


def name_breaches(request: Request, known: Iterable[str], required: Iterable[str]) -> Iterator[str]:
    """Parameters that the call does not have, and those it needs and does not get."""
    known = set(known)
    yield from (f"{name}: no parameter of {request.name}" for name in request.query if name not in known)
    yield from (f"{name}: required and missing" for name in required if name not in request.query)


def _typed(value: str | list[str], schema: Schema) -> Any:
    """Give a text the type that the schema asks for, where it can have it; what cannot fails the check."""
    if isinstance(value, list):
        return [_typed(one, schema.get("items", {})) for one in value]
    kind = schema.get("type")
    if kind == "integer" and re.fullmatch(r"-?\d+", value, re.ASCII):
        return int(value)
    if kind == "number" and re.fullmatch(r"-?\d+(\.\d+)?", value, re.ASCII):
        return float(value)
    return _WORDS.get(value, value) if kind == "boolean" else value
