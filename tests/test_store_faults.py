import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from monitor.errors import RetryLater, StoreTrouble
from monitor.store.sqlstore import SqlStore
from tests.store_case import NOW, account, bring_in, days_after, everything, fresh, post

POSTS = 600
BATCH = 20


def bring_in_many(store: SqlStore, tell: bool = False) -> None:
    """An import of many batches; tells on the console after each."""
    ids = [account(store, f"demo{number}") for number in range(3)]
    records = [(ids[n % 3], post(str(n), text=f"t{n}", published_at=days_after(n))) for n in range(POSTS)]
    run = store.begin_import("made_up", "many.csv", "many", NOW)
    for begin in range(0, POSTS, BATCH):
        store.add_batch(run, 50, NOW, records[begin : begin + BATCH], [])
        if tell:
            print(begin, flush=True)  # noqa: T201
    store.end_import(run, "done", "", NOW)
    if tell:
        print("ended", flush=True)  # noqa: T201


@pytest.mark.parametrize("kill_after", [0, 7, 29, 30])
def test_a_killed_import_run_again_gives_what_it_would_have_given(tmp_path: Path, kill_after: int) -> None:
    (tmp_path / "killed").mkdir()
    code = (
        "import sys; from pathlib import Path; from tests.test_store_faults import bring_in_many;"
        "from tests.store_case import fresh; bring_in_many(fresh(Path(sys.argv[1])), tell=True)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "killed")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]) as child:
        assert child.stdout is not None
        for _ in range(kill_after + 1):
            child.stdout.readline()
        os.kill(child.pid, signal.SIGKILL)
    with fresh(tmp_path / "killed") as killed, fresh(tmp_path, "never.sqlite3") as never:
        assert killed.weekly_rollup()["posts"].sum() == len(killed.query("SELECT 1 FROM v_post")[1])
        bring_in_many(never)
        bring_in_many(killed)
        assert everything(killed)["v_account_week"] == everything(never)["v_account_week"]
        posts = "SELECT account, native_id, text, published_at, week FROM v_post ORDER BY native_id"
        assert killed.query(posts) == never.query(posts)
        assert killed.weekly_rollup().equals(never.weekly_rollup())
        statuses = [run.status for run in killed.imports()]
        assert statuses[0] == "done"
        assert "running" not in statuses


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program that is writing."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


def test_a_locked_store_is_a_matter_of_waiting(tmp_path: Path) -> None:
    with fresh(tmp_path, patience=0.1) as store:
        own = account(store)
        with locked(tmp_path / "monitor.sqlite3"), pytest.raises(RetryLater, match="in use"):
            bring_in(store, [(own, post())])
        assert bring_in(store, [(own, post())])[0].new == 1


def test_a_store_that_is_locked_when_opened_is_a_matter_of_waiting(tmp_path: Path) -> None:
    file = tmp_path / "monitor.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE t (a)")
        connection.execute("DROP TABLE t")
    with locked(file), pytest.raises(RetryLater, match="in use"):
        fresh(tmp_path, patience=0.1)


def test_a_full_disk_costs_the_batch_and_nothing_else(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = account(store)
        bring_in(store, [(own, post("1", text="kept"))])
        before = everything(store)

        @sa.event.listens_for(store._db.engine, "begin")
        def full(connection: sa.Connection) -> None:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

        big = [(own, post(str(n), text="x" * 5000)) for n in range(2, 400)]
        run = store.begin_import("made_up", "big.csv", "big", NOW)
        with pytest.raises(StoreTrouble, match="full") as trouble:
            store.add_batch(run, 50, NOW, big, [])
        assert "room" in trouble.value.todo
        sa.event.remove(store._db.engine, "begin", full)
    with fresh(tmp_path) as store:
        assert everything(store) == before
        assert bring_in(store, big)[0].new == len(big)


@pytest.mark.parametrize("contents", [b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 8000])
def test_a_damaged_file_is_trouble_and_left_as_it_is(tmp_path: Path, contents: bytes) -> None:
    file = tmp_path / "monitor.sqlite3"
    file.write_bytes(contents)
    with pytest.raises(StoreTrouble, match=r"backup|damaged") as trouble:
        fresh(tmp_path)
    assert trouble.value.where.endswith("monitor.sqlite3")
    assert file.read_bytes() == contents


def test_damage_found_while_reading_is_trouble(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        bring_in_many(store)
    file = tmp_path / "monitor.sqlite3"
    whole = bytearray(file.read_bytes())
    whole[4096 * 2 :] = b"\xff" * (len(whole) - 4096 * 2)
    file.write_bytes(bytes(whole))
    with pytest.raises(StoreTrouble), fresh(tmp_path) as store:
        store.weekly_rollup()


def test_a_folder_that_cannot_be_made_is_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreTrouble, match="folder"):
        fresh(tmp_path / "file" / "inside")
