"""Articles and press releases of the demo organisation, made up by us, in paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from tests.samples.timeline import ZONE
from tests.samples.words import fill

MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


@dataclass(frozen=True)
class Story:
    """An article: paragraphs of plain text."""

    at: datetime
    title: str
    paragraphs: tuple[str, ...]
    author: str
    slug: str

    @property
    def html(self) -> str:
        """The paragraphs as HTML."""
        return "\n".join(f"<p>{one.replace('&', '&amp;')}</p>" for one in self.paragraphs)

    @property
    def text(self) -> str:
        """The paragraphs as plain text."""
        return "\n\n".join(self.paragraphs)


TITLES = (
    "Wat ik leerde van een week zonder bad",
    "Vijf vragen over de {ding} die we elke week krijgen",
    "Op de koffie in {wijk}",
    "Waarom onze {ding} eerst niet werkte",
    "Het verhaal achter {plek}",
    "Zo lees je je jaarnota in tien minuten",
    "De {straat} doet het samen",
    "Een dag mee met {collega}",
    "Hoeveel water loopt er weg terwijl je wacht?",
    "Wat doen we met regen die van het dak komt?",
    "Rekenen aan een {ding}: onze fouten en de goede som",
    "Buren vertellen: leven met een {ding}",
)
OPENINGS = (
    (
        "Vorige week stond ik in {wijk} bij een gezin in de keuken. Op tafel lag de jaarnota, en "
        "daarnaast een briefje met "
        "drie vragen. Ik herken dat wel, want zo begon het bij ons thuis ook."
    ),
    (
        "Eerlijk gezegd dacht ik dat een {ding} niets voor mij was. Toch heb ik er nu een jaar een, "
        "en ik zal je vertellen "
        "hoe dat ging, ook wat er misging."
    ),
    (
        "Je vraagt het je misschien nooit af, maar wij des te vaker: hoeveel water loopt er weg "
        "voordat het warm is? We "
        "zetten in {getal} huizen een emmer onder de kraan."
    ),
    (
        "Bij {plek} krijgen we elke week dezelfde vraag. Dus schreef ik het antwoord nu eens op, "
        "zodat je het rustig kunt "
        "nalezen."
    ),
)
MIDDLES = (
    (
        "We rekenden het samen na. Met een {ding} scheelt het een paar tientjes in de maand, "
        "als je hem goed afstelt. "
        "Dat laatste vergeten veel mensen, en ik ook de eerste keer."
    ),
    (
        "Mijn collega {collega} zegt altijd: begin bij wat je elke dag doet. Dus niet bij het dak, "
        "maar bij de douche. Daar "
        "zit ik het zelf niet altijd mee eens, maar hier had {collega} gelijk."
    ),
    (
        "In {wijk} wonen mensen die het al jaren zo doen. Ik vroeg ze wat ze anders zouden doen. Bijna iedereen noemde "
        "hetzelfde: eerder beginnen, en het samen met de buren doen."
    ),
    (
        "Wat kost het dan? Voor een {ding} betaal je een bedrag dat je in een paar jaar terugziet. "
        "Ik zet de som hieronder, "
        "met onze echte cijfers, zodat je hem kunt narekenen."
    ),
    (
        "Niet alles lukte. De eerste {ding} lekte, de tweede zat verkeerd om. We hebben er hartelijk om gelachen en de "
        "handleiding herschreven."
    ),
)
CLOSINGS = (
    "Heb jij een vraag of een beter idee? Schrijf het hieronder, dan zoek ik het uit.",
    "Kom gerust langs op {dag}. De koffie staat klaar en je hoeft niets mee te nemen behalve je vragen.",
    "Volgende keer vertel ik hoe het in {wijk} verderging. Wil je meedoen? Laat het ons weten.",
    "Wat zou jij doen? Ik ben benieuwd naar je antwoord.",
)
NEWS = (
    ("Stroomdauw opent tweede meetpost aan de plas", "heeft vandaag een tweede meetpost in gebruik genomen"),
    ("Stroomdauw verwelkomt duizendste lid", "heeft het duizendste lid ingeschreven"),
    (
        "Stroomdauw tekent overeenkomst over regenwater",
        "heeft met de bewoners van {wijk} afspraken over regenwater gemaakt",
    ),
    ("Stroomdauw publiceert jaarcijfers", "maakt de jaarcijfers bekend: de leden gebruikten minder water en stroom"),
    ("Nieuwe voorzitter voor Stroomdauw", "heeft een nieuwe voorzitter benoemd"),
    ("Stroomdauw breidt buurtbatterij uit", "breidt de buurtbatterij in {wijk} uit met {getal} aansluitingen"),
    ("Stroomdauw start proef met {ding}", "begint een proef met de {ding} in {getal} woningen"),
)
BOILERPLATE = (
    "Over Stroomdauw\nStroomdauw is een verzonnen coöperatie voor water- en energieadvies in het verzonnen Zwaluwmeer. "
    "De coöperatie heeft elfhonderd leden en zeven medewerkers."
)


def article(at: datetime, author: str, rng: Random) -> Story:
    """An article in a person's own voice, about one thing in one place."""
    parts = (rng.choice(TITLES), rng.choice(OPENINGS), *rng.sample(MIDDLES, 2), rng.choice(CLOSINGS))
    title, *paragraphs = _same_subject(parts, rng)
    return Story(at, title, tuple(paragraphs), author, _slug(title, at))


def release(at: datetime, rng: Random, number: int) -> Story:
    """A press release with the form that communication officers give it."""
    title, news = _same_subject(NEWS[number % len(NEWS)], rng)
    day = at.astimezone(ZONE)
    paragraphs = (
        (
            f"ZWALUWMEER, {day.day} {MONTHS[day.month - 1]} {day.year} - Stroomdauw {news[0].lower()}{news[1:]}. "
            "De coöperatie voert daarmee uit wat de leden in de voorjaarsvergadering besloten."
        ),
        (
            "“Dit is een belangrijke stap voor water en energie in de streek”, aldus directeur Hedda Zilverriet. "
            "“De leden hebben hier lang naar uitgekeken.”"
        ),
        (
            f"De uitvoering begint in de {('eerste', 'tweede', 'derde')[number % 3]} week van volgende maand en kost "
            f"{rng.choice(('elf', 'achttien', 'veertig'))} duizend euro."
        ),
        (
            "Noot voor de redactie:\n"
            "Voor meer informatie kunt u contact opnemen met de afdeling communicatie, pers@example.org."
        ),
        BOILERPLATE,
    )
    return Story(at, title, paragraphs, "Redactie", _slug(title, at))


def _same_subject(parts: Sequence[str], rng: Random) -> list[str]:
    """Fill all parts with the same words in the same slots."""
    state = rng.randrange(1 << 30)
    return [fill(part, Random(state)) for part in parts]


def english(at: datetime, rng: Random, number: int) -> Story:
    """A short article in English about the organisation's open data."""
    titles = (
        "What the lake told us this month",
        "How we count rain",
        "Open data: three months of a quiet pump",
        "A sensor, a coot and a nest",
    )
    title = f"{titles[number % len(titles)]} ({at:%B %Y})"
    parts = (
        (
            f"We read the level of the lake every ten minutes. This month it rose by "
            f"{rng.randint(2, 30)} centimetres, and "
            "I wanted to know why."
        ),
        (
            f"The short answer is rain: {rng.randint(20, 90)} millimetres in two weeks. The longer "
            f"answer is that the pump "
            "was off for a night, which you can see in the data yourself."
        ),
        "You can download all of our measurements. If you find a mistake, tell us: last time a reader was right.",
    )
    return Story(at, title, parts, "Teun Morgenveld", _slug(title, at))


def _slug(title: str, at: datetime) -> str:
    words = "".join(c if c.isalnum() and c.isascii() else "-" for c in title.lower())
    return f"{at:%Y-%m-%d}-" + "-".join(part for part in words.split("-") if part)
