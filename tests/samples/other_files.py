"""What comes from elsewhere: groups written down by hand, Mastodon, and tables whose columns config.toml names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from tests.samples import words
from tests.samples.linkedin_files import Sheet, urn_number, xlsx
from tests.samples.packing import csv_bytes, json_bytes
from tests.samples.timeline import FIRST_DAY, ZONE, moments, on, rng_of

TEAM = ("Sanne Rietvoorn", "Bram Stroomkade", "Fenna Waterling")
MEMBERS = (
    "Anneke Vlonderman",
    "Hein Oeverland",
    "Jet Tuinwater",
    "Wim Wilgenpoot",
    "Roos Sluiszicht",
    "Karim Rietveer",
    "Dorien Plaswijk",
)
LOOKED = "2013-12-29"
SAVING, WARM = "Waterbesparing in de praktijk", "Warm wonen in Zwaluwmeer"
GROUP_NUMBERS = {SAVING: "4410021", WARM: "4410087"}
MASTODON = "https://social.example.org/users/stroomdauw"


def saving_group() -> bytes:
    """The template: two years in which only our own people began a discussion, ever more seldom."""
    flow, rng = words.texts(words.DISCUSSION_TEAM, rng_of("saving")), rng_of("saving authors")
    rows = [["groep", "datum", "auteur", "titel", "tekst", "permalink", "reacties"]]
    for number, at in enumerate(
        moments("saving", ((date(2012, 5, 7), 0.5), (date(2013, 3, 4), 0.15)), date(2013, 11, 15))
    ):
        link = (
            f"https://www.linkedin.com/groups/{GROUP_NUMBERS[SAVING]}/{GROUP_NUMBERS[SAVING]}-{urn_number(at, number)}"
        )
        rows.append([SAVING, f"{at.astimezone(ZONE):%d-%m-%Y}", rng.choice(TEAM), next(flow), "", link, "0"])
    rows.append([SAVING, "29-12-2013", "", "", "", "", ""])
    return csv_bytes(rows)


def warm_group() -> bytes:
    """Permalinks typed by hand: a group in which members speak, two or three times a month."""
    rng = rng_of("warm")
    lines = [f"groep: {WARM}", "# Verzonnen voorbeeld, made up. Permalink, dag, wie begon."]
    for number, at in enumerate(moments("warm", ((date(2012, 5, 7), 0.9),), date(2013, 12, 30), quiet=False)):
        author = rng.choice(MEMBERS) if rng.random() < 0.8 else rng.choice(TEAM)
        link = f"https://www.linkedin.com/groups/{GROUP_NUMBERS[WARM]}/{GROUP_NUMBERS[WARM]}-{urn_number(at, number)}"
        lines.append(f"{link}\t{at.astimezone(ZONE):%Y-%m-%d}\t{author}")
    return ("\n".join([*lines, LOOKED]) + "\n").encode()


def mastodon() -> dict[str, bytes]:
    """A Mastodon archive (of a network that did not exist in 2013): lively all the way."""
    flow = words.texts(words.PROJECT, rng_of("mastodon text"))
    items: list[dict[str, Any]] = []
    for number, at in enumerate(moments("mastodon", ((date(2013, 2, 4), 2.3),), date(2013, 12, 30), quiet=False)):
        native_id, stamp = f"{MASTODON}/statuses/{100000000 + number * 731}", f"{at:%Y-%m-%dT%H:%M:%SZ}"
        note = {
            "id": native_id,
            "type": "Note",
            "summary": None,
            "inReplyTo": None,
            "published": stamp,
            "url": native_id,
            "attributedTo": MASTODON,
            "to": ["https://www.w3.org/ns/activitystreams#Public"],
            "cc": [],
            "sensitive": False,
            "content": f"<p>{next(flow)}</p>",
            "contentMap": {"nl": ""},
            "attachment": [],
            "tag": [],
        }
        note["contentMap"] = {"nl": note["content"]}
        items.append(
            {
                "id": f"{native_id}/activity",
                "type": "Create",
                "actor": MASTODON,
                "published": stamp,
                "to": note["to"],
                "cc": [],
                "object": note,
            }
        )
    context = "https://www.w3.org/ns/activitystreams"
    outbox = {
        "@context": context,
        "id": "outbox.json",
        "type": "OrderedCollection",
        "totalItems": len(items),
        "orderedItems": items,
    }
    actor = {
        "@context": context,
        "id": MASTODON,
        "type": "Person",
        "preferredUsername": "stroomdauw",
        "name": "Stroomdauw (verzonnen)",
        "summary": "<p>Verzonnen organisatie, made up.</p>",
        "url": "https://social.example.org/@stroomdauw",
        "published": "2013-02-04T00:00:00Z",
        "icon": {"type": "Image", "mediaType": "image/png", "url": "avatar.png"},
        "outbox": "outbox.json",
    }
    return {"actor.json": json_bytes(actor), "outbox.json": json_bytes(outbox)}


def hyves() -> bytes:
    """A network that closed in December 2013."""
    flow = words.texts(words.FACEBOOK, rng_of("hyves text"))
    rows = [["Datum", "Soort", "Tekst", "Respect"]]
    times = moments("hyves", ((date(2012, 1, 9), 1.0), (date(2012, 9, 3), 0.3)), date(2013, 11, 25))
    rows += [[f"{at.astimezone(ZONE):%d-%m-%Y %H:%M}", "WieWatWaar", next(flow), "3"] for at in times]
    return csv_bytes(rows)


def yammer() -> bytes:
    """The internal network, as a spreadsheet."""
    flow, rng = words.texts(words.PERSONAL, rng_of("yammer text")), rng_of("yammer authors")
    sheet: Sheet = [["Created at", "Sender", "Body", "Group"]]
    for at in moments("yammer", ((date(2012, 6, 4), 3.0), (date(2013, 6, 3), 2.2)), date(2013, 12, 28)):
        sheet.append(
            [
                f"{at.astimezone(ZONE):%Y-%m-%d %H:%M:%S}",
                rng.choice((*TEAM, "Teun Morgenveld", "Lotte Veenstil")),
                next(flow),
                "Iedereen",
            ]
        )
    return xlsx({"Messages": sheet})


PEOPLE: dict[str, tuple[str, str, bool, bool, tuple[tuple[date, float], ...], date]] = {
    "bramstroomkade": (
        "Bram Stroomkade",
        "Bram Stroomkade",
        False,
        True,
        ((date(2012, 3, 5), 1.9),),
        date(2013, 12, 28),
    ),
    "mirtezwaluwaar": (
        "Mirte Zwaluwaar",
        "Mirte Zwaluwaar",
        False,
        True,
        ((date(2012, 3, 5), 1.2),),
        date(2013, 12, 28),
    ),
    "joostrietdauw": (
        "Joost Rietdauw",
        "Joost Rietdauw",
        False,
        True,
        ((date(2012, 3, 5), 1.4), (date(2013, 2, 4), 0.7)),
        date(2013, 6, 14),
    ),
    "heddazilver": ("Hedda Zilverriet", "Hedda Zilverriet", False, True, ((date(2012, 9, 3), 0.8),), date(2013, 4, 10)),
}
"""Employees who tweeted: name, name in the table, egg, bio, rhythm, last day."""
FEW = {
    "teunmorgenveld": ("2012-10-04 11:15", "2012-10-09 16:40"),
    "lotteveenstil": ("2012-11-12 10:05",),
    "sannerietvoorn": ("2012-11-12 10:20", "2012-11-30 09:10"),
}
"""Employees who opened an account in the autumn of 2012, and all they ever posted."""


def employee_posts() -> bytes:
    """What employees tweeted, copied into one table by the communication department."""
    rows: list[tuple[datetime, list[str]]] = []
    for handle, (*_, phases, last) in PEOPLE.items():
        flow = words.texts(words.PERSONAL, rng_of(handle + " text"))
        rows += [
            (at, [f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}", handle, next(flow)]) for at in moments(handle, phases, last)
        ]
    for handle, days in FEW.items():
        for number, at in enumerate(on(*days)):
            text = ("Zo, nu ben ik er ook. Even kijken hoe dit werkt.", "Iemand tips voor beginners?")[number]
            rows.append((at, [f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}", handle, text]))
    return csv_bytes([["tijdstip", "account", "bericht"], *(cells for _, cells in sorted(rows))])


def employee_profiles() -> bytes:
    """What employees' accounts looked like, written down every quarter."""
    rows: list[list[str]] = [["datum", "account", "naam", "bio", "standaardfoto", "afgeschermd", "volgers"]]
    looks = [
        date(2012, 7, 2),
        date(2012, 10, 1),
        date(2013, 1, 7),
        date(2013, 4, 2),
        date(2013, 7, 1),
        date(2013, 10, 1),
        date(2013, 12, 28),
    ]
    for number, day in enumerate(looks):
        for handle, (name, *_) in PEOPLE.items():
            if PEOPLE[handle][4][0][0] < day:
                rows.append(
                    [
                        day.isoformat(),
                        handle,
                        name,
                        "Werkt bij Stroomdauw (verzonnen persoon)",
                        "nee",
                        "nee",
                        str(40 + number * 17),
                    ]
                )
        if day > date(2012, 12, 1):
            rows.append([day.isoformat(), "teunmorgenveld", "Teun Morgenveld", "", "nee", "nee", "11"])
            rows.append([day.isoformat(), "lotteveenstil", "Lotte Veenstil", "", "ja", "nee", "4"])
            rows.append(
                [day.isoformat(), "sannerietvoorn", "Sanne Rietvoorn", "Communicatie (verzonnen)", "ja", "nee", "9"]
            )
    return csv_bytes(rows)


COMMENTS = (
    ("Hoe laat is het loket morgen open?", "Annet Kadewater"),
    ("Werkt de regenton ook op een balkon?", "Bo Rietkraag"),
    ("Mijn aanmelding is niet aangekomen, klopt dat?", "Gijs Oeverloo"),
    ("Wanneer komt de ploeg naar de Oeverbuurt?", "Noor Sluisman"),
)


def comments() -> bytes:
    """What visitors asked on Facebook: answered within hours in 2012, and not at all since the page was left alone."""
    rng = rng_of("comments")
    rows = [["platform", "account", "received_at", "answered_at", "author", "text"]]
    for at in moments("comments", ((date(2012, 3, 5), 0.8), (date(2013, 6, 3), 0.5)), date(2013, 12, 27)):
        text, author = rng.choice(COMMENTS)
        answered = at + timedelta(minutes=rng.randint(15, 400))
        alive = at.date() < date(2013, 8, 20)
        rows.append(["facebook", "stroomdauw", _iso(at), _iso(answered) if alive else "", author, text])
    return csv_bytes(rows)


def calendar() -> bytes:
    """The content calendar: what was planned for the company account in the autumn of 2013."""
    titles = ("Winter klaar: leidingen inpakken", "Regenton leegmaken", "Radiatorfolie", "Terugblik bewonersavond")
    rows = [["platform", "account", "planned_at", "title"]]
    days = (date(2013, 9, 2) + timedelta(days=7 * week + day) for week in range(17) for day in (1, 3))
    rows += [["x", "stroomdauw", f"{day} 10:00", titles[n % 4]] for n, day in enumerate(days)]
    return csv_bytes(rows)


def _iso(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}"


def group_members() -> bytes:
    """Members of the groups, counted by hand every month."""
    rows: list[list[str]] = [["dag", "groep", "leden"]]
    for month in range(19):
        day = (FIRST_DAY.replace(month=6) + timedelta(days=30.5 * month)).isoformat()
        rows += [[day, SAVING, str(12 + month // 4)], [day, WARM, str(30 + month * 9)]]
    return csv_bytes(rows)


def files() -> Iterator[tuple[str, bytes]]:
    """All other files, path and content."""
    yield "linkedin-groep-waterbesparing.csv", saving_group()
    yield "linkedin-groep-warm-wonen.txt", warm_group()
    for name, content in mastodon().items():
        yield f"mastodon-stroomdauw/{name}", content
    yield "hyves-stroomdauw.csv", hyves()
    yield "yammer-berichten.xlsx", yammer()
    yield "medewerkers-tweets.csv", employee_posts()
    yield "medewerkers-profielen.csv", employee_profiles()
    yield "linkedin-groepen-leden.csv", group_members()
    yield "facebook-reacties.csv", comments()
    yield "contentkalender.csv", calendar()
