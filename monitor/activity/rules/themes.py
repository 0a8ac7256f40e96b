"""Finds the organisation's themes in a text by their keywords from config.toml.

Upper and lower case, accents, punctuation and the # of a hashtag do not matter; a phrase is also found written as one
word (#energiebesparen for "energie besparen"). Words are compared by their stems in the language of the text, so
"warmtepomp" also finds "warmtepompen" and "save water" finds "saving water". A keyword that ends in * finds every word
that begins so. A keyword of two to four capitals (an acronym such as IT) is found only in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.activity.rules.finding import Finding, folded
from monitor.activity.rules.stems import FEWEST_LETTERS, LANGUAGES, stemmed
from monitor.settings import Theme

_GAP = re.compile(r"[\W_]+")
_ACRONYM = re.compile(r"[A-Z]{2,4}$")
_CAPITALS = re.compile(r"\b[A-Z]{2,4}\b")


class ThemeFinder:
    """Looks for themes.

    Args:
        themes: The tables `[[theme]]`.
    """

    def __init__(self, themes: Sequence[Theme]) -> None:
        pairs = [(theme.name, word) for theme in themes for word in theme.keywords]
        self._order = [theme.name for theme in themes]
        self._phrases = [(name, word, needle) for name, word in pairs for needle in sorted(_forms(word))]
        self._stems = {
            language: [(name, word, needle) for name, word in pairs for needle in _stem_forms(word, language)]
            for language in LANGUAGES
        }
        self._acronyms = {word: name for name, word in pairs if _ACRONYM.match(word)}

    def find(self, title: str, text: str, language: str = "") -> Finding:
        """Find the themes of a post.

        Args:
            title: Title, "" if there is none.
            text: Text, "" if there is none.
            language: nl, en, de or fr to compare stems too; any other compares words as they are.

        Returns:
            Themes joined with ";" in the order of config.toml ("" for none), and the keywords found.
        """
        if not self._phrases and not self._acronyms:
            return Finding("", "")
        raw = f"{title} {text}"
        plain = f" {_GAP.sub(' ', folded(raw))} "
        hits = [(name, word) for name, word, needle in self._phrases if needle in plain]
        if stems := self._stems.get(language):
            roots = f" {' '.join(stemmed(plain.split(), language))} "
            hits += [(name, word) for name, word, needle in stems if needle in roots]
        if self._acronyms:
            hits += [(self._acronyms[w], w) for w in dict.fromkeys(_CAPITALS.findall(raw)) if w in self._acronyms]
        names = {name for name, _ in hits}
        words = dict.fromkeys(word for _, word in hits)
        return Finding(";".join(name for name in self._order if name in names), ", ".join(words))


def _forms(keyword: str) -> set[str]:
    """Strings to look for in plain text with one blank between words; none for an acronym."""
    if _ACRONYM.match(keyword):
        return set()
    words = _GAP.sub(" ", folded(keyword)).strip()
    if not words:
        return set()
    end = "" if keyword.rstrip().endswith("*") else " "
    return {f" {words}{end}", f" {words.replace(' ', '')}{end}"}


def _stem_forms(keyword: str, language: str) -> set[str]:
    """Strings to look for in stemmed text; none when a stem is so short that it may be another word's."""
    words = [] if _ACRONYM.match(keyword) or keyword.rstrip().endswith("*") else _GAP.sub(" ", folded(keyword)).split()
    forms = (stemmed(words, language), stemmed(["".join(words)], language))
    return {f" {' '.join(form)} " for form in forms if words and min(map(len, form)) >= FEWEST_LETTERS}
