"""The form of a press release: what a communication officer points at, whatever the text is about.

Each sign is declared once: its name, the strings without which it cannot be there (a quick look) and what it looks
like, in every language or in each. `press.json` says how much each sign weighs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from monitor.activity.rules.press_phrases import ANNOUNCES, ANSWERS, MORE, TEACHES, THIS_POST

_MONTHS = (
    r"(?i:jan|feb|fév|m(?:aa|ä)?r|apr|avr|mei|may|mai|jun|jul|juin|juil|aug|août|sep|o[kc]t|nov|de[cz]|déc)[^\W\d_]*\.?"
)
_DAY = rf"(?:\d{{1,2}}(?:er|st|nd|rd|th|\.)?\s+{_MONTHS}|{_MONTHS}\s+\d{{1,2}}(?:st|nd|rd|th)?)"
_DATE = rf"(?:{_DAY},?\s+(?:19|20)\d\d|\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d)"
_PLACE = (
    r"['’]?[A-ZÀ-Ý][\w'’.-]*(?:[ ,/()-]{1,2}(?:[A-ZÀ-Ý][\w'’.-]*|"
    r"aan|bij|den?|der|op|van|am|an|im|of|the|sur|les?|la|en|und|and|et)){0,6}"
)
"""A place: words with capitals and what stands between them."""
_WEEKDAY = r"(?:(?:le|den|on|op)\s)?(?:[^\W\d_]{2,10},?\s)?"
_DASH = r"\s*(?:[-–—―]{1,2}|:|\||\.\s[-–—])\s"

HEADINGS = (
    r"(?:pers(?:bericht|mededeling|verklaring|uitnodiging)|(?:press|news|media) (?:release|advisory|statement)|"
    r"(?:presse|medien)(?:mitteilung|information|meldung|erklärung)|communiqué(?: de presse)?)\b"
)
"""What a release is headed with."""

_ALONE = r"(?:\s*(?:[:|–—*\n-]|\Z)|\s+(?:\d|van |der |de la |du ))"
"""After a heading: a text on how to write a press release is none."""


class Sign(NamedTuple):
    """A sign that was seen: how strongly (0 to 1) and in which words."""

    name: str
    value: float
    words: str


@dataclass(frozen=True)
class Feature:
    """A sign that is there or not.

    Attributes:
        name: What a communication officer calls it.
        patterns: What it looks like, by language; "" is every language.
        hints: Lower-case strings of which one must be there; empty when the pattern is quick by itself.
        lower: Whether it is sought in lower case (quicker than ignoring case).
    """

    name: str
    patterns: Mapping[str, re.Pattern[str]]
    hints: tuple[str, ...] = ()
    lower: bool = True

    def find(self, text: str, low: str, language: str) -> Sign | None:
        """Look for the sign in a text that is also given in lower case; an unknown language is tried as each."""
        if self.hints and not one_in(self.hints, low):
            return None
        searched = low if self.lower else text
        for pattern in self._fitting(language):
            found = pattern.search(searched)
            while found and _within_a_word(searched, found.start()):
                found = pattern.search(searched, found.start() + 1)
            if found:
                return Sign(self.name, 1.0, " ".join(text[found.start() : found.end()].split())[:40])
        return None

    def _fitting(self, language: str) -> Sequence[re.Pattern[str]]:
        one = self.patterns.get(language) or self.patterns.get("")
        return (one,) if one else tuple(self.patterns.values())


@dataclass(frozen=True)
class Phrases:
    """A sign that is there when one of some phrases is; looking for each is quicker than one pattern for all.

    Attributes:
        name: What a communication officer calls it.
        phrases: Phrases in lower case, by language; "" is every language.
    """

    name: str
    phrases: Mapping[str, tuple[str, ...]]

    def find(self, text: str, low: str, language: str) -> Sign | None:
        """Look for the sign; see `Feature.find`."""
        one = self.phrases.get(language) or self.phrases.get("")
        for phrase in one or chain.from_iterable(self.phrases.values()):
            if phrase in low:
                return Sign(self.name, 1.0, phrase.strip())
        return None


def one_in(words: tuple[str, ...], text: str) -> bool:
    """Whether one of the words is in the text; a plain loop is twice as quick as any()."""
    for word in words:  # noqa: SIM110
        if word in text:
            return True
    return False


def _within_a_word(text: str, begin: int) -> bool:
    """Whether a match begins within a word. A pattern that begins with a word's edge is five times as slow."""
    return begin > 0 and text[begin].isalnum() and text[begin - 1].isalnum()


def _feature(name: str, pattern: str, hints: str = "", *, lower: bool = True) -> Feature:
    return Feature(name, {"": re.compile(pattern, re.MULTILINE)}, tuple(filter(None, hints.split("|"))), lower)


TITLE: tuple[Feature | Phrases, ...] = (
    _feature(
        "heading", rf"\A\W*(?:{HEADINGS}{_ALONE}|for immediate release)", "pers|rele|advi|stat|presse|medien|commun"
    ),
    _feature(
        "sender acts in headline",
        r"\A(?:[A-Z0-9][\w&.'’/-]*\s|(?:van|de|der|den|het|en|und|and|of|for|et|du|des|la|le|voor|für)\s){1,8}"
        r"(?i:announces?|launch(?:es)?|appoints?|unveils?|secures?|completes?|introduces?|expands?|acquires?|receives?|"
        r"partners?|joins?|reports?|releases?|raises?|opens?|wins?|names?|signs?|celebrates?|publishes|presents?|"
        r"[a-zë]{2,}t|neemt|biedt|krijgt|gaat|komt|verkoopt|breidt|stelt|"
        r"annonce|lance|nomme|présente|ouvre|publie|reçoit|remporte|signe|accueille|organise|rejoint)\b",
        lower=False,
    ),
)
"""Signs in the title."""

HEAD: tuple[Feature | Phrases, ...] = (
    _feature("heading", rf"\A\W*{HEADINGS}{_ALONE}", "pers|rele|advi|stat|presse|medien|commun"),
    _feature(
        "release note",
        r"for immediate release\b|voor (?:onmiddellijke|directe) (?:publicatie|vrijgave)\b|"
        r"onder embargo\b|^\W*(?:sperrfrist|embargo(?:ed)?)\b|embargo (?:tot|until)\b|"
        r"(?:zur sofortigen|frei zur) veröffentlichung\b|pour (?:diffusion|publication) immédiate\b",
        "immediate|onmiddellijke|directe|embargo|sperrfrist|veröffentlichung|immédiate",
    ),
    _feature(
        "dateline",
        rf"\A(?=[^\0]{{0,90}}?\d)[\W_]*{_PLACE}(?:[,(]?\s*{_WEEKDAY}{_DATE}|\s?[,(]\s*{_WEEKDAY}{_DAY})"
        rf"[^\n]{{0,40}}?\)?(?:{_DASH}|\s*(?:\n|\Z))",
        lower=False,
    ),
    _feature(
        "wire",
        r"/(?:pr ?newswire|anp|novum|business ?wire|globe ?newswire|pressetext)[^/\n]{0,30}/|@ \d{1,2}:\d\d [ap]m \w+|"
        r"\((?:anp|novum|ots|ots/[a-z]+|business wire|globe newswire|belga|afp)\)",
        "wire|anp|novum|@ |(ots|belga|afp|pressetext",
    ),
    _feature(
        "place in capitals",
        r"\A\W*[A-ZÀ-Ý][A-ZÀ-Ý’'. /-]{2,30}(?:,\s*[^\W\d][^\d\n,]{1,25})?\s*(?:\([^)\n]{3,30}\)\s*)?[-–—]{1,2}\s",
        lower=False,
    ),
    Feature("announces", {language: re.compile(said) for language, said in ANNOUNCES.items()}),
    _feature(
        "introduces the sender",
        r"[A-Z][\w&.-]*(?:\s\([^)\n]{2,60}\))?,\s(?:(?:an?|the|een|de|het|eine?|der|die|das|une?|le|la|"
        r"toonaangevend\w*|"
        r"leverancier|aanbieder|specialist|producent|marktleider|onderdeel|Anbieter|Hersteller|Spezialist|éditeur|"
        r"fournisseur|leader|spécialiste)\s|l['’])[A-Za-zà-ÿ]",
        lower=False,
    ),
)
"""Signs at the beginning of the text."""

TAIL: tuple[Feature | Phrases, ...] = (
    _feature(
        "note to editors",
        r"noot (?:voor|aan|van|t\.?b\.?v\.?) (?:de )?(?:redacties?|pers|media|journalist\w*)\b|redactionele noot\b|"
        r"noot redactie\b|^\W*(?:informatie|achtergrond\w*|extra informatie) voor (?:de )?(?:pers|media|redacties?)\b|"
        r"notes? (?:to|for) (?:the )?(?:editors?|journalists?|media|press)\b|niet (?:voor|ter) publicatie\b|"
        r"(?:hinweise?|anmerkung) (?:für|an) (?:die )?redaktion\w*|^\W*voor de redactie\b|"
        r"nicht zur veröffentlichung\b|ne pas publier\b|^\W*(?:voor|aan) de (?:pers|media)\W*$|"
        r"note (?:aux|à l['’]attention des) (?:rédactions?|rédacteurs|journalistes)\b",
        "noot |note to|notes to|note for|notes for|note aux|note à|redactie|niet voor publi|"
        "niet ter publi|redaktion|nicht zur|ne pas publ|"
        "de pers\n|de media\n|voor de pers|voor de media|voor pers|voor media",
    ),
    _feature(
        "end mark",
        r"^\s*(?:#{3}|-\s?30\s?-|[-–—]\s?(?:einde?|ends?|ende|fin)(?: persbericht)?\s?[-–—]|\*{3}|#\s#\s#|ends)\s*$|"
        r"einde (?:van (?:het|dit) )?persbericht\b|^\W*einde bericht\W*$|^\W*(?:ende der (?:presse)?mitteilung|"
        r"fin du communiqué)\b",
        "###|fin du|ende der|# # #|-30-|- 30 -|einde|\nend|- end|-end|–end|– end|***|- fin|– fin|— end",
    ),
    _feature(
        "boilerplate",
        r"(?:^|[.!?”\")]\s?)\W*(?:(?i:over|about)|Über|Zum Unternehmen|Zur Person|"
        r"[ÀA] propos(?: d[eu’']| des)?|Au sujet d[eu])[ :]\s?"
        r"(?:(?:het|de|the|la|le|das|die|den|l['’])\s?)?[A-Z0-9ÄÖÜÉ][^\n.?!]{0,55}(?:\W*\n|:|$|(?<=[a-z])(?=[A-Z]))",
        "over |about |über |propos|au sujet|zum unternehmen",
        lower=False,
    ),
    _feature(
        "press contact",
        r"(?:pers|press|media|presse|medien)[- ]?(?:contact\w*|voorlicht\w+|dienst|woordvoer\w+|inquir\w+|enquir\w+|"
        r"office|relations|informatie|kontakt\w*|stelle|vragen|sprecher\w*|chef|team|referent\w*|anfragen)\b",
        "perscont|pers cont|press c|pressco|media c|voorlicht|persdienst|woordvoer|quir|office|relations|"
        "persinformatie|kontakt|stelle|persvragen|sprecher|pressechef|persteam|press team|pressereferent|anfragen",
    ),
    _feature(
        "press contact",
        r"contacts? (?:presse|médias?)\b|(?:service|relations) (?:de )?presse\b|journalisten kunnen\b",
        "contact presse|contacts presse|contact méd|de presse|service presse|relations presse|journalisten kunnen",
    ),
    _feature(
        "press contact",
        r"(?:presse?|pers|media|newsroom|pr|redactie|communicat|voorlichting|persvoorlichting|kommunikation|woordvoer)"
        r"[\w.-]*@",
        "@",
    ),
    _feature(
        "contact block",
        r"^\W*(?:(?i:(?:media |press )?contact(?:\s?(?:details?|information|informatie|persoon|gegevens|us|s))?|"
        r"kontakt(?:-?informationen|daten|e)?|ansprechpartner\w*|coordonnées|woordvoer(?:der|ing)|informatie|"
        r"inlichtingen|(?:voor )?(?:meer|nadere) (?:informatie|inlichtingen)|for (?:more|further) information|"
        r"weitere informationen|pour (?:en savoir plus|plus d['’]informations?)))(?=\s*:|\s*$|[A-Z])",
        "contact|kontakt|ansprech|coordonn|informati|inlichting|woordvoer|savoir",
        lower=False,
    ),
    Phrases("for more information", MORE),
    _feature(
        "phone number",
        r"[+(0-9](?:(?:(?<=\+)\d|(?<=\()0|(?<=0))\d?[\d\s()/.–-]{7,16}\d|(?<=\d)\d\d[-./ ]\d{3}[-. ]\d{4})\b",
    ),
    _feature(
        "forward-looking statements",
        r"forward[- ]looking statements?|toekomstgerichte (?:uitspraken|verklaringen)|"
        r"zukunftsgerichtete\w* aussagen|déclarations prospectives",
        "looking|toekomstgericht|zukunftsgericht|prospectives",
    ),
)
"""Signs at the end of the text."""

ANYWHERE: tuple[Feature | Phrases, ...] = (
    Phrases("speaks of this post", THIS_POST),
    Phrases("asks for answers", ANSWERS),
    Phrases("teaches", TEACHES),
)
"""Signs in the whole text."""

ADDRESS = re.compile(
    r"/(?:pers|presse?|persbericht(?:en)?|press-?releases?|news-?releases?|newsroom|mediakamer|persruimte|perskamer|"
    r"communiques?|pressemitteilung(?:en)?|pressebereich)(?:[-/?.]|$)",
    re.IGNORECASE,
)
"""A press room in the path of an address."""


def seen(features: Sequence[Feature | Phrases], text: str, low: str, language: str) -> Iterator[Sign]:
    """Give the features that `text` (`low` in lower case) shows, with the words they show in."""
    for feature in features:
        if found := feature.find(text, low, language):
            yield found
