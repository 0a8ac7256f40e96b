"""Words of work, and of leisure that is somebody else's or for sale, in Dutch and English."""

from __future__ import annotations

from monitor.activity.rules.outing_group import Group

_OTHERS = (
    r"(?:klanten|clienten|patienten|bewoners|inwoners|leerlingen|studenten|scholieren|kinderen|jongeren|ouderen|senioren|"
    r"gasten|bezoekers|toeristen|customers|clients|patients|residents|pupils|students|children|kids|seniors|visitors|"
    r"guests|tourists|schools|scholen|buurtbewoners|omwonenden)"
)
_OURS = r"(?! (?:van|of) (?:de |onze |het |our |the )?(?:medewerkers|personeel|collega|staff|employees|colleagues))"

OFFER = Group(
    "offered to others",
    words=r"""boek(?:en)? huren huur reserveer organiseren arrangement\w* verzekeren kies(?:en)? bestel\w*
        collectie locaties? feestzaal catering prijsvraag ideeen inspiratie gezocht cadeau\w*
        book(?:ed)? hire hiring venues? organise organize ideas packages? insurance order guide
        gifts? why kinderfeest\w* verjaardagsfeestje\w* kids (?:kerst|nieuwjaars)concert
        (?:dorps|buurt|stads|straat|wijk|school|bevrijdings|suiker|offer|oogst)feest\w*
        feestdagen\w* feesttent\w* basisschool belasting\w* fiscaal fiscale fiscus aftrekba\w+
        werkkostenregeling wkr btw ontslag\w* ontslagen juridisch\w* advoca\w+ aansprakelijk\w*
        rechter rechtszaak arbeidsrecht gedragscode ongewenst\w* grensoverschrijdend\w* elearning
        verboden tax taxes deductible hmrc liabilit\w+ lawsuit dismiss\w+ fired sacked harassment
        misconduct policy lawyer etiquette compliance snipper\w* gefruit\w* fruiten zilveruitjes
        uien kooktip\w* ingredient\w* bereid\w* gebakken liefdadigheid\w* inzamel\w* donat\w+
        donor\w* doneren fundrais\w* charit\w+ eenzame? daklo\w+ homeless vluchtelingen refugees
        voedselbank webshop store shop winkel aanbieding\w* korting\w* tickets? kaartverkoop
        kaarten entree advert\w* commercial reclame\w* trailer lyrics songtekst remix soundtrack
        episode aflevering gameplay bottl\w+ bottelarij productielijn origine(?:el|le)\w* unieke?
        goedkope? pp mogelijkheden groepsactiviteit\w* showreel promo\w* fotograaf photographer
        decoratie\w* decorations? versiering\w* outfits? makeup kapsel\w* uitnodiging\w*
        invitations? templates? unboxing getest diy verkrijgbaar vacature\w* vacanc\w+ careers?
        apply solliciteer trainer coaching facilitator exercises? oefeningen groepsuitje\w* sketch
        comedy cabaretier sitcom scene scenes movie speelfilm documentaire documentary tv netflix
        podcast nieuws news journaal album samenvatting competitie league eredivisie goals
        kampioenschap\w* championships? verbod ban banned houtskool charcoal kamado gasbarbecue
        marinade saus sauce aansteken drunk dronken alcohol\w* kater hangover ziekmeld\w*
        intocht\w* optocht\w* parade winkelcentrum politie police arrest\w* ongeluk gewond\w*
        injured accident overval incident tips? recept(?:en|jes?)? recipes?
        (?:muziek|volks|tent|trouw|huwelijks|kinder|verjaardags|house|studenten|eindexamen|examen|oranje|licht|intocht)feest\w*""",
    phrases="""voor uw | uw bedrijf | uw personeel | plan an | plan a | for your | how to | met kinderen | e
        learning | mag dat | mag je | moet je | legal advice | rode uien | rode uie | food bank |
        web shop | te koop | entry fee | open to the public | groups welcome | group welcome |
        stag party | stag parties | stag do | hen party | hen parties | hen do | official video |
        per hour | per uur | production line | brewery tour | p p | per persoon | per person |
        voor groepen | for groups | for group | corporate events | corporate event | event planner
        | photo booth hire | make up | zelf maken | nieuw op | now available | op zoek naar |
        looking for | kom werken | join our | werken bij | reportage over | live concert | concert
        at | cup final | wk voetbal | ek voetbal | responsible drinking | sick day | shopping
        centre | shopping center | shopping mall | labour party | green party | tea party |
        conservative party | republican party | democratic party | liberal party | party
        conference | brandweer rukt | feest der | feest van de | feest voor het oog | outings the
        | outings of | outing the | outing of | student finals | student final | student
        tournament | junior finals | junior final | junior tournament | open finals | open final |
        open tournament""",
    patterns=(
        ("hoe waarom", r"(?:hoe|waarom) \w+"),
        ("zo", r"zo (?!vierden|was|vieren|gezellig)\w+"),
        (
            "third political search launch street birthday party",
            (
                r"(?:third|political|search|launch|street) part\w+|party (?:tent|line|wall|leader|politic|animal)\w*|"
                r"birthday part\w+ (?:at|in|for)"
            ),
        ),
        ("goed goede", r"goede? doel\w*"),
        ("op", r"haal(?:de|den)? .{0,12}op"),
        ("seizoen season vanaf group", r"(?:seizoen|season|vanaf) \d+|group activit\w+"),
        (
            "voor met for with of",
            (
                r"(?:voor|met|for|with|of) (?:(?:al|alle|all|onze|our|de|the|het|eenzame|jonge|young|oude|local|\d+) )*"
                rf"{_OTHERS}{_OURS}"
            ),
        ),
    ),
)
"""Leisure that is somebody else's, or for sale."""

WORK = Group(
    "work",
    words=r"""opendag opendagen openhuis openday opendays openhouse uitleg uitgelegd handleiding instructie\w*
        webinar\w* cursus\w* opleiding\w* training\w* \w*lezing\w* college interview\w*
        \w*toespraak \w*wens \w*boodschap presentatie\w* presentation\w* demonstrati\w* demo
        workshops? tutorial\w* keynote\w* lecture\w* talk course message address greetings
        adviezen advice congres\w* conferentie\w* conference\w* symposium seminar\w* beurs
        debat\w* debate sprekers speakers networking netwerk\w* briefing gesprek teamgesprek
        sessie oefening samenwerk\w* kennismak\w* sollicit\w* vertellen vertelt explains?
        explained review\w* using introduction q&a chat working interview meeting session practice
        exercise talking award""",
    phrases="""open dag | open dagen | open huis | open day | open days | open house | doors open | meet the team
        | meet our team | maak kennis | stelt zich voor | aan de slag | in actie | hoe werkt | hoe
        maak | hoe je | zo werkt | stap voor stap | step by step | legt het uit | winnaar van""",
    patterns=(("uitreiking", r"uitreiking innovatie\w*"),),
)
"""The organisation's work."""

TRADE = Group(
    "a trade",
    words=r"""project\w* onderzoek\w* research installati\w* install\w* onderhoud product\w* klanten\w*
        klantverhaal customer\w* safety rondleiding tours? werkzaamheden \w*vergadering \w*verslag
        report besparen duurzaam elektrisch solar recycl\w+ omwonenden neighbours machine software
        lesmiddel design restwarmte column schoon(?:maken|houden) schone clean\w* measure\w* meten
        meters? relatiedag wethouder veilig\w* proef robots? energ\w+ water verwarming heating
        power resultaten cijfers""",
    phrases="""debouw van | nieuwbouw van | building a | building the | opening hours | werken bij | werken in |
        case study""",
    patterns=(("results", r"results q\d"),),
)
"""What organisations work at; it may also be a part of their name."""

DEPENDS = Group(
    "work or leisure",
    words=r"""vrijwilligers(?:dag|middag|feest)\w* nldoet sponsorloop\w*""",
    phrases="""volunteering days | volunteering day | volunteer days | volunteer day | charity run | charity walk""",
)
"""What only somebody who was there can tell."""
