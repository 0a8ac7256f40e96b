"""Turns of phrase of press releases and of blogs, in lower case, by language.

Each is sought only in texts of its language, which keeps it quick and keeps a Dutch "post" apart from an English one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

ANNOUNCES: Mapping[str, str] = {
    "en": r"announce[sd]?\b|unveil(?:s|ed)\b|launche[sd]\b|introduced\b|has (?:been )?(?:selected|appointed|awarded|"
    "named|"
    r"signed|acquired|completed|released|launched|received|joined)\b|"
    r"(?:is|are) (?:very )?(?:pleased|proud|delighted|thrilled|excited|happy|honou?red) to\b",
    "nl": r"(?:maak|maakt|maken|maakte|maakten)(?: [^\s.]+){0,8} bekend\b|bekendgemaakt\b|"
    r"kondig(?:t|de|den|en)(?: [^\s.]+){0,12} aan\b|aangekondigd\b|meld(?:t|de|en|den)\b|gelanceerd\b|"
    r"lance(?:ert|erde|ren)\b|present(?:eert|eerde|eren)\b|(?:is|zijn|was) (?:[^\s.]+ ){0,3}(?:verheugd|trots|blij)\b|"
    r"(?:heeft|hebben|is|zijn)(?:\s[^\s.]+){1,14}?\s(?:benoemd|ondertekend|overgenomen|gekozen|geopend|uitgebracht|"
    r"toegekend|gestart|verkozen|overeengekomen|gesloten|ontvangen|geworden|vrijgegeven|gewonnen|uitgenodigd|gevraagd|"
    r"geselecteerd|besloten|opgericht|aangesteld|vastgesteld|behaald|bereikt|ontwikkeld|getekend|ingestemd|verleend|"
    r"gegund|opgehaald|afgerond|aangekocht|goedgekeurd|ingetrokken|gepubliceerd|verwelkomd|uitgeroepen|onderscheiden)\b|"
    r"blijkt uit\b|(?:^|[.!?”\"] )dat (?:meld|maak|stel|schrijf|concludeer|hebb?)\w+\b|"
    r"roep(?:t|en)(?: [^\s.]+){1,10} op\b|neem(?:t|en)(?: [^\s.]+){1,12} over\b",
    "de": r"gib(?:t|en)(?: [^\s.]+){0,8} bekannt\b|bekannt\s?(?:ge|zu)\w+|kündig\w+(?: [^\s.]+){0,10} an\b|"
    r"angekündigt\b|anzukündigen\b|ankündigen\b|freu(?:t|en) sich\b|(?:ist|sind) (?:stolz|erfreut)\b|veröffentlicht\b|"
    r"stell(?:t|te)(?: [^\s.]+){0,10} vor\b|(?:hat|haben|wurde)(?:\s[^\s.]+){1,14}?\s(?:ernannt|unterzeichnet|"
    r"übernommen|"
    r"gewählt|eröffnet|gestartet|vorgestellt|ausgezeichnet|beschlossen|gegründet)\b",
    "fr": r"annonc\w+|(?:est|sont) (?:très )?(?:fi[eè]re?s?|heureu(?:x|se)s?|ravie?s?) (?:de|d')|a le plaisir d|"
    "lance\b|"
    r"dévoile\b|présente\b|publie\b|a été (?:nommée?|élue?|choisie?|sélectionnée?)\b",
}
"""Words of announcement, as patterns: Dutch and German verbs come in two parts."""


def _each(*parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(" ".join(words) for words in product(*parts))


THIS_POST: Mapping[str, tuple[str, ...]] = {
    "en": (
        *_each(("this", "previous", "next", "last"), ("post", "article")),
        *("this blog", "this series", "this guide", "this tutorial", "blog post", "blogpost"),
    ),
    "nl": (
        *("dit blog", "deze blog", "mijn blog", "dit artikel", "vorige artikel", "volgende artikel", "dit stuk"),
        *("deze post", "deze reeks", "deze serie", "mijn artikel", "blogpost"),
    ),
    "de": (
        "diesem blog",
        "diesem artikel",
        "diesem beitrag",
        "dieser beitrag",
        "diesem text",
        "blogbeitrag",
        "blogpost",
    ),
    "fr": ("cet article", "ce billet", "cette série", "mon article", "mon billet", "ce post"),
}
"""A text that speaks of itself as a post."""

ANSWERS: Mapping[str, tuple[str, ...]] = {
    "en": (
        *(
            "let us know",
            "let me know",
            "in the comments",
            "leave a comment",
            "do you think",
            "feel free",
            "stay tuned",
        ),
        *("follow us", "get in touch", "reach out", "happy hacking", "happy coding", "thanks for reading", "check out"),
        *("check it out", "rsvp", "if you are interested", "if you're interested", "sign up", "join us", "read on"),
    ),
    "nl": (
        *("laat het weten", "laat het ons weten", "laat ons weten", "laat weten wat", "in de reacties", "reageer"),
        *("wat vind jij", "loop gerust", "neem gerust contact", "neem dan contact", "neem dan even contact"),
        *("neem even contact", "meld je aan", "meld je nu aan", "meld je snel aan", "tot de volgende", "veel plezier"),
        *(
            "doe je mee",
            "mocht je ",
            "aanmelden kan",
            "geef je op",
            "laat een reactie",
            "mail naar",
            "stuur een mail",
            "denk je mee",
            "benieuwd naar",
            "kijk dan op",
        ),
    ),
    "de": (
        *("in den kommentaren", "schreib uns", "schreibt uns", "lass uns wissen", "lasst uns", "lass es", "schau doch"),
        *(
            "schaut doch",
            "bis zum nächsten",
            "viel spaß",
            "was denkst du",
            "was meint ihr",
            "melde dich",
            "meldet euch",
        ),
    ),
    "fr": (
        *("en commentaire", "dites-nous", "n'hésitez pas", "n’hésitez pas", "à bientôt", "bonne lecture"),
        *("qu'en pensez-vous", "qu’en pensez-vous", "rejoignez-nous", "inscrivez-vous"),
    ),
}
"""Speaking to the reader to get something back."""

TEACHES: Mapping[str, tuple[str, ...]] = {
    "en": (
        "for example",
        "for instance",
        "let's",
        "let’s",
        "you can",
        "you need to",
        "we'll",
        "we’ll",
        "here's how",
        "e.g.",
    ),
    "nl": ("bijvoorbeeld", "je kunt", "kun je", "kan je", "moet je", "je moet", "als je ", "wil je "),
    "de": ("zum beispiel", "beispielsweise", "z.b.", "z. b.", "kannst du", "du kannst", "wenn du ", "könnt ihr"),
    "fr": ("par exemple", "vous pouvez", "il suffit", "si vous ", "tu peux"),
}
"""Explaining how something is done."""

MORE: Mapping[str, tuple[str, ...]] = {
    "": (
        *_each(("more", "further", "additional"), ("information",)),
        *_each(("meer", "nadere", "verdere", "bijkomende"), ("informatie", "inlichtingen")),
        *("weitere informationen", "plus amples informations", "plus d'informations", "plus d’informations"),
    )
}
"""Where to ask for more; the same in every language of the reader."""

_LEGAL = """inc inc. ltd llc corp corp. plc gmbh b.v bv n.v nv ag sas s.a nasdaq nyse euronext tsx otc"""
LEGAL = frozenset(_LEGAL.split())
"""Legal forms and stock exchanges: names as lawyers spell them."""
