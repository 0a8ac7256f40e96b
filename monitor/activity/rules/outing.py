"""Recognises a video of the company at leisure by its title and description, in Dutch and English.

Leisure words pull one way, words of work the other; the title counts more than the description. Compounds and
inflections are covered by their stems: nieuwjaarsborrels, personeelsuitje, kerstborrelfilmpje. An "open dag" is work:
it shows the organisation to visitors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.activity.rules.finding import NO, UNKNOWN, YES, Clue, Finding, folded, told

ENOUGH = 1.5
"""Score for an outing: one strong leisure word in the title, or in the description if no word of work is near."""

DESCRIPTION_SHARE = 0.6
"""A description mentions much in passing."""

MOST_CHARACTERS = 1500
"""How much of a description is read."""


@dataclass(frozen=True)
class _Group:
    name: str
    weight: float
    pattern: re.Pattern[str]


def _stems(*stems: str) -> re.Pattern[str]:
    return re.compile("|".join(stems))


_STAFF_NL = r"\b(?:bedrijfs|personeels|medewerkers|team|afdelings|kantoor|collega|vrijwilligers)-?\s?"
_STAFF_EN = r"\b(?:company|staff|team|office|corporate|employees?'?|work|department)s?\s(?:\w+\s)?"

STRONG = _Group(
    "leisure",
    2.5,
    _stems(
        _STAFF_NL + r"(?:uitje|feest|borrel|barbecue|bbq|reis|etentje|diner|lunch|weekend|sportdag|toernooi|dagje)\w*",
        r"\b(?:team|personeels|hei|familie)dag(?:en|je)?\b",
        r"\bteam-?\s?(?:building|outing|uitje)s?\b",
        r"\bvrijmibo\w*|\bvrijdagmiddagborrel\w*",
        r"\b(?:nieuwjaars|kerst|zomer|winter|eindejaars|jubileum|afscheids|opening|sinterklaas)-?(?:borrel|receptie|barbecue|bbq|feest)\w*",
        r"\bkerst-?(?:feest|diner|lunch|ontbijt|pakket|trui|viering|gala|etentje|bingo)\w*",
        r"\b(?:sinterklaas|pieten)-?(?:feest|viering|avond|middag|bezoek)?\b(?!\s?(?:gedicht|wedstrijd|actie))",
        _STAFF_EN
        + r"(?:party|parties|outings?|drinks|retreat|picnic|barbecue|bbq|dinner|lunch|trip|away day|day out|offsite)\b",
        r"\b(?:christmas|xmas|holiday|new year'?s?(?: eve)?|summer|halloween|farewell)\s(?:party|parties|drinks|bbq|"
        r"barbecue|jumpers?)\b",
        r"\b(?:friday|after-?work|new year'?s?|christmas)\s(?:afternoon\s)?drinks\b",
        r"\bteam ?days?\b|\baway ?days?\b|\bugly (?:christmas )?sweaters?\b|\bharlem shake\b|\blip ?dub\w*",
    ),
)
WEAK = _Group(
    "perhaps leisure",
    0.8,
    _stems(
        r"\b\w*(?:uitje|borrel)s?\b",
        r"\b\w*feest(?:je|jes|en|avond)?\b",
        r"\b\w*barbecue\w*|\bbbq\b|\bbarbecueen\b",
        r"\b(?:bowlen|karten|poolen|paintball\w*|lasergamen|karaoke|skireis|zeildag|zeiltocht|wadlopen|kroegentocht)\b",
        r"\b(?:party|parties|outing|bowling|go-?karting|picnic|pub quiz|pubquiz|flash ?mob)\b",
        r"\bgezellig\w*|\bproost\b|\bcheers\b|\bsfeerimpressie\b|\baftermovie\b",
    ),
)
STAFF = _Group(
    "own people",
    0.8,
    _stems(
        r"\b(?:collega'?s?|personeel|medewerkers|ons team|het team|ons kantoor|met z'?n allen|jaarlijkse)\b",
        r"\b(?:colleagues|staff|employees|our team|the team|our office|annual)\b",
    ),
)
WORK = _Group(
    "work",
    -1.0,
    _stems(
        r"\bopen ?(?:dag|dagen|huis|day|days|house)\b",
        r"\b(?:uitleg|handleiding|instructie\w*|webinar\w*|cursus\w*|opleiding\w*|training\w*|workshop\w*|lezing\w*|college)\b",
        r"\b(?:interview\w*|\w*toespraak|speech|presentatie\w*|presentation\w*|demonstrati\w*|demo|tutorial\w*)\b",
        r"\b(?:keynote\w*|lecture\w*|talk|course)\b",
        r"\b(?:congres\w*|conferentie\w*|conference\w*|symposium|seminar\w*|beurs|debat\w*|debate)\b",
        r"\b(?:how to|hoe werkt|hoe maak|hoe je|zo werkt|tips?|stap voor stap|step by step)\b",
        r"\b(?:explained|review|using|introduction)\b",
        r"\b(?:project\w*|onderzoek\w*|research|installati\w*|install\w*|onderhoud|product\w*|klant\w*|customer\w*|case)\b",
    ),
)

_WORDLESS = re.compile(
    r"^\W*(?:img|dsc|mvi|mov|vid|video|film|clip|untitled|zonder titel)?[\W_\d]*(?:mov|avi|mp4|wmv|mpg)?\W*$"
)
"""A camera's file name."""


def outing_of(title: str, description: str) -> Finding:
    """Say whether a video shows the company at leisure.

    Args:
        title: Title of the video.
        description: Description, "" if there is none.

    Returns:
        yes, no, or unknown when there are no words (no title, or a camera's file name).
    """
    plain, more = folded(title), folded(description[:MOST_CHARACTERS])
    if _WORDLESS.match(plain) and not more.strip():
        return Finding(UNKNOWN, "no words")
    clues = list(_clues(plain, more))
    if not any(clue.weight > 0 and clue.name != STAFF.name for clue in clues):
        return Finding(NO, "no word of leisure")
    score = sum(clue.weight for clue in clues)
    return Finding(YES if score >= ENOUGH else NO, told(clues))


def _clues(title: str, description: str) -> Iterator[Clue]:
    for group in (STRONG, WEAK, STAFF, WORK):
        if found := group.pattern.search(title):
            yield Clue(group.name, group.weight, found.group(0).strip())
        elif found := group.pattern.search(description):
            yield Clue(group.name, round(group.weight * DESCRIPTION_SHARE, 2), found.group(0).strip())
        if group is STRONG and found:
            # A strong word contains the weak one ("kerstborrel"): it must not count twice.
            title, description = (text.replace(found.group(0), " ") for text in (title, description))
