"""The clues behind a label, as a reader meets them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.activity.rules.finding import Clue, clues_in, told
from monitor.activity.rules.outing import OUTING_MODEL
from monitor.activity.rules.press import PRESS_MODEL
from monitor.reporting.clues import CLUES, because
from monitor.reporting.i18n import Translator


def test_every_clue_of_the_rules_has_words_for_people() -> None:
    assert {*PRESS_MODEL.weights, *OUTING_MODEL.weights} <= CLUES.keys()


def test_the_strongest_clues_are_told_in_dutch_and_english() -> None:
    words = told(
        [Clue("no first person", 0.75, ""), Clue("dateline", 3, "UTRECHT, 12 maart 2013 -"), Clue("work", -1, "x")]
    )
    assert because(words, Translator("en")) == "place and date in front (UTRECHT, 12 maart 2013 -); nobody says I or we"
    assert because(words, Translator("nl")).startswith("plaats en datum vooraan (UTRECHT")


def test_other_words_are_shown_as_they_are() -> None:
    assert because("no word of leisure", Translator("nl")) == "no word of leisure"
    assert because("corrected by hand", Translator("nl")) == "met de hand verbeterd"


@given(
    st.lists(
        st.builds(Clue, st.sampled_from(sorted(CLUES)), st.sampled_from([3.0, 0.75, -1.0]), st.just("w")), max_size=4
    )
)
def test_what_was_told_can_be_read_back(clues: list[Clue]) -> None:
    assert sorted(clues_in(told(clues))) == sorted(clues)


@given(st.text())
def test_any_text_can_be_asked(words: str) -> None:
    assert isinstance(because(words, Translator("nl")), str)
