"""Languages: every message has a faithful translation, and values are written as the locale writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.reporting.i18n import COUNTED, KINDS, LANGUAGES, Translator
from monitor.symptoms.registry import all_symptoms
from tests import catalogues

NL, EN = Translator("nl"), Translator("en")


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def fields(template: str) -> list[tuple[str, str]]:
    return [(name, kind or "") for _, name, kind, _ in Formatter().parse(template) if name is not None]


def forms(message: object) -> list[str]:
    return list(message) if isinstance(message, (tuple, list)) else [str(message)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_complete_and_has_nothing_stale(language: str) -> None:
    wanted = {one if isinstance(one, str) else one[0] for one in catalogues.messages()}
    kept = catalogues.read(language)
    there = {forms(one.id)[0] for one in kept if one.id}
    assert there - wanted == set(), "stale: run `python -m tests.regenerate catalogues`"
    assert wanted - there == set(), "missing: run `python -m tests.regenerate catalogues` and translate"
    untranslated = [one.id for one in kept if one.id and not all(forms(one.string))]
    assert untranslated == [], "translate these in the .po file"
    assert not kept.obsolete


def test_translations_name_the_same_values() -> None:
    wrong = [
        (one.id, one.string)
        for one in catalogues.read("nl")
        if one.id
        for english, dutch in zip(forms(one.id), forms(one.string), strict=True)
        if names(english) != names(dutch)
    ]
    assert wrong == []


def test_every_kind_of_value_that_a_message_asks_for_exists() -> None:
    kinds = {
        kind
        for language in LANGUAGES
        for one in catalogues.read(language)
        if one.id
        for text in (*forms(one.id), *forms(one.string))
        for _, kind in fields(text)
    }
    assert kinds <= {"", *KINDS, *COUNTED}


def test_symptom_sentences_name_only_evidence_they_have() -> None:
    for symptom in all_symptoms():
        known = {one.name for one in symptom.evidence} | {"since", "account"}
        for one in (*symptom.variants, *symptom.notes):
            assert names(one.sentence) <= known, (symptom.code, one.sentence)


@pytest.mark.parametrize(
    ("value", "kind", "dutch", "english"),
    [
        (1, "days", "1 dag", "1 day"),
        (19.9, "days", "19 dagen", "19 days"),
        (28 - 1e-9, "days", "28 dagen", "28 days"),
        (2.0, "weeks", "2 weken", "2 weeks"),
        (1, "times", "1 keer", "1 time"),
        (3, "videos", "3 video's", "3 videos"),
        (1234.56, "number", "1.234,6", "1,234.6"),
        (0.5, "percent", "50%", "50%"),
        (date(2013, 12, 9), "date", "9 december 2013", "9 December 2013"),
        (datetime(2013, 12, 9, 7, 5, tzinfo=UTC), "moment", "9 december 2013, 07:05", "9 December 2013, 07:05"),
        (date(2013, 3, 9), "month", "maart 2013", "March 2013"),
        ("2013-03-09", "date", "9 maart 2013", "9 March 2013"),
        (date(2012, 12, 31), "week", "week 1 van 2013", "week 1 of 2013"),
        (1.0, "yesno", "ja", "yes"),
        (None, "days", "onbekend", "unknown"),
        (float("nan"), "percent", "onbekend", "unknown"),
        ("plain", "", "plain", "plain"),
        (7.0, "", "7", "7"),
    ],
)
def test_values_in_both_languages(value: object, kind: str, dutch: str, english: str) -> None:
    assert NL.value(value, kind).replace("\xa0", " ") == dutch
    assert EN.value(value, kind).replace("\xa0", " ") == english


def test_a_missing_value_is_said_to_be_unknown() -> None:
    assert EN.text("Last post on {last:date}.") == "Last post on unknown."


@given(st.text())
def test_values_are_never_read_as_templates(text: str) -> None:
    assert NL.text("{account}: {title}", account=text, title="{account}") == f"{text}: {{account}}"
