"""The detector: all symptoms over all weeks in one pass, and what is made of it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby, pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.activity.weekly import build_frame
from monitor.activity.weeks import week_of
from monitor.detector import NOT_APPLICABLE, detect, team_alive
from monitor.settings import Settings
from monitor.symptoms import judging
from monitor.symptoms.contract import Verdict
from monitor.symptoms.frames import FIRST_WEEK, make_frame, together
from monitor.symptoms.hs2_twitter_weekly_trickle import Numbers
from monitor.symptoms.judging import judge
from monitor.symptoms.registry import all_symptoms, symptoms_by_code
from tests.fakes_activity import FakeStore

TRICKLE = make_frame([5.0] * 20 + [1.0] * 20, account=7, has_deputy=False)
PAGE = make_frame([2.0] * 20 + [0.0] * 10 + [2.0] * 10, account=9, platform="facebook", kind="page")
BOTH = together(TRICKLE, PAGE)
LAST = FIRST_WEEK + 39


def test_spells_say_since_when_and_on_what_evidence() -> None:
    spells = [spell for spell in detect(BOTH, {}).spells() if (spell.account_id, spell.code) == (7, "HS2")]
    assert [(s.verdict, s.first_week - FIRST_WEEK, s.last_week - FIRST_WEEK) for s in spells] == [
        (-1, 0, 6),
        (0, 7, 24),
        (1, 25, 39),
    ]
    assert [spell.reason for spell in spells] == ["short", "", ""]
    assert spells[-1].variant == "trickle"
    assert spells[-1].evidence["quiet_weeks"] == 8


def test_spells_hold_every_verdict_of_every_week() -> None:
    detection = detect(BOTH, {})
    for symptom in all_symptoms():
        verdicts = judge(BOTH, symptom, symptom.thresholds())["verdict"]
        told = {
            (spell.account_id, week): spell.verdict
            for spell in detection.spells()
            if spell.code == symptom.code
            for week in range(spell.first_week, spell.last_week + 1)
        }
        assert told == {(int(a), int(w)): int(verdict) for (a, w), verdict in verdicts.items()}


def test_neighbouring_spells_differ() -> None:
    for _, spells in groupby(detect(BOTH, {}).spells(), key=lambda spell: (spell.account_id, spell.code)):
        verdicts = [spell.verdict for spell in spells]
        assert all(one != other for one, other in pairwise(verdicts))


def test_current_spells_hold_in_the_last_week() -> None:
    some = [symptom for symptom in all_symptoms() if symptom.code in {"HS2", "HS4", "HS17", "HS18"}]
    current = {(spell.account_id, spell.code): spell.verdict for spell in detect(BOTH, {}, symptoms=some).current()}
    assert current == {(7, "HS2"): 1, (7, "HS17"): -1, (7, "HS18"): 1, (9, "HS4"): 0, (9, "HS17"): -1, (9, "HS18"): 0}


def test_evidence_that_is_unknown_is_left_out() -> None:
    spell = next(spell for spell in detect(BOTH, {}).current("HS4"))
    assert "comments" not in spell.evidence
    assert all(value == value for value in spell.evidence.values())  # noqa: PLR0124 - not NaN


def test_the_score_counts_symptoms_on_any_account() -> None:
    scores = detect(BOTH, {}).scores
    by_week = {score.week - FIRST_WEEK: score.codes for score in scores}
    assert by_week[10] == ()
    assert by_week[24] == ("HS4",)
    assert by_week[28] == ("HS2", "HS4")
    assert by_week[39] == ("HS2",)
    assert all(score.score == len(score.codes) for score in scores)


def test_a_week_has_a_score_only_if_any_of_the_six_could_be_judged() -> None:
    detection = detect(BOTH, {})
    six = {symptom.code for symptom in detection.symptoms if symptom.in_score}
    known = {
        week
        for spell in detection.spells()
        if spell.code in six and spell.verdict != Verdict.UNKNOWN
        for week in range(spell.first_week, spell.last_week + 1)
    }
    assert [score.week for score in detection.scores] == sorted(known)
    assert FIRST_WEEK not in known, "in its first weeks an account is judged by nobody"
    assert LAST in known


def test_heat_map_of_a_window() -> None:
    heat = detect(BOTH, {}).heat(LAST - 16, LAST + 1)
    order = [symptom.code for symptom in all_symptoms()]
    for account in (7, 9):
        codes = heat.loc[account].index.to_list()
        assert codes == sorted(codes, key=order.index)
    assert heat.loc[(7, "HS2")].tolist() == [0, 0] + [1] * 15 + [NOT_APPLICABLE]
    assert heat.loc[(9, "HS4")].iloc[:8].tolist() == [1, 1, 1, 1, 1, 1, 1, 0]
    assert heat.to_numpy().dtype == np.int8


def test_thresholds_are_used() -> None:
    strict = {"HS2": Numbers(most_per_week=5)}
    assert detect(TRICKLE, strict).scores[10].codes == ("HS2",)


def test_an_empty_frame_gives_an_empty_detection() -> None:
    detection = detect(BOTH.iloc[:0], {})
    assert list(detection.spells()) == []
    assert detection.scores == []
    assert detection.heat(1, 3).empty


def test_parts_of_the_frame_give_what_the_whole_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    frames = [make_frame([5.0] * 10 + [0.0] * (9 + account), account=account) for account in range(1, 12)]
    whole = list(detect(together(*frames), {}).spells())
    monkeypatch.setattr(judging, "ROWS_AT_ONCE", 50)
    assert list(detect(together(*frames), {}).spells()) == whole


def test_parts_hold_whole_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "ROWS_AT_ONCE", 30)
    frame = together(*(make_frame([1.0] * weeks, account=weeks) for weeks in (1, 7, 29, 30, 31, 90)))
    parts = list(judging.in_parts(frame, np.ones(len(frame), bool)))
    assert pd.concat(parts).index.equals(frame.index)
    accounts = [set(part.index.get_level_values(0)) for part in parts]
    assert sum(map(len, accounts)) == len(set.union(*accounts))


def test_team_alive_counts_only_the_judged() -> None:
    fine = {"kind": "personal", "default_avatar": 0.0, "has_bio": 1.0, "profile_seen": True}
    frame = together(
        make_frame([2.0] * 20, account=1, **fine),
        make_frame([2.0] * 20, account=2, **(fine | {"default_avatar": 1.0})),
        make_frame([2.0] * 20, account=3, **(fine | {"profile_seen": False})),
    )
    team = team_alive(detect(frame, {}).current())
    assert (team.alive, team.judged, team.unknown, team.share) == (1, 2, 1, 0.5)
    assert team_alive([]).share is None


# --- over the frame that is built from a store ----------------------------------------------------------
START = date(2011, 1, 3)
DAYS = st.integers(0, 500).map(lambda days: START + timedelta(days))


@st.composite
def stores(draw: st.DrawFn) -> FakeStore:
    store = FakeStore()
    for platform, kind in (("x", None), ("linkedin", "group"), ("youtube", None), ("facebook", None), ("blog", None)):
        goal = draw(st.sampled_from([{}, {"goal_posts": 2.0, "goal_per": "week"}]))
        account = store.account(platform, kind=kind, state=draw(st.sampled_from(["active", "seasonal"])), **goal)
        step, stop = draw(st.integers(1, 40)), draw(DAYS)
        label = draw(st.sampled_from(["yes", "no", None]))
        video = "video" if platform == "youtube" else "original"
        store.posts_every(account, START, stop, step, kind=video, press=label, outing=label, author=label)
        for first, last in draw(st.lists(st.tuples(st.none() | DAYS, DAYS), min_size=1, max_size=2)):
            if first is None or first <= last:
                store.window(account, first, last)
        for day, wait in draw(st.lists(st.tuples(DAYS, st.none() | st.integers(0, 30)), max_size=6)):
            store.interaction(account, day, None if wait is None else day + timedelta(wait))
    return store


@settings(max_examples=25, deadline=None)
@given(store=stores(), weeks=st.integers(2, 80))
def test_a_run_as_of_an_earlier_day_gives_the_verdicts_of_then(store: FakeStore, weeks: int) -> None:
    whole, then = (build_frame(store, Settings(), START + timedelta(7 * n)) for n in (90, weeks))
    for code, symptom in symptoms_by_code().items():
        now, past = (judge(frame, symptom, symptom.thresholds()) for frame in (whole, then))
        pd.testing.assert_frame_equal(past, now.loc[past.index], obj=code)


def test_planted_truth_in_a_store_is_found_in_the_right_week() -> None:
    store = FakeStore()
    account = store.account(owner="An", deputy="Bo")
    store.posts_every(account, START, START + timedelta(7 * 30 - 1), 2)
    store.window(account, None, START + timedelta(7 * 60))
    frame = build_frame(store, Settings(), START + timedelta(7 * 60))
    spell = next(spell for spell in detect(frame, {}).current("HS2"))
    assert spell.verdict == 1
    assert spell.first_week == week_of(START) + 30 + 5
