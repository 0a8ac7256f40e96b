"""Holds XRPC requests against AT Protocol lexicons: method, NSID, names and values of parameters.

Beyond the lexicons: a value outside the known values of a parameter is told, though servers must take it; asking for
something that nobody knows is a slip. Not looked at: the server's name, headers and bodies.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.contracts.documents import Spec, loaded
from tests.contracts.lexicon_schemas import normal
from tests.contracts.query import Request, name_breaches, parsed, single_breaches, value_breaches
from tests.contracts.schema import Schema

_METHODS = {"GET": "query", "POST": "procedure"}
_PREFIX = "/xrpc/"


def check_request(spec: Spec, method: str, url: str) -> list[str]:
    """Tell every breach of a request; none if the lexicons allow it.

    Args:
        spec: Lexicons by NSID, or what loads them.
        method: "GET" for queries, "POST" for procedures.
        url: Whole, or from the path on ("/xrpc/app.bsky.feed.getAuthorFeed?...").
    """
    lexicons, request = loaded(spec), parsed(method, url)
    nsid = request.path.removeprefix(_PREFIX)
    call = lexicons.get(nsid, {}).get("defs", {}).get("main", {})
    if not request.path.startswith(_PREFIX) or call.get("type") != _METHODS.get(request.method, ""):
        return [f"{request.name}: no such call in the lexicons"]
    schema = normal(call.get("parameters", {"type": "params"}), nsid)
    return [*name_breaches(request, schema["properties"], schema["required"]), *_value_breaches(request, schema)]


def _value_breaches(request: Request, schema: Schema) -> Iterator[str]:
    for name, values in request.query.items():
        known = schema["properties"].get(name)
        if known is not None and known["type"] == "array":
            yield from value_breaches(name, list(values), known)
        elif known is not None:
            yield from single_breaches(name, values, _strict(known))


def _strict(schema: Schema) -> Schema:
    return {**schema, "enum": schema["knownValues"]} if "knownValues" in schema else schema
