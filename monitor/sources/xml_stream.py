"""Elements of large XML documents one by one, with flat memory, line numbers and no entity expansion.

expat itself reads; this adds what makes it safe for files of strangers: declared entities are refused (entity bombs
need them, feeds and exports do not), elements may be neither too deep nor too large, nothing outside is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from monitor.errors import RefuseHostile, SkipSource

BLOCK = 1 << 16
DEEPEST = 200
_FORBIDDEN = bytes(set(range(32)) - {9, 10, 13})
"""Control characters that no XML may hold but many exports do; harmless to drop in encodings that extend ASCII."""


class _Parser(Protocol):
    CurrentLineNumber: int
    CurrentByteIndex: int


@dataclass(frozen=True)
class Found:
    """One element and the line it began on (1-based)."""

    line: int
    element: Element


@dataclass
class _Gatherer:
    """Builds each element that stands directly inside containers, and nothing else."""

    parser: _Parser
    containers: frozenset[str]
    where: str
    limit: int
    ready: list[Found] = field(default_factory=list)
    builder: TreeBuilder | None = None
    depth: int = 0
    line: int = 0
    began: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = expanded(tag)
        if self.builder is None:
            if local(name) in self.containers:
                return
            self.builder, self.depth = TreeBuilder(), 0
            self.line, self.began = self.parser.CurrentLineNumber, self.parser.CurrentByteIndex
        self.depth += 1
        if self.depth > DEEPEST:
            raise RefuseHostile("is nested too deeply", f"{self.where}, line {self.line}", "Do not trust this file")
        self.builder.start(name, {expanded(key): value for key, value in attributes.items()})

    def data(self, text: str) -> None:
        if self.builder is not None:
            self.builder.data(text)

    def end(self, tag: str) -> None:
        if self.builder is None:
            return
        self.builder.end(expanded(tag))
        self.depth -= 1
        if not self.depth:
            self.ready.append(Found(self.line, self.builder.close()))
            self.builder = None

    def refuse_large(self) -> None:
        if self.builder is not None and self.parser.CurrentByteIndex - self.began > self.limit:
            raise RefuseHostile(
                f"holds an element of over {self.limit} bytes",
                f"{self.where}, line {self.line}",
                "Raise limits.line_bytes if you trust it",
            )


def expanded(name: str) -> str:
    """A name as ElementTree writes it: `{namespace}local`."""
    return f"{{{name}" if "}" in name else name


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


def _refuse_entities(where: str) -> object:
    def refuse(name: str, *_: object) -> None:
        raise RefuseHostile(f"declares the entity {name!r}, as entity bombs do", where, "Do not trust this file")

    return refuse


def _parser(where: str) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.EntityDeclHandler = _refuse_entities(where)  # type: ignore[assignment]
    return parser


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    """Blocks of the document; without forbidden control characters unless it is UTF-16."""
    block = stream.read(BLOCK)
    wide = block[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in block[:4]
    while block:
        yield block if wide else block.translate(None, _FORBIDDEN)
        block = stream.read(BLOCK)


def elements(stream: BinaryIO, where: str, containers: frozenset[str], limit: int) -> Iterator[Found]:
    """Give every element whose parents are all containers and that is none itself.

    Args:
        stream: The document, read forward only.
        where: Name of the file, for messages.
        containers: Local names of the elements to enter, such as rss and channel.
        limit: Largest element in bytes.

    Raises:
        SkipSource: The document is no well-formed XML or is cut off; what came before has been given.
        RefuseHostile: It declares entities, or an element is too large or too deep.
    """
    parser = _parser(where)
    gatherer = _Gatherer(parser, containers, where, limit)
    parser.StartElementHandler, parser.EndElementHandler = gatherer.start, gatherer.end
    parser.CharacterDataHandler = gatherer.data
    for block in _blocks(stream):
        _feed(parser, block, where)
        yield from gatherer.ready
        gatherer.ready.clear()
        gatherer.refuse_large()
    _feed(parser, b"", where, last=True)
    yield from gatherer.ready


def _feed(parser: expat.XMLParserType, block: bytes, where: str, *, last: bool = False) -> None:
    try:
        parser.Parse(block, last)
    except (expat.ExpatError, LookupError, ValueError, UnicodeError) as error:
        line = parser.CurrentLineNumber
        raise SkipSource(
            f"is damaged or cut off as XML ({error})",
            f"{where}, line {line}",
            "Export it again",
        ) from error


def flaw(stream: BinaryIO, where: str) -> str | None:
    """Say what keeps the document from being well-formed XML; None if nothing does.

    Raises:
        RefuseHostile: It declares entities.
    """
    parser = _parser(where)
    try:
        for block in _blocks(stream):
            _feed(parser, block, where)
        _feed(parser, b"", where, last=True)
    except RefuseHostile:
        raise
    except SkipSource as error:
        return error.what
    return None


def text_of(element: Element | None) -> str | None:
    """Text directly inside an element, None when there is none."""
    text = element.text if element is not None else None
    return text.strip() or None if text else None
