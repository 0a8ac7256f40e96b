"""Tells Dutch, English, German and French apart by their commonest words and letter pairs; a library names the rest.

Stop words make up 35 to 50 % of running text in these languages, so a few words are enough. A text that looks like none
of the four, like two of them, or has few such words is shown to py3langid; what that is not sure of is unknown.
"""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.activity.rules.finding import UNKNOWN, Finding
from monitor.activity.rules.language_library import library_language

STOP_WORDS: dict[str, str] = {
    "nl": """de het een en van ik te dat die in is niet op aan met als voor er maar om hem dan zou of wat mijn dit zo
        door over ze zich bij ook tot je mij uit der daar naar heb hoe heeft hebben deze u nog zal wij onze ons
        wordt worden zijn was werd geen meer al kan kunnen veel wel jij jullie hun haar hij zij vandaag morgen jaar
        nieuwe onder tegen na toch omdat wie waar wanneer welke iedereen alle gaan gaat komt maken weer mee eens
        lekker bedankt""",
    "en": """the of and to a in is it you that he was for on are with as i his they be at one have this from or had by
        not but what all were we when your can said there use an each which she do how their if will up other about
        out many then them these so some her would make like him into time has look two more our us new been who its
        now may than just today here why where because while very thanks""",
    "de": """der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er
        hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur
        bis mehr durch man sein wurde sei wir uns unser unsere ihr ihre ich heute morgen jahr neue kein wenn kann
        danke""",
    "fr": """de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec son aux
        ses mais comme on tout nous sa fait été aussi leur bien peut ces y deux même elle vous notre nos votre vos
        je ou où cette être ont était très sans aujourd'hui merci""",
}
"""Commonest words of each language; one that several share counts less for each of them."""

STRANGERS = """el los las una del por con para como está muy pero che di il per sono una della gli non più não uma os
    em com och att det som är på av til ikke og jeg w na się nie jest z ve bir bu için"""
"""Common words of other languages: they speak against all four."""

LETTERS: dict[str, tuple[str, ...]] = {
    "nl": ("ij", "aar ", "oen", "aa", "ui", "sch"),
    "en": ("th", "wh", "ing ", "tion", " w"),
    "de": ("ß", "ü", "ö", "ä", "ung ", "sch", "ich", "ei"),
    "fr": ("é", "è", "ê", "ç", "à", "eau", "oi", "l'", "d'", "qu"),
}
"""Letter groups much commoner in one language than in the others; a light second opinion for short texts."""

MOST = 400
"""Characters looked at: more changes no answer."""
REMEMBERED = 4096
"""Beginnings of texts remembered: a text may be labelled as a post and again as a video."""
FEWEST_WORDS = 3
"""Below this a text is names and tags, not language."""
FEW_WORDS = 30
"""From here on common words decide alone."""
FEW_COMMON = 0.12
"""With a smaller share of common words (weighed) a text may be in a language that shares some: the library is asked."""
LEAST_SCORE = 1.5
"""About two unshared stop words; checked on 992 texts cut to the length of a short post."""
LEAD = 1.25
"""How much better the best language must score than the next."""

_NO_LANGUAGE = re.compile(r"https?://\S+|www\.\S+|[@#]\w+")
_WORD = re.compile(r"\b[^\W\d_]+(?:'[^\W\d_]+)?\b")


def _weights() -> dict[str, tuple[float, ...]]:
    """Word -> weight for each language; the last place counts strangers."""
    lists = [set(words.split()) for words in (*STOP_WORDS.values(), STRANGERS)]
    every = set().union(*lists)
    return {
        word: tuple((word in words) / sum(word in other for other in lists) ** 1.5 for words in lists) for word in every
    }


_WEIGHTS = _weights()
_CODES = tuple(STOP_WORDS)


def language_of(title: str, text: str) -> Finding:
    """Tell the language of a post.

    Args:
        title: Title, "" if there is none.
        text: Text, "" if there is none.

    Returns:
        nl, en, de, fr, another two-letter code, or unknown; with the words that decided.
    """
    return _language(f"{title}. {text}"[:MOST])


@lru_cache(maxsize=REMEMBERED)
def _language(begin: str) -> Finding:
    shown = _NO_LANGUAGE.sub(" ", begin).lower().replace("’", "'")
    words = _WORD.findall(shown)
    if len(words) < FEWEST_WORDS:
        return Finding(UNKNOWN, "too short")
    seen = [(word, _WEIGHTS[word]) for word in words if word in _WEIGHTS]
    totals = [sum(column) for column in zip(*(weights for _, weights in seen), strict=True)] or [0.0] * 5
    scores = dict(zip(_CODES, totals, strict=False))
    if len(words) < FEW_WORDS:
        scores = {code: score + _letters(shown, code, len(words)) for code, score in scores.items()}
    best, second = sorted(scores, key=lambda code: -scores[code])[:2]
    place = _CODES.index(best)
    if scores[best] < LEAST_SCORE or scores[best] < LEAD * max(scores[second], totals[-1]):
        return _by_letters(begin, Finding(UNKNOWN, "no clear language"))
    decisive = dict.fromkeys(word for word, weights in seen if weights[place] > 0.3)
    found = Finding(best, " ".join(list(decisive)[:6]))
    return found if totals[place] >= FEW_COMMON * len(words) else _by_letters(begin, found)


def _by_letters(begin: str, own: Finding) -> Finding:
    """Ask the library about a text with few common words; what it is not sure of changes nothing."""
    code, probability = library_language(_NO_LANGUAGE.sub(" ", begin))
    return Finding(code, f"groups of letters ({probability:.2f})") if code and code != own.value else own


def _letters(shown: str, code: str, words: int) -> float:
    """Weigh the letter groups: at most as much as a stop word for every five words."""
    hits = sum(shown.count(group) for group in LETTERS[code])
    return min(0.25 * hits, 0.2 * words)
