"""Recognises a video of the company at leisure by its title and description, in Dutch and English.

Leisure words pull one way, words of work and of other people's leisure the other; the title counts more than the
description. An "open dag" is work: it shows the organisation to visitors. A "vrijwilligersdag" may be either: unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from monitor.activity.rules.finding import NO, UNKNOWN, Finding, told
from monitor.activity.rules.logistic import Model
from monitor.activity.rules.outing_against import DEPENDS, OFFER, TRADE, WORK
from monitor.activity.rules.outing_group import Group, Text
from monitor.activity.rules.outing_people import STAFF, TOGETHER
from monitor.activity.rules.outing_words import FEAST, LEISURE, PERHAPS
from monitor.activity.rules.press_form import Sign

DESCRIPTION_SHARE: Mapping[str, float] = {LEISURE.name: 0.7, PERHAPS.name: 0.75, STAFF.name: 0.75}
"""A description mentions much in passing: its words weigh half, those of leisure a little more."""

MOST_CHARACTERS = 300
"""How much of a description is read: what a platform shows of it before somebody unfolds it, and a little more."""

OUTING_MODEL = Model(
    version="outing-4",
    intercept=-2.6,
    weights={
        LEISURE.name: 5.0,
        FEAST.name: 3.4,
        PERHAPS.name: 2.1,
        STAFF.name: 1.9,
        TOGETHER.name: 1.5,
        WORK.name: -2.2,
        TRADE.name: -1.7,
        OFFER.name: -5.0,
        DEPENDS.name: 0.0,
    },
    no_until=0.35,
    yes_from=0.65,
)
"""Set by hand: a word of leisure in the title is enough; a word that may be leisure needs the company's own people, and
with nothing beside it is left open."""

GROUPS: tuple[Group, ...] = (OFFER, LEISURE, FEAST, PERHAPS, STAFF, TOGETHER, WORK, TRADE)
SPEAKING: tuple[Group, ...] = (LEISURE, FEAST, PERHAPS, TOGETHER)
"""Without one of these there is no leisure in a text."""

MOST_OF_TITLE = 300
"""How much of a title is read."""

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
    head, more = Text(title[:MOST_OF_TITLE]), Text(description[:MOST_CHARACTERS])
    words = {word for word in head.order if not word.isdecimal()}
    if (words <= _CAMERA or words <= _MOOD) and not more.order:
        return Finding(UNKNOWN, "no words")
    depends = DEPENDS.find(head) or DEPENDS.find(more)
    speaking = [group for group in SPEAKING if group.find(head) or group.find(more)]
    if depends and LEISURE not in speaking:
        return Finding(UNKNOWN, f"{DEPENDS.name}: {depends}", 0.5)
    if not speaking:
        return Finding(NO, "no word of leisure", model.probability(()))
    clues = model.clues(_signs(head, more))
    probability = model.probability(clues)
    return Finding(model.answer(probability), told(clues), probability)


def _signs(title: Text, description: Text) -> Iterator[Sign]:
    for group in GROUPS:
        if found := group.find(title):
            yield Sign(group.name, 1.0, found)
        elif found := group.find(description):
            yield Sign(group.name, DESCRIPTION_SHARE.get(group.name, 0.5), found)
        if group in {LEISURE, FEAST} and found:
            # A strong word contains the weak one ("kerstborrel"): it must not count twice.
            title, description = title.without(found), description.without(found)
