"""Words that speak the same way, found quickly: by single words, by phrases, and by patterns where those do not do."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.activity.rules.finding import folded

MOST_REMEMBERED = 100_000
"""Dull words remembered by a group; then all are forgotten. Most words of most texts are dull to it."""

_COMMON_WORDS = """the our their with het ons onze hele all alle of to on in op en de van voor met last take start gaan
    week world high first new"""
_EVERYWHERE = frozenset(_COMMON_WORDS.split())

_WORD = re.compile(r"[^\W_]+")


class Text:
    """A text as its words, in lower case, without accents and marks ("collega's" is two words).

    Args:
        text: As it was written.
    """

    def __init__(self, text: str) -> None:
        self.order = _WORD.findall(folded(text))
        self.words = frozenset(self.order)

    @property
    def plain(self) -> str:
        """The words with one blank between and around them."""
        return f" {' '.join(self.order)} "

    def without(self, found: str) -> Text:
        """The text without some words of it."""
        return Text(self.plain.replace(f" {found} ", " "))


class Group:
    """Words that speak the same way.

    Args:
        name: What a reader calls them.
        words: Patterns of single words, with blanks between them.
        phrases: Phrases of several words, with | between them.
        patterns: What is neither: words of which one must be there, and a pattern of the text between blanks.
    """

    def __init__(self, name: str, words: str = "", phrases: str = "", patterns: Iterable[tuple[str, str]] = ()) -> None:
        self.name = name
        self._word = re.compile("|".join(words.split()) or r"(?!)")
        self._dull: set[str] = set()
        self._phrases: dict[str, list[str]] = {}
        for phrase in (" ".join(one.split()) for one in phrases.split("|") if one.strip()):
            self._phrases.setdefault(_telling(phrase), []).append(f" {phrase} ")
        self._patterns = [
            (frozenset(near.split()), re.compile(rf"(?<= )(?:{pattern})(?= )")) for near, pattern in patterns
        ]
        self._near = frozenset().union(*(near for near, _ in self._patterns))

    def find(self, text: Text) -> str:
        """The first of the group's words in a text; "" if there are none."""
        telling = {word for word in text.words - self._dull if self._tells(word)}
        if not telling:
            return ""
        single = next((word for word in text.order if word in telling and self._word.fullmatch(word)), "")
        return single or self._phrase(text) or self._pattern(text)

    def _tells(self, word: str) -> bool:
        """Whether a text with this word may have something for the group; other words are remembered as dull."""
        tells = bool(self._word.fullmatch(word)) or word in self._phrases or word in self._near
        if not tells:
            if len(self._dull) > MOST_REMEMBERED:
                self._dull.clear()
            self._dull.add(word)
        return tells

    def _phrase(self, text: Text) -> str:
        return next(
            (one.strip() for word in text.order for one in self._phrases.get(word, ()) if one in text.plain), ""
        )

    def _pattern(self, text: Text) -> str:
        tried = (one.search(text.plain) for near, one in self._patterns if not near.isdisjoint(text.words))
        return next((found.group(0) for found in tried if found), "")


def _telling(phrase: str) -> str:
    """The word of a phrase that fewest other texts have: the longest that is not in every text."""
    words = phrase.split()
    return max([word for word in words if word not in _EVERYWHERE] or words, key=len)
