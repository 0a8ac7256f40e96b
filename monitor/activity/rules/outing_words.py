"""Words of the company at leisure, in Dutch and English.

The Dutch of a company outing is one long word after another (nieuwjaarsborrelfilmpje), so many Dutch words are open at
their end; English ones end where the word ends.
"""

from __future__ import annotations

from monitor.activity.rules.outing_group import Group

_STAFF_NL = (
    r"(?:bedrijfs|personeels|medewerkers|team|afdelings|kantoor|collega|zaak|pv|werk|directie|management|ploeg|"
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
_STAGE_NL = r"(?:koor|band|revue|musical|show|cabaret|festival|bingo|olympiade|loterij|quiz|iftar|ontbijt)"
_STAFF_EN = r"(?:company|staff|team|office|corporate|employees?|colleagues?|work|department|crew)(?: s)?"
_NEAR_FUN_EN = """hour hours social socials cookout quiz hike gala party parties outing outings drinks retreat
        retreats picnic picnics barbecue barbecues bbq bbqs dinner lunch brunch breakfast trip day
        days out nights awayday awaydays offsite offsites sites site olympics games tournament
        weekend celebration celebrations potluck cookoff off halloween karaoke costume costumes
        week bash do beers disco show iftar choir band panto revue raffle regatta skate skating
        bowling sleepover olympiad dance ceilidh prom festival ball"""
_FUN_EN = (
    r"(?:happy hours?|socials?|cookout|quiz(?: night)?|hike|gala|party|parties|outings?|drinks|retreats?|picnics?|"
    r"barbecues?|bbqs?|dinner|lunch|brunch|breakfast|trip|away ?days?|days? out|nights? out|off ?sites?|olympics|games|"
    r"fun day|sports day|family day|tournament|weekend|celebrations?|potluck|cook ?off|halloween|karaoke|costumes?|"
    r"appreciation (?:day|week)|bash|do|beers|bake ?off|disco|talent show|iftar|choir|band|panto|revue|raffle|regatta|"
    r"skate|skating|bowling|sleepover|olympiad|barn dance|ceilidh|prom|festival|ball)"
)
_SEASON_EN = (
    r"(?:christmas|xmas|holiday|new year(?: ?s)?(?: eve)?|summer|halloween|farewell|leaving|retirement|surprise|"
    r"welcome|end of (?:year|summer)|spring|winter|autumn|easter|anniversary)"
)
_OWN = (
    r"(?:medewerkers|personeel|collega ?s|werknemers|employees|staff|colleagues|co ?workers|the (?:whole |entire )?"
    r"(?:team|company|office|crew))"
)
LEISURE = Group(
    "leisure",
    words=rf"""{_STAFF_NL}(?:{_FUN_NL}|avond|{_STAGE_NL})\w* {_SEASON_NL}(?:{_FUN_NL}|receptie)\w*
        (?:cocktail|kook|bier|wijn|sushi|chocola\w*|bloemschik\w*)(?:workshop|clinic|proeverij)
        kersttruien\w* (?:team|personeels|medewerkers|afdelings|kantoor|hei)dag(?:en|je)?
        vrijmibo\w* personeelsvereniging familiedag(?:en)? pakjesavond teamdays teamday awaydays
        awayday teamoutings teamouting kerst(?:pakket|trui)\w* lipdub\w* teambuilding\w*""",
    phrases="""harlem shake | ons uitjes | ons uitje | ons borrel | ons bbq | ons barbecue | ons zomerborrel |
        onze uitjes | onze uitje | onze borrel | onze bbq | onze barbecue | onze zomerborrel |
        jaarlijkse uitjes | jaarlijkse uitje | jaarlijkse borrel | jaarlijkse bbq | jaarlijkse
        barbecue | jaarlijkse zomerborrel | jaarlijks uitjes | jaarlijks uitje | jaarlijks borrel
        | jaarlijks bbq | jaarlijks barbecue | jaarlijks zomerborrel | impressie uitjes |
        impressie uitje | impressie borrel | impressie bbq | impressie barbecue | impressie
        zomerborrel | leuke uitjes | leuke uitje | leuke borrel | leuke bbq | leuke barbecue |
        leuke zomerborrel | leuk uitjes | leuk uitje | leuk borrel | leuk bbq | leuk barbecue |
        leuk zomerborrel | gezellige uitjes | gezellige uitje | gezellige borrel | gezellige bbq |
        gezellige barbecue | gezellige zomerborrel | gezellig uitjes | gezellig uitje | gezellig
        borrel | gezellig bbq | gezellig barbecue | gezellig zomerborrel | het uitjes | het uitje
        | het borrel | het bbq | het barbecue | het zomerborrel | team days | team day | away days
        | away day | team outings | team outing | friday afternoon drinks | friday night drinks |
        friday drinks | after work afternoon drinks | after work night drinks | after work drinks
        | afterwork afternoon drinks | afterwork night drinks | afterwork drinks | christmas
        afternoon drinks | christmas night drinks | christmas drinks | ugly christmas sweaters |
        ugly christmas sweater | ugly sweaters | ugly sweater | secret santa | our annual bbq |
        our annual barbecue | our annual picnic | our annual outing | our yearly bbq | our yearly
        barbecue | our yearly picnic | our yearly outing | our summer bbq | our summer barbecue |
        our summer picnic | our summer outing | our bbq | our barbecue | our picnic | our outing |
        the annual bbq | the annual barbecue | the annual picnic | the annual outing | the yearly
        bbq | the yearly barbecue | the yearly picnic | the yearly outing | the summer bbq | the
        summer barbecue | the summer picnic | the summer outing | the bbq | the barbecue | the
        picnic | the outing""",
    patterns=(
        ("team teams", r"team building(?: \w+)?(?<! ideas)(?<! fails)"),
        ("kerst", r"kerst (?:pakket|trui)\w*"),
        ("lip", r"lip dub\w*"),
        (
            "bring neem",
            (
                r"bring your (?:\w+ )?(?:kids?|child|children|dogs?|pets?|parents)(?: \w+)? to work|"
                r"neem je (?:hond|kind\w*|ouders) mee naar (?:het |je )?(?:werk|kantoor)"
            ),
        ),
        (
            "bedrijfs personeels medewerkers team kantoor zaak pv werk directie management ploeg",
            rf"{_STAFF_NL} (?:{_FUN_NL}|avond)\w*",
        ),
        (
            (
                "kerst nieuwjaars zomer winter paas sinterklaas halloween carnaval koningsdag vrijdag jubileum lustrum "
                "oktober vakantie"
            ),
            rf"{_SEASON_NL} (?:{_FUN_NL}|receptie)\w*",
        ),
        (
            "workshop clinic class tasting proeverij",
            (
                r"(?:cocktail|kook|koken|bier|wijn|sushi|chocola\w*|bloemschik\w*|cooking|wine|beer|graffiti) "
                r"(?:workshop|clinic|class|tasting|proeverij)"
            ),
        ),
        (_NEAR_FUN_EN, rf"{_STAFF_EN} (?:\w+ (?:s )?)?{_FUN_EN}"),
        (
            "party parties drinks bbq barbecue bash do outing picnic jumper jumpers sweater sweaters reception",
            (
                rf"{_SEASON_EN} (?:part(?:y|ies)|drinks|bbq|barbecue|bash|do|outing|picnic|jumpers?(?: day)?|"
                r"sweaters?|reception)"
            ),
        ),
        (
            "medewerkers personeel collega werknemers employees staff colleagues co coworkers team company office crew",
            (
                r"\w*(?:avond|feest|festival\w*|show|diner|ontbijt|lunch|receptie|reception|evening|night|gala|breakfast|dinner|"
                r"concert|disco|party) (?:voor|van|for|of|with|met) "
                rf"(?:(?:al|alle|all|het|ons|onze|our|de|the|\d+) )*{_OWN}"
            ),
        ),
    ),
)
"""One of these in a title is an outing unless work or others speak against it."""

FEAST = Group(
    "a feast",
    words=r"""\w*(?:uitje|borrel)(?:s|filmpje)? borrelen \w*feest(?:je|jes|en|avond)? \w*barbecue\w*
        part(?:y|ies) outings? picnics? barbecues? drinks kroegentocht tgif weekafsluit\w*
        \w*bbq\w*""",
    phrases="""pub crawl | night out | day out | days out | dagje uit | avondje uit | weekendje weg | ends of the
        week | ends of the weekend | ends the week | ends the weekend | ending of the week |
        ending of the weekend | ending the week | ending the weekend | end of the week | end of
        the weekend | end the week | end the weekend | starts of the week | starts of the weekend
        | starts the week | starts the weekend | starting of the week | starting of the weekend |
        starting the week | starting the weekend | start of the week | start of the weekend |
        start the week | start the weekend | begins of the week | begins of the weekend | begins
        the week | begins the weekend | begining of the week | begining of the weekend | begining
        the week | begining the weekend | begin of the week | begin of the weekend | begin the
        week | begin the weekend | het weekend in | het weekend inluiden | weekend inluiden |
        weekend ingeluid""",
    patterns=(
        (
            "took take takes taking brought flew flying fly sent",
            (
                r"(?:took|take|takes|taking|brought|flew|flying|fly|sent) (?:the |our |all (?:of )?our )?"
                r"(?:whole |entire |all )?"
                r"(?:company|team|office|staff|crew|colleagues|employees|everyone|everybody)"
                r"(?: of \d+)? (?:to|on|for|out)"
            ),
        ),
        (
            "man collega medewerkers team bedrijf kantoor zaak ploeg afdeling",
            (
                r"(?:met )?(?:\d+|het hele|de hele|heel ons|heel het) (?:man|collega ?s|medewerkers|team|bedrijf|"
                r"kantoor|zaak|"
                r"ploeg|afdeling) (?:sterk )?(?:naar|op (?:reis|stap|pad|ski|vakantie))"
            ),
        ),
    ),
)
"""Eating and drinking together, very likely the company itself; it takes a word of work or of others to doubt it."""

PERHAPS = Group(
    "perhaps leisure",
    words=r"""kerst sinterklaas sint carnaval halloween pasen lustrum jubileum kerstdiner oliebollen
        bitterballen frietkar karaoke ski(?:reis|weekend|en) zeil(?:dag|tocht|weekend|en) wadlopen
        pubquiz escaperoom suppen zeskamp curl(?:en|ing) vaar(?:en|tocht) kano\w* sportdag etentje
        dagje kookworkshop taart verjaardag jarig proosten nieuwjaarsduik dansen flashmob
        schaatsen klimmen klimpark padel\w* surfen raften abseilen limbo touwtrekken
        stadswandeling moordspel cocktail\w* spelletjes\w* filmavond kerstmarkt quiz\w* bingo
        ijsjes pizza uitstap drink ijsbaan schaatsbaan efteling walibi dolfinarium pretpark
        dierentuin strand ardennen pannenkoeken jaarafsluiting terras\w* kerstsfeer kerstliedjes
        diner wk iftar eid hanukkah chanoeka midsummer pannenkoek\w* oliebol\w* paaseieren
        talent\w*jacht songfestival playback\w* koor choir revue panto reception receptie
        stedentrip weekendje sloepentocht rondvaart fluisterboot sup(?:pen|tocht)? mountainbik\w*
        tafelvoetbal\w* bubbelvoetbal\w* stormbaan springkussen quad\w* tokkel\w* proeverij
        jubilaris\w* jubilea afscheid bruiloft babyshower wedding polonaise conga dansvloer
        dancefloor dansje singalong meezing\w* dodgeball softball kickball rafting tasting luau
        tailgate verkleed\w* spijkerbroekdag dj schuimparty kermis foodtruck\w* ijscokar
        frietwagen friettent taartjes? lasergame\w* bootcamp boottocht huifkar\w* solex\w*
        casino\w* oktoberfest vossenjacht ibiza mallorca barcelona lissabon lisbon valencia praag
        prague berlijn berlin boedapest budapest krakau krakow dublin londen parijs rome malta
        winterberg alpen alps texel terschelling ameland vlieland disneyland phantasialand
        toverland duinrell centerparcs landal butlins legoland blackpool ontbijt breakfast brunch
        stamppot erwtensoep haring\w* mosselen champagne toost tompouce\w* gebak gehaktballen
        zingen zingt zingend sing sings singing danst dance dances carols poker\w* sjoel\w*
        klaverjas\w* foosball chess schaken bloopers prank\w* sneeuwbal\w* sneeuwpop\w*
        snowball\w* watergevecht plunge uitgezwaaid uitzwaaien verrast surprised surprises
        surprise gefeliciteerd sinterklaasgedicht\w* pieten kerstman kersttrui\w* lootjes pakjes
        mascotte mascot hossen crazy ontspan\w* relax\w* zonnetje unwind\w* drakenboot\w* regatta
        volleybal\w* volleyball beachvolley\w* darts? dart\w*toernooi ice ijs skating skate rugby
        cricket zaklopen estafette relay trampoline\w* petanque midgetgolf\w* tafeltennis\w*
        badminton\w* padel survival\w* obstacle glamping camping kamperen sauna rollercoaster
        achtbaan zoo aquarium safari wine wijn tapas sushi fondue gourmet\w* raclette
        marshmallows? bowling gokarting sailing kayaking beach trip retreat potluck tournament
        cookoff pancakes? carnival diwali thanksgiving birthday cake dancing costumes? campfire
        bash beers hike hiking canoe\w* cookout gala cruise festive jumper cocktails? santa
        gingerbread farewell dinner lunch gezellig\w* proost cheers (?:sfeer)?impressie aftermovie
        celebrat\w+ christmas holiday
        \w*(?:golf|wandeling|tocht|voetbalwedstrijd|poolen|wintersport|toernooi|voetbal)
        \w*(?:bowl|kart|paintball|lasergam)\w* citytrip\w* ziplin\w+ dragonboat\w*""",
    phrases="""pub quiz | escape room | uit eten | weekend weg | gangnam style | flash mob | op stap | gaan los |
        met z n allen naar | met z n allen samen | met z n allen op pad | met z n allen uit | met
        zn allen naar | met zn allen samen | met zn allen op pad | met zn allen uit | alle collega
        s naar | alle collega s samen | alle collega s op pad | alle collega s uit | alle collegas
        naar | alle collegas samen | alle collegas op pad | alle collegas uit | onze collega s
        naar | onze collega s samen | onze collega s op pad | onze collega s uit | onze collegas
        naar | onze collegas samen | onze collegas op pad | onze collegas uit | hele team naar |
        hele team samen | hele team op pad | hele team uit | hele bedrijf naar | hele bedrijf
        samen | hele bedrijf op pad | hele bedrijf uit | hele kantoor naar | hele kantoor samen |
        hele kantoor op pad | hele kantoor uit | hele ploeg naar | hele ploeg samen | hele ploeg
        op pad | hele ploeg uit | hele zaak naar | hele zaak samen | hele zaak op pad | hele zaak
        uit | het team naar | het team samen | het team op pad | het team uit | het bedrijf naar |
        het bedrijf samen | het bedrijf op pad | het bedrijf uit | het kantoor naar | het kantoor
        samen | het kantoor op pad | het kantoor uit | het ploeg naar | het ploeg samen | het
        ploeg op pad | het ploeg uit | het zaak naar | het zaak samen | het zaak op pad | het zaak
        uit | breaking the fast | breaking our fast | chinees nieuwjaar | chinees new year |
        chinese nieuwjaar | chinese new year | lunar nieuwjaar | lunar new year | bonte avond |
        open podium | oud hollandse spelen | oudhollandse spelen | hollandse spelen | highland
        games | baby shower | dance floor | dance challenge | mannequin challenge | sing along |
        axe throwing | scavenger hunt | treasure hunt | murder mystery | casino night | spa day |
        pumpkin carving | white elephant | chili cook off | chili cookoff | field day | pajama day
        | dressed up | dress up | food trucks | food truck | ice cream van | center parcs | alton
        towers | mario kart | april fools | april fool | snow day | water fight | laatste werkdag
        | last day | zwarte piet | kerstboom versieren | gek doen | letting our hair down |
        letting their hair down | let our hair down | let their hair down | tug of war | sack race
        | jeu de boules | mud run | high tea | go karting | laser tag | ski trip | ski weekend |
        family day | sports day | fun day | ping pong | table football | five a side | cook off |
        egg hunt | ice bucket | days away | happy hour | theme park | amusement park | ice skating
        | trivia night | game night | movie night | boat trip | ice cream | mini golf | football
        match | world cup | photo booth""",
    patterns=(("city zip april dragon treat", r"city trip\w*|zip lin\w+|trick or treat\w*|1 april\w*|dragon boat\w*"),),
)
"""Leisure, if it is the company's own."""
