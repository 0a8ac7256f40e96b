"""Recognises a video of the company at leisure by its title and description, in Dutch and English.

Leisure words pull one way, words of work and of other people's leisure the other; the title counts more than the
description. An "open dag" is work: it shows the organisation to visitors. A "vrijwilligersdag" may be either: unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from monitor.activity.rules.finding import NO, UNKNOWN, Clue, Finding, folded, told
from monitor.activity.rules.logistic import Model
from monitor.activity.rules.outing_words import DEPENDS, FEAST, LEISURE, OFFER, PERHAPS, STAFF, TOGETHER, WORK
from monitor.activity.rules.press_form import Sign

DESCRIPTION_SHARE: Mapping[str, float] = {LEISURE.name: 0.7}
"""A description mentions much in passing: its words weigh half, those of leisure a little more."""

MOST_CHARACTERS = 1500
"""How much of a description is read."""

OUTING_MODEL = Model(
    version="outing-2",
    intercept=-2.6,
    weights={
        LEISURE.name: 5.0,
        FEAST.name: 3.4,
        PERHAPS.name: 1.8,
        STAFF.name: 1.9,
        TOGETHER.name: 1.5,
        WORK.name: -2.2,
        OFFER.name: -5.0,
        DEPENDS.name: 0.0,
    },
    no_until=0.35,
    yes_from=0.65,
)
"""Set by hand: a word of leisure in the title is enough; a word that may be leisure needs the company's own people."""

MOST_OF_TITLE = 300
"""How much of a title is read."""

_GAPS = re.compile(r"[\W_\d]+")
_CAMERA_WORDS = "img dsc mvi mov vid video film filmpje clip untitled zonder titel avi mp wmv mpg"
_CAMERA = frozenset(_CAMERA_WORDS.split())
"""Words of a camera's file name."""

_MOOD_WORDS = """wat een what a it was het so much fun party time feest gezellig leuk great
    dag avond middag day night evening"""
_MOOD = frozenset(_MOOD_WORDS.split())
"""Words of a title that tells the mood and not what is seen."""


def outing_of(title: str, description: str, model: Model = OUTING_MODEL) -> Finding:
    """Say whether a video shows the company at leisure.

    Args:
        title: Title of the video.
        description: Description, "" if there is none.
        model: The weights.

    Returns:
        yes, no, or unknown when there are no words (no title, or a camera's file name) or they point both ways; with
        the probability.
    """
    plain, more = folded(title[:MOST_OF_TITLE]), folded(description[:MOST_CHARACTERS])
    words = set(_GAPS.sub(" ", plain).split())
    if (words <= _CAMERA or words <= _MOOD) and not more.strip():
        return Finding(UNKNOWN, "no words")
    clues = model.clues(_signs(plain, more))
    depends = DEPENDS.pattern.search(plain) or DEPENDS.pattern.search(more)
    speaking = any(clue.name in {LEISURE.name, FEAST.name, PERHAPS.name, TOGETHER.name} for clue in clues)
    if depends and not _has(clues, LEISURE.name):
        return Finding(UNKNOWN, f"{DEPENDS.name}: {depends.group(0)}", 0.5)
    if not speaking:
        return Finding(NO, "no word of leisure", model.probability(()))
    probability = model.probability(clues)
    return Finding(model.answer(probability), told(clues), probability)


def _has(clues: list[Clue], name: str) -> bool:
    return any(clue.name == name for clue in clues)


def _signs(title: str, description: str) -> Iterator[Sign]:
    for group in (OFFER, LEISURE, FEAST, PERHAPS, STAFF, TOGETHER, WORK):
        if found := group.pattern.search(title):
            yield Sign(group.name, 1.0, found.group(0).strip())
        elif found := group.pattern.search(description):
            yield Sign(group.name, DESCRIPTION_SHARE.get(group.name, 0.5), found.group(0).strip())
        if group in {LEISURE, FEAST} and found:
            # A strong word contains the weak one ("kerstborrel"): it must not count twice.
            title, description = (text.replace(found.group(0), " ") for text in (title, description))
