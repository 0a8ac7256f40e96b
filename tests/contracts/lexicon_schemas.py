"""AT Protocol lexicons as schemas in the common form.

Not kept: lengths in graphemes. Lengths in bytes are kept as `maxBytes` and known values of open sets as `knownValues`:
makers of answers heed them, a check does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.contracts.documents import Document
from tests.contracts.schema import Definitions, Schema, reference

_CID_LINK: Schema = {
    "type": "object",
    "required": ["$link"],
    "properties": {"$link": {"type": "string", "format": "cid"}},
}
_BLOB: Schema = {
    "type": "object",
    "required": ["$type", "ref", "mimeType", "size"],
    "properties": {
        "$type": {"const": "blob"},
        "ref": _CID_LINK,
        "mimeType": {"type": "string"},
        "size": {"type": "integer", "minimum": 1},
    },
}
_BYTES: Schema = {
    "type": "object",
    "required": ["$bytes"],
    "properties": {"$bytes": {"type": "string", "format": "byte"}},
}


def definitions(lexicons: Document) -> Definitions:
    """All definitions by full name ("nsid#name", the main one "nsid"); a query's name stands for its answer."""
    return dict(_all(lexicons))


def normal(node: Mapping[str, Any], nsid: str) -> Schema:
    """A definition of the lexicon `nsid`, or a part of one, in the common form."""
    return _BY_TYPE[node["type"]](node, nsid)


def full(name: str, nsid: str) -> str:
    """The full name of what the lexicon `nsid` calls `name`."""
    return (nsid + name if name.startswith("#") else name).removesuffix("#main")


def _all(lexicons: Document) -> Iterator[tuple[str, Schema]]:
    for nsid, lexicon in lexicons.items():
        for short, node in lexicon["defs"].items():
            name = full(f"#{short}", nsid)
            if node["type"] in {"query", "procedure"}:
                if "schema" in node.get("output", {}):
                    yield name, normal(node["output"]["schema"], nsid)
            elif node["type"] == "token":
                yield name, {"const": name}
            else:
                schema = normal(node, nsid)
                yield name, schema
                yield _typed(name), schema if node["type"] == "record" else _marked(schema, name)


def _typed(name: str) -> str:
    return f"{name} in a union"


def _marked(schema: Schema, name: str) -> Schema:
    """An object that names its type, as each member of a union must; anything else as it is."""
    if schema.get("type") != "object":
        return schema
    properties = {"$type": {"const": name}, **schema.get("properties", {})}
    return {**schema, "properties": properties, "required": ["$type", *schema.get("required", ())]}


def _record(node: Mapping[str, Any], nsid: str) -> Schema:
    return _marked(normal(node["record"], nsid), nsid)


def _object(node: Mapping[str, Any], nsid: str) -> Schema:
    properties = {name: normal(inner, nsid) for name, inner in node.get("properties", {}).items()}
    for name in node.get("nullable", ()):
        properties[name] = {"anyOf": [properties[name], {"type": "null"}]}
    return {"type": "object", "properties": properties, "required": list(node.get("required", ()))}


def _array(node: Mapping[str, Any], nsid: str) -> Schema:
    sizes = {to: node[of] for of, to in (("minLength", "minItems"), ("maxLength", "maxItems")) if of in node}
    return {"type": "array", "items": normal(node["items"], nsid), **sizes}


def _union(node: Mapping[str, Any], nsid: str) -> Schema:
    names = [full(name, nsid) for name in node["refs"]]
    closed = [reference(_typed(name)) for name in names]
    other = {"type": "string", "minLength": 1, "not": {"enum": names}}
    # An open union may hold types that nobody knows yet.
    later = {"type": "object", "required": ["$type"], "properties": {"$type": other}}
    return {"anyOf": closed if node.get("closed") else [*closed, later]}


def _plain(node: Mapping[str, Any], _nsid: str) -> Schema:
    words = ("type", "enum", "const", "format", "minimum", "maximum", "knownValues")
    made = {word: node[word] for word in words if word in node}
    return made | ({"maxBytes": node["maxLength"]} if "maxLength" in node else {})


_BY_TYPE: Mapping[str, Callable[[Mapping[str, Any], str], Schema]] = {
    "object": _object,
    "params": _object,
    "record": _record,
    "array": _array,
    "union": _union,
    "ref": lambda node, nsid: reference(full(node["ref"], nsid)),
    "unknown": lambda _node, _nsid: {"type": "object"},
    "blob": lambda _node, _nsid: _BLOB,
    "bytes": lambda _node, _nsid: _BYTES,
    "cid-link": lambda _node, _nsid: _CID_LINK,
    "string": _plain,
    "integer": _plain,
    "boolean": _plain,
}
