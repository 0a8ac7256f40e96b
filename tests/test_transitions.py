"""Transitions: what is worth telling, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.store.contract import AccountStatus, Spell, Transition
from monitor.transitions import transitions

WEEK = 100


def spell(verdict: int, first: int, last: int = WEEK, variant: str = "", code: str = "HS3", account: int = 1) -> Spell:
    shown = variant or ("dormant" if verdict == 1 else "")
    return Spell(account, code, verdict, shown, "short" if verdict < 0 else "", first, last, {"n": float(last)})


def status(answer: str, week: int = WEEK, since: str | None = None, account: int = 1) -> AccountStatus:
    return AccountStatus(account, week, answer, since, None, None)


def changes(last: Sequence[Spell], new: Sequence[Spell], week: int = WEEK) -> list[tuple[Any, ...]]:
    found = transitions(last, new, [], [], week)
    return [(one.change, one.variant, one.since_week, one.week) for one in found]


def data_changes(last: Sequence[AccountStatus], new: Sequence[AccountStatus]) -> list[tuple[str, str, str]]:
    return [(one.code, one.change, one.variant) for one in transitions([], [], last, new, WEEK)]


def test_the_first_run_tells_what_is_there_now_and_no_history() -> None:
    new = [spell(1, 10, 40), spell(0, 41, 60), spell(1, 61)]
    assert changes([], new) == [("begun", "dormant", 61, WEEK)]
    assert changes([], [spell(1, 10, 40), spell(0, 41)]) == []


def test_begun_and_over() -> None:
    absent, present = spell(0, 10, 99), spell(1, 90, 99)
    assert changes([absent], [spell(0, 10, 99), spell(1, 100)]) == [("begun", "dormant", 100, WEEK)]
    assert changes([present], [spell(1, 90, 99), spell(0, 100)]) == [("over", "dormant", 90, WEEK)]
    assert changes([present], [spell(1, 90)]) == []
    assert changes([absent], [spell(0, 10)]) == []


def test_worse_only_upward() -> None:
    mild, bad = spell(1, 90, 99, "dormant"), spell(1, 90, 99, "egg")
    assert changes([mild], [spell(1, 90, WEEK, "egg")]) == [("worse", "egg", 90, WEEK)]
    assert changes([bad], [spell(1, 90, WEEK, "dormant")]) == []


def test_a_gap_in_the_data_neither_ends_nor_begins_anything() -> None:
    present, absent, unknown = spell(1, 80, 94), spell(0, 80, 94), spell(-1, 95, 99)
    gap = spell(-1, 95, 97)
    assert changes([present], [present, spell(-1, 95)]) == []
    assert changes([present, unknown], [present, gap, spell(1, 98)]) == []
    assert changes([present, unknown], [present, gap, spell(0, 98)]) == [("over", "dormant", 80, WEEK)]
    assert changes([absent, unknown], [absent, gap, spell(1, 98)]) == [("begun", "dormant", 98, WEEK)]


def test_what_a_late_export_shows_to_be_old_is_told_all_the_same() -> None:
    assert changes([spell(-1, WEEK)], [spell(0, 10, 49), spell(1, 50)]) == [("begun", "dormant", 50, WEEK)]
    assert changes([spell(0, 10, 49), spell(-1, 50)], [spell(0, 10, 49), spell(1, 50)]) == [
        ("begun", "dormant", 50, WEEK)
    ]
    assert changes([spell(-1, WEEK)], [spell(1, 10, 49), spell(0, 50)]) == []


def test_what_was_never_known_begins_when_it_is_first_seen() -> None:
    assert changes([spell(-1, 50, 99)], [spell(-1, 50, 99), spell(1, 100)]) == [("begun", "dormant", 100, WEEK)]
    assert changes([spell(-1, 50, 99)], [spell(-1, 50, 99), spell(0, 100)]) == []


def test_an_account_that_is_no_longer_seen_says_nothing() -> None:
    assert changes([spell(1, 80, 99)], [spell(1, 80, 90)]) == []


def test_a_look_back_is_no_news() -> None:
    assert changes([spell(0, 10, 120)], [spell(1, 90)]) == []
    assert transitions([], [spell(1, 90)], [status("active", 120)], [], WEEK) == []


def test_data_alerts_begin_and_end() -> None:
    assert data_changes([], [status("stale")]) == [("DATA", "begun", "stale")]
    assert data_changes([status("active")], [status("gone")]) == [("DATA", "begun", "gone")]
    assert data_changes([status("stale")], [status("stale")]) == []
    assert data_changes([status("stale")], [status("silent")]) == [("DATA", "over", "stale")]
    assert data_changes([status("stale")], [status("failed")]) == [("DATA", "begun", "failed")]


def test_a_data_alert_names_the_reason() -> None:
    expired = replace(status("failed"), reason="token")
    assert data_changes([status("active")], [expired]) == [("DATA", "begun", "failed_token")]
    assert data_changes([expired], [expired]) == []
    assert data_changes([expired], [status("active")]) == [("DATA", "over", "failed_token")]


@pytest.mark.parametrize("answer", ["active", "silent", "new", "closed"])
def test_other_answers_are_no_data_alert(answer: str) -> None:
    assert data_changes([], [status(answer)]) == []


def test_a_data_alert_says_since_when() -> None:
    (one,) = transitions([], [], [], [status("stale", since="0001-01-10")], WEEK)
    assert one.since_week == 1


VERDICTS = st.lists(st.sampled_from([-1, 0, 1]), min_size=1, max_size=30)


def history(verdicts: list[int]) -> list[Spell]:
    """Spells of a run of weekly verdicts that ends in WEEK."""
    found: list[Spell] = []
    for week, verdict in enumerate(verdicts, WEEK - len(verdicts) + 1):
        first = found.pop().first_week if found and found[-1].verdict == verdict else week
        found.append(spell(verdict, first, week))
    return found


@given(verdicts=VERDICTS)
def test_the_same_night_twice_tells_nothing_the_second_time(verdicts: list[int]) -> None:
    new = history(verdicts)
    assert changes(new, new) == []


@given(verdicts=VERDICTS)
def test_night_after_night_begun_and_over_take_turns(verdicts: list[int]) -> None:
    told: list[Transition] = []
    stored: list[Spell] = []
    for nights in range(1, len(verdicts) + 1):
        new = [spell(s.verdict, s.first_week, s.last_week) for s in history(verdicts)]
        week = WEEK - len(verdicts) + nights
        new = [s for s in new if s.first_week <= week]
        new[-1] = spell(new[-1].verdict, new[-1].first_week, week)
        told += transitions(stored, new, [], [], week)
        stored = new
    names = [one.change for one in told]
    assert names == ["begun", "over"] * (len(names) // 2) + ["begun"] * (len(names) % 2)
    known = [verdict for verdict in verdicts if verdict >= 0]
    assert len(names) == sum(now != was for was, now in zip([0, *known], known, strict=False))


# --- told once a quarter ----------------------------------------------------------------------------------
def fading(first: int, last: int, variant: str) -> Spell:
    return spell(1 if variant else 0, first, last, variant, code="HS10")


def nights(weeks: Sequence[str]) -> list[tuple[int, str, str]]:
    """What is told of HS10 night after night; the way it shows in each week, "" for absent."""
    told: list[Transition] = []
    stored: list[Spell] = []
    for week, variant in enumerate(weeks, WEEK):
        same = stored and (stored[-1].verdict == 1) == bool(variant)
        first = stored[-1].first_week if same else week
        new = [*(stored[:-1] if same else stored), fading(first, week, variant)]
        changes = transitions(stored, new, [], [], week, told=told)
        told += [replace(one, id=len(told) + place + 1) for place, one in enumerate(changes)]
        assert transitions(new, new, [], [], week, told=told) == [], "the same night again"
        stored = new
    return [(one.week - WEEK, one.change, one.variant) for one in told]


def test_each_way_of_fading_is_told_once_and_then_its_end() -> None:
    weeks = [*[""] * 2, *["fading"] * 4, *["silent"] * 9, *["dormant"] * 8, *[""] * 6]
    told = [(2, "begun", "fading"), (6, "worse", "silent"), (15, "worse", "dormant"), (23, "over", "dormant")]
    assert nights(weeks) == told


def test_what_returns_too_soon_is_told_when_the_quarter_is_over_if_it_still_holds() -> None:
    short = [*["silent"] * 3, *[""] * 4, *["silent"] * 2, *[""] * 9]
    assert nights(short) == [(0, "begun", "silent"), (3, "over", "silent")]
    long = [*["silent"] * 3, *[""] * 4, *["silent"] * 12]
    assert nights(long) == [(0, "begun", "silent"), (3, "over", "silent"), (13, "begun", "silent")]


def test_a_worse_way_is_told_at_once_and_a_milder_one_never() -> None:
    weeks = [*["fading"] * 3, *["silent"] * 3, *["fading"] * 3, *["silent"] * 3, "dormant"]
    assert nights(weeks) == [(0, "begun", "fading"), (3, "worse", "silent"), (12, "worse", "dormant")]
    assert nights(["fading", "silent", "returning", "fading", "returning", ""])[-1] == (5, "over", "silent")


def test_what_was_told_before_a_gap_in_the_data_is_still_so() -> None:
    told = [Transition(1, "HS10", "begun", WEEK - 9, "silent", WEEK - 9, {}, id=4)]
    before, gap = fading(WEEK - 9, WEEK - 5, "silent"), spell(-1, WEEK - 4, WEEK - 1, code="HS10")
    again = [before, gap, fading(WEEK, WEEK, "silent")]
    assert transitions([before, gap], again, [], [], WEEK, told=told) == []
    (over,) = transitions([before, gap], [before, gap, fading(WEEK, WEEK, "")], [], [], WEEK, told=told)
    assert (over.change, over.since_week) == ("over", WEEK - 9)


@given(st.lists(st.sampled_from(["", "fading", "silent", "dormant", "returning"]), min_size=1, max_size=60))
def test_no_way_of_fading_is_told_twice_in_a_quarter_and_no_end_of_what_was_not_told(weeks: list[str]) -> None:
    told = nights(weeks)
    for place, (week, change, variant) in enumerate(told):
        earlier = [one for one in told[:place] if one[1] != "over" and one[2] == variant]
        if change == "over":
            assert told[place - 1][1] != "over"
            assert place > 0
        else:
            assert all(week - one[0] >= 13 for one in earlier)
