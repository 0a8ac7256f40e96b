"""What a rule says about one text."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

YES, NO, UNKNOWN = "yes", "no", "unknown"

_ACCENTS = re.compile("[\u0300-\u036f]+")

_CLUE = re.compile(r"(?P<name>[a-z -]+) (?P<weight>[+-][\d.]+)(?: \((?P<words>.*)\))?")

MOST_WORDS = 300
"""Longest explanation kept with a label, in characters."""


class Finding(NamedTuple):
    """The value of a label, the words that decided, for people, and the probability of yes if there is one."""

    value: str
    words: str
    probability: float | None = None


class Clue(NamedTuple):
    """One feature that was seen: its name, its weight in the score and the words it was seen in."""

    name: str
    weight: float
    words: str


def told(clues: Iterable[Clue]) -> str:
    """Say the score and the clues in one line, strongest first, at most `MOST_WORDS` characters."""
    ranked = sorted(clues, key=lambda clue: -abs(clue.weight))
    total = math.fsum(clue.weight for clue in ranked)
    parts = [f"{clue.name} {clue.weight:+g}" + (f" ({clue.words})" if clue.words else "") for clue in ranked]
    return f"score {total:g}: {'; '.join(parts)}"[:MOST_WORDS] if parts else ""


def clues_in(words: str) -> list[Clue]:
    """Read back what `told` said, strongest first; [] if it says something else. The last one may have been cut."""
    _, _, listed = words.partition(": ")
    if not words.startswith("score "):
        return []
    found = (_CLUE.fullmatch(part) for part in listed.split("; "))
    return [Clue(one["name"], float(one["weight"]), one["words"] or "") for one in found if one]


def known(value: object) -> str:
    """Text of a table cell; missing is ""."""
    return value if isinstance(value, str) else ""


def folded(text: str) -> str:
    """Lower case without accents: "Énergie" and "energie" are the same word."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text.lower()))
