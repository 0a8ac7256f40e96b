"""Finds the organisation's themes in a text by their keywords from config.toml.

Upper and lower case, accents, punctuation and the # of a hashtag do not matter; a phrase is also found written as one
word (#energiebesparen for "energie besparen"). A keyword that ends in * finds every word that begins so. A keyword of
two to four capitals (an acronym such as IT) is found only in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.activity.rules.finding import Finding, folded
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
        self._acronyms = {word: name for name, word in pairs if _ACRONYM.match(word)}

    def find(self, title: str, text: str) -> Finding:
        """Themes a post touches, joined with ";" in the order of config.toml ("" for none), and the keywords found."""
        if not self._phrases and not self._acronyms:
            return Finding("", "")
        raw = f"{title} {text}"
        plain = f" {_GAP.sub(' ', folded(raw))} "
        hits = [(name, word) for name, word, needle in self._phrases if needle in plain]
        if self._acronyms:
            hits += [(self._acronyms[w], w) for w in dict.fromkeys(_CAPITALS.findall(raw)) if w in self._acronyms]
        names = {name for name, _ in hits}
        words = dict.fromkeys(word for _, word in hits)
        return Finding(";".join(name for name in self._order if name in names), ", ".join(words))


def _forms(keyword: str) -> set[str]:
    """Strings to look for in plain text with one blank between words; none for an acronym."""
    if _ACRONYM.match(keyword):
        return set()
    stem = _GAP.sub(" ", folded(keyword)).strip()
    if not stem:
        return set()
    end = "" if keyword.rstrip().endswith("*") else " "
    return {f" {stem}{end}", f" {stem.replace(' ', '')}{end}"}
