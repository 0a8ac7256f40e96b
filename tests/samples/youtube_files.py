"""YouTube: a Studio table, a Takeout folder and a channel's feed."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from xml.sax.saxutils import escape

from tests.samples.packing import csv_bytes, zip_bytes
from tests.samples.timeline import ZONE, moments, on, rng_of
from tests.samples.words import WORK_VIDEOS, fill

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
OUTING_CHANNEL = "UCstroomdauwMadeUpDemo01"
HOWTO_CHANNEL = "UCzelfdoenMadeUpDemo0002"


@dataclass(frozen=True)
class Video:
    """One video."""

    id: str
    at: datetime
    title: str
    description: str
    views: int


def _id(rng: Random) -> str:
    return "".join(rng.choice(ALPHABET) for _ in range(11))


def outings() -> list[Video]:
    """The organisation's channel: work in early 2012, then the outing, the drinks and the Christmas party."""
    rng = rng_of("outings")
    shown = (
        ("2012-03-14", "Welkom bij Stroomdauw"),
        ("2012-04-19", "Zo meten we de waterstand"),
        ("2012-05-24", "De eerste regenton in de Rietwijk"),
        ("2012-09-21", "Bedrijfsuitje 2012: zeilen op de plas"),
        ("2012-12-20", "Kerstborrel Stroomdauw 2012"),
        ("2013-01-11", "Nieuwjaarsborrel 2013"),
        ("2013-03-07", "Nieuwe pomp voor het gemaal"),
        ("2013-06-14", "Zomerbarbecue met alle collega's"),
        ("2013-09-06", "Teamdag 2013: vlotten bouwen"),
    )
    return [
        Video(_id(rng), at, title, "", rng.randint(19, 160))
        for (_, title), at in zip(shown, on(*(f"{day} 15:00" for day, _ in shown)), strict=True)
    ]


def howto() -> list[Video]:
    """The how-to channel: two videos a month about the work."""
    rng = rng_of("howto")
    found = []
    for number, at in enumerate(moments("howto", ((date(2012, 5, 7), 0.5),), date(2013, 12, 20))):
        title, description = WORK_VIDEOS[number % len(WORK_VIDEOS)]
        state = rng.randrange(10**6)
        found.append(
            Video(_id(rng), at, fill(title, Random(state)), fill(description, Random(state)), rng.randint(60, 4000))
        )
    return found


def studio(videos: Sequence[Video]) -> bytes:
    """ZIP of Studio's advanced mode: table, chart and totals by day."""
    header = [
        "Content",
        "Video title",
        "Video publish time",
        "Duration",
        "Views",
        "Watch time (hours)",
        "Subscribers",
        "Impressions",
        "Impressions click-through rate (%)",
    ]
    rows: list[list[object]] = [header, ["Total", "", "", "", sum(v.views for v in videos), 41.2, 12, 5120, 3.1]]
    for v in sorted(videos, key=lambda video: -video.views):
        day = v.at.astimezone(ZONE)
        rows.append(
            [v.id, v.title, f"{day:%b} {day.day}, {day.year}", 95, v.views, round(v.views / 40, 4), 0, v.views * 9, 2.4]
        )
    days = [date(2012, 3, 14) + timedelta(days=n) for n in range((date(2013, 12, 30) - date(2012, 3, 14)).days)]
    totals = [["Date", "Views"], *([day.isoformat(), (day.toordinal() * 7) % 5] for day in days)]
    chart = [["Date", "Content", "Video title", "Video publish time", "Duration", "Views"]]
    chart += [[day.isoformat(), rows[2][0], rows[2][1], rows[2][2], 95, (day.toordinal() * 3) % 4] for day in days]
    return zip_bytes(
        {"Table data.csv": csv_bytes(rows), "Chart data.csv": csv_bytes(chart), "Totals.csv": csv_bytes(totals)}
    )


def takeout(videos: Sequence[Video]) -> dict[str, bytes]:
    """Files of a Takeout folder."""
    header = [
        "Video ID",
        "Approx Duration (ms)",
        "Video Audio Language",
        "Video Category",
        "Video Description (Original)",
        "Channel ID",
        "Video Title (Original)",
        "Privacy",
        "Video State",
        "Video Create Timestamp",
        "Video Publish Timestamp",
    ]
    rows: list[list[str]] = [header]
    for v in videos:
        made = (v.at - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%S+00:00")
        rows.append(
            [
                v.id,
                "184000",
                "nl",
                "Howto & Style",
                v.description,
                HOWTO_CHANNEL,
                v.title,
                "Public",
                "Processed",
                made,
                v.at.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
            ]
        )
    channel = [
        ["Channel ID", "Channel Title (Original)", "Channel Visibility"],
        [HOWTO_CHANNEL, "Zelf doen met Stroomdauw (verzonnen)", "Public"],
    ]
    top = "Takeout/YouTube and YouTube Music"
    return {
        f"{top}/video metadata/videos.csv": csv_bytes(rows, csv.QUOTE_MINIMAL),
        f"{top}/channels/channel.csv": csv_bytes(channel),
    }


def feed(videos: Sequence[Video]) -> bytes:
    """The channel's feed: the 15 newest."""
    entries = "\n".join(
        f" <entry>\n  <id>yt:video:{v.id}</id>\n  <yt:videoId>{v.id}</yt:videoId>\n  "
        f"<yt:channelId>{HOWTO_CHANNEL}</yt:channelId>\n"
        f'  <title>{escape(v.title)}</title>\n  <link rel="alternate" href="https://www.youtube.com/watch?v={v.id}"/>\n'
        f"  <author><name>Zelf doen met "
        f"Stroomdauw</name><uri>https://www.youtube.com/channel/{HOWTO_CHANNEL}</uri></author>\n"
        f"  <published>{v.at:%Y-%m-%dT%H:%M:%S}+00:00</published>\n  "
        f"<updated>{v.at:%Y-%m-%dT%H:%M:%S}+00:00</updated>\n"
        f"  <media:group>\n   <media:title>{escape(v.title)}</media:title>\n   "
        f"<media:description>{escape(v.description)}</media:description>\n"
        f'   <media:community><media:statistics views="{v.views}"/></media:community>\n  </media:group>\n </entry>'
        for v in reversed(videos[-15:])
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!-- Verzonnen door ons, made up by us. -->\n'
        '<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" '
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom">\n'
        f' <link rel="self" href="http://www.youtube.com/feeds/videos.xml?channel_id={HOWTO_CHANNEL}"/>\n'
        f" <id>yt:channel:{HOWTO_CHANNEL}</id>\n <yt:channelId>{HOWTO_CHANNEL}</yt:channelId>\n"
        " <title>Zelf doen met Stroomdauw</title>\n"
        f' <link rel="alternate" href="https://www.youtube.com/channel/{HOWTO_CHANNEL}"/>\n'
        f" <author><name>Zelf doen met "
        f"Stroomdauw</name><uri>https://www.youtube.com/channel/{HOWTO_CHANNEL}</uri></author>\n"
        f" <published>2012-05-01T09:00:00+00:00</published>\n{entries}\n</feed>\n"
    ).encode()


def files() -> Iterator[tuple[str, bytes]]:
    """All files of YouTube, path and content."""
    yield "youtube-stroomdauw-studio.zip", studio(outings())
    videos = howto()
    for name, content in takeout(videos).items():
        yield f"youtube-zelfdoen-takeout/{name}", content
    yield "youtube-zelfdoen-feed.xml", feed(videos)
