"""The same store on PostgreSQL, on a server of its own that is started for the test."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd
import pytest

from monitor.activity.weekly import build_frame
from monitor.errors import FixQuery, RetryLater
from monitor.records import Account, BadRow, Interaction, PostKind, Precision, Standing, StandingState, Window
from monitor.settings import AccountSettings
from monitor.store.contract import Counted, LabelRow
from monitor.store.sqlstore import SqlStore, open_store
from monitor.store.views import views
from monitor.store.worked_queries import QUERIES
from tests import habits_case
from tests.store_case import MOMENT, NOW, account, bring_in, days_after, fresh, only, post
from tests.test_store_planned import known, told
from tests.test_store_query import filled

pytestmark = pytest.mark.server
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
RHYTHM = [kind for kind in PostKind if kind is not PostKind.PAGE]


def run_as_server(command: list[str | Path]) -> None:
    """Run a program of the server, which refuses to run as root."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Address of a fresh server on loopback."""
    if not PROGRAMS or sys.platform == "win32":
        pytest.skip("needs a PostgreSQL server: apt-get install postgresql")
    if os.geteuid() == 0 and not shutil.which("runuser"):
        pytest.skip("needs runuser to start PostgreSQL as another user than root")
    folder = Path(mkdtemp(prefix="store-server-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data, control = folder / "data", PROGRAMS[-1] / "pg_ctl"
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off"
    run_as_server([PROGRAMS[-1] / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"])
    run_as_server([control, "-D", data, "-w", "-l", folder / "log", "-o", options, "start"])
    try:
        yield f"postgresql://postgres:geheim@127.0.0.1:{port}"
    finally:
        run_as_server([control, "-D", data, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def address(server: str, request: pytest.FixtureRequest) -> str:
    """Address of an empty database."""
    import psycopg

    name = f"t{abs(hash(request.node.name))}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server}/{name}"


@pytest.fixture
def store(address: str, tmp_path: Path) -> Iterator[SqlStore]:
    with open_store(address, backups=tmp_path / "backups", now=NOW) as opened:
        yield opened


def test_posts_are_merged_and_counted_alike(store: SqlStore) -> None:
    own = account(store)
    assert bring_in(store, [(own, post("1", text="a")), (own, post("1", title="t"))])[0] == Counted(new=1, known=1)
    assert bring_in(store, [(own, post("1", text="b", likes=4))], richness=10)[0] == Counted(updated=1)
    assert bring_in(store, [(own, post("1", text="b"))], richness=10)[0] == Counted(known=1)
    found = only(store, own)
    assert (found["text"], found["title"], found["likes"]) == ("a", "t", 4)
    assert found["published_at"] == MOMENT


def test_twins_are_joined_alike(store: SqlStore) -> None:
    own = account(store)
    keyed = post(None, text="a", published_at=MOMENT.replace(second=0), precision=Precision.MINUTE)
    bring_in(store, [(own, keyed)])
    store.add_labels([LabelRow(1, "press", "no", None, "", "person")])
    bring_in(store, [(own, post("77", text="a"))])
    found = only(store, own)
    assert (found["native_id"], found["press"], found["published_at"]) == ("77", "no", MOMENT)
    assert bring_in(store, [(own, keyed)])[0] == Counted(known=1)


def test_frames_are_alike(store: SqlStore) -> None:
    store.set_zone("Europe/Amsterdam")
    [own] = store.sync_accounts([AccountSettings(platform="x", handle="demo", owner="Ann")])
    records = [(own, post(str(n), published_at=days_after(7 * n), kind=kind)) for n, kind in enumerate(RHYTHM)]
    bring_in(store, [*records, (own, Window(end=days_after(50)))], rejects=[BadRow(file="a", reason="%s ? b")])
    rollup = store.weekly_rollup()
    assert rollup["posts"].tolist() == [1] * len(RHYTHM)
    assert rollup["last_post_at"].tolist()[0] == int(MOMENT.timestamp())
    assert store.windows()["start"].tolist() == [-1]
    assert store.posts(own)["published_at"].iloc[0] == MOMENT
    store.set_zone("Pacific/Auckland")
    assert store.weekly_rollup()["posts"].sum() == len(RHYTHM)
    assert store.rejects(1)[0].reason == "%s ? b"


def test_views_and_worked_queries_work_alike(store: SqlStore) -> None:
    filled(store)
    for view in views():
        columns, rows = store.query(f"SELECT * FROM {view.name}")
        assert columns == [column.name for column in view.columns]
        assert rows
    for worked in QUERIES:
        assert store.query(worked.sql)[1], worked.question


def test_verdicts_and_outbox_work_alike(store: SqlStore) -> None:
    filled(store)
    [told] = store.undelivered("mail")
    store.mark_failed("mail", [told.id], NOW, "no")
    store.mark_delivered("mail", [told.id], NOW + timedelta(hours=1))
    assert store.undelivered("mail") == []
    assert store.last_verdicts() == store.spells()
    assert store.last_statuses()[0].complete_until == NOW
    assert store.save_run(NOW, "2013-12-31", [], 0) == 1


def test_the_accounts_of_an_export_are_known_alike(store: SqlStore) -> None:
    own = account(store)
    bring_in(store, [(own, post("1"))])
    run = store.begin_import("made_up", "export.csv", "broken", NOW)
    store.end_import(run, "failed", "cut off", NOW)
    assert store.accounts_of_exports({"export.csv", "never.csv"}) == {"export.csv": {own}}
    assert [(one.id, one.status) for one in store.newest_imports()] == [(run, "failed")]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM post",
        "SELECT 1; DROP TABLE post",
        "SELECT 1; COMMIT; DROP TABLE post",
        "WITH gone AS (DELETE FROM post RETURNING *) SELECT * FROM gone",
        "SELECT owner_mail FROM account",
        "SELECT nonsense",
        "SELECT nextval('post_id_seq')",
    ],
)
def test_a_query_only_reads(store: SqlStore, sql: str) -> None:
    own = account(store)
    bring_in(store, [(own, post())])
    with pytest.raises(FixQuery):
        store.query(sql)
    assert len(store.posts(own)) == 1
    assert bring_in(store, [(own, post("2"))])[0].new == 1, "the connection can write again"


def test_a_store_that_is_opened_again_is_left_as_it_is(store: SqlStore, address: str, tmp_path: Path) -> None:
    own = account(store)
    bring_in(store, [(own, post(text="kept"))])
    with open_store(address, backups=tmp_path / "backups", now=NOW) as again:
        assert only(again, own)["text"] == "kept"
    assert not (tmp_path / "backups").exists()


def test_migrations_make_what_a_new_store_has(address: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from monitor.store import schema
    from monitor.store.database import Database
    from monitor.store.tables import Row

    db = Database(address)
    schema.migrate(db)
    with db.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Row.metadata) == []
    db.close()


def test_a_table_that_another_program_holds_is_a_matter_of_waiting(
    store: SqlStore, address: str, tmp_path: Path
) -> None:
    import psycopg

    own = account(store)
    with open_store(address, backups=tmp_path, now=NOW, patience=0.2) as hurried, psycopg.connect(address) as other:
        other.execute("LOCK TABLE post IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(RetryLater) as refused:
            bring_in(hurried, [(own, post())])
        assert "geheim" not in str(refused.value)


def test_accounts_are_joined(store: SqlStore) -> None:
    made = store.add_account(Account(platform="joined", handle="file:posts", name="posts"))
    (wanted,) = store.sync_accounts([AccountSettings(platform="joined", name="Page")])
    bring_in(store, [(made, post("1", text="a")), (made, post("2", text="b")), (made, Window(start=MOMENT))])
    bring_in(store, [(wanted, post("1", text="a", likes=2)), (wanted, Window(start=MOMENT))], fingerprint="other")
    assert store.join_accounts(made, wanted)
    bring_in(store, [(wanted, post("2", text="b"))], fingerprint="third")
    assert sorted(store.posts(wanted)["text"]) == ["a", "b"]
    assert made not in store.accounts().index


def test_what_visits_leave_is_kept_alike(store: SqlStore) -> None:
    own, other = account(store, native_id="1"), account(store, "other")
    said = [Standing(observed_at=days_after(n), state=StandingState(s)) for n, s in ((1, "active"), (2, "protected"))]
    visit = store.begin_import("x_api", "x demo", "visit", MOMENT, own)
    heard = Interaction(native_id="9", received_at=MOMENT, text="Hello?")
    store.add_batch(
        visit, 50, NOW, [(own, post("1", text="a")), (own, post("2")), (own, heard), *((own, s) for s in said)], []
    )
    store.end_import(visit, "failed", "no credit", NOW, "credit")
    assert [(run.account_id, run.reason) for run in store.visits()] == [(own, "credit")]
    assert store.standings()["state"].tolist() == ["active", "protected"]
    assert store.mark_deleted(own, None, NOW, {"1"}, NOW) == 1
    assert store.query("SELECT native_id FROM v_post WHERE deleted_at IS NOT NULL")[1] == [("2",)]
    assert store.retain_of_source("x_api", NOW, NOW) == 2
    for one in (own, other):
        store.note(f"visit:x_api:{one}", "watermark")
    store.erase_person(other, NOW)
    assert (store.noted(f"visit:x_api:{own}"), store.noted(f"visit:x_api:{other}")) == ("watermark", None)


def test_bad_habits_are_found_alike(store: SqlStore, tmp_path: Path) -> None:
    frames = []
    with fresh(tmp_path) as beside:
        for one in (store, beside):
            bad, good = habits_case.fill(one)
            habits_case.night(one)
            found = habits_case.verdicts(one)
            assert [found[bad, code] for code in habits_case.CODES] == [1] * 5
            assert [found[good, code] for code in habits_case.CODES] == [0] * 5
            frames.append(build_frame(one, habits_case.SETTINGS, habits_case.AS_OF))
            assert one.weekly_authors()["author"].tolist()[:2] == ["An", "An"]
    pd.testing.assert_frame_equal(*frames)


def test_a_calendar_is_told_anew_alike(store: SqlStore) -> None:
    own = account(store)
    for made, planned, changed in ((0, 10, None), (0, 30, None), (8, 20, 7), (25, None, 15)):
        item = told((made, planned, changed), native_id="later" if planned == 30 else "1", series="s")
        bring_in(store, [(own, item)])
    assert known(store) == [(10, 7), (20, 15), (30, None)]
    assert store.take_out_of_calendar("c", {own}, days_after(26)) == 1
    assert known(store)[-1] == (30, 26)
    other = store.add_account(Account(platform="joined", handle="file:plan", name="plan"))
    bring_in(store, [(other, told((0, 10, None))), (other, told((0, 11, None), native_id="2"))])
    assert store.join_accounts(other, own)
    assert len(store.planned()) == 4


def test_an_older_store_keeps_its_calendar(address: str, tmp_path: Path) -> None:
    from alembic import command

    from monitor.store import schema
    from monitor.store.database import Database

    db, config = Database(address), schema.alembic_config()
    with db.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
    with db.write() as connection:
        for sql in (
            "INSERT INTO account (id, platform, state, private, configured) VALUES (1, 'x', 'active', 0, 0)",
            (
                "INSERT INTO planned_item (account_id, native_id, planned_at, title, richness)"
                " VALUES (1, 'p', '2013-01-02T09:00:00Z', 'kept', 50)"
            ),
        ):
            connection.exec_driver_sql(sql)
    db.close()
    with open_store(address, backups=tmp_path / "backups", now=NOW) as opened:
        found = opened.planned()
    assert (found["title"].tolist(), found["gone_at"].tolist()) == (["kept"], [-1])
