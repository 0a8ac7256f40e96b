"""Who speaks in a text, to whom and in what tone: shares of words and marks, each from 0 to 1."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from monitor.activity.rules.language import STOP_WORDS
from monitor.activity.rules.press_form import Sign
from monitor.activity.rules.press_phrases import LEGAL
from monitor.activity.rules.press_words import FIRST, QUESTION_WORDS, SECOND, SPOKEN, WORDS

FEWEST_WORDS = 30
"""Under this shares of words say nothing."""

SILENCES = frozenset(("no first person", "does not speak to the reader", "impersonal throughout", "impersonal opening"))
"""Signs that something was not heard."""

SPEECH = re.compile(r"[“„«\"”][^“”„»«\"]{12,900}[”“»\"]")
"""What somebody is quoted with; the sender does not speak there."""

MOST_REMEMBERED = 100_000
"""Words of a language whose kinds are remembered."""

_EDGES = '()[]{}.,;:!?*_"“”„«»-–—'
_MARKS = ',.:;()?!"*_“”[]„«»'
_NAME = re.compile(r"\b[A-Z][\w&.-]{2,}")
_TITLE_NUMBER = re.compile(r"^\W*\d{1,2}\s+(?!%|million|miljoen|jaar|years?\b)[^\W\d]{3,}")
_BULLETS = re.compile(r"\n(?:[*•–-]|1\.)\s")
_BRACKETS = re.compile(r"\(([^()\n]{2,150})\)")
_ASIDE = re.compile(r"\b[^\W\d_A-Z]\w*\W+(?:\w+\W+){0,4}?[^\W\d_A-Z]\w*")
"""Two words in lower case: an abbreviation, an age, a place or a figure in brackets is no aside."""
OPENING_WORDS, OPENING_CHARACTERS = 45, 270
"""About the first two sentences: the lead of a release."""
_STOPS = frozenset(word for words in STOP_WORDS.values() for word in words.split())


def _words(text: str) -> list[str]:
    """Words in lower case without marks; one replacement after the other is quicker than a table or a pattern."""
    text = text.lower().replace("’", "'")
    for mark in _MARKS:
        text = text.replace(mark, " ")
    return text.split()


class _Kinds(dict[str, str]):
    """Word as it stands in a text -> kinds it is of ("" for most words), found out once for each word.

    Args:
        language: Language of the texts, or unknown.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self._kinds = WORDS[language]

    def __missing__(self, word: str) -> str:
        plain = word.replace("’", "'").strip(_MARKS)
        kinds = "".join(mark for mark, kind in _MARK_OF if plain in self._kinds[kind])
        if plain in LEGAL or word[-1:] in _TRADE_MARKS:
            kinds += "l"
        if len(self) < MOST_REMEMBERED:
            self[word] = kinds
        return kinds


_TRADE_MARKS = frozenset("®™")
_MARK_OF = (("f", FIRST), ("s", SECOND), ("w", SPOKEN))
_KINDS = {language: _Kinds(language) for language in WORDS}


def title_signs(title: str, language: str) -> Iterator[Sign]:
    """Tell how the title is made."""
    low = _words(title)
    if not low:
        return
    if "?" in title or low[0] in QUESTION_WORDS.get(language, ()):
        yield Sign("asks or explains in the title", 1.0, title[:40])
    if "!" in title:
        yield Sign("exclamation in the title", 1.0, "!")
    kinds = WORDS[language]
    if personal := next((word for word in low if word in kinds[FIRST] or word in kinds[SECOND]), ""):
        yield Sign("personal words in the title", 1.0, personal)
    if _TITLE_NUMBER.match(title):
        yield Sign("a list by its title", 1.0, title[:20])


def voice_signs(text: str, low: str, language: str, length: int) -> Iterator[Sign]:
    """Tell who speaks in the text outside quotations.

    Args:
        text: The text as far as it is read.
        low: The same in lower case.
        language: Its language, or unknown.
        length: Characters of the whole text.
    """
    plain = SPEECH.sub(" ", low)
    kinds = list(map(_KINDS[language].__getitem__, plain.split()))
    total = len(kinds)
    if total < FEWEST_WORDS:
        return
    counts = Counter(kinds)
    if any("l" in kind for kind in counts):
        yield Sign(
            "legal form or ticker", 1.0, next(w for w, kind in zip(plain.split(), kinds, strict=True) if "l" in kind)
        )
    first, second, spoken = (sum(count for kind, count in counts.items() if mark in kind) / total for mark in "fsw")
    if first:
        yield Sign("first person", min(first / 0.03, 1.0), f"{first:.1%} of the words")
    else:
        yield Sign("no first person", 1.0, "")
    if second:
        yield Sign("speaks to the reader", min(second / 0.02, 1.0), f"{second:.1%} of the words")
    else:
        yield Sign("does not speak to the reader", 1.0, "")
    if spoken:
        yield Sign("spoken words", min(spoken / 0.03, 1.0), f"{spoken:.1%} of the words")
    asked, called = (_ended(plain, mark) for mark in "?!")
    if first < 0.004 and second < 0.002 and spoken < 0.012 and not asked and not called:
        yield Sign("impersonal throughout", 1.0, "")
    yield from _opening(plain, kinds)
    yield from _marks(text, plain, total, asked, called)
    if length > 6000:
        yield Sign("longer than releases are", min((length - 6000) / 4000, 1.0), f"{length} characters")


def _ended(plain: str, mark: str) -> int:
    """How many words or sentences end with a mark; one within an address is none."""
    if mark not in plain:
        return 0
    return sum(plain.count(mark + end) for end in " \n") + plain.endswith(mark)


def _opening(plain: str, kinds: list[str]) -> Iterator[Sign]:
    """Tell whether the opening reports: nobody says I, we or you in it, asks or exclaims."""
    addressed = any("f" in kind or "s" in kind for kind in kinds[:OPENING_WORDS])
    begin = plain[:OPENING_CHARACTERS]
    if not addressed and "?" not in begin and "!" not in begin:
        yield Sign("impersonal opening", 1.0, "")


def _marks(text: str, plain: str, words: int, asked: int, called: int) -> Iterator[Sign]:
    if asked:
        yield Sign("questions", min(asked * 100 / words, 1.0), f"{asked} times ?")
    if called:
        yield Sign("exclamations", min(called * 100 / words, 1.0), f"{called} times !")
    inserted = sum(1 for said in _BRACKETS.findall(text) if _ASIDE.search(said)) if "(" in text else 0
    if inserted:
        yield Sign("asides in brackets", min(inserted * 33 / words, 1.0), f"{inserted} times (")
    if listed := len(_BULLETS.findall(text)):
        yield Sign("lists", min(listed / 6, 1.0), f"{listed} lines")
    if (quoted := len(text) - len(plain)) > 40:
        yield Sign("share in quotations", min(quoted / len(text) / 0.3, 1.0), f"{quoted / len(text):.0%} of the text")


def self_signs(title: str, text: str) -> Iterator[Sign]:
    """Tell whether a name of the title opens the text and comes back in it, as the sender's does."""
    names = {name for found in _NAME.findall(title) if (name := found.strip(".")).lower() not in _STOPS}
    opening = [word.strip(_EDGES + "'’") for word in text[:120].split()[:5]]
    if opener := next((word for word in opening if word in names), ""):
        yield Sign("a name of the title opens the text", 1.0, opener)
    candidates = names | {word for word in opening if word[:1].isupper() and word.lower() not in _STOPS}
    counts = [(text.count(name), name) for name in candidates if len(name) > 2]
    if counts:
        often, best = max(counts)
        if often < 2:
            return
        share = often * 6 / max(len(text), 300)
        yield Sign("comes back to one name", min(share / 0.03, 1.0), f"{best} {often} times")
