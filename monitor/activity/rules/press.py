"""Recognises a press release by its form, as a communication officer does: not by its subject.

The signs are declared in `press_form`, `press_phrases` and `press_voice`; what each weighs is in `press.json`, which
`python -m bench.fit_press` fits on labelled texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from monitor.activity.rules.finding import UNKNOWN, YES, Finding, told
from monitor.activity.rules.language import STOP_WORDS, language_of
from monitor.activity.rules.logistic import Model, read_model
from monitor.activity.rules.mending import mended
from monitor.activity.rules.newsroom import Newsroom
from monitor.activity.rules.press_form import ADDRESS, ANYWHERE, HEAD, TAIL, TITLE, Sign, seen
from monitor.activity.rules.press_quotes import speakers
from monitor.activity.rules.press_voice import SILENCES, self_signs, title_signs, voice_signs

FEWEST_CHARACTERS = 200
"""Shorter texts (excerpts) show too little of their form to say no."""

HEAD_CHARACTERS, TAIL_CHARACTERS = 600, 1200
"""The ends of a text in which a release shows what it is."""

MOST_OF_TITLE = 300

QUOTED_CHARACTERS = 1800
"""Quotations and names are sought up to here."""

PARTS = (1200, 600, 600)
"""Characters of beginning, middle and end by which a longer text is heard; some start like a release, then say I."""

PRESS_MODEL = read_model("press.json")
"""The model that is delivered."""


@dataclass(frozen=True)
class PressRule:
    """Weighs the form of a text.

    Attributes:
        names: The organisation's own names; one as the subject of the first sentence is third-person self reference.
        newsroom: What the organisation published as press releases elsewhere.
        model: The weights.
    """

    names: Sequence[str] = ()
    newsroom: Newsroom = field(default_factory=Newsroom)
    model: Model = PRESS_MODEL

    def judge(self, title: str, text: str, url: str = "", language: str = "", moment: int | None = None) -> Finding:
        """Say whether a text is a press release.

        Args:
            title: Title, "" if there is none.
            text: Plain text, best with its line breaks.
            url: Address, whose path may name the press room.
            language: nl, en, de, fr or another, whose words are not known; "" to find out.
            moment: When it was published, epoch s: releases that came later do not count. None: unknown.

        Returns:
            yes, no, or unknown when the model is in doubt or the text too short to say no; with the probability.
        """
        title, text = mended(title.strip()), mended(text.strip())
        language = language or language_of(title, text).value
        language = language if language in STOP_WORDS else UNKNOWN
        clues = self.model.clues([*form_signs(title, text, language), *self._own_signs(title, text, url, moment)])
        probability = self.model.probability(clues)
        answer = self.model.answer(probability)
        if answer != YES and len(text) < FEWEST_CHARACTERS:
            return Finding(UNKNOWN, "too short to tell")
        if answer != YES and language == UNKNOWN:
            return Finding(UNKNOWN, "in a language whose words are not known")
        return Finding(answer, told(clues), probability)

    def _own_signs(self, title: str, text: str, url: str, moment: int | None) -> Iterator[Sign]:
        """Signs that only this organisation's text has."""
        if address := ADDRESS.search(url):
            yield Sign("address", 1.0, address.group(0))
        if name := next((name for name in self.names if name and text.startswith(name)), ""):
            yield Sign("speaks of itself by name", 1.0, name)
        if twin := self.newsroom.twin_of(f"{title}\n{text}", moment):
            yield Sign("in the newsroom", 1.0, twin)


def form_signs(title: str, text: str, language: str) -> Iterator[Sign]:
    """Give all signs of form in a text.

    Args:
        title: Title, stripped.
        text: Text, stripped.
        language: nl, en, de, fr or unknown.
    """
    title = title[:MOST_OF_TITLE]
    head, tail, read = text[:HEAD_CHARACTERS], text[-TAIL_CHARACTERS:], text[:QUOTED_CHARACTERS]
    heard = _parts(text)
    low_heard = heard.lower()
    low_head, low_tail = low_heard[:HEAD_CHARACTERS], tail.lower()
    yield from seen(TITLE, title, title.lower(), language)
    yield from seen(HEAD, head, low_head, language)
    yield from seen(TAIL, tail, low_tail, language)
    yield from seen(ANYWHERE, heard, low_heard, language)
    yield from speakers(read)
    yield from title_signs(title, language)
    voice = voice_signs(heard, low_heard, language, len(text))
    # Where the words for I, we and you are not known, that none was heard says nothing.
    yield from (sign for sign in voice if language != UNKNOWN or sign.name not in SILENCES)
    yield from self_signs(title, read)


def _parts(text: str) -> str:
    begin, middle, end = PARTS
    if len(text) <= begin + middle + end:
        return text
    half = (len(text) - middle) // 2
    return f"{text[:begin]}\n{text[half : half + middle]}\n{text[-end:]}"
