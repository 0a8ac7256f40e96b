"""Short texts in the voices of the demo organisation: Dutch, some English, all made up by us."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

SITE = "https://www.stroomdauw.example.org"

SLOTS: dict[str, tuple[str, ...]] = {
    "wijk": ("de Rietwijk", "Vlonderdorp", "de Oeverbuurt", "Zwaluwmeer-Oost", "de Sluishof", "het Wilgenveld"),
    "straat": ("Roerdompstraat", "Lisdoddelaan", "Fuutkade", "Waterranonkelpad", "Karekietweg", "Snoekbaarsdijk"),
    "ding": ("regenton", "warmtepomp", "zonneboiler", "waterbesparende douchekop", "slimme meter", "spouwisolatie"),
    "plek": ("het gemaal", "de meetpost aan de plas", "de buurtbatterij", "onze winkel", "het energieloket"),
    "dag": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"),
    "tijd": ("9.30 uur", "10 uur", "13.30 uur", "15 uur", "19.30 uur", "20 uur"),
    "avond": ("19 uur", "19.30 uur", "20 uur"),
    "getal": ("12", "17", "23", "38", "46", "54", "61", "75", "110"),
    "collega": ("Fenna", "Bram", "Mirte", "Joost", "Sanne", "Teun", "Lotte"),
    "tag": ("#energiebesparen", "#waterbesparen", "#zwaluwmeer", "#regenton", "#zonnestroom", "#isolatie"),
    "link": ("tips", "agenda", "loket", "buurtbatterij", "regenton", "subsidie", "meetpost", "leden"),
    "melding": (
        "lage waterdruk",
        "een lekkende meterput",
        "storing aan de omvormer",
        "troebel water",
        "een losse kabel",
    ),
    "lid": ("@anneke_vlonder", "@rietwijker", "@hein_oever", "@tuinvanjet", "@sluishofbuur", "@wilgenwim"),
}

COMPANY = (
    "Wist je dat een {ding} zich in {getal} maanden terugverdient? Reken het na op {url} {tag}",
    "{dag} om {tijd} inloopspreekuur bij {plek}. Kom langs met je energienota! {url}",
    "In {wijk} hebben nu {getal} huishoudens een {ding}. Doe je mee? {tag}",
    "Vraag van de week: mag ik een {ding} zelf aansluiten? Antwoord van {collega}: {url}",
    "Mooi moment in {wijk}: de eerste {ding} van de {straat} draait {tag}",
    "Nog {getal} plaatsen voor de cursus over de {ding} op {dag}. Aanmelden: {url}",
    "Onze adviseur {collega} staat {dag} op de markt met een {ding}. Tot dan!",
    "Regen voorspeld! Staat jouw {ding} al klaar? {tag} {url}",
    "Foto van {collega}: {plek} in de ochtendzon {tag}",
    "Leden besparen samen al {getal} duizend liter water. Bedankt, {wijk}! {tag}",
    "We zoeken vrijwilligers voor de energieploeg in {wijk}. Iets voor jou? {url}",
    "Nieuw op de site: stappenplan voor een {ding} in een huis uit 1975 {url}",
    "Vanavond om {avond} bewonersavond over {plek}. De koffie staat klaar. {tag}",
    "{collega} legt uit waarom je de radiator van de gang niet dicht moet draaien {url}",
)
ENGLISH = (
    "New in Zwaluwmeer? Our energy desk speaks English every {en_day}. {url}",
    "How much water does a shower use? We measured it in {getal} homes: {url}",
    "Thank you for visiting our neighbourhood battery today, colleagues from abroad!",
    "Our open data about the water level of the lake is now also in English {url}",
)
EN_DAYS = ("Monday", "Tuesday", "Thursday")

PROJECT = (
    "Meetpost 06.00 uur: waterstand {cm} cm, watertemperatuur {graden} graden {tag}",
    "Werk aan de {straat}: {dag} tussen 9 en 15 uur minder druk op de leiding.",
    "De plas staat {cm} cm boven streefpeil. {collega} zet het gemaal een uur langer aan.",
    "Vandaag leerden {getal} kinderen bij de meetpost wat een peilschaal is {tag}",
    "Kwaliteit van het zwemwater bij {wijk}: goed. Alle metingen: {url}",
    "Grafiek van de week: de neerslag van de laatste {getal} dagen {url} {tag}",
    "Vraag je je af waarom het gemaal 's nachts draait? Goedkope stroom! {url}",
    "De sensor bij {straat} gaf een vreemde waarde: er zat een fuut op het nest.",
    "{collega} ijkt {dag} de sensoren. De metingen vallen dan een half uur weg.",
    "Ijsvrij, helder en {graden} graden. Mooie dag voor een rondje om de plas {tag}",
)
SUPPORT_OWN = (
    "Goedemorgen! We zijn er tot 17 uur voor vragen over {ding}, water en stroom.",
    "Storing in {wijk}: {melding}. We zijn onderweg, meer nieuws om {tijd}.",
    "De storing in de {straat} is verholpen. Bedankt voor jullie geduld!",
    "Tip: geef een storing door met je postcode erbij, dan zijn we er sneller.",
    "Het is druk aan de telefoon. Twitter mag ook: we antwoorden zo snel we kunnen.",
)
SUPPORT_REPLY = (
    "{lid} Vervelend! We kijken ernaar. Kun je ons je postcode sturen?",
    "{lid} Dank voor de melding. {collega} is onderweg naar de {straat}.",
    "{lid} Dat klopt, de {ding} mag je zelf aansluiten. Hier staat hoe: {url}",
    "{lid} Fijn dat het weer werkt!",
    "{lid} Bij {melding} kun je de kraan het beste even dichtlaten. We bellen je.",
    "{lid} Goede vraag, we zoeken het uit en komen er morgen op terug.",
)
REPLY = (
    "{lid} Leuk, stuur je een foto als hij staat?",
    "{lid} Dat kan zeker. {collega} belt je {dag}.",
    "{lid} Dank je wel! We geven het door aan de ploeg in {wijk}.",
    "{lid} Alles over de {ding} staat hier: {url}",
)
REPOST = (
    "RT {lid}: Vandaag onze {ding} opgehaald bij {plek}. Dank @stroomdauw!",
    "RT {lid}: Volle zaal in {wijk} voor de avond over de {ding} {tag}",
)
PERSONAL = (
    "Op de fiets naar {plek}. Wind mee vandaag {tag}",
    "Net bij een lid in {wijk} geweest: {ding} werkt prachtig.",
    "Wie heeft ervaring met een {ding} in een jaren-dertighuis? {tag}",
    "Lezenswaardig stuk op onze site over de {ding}: {url}",
    "Morgen om {tijd} vertel ik op school over water. Spannend!",
    "Druk maar mooi: {getal} adviesgesprekken deze week in {wijk}.",
    "De {ding} in ons eigen huis is nu ook aangesloten. Eindelijk.",
    "Volgende week spreek ik op een studiedag over {ding}. Tips welkom.",
)
FACEBOOK = (
    "Deze week stond de ploeg in {wijk}. Wat een ontvangst! {getal} bewoners kwamen kijken naar de {ding}.",
    "Wie wint? De straat die in de herfst het meeste water bespaart krijgt een {ding} voor het buurthuis. Doe mee!",
    "Heb jij al een {ding}? Vertel hieronder hoe hij bevalt. De mooiste foto hangen we op bij {plek}.",
    "{dag} is het energieloket open van 10 tot 16 uur. {collega} zet de koffie klaar, jij neemt je nota mee.",
    "Voor en na: de gevel van de {straat} is geïsoleerd. Scheelt volgens de bewoners elke maand {getal} euro.",
    "Een jaar geleden begonnen we met {plek}. Kijk eens hoe het er nu uitziet!",
    "Vraagje: wat zou jij als eerste doen, een {ding} of nieuwe kozijnen? We zijn benieuwd.",
    "Bedankt lieve buren van {wijk}, de actie met de {ding} bracht {getal} aanmeldingen op. Geweldig, één team!",
)
BATTERY = (
    "De buurtbatterij leverde gisteren {getal} kWh aan {wijk}. Genoeg voor een avond licht in de hele straat.",
    "Kijkje binnen: {collega} laat {dag} zien hoe de batterij werkt. Aanmelden hoeft niet.",
    "Zon vol, batterij vol! Vandaag hoefde {wijk} geen stroom van buiten.",
    "Storing gisteravond? De batterij nam het {getal} minuten over. Niemand merkte iets.",
    "Nieuw: op het scherm in het buurthuis zie je live hoeveel stroom er in de batterij zit.",
    "Deze maand {getal} nieuwe deelnemers. Welkom, bewoners van de {straat}!",
    "Vraag uit de buurt: wat gebeurt er met de batterij als hij oud is? {collega} geeft antwoord in de reacties.",
    "Woensdag groep 7 op bezoek. Beste vraag: past er ook een telefoon in?",
)
LINKEDIN = (
    "Hoe krijg je een hele straat aan de {ding}? Onze adviseur {collega} deelt drie lessen uit {wijk}.",
    "Vacature: wij zoeken een adviseur waterbesparing voor 32 uur. Reageren kan tot en met {dag}.",
    "Vandaag spraken we met {getal} installateurs over de {ding}. Dank voor de scherpe vragen.",
    "Ons jaarverslag staat online: minder verbruik, meer leden en een eerlijk verhaal over wat mislukte.",
    "Gemeenten die een energieloket beginnen: dit zijn de vragen die in {wijk} het vaakst kwamen.",
    "Techniek: zo koppelden we de {ding} aan de meetpost. Met dank aan onze leden.",
)
DISCUSSION_TEAM = (
    "Welkom in deze groep! Stel gerust je vraag over de {ding}.",
    "Nieuw op onze site: een rekenhulp voor de {ding}",
    "Wie komt er {dag} naar de avond in {wijk}?",
    "Ons verslag van de studiedag over de {ding} staat online",
)
DISCUSSION_MEMBER = (
    "Ervaringen met een {ding} in een appartement?",
    "Wie kent een goede installateur voor een {ding} in de buurt van {wijk}?",
    "Subsidie voor een {ding}: bij wie aanvragen?",
    "Onze VvE wil een {ding}. Hoe overtuig je de buren?",
    "Meetgegevens van {getal} woningen: wat valt jullie op?",
    "Lawaai van de {ding}: wat helpt?",
)
WORK_VIDEOS = (
    ("Hoe werkt een {ding}?", "{collega} legt het uit in drie minuten, met een proefopstelling op tafel."),
    ("Zelf een {ding} aansluiten, stap voor stap", "Wat heb je nodig en waar moet je op letten?"),
    ("Op bezoek in {wijk}: leven met een {ding}", "Een gezin vertelt wat de {ding} in een jaar opleverde."),
    ("Vraag en antwoord over de {ding}", "Jullie vragen, beantwoord door {collega} van het energieloket."),
    ("Kijkje in {plek}", "Zo houden we het water op peil. Met uitleg van {collega}."),
    ("Drie fouten bij een {ding}", "Onze adviseurs zien ze elke week. Zo voorkom je ze."),
)


def fill(template: str, rng: Random) -> str:
    """Fill a template's slots by the dice."""
    chosen = {name: rng.choice(choices) for name, choices in SLOTS.items()}
    text = template.format_map(
        chosen
        | {
            "url": f"{SITE}/{chosen['link']}",
            "cm": rng.randint(2, 38),
            "graden": rng.randint(3, 19),
            "en_day": rng.choice(EN_DAYS),
        }
    )
    return text[0].upper() + text[1:]


def texts(templates: Sequence[str], rng: Random) -> Iterator[str]:
    """Give texts without end; no template comes twice in a row, and a text twice only when there is nothing new."""
    seen: set[str] = set()
    last = ""
    while True:
        for _ in range(40):
            template = rng.choice([one for one in templates if one != last])
            text = fill(template, rng)
            if text not in seen:
                break
        seen.add(text)
        last = template
        yield text
