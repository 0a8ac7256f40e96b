"""Recognises a press release by its form, as a communication officer does: not by its subject.

Every feature has a weight; the label is "yes" from `ENOUGH` on. Weights and threshold were set by hand on the form of
Dutch and English releases and then checked on labelled texts; nothing was fitted to a vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.activity.rules.finding import NO, UNKNOWN, YES, Clue, Finding, told
from monitor.activity.rules.press_form import ADDRESS, HEAD, TAIL, TITLE, seen, speakers

ENOUGH = 2.5
"""Score from which a text is called a press release: one decisive feature, or two good ones."""

FEWEST_CHARACTERS = 200
"""Shorter texts (excerpts) show too little of their form to say no."""

FEWEST_WORDS = 30
"""Under this the share of first-person words says nothing."""

HEAD_CHARACTERS, TAIL_CHARACTERS = 700, 2000
"""The ends of a text in which a release shows what it is."""

MOST_CHARACTERS = 6000
"""Quotations and the voice are read up to here; a longer text has shown them by then."""

_SPEECH = re.compile(r"[“„«\"][^“”„»«\"]{3,600}[”“»\"]")
_FIRST_PERSON = frozenset(
    (
        *("i", "we", "our", "us", "my", "me", "i'm", "i've", "we're", "we've", "we'll"),
        *("ik", "wij", "we", "ons", "onze", "mijn", "mij"),
        *("ich", "wir", "uns", "unser", "unsere", "mein", "nous", "notre", "nos"),
    )
)
_SECOND_PERSON = frozenset(("you", "your", "you'll", "you're", "jij", "je", "jouw", "jullie", "u", "uw"))


@dataclass(frozen=True)
class PressRule:
    """Scores the form of a text.

    Attributes:
        names: The organisation's own names; one as the subject of the first sentence is third-person self reference.
    """

    names: Sequence[str] = ()

    def judge(self, title: str, text: str, url: str = "") -> Finding:
        """Say whether a text is a press release.

        Args:
            title: Title, "" if there is none.
            text: Plain text, best with its line breaks.
            url: Address, whose path may name the press room.

        Returns:
            yes, no, or unknown when the text is too short to say no.
        """
        clues = list(self._clues(title.strip(), text.strip(), url))
        score = sum(clue.weight for clue in clues)
        if score >= ENOUGH:
            return Finding(YES, told(clues))
        if len(text) < FEWEST_CHARACTERS:
            return Finding(UNKNOWN, "too short to tell")
        return Finding(NO, told(clues))

    def _clues(self, title: str, text: str, url: str) -> Iterator[Clue]:
        head = text[:HEAD_CHARACTERS]
        yield from seen(TITLE, title)
        yield from seen(HEAD, head)
        yield from seen(TAIL, text[-TAIL_CHARACTERS:])
        yield from speakers(text[:MOST_CHARACTERS])
        if address := ADDRESS.search(url):
            yield Clue("address", 5, address.group(0))
        if name := next((name for name in self.names if head.startswith(name)), ""):
            yield Clue("speaks of itself by name", 0.75, name)
        yield from _voice(text[:MOST_CHARACTERS])


def _voice(text: str) -> Iterator[Clue]:
    """Who speaks: a release speaks of its sender in the third person and does not address the reader."""
    words = _SPEECH.sub(" ", text.replace("’", "'")).lower().split()
    if len(words) < FEWEST_WORDS:
        return
    first = sum(word in _FIRST_PERSON for word in words) / len(words)
    second = sum(word in _SECOND_PERSON for word in words) / len(words)
    if first == 0:
        yield Clue("no first person", 0.75, "")
    elif first > 0.012:
        yield Clue("first person", -1.0 if first < 0.03 else -1.75, f"{first:.0%} of the words")
    if second > 0.01:
        yield Clue("speaks to the reader", -0.75, f"{second:.0%} of the words")
