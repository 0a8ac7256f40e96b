"""Bytes to lines: encodings and line limits, the same for every connector."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from monitor.errors import RefuseHostile, SkipSource
from monitor.sources.export import Export

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(head: bytes) -> str:
    """Tell the encoding from the first bytes: a byte order mark, UTF-16 by its zeros, else UTF-8.

    A guess at an old 8-bit encoding would turn names into nonsense silently, so there is none.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if head[1:64:2].count(0) > 20:
        return "utf-16-le"
    if head[0:64:2].count(0) > 20:
        return "utf-16-be"
    return "utf-8"


def decode_head(export: Export, name: str) -> str:
    """First 64 KiB of a member as text for `identify`; damaged bytes become U+FFFD, never an error."""
    head = export.head(name)
    return head.decode(encoding_of(head), "replace").lstrip("\ufeff")


@contextmanager
def open_text(export: Export, name: str) -> Iterator[TextIO]:
    """Open a member as text with universal line ends kept as they are (`newline=""`).

    Raises:
        SkipSource: While reading, when the bytes are not in the encoding they seem to be in.
    """
    encoding = encoding_of(export.head(name))
    try:
        with export.stream(name) as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as text:
            yield text
    except UnicodeDecodeError as error:
        raise SkipSource(
            f"is not {encoding.upper().removesuffix('-SIG')} text (byte {error.start} of a block: {error.reason})",
            export.where(name),
            "Save or export it again as UTF-8",
        ) from error


def limited_lines(text: TextIO, where: str, limit: int) -> Iterator[str]:
    """Give lines, refusing one longer than `limit` characters before it fills the memory.

    Raises:
        RefuseHostile: A line is too long; the message names its number.
    """
    for number in range(1, 1 << 62):
        line = text.readline(limit + 1)
        if not line:
            return
        if len(line) > limit:
            raise RefuseHostile(
                f"line {number} is longer than {limit} characters",
                where,
                "Raise limits.line_bytes if you trust it",
            )
        yield line
