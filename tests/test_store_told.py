"""Whose an export was the last time it could be read, and what became of each export last."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.records import Profile
from monitor.store.contract import Kept
from monitor.store.sqlstore import SqlStore
from tests.store_case import MOMENT, NOW, account, days_after, fresh, post


def bring(
    store: SqlStore, export: str, *batches: list[tuple[int, Kept]], status: str = "done", visited: int | None = None
) -> int:
    """One import of an export, in as many batches."""
    run = store.begin_import("made_up", export, f"{export} {status}", NOW, visited)
    for batch in batches:
        store.add_batch(run, 50, NOW, batch, [])
    store.end_import(run, status, "", NOW)
    return run


def test_the_accounts_of_an_export_are_those_it_told_posts_of_last(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        one, two, three = (account(store, name) for name in ("one", "two", "three"))
        bring(store, "all.csv", [(one, post("1"))], [(two, post("1"))])
        bring(store, "wall.csv", [(three, post("1")), (one, Profile(account="", observed_at=MOMENT))])
        found = store.accounts_of_exports({"all.csv", "wall.csv", "never.csv"})
        assert found == {"all.csv": {one, two}, "wall.csv": {three}}
        assert store.accounts_of_exports([]) == {}


def test_posts_that_were_known_already_count_and_a_broken_import_does_not(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        one, two = account(store, "one"), account(store, "two")
        bring(store, "all.csv", [(one, post("1")), (two, post("1"))])
        bring(store, "all.csv", [(one, post("1")), (two, post("1")), (one, post("2"))])
        bring(store, "all.csv", [(one, post("3"))], status="failed")
        bring(store, "all.csv", status="failed")
        assert store.accounts_of_exports({"all.csv"}) == {"all.csv": {one, two}}
        bring(store, "all.csv", status="done")
        assert store.accounts_of_exports({"all.csv"}) == {"all.csv": {one, two}}, "an import of nothing says nothing"


def test_a_name_that_is_used_for_another_account_is_the_others_from_then_on(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        one, two = account(store, "one"), account(store, "two")
        bring(store, "export.csv", [(one, post("1"))])
        bring(store, "export.csv", [(two, post("1"))])
        assert store.accounts_of_exports({"export.csv"}) == {"export.csv": {two}}


def test_the_parts_of_a_zip_are_the_zips_too(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        one, two = account(store, "one"), account(store, "two")
        bring(store, "all.zip:a.csv", [(one, post("1"))])
        bring(store, "all.zip:b.csv", [(two, post("1"))])
        bring(store, "all.zip", status="failed")
        found = store.accounts_of_exports({"all.zip", "all.zip:b.csv"})
        assert found == {"all.zip": {one, two}, "all.zip:b.csv": {two}}


def test_an_account_that_is_no_more_is_nobodys_export(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        one, two = account(store, "one", kind="personal"), account(store, "two")
        bring(store, "all.csv", [(one, post("1")), (two, post("1"))])
        store.erase_person(one, NOW)
        assert store.accounts_of_exports({"all.csv"}) == {"all.csv": {two}}


def test_nothing_is_left_behind_of_what_nobody_asks_for(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        one = account(store, "one")
        for night in range(3):
            moment = days_after(night)
            bring(store, "all.csv", [(one, post(f"a{night}", published_at=moment))])
            bring(store, "x one", [(one, post(f"v{night}", published_at=moment))], visited=one)
            bring(store, "bad.csv", [(one, post(f"b{night}", published_at=moment))], status="failed")
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(tmp_path / "monitor.sqlite3")) as connection:
        kept = connection.execute("SELECT count(*) FROM meta WHERE name LIKE 'told:%'").fetchone()
    assert kept == (1,)


def test_the_newest_import_of_each_export_comes_first_and_visits_are_none(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        bring(store, "a.csv", status="failed")
        bring(store, "b.csv")
        again = bring(store, "a.csv")
        bring(store, "x demo", visited=own)
        assert [(run.id, run.export, run.status) for run in store.newest_imports()] == [
            (again, "a.csv", "done"),
            (again - 1, "b.csv", "done"),
        ]


RUNS = st.lists(
    st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["done", "partial", "failed"]), st.sets(st.integers(0, 2))),
    max_size=6,
)


@settings(max_examples=25, deadline=None)
@given(runs=RUNS)
def test_the_last_finished_import_that_told_posts_decides(
    tmp_path_factory: pytest.TempPathFactory, runs: list[tuple[str, str, set[int]]]
) -> None:
    with fresh(tmp_path_factory.mktemp("store")) as store:
        ids = [account(store, f"account{n}") for n in range(3)]
        expected: dict[str, set[int]] = {}
        for export, status, told in runs:
            bring(store, export, [(ids[n], post("1")) for n in sorted(told)], status=status)
            if told and status != "failed":
                expected[export] = {ids[n] for n in told}
        assert store.accounts_of_exports({"a", "b"}) == expected
