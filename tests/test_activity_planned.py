"""The content calendar beside what was published."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from monitor.activity.planned import matched
from monitor.activity.weekly import build_frame
from monitor.settings import Settings
from tests.fakes_activity import FakeStore, local

MONDAY = date(2012, 10, 1)


def days_of(store: FakeStore) -> list[int | None]:
    """So many days after the Monday each item was published."""
    found = matched(store.planned(), store.planned_posts())
    return [None if moment < 0 else round((moment - local(MONDAY)) / 86_400) for moment in found]


@pytest.mark.parametrize(
    ("title", "text", "day", "found"),
    [
        ("Regenton leegmaken", "Vergeet niet je regenton te legen", 6, 6),
        ("Regenton leegmaken", "Iets heel anders", 6, None),
        ("Regenton leegmaken", "Iets heel anders", 1, 1),
        (None, "Iets", 1, 1),
        (None, "Iets", 2, None),
        ("Énergie café", "Kom naar het ENERGIECAFE of energie cafe!", -3, -3),
        ("Regenton leegmaken", "Vergeet je regenton niet", -4, None),
        ("Regenton leegmaken", "Vergeet je regenton niet", 29, None),
    ],
    ids=["by its title", "another text", "near enough", "without a title", "a day too far", "accents", "early", "late"],
)
def test_a_post_is_an_item_by_its_title_or_its_time(title: str | None, text: str, day: int, found: int | None) -> None:
    store = FakeStore()
    account = store.account()
    store.plan(account, MONDAY, title)
    store.post(account, MONDAY + timedelta(day), text=text)
    assert days_of(store) == [found]


def test_a_post_is_one_item_and_the_nearest() -> None:
    store = FakeStore()
    account, other = store.account(), store.account()
    for day in (0, 7, 14):
        store.plan(account, MONDAY + timedelta(day), "Regenton leegmaken")
    store.plan(other, MONDAY, "Regenton leegmaken")
    store.post(account, MONDAY + timedelta(8), text="De regenton!")
    store.post(account, MONDAY + timedelta(9), text="De regenton!", kind="reply")
    assert days_of(store) == [None, 8, None, None]


def test_an_item_counts_in_the_week_in_which_its_time_was_over() -> None:
    store = FakeStore()
    account = store.account(created=MONDAY - timedelta(7))
    for day in (0, 5, 6):
        store.plan(account, MONDAY + timedelta(day), "Regenton")
    store.post(account, MONDAY + timedelta(1), text="Regenton")
    frame = build_frame(store, Settings(), MONDAY + timedelta(28)).loc[account]
    assert frame["planned_due"].isna().tolist() == [True, False, False, False, False]
    assert frame[["planned_due", "planned_missed"]].to_numpy()[1:3].tolist() == [[1, 0], [2, 2]]


def test_what_is_published_later_changes_no_earlier_week() -> None:
    store = FakeStore()
    account = store.account(created=MONDAY)
    store.plan(account, MONDAY, "Regenton")
    before = build_frame(store, Settings(), MONDAY + timedelta(21))
    store.post(account, MONDAY + timedelta(10), text="Eindelijk: de regenton")
    after = build_frame(store, Settings(), MONDAY + timedelta(21))
    columns = ["planned_due", "planned_missed"]
    pd.testing.assert_frame_equal(before[columns], after[columns])


@pytest.mark.parametrize(
    ("gone", "due", "missed"),
    [(1, 0, 0), (2, 0, 0), (3, 1, 1), (None, 1, 1)],
    ids=["before its time", "in the days of grace", "afterwards", "never"],
)
def test_a_slot_counts_unless_it_was_gone_in_time(gone: int | None, due: int, missed: int) -> None:
    store = FakeStore()
    account = store.account(created=MONDAY)
    store.plan(account, MONDAY, "Regenton", gone=None if gone is None else MONDAY + timedelta(gone))
    store.plan(account, MONDAY + timedelta(60), "Later")
    frame = build_frame(store, Settings(), MONDAY + timedelta(21)).loc[account]
    assert [float(frame[name].sum()) for name in ("planned_due", "planned_missed")] == [due, missed]


def test_a_post_is_the_new_slot_of_an_item_that_was_moved() -> None:
    store = FakeStore()
    account = store.account()
    store.plan(account, MONDAY, "Regenton", gone=MONDAY + timedelta(4))
    store.plan(account, MONDAY + timedelta(7), "Regenton", told=MONDAY + timedelta(4))
    store.post(account, MONDAY + timedelta(5), text="De regenton")
    assert days_of(store) == [None, 5]


def test_a_post_before_the_move_is_the_old_slot_though_the_new_one_is_nearer() -> None:
    store = FakeStore()
    account = store.account()
    store.plan(account, MONDAY, "Regenton", gone=MONDAY + timedelta(3))
    store.plan(account, MONDAY + timedelta(3), "Regenton", told=MONDAY + timedelta(3))
    store.post(account, MONDAY + timedelta(2), text="De regenton")
    assert days_of(store) == [2, None]


def test_an_entry_that_was_written_afterwards_takes_no_post_from_one_that_waited() -> None:
    store = FakeStore()
    account = store.account()
    store.plan(account, MONDAY, "Regenton")
    store.plan(account, MONDAY, "Open dag", told=MONDAY + timedelta(7))
    store.post(account, MONDAY, text="Kom naar de open dag")
    assert days_of(store) == [0, None]
