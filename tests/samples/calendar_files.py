"""The diary's content calendar, as a calendar program exports it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from tests.samples.blog_files import diary
from tests.samples.stories import Story
from tests.samples.timeline import ZONE

FIRST = date(2013, 9, 1)
STAMP = "20131227T090000Z"


def agenda() -> bytes:
    """What was planned for the diary in the autumn of 2013, and was published on the day or the day after."""
    stories = [story for story in diary() if story.at.astimezone(ZONE).date() >= FIRST]
    events = [line for number, story in enumerate(stories) for line in _event(number, story)]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Stroomdauw//verzonnen, made up//NL",
             "X-WR-CALNAME:Redactiekalender (verzonnen, made up)",
             *events, *_series(), *_dropped(), "END:VCALENDAR"]  # fmt: skip
    return "".join(f"{one}\r\n" for line in lines for one in _folded(line)).encode()


def _event(number: int, story: Story) -> Iterator[str]:
    day = story.at.astimezone(ZONE) - timedelta(days=number % 2)
    when = f";VALUE=DATE:{day:%Y%m%d}" if number % 3 == 0 else f";TZID=Europe/Amsterdam:{day:%Y%m%dT090000}"
    title = story.title.replace(",", "\\,")
    yield from ("BEGIN:VEVENT", f"UID:dagboek-{number}@stroomdauw.example.org", f"DTSTAMP:{STAMP}", f"DTSTART{when}")
    named = number % 2
    yield f"SUMMARY:{'' if named else 'Dagboek van de buurtbatterij: '}{title}"
    if named:
        yield "CATEGORIES:Dagboek van de buurtbatterij,Buurtbatterij"
    yield "END:VEVENT"


def _series() -> list[str]:
    """A talk before the holidays that was called off, every week of it."""
    return ["BEGIN:VEVENT", "UID:rubriek@stroomdauw.example.org", f"DTSTAMP:{STAMP}",
            "DTSTART;TZID=Europe/Amsterdam:20131118T090000", "RRULE:FREQ=WEEKLY;COUNT=5",
            "EXDATE;TZID=Europe/Amsterdam:20131125T090000", "SUMMARY:[Dagboek van de buurtbatterij] Vraag van de week",
            "STATUS:CANCELLED", "END:VEVENT"]  # fmt: skip


def _dropped() -> list[str]:
    """A task that was dropped."""
    due = datetime(2013, 12, 20, 9, tzinfo=UTC)
    return ["BEGIN:VTODO", "UID:jaarverslag@stroomdauw.example.org", f"DTSTAMP:{STAMP}", f"DUE:{due:%Y%m%dT%H%M%SZ}",
            "SUMMARY:Jaarverslag van de batterij", "LOCATION:Dagboek van de buurtbatterij", "STATUS:CANCELLED",
            "END:VTODO"]  # fmt: skip


def _folded(line: str) -> Iterator[str]:
    """A line of at most 75 bytes, the rest on lines that begin with a space."""
    while len(line.encode()) > 75:
        cut = max(n for n in range(1, 76) if len(line[:n].encode()) <= 75)
        yield line[:cut]
        line = " " + line[cut:]
    yield line


def files() -> Iterator[tuple[str, bytes]]:
    """The calendar, path and content."""
    yield "redactiekalender-dagboek.ics", agenda()
