"""Reads pages as a person or a strict parser would: their text, their tags, what they load."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "img", "br", "rect", "link", "input", "hr"}
BLOCKS = {
    "p",
    "h1",
    "h2",
    "h3",
    "li",
    "tr",
    "dt",
    "dd",
    "div",
    "section",
    "title",
    "figcaption",
    "td",
    "header",
    "footer",
}
LOADING = {"src", "srcset", "data", "poster", "background", "action", "formaction", "xlink:href", "ping", "manifest"}


@dataclass
class Page:
    """What a page holds.

    Attributes:
        text: One line per block, white space single, style left out.
        open_tags: Tags that were never closed, and closing tags that fit nothing.
        links: Targets of `<a href>`.
        loads: Addresses that a browser would fetch, and images inside the page cut to their kind.
        tags: Every tag seen.
        images: Alternative texts.
    """

    text: list[str] = field(default_factory=list)
    open_tags: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    images: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._stack: list[str] = []
        self._line: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.tags.add(tag)
        if tag in BLOCKS:
            self.flush()
        if tag not in VOID:
            self._stack.append(tag)
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on"):
            self.page.open_tags.append(f"script in {tag} {name}")
        if tag == "a" and name == "href":
            self.page.links.append(value)
        elif name in LOADING or name == "href":
            self.page.loads.append(value.split(",", maxsplit=1)[0])
        if tag == "img" and name == "alt":
            self.page.images.append(value)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.flush()
        if self._stack and self._stack[-1] == tag:
            self._stack.pop()
        else:
            self.page.open_tags.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if "style" not in self._stack:
            self._line.append(data)

    def flush(self) -> None:
        line = " ".join("".join(self._line).split())
        self._line = []
        if line:
            self.page.text.append(line)

    def finish(self) -> Page:
        self.flush()
        self.page.open_tags += self._stack
        return self.page


def read_page(html: str) -> Page:
    """Read a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finish()
