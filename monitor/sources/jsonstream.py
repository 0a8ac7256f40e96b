"""Elements of huge JSON arrays one by one, with flat memory.

`json.JSONDecoder.raw_decode` over 1 MB windows is as fast as any library for this and needs none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, TextIO

from monitor.errors import RefuseHostile, SkipSource

WINDOW = 1 << 20
_GAP = re.compile(r"[\s,]*")
_START = re.compile(r"\s*\[")
_FOLLOW = ",] \t\r\n"
_NEAR_END = 16
"""An error this close to the end of the window, in characters, may be a word or escape that goes on in the next one."""


def array_elements(text: TextIO, where: str, limit: int, prefix: str = "") -> Iterator[Any]:
    """Give the elements of the first JSON array in `text`.

    Args:
        text: Open text stream, read forward only.
        where: Name of the file, for messages.
        limit: Largest element in characters.
        prefix: What may stand before the array, as a regular expression (for `window.YTD... =`).

    Raises:
        SkipSource: There is no array, or the text ends or breaks inside it; elements before that point
            have been given already.
        RefuseHostile: An element is larger than `limit` or nested too deeply.
    """
    decoder = json.JSONDecoder()
    buffer, position = _enter(text, where, prefix)
    while True:
        buffer, position = _skip_gap(text, buffer, position)
        if buffer[position : position + 1] == "]":
            return
        buffer, position, element = _next(decoder, text, buffer, position, where, limit)
        yield element


def _enter(text: TextIO, where: str, prefix: str) -> tuple[str, int]:
    buffer = text.read(WINDOW).lstrip("\ufeff")
    opening = re.compile(prefix + _START.pattern).match(buffer)
    if not opening:
        raise SkipSource("does not begin with a list as this format does", where, "Export it again")
    return buffer, opening.end()


def _skip_gap(text: TextIO, buffer: str, position: int) -> tuple[str, int]:
    """Pass blanks and commas, reading on when the window ends in them; at the end of the text nothing is left."""
    while True:
        position = _GAP.match(buffer, position).end()  # type: ignore[union-attr]
        if position < len(buffer):
            return buffer, position
        buffer, position = text.read(WINDOW), 0
        if not buffer:
            return buffer, position


def _next(
    decoder: json.JSONDecoder, text: TextIO, buffer: str, position: int, where: str, limit: int
) -> tuple[str, int, Any]:
    """Decode one element, reading more windows until it is whole."""
    while True:
        end, element = _decoded(decoder, buffer, position, where)
        # A number at the end of a window may go on in the next one, so an element must be followed by something.
        if 0 <= end < len(buffer) and buffer[end] in _FOLLOW:
            return buffer, end, element
        if len(buffer) - position > limit:
            raise RefuseHostile(
                f"holds an element of over {limit} characters",
                where,
                "Raise limits.line_bytes if you trust it",
            )
        more = text.read(max(WINDOW, len(buffer) - position))
        if not more:
            raise SkipSource("is cut off or damaged inside its list", where, "Export it again")
        buffer, position = buffer[position:] + more, 0


def _decoded(decoder: json.JSONDecoder, buffer: str, position: int, where: str) -> tuple[int, Any]:
    """Decode the element at `position`: its end and value; end -1 when the window ends inside it."""
    try:
        element, end = decoder.raw_decode(buffer, position)
    except RecursionError as error:
        raise RefuseHostile("is nested too deeply", where, "Do not trust this file") from error
    except json.JSONDecodeError as error:
        if error.pos >= len(buffer) - _NEAR_END or error.msg.startswith("Unterminated"):
            return -1, None
        raise SkipSource(_damage(buffer, error), where, "Export it again") from error
    except ValueError as error:
        raise SkipSource(f"holds a number that cannot be read ({error})", where, "Do not trust this file") from error
    return end, element


def _damage(buffer: str, error: json.JSONDecodeError) -> str:
    near = buffer[max(0, error.pos - 20) : error.pos + 20]
    return f"is damaged inside its list ({error.msg}, near {near!r})"
