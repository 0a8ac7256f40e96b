"""The coverage table: what a healthy organisation has, and what is missing."""

from __future__ import annotations

from monitor.coverage import coverage
from monitor.settings import Detection, Settings
from tests.fakes_activity import FakeStore


def test_every_presence_wanted_is_there_or_missing() -> None:
    store = FakeStore()
    store.account("x", name="Company", owner="An", deputy="Bo", goal_posts=2.0, goal_per="week")
    store.account("x", kind="personal", handle="an")
    store.account("x", kind="personal", native_id="77", state="closed")
    store.account("hyves", kind="group")
    settings = Settings(detection=Detection(inventory=("linkedin:group", "x:company", "x:personal")))
    rows = coverage(store.accounts(), settings)
    assert [(row.presence, row.name, row.state, row.missing, row.wanted) for row in rows] == [
        ("linkedin:group", "", "missing", True, True),
        ("x:company", "Company", "active", False, True),
        ("x:personal", "an", "active", False, True),
        ("x:personal", "77", "closed", False, True),
        ("hyves:group", "hyves", "active", False, False),
    ]
    assert (rows[1].owner, rows[1].deputy, rows[1].goal, rows[1].goal_per) == ("An", "Bo", 2.0, "week")
    assert (rows[0].platform, rows[0].kind, rows[0].goal) == ("linkedin", "group", None)


def test_the_default_inventory_is_reported_missing_whole() -> None:
    store = FakeStore()
    store.account()
    empty = store.accounts().iloc[:0]
    assert [row.presence for row in coverage(empty, Settings())] == list(Settings().detection.inventory)
