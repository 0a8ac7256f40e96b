"""Text whose encoding was damaged on its way, made readable for the rules (nothing is changed in the store)."""

from __future__ import annotations

import re

_DAMAGE = (
    (re.compile("â€œ|(?:(?<=\\s)|^)â(?=[A-Z])", re.MULTILINE), "“"),
    (re.compile("â€\x9d|â€(?=\\W)|(?<=[,.?!])â\\??"), "”"),
    (re.compile("â€™|â\x80\x99|(?<=\\w)â(?=(?:s|t|re|ll|ve)\\b)"), "’"),
    (re.compile("â€“|(?<= )â(?= )"), "–"),
)
"""UTF-8 read as Latin: quotation marks and dashes begin with "â", and some exports have lost what came after it."""


def mended(text: str) -> str:
    """Put quotation marks and dashes back where "â" stands for them; French words with "â" are left alone."""
    if "â" in text:
        for damage, mark in _DAMAGE:
            text = damage.sub(mark, text)
    return text
