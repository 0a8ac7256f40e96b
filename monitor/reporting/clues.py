"""The clues that decided a label, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.activity.rules.finding import Clue, clues_in
from monitor.reporting.i18n import N_, Translator

MOST_CLUES = 3

CLUES: Mapping[str, str] = {
    "heading": N_("headed as a press release"),
    "self in headline": N_("the sender's own name in the headline"),
    "release note": N_("a note on release or embargo"),
    "dateline": N_("place and date in front"),
    "wire": N_("a wire service's mark"),
    "place in capitals": N_("a place in capitals in front"),
    "announces": N_("words of announcement"),
    "note to editors": N_("a note to editors"),
    "end mark": N_("an end mark"),
    "boilerplate": N_("a standard paragraph about the sender"),
    "press contact": N_("a contact for the press"),
    "contact block": N_("a block of contact details"),
    "for more information": N_("where to ask for more information"),
    "spokesperson": N_("a quoted spokesperson"),
    "attributed quote": N_("a quotation with its speaker"),
    "address": N_("its web address"),
    "speaks of itself by name": N_("the sender speaks of itself by name"),
    "no first person": N_("nobody says I or we"),
    "first person": N_("somebody says I or we"),
    "speaks to the reader": N_("it speaks to the reader"),
    "leisure": N_("words of leisure"),
    "perhaps leisure": N_("words that may mean leisure"),
    "own people": N_("our own people"),
    "work": N_("words of work"),
}
"""What the names of the rules' clues mean to a reader."""

BY_HAND = N_("corrected by hand")


def because(words: str, translator: Translator) -> str:
    """Say which clues spoke for a label, strongest first; anything but clues is shown as it is."""
    speaking = [clue for clue in clues_in(words) if clue.weight > 0]
    if not speaking:
        return translator.text(words) if words == BY_HAND else words
    return "; ".join(_told(clue, translator) for clue in speaking[:MOST_CLUES])


def _told(clue: Clue, translator: Translator) -> str:
    name = translator.text(CLUES.get(clue.name, clue.name))
    return f"{name} ({clue.words.strip(' .,')})" if clue.words.strip(" .,") else name
