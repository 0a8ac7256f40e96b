"""Alerts from the real store: what was told stays told, also when the store is opened anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.alerts.outbox import deliver
from monitor.alerts.routes import Route
from monitor.errors import RetryLater
from monitor.settings import AccountSettings
from monitor.store.contract import Store
from monitor.store.sqlstore import open_store
from tests.fakes_outbox import NOW, WEEK, MemorySink, settings, transition


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = _open(tmp_path)
    page = AccountSettings(
        platform="facebook", handle="verzonnen", name="Verzonnen Bouw", owner="An", owner_mail="env:AN"
    )
    opened.sync_accounts([page])
    yield opened
    opened.close()


def _open(folder: Path) -> Store:
    return open_store(f"sqlite:///{folder / 'monitor.sqlite3'}", backups=folder / "backups", now=NOW)


def _detect(store: Store, change: str, week: int = WEEK) -> None:
    account_id = int(str(store.accounts().index[0]))
    stored = store.save_detection(week, [], [], [], [transition(0, account_id, change, week=week)], NOW)
    assert len(stored) == 1


def test_a_stored_change_is_told_once_and_stays_told(store: Store, tmp_path: Path) -> None:
    _detect(store, "begun")
    team, owner = MemorySink("env:TEAM"), MemorySink("env:AN", RetryLater("is busy"))
    routes = [Route(team), Route(owner, frozenset(int(str(one)) for one in store.accounts().index))]
    assert [one.delivered for one in deliver(store, settings("nl"), NOW, routes)] == [True, False]
    owner.error = None
    again = _open(tmp_path)
    assert [one.sink for one in deliver(again, settings("nl"), NOW, routes)] == ["env:AN"]
    assert deliver(again, settings("nl"), NOW, routes) == []
    again.close()
    assert [len(sink.got) for sink in (team, owner)] == [1, 1]
    assert team.got[0][0] == "Nieuws over 1 account: Verzonnen Bouw"
    assert "33 dagen" in owner.got[0][1]


def test_the_end_of_it_is_told_to_the_same_sinks(store: Store) -> None:
    sink = MemorySink()
    _detect(store, "begun")
    deliver(store, settings(), NOW, [Route(sink)])
    _detect(store, "over", WEEK + 1)
    deliver(store, settings(), NOW, [Route(sink)])
    assert [subject.split(":")[0] for subject, _, _ in sink.got] == [
        "News about 1 account",
        "1 account is well again",
    ]
