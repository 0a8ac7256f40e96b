"""Facebook: a page's own download, with the letters damaged as Facebook damages them, and Meta's content tables."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from tests.samples import words
from tests.samples.packing import csv_bytes, json_bytes, zip_bytes
from tests.samples.timeline import ZONE, moments, rng_of

MADE_UP = "Verzonnen organisatie (demo), made up."
PAGE_COLUMNS = (
    "Post ID",
    "Page ID",
    "Page name",
    "Title",
    "Description",
    "Duration (sec)",
    "Publish time",
    "Caption type",
    "Permalink",
    "Is crosspost",
    "Is share",
    "Post type",
    "Languages",
    "Custom labels",
    "Funded content status",
    "Data comment",
    "Date",
    "Views",
    "Reach",
    "Reactions, Comments and Shares",
    "Reactions",
    "Comments",
    "Shares",
    "Total clicks",
    "Photo clicks",
    "Other clicks",
    "Link clicks",
    "Negative feedback from users: Hide all",
    "Reels plays",
    "Seconds viewed",
    "Average Seconds viewed",
    "Estimated earnings (USD)",
)
BATTERY_ID = "100064400550021"


def forgotten() -> list[tuple[datetime, str]]:
    """The page of the organisation: three posts a week, then one, then none since September 2013."""
    flow = words.texts(words.FACEBOOK, rng_of("facebook text"))
    phases = ((date(2012, 2, 13), 2.6), (date(2013, 1, 7), 1.5), (date(2013, 5, 6), 0.7))
    return [(at, next(flow)) for at in moments("facebook", phases, date(2013, 9, 13))]


def download() -> bytes:
    """The page's "Download your information", UTF-8 written as if every byte were a letter."""
    folder = "this_profile's_activity_across_facebook/posts"
    items = []
    for number, (at, text) in enumerate(forgotten()):
        stamp = int(at.timestamp())
        item: dict[str, object] = {"timestamp": stamp, "data": [{"post": _damaged(text)}, {"update_timestamp": stamp}]}
        if number % 5 == 2:
            media = {
                "uri": f"{folder}/media/foto_{number}.jpg",
                "creation_timestamp": stamp,
                "title": "Foto's van de tijdlijn",
                "description": _damaged(text),
            }
            item["attachments"] = [{"data": [{"media": media}]}]
        item["title"] = _damaged("Stroomdauw heeft zijn status bijgewerkt.")
        items.append(item)
    profile = {
        "profile_v2": {
            "name": {"full_name": "Stroomdauw"},
            "intro_bio": {"name": MADE_UP},
            "profile_uri": "https://www.facebook.com/stroomdauw",
        }
    }
    return zip_bytes(
        {
            f"{folder}/profile_posts_1.json": _latin(json_bytes(items, 1, ascii_only=True)),
            "personal_information/profile_information/profile_information.json": json_bytes(
                profile, 1, ascii_only=True
            ),
        }
    )


def _damaged(text: str) -> str:
    return text.encode("utf-8").decode("latin-1")


def _latin(content: bytes) -> bytes:
    """Spell the damaged letters in lower case as Facebook does."""
    return re.sub(rb"\\u00([0-9A-Fa-f]{2})", lambda found: b"\\u00" + found[1].lower(), content)


def battery() -> list[tuple[datetime, str]]:
    """The page of the neighbourhood battery: about three posts a week until today."""
    flow = words.texts(words.BATTERY, rng_of("battery text"))
    return [(at, next(flow)) for at in moments("battery", ((date(2012, 4, 2), 2.8),), date(2013, 12, 30), quiet=False)]


def content_table(posts: Sequence[tuple[datetime, str]]) -> bytes:
    """Meta's table, one line a post, times of the organisation's zone."""
    rng = rng_of(f"meta {posts[0][0]}")
    rows: list[Sequence[object]] = [PAGE_COLUMNS]
    for at, text in posts:
        native_id = f"1{int(at.timestamp()) * 7:014d}"
        likes, comments, shares = rng.randint(1, 40), rng.randint(0, 9), rng.randint(0, 5)
        rows.append(
            [
                native_id,
                BATTERY_ID,
                "Buurtbatterij Zwaluwmeer",
                text,
                "",
                0,
                f"{at.astimezone(ZONE):%m/%d/%Y %H:%M}",
                "",
                f"https://www.facebook.com/{BATTERY_ID}/posts/{native_id}",
                0,
                0,
                "Photos" if rng.random() < 0.4 else "Text",
                "",
                "",
                "",
                "",
                "Lifetime",
                rng.randint(80, 900),
                rng.randint(60, 700),
                likes + comments + shares,
                likes,
                comments,
                shares,
                rng.randint(0, 30),
                0,
                0,
                0,
                0,
                "",
                "",
                "",
                "",
            ]
        )
    return csv_bytes(rows, csv.QUOTE_MINIMAL, bom=True)


def quarters() -> Iterator[tuple[date, date]]:
    """Spans of at most 90 days, as Meta allows, up to the day of the export."""
    start, last = date(2012, 4, 2), date(2013, 12, 29)
    while start <= last:
        end = min(start + timedelta(days=89), last)
        yield start, end
        start = end + timedelta(days=1)


def files() -> Iterator[tuple[str, bytes]]:
    """All files of Facebook, path and content."""
    yield "facebook-stroomdauw-29_12_2013.zip", download()
    posts = battery()
    for first, last in quarters():
        part = [post for post in posts if first <= post[0].astimezone(ZONE).date() <= last]
        yield f"{first:%b-%d-%Y}_{last:%b-%d-%Y}_{BATTERY_ID}.csv", content_table(part)
