"""Days whose month is written as a word, in the languages of our users."""

from __future__ import annotations

import re
from datetime import date

MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan january januari januar janv janvier",
            "feb february februari februar févr février",
            "mar march mrt maart mär märz mars",
            "apr april avr avril",
            "may mei mai",
            "jun june juni juin",
            "jul july juli juil juillet",
            "aug august augustus août",
            "sep sept september septembre",
            "oct october okt oktober octobre",
            "nov november novembre",
            "dec december dez dezember déc décembre",
        ),
        start=1,
    )
    for word in words.split()
}
"""Names and abbreviations of the months in English, Dutch, German and French; no word means two months."""

_PARTS = re.compile(r"[0-9]+|[^\W\d_]+")


def named_day(text: str) -> date:
    """Read a day such as "Jan 13, 2026", "13 mrt. 2026" or 2026-01-13.

    A day of numbers only in any other order is not read: nobody can tell 1/2 from 2/1.

    Raises:
        ValueError: It is no such day.
    """
    text = text.strip()[:60]
    try:
        return date.fromisoformat(text)
    except ValueError:
        parts = _PARTS.findall(text.casefold())
    words = [part for part in parts if not part.isdigit()]
    numbers = sorted(int(part) for part in parts if part.isdigit())
    if len(numbers) != 2 or len(words) != 1 or words[0] not in MONTHS or not 1000 <= numbers[1] <= 9999:
        raise ValueError(f"{text[:40]!r} is not a date that can be read without guessing")
    return date(numbers[1], MONTHS[words[0]], numbers[0])
