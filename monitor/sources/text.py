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
_BLOCK = 1 << 20


def encoding_of(head: bytes) -> str:
    """Tell the encoding from the first bytes: a byte order mark, UTF-16 by its zeros, else UTF-8.

    A guess at an old 8-bit encoding would turn names into nonsense silently, so there is none.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    even, odd = head[0:64:2].count(0), head[1:64:2].count(0)
    if odd > 20 and not even:
        return "utf-16-le"
    if even > 20 and not odd:
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
        SkipSource: While reading, when the bytes are not in the encoding they seem to be in; the message
            names the line and the byte.
    """
    encoding = encoding_of(export.head(name))
    try:
        with export.stream(name) as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as text:
            yield text
    except UnicodeDecodeError as error:
        raise SkipSource(
            _complaint(export, name, encoding, error), export.where(name), "Save or export it again as UTF-8"
        ) from error


def _complaint(export: Export, name: str, encoding: str, error: UnicodeDecodeError) -> str:
    """Say where the first byte lies that does not fit, which the error knows of one block only."""
    label = encoding.upper().removesuffix("-SIG")
    line, position = _first_misfit(export, name, encoding)
    value = error.object[error.start : error.start + 1].hex().upper()
    return f"line {line} is not {label} text (byte {position} of the file, hexadecimal {value})"


def _first_misfit(export: Export, name: str, encoding: str) -> tuple[int, int]:
    """Line (1-based) and offset of the first byte that cannot be decoded; reads the file once more."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line, done = 1, 0
    with export.stream(name) as raw:
        while True:
            block = raw.read(_BLOCK)
            pending = len(decoder.getstate()[0])
            try:
                line += decoder.decode(block, final=not block).count("\n")
            except UnicodeDecodeError as error:
                before = error.object[: error.start].decode(encoding, "ignore")
                return line + before.count("\n"), done - pending + error.start
            if not block:
                return line, done
            done += len(block)


def limited_lines(text: TextIO, where: str, limit: int) -> Iterator[str]:
    """Give lines, refusing one longer than `limit` characters before it fills the memory.

    Raises:
        RefuseHostile: A line is too long; the message names its number.
    """
    readline, most, number = text.readline, limit + 1, 0
    while line := readline(most):
        number += 1
        if len(line) > limit:
            raise RefuseHostile(
                f"line {number} is longer than {limit} characters",
                where,
                "Raise limits.line_bytes if you trust it",
            )
        yield line
