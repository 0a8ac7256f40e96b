"""The text of a Ghost article, which different versions keep in different forms."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from typing import Any

from connectors._values import mapping, sequence, text_of

DEEPEST = 60
_BLOCKS = frozenset(
    {"paragraph", "heading", "extended-heading", "listitem", "quote", "aside", "extended-quote", "list"}
)


def markup_of(post: dict[str, Any]) -> str | None:
    """The article as HTML, from the first form that holds text: html, lexical, mobiledoc, plain text, Markdown."""
    if found := text_of(post.get("html")):
        return found
    for key, read in (("lexical", _lexical), ("mobiledoc", _mobiledoc)):
        if found := "".join(read(_parsed(post.get(key)))).strip():
            return found
    plain = text_of(post.get("plaintext")) or text_of(post.get("markdown"))
    return html.escape(plain, quote=False) if plain else None


def _parsed(value: Any) -> dict[str, Any]:
    if not isinstance(value, str):
        return mapping(value)
    try:
        return mapping(json.loads(value))
    except (ValueError, RecursionError):
        return {}


def _lexical(document: dict[str, Any], depth: int = 0) -> Iterator[str]:
    """Text of a tree of nodes: words lie in `text`, cards of HTML or Markdown in keys of their own."""
    node = mapping(document.get("root")) or document
    if depth > DEEPEST:
        return
    if words := text_of(node.get("text")):
        yield html.escape(words, quote=False)
    yield text_of(node.get("html")) or ""
    yield html.escape(text_of(node.get("markdown")) or "", quote=False)
    target = text_of(node.get("url")) if node.get("type") == "link" else None
    yield f'<a href="{html.escape(target)}">' if target else ""
    for child in sequence(node.get("children")):
        yield from _lexical(mapping(child), depth + 1)
    yield "</a>" if target else ""
    yield "<br>" if node.get("type") in _BLOCKS or node.get("type") == "linebreak" else ""


def _mobiledoc(document: dict[str, Any]) -> Iterator[str]:
    """Text of sections: 1 is a block of markers, 3 a list, 10 a card (`[name, {payload}]`)."""
    cards = sequence(document.get("cards"))
    for section in sequence(document.get("sections")):
        parts = sequence(section)
        kind, body = (parts[0] if parts else None), (parts[2] if len(parts) > 2 else None)
        if kind == 1:
            yield from _markers(body)
        elif kind == 3:
            for entry in sequence(body):
                yield from _markers(entry)
        elif kind == 10 and len(parts) > 1 and isinstance(parts[1], int) and 0 <= parts[1] < len(cards):
            yield _card(sequence(cards[parts[1]]))


def _markers(markers: Any) -> Iterator[str]:
    for marker in sequence(markers):
        words = sequence(marker)[3:4]
        yield html.escape(words[0], quote=False) if words and isinstance(words[0], str) else ""
    yield "<br>"


def _card(card: list[Any]) -> str:
    payload = mapping(card[1]) if len(card) > 1 else {}
    plain = text_of(payload.get("markdown"))
    return (html.escape(plain, quote=False) if plain else text_of(payload.get("html")) or "") + "<br>"
