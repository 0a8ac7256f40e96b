from pathlib import Path

import pytest

from monitor.errors import FixQuery
from monitor.records import AccountKind, BadRow, Interaction, PostKind, Profile, Standing, StandingState, Window
from monitor.settings import AccountSettings
from monitor.store.contract import AccountStatus, LabelRow, ScoreWeek, Spell, Transition
from monitor.store.dictionary import render_store_doc
from monitor.store.sqlstore import SqlStore
from monitor.store.views import View, views
from monitor.store.weeks import week_of
from monitor.store.worked_queries import QUERIES, Worked
from tests.store_case import MOMENT, NOW, account, bring_in, days_after, fresh, post, rhythm_rows

WEEK = week_of(MOMENT.date())
DOC = Path(__file__).resolve().parents[1] / "docs" / "store.md"


def filled(store: SqlStore) -> SqlStore:
    """A little of everything, so that every view and every worked query has something to show."""
    x = account(store, "demo", kind=AccountKind.COMPANY)
    blog = account(store, "blog.example.org", platform="blog")
    records = [
        (x, post("1", text="a", author="Ann", likes=3)),
        (x, post("2", text="b", kind=PostKind.REPLY, published_at=days_after(15))),
        (blog, post("3", title="Persbericht", kind=PostKind.ARTICLE)),
        (x, Profile(observed_at=MOMENT, bio="b")),
        (x, Standing(observed_at=MOMENT, state=StandingState.RENAMED, detail="now @demo2")),
        (x, Interaction(received_at=MOMENT, text="Hoe laat?")),
        (x, Window(start=MOMENT, end=NOW)),
    ]
    bring_in(store, records, rejects=[BadRow(file="a.csv", line=7, reason="no time")])
    store.add_labels(
        [LabelRow(3, "press", "yes", 0.9, "persbericht", "m"), LabelRow(3, "press", "yes", None, "", "person")]
    )
    store.save_detection(
        WEEK,
        [Spell(x, "HS2", 1, "trickle", "", WEEK - 8, WEEK, {"own": 1.0})],
        [AccountStatus(x, WEEK, "silent", "2012-02-01", NOW, MOMENT)],
        [ScoreWeek(WEEK, 1, ("HS2",))],
        [Transition(x, "HS2", "begun", WEEK, "trickle", WEEK - 8, {"own": 1.0})],
        NOW,
    )
    store.save_rhythm(rhythm_rows(x, range(WEEK - 1, WEEK + 1)))
    return store


@pytest.mark.parametrize("view", views(), ids=lambda view: view.name)
def test_every_view_has_the_declared_columns_and_shows_something(tmp_path: Path, view: View) -> None:
    with filled(fresh(tmp_path)) as store:
        columns, rows = store.query(f"SELECT * FROM {view.name}")
    assert columns == [column.name for column in view.columns]
    assert rows


@pytest.mark.parametrize("worked", QUERIES, ids=lambda worked: worked.question)
def test_every_worked_query_gives_an_answer(tmp_path: Path, worked: Worked) -> None:
    with filled(fresh(tmp_path)) as store:
        columns, rows = store.query(worked.sql)
    assert rows
    assert len(columns) == len(set(columns))


def test_the_dictionary_is_the_one_made_from_the_declarations() -> None:
    assert DOC.read_text(encoding="utf-8") == render_store_doc(), "run `python -m tests.regenerate docs`"


def test_there_are_ten_worked_queries_and_all_meanings_are_given() -> None:
    assert len(QUERIES) == 10
    document = render_store_doc()
    for view in views():
        assert view.row
        for column in view.columns:
            assert f"| `{column.name}` | {column.type} |" in document
            assert column.meaning


def test_weeks_without_posts_are_rows_of_v_account_week(tmp_path: Path) -> None:
    with filled(fresh(tmp_path)) as store:
        sql = "SELECT week_label, posts, own, last_own_at FROM v_account_week WHERE account = 'demo' ORDER BY week"
        _, rows = store.query(sql)
    assert rows == [
        ("2012-W05", 1, 1, "2012-02-01T09:00:07Z"),
        ("2012-W06", 0, 0, None),
        ("2012-W07", 1, 0, None),
    ]


def test_no_view_shows_where_alerts_go(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        store.sync_accounts([AccountSettings(platform="x", handle="demo", owner_mail="mailtos://user:pw@example.org")])
        for view in views():
            columns, rows = store.query(f"SELECT * FROM {view.name}")
            assert "owner_mail" not in columns
            assert "pw@" not in repr(rows)


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "   -- nothing\n",
        "DELETE FROM post",
        "UPDATE v_post SET text = ''",
        "INSERT INTO meta VALUES ('a', 'b')",
        "DROP TABLE post",
        "CREATE TABLE t (a)",
        "CREATE TEMP TABLE t (a)",
        "PRAGMA query_only = OFF",
        "ATTACH 'other.db' AS other",
        "VACUUM INTO 'copy.db'",
        "SELECT 1; DROP TABLE post",
        "/* SELECT */ DELETE FROM post",
        "WITH gone AS (SELECT 1) DELETE FROM post",
        "SELECT owner_mail FROM account",
        "WITH v_post AS (SELECT owner_mail FROM account) SELECT * FROM v_post",
        "SELECT * FROM post",
        "SELECT load_extension('x')",
        "SELECT nonsense FROM v_post",
        "SELECT * FROM nowhere",
        "SELECT 'open",
        "SELECT \0",
    ],
)
def test_what_is_no_question_is_refused_and_changes_nothing(tmp_path: Path, sql: str) -> None:
    with filled(fresh(tmp_path)) as store:
        before = store.posts(1)
        with pytest.raises(FixQuery) as refused:
            store.query(sql)
        assert "v_account_week" in str(refused.value), "the views are listed"
        assert store.posts(1).equals(before)
    assert {file.name.split("-")[0] for file in tmp_path.iterdir()} <= {"monitor.sqlite3"}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 AS one;",
        "VALUES (1)",
        "-- how many\nSELECT 1 AS one",
        "/* how\nmany */ WITH RECURSIVE n(one) AS (SELECT 1) SELECT one FROM n",
    ],
)
def test_questions_may_be_written_in_many_ways(tmp_path: Path, sql: str) -> None:
    with fresh(tmp_path) as store:
        assert store.query(sql)[1] == [(1,)]


def test_no_more_rows_and_no_longer_than_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT"
    with fresh(tmp_path) as store:
        assert store.query(f"{endless} i FROM n", most=3)[1] == [(1,), (2,), (3,)]
        monkeypatch.setattr("monitor.store.sql_query.PATIENCE", 0.1)
        with pytest.raises(FixQuery, match="more than"):
            store.query(f"{endless} count(*) FROM n")


def test_an_open_question_does_not_stop_the_importer(tmp_path: Path) -> None:
    with fresh(tmp_path) as store, fresh(tmp_path) as importer:
        store.query("SELECT * FROM v_post")
        own = account(importer)
        bring_in(importer, [(own, post())])
        assert store.query("SELECT count(*) FROM v_post")[1] == [(1,)]
