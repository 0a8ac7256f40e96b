"""Texts of Bluesky: links stand beside the text, which shows them shortened. Their places are counted in bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from connectors._values import mapping, sequence, text_of

_LINK = "app.bsky.richtext.facet#link"
_EXTERNAL = "app.bsky.embed.external"

Slice = tuple[int, int, str]
"""Begin, end and address of a link in the UTF-8 bytes of a text."""


def full_text(record: Mapping[str, Any]) -> str | None:
    """The text with its links written out; one whose place is none in this text stays as it stands."""
    text = text_of(record.get("text"))
    if text is None:
        return None
    raw, end, pieces = text.encode("utf-8", "replace"), 0, list[bytes]()
    for begin, stop, address in sorted(_slices(record)):
        if end <= begin < stop <= len(raw) and _is_text(raw[begin:stop]):
            pieces += [raw[end:begin], address.encode("utf-8", "replace")]
            end = stop
    return b"".join([*pieces, raw[end:]]).decode("utf-8", "replace")


def links(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Addresses that a post links to: in its text, and the page it shows below it."""
    embed = mapping(record.get("embed"))
    shown = mapping(embed.get("media")) if "media" in embed else embed
    external = text_of(mapping(shown.get("external")).get("uri")) if shown.get("$type") == _EXTERNAL else None
    found = [address for _, _, address in _slices(record)] + ([external] if external else [])
    return tuple(dict.fromkeys(one for one in found if one.startswith(("http://", "https://"))))


def _slices(record: Mapping[str, Any]) -> Iterator[Slice]:
    for facet in map(mapping, sequence(record.get("facets"))):
        index = mapping(facet.get("index"))
        begin, end = index.get("byteStart"), index.get("byteEnd")
        for feature in map(mapping, sequence(facet.get("features"))):
            address = text_of(feature.get("uri"))
            if feature.get("$type") == _LINK and address and type(begin) is int and type(end) is int:
                yield begin, end, address


def _is_text(raw: bytes) -> bool:
    """Whether a slice cuts no letter."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
