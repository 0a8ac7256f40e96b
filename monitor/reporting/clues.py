"""The clues that decided a label, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.activity.rules.finding import Clue, clues_in
from monitor.reporting.i18n import N_, Translator

MOST_CLUES = 3

CLUES: Mapping[str, str] = {
    "heading": N_("headed as a press release"),
    "sender acts in headline": N_("a headline in which the sender does something"),
    "release note": N_("a note on release or embargo"),
    "dateline": N_("place and date in front"),
    "wire": N_("a wire service's mark"),
    "place in capitals": N_("a place in capitals in front"),
    "announces": N_("words of announcement"),
    "introduces the sender": N_("the sender is introduced as to a stranger"),
    "note to editors": N_("a note to editors"),
    "end mark": N_("an end mark"),
    "boilerplate": N_("a standard paragraph about the sender"),
    "press contact": N_("a contact for the press"),
    "contact block": N_("a block of contact details"),
    "for more information": N_("where to ask for more information"),
    "phone number": N_("a telephone number at the end"),
    "forward-looking statements": N_("a warning about forward-looking statements"),
    "legal form or ticker": N_("names with legal form, stock exchange or trade mark"),
    "spokesperson": N_("a quoted spokesperson"),
    "attributed quote": N_("a quotation with its speaker"),
    "share in quotations": N_("much of it is quotation"),
    "address": N_("its web address"),
    "in the newsroom": N_("it repeats a press release of our own"),
    "speaks of itself by name": N_("the sender speaks of itself by name"),
    "a name of the title opens the text": N_("a name of the title opens the text"),
    "comes back to one name": N_("it comes back to one name"),
    "no first person": N_("nobody says I or we"),
    "does not speak to the reader": N_("it does not speak to the reader"),
    "impersonal throughout": N_("impersonal from beginning to end"),
    "impersonal opening": N_("it opens without I, we or you"),
    "first person": N_("somebody says I or we"),
    "speaks to the reader": N_("it speaks to the reader"),
    "spoken words": N_("words as in speech"),
    "questions": N_("it asks questions"),
    "exclamations": N_("it exclaims"),
    "asides in brackets": N_("asides in brackets"),
    "lists": N_("lists"),
    "longer than releases are": N_("longer than press releases are"),
    "asks or explains in the title": N_("the title asks or explains"),
    "exclamation in the title": N_("the title exclaims"),
    "personal words in the title": N_("I, we or you in the title"),
    "a list by its title": N_("a list by its title"),
    "speaks of this post": N_("it calls itself a post"),
    "asks for answers": N_("it asks the reader for an answer"),
    "teaches": N_("it teaches"),
    "leisure": N_("words of leisure"),
    "a feast": N_("words of a feast"),
    "perhaps leisure": N_("words that may mean leisure"),
    "own people": N_("our own people"),
    "with each other": N_("something done with colleagues"),
    "work": N_("words of work"),
    "a trade": N_("words of a trade"),
    "offered to others": N_("leisure of others, or for sale"),
    "work or leisure": N_("may be work or leisure"),
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
