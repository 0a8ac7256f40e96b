"""Who speaks in a text, to whom and in what tone: shares of words and marks, each from 0 to 1."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from monitor.activity.rules.language import STOP_WORDS
from monitor.activity.rules.press_form import Sign
from monitor.activity.rules.press_words import FIRST, QUESTION_WORDS, SECOND, SPOKEN, WORDS

FEWEST_WORDS = 30
"""Under this shares of words say nothing."""

SPEECH = re.compile(r"[“„«\"”][^“”„»«\"]{12,900}[”“»\"]")
"""What somebody is quoted with; the sender does not speak there."""

_EDGES = '()[]{}.,;:!?*_"“”„«»-–—'
_MARKS = ',.:;()?!"*_“”[]'
_NAME = re.compile(r"\b[A-Z][\w&.-]{2,}")
_TITLE_NUMBER = re.compile(r"^\W*\d{1,2}\s+(?!%|million|miljoen|jaar|years?\b)[^\W\d]{3,}")
_BULLETS = ("\n* ", "\n- ", "\n• ", "\n– ", "\n1. ", "\n2. ")
_STOPS = frozenset(word for words in STOP_WORDS.values() for word in words.split())


def _words(text: str) -> list[str]:
    """Words in lower case without marks; one replacement after the other is quicker than a table or a pattern."""
    text = text.lower().replace("’", "'")
    for mark in _MARKS:
        text = text.replace(mark, " ")
    return text.split()


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


def voice_signs(text: str, language: str, length: int) -> Iterator[Sign]:
    """Tell who speaks in the text outside quotations.

    Args:
        text: The text as far as it is read.
        language: Its language, or unknown.
        length: Characters of the whole text.
    """
    plain = SPEECH.sub(" ", text)
    words = _words(plain)
    total = len(words)
    if total < FEWEST_WORDS:
        return
    counts = Counter(words)
    first, second, spoken = (_share(counts, kind, language) / total for kind in (FIRST, SECOND, SPOKEN))
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
    asked, called = (sum(plain.count(mark + end) for end in " \n") + plain.endswith(mark) for mark in "?!")
    if first < 0.004 and second < 0.002 and spoken < 0.012 and not asked and not called:
        yield Sign("impersonal throughout", 1.0, "")
    yield from _marks(text, plain, total, asked, called)
    if length > 6000:
        yield Sign("longer than releases are", min((length - 6000) / 4000, 1.0), f"{length} characters")


def _share(counts: Counter[str], kind: str, language: str) -> int:
    return sum(counts[word] for word in WORDS[language][kind] if word in counts)


def _marks(text: str, plain: str, words: int, asked: int, called: int) -> Iterator[Sign]:
    if asked:
        yield Sign("questions", min(asked * 100 / words, 1.0), f"{asked} times ?")
    if called:
        yield Sign("exclamations", min(called * 100 / words, 1.0), f"{called} times !")
    if inserted := plain.count("("):
        yield Sign("asides in brackets", min(inserted * 33 / words, 1.0), f"{inserted} times (")
    if listed := sum(text.count(bullet) for bullet in _BULLETS):
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
