"""Who is quoted: the end or the beginning of a quotation, and the function of who says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from monitor.activity.rules.press_form import Sign, one_in

FUNCTION = re.compile(
    r"\b(?:CEO|CTO|CFO|COO|CMO|[Cc]hief|(?:[Vv]ice.)?[Pp]resident|[Cc]hair\w*|[Dd]irector|\w*[Mm]anager|[Ff]ounder|"
    r"[Ss]pokes\w+|[Mm]inister\w*|[Ss]ecretary|[Pp]rofessor|[Hh]ead|[Pp]artner|[Ss]enator|Sen\.|[Mm]ayor|"
    r"\w*[Dd]irecteur\w*|\w*directrice|\w*[Vv]oorzitter|\w*[Bb]estuurder|\w*bestuurslid|[Ww]ethouder|[Gg]edeputeerde|"
    r"\w*woordvoer\w+|[Mm]ede-?oprichter|[Oo]prichter|eigenaar|[Hh]oogleraar|[Bb]urgemeester|[Hh]oofd|"
    r"[Pp]roject\w*leider|\w*onderzoeker|[Ss]taatssecretaris|[Ll]ector|[Dd]ijkgraaf|[Cc]onservator|[Rr]ector|"
    r"\w*teamleider|\w*adviseur|\w*coördinator|\w*[Gg]eschäftsführer\w*|Vorsitzende\w*|Vorstand\w*|\w*[Ss]precher\w*|Leiter\w*|"
    r"\w*[Bb]ürgermeister\w*|Gründer\w*|[Pp]résident\w*|[Dd]irectrice|porte-parole|[Ff]ondat(?:eur|rice)|[Mm]aire|"
    r"[Rr]esponsable)\b"
)
"""What makes a person speak for an organisation."""

_AFTER_QUOTE = re.compile(
    r"[\"”“’'»›],?\s(?:said|says|commented|adds|added|stated?s?|explain(?:s|ed)|noted|continued|concluded|according to|"
    r"zegt|zei|aldus|stelt|vertelt|verklaart|vindt|meent|vervolgt|benadrukt|vult|legt|licht|reageert|"
    r"sagt|sagte|so|erklärt|erklärte|betont|ergänzt|"
    r"déclare|a déclaré|affirme|explique|souligne|ajoute|précise|indique|se réjouit|"
    r"selon)\s+(?:[^\s\"“„«]+\s){0,3}?[A-Z]"
)
"""The end of a quotation and who said it."""

_BEFORE_QUOTE = re.compile(
    r"(?<=[A-Za-z]\s)(?:said|says|zegt|sagt|sagte|déclare|stelt|vertelt)(?:\s\w+){0,3}\s?[:,.]\s{0,2}[\"“„«‘']"
)
"""Who says it before the quotation."""

_THEN_FUNCTION = re.compile(r"[\"”“’'»›],?\s[^\W\d_A-Z]{3,}\s")
_FUNCTION_FIRST = re.compile(r"[A-Z][\w.-]+(?:\s\([^)\n]{2,40}\))?:\s{0,2}[\"“„‘'«]")
"""The end of a quotation with any verb, and a name with a colon before one: if a function stands close by."""

_ENDS = frozenset(",.!?…")
_VERBS = (
    "said",
    "says",
    "aldus",
    "zegt",
    "stelt",
    "vertelt",
    "sagt",
    "klärt",
    "déclar",
    "expli",
    "comment",
    "added",
    "zei ",
    "selon",
    "according",
    "noted",
    "adds",
    "stated",
    "souligne",
    "betont",
    "verklaart",
    "vindt",
    "meent",
)
"""Nearly every quotation has one of these; a text without them need not be searched."""
_COLONS = (': "', ": “", ": „", ": ‘", ": '", ":\n", ": «", ':"', ":“")
_MARKS = ('"', "”", "“", "’ ", "' ", "»", ": '", ": ‘")


def speakers(text: str) -> Iterator[Sign]:
    """Give the first quotation by somebody with a function, or else the first with any named speaker."""
    if not one_in(_MARKS, text):
        return
    plain = None
    told = chain(_AFTER_QUOTE.finditer(text), _BEFORE_QUOTE.finditer(text)) if one_in(_VERBS, text) else ()
    for found in told:
        around = text[max(0, found.start() - 60) : found.end() + 110]
        words = " ".join(text[found.start() + 1 : found.end() + 30].split())[:40]
        if FUNCTION.search(around):
            yield Sign("spokesperson", 1.0, words)
            return
        plain = plain or Sign("attributed quote", 1.0, words)
    if words := _function_close_by(text):
        yield Sign("spokesperson", 1.0, words)
    elif plain:
        yield plain


def _function_close_by(text: str) -> str:
    """Words in which a function stands right after or right before a quotation; "" if there are none."""
    for found in _THEN_FUNCTION.finditer(text):
        ended = text[found.start() - 1] in _ENDS or "," in found.group()
        if ended and FUNCTION.search(text, found.end(), found.end() + 50):
            return " ".join(text[found.start() + 1 : found.end() + 40].split())[:40]
    for found in _FUNCTION_FIRST.finditer(text) if one_in(_COLONS, text) else ():
        if function := FUNCTION.search(text, max(0, found.start() - 60), found.end()):
            return " ".join(text[function.start() : found.end()].split())[:40]
    return ""
