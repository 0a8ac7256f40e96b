"""Visits to accounts: what comes in, what counts as seen, what is remembered, what is marked as deleted."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import AccountGone, RenewToken, RetryLater
from monitor.records import BadRow, PostKind
from monitor.sources.contract import Context
from monitor.sources.http import Http
from monitor.sources.live import LiveConnector, Past, Reach, Target, Visit
from monitor.sources.raw_pages import RawPages
from monitor.sources.results import ImportOptions
from monitor.sources.visiting import FULL, Visited, import_visit, remember, remembered, walk
from monitor.store.sqlstore import SqlStore
from tests.live_case import Scripted, moment, page
from tests.store_case import account, fresh

NOW = moment(100)
TARGET = Target("scripted", handle="demo")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with fresh(tmp_path) as opened:
        yield opened


@pytest.fixture
def own(store: SqlStore) -> int:
    return account(store, platform="scripted")


def look(store: SqlStore, own: int, script, now=NOW, raw: RawPages | None = None) -> Visited:
    connector = Scripted(script)
    assert isinstance(connector, LiveConnector)
    with Http() as http:
        visit = Visit(TARGET, Past(remembered(store, "scripted_api", own)), now, http)
        keeper = (raw or RawPages(Path(), 0)).keeper("scripted_api", own, now)
        options = ImportOptions(account=own)
        with keeper:
            return import_visit(walk(connector, visit), connector, TARGET, keeper, store, Context(now), options)


def whole(*pages):
    def script(_visit):
        yield from pages
        return Reach(full=True)

    return script


def broken(error: Exception, *pages):
    def script(_visit):
        yield from pages
        raise error

    return script


def spans(store: SqlStore) -> list[tuple[str, str]]:
    return store.query("SELECT observed_from, observed_until FROM v_window ORDER BY 1")[1]


def test_a_whole_look(store, own):
    seen = look(store, own, whole(page(1, 2), page(3, memory={"newest": "3"})))
    assert (seen.result.status, seen.result.new) == ("done", 4)
    assert spans(store) == [("1990-01-01T00:00:00Z", "2013-04-11T12:00:00Z")]
    assert remembered(store, "scripted_api", own) == {"newest": "3"}
    assert store.query("SELECT native_id FROM v_account")[1] == [("77",)]
    assert store.query("SELECT state FROM v_account_standing")[1] == [("active",)]
    (visit,) = store.visits()
    assert (visit.account_id, visit.connector, visit.export) == (own, "scripted_api", "scripted demo")


def test_the_same_look_again_changes_nothing(store, own):
    look(store, own, whole(page(1, 2, 3)))
    again = look(store, own, whole(page(1, 2, 3)), NOW)
    assert (again.result.new, again.result.updated, again.deleted) == (0, 0, 0)


@pytest.mark.parametrize(
    ("error", "status"), [(RetryLater("busy"), "postponed"), (RenewToken("expired"), "partial"), (KeyError(), "failed")]
)
def test_a_walk_that_breaks_keeps_what_came_and_what_was_seen(store, own, error, status):
    pages = (page(9, 8, memory={"oldest": 8}, seen_since=moment(8)), page(7, 6))
    seen = look(store, own, broken(error, *pages))
    assert seen.result.status == status
    assert len(store.query("SELECT 1 FROM v_post")[1]) == 4
    assert remembered(store, "scripted_api", own) == {"oldest": 8}
    if not isinstance(error, KeyError):
        assert spans(store) == [("2013-01-09T12:00:00Z", "2013-04-11T12:00:00Z")]


def test_a_walk_that_saw_nothing_for_certain_leaves_no_span(store, own):
    look(store, own, broken(RetryLater("busy"), page(9, 8)))
    assert spans(store) == []


def test_nothing_is_seen_where_the_platform_picks(store, own):
    def script(_visit):
        yield page(1)
        return Reach(seen=False)

    look(store, own, script)
    assert spans(store) == []


def test_what_a_whole_look_does_not_meet_is_marked(store, own):
    look(store, own, whole(page(1, 2, 3)))
    seen = look(store, own, whole(page(1, 3)), NOW + timedelta(days=1))
    assert seen.deleted == 1
    assert store.query("SELECT native_id FROM v_post WHERE deleted_at IS NOT NULL")[1] == [("2",)]


@pytest.mark.parametrize(
    "script",
    [
        whole(),
        whole(page()),
        whole(page(1, -1)),
        broken(RetryLater("busy"), page(1)),
        lambda _visit: iter_reach(page(1), Reach()),
        lambda _visit: iter_reach(page(1), Reach(full=True, kinds=(PostKind.VIDEO,))),
    ],
    ids=["no page", "empty page", "unreadable row", "broken off", "not full", "other kinds"],
)
def test_no_proof_no_mark(store, own, script):
    look(store, own, whole(page(1, 2, 3)))
    assert look(store, own, script).deleted == 0
    assert store.query("SELECT count(*) FROM v_post WHERE deleted_at IS NOT NULL")[1] == [(0,)]


def iter_reach(first, reach):
    yield first
    return reach


def test_an_account_that_is_gone_is_a_fact_and_no_failure(store, own):
    look(store, own, whole(page(1)))
    later = NOW + timedelta(days=1)
    seen = look(store, own, broken(AccountGone("suspended", "the platform has suspended it")), later)
    assert seen.result.status == "done"
    assert store.query("SELECT state, detail FROM v_account_standing ORDER BY observed_at")[1] == [
        ("active", None),
        ("suspended", "the platform has suspended it"),
    ]
    assert spans(store)[0][1] == "2013-04-11T12:00:00Z"


def test_raw_pages_are_kept_without_secrets_and_read_again(store, own, tmp_path, monkeypatch):
    monkeypatch.setenv("A_TOKEN", "verysecretvalue")
    from monitor.secrets import stored

    assert stored("A_TOKEN") == "verysecretvalue"
    raw = RawPages(tmp_path / "raw", 30)
    leaking = replace(page(1), url="https://a.example/x?access_token=verysecretvalue", about={"at": NOW.isoformat()})
    look(store, own, whole(leaking, page(2)), raw=raw)
    kept = [(at, one.json) for at, one in raw.pages("scripted_api", own)]
    assert kept == [(NOW, [1]), (NOW, [2])]
    assert "verysecret" not in "".join(one.url for _, one in raw.pages("scripted_api", own))
    assert raw.accounts("scripted_api") == [own]
    assert raw.sweep(NOW + timedelta(days=29), {}) == 0
    assert raw.sweep(NOW + timedelta(days=29), {"scripted_api": 2}) == 1
    assert list(raw.pages("scripted_api", own)) == []


def test_a_damaged_raw_file_costs_nothing_else(store, own, tmp_path, caplog):
    raw = RawPages(tmp_path / "raw", 30)
    look(store, own, whole(page(1)), raw=raw)
    (file,) = (tmp_path / "raw").glob("*/*/*.gz")
    file.write_bytes(file.read_bytes()[:-12])
    look(store, own, whole(page(2)), NOW + timedelta(days=1), raw=raw)
    assert [one.json for _, one in raw.pages("scripted_api", own)][-1] == [2]
    raw.forget(own)
    assert raw.accounts("scripted_api") == []


def test_a_row_that_cannot_be_read_is_kept_aside(store, own):
    seen = look(store, own, whole(page(1, -5)))
    assert seen.result.status == "partial"
    assert store.rejects(seen.result.import_id) == [
        BadRow(file="https://api.example.org/posts", line=1, reason="no such day")
    ]


class Killed(BaseException):
    """What no code hears of."""


def test_a_killed_visit_keeps_what_it_has_read_and_remembers_it(store, own):
    remember(store, "scripted_api", own, {FULL: "2013-01-01"})

    def script(_visit):
        yield page(*range(200, 140, -1), memory={"oldest": 140}, seen_since=moment(140))
        yield page(*range(140, 100, -1), memory={"oldest": 100}, seen_since=moment(100))
        raise Killed

    with pytest.raises(Killed):
        look(store, own, script, moment(300))
    assert store.query("SELECT count(*) FROM v_post")[1] == [(60,)]
    assert remembered(store, "scripted_api", own) == {"oldest": 140, FULL: "2013-01-01"}
    assert [start for start, _ in spans(store)] == [f"{moment(140):%Y-%m-%dT%H:%M:%SZ}"]


def test_a_page_that_says_nothing_to_remember_is_kept_with_one_that_does(store, own):
    def script(_visit):
        yield page(*range(100))
        assert remembered(store, "scripted_api", own) == {}
        yield page(memory={"oldest": 1})
        raise Killed

    with pytest.raises(Killed):
        look(store, own, script, moment(300))
    assert store.query("SELECT count(*) FROM v_post")[1] == [(100,)]
