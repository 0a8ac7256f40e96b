"""Collects every message id of the program and brings the catalogues up to date with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from monitor.reporting.i18n import CATALOGUES, COUNTED, LANGUAGES
from monitor.symptoms.contract import COMMON_REASONS
from monitor.symptoms.registry import all_symptoms

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("monitor/reporting", "monitor/alerts")
"""Where the program speaks the organisation's language."""

PYTHON_WORDS = {"N_": None, "text": None, "plural": (1, 2)}
TEMPLATE_WORDS = {"t": None, "tn": (1, 2)}
UNDATED = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By')

Message = str | tuple[str, str]


def messages() -> list[Message]:
    """Every message id, plural ones as pairs, each once, sorted."""
    found = {*_in_code(), *_in_templates(), *_in_symptoms(), *COUNTED.values()}
    return sorted(found, key=lambda one: one if isinstance(one, str) else one[0])


def _in_code() -> Iterator[Message]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for _line, message, *_ in extract_from_file("python", path, keywords=PYTHON_WORDS):
                yield from _usable(message)


def _in_templates() -> Iterator[Message]:
    for path in sorted((ROOT / "monitor/reporting/templates").glob("*.*")):
        with path.open("rb") as file:
            for _line, _word, message, _ in babel_extract(file, list(TEMPLATE_WORDS), [], {"silent": "false"}):
                yield from _usable(message)


def _usable(message: object) -> Iterator[Message]:
    if isinstance(message, str) and message:
        yield message
    elif isinstance(message, (tuple, list)):
        words = [word for word in message if isinstance(word, str)]
        if words:
            yield (words[0], words[1]) if len(words) > 1 else words[0]


def _in_symptoms() -> Iterator[Message]:
    yield from (reason.sentence for reason in COMMON_REASONS)
    for symptom in all_symptoms():
        yield from (symptom.title, symptom.explanation, symptom.remedy, symptom.cannot)
        yield from (one.sentence for one in (*symptom.variants, *symptom.reasons, *symptom.notes, *symptom.clauses))
        yield from (one.remedy for one in symptom.variants if one.remedy)
        yield from (one.meaning for one in symptom.evidence)


def path_of(language: str) -> Path:
    """Where the catalogue of a language is."""
    return CATALOGUES / language / "LC_MESSAGES" / "monitor.po"


def read(language: str) -> Catalog:
    """The catalogue as it stands; an empty one if there is none."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def fresh(language: str) -> Catalog:
    """The catalogue as it should be: today's messages with the translations there are."""
    old = read(language)
    new = Catalog(locale=language, project="horror-scenario-monitor", version="1", charset="utf-8")
    new.header_comment = "# Messages of the horror scenario monitor. Edit the msgstr lines only."
    new.fuzzy = False
    for message in messages():
        known = old.get(message)
        new.add(message, string=message if language == "en" else (known.string if known else None))
    return new


def main() -> None:
    """Write both catalogues."""
    for language in LANGUAGES:
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = fresh(language)
        with path.open("wb") as file:
            write_po(file, catalogue, width=0, no_location=True, sort_output=True)
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith(UNDATED)), encoding="utf-8")


if __name__ == "__main__":
    main()
