"""HTML to plain text, for sources whose texts are web pages. Nothing in the HTML is ever run or fetched.

The standard library's parser needs minutes for some hostile markup (unclosed comments and tags, quadratic time); for
readable text a walk from `<` to `<` is enough, and its time grows with the length only.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

MOST_CHARACTERS = 1_000_000
"""A longer text is cut here: no post is that long."""

_SILENT = frozenset({"script", "style", "template", "noscript", "head", "iframe", "object", "svg"})
_BREAKING = re.compile(
    "address|article|aside|blockquote|br|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre"
    "|section|table|td|th|tr|ul"
)
_TAG = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]*)")
_TARGET = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-zA-Z/!?]|&[#a-zA-Z]")


@dataclass
class _Collector:
    """Gathers text and link targets; `closing` is what ends the silent part we are in, "" outside."""

    pieces: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    closing: str = ""

    def add(self, part: str) -> None:
        """Take what stands between a `<` and the next."""
        if self.closing:
            self._leave_silence(part)
        elif part.startswith("!--"):
            self._enter("--", part[3:])
        elif part.startswith(("!", "?")):
            self._say(part.partition(">")[2])
        else:
            self._tag(part)

    def _tag(self, part: str) -> None:
        name, (inside, closed, text) = _TAG.match(part), part.partition(">")
        if not name or not closed:
            self._say(f"<{part}")
            return
        word = name[1].lower()
        if word in _SILENT and not part.startswith("/") and not inside.endswith("/"):
            self.closing = f"/{word}"
            return
        if word == "a" and (target := _TARGET.search(inside)):
            self.links.append(_unescaped(target[1] or target[2] or target[3] or "").strip())
        self.pieces.append("\n" if _BREAKING.fullmatch(word) else "")
        self._say(text)

    def _enter(self, closing: str, rest: str) -> None:
        self.closing = closing
        self._leave_silence(rest)

    def _leave_silence(self, part: str) -> None:
        if self.closing == "--":
            ended, text = "-->" in part, part.partition("-->")[2]
        else:
            ended, text = part[: len(self.closing)].lower() == self.closing, part.partition(">")[2]
        if ended:
            self.closing = ""
            self._say(text)

    def _say(self, text: str) -> None:
        self.pieces.append(_unescaped(text))


def _unescaped(text: str) -> str:
    try:
        return html.unescape(text)
    except ValueError:
        return text  # a character number of thousands of digits


def _collect(markup: str) -> _Collector:
    first, *parts = markup[:MOST_CHARACTERS].split("<")
    collector = _Collector([_unescaped(first)])
    for part in parts:
        collector.add(part)
    return collector


def html_to_text(markup: str | None) -> str | None:
    """Give the readable text of HTML: blocks on lines of their own, spaces collapsed, scripts and styles left out.

    Args:
        markup: HTML or plain text; entities are resolved.

    Returns:
        The text, None if there is none.
    """
    if not markup:
        return None
    text = "".join(_collect(markup).pieces) if _MARKUP.search(markup) else markup[:MOST_CHARACTERS]
    lines = (" ".join(line.split()) for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line) or None


def html_line(markup: str | None) -> str | None:
    """The readable text of HTML on one line, for titles and names; None if there is none."""
    text = html_to_text(markup)
    return " ".join(text.split()) if text else None


def html_links(markup: str | None) -> tuple[str, ...]:
    """Web addresses that HTML links to, each once, in order."""
    found = _collect(markup).links if markup and "href" in markup.lower() else []
    return tuple(dict.fromkeys(link for link in found if link.lower().startswith(("http://", "https://"))))
