"""The form features of a press release, in Dutch and English (and, where it costs nothing, German and French).

Each feature is declared once: name, weight, the strings without which it cannot be there (a quick look, lower case) and
the pattern that decides. Weights: 5 is a text that calls itself a release, 3 decides unless
the voice speaks against it, 2 needs a little help, 1 and less only support.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.activity.rules.finding import Clue

_MONTHS = (
    r"(?:jan|feb|m(?:aa|ä)?r|apr|mei|may|mai|jun|jul|aug|sep|o[kc]t|nov|de[cz]|"
    r"janv|févr|mars|avr|juin|juil|août|déc)\w*\.?"
)
_DAY = rf"(?:\d{{1,2}}(?:er|st|nd|rd|th|\.)?\s+{_MONTHS}|{_MONTHS}\s+\d{{1,2}}(?:st|nd|rd|th)?)"
_DATE = rf"(?:{_DAY},?\s+(?:19|20)\d\d|\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:19|20)?\d\d)"
_PLACE = r"[^\W\d_][\w.'’ ,/()-]{1,58}?"

HEADINGS = (
    r"(?:pers(?:bericht|mededeling|uitnodiging)|(?:press|news|media) (?:release|advisory)|pressemitteilung|"
    r"communiqué de presse)\b"
)

FUNCTION = re.compile(
    r"\b(?:CEO|CTO|CFO|COO|[Cc]hief|[Pp]resident|[Cc]hair\w*|[Dd]irector|[Mm]anager|[Ff]ounder|[Ss]pokes\w+|[Mm]inister|"
    r"[Ss]ecretary|[Pp]rofessor|\w*directeur|\w*directrice|\w*voorzitter|\w*bestuurder|[Ww]ethouder|\w*woordvoerder|"
    r"oprichter|\w*manager|hoogleraar|[Bb]urgemeester|[Hh]oofd|[Pp]rojectleider|Geschäftsführer\w*|Vorsitzende\w*|"
    r"Sprecher\w*|[Pp]résident\w*|porte-parole)\b"
)
"""What makes a person speak for an organisation."""

ATTRIBUTION = re.compile(
    r"(?:[\"”’'»],?|,(?=\saldus\b))\s(?:said|says|commented|added|stated|explains|zegt|aldus|stelt|vertelt|verklaart|"
    r"licht|sagt|erklärt|déclare|affirme)\s+(?:\w+\s)?[A-Z]"
)
"""The end of a quotation and who said it."""


@dataclass(frozen=True)
class Feature:
    """A sign of a press release.

    Attributes:
        name: What a communication officer calls it.
        weight: Share in the score.
        pattern: What it looks like.
        hints: Lower-case strings of which one must be there; empty when the pattern is quick by itself.
    """

    name: str
    weight: float
    pattern: re.Pattern[str]
    hints: tuple[str, ...] = ()


def _feature(name: str, weight: float, pattern: str, flags: str = "i", hints: str = "") -> Feature:
    chosen = (re.IGNORECASE if "i" in flags else 0) | (re.MULTILINE if "m" in flags else 0)
    return Feature(name, weight, re.compile(pattern, chosen), tuple(filter(None, hints.split("|"))))


TITLE: tuple[Feature, ...] = (
    _feature("heading", 5, rf"^\W*(?:{HEADINGS}|for immediate release)"),
    _feature(
        "self in headline",
        0.75,
        r"^(?:[A-Z][\w&.'’-]*\s){1,5}(?i:announces?|launches|appoints|unveils|secures|completes|kondigt|lanceert|benoemt|"
        r"presenteert|opent|introduceert|neemt|tekent|start|wint)\b",
        "",
    ),
)

HEAD: tuple[Feature, ...] = (
    _feature("heading", 5, rf"\A\W*{HEADINGS}"),
    _feature(
        "release note",
        5,
        r"\bfor immediate release\b|\bvoor (?:onmiddellijke|directe) (?:publicatie|vrijgave)\b|\bonder embargo\b|"
        r"^\W*embargo(?:ed)?\b|\bembargo (?:tot|until)\b|\bzur sofortigen veröffentlichung\b",
        "im",
        "immediate|onmiddellijke|directe|embargo|sofortigen",
    ),
    _feature(
        "dateline",
        3,
        rf"\A[\W_]*{_PLACE}(?:[,(]?\s*(?:{_DATE})|[,(]\s*(?:{_DAY}))[^\n]{{0,40}}?\)?\s*(?:[-–—]{{1,2}}|:)\s",
    ),
    _feature(
        "wire",
        3,
        r"/(?:PR ?Newswire|ANP|Novum|Business ?Wire|GLOBE NEWSWIRE)[^/\n]{0,30}/|@ \d{1,2}:\d\d [AP]M \w+",
        "i",
        "wire|anp|novum|@ ",
    ),
    _feature(
        "place in capitals",
        2,
        r"\A\W*[A-Z][A-Z’'. /-]{2,30}(?:,\s*[^\W\d][^\d\n,]{1,25})?\s*(?:\([^)\n]{3,30}\)\s*)?[-–—]{1,2}\s",
        "",
    ),
    _feature(
        "announces",
        1.25,
        r"\b(?:announce[sd]|unveil(?:s|ed)|launche[sd])\b|"
        r"\b(?:is|are) (?:pleased|proud|delighted|thrilled|excited|happy) to (?:announce|present|introduce|report)|"
        r"\bmaak(?:t|te|ten)(?: \w+){0,3} bekend\b|\bkondig(?:t|de|den)(?: \w+){0,8} aan\b|\bkan tevreden melden|"
        r"\b(?:is|zijn) (?:er )?(?:verheugd|trots|blij)(?: \w+){0,3} te (?:kunnen )?(?:melden|aankondigen|kondigen)|"
        r"\bgibt(?: \w+){0,4} bekannt|\bist (?:stolz|erfreut)|\best (?:fière?|heureux) d|\bannonce\b",
        "i",
        "announce|unveil|launche|to present|to introduce|to report|bekend|kondig|melden|bekannt|stolz|erfreut|fier|"
        "fière|heureux|annonce",
    ),
)

TAIL: tuple[Feature, ...] = (
    _feature(
        "note to editors",
        3,
        r"\bnoot (?:voor|aan|van) de redacties?\b|\bnotes? (?:to|for) editors?\b|\bredactionele noot\b|"
        r"^\W*niet voor publicatie\b|\bhinweis für (?:die )?redaktion\w*",
        "im",
        "noot voor|noot aan|noot van|editor|redactionele|niet voor publicatie|hinweis",
    ),
    _feature(
        "end mark",
        2,
        r"^\s*(?:#{3}|-\s?30\s?-|[-–—]\s?(?:einde?|ends?)(?: persbericht)?\s?[-–—]|\*{3}|#\s#\s#)\s*$|"
        r"\beinde persbericht\b",
        "im",
        "###|# # #|30|einde|end|***",
    ),
    _feature(
        "boilerplate",
        2,
        r"(?:^|[.!?”\")]\s?)\s*(?:(?i:over|about)|Über|À propos d[eu]|Au sujet de)\s(?:(?:het|de|the|la|le|das|die)\s)?"
        r"[A-Z0-9][^\n.?!]{1,55}(?:\n|:|$|(?<=[a-z])(?=[A-Z]))",
        "m",
        "over |about |über |propos|au sujet",
    ),
    _feature(
        "press contact",
        2,
        r"\b(?:pers|media|presse?)[- ]?(?:contact\w*|voorlicht\w+|dienst|woordvoer\w+|inquiries|enquiries|office|"
        r"relations|informatie|kontakt)\b|\b(?:presse?|pers|media|newsroom|pr|redactie|communicatie|voorlichting)@",
        "i",
        "contact|voorlicht|dienst|woordvoer|quiries|office|relations|informatie|kontakt|@",
    ),
    _feature(
        "contact block",
        1.25,
        r"^\W*(?:contact(?:\s?(?:details?|information|informatie|persoon|gegevens|us))?|kontakt(?:-informationen)?|"
        r"coordonnées)(?=[A-Z:\s]|$)|^\W*(?:voor )?(?:meer|nadere) informatie\s*(?::|$)",
        "im",
        "contact|kontakt|coordonn|informatie",
    ),
    _feature(
        "for more information",
        0.75,
        r"\b(?:for (?:more|further|additional) information|(?:voor )?(?:meer|nadere|verdere) informatie|"
        r"für weitere informationen|pour (?:de )?plus amples informations)\b",
        "i",
        "informati",
    ),
)

ADDRESS = re.compile(
    r"/(?:pers|presse?|persbericht(?:en)?|press-releases?|newsroom|mediakamer|communiques?)(?:[-/]|$)", re.IGNORECASE
)
"""A press room in the path of an address."""


def seen(features: Sequence[Feature], text: str) -> Iterator[Clue]:
    """Give the features that `text` shows, with the words they show in."""
    low = text.lower()
    for feature in features:
        if feature.hints and not any(hint in low for hint in feature.hints):
            continue
        if found := feature.pattern.search(text):
            yield Clue(feature.name, feature.weight, " ".join(found.group(0).split())[:40])


def speakers(text: str) -> Iterator[Clue]:
    """Give the first quotation by somebody with a function, or else the first with any named speaker."""
    plain = None
    for found in ATTRIBUTION.finditer(text):
        around = text[max(0, found.start() - 30) : found.end() + 110]
        words = " ".join(text[found.start() + 1 : found.end() + 30].split())[:40]
        if FUNCTION.search(around):
            yield Clue("spokesperson", 2.25, words)
            return
        plain = plain or Clue("attributed quote", 0.75, words)
    if plain:
        yield plain
