"""Words of the organisation's own people, in Dutch and English."""

from __future__ import annotations

from monitor.activity.rules.outing_group import Group

_DEPARTMENT = (
    r"(?:boekhouding|administratie|magazijn|kantoor|inkoop|verkoop|sales|marketing|financien|finance|accounts|"
    r"accounting|hr|ict|it|techniek|planning|receptie|logistiek|expeditie|productie|directie|binnendienst|buitendienst|"
    r"werkplaats|warehouse|engineering|support|legal|reception|operations|management|payroll|procurement|"
    r"(?:night|day) ?shift|nachtploeg|dagploeg)"
)

STAFF = Group(
    "own people",
    words=r"""collega collegas personeels? medewerkers\w* ons onze team jaarlijkse? afdeling(?:en)? kantoor\w+
        bedrijfs\w+ pv baas colleagues? staff employees our annual yearly company everybody
        everyone office department crew boss guys personeels\w+ intern(?:e|al)? interdepartmental
        interoffice intercompany onderlinge? directie coworkers""",
    phrases="""collega s | met z n allen | met zn allen | op kantoor | naar kantoor | het kantoor | hele kantoor
        | nieuwe kantoor | met kantoor | de zaak | hele zaak | het bedrijf | hele bedrijf | hele
        ploeg | in dienst | jongens van | mannen van | dames van | heren van | meiden van | all of
        us | inter departmental | inter office | inter company | co workers | wij gingen | wij
        vierden | wij vieren | wij speelden | wij dansten | wij gaan los | wij proostten | wij
        feestten | we gingen | we vierden | we vieren | we speelden | we dansten | we gaan los |
        we proostten | we feestten | gingen we | gingen wij | vierden we | vierden wij""",
    patterns=(
        (
            "tegen vs versus v against",
            (
                rf"{_DEPARTMENT} (?:tegen|vs|versus|v|against) (?:de |het |the )?\w+|"
                rf"(?:tegen|vs|versus|v|against) (?:de |het |the )?{_DEPARTMENT}"
            ),
        ),
        (
            "man collega medewerkers colleagues employees coworkers co us",
            r"\d+ (?:man|collega ?s|medewerkers|colleagues|employees|co ?workers|of us)",
        ),
        ("we", r"we (?:went|had|did|celebrat\w+|danced|played|escaped|partied|are off|were off|raced)"),
    ),
)
"""The organisation's own people."""

TOGETHER = Group(
    "with each other",
    patterns=(
        (
            "collega team afdeling afdelingen kantoor zaak ploeg personeel medewerkers",
            (
                r"met (?:(?:alle|al|onze|de|het|ons|hele|z n) )*(?:collega ?s|team|afdeling(?:en)?|kantoor|zaak|"
                r"ploeg|personeel|"
                r"medewerkers)"
            ),
        ),
        ("colleagues employees staff", r"with (?:(?:all|our|the|whole|entire|some) )*(?:colleagues|employees|staff)"),
        (
            "team department office crew",
            r"with (?:(?:all|our|the|whole|entire) )+(?:\w+ )?(?:team|department|office|crew)",
        ),
    ),
)
"""Something done with colleagues: seldom said of work, as work is always done with them."""
