"""Languages: English message ids, gettext catalogues read by Babel, and values written as the locale writes them.

A template names its values with a kind: `No post for {days_silent:days}.` gives "No post for 41 days."; the kinds are
the keys of `KINDS` and `COUNTED`. The catalogues are plain text (.po); nothing compiled is kept.
"""

from __future__ import annotations

import io
import math
import string
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.support import Translations

from monitor.activity.rhythm.part import Part
from monitor.activity.weeks import week_start

LANGUAGES = ("nl", "en")
LOCALES = {"nl": Locale("nl", "NL"), "en": Locale("en", "GB")}
CATALOGUES = Path(__file__).parent / "locale"
COUNTED: Mapping[str, tuple[str, str]] = {
    "days": ("{n} day", "{n} days"),
    "weeks": ("{n} week", "{n} weeks"),
    "times": ("{n} time", "{n} times"),
    "posts": ("{n} post", "{n} posts"),
    "videos": ("{n} video", "{n} videos"),
    "comments": ("{n} comment", "{n} comments"),
    "discussions": ("{n} discussion", "{n} discussions"),
    "accounts": ("{n} account", "{n} accounts"),
    "years": ("{n} year", "{n} years"),
    "every": ("every day", "every {n} days"),
    "rarely": ("once a year", "once in {n} years"),
}
"""Kinds that count things, as plural message ids."""


def N_(msgid: str) -> str:  # noqa: N802 - gettext's own name for "a message id, translated later"
    """Mark a message id for the catalogues; gives it back unchanged."""
    return msgid


UNKNOWN = N_("unknown")
PARTS: Mapping[int, str] = {
    Part.LEVEL: N_("it has posted seldom for a long time"),
    Part.CHANGE: N_("it posts less than it used to"),
    Part.GAP: N_("the silence is longer than its own gaps explain"),
    Part.PEOPLE: N_("the people who write it have fallen silent, on their other accounts too"),
    Part.SIBLINGS: N_("other accounts of the same owner have fallen silent too"),
}
"""The parts of the early warning, as what speaks for it."""
PART_NAMES: Mapping[int, str] = {
    Part.LEVEL: N_("seldom"),
    Part.CHANGE: N_("slower"),
    Part.GAP: N_("silence"),
    Part.PEOPLE: N_("people"),
    Part.SIBLINGS: N_("other accounts"),
}
"""The same in a word, for tables."""


@cache
def catalogue(language: str) -> Translations:
    """Read the catalogue of a language; kept for the life of the process."""
    path = CATALOGUES / language / "LC_MESSAGES" / "monitor.po"
    with path.open("rb") as file:
        messages = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Translations(compiled)


class _Template(string.Formatter):
    """Fills a template; a value that is missing or NaN becomes the word for unknown."""

    def __init__(self, translator: Translator) -> None:
        self.translator = translator

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key))

    def format_field(self, value: Any, format_spec: str) -> str:
        return self.translator.value(value, format_spec)


class Translator:
    """Writes messages, dates and numbers in one language.

    Args:
        language: "nl" or "en".
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = LOCALES[language]
        self._catalogue = catalogue(language)
        self._template = _Template(self)

    def text(self, msgid: str, /, **values: Any) -> str:
        """Translate a message and fill in its values.

        Args:
            msgid: English template; a message without translation is used as it stands.
            **values: What the braces name. A missing or NaN value is written as "unknown".
        """
        if not msgid:
            return ""
        return self._template.vformat(str(self._catalogue.gettext(msgid)), (), values)

    def plural(self, one: str, many: str, n: float, /, **values: Any) -> str:
        """Translate a message that depends on a count, which it may name as {n}."""
        count = int(n) if float(n).is_integer() else 2
        template = str(self._catalogue.ngettext(one, many, count))
        return self._template.vformat(template, (), {"n": n, **values})

    def value(self, value: Any, kind: str = "") -> str:
        """Write a value as the locale does.

        Args:
            value: A number, date, aware or naive datetime, integer week, ISO date text or any text.
            kind: One of `KINDS` or `COUNTED`; anything else writes numbers as numbers and text as text.
        """
        if value is None or (isinstance(value, float) and math.isnan(value)):
            return str(self._catalogue.gettext(UNKNOWN))
        if kind in COUNTED:
            # Days that are over: 27.9 days of silence are not yet 28.
            return self.plural(*COUNTED[kind], math.floor(value + 1e-6) if kind == "days" else _whole(value))
        writer = KINDS.get(kind, _plain)
        return str(writer(self, value)).replace("\u202f", "\u00a0")


def _whole(value: float) -> float:
    """Nearest whole number where the value is one but for rounding errors."""
    return round(value) if abs(value - round(value)) < 1e-6 else value


def _plain(translator: Translator, value: Any) -> str:
    if isinstance(value, date):
        return _date(translator, value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number(translator, value)
    return str(value)


def _number(translator: Translator, value: float) -> str:
    return str(format_decimal(_whole(value), format="#,##0.#", locale=translator.locale))


def _rate(translator: Translator, value: float) -> str:
    return str(format_decimal(value, format="#,##0.##", locale=translator.locale))


def _percent(translator: Translator, value: float) -> str:
    return str(format_percent(value, format="#,##0%", locale=translator.locale))


def _as_date(value: Any) -> date:
    if isinstance(value, str):
        return datetime.fromisoformat(value).date()
    return week_start(int(value)) if isinstance(value, (int, float)) else value


def _date(translator: Translator, value: Any) -> str:
    return str(format_date(_as_date(value), "d MMMM y", locale=translator.locale))


def _day(translator: Translator, value: Any) -> str:
    return str(format_date(_as_date(value), "d MMM y", locale=translator.locale).replace(".", ""))


def _daymonth(translator: Translator, value: Any) -> str:
    return str(format_date(_as_date(value), "d MMM", locale=translator.locale)).replace(".", "")


def _onday(translator: Translator, value: Any) -> str:
    return _date(translator, date.fromordinal(int(value)))


def _part(translator: Translator, value: Any) -> str:
    return translator.text(PARTS.get(int(value), UNKNOWN))


def _partname(translator: Translator, value: Any) -> str:
    return translator.text(PART_NAMES.get(int(value), UNKNOWN))


def _month(translator: Translator, value: Any) -> str:
    return str(format_date(_as_date(value), "MMMM y", locale=translator.locale))


def _tick(translator: Translator, value: Any) -> str:
    return str(format_date(_as_date(value), "MMM y", locale=translator.locale)).replace(".", "")


def _moment(translator: Translator, value: Any) -> str:
    return str(format_datetime(value, "d MMMM y, HH:mm", locale=translator.locale))


def _week(translator: Translator, value: Any) -> str:
    year, number, _ = _as_date(value).isocalendar()
    return translator.text(N_("week {number} of {year}"), number=str(number), year=str(year))


def _yesno(translator: Translator, value: Any) -> str:
    return translator.text(N_("yes")) if value else translator.text(N_("no"))


def _words(_: Translator, value: Any) -> str:
    return str(value)


KINDS: Mapping[str, Callable[[Translator, Any], str]] = {
    "number": _number,
    "rate": _rate,
    "percent": _percent,
    "date": _date,
    "day": _day,
    "daymonth": _daymonth,
    "onday": _onday,
    "part": _part,
    "partname": _partname,
    "month": _month,
    "tick": _tick,
    "moment": _moment,
    "week": _week,
    "yesno": _yesno,
    "words": _words,
}
"""How each kind of value is written. percent takes a share of 1; week an integer week or any date in it;
onday the number of a day (`date.toordinal`); part and partname one of the early warning's."""
