"""What newer copies of a content calendar change, and what they cannot make undone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from monitor.records import PlannedItem
from monitor.store.contract import Counted
from monitor.store.sqlstore import SqlStore
from tests.store_case import account, bring_in, days_after, fresh

Copy = tuple[float, float | None, float | None]
"""A copy of the calendar: when it was made, for when the item is planned (None: cancelled), when it was changed."""


def told(copy: Copy, **more: Any) -> PlannedItem:
    made, planned, changed = copy
    fields: dict[str, Any] = {"native_id": "1", "title": "t", "calendar": "c"} | more
    return PlannedItem(
        told_at=days_after(made),
        planned_at=days_after(0 if planned is None else planned),
        cancelled=planned is None,
        changed_at=None if changed is None else days_after(changed),
        **fields,
    )


def known(store: SqlStore) -> list[tuple[float, float | None]]:
    """Times for which items are planned, and when they were gone, in days."""
    begin = int(days_after(0).timestamp())
    rows = store.planned()[["planned_at", "gone_at"]].itertuples(index=False)
    return [((row[0] - begin) / 86_400, None if row[1] < 0 else (row[1] - begin) / 86_400) for row in rows]


def after(store: SqlStore, copies: Sequence[Copy], **more: Any) -> list[tuple[float, float | None]]:
    own = account(store)
    for copy in copies:
        bring_in(store, [(own, told(copy, **more))])
    return known(store)


CASES: dict[str, tuple[list[Copy], list[tuple[float, float | None]]]] = {
    "told twice": ([(0, 10, None), (1, 10, None)], [(10, None)]),
    "moved before its time": ([(0, 10, None), (8, 20, None)], [(10, 8), (20, None)]),
    "moved after its time": ([(0, 10, None), (14, 20, None)], [(10, 14), (20, None)]),
    "the calendar tells when it was moved": ([(0, 10, None), (14, 20, 9)], [(10, 9), (20, None)]),
    "a change before the older copy is none of it": ([(5, 10, None), (14, 20, 3)], [(10, 14), (20, None)]),
    "moved back in time, when that was over": ([(0, 10, None), (14, 12, None)], [(10, 14)]),
    "moved twice": ([(0, 10, None), (5, 20, None), (6, 30, None)], [(10, 5), (20, 6), (30, None)]),
    "moved and back": ([(0, 10, None), (5, 20, None), (6, 10, None)], [(10, None), (20, 6)]),
    "cancelled": ([(0, 10, None), (8, None, None)], [(10, 8)]),
    "cancelled, and the calendar tells when": ([(0, 10, None), (14, None, 9)], [(10, 9)]),
    "cancelled before anybody heard of it": ([(8, None, None)], []),
    "heard of only afterwards, and mended": ([(30, 10, None), (31, 11, None)], [(11, None)]),
    "heard of only afterwards, and cancelled": ([(30, 10, None), (31, None, None)], []),
    "an older copy changes nothing": ([(5, 20, None), (0, 10, None)], [(20, None)]),
}


@pytest.mark.parametrize(("copies", "found"), CASES.values(), ids=CASES)
def test_what_a_newer_copy_says(tmp_path: Path, copies: list[Copy], found: list[tuple[float, float | None]]) -> None:
    with fresh(tmp_path) as store:
        assert after(store, copies) == found


def test_what_a_newer_copy_does_not_hold_is_taken_out_if_it_was_still_to_come(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own, other = account(store), account(store, "other")
        old = [(own, told((0, day, None), native_id=str(day))) for day in (5, 15, 25)]
        beside = [(own, told((0, 15, None), native_id="beside", calendar="another")), (other, told((0, 15, None)))]
        bring_in(store, [*old, *beside])
        bring_in(store, [(own, told((10, 25, None), native_id="25"))])
        assert store.take_out_of_calendar("c", {own}, days_after(10)) == 1
        assert known(store) == [(5, None), (15, 10), (15, None), (25, None), (15, None)]
        assert store.take_out_of_calendar("c", {own}, days_after(10)) == 0
        bring_in(store, [(own, told((12, 15, None), native_id="15"))])
        assert (15, 10) not in known(store)


def test_a_series_that_is_shifted_makes_no_new_promises_in_the_past(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)

        def series(made: float, days: Sequence[float]) -> Counted:
            items = [told((made, day, None), native_id=f"s@{day}", series="s") for day in days]
            return bring_in(store, [(own, one) for one in items])[0]

        assert series(10, (1, 8, 15)).new == 3
        assert series(12, (2, 9, 16)).new == 1
        assert [day for day, _ in known(store)] == [1, 8, 15, 16]


def test_what_is_written_into_a_known_calendar_afterwards_is_no_promise(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own, other = account(store), account(store, "other")

        def copy(whose: int, made: float, calendar: str, *days: float) -> None:
            bring_in(
                store,
                [(whose, told((made, day, None), native_id=f"{calendar}{day}", calendar=calendar)) for day in days],
            )

        copy(own, 10, "c", 1, 15)
        copy(own, 20, "c", 2, 15, 25)
        assert [day for day, _ in known(store)] == [1, 15, 25]
        copy(own, 20, "another", 3)
        copy(other, 20, "c", 4)
        assert [day for day, _ in known(store)] == [1, 3, 15, 25, 4]


def test_new_and_updated_are_what_a_reader_sees(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        assert bring_in(store, [(own, told((0, 10, None)))])[0] == Counted(new=1)
        assert bring_in(store, [(own, told((1, 10, None)))])[0] == Counted(known=1)
        assert bring_in(store, [(own, told((2, 11, None)))])[0] == Counted(updated=1)
        assert bring_in(store, [(own, told((3, None, None), native_id="2"))])[0] == Counted(known=1)
