"""Words of leisure and of work in titles of videos, in Dutch and English: stems that survive compounds and inflection.

All are sought in lower case without accents. The Dutch of a company outing is one long word after another
(nieuwjaarsborrelfilmpje), so Dutch stems are open at their end; English ones end where the word ends.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_STAFF_NL = (
    r"(?:bedrijfs|personeels|medewerkers|team|afdelings|kantoor|collegas?|zaak|pv|werk|directie|management|ploeg|"
    r"personeelsverenigings)"
)
_SEASON_NL = (
    r"(?:kerst|nieuwjaars|oudejaars|eindejaars|zomer|winter|voorjaars|najaars|lente|herfst|paas|sinterklaas|"
    r"halloween|carnavals?|koningsdag|koninginnedag|jubileum|lustrum|afscheids|pensioen|openings|verhuis|"
    r"verrassings|vrijdag(?:middag)?|midzomer|oktober|bouwvak|vakantie)"
)
_FUN_NL = (
    r"(?:uitje|feest|borrel|barbecue|bbq|reis|trip|etentje|diner|lunch|brunch|ontbijt|weekend|sportdag|spelen|toernooi|"
    r"voetbal|dagje|uitstap|excursie|drink|gala|bingo|quiz|party|viering|picknick|zeskamp|kroegentocht|fietstocht|"
    r"vaartocht|speurtocht|pingpong|karaoke|soos|disco)"
)
_STAFF_EN = r"(?:company|staff|team|office|corporate|employees?'?|colleagues?'?|work|department|crew)(?:'?s)?"
_FUN_EN = (
    r"(?:happy hours?|socials?|cookout|quiz(?: night)?|hike|gala|party|parties|outings?|drinks|retreats?|picnics?|"
    r"barbecues?|bbqs?|dinner|lunch|brunch|breakfast|trip|away ?days?|days? out|nights? out|off-?sites?|olympics|games|"
    r"fun day|sports day|family day|tournament|weekend|celebrations?|potluck|cook-?off|halloween|karaoke|costumes?|"
    r"appreciation (?:day|week)|bash|do|beers|bake ?-?off|disco|talent show)"
)
_SEASON_EN = (
    r"(?:christmas|xmas|holiday|new year'?s?(?: eve)?|summer|halloween|farewell|leaving|retirement|surprise|welcome|"
    r"end[- ]of[- ](?:year|summer)|spring|winter|autumn|easter|anniversary)"
)


class Group(NamedTuple):
    """Words that speak the same way.

    Attributes:
        name: What a reader calls them.
        pattern: The words.
    """

    name: str
    pattern: re.Pattern[str]


def _group(name: str, *stems: str) -> Group:
    return Group(name, re.compile("|".join(stems)))


OFFER = _group(
    "offered to others",
    r"\b(?:boek(?:en)?|huren|huur|reserveer|organiseren|arrangement\w*|verzekeren|kies(?:en)?|bestel\w*|collectie|"
    r"locaties?|feestzaal|catering|prijsvraag|ideeen|inspiratie|gezocht|voor uw|uw (?:bedrijf|personeel)|cadeau\w*)\b",
    r"\b(?:book(?:ed)?|hire|hiring|venues?|plan an?|organi[sz]e|ideas|packages?|insurance|for your|order|guide|"
    r"gifts?)\b",
    r"\b(?:hoe|waarom) \w+|\bzo (?!vierden|was|vieren|gezellig)\w+|\bhow to\b|\bwhy\b|\b(?:\d+ )?(?:tips?|recept\w*|"
    r"recipes?)\b",
    r"\bkinderfeest\w*|\bverjaardagsfeestje\w*|\bbirthday part\w+ (?:at|in|for)\b|\bkids'?\b|\b(?:kerst|"
    r"nieuwjaars)concert\b",
    r"\b(?:dorps|buurt|stads|straat|wijk|school|bevrijdings|suiker|offer|oogst)feest\w*|\bfestival\w*|"
    r"\bfeestdagen\w*|\bfeesttent\w*",
    r"\b(?:third|political|search|launch|street)[- ]part\w+|\bparty (?:tent|line|wall|leader|politic|animal)\w*|"
    r"\bbasisschool\b|\bmet kinderen\b",
    r"\bfeest (?:der|van de|voor het oog)\b|\boutings? (?:the|of)\b|\b(?:student|junior|open)\s(?:finals?|"
    r"tournament)\b",
)
"""Leisure that is somebody else's, or for sale."""

LEISURE = _group(
    "leisure",
    rf"\b{_STAFF_NL}-?\s?(?:{_FUN_NL}|avond)\w*",
    rf"\b{_SEASON_NL}-?\s?(?:{_FUN_NL}|receptie)\w*",
    r"\bkerst-?(?:pakket|trui)\w*|\bkersttruien\w*",
    r"\b(?:team|personeels|medewerkers|afdelings|kantoor|hei)dag(?:en|je)?\b|\bteam-?\s?building(?!\s(?:ideas|"
    r"fails))\w*",
    r"\bvrijmibo\w*|\bharlem shake\b|\blip ?dub\w*|\bpersoneelsvereniging\b|\bfamiliedag(?:en)?\b|\bpakjesavond\b",
    r"\b(?:ons|onze|jaarlijkse?|impressie|leuke?|gezellige?|het) (?:uitjes?|borrel|bbq|barbecue|zomerborrel)\b",
    r"\b(?:cocktail|kook|koken|bier|wijn|sushi|chocola\w*|bloemschik\w*|cooking|wine|beer|graffiti)[- ]?"
    r"(?:workshop|clinic|class|tasting|proeverij)\b",
    rf"\b{_STAFF_EN}\s(?:[\w']+\s)?{_FUN_EN}\b|\bteam ?days?\b|\baway ?days?\b|\bteam-?outings?\b",
    rf"\b{_SEASON_EN}\s(?:part(?:y|ies)|drinks|bbq|barbecue|bash|do|outing|picnic|jumpers?(?: day)?|sweaters?)\b",
    r"\b(?:friday|after-?work|christmas)\s(?:afternoon\s|night\s)?drinks\b|\bugly (?:christmas )?sweaters?\b|"
    r"\bsecret santa\b",
    r"\b(?:our|the) (?:annual |yearly |summer )?(?:bbq|barbecue|picnic|outing)\b",
)
"""One of these in a title is an outing unless work or others speak against it."""

FEAST = _group(
    "a feast",
    r"\b\w*(?:uitje|borrel)(?:s|filmpje)?\b|\bborrelen\b|\b\w*feest(?:je|jes|en|avond)?\b|\b\w*barbecue\w*|"
    r"\b(?:\w+-)?bbq\w*",
    r"\b(?:part(?:y|ies)|outings?|picnics?|barbecues?|drinks|pub crawl|kroegentocht|night out|day out|days out|"
    r"dagje uit|"
    r"avondje uit|weekendje weg)\b",
)
"""Eating and drinking together, very likely the company itself; it takes a word of work or of others to doubt it."""

PERHAPS = _group(
    "perhaps leisure",
    r"\b(?:kerst|sinterklaas|sint|carnaval|halloween|pasen|lustrum|jubileum|kerstdiner|oliebollen|bitterballen|"
    r"frietkar)\b",
    r"\b(?:\w+)?(?:golf|wandeling|tocht|voetbalwedstrijd|bowl\w*|kart\w*|poolen|paintball\w*|lasergam\w*|wintersport|"
    r"toernooi|speurtocht|gps-?tocht|voetbal)\b",
    r"\b(?:karaoke|ski(?:reis|weekend|en)|zeil(?:dag|tocht|weekend|en)|wadlopen|pub ?quiz|escape ?room|suppen|"
    r"zeskamp|curl(?:en|ing)|"
    r"vaar(?:en|tocht)|kano\w*|sportdag|etentje|uit eten|dagje|weekend weg|kookworkshop|taart|verjaardag|jarig|"
    r"proosten|"
    r"nieuwjaarsduik|dansen|gangnam style|flash ?mob|schaatsen|klimmen|klimpark|padel\w*|surfen|raften|abseilen|limbo|"
    r"touwtrekken|stadswandeling|moordspel|cocktail\w*|spelletjes\w*|filmavond|kerstmarkt|quiz\w*|bingo|ijsjes|pizza|"
    r"uitstap|drink|ijsbaan|schaatsbaan|efteling|walibi|dolfinarium|pretpark|dierentuin|strand|ardennen|pannenkoeken|"
    r"op stap|gaan los|jaarafsluiting|terras\w*|kerstsfeer|kerstliedjes|diner|wk)\b",
    r"\b(?:met z'?n allen|(?:alle|onze) collega'?s|(?:hele|het) (?:team|bedrijf|kantoor|ploeg|zaak)) (?:naar|samen|"
    r"op pad|uit)\b",
    r"\b(?:bowling|go[- ]?karting|laser tag|ski (?:trip|weekend)|sailing|kayaking|beach|family day|sports day|"
    r"fun day|trip|"
    r"retreat|potluck|ping pong|table football|five-a-side|tournament|cook-?off|egg hunt|pancakes?|carnival|carols|"
    r"diwali|thanksgiving|"
    r"birthday|cake|dancing|ice bucket|costumes?|days away|campfire|happy hour|bash|beers|theme park|amusement park|"
    r"hike|hiking|"
    r"ice skating|canoe\w*|cookout|trivia night|game night|movie night|gala|boat trip|cruise|festive|jumper|ice cream|"
    r"cocktails?|mini golf|santa|gingerbread|football match|world cup|photo booth|farewell|dinner|lunch)\b",
    r"\bgezellig\w*|\bproost\b|\bcheers\b|\b(?:sfeer)?impressie\b|\baftermovie\b|\bcelebrat\w+|\bchristmas\b|"
    r"\bholiday\b",
)
"""Leisure, if it is the company's own."""

STAFF = _group(
    "own people",
    r"\b(?:collega'?s?|personeels?|medewerkers\w*|ons|onze|team|met z'?n allen|jaarlijkse?|afdeling(?:en)?|"
    r"(?:op|naar|het|hele|nieuwe|met) kantoor|kantoor\w+|(?:de|hele) zaak|(?:het|hele) bedrijf|bedrijfs\w+|pv|"
    r"hele ploeg|in dienst|baas|"
    r"(?:jongens|mannen|dames|heren|meiden) van)\b",
    r"\b(?:colleagues?|staff|employees|our|annual|yearly|company|everybody|everyone|all of us|office|department|crew|"
    r"boss|guys)\b",
)
"""The organisation's own people."""

TOGETHER = _group(
    "with each other",
    r"\bmet (?:(?:alle|al|onze|de|het|ons|hele|z'n) )*(?:collega'?s|team|afdeling(?:en)?|kantoor|zaak|ploeg|"
    r"personeel|medewerkers)\b",
    r"\bwith (?:(?:all|our|the|whole|entire|some) )*(?:colleagues|employees|staff)\b|"
    r"\bwith (?:(?:all|our|the|whole|entire) )+(?:\w+ )?(?:team|department|office|crew)\b",
)
"""Something done with colleagues: seldom said of work, as work is always done with them."""

WORK = _group(
    "work",
    r"\bopen ?(?:dag|dagen|huis|day|days|house)\b|\bdoors open\b|\bmeet (?:the|our) team\b|\bmaak kennis\b|"
    r"\bstelt zich voor\b",
    r"\b(?:uitleg|uitgelegd|handleiding|instructie\w*|webinar\w*|cursus\w*|opleiding\w*|training\w*|\w*lezing\w*|"
    r"college)\b",
    r"\b(?:interview\w*|\w*toespraak|\w*wens|\w*boodschap|presentatie\w*|presentation\w*|demonstrati\w*|demo|"
    r"workshops?|"
    r"tutorial\w*|keynote\w*|lecture\w*|talk|course|message|address|greetings|adviezen|advice)\b",
    r"\b(?:congres\w*|conferentie\w*|conference\w*|symposium|seminar\w*|beurs|debat\w*|debate|sprekers|speakers|"
    r"networking|"
    r"netwerk\w*|briefing|gesprek|teamgesprek|sessie|oefening|samenwerk\w*|kennismak\w*|aan de slag|in actie|"
    r"sollicit\w*)\b",
    r"\b(?:hoe werkt|hoe maak|hoe je|zo werkt|stap voor stap|step by step|legt het uit|vertellen|vertelt|explains?)\b",
    r"\b(?:explained|review\w*|using|introduction|q&a|chat|working|interview|meeting|session|practice|exercise|"
    r"talking|award|uitreiking innovatie\w*|winnaar van)\b",
    r"\b(?:project\w*|onderzoek\w*|research|installati\w*|install\w*|onderhoud|product\w*|klanten\w*|klantverhaal|"
    r"customer\w*|"
    r"safety|rondleiding|tours?|werkzaamheden|\w*vergadering|\w*verslag|report|besparen|(?:de|nieuw)bouw van|"
    r"building (?:a|the)|"
    r"duurzaam|elektrisch|solar|recycl\w+|omwonenden|neighbours|machine|software|lesmiddel|design|opening hours|"
    r"restwarmte|"
    r"column|schoon(?:maken|houden)|schone|clean\w*|measure\w*|meten|meters?|relatiedag|wethouder|werken (?:bij|in)|"
    r"case study|veilig\w*|proef|robots?|energ\w+|water|verwarming|heating|power|resultaten|results q\d|cijfers)\b",
)
"""The organisation's work."""

DEPENDS = _group(
    "work or leisure",
    r"\bvrijwilligers(?:dag|middag|feest)\w*|\bnldoet\b|\bsponsorloop\w*|\bvolunteer(?:ing)? days?\b|"
    r"\bcharity (?:run|walk)\b",
)
"""What only somebody who was there can tell."""
