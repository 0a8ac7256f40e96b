"""Data alerts say what is wrong and the exact next step, in both languages."""

import pytest

from monitor.records import GONE
from monitor.reporting.data_words import DATA_WORDS, data_words
from monitor.reporting.i18n import Translator
from monitor.sources.importing import REASONS as MENDED
from monitor.transitions import TROUBLES

REASONS = [*TROUBLES, *(f"failed_{one}" for one in MENDED.values()), *(f"gone_{one}" for one in sorted(GONE))]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("variant", REASONS)
def test_every_trouble_has_words_of_its_own(variant: str, language: str) -> None:
    words = data_words(variant, "facebook", Translator(language))
    assert words.title
    assert words.sentence
    assert words.step
    assert "{" not in words.step
    assert variant in DATA_WORDS


def test_an_expired_token_names_the_command() -> None:
    assert "`monitor auth facebook`" in data_words("failed_token", "facebook", Translator("nl")).step


def test_an_unknown_reason_gets_the_words_of_its_answer() -> None:
    told = data_words("failed_novelty", "x", Translator("en"))
    assert told == data_words("failed", "x", Translator("en"))
