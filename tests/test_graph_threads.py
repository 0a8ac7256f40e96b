"""Who answered whom: the account's next word in the same thread, and what cannot be known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors._graph_threads import Spoken, interactions

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)


def spoken(hour: float, who: str, thread: str | None = "a") -> Spoken:
    """One comment by them ("t"), us ("u") or somebody ("?")."""
    ours = {"t": False, "u": True, "?": None}[who]
    return Spoken({"native_id": f"{hour}"}, thread, BEGIN + timedelta(hours=hour), ours)


def told(*comments: Spoken, whole: bool = True) -> list[tuple[float, float | None, bool]]:
    """Hour of each interaction, of the answer to it, and whether that is known."""

    def hours(moment: datetime | None) -> float | None:
        return None if moment is None else (moment - BEGIN).total_seconds() / 3600

    return [
        (hours(one.received_at) or 0, hours(one.answered_at), one.answer_known)
        for one in interactions(comments, whole=whole)
    ]


@pytest.mark.parametrize(
    ("thread", "wanted"),
    [
        ("t", [(0, None, True)]),
        ("tu", [(0, 1, True)]),
        ("tuu", [(0, 1, True)]),
        ("ut", [(1, None, True)]),
        ("ttu", [(0, 2, True), (1, 2, True)]),
        ("tut", [(0, 1, True), (2, None, True)]),
        ("t?", [(0, None, False), (1, None, True)]),
        ("t?u", [(0, 2, True), (1, 2, True)]),
        ("tu?", [(0, 1, True), (2, None, True)]),
        ("?t", [(0, None, True), (1, None, True)]),
        ("uu", []),
    ],
)
def test_the_next_word_is_the_answer(thread: str, wanted: list[tuple[float, float | None, bool]]) -> None:
    assert told(*(spoken(hour, who) for hour, who in enumerate(thread))) == wanted


def test_threads_do_not_answer_each_other() -> None:
    assert told(spoken(0, "t", "a"), spoken(1, "u", "b")) == [(0, None, True)]


def test_what_is_not_whole_is_not_known() -> None:
    assert told(spoken(0, "t"), whole=False) == [(0, None, False)]
    assert told(spoken(0, "t"), spoken(1, "u"), whole=False) == [(0, 1, True)]


def test_without_a_thread_no_answer_is_known() -> None:
    assert told(spoken(0, "t", None), spoken(1, "u", None)) == [(0, None, False)]


@given(
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from("tu?"), st.sampled_from(["a", "b", None])), max_size=12),
    st.booleans(),
    st.randoms(),
)
def test_order_does_not_matter_and_nobody_is_lost(comments, whole, random) -> None:
    made = [spoken(hour + number / 100, who, thread) for number, (hour, who, thread) in enumerate(comments)]
    found = told(*made, whole=whole)
    assert len(found) == sum(who != "u" for _, who, _ in comments)
    assert all(answer is None or (answer >= at and known) for at, answer, known in found)
    mixed = list(made)
    random.shuffle(mixed)
    assert told(*mixed, whole=whole) == found
