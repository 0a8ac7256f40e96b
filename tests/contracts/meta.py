"""Holds requests to Meta's Graph API against the names that its SDK declares; Meta publishes no document for machines.

Checked: the edge, the parameters of the edge, and each name in `fields`, as deep as the names are known. Not looked at:
values, which permission a field needs, the server's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.contracts.documents import Document, Spec, loaded
from tests.contracts.query import parsed

EVERYWHERE = frozenset({"fields", "limit", "after", "before", "summary", "access_token", "appsecret_proof"})
"""Parameters that the Graph API knows on every node or edge."""

_TYPES = {"post": "pagepost", "instagraminsightsresult": "insightsresult"}
"""Types that are kept under another name."""

_PATH = re.compile(r"(?:/v\d+\.\d+)?/[^/]+(/[^/]+)?/?")
_TOKEN = re.compile(r"(?P<name>\w+)(?P<modifiers>(?:\.\w+\([^()]*\))*)|(?P<mark>[{},])|(?P<wrong>.)")


def check_request(spec: Spec, node: str, url: str) -> list[str]:
    """Tell every breach of a reading request; none if all its names are known.

    Args:
        spec: The names, or what loads them.
        node: What the id in the path is, such as "page", "pagepost", "comment", "iguser", "igmedia".
        url: Whole, or from the path on ("/v26.0/1234/published_posts?fields=...").
    """
    names, request = loaded(spec), parsed("GET", url)
    found = _PATH.fullmatch(request.path)
    edge = found[1] if found else None
    if found is None or (edge and edge not in names["nodes"][node]["edges"]):
        return [f"{request.path}: no such edge of {node}"]
    known = names["nodes"][node]["edges"][edge]["params"] if edge else {}
    breaches = [
        f"{name}: no parameter of {request.path}" for name in request.query if name not in {*known, *EVERYWHERE}
    ]
    subject = _returned(names, node, edge) if edge else node
    return [
        *breaches,
        *(breach for text in request.query.get("fields", ()) for breach in _fields(names, subject, text)),
    ]


@dataclass
class _Place:
    """Where in a `fields` expression we are: inside the braces of what."""

    node: str | None
    inner: str | None = None


def _fields(names: Document, node: str | None, text: str) -> Iterator[str]:
    """Breaches in an expression such as "id,message,comments.limit(5){id,from{name}}"."""
    trail = [_Place(node)]
    for token in _TOKEN.finditer(text):
        if token["wrong"] or (token["mark"] == "}" and len(trail) == 1):
            yield f"fields: {text!r} cannot be read at {token.start()}"
            return
        if token["name"]:
            yield from _name_breaches(names, trail[-1].node, token["name"], token["modifiers"])
            trail[-1].inner = _returned(names, trail[-1].node, token["name"])
        elif token["mark"] == "{":
            trail.append(_Place(trail[-1].inner))
        elif token["mark"] == "}":
            trail.pop()
    if len(trail) > 1:
        yield f"fields: {text!r} has open braces"


def _name_breaches(names: Document, node: str | None, name: str, modifiers: str) -> Iterator[str]:
    known = _node(names, node)
    if known is None:
        return
    edge = known["edges"].get(f"/{name}")
    if name not in known["fields"] and edge is None:
        yield f"fields: {name} is no field or edge of {node}"
    for modifier in re.findall(r"\.(\w+)\(", modifiers):
        if edge is not None and modifier not in {*edge["params"], *EVERYWHERE}:
            yield f"fields: {name} takes no {modifier}"


def _returned(names: Document, node: str | None, name: str) -> str | None:
    """The type behind a field or an edge; None where nobody wrote down what it has."""
    known = _node(names, node)
    if known is None:
        return None
    name = name.removeprefix("/")
    edge = known["edges"].get(f"/{name}", {})
    written = str(edge.get("returns") or known["fields"].get(name, "")).lower()
    written = written.removeprefix("list<").removesuffix(">")
    return _TYPES.get(written, written) if _TYPES.get(written, written) in names["nodes"] else None


def _node(names: Document, node: str | None) -> Mapping[str, Any] | None:
    return None if node is None else names["nodes"][node]
