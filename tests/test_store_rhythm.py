"""What the store keeps of the rhythm: rows for analysts, and a memory that erasing takes out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.records import Account, AccountKind
from monitor.store.sqlstore import SqlStore
from tests.store_case import NOW, account, bring_in, days_after, fresh, post, rhythm_rows

NAMELESS = Account(platform="x", name="made for an export")
MEMORY = {"state": b"\x00\xff numbers", "names": b""}


def rows(store: SqlStore) -> list[tuple[int, float]]:
    return [tuple(row) for row in store.query("SELECT week, score FROM v_rhythm ORDER BY week")[1]]


def test_told_weeks_are_replaced(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        store.save_rhythm(rhythm_rows(own, range(104_900, 104_903)))
        store.save_rhythm(rhythm_rows(own, range(104_901, 104_904)))
        assert rows(store) == [(week, 1.5) for week in range(104_901, 104_904)]
        store.save_rhythm(rhythm_rows(own, range(104_901, 104_904), score=2.0))
        assert rows(store) == [(week, 2.0) for week in range(104_901, 104_904)]
        assert store.query("SELECT decline_since, state FROM v_rhythm LIMIT 1")[1] == [(None, "fading")]
        store.save_rhythm(rhythm_rows(own, range(0)))
        assert rows(store) == []


def test_the_memory_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        assert store.rhythm_memory() == {}
        store.keep_rhythm_memory({"older": b"1", **MEMORY}, {"older", *MEMORY})
        store.keep_rhythm_memory({}, set(MEMORY))
    with fresh(tmp_path) as store:
        assert store.rhythm_memory() == MEMORY


def erase_account(store: SqlStore, own: int) -> None:
    store.erase_person(own, NOW)


def erase_author(store: SqlStore, own: int) -> None:
    store.erase_author("Bo Bloem", NOW)


def retain(store: SqlStore, own: int) -> None:
    store.retain_since(days_after(1))


def join(store: SqlStore, own: int) -> None:
    nameless = store.add_account(NAMELESS)
    assert store.join_accounts(nameless, own)


def drop(store: SqlStore, own: int) -> None:
    assert store.drop_account(store.add_account(NAMELESS))


def move(store: SqlStore, own: int) -> None:
    store.set_zone("Pacific/Auckland")


@pytest.mark.parametrize("how", [erase_account, erase_author, retain, join, drop, move])
def test_what_takes_an_account_out_takes_the_memory_out(tmp_path: Path, how: Callable[[SqlStore, int], None]) -> None:
    with fresh(tmp_path) as store:
        own = account(store, kind=AccountKind.PERSONAL)
        bring_in(store, [(own, post(author="Bo Bloem", text="words"))])
        store.keep_rhythm_memory(MEMORY, set(MEMORY))
        how(store, own)
        assert store.rhythm_memory() == {}


def test_an_erased_account_leaves_no_rows_and_an_export_of_a_person_has_them(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        store.save_rhythm(rhythm_rows(own, range(104_900, 104_902)))
        assert [row["week"] for row in store.person_data(own)["rhythm"]] == [104_900, 104_901]
        store.erase_person(own, NOW)
        assert rows(store) == []
