from datetime import timedelta
from math import nan
from pathlib import Path

import pytest

from monitor.store.contract import AccountStatus, ScoreWeek, Spell, Stage, Transition
from monitor.store.sqlstore import SqlStore
from monitor.store.weeks import week_of
from tests.store_case import MOMENT, NOW, account, fresh

WEEK = week_of(NOW.date())


def change(account_id: int, code: str = "HS2", **more: object) -> Transition:
    told = {"change": "begun", "week": WEEK, "variant": "trickle", "since_week": WEEK - 7, "evidence": {"n": 1.0}}
    return Transition(account_id, code, **(told | more))  # type: ignore[arg-type]


def detect(store: SqlStore, spells: list[Spell], transitions: list[Transition]) -> list[Transition]:
    accounts = sorted({spell.account_id for spell in spells})
    statuses = [AccountStatus(own, WEEK, "silent", "2013-01-01", NOW, MOMENT, "d") for own in accounts]
    return store.save_detection(WEEK, spells, statuses, [ScoreWeek(WEEK, 2, ("HS2", "HS4"))], transitions, NOW)


def test_the_verdicts_of_a_pass_replace_those_of_the_last(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        absent = Spell(own, "HS2", 0, "", "", WEEK - 9, WEEK - 8, {})
        present = Spell(own, "HS2", 1, "trickle", "", WEEK - 7, WEEK, {"n": 1.0, "gap": nan})
        detect(store, [absent, present, Spell(own, "HS9", -1, "", "short", WEEK, WEEK, {})], [])
        assert store.spells()[1] == Spell(own, "HS2", 1, "trickle", "", WEEK - 7, WEEK, {"n": 1.0})
        assert [(one.code, one.verdict) for one in store.last_verdicts()] == [("HS2", 1), ("HS9", -1)]
        detect(store, [absent], [])
        assert store.spells() == [absent]
        assert store.statuses() == store.last_statuses()
        assert store.statuses()[0].complete_until == NOW
        assert store.scores() == [ScoreWeek(WEEK, 2, ("HS2", "HS4"))]


def test_the_last_that_was_known_is_remembered_behind_what_is_unknown(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        known = [Spell(own, "HS2", n % 2, "", "", WEEK - 9 + n, WEEK - 9 + n, {}) for n in range(5)]
        unknown = Spell(own, "HS2", -1, "", "unobserved", WEEK - 4, WEEK, {})
        detect(store, [*known, unknown, Spell(own, "HS4", -1, "", "short", WEEK, WEEK, {})], [])
        assert [(one.code, one.verdict, one.last_week) for one in store.last_verdicts()] == [
            ("HS2", 0, WEEK - 5),
            ("HS2", -1, WEEK),
            ("HS4", -1, WEEK),
        ]


def test_a_transition_is_stored_once(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        first = detect(store, [], [change(own), change(own, "HS4")])
        assert [(one.code, one.created_at) for one in first] == [("HS2", NOW), ("HS4", NOW)]
        assert detect(store, [], [change(own), change(own, change="over")])[0].change == "over"
        assert [one.id for one in store.undelivered("mail")] == [1, 2, 3]


def test_nothing_is_stored_of_a_detection_that_breaks(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        kept = Spell(own, "HS2", 0, "", "", WEEK, WEEK, {})
        detect(store, [kept], [])

        def broken() -> object:
            yield change(own)
            raise RuntimeError("broken")

        with pytest.raises(RuntimeError):
            store.save_detection(WEEK, [], [], [], broken(), NOW)  # type: ignore[arg-type]
        assert store.spells() == [kept]
        assert store.undelivered("mail") == []


def test_what_begins_again_in_the_same_week_is_told_again(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        for news in (change(own), change(own, change="over")):
            store.mark_delivered("mail", [one.id for one in detect(store, [], [news])], NOW)
        (again,) = detect(store, [], [change(own)])
        assert (again.change, store.undelivered("mail")) == ("begun", [again])
        assert detect(store, [], [change(own)]) == []


def test_a_sink_gets_what_it_has_not_taken(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        one, two = detect(store, [], [change(own), change(own, "HS4")])
        store.mark_failed("mail", [one.id, two.id], NOW, "no route")
        store.mark_delivered("mail", [one.id], NOW + timedelta(hours=1))
        store.mark_failed("mail", [two.id], NOW, "still no route")
        assert store.undelivered("mail") == [two]
        assert store.undelivered("console") == [one, two]
        _columns, rows = store.query("SELECT transition_id, delivered_at FROM v_transition ORDER BY 1")
        assert rows == [(one.id, "2013-12-31T13:00:00Z"), (two.id, None)]


def test_a_delivery_is_not_undone_by_a_late_failure(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        [one] = detect(store, [], [change(account(store))])
        store.mark_delivered("mail", [one.id], NOW)
        store.mark_failed("mail", [one.id], NOW, "late")
        assert store.undelivered("mail") == []


def test_job_runs_are_numbered(tmp_path: Path) -> None:
    stages = [Stage("import", "ok", NOW, NOW), Stage("detect", "failed", NOW, NOW, "why")]
    with fresh(tmp_path) as store:
        assert [store.save_run(NOW, "2013-12-31", stages, 1) for _ in range(2)] == [1, 2]


def test_verdicts_read_well_in_the_view(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        spells = [
            Spell(own, "HS2", 0, "", "", WEEK - 3, WEEK - 2, {}),
            Spell(own, "HS2", 1, "trickle", "", WEEK - 1, WEEK, {"n": 1.0}),
        ]
        detect(store, spells, [])
        _columns, rows = store.query(
            "SELECT verdict, since, until, weeks, newest, evidence FROM v_verdict ORDER BY since"
        )
        assert rows == [
            ("absent", "2013-12-09", "2013-12-22", 2, 0, "{}"),
            ("present", "2013-12-23", "2014-01-05", 2, 1, '{"n": 1.0}'),
        ]
