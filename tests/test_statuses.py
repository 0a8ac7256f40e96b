"""Four clocks, four answers: silent, stale, failed, gone."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from monitor.activity.weekly import build_frame
from monitor.settings import Settings
from monitor.statuses import Failure, StatusFacts, broken_exports, failures, statuses, visit_failures
from monitor.store.contract import AccountStatus, ImportRun
from tests.fakes_activity import FakeStore

MONDAY = date(2012, 10, 1)
AS_OF = date(2012, 12, 10)
NIGHT = datetime(2012, 12, 9, 3, tzinfo=UTC)


def answer(
    store: FakeStore, failed: dict[int, Failure] | None = None, standings: pd.DataFrame | None = None
) -> AccountStatus:
    settings = Settings()
    frame = build_frame(store, settings, AS_OF)
    told = standings if standings is not None else pd.DataFrame()
    facts = StatusFacts(store.accounts(), store.windows(), failed or {}, told)
    (status,) = statuses(frame, facts, settings, AS_OF)
    return status


def account(last_post: date | None, until: date | None, **fields: Any) -> FakeStore:
    store = FakeStore()
    one = store.account(created=MONDAY, **fields)
    if last_post:
        store.posts_every(one, MONDAY, last_post, 1)
    if until:
        store.window(one, None, until)
    return store


@pytest.mark.parametrize(
    ("last_post", "until", "expected"),
    [
        (date(2012, 12, 5), date(2012, 12, 9), "active"),
        (date(2012, 11, 12), date(2012, 12, 9), "active"),
        (date(2012, 11, 11), date(2012, 12, 9), "silent"),
        (None, date(2012, 12, 9), "silent"),
        (date(2012, 11, 20), date(2012, 11, 25), "active"),
        (date(2012, 11, 20), date(2012, 11, 24), "stale"),
        (date(2012, 10, 2), date(2012, 11, 24), "stale"),
        (date(2012, 12, 5), None, "active"),
        (date(2012, 11, 20), None, "stale"),
        (None, None, "new"),
    ],
)
def test_silent_is_not_stale(last_post: date | None, until: date | None, expected: str) -> None:
    assert answer(account(last_post, until)).answer == expected


def test_says_since_when_and_until_when() -> None:
    silent = answer(account(date(2012, 10, 20), date(2012, 12, 9)))
    assert silent.since == "2012-10-20"
    assert silent.last_post_at == datetime(2012, 10, 20, 10, tzinfo=UTC)
    assert silent.complete_until == datetime(2012, 12, 9, 23, tzinfo=UTC)
    assert silent.week == build_frame(account(None, None), Settings(), AS_OF).index[-1][1]
    assert answer(account(date(2012, 10, 20), date(2012, 11, 1))).since == "2012-11-16"


def test_nothing_is_observed_after_the_day_itself() -> None:
    assert answer(account(date(2012, 12, 5), date(2013, 2, 1))).complete_until == datetime(2012, 12, 9, 23, tzinfo=UTC)


def test_closed_on_purpose_comes_before_everything() -> None:
    assert answer(account(None, None, state="closed")).answer == "closed"
    assert answer(account(None, None, state="closing")).detail == "closing"
    assert answer(account(MONDAY, AS_OF, private=True)).answer == "closed"


def test_protected_is_gone() -> None:
    store = account(MONDAY, AS_OF)
    store.profile(1, date(2012, 11, 1), protected=1.0)
    assert answer(store).answer == "gone"


def test_a_broken_import_is_told_until_a_later_look() -> None:
    broken = {1: Failure(NIGHT, "the ZIP was cut off")}
    failed = answer(account(date(2012, 10, 20), date(2012, 12, 1)), broken)
    assert (failed.answer, failed.since, failed.detail) == ("failed", "2012-12-09", "the ZIP was cut off")
    assert answer(account(date(2012, 12, 5), date(2012, 12, 9)), broken).answer == "active"
    later = {1: Failure(NIGHT + timedelta(3), "later")}
    assert answer(account(date(2012, 12, 5), date(2012, 12, 8)), later).answer == "active"


def test_an_import_that_broke_in_this_very_run_is_told_at_once() -> None:
    tonight = {1: Failure(datetime(2012, 12, 10, 6, tzinfo=UTC), "the ZIP was cut off")}
    tomorrow = {1: Failure(datetime(2012, 12, 11, 6, tzinfo=UTC), "the ZIP was cut off")}
    store = account(date(2012, 12, 8), date(2012, 12, 9))
    assert [answer(store, broken).answer for broken in (tonight, tomorrow)] == ["failed", "active"]


def run(export: str, status: str, day: int) -> ImportRun:
    at = datetime(2012, 12, day, tzinfo=UTC)
    return ImportRun(day, "x_archive", export, "f", status, at, at, f"run {day}")


def test_the_newest_import_of_an_export_decides() -> None:
    runs = [
        run("inbox/wall-b.csv", "failed", 9),
        run("inbox/wall-a.csv", "done", 8),
        run("inbox/wall-a.csv", "failed", 7),
    ]
    found = failures(broken_exports(runs), {1: ("wall-a*",), 2: ("wall-*.csv",), 3: ()})
    assert found == {2: Failure(datetime(2012, 12, 9, tzinfo=UTC), "run 9")}


def test_a_broken_export_is_theirs_of_whom_it_told_before() -> None:
    runs = [run("all.csv", "failed", 9), run("wall.csv", "failed", 8), run("other.csv", "done", 7)]
    told = {"all.csv": frozenset({2, 3}), "wall.csv": frozenset({3, 4}), "other.csv": frozenset({5})}
    found = failures(broken_exports(runs), {1: ("wall*",), 2: ()}, told)
    assert {account: failure.message for account, failure in found.items()} == {
        1: "run 8", 2: "run 9", 3: "run 9", 4: "run 8"
    }  # fmt: skip


def test_a_zip_of_which_a_part_was_read_is_mended_and_a_part_that_broke_is_not() -> None:
    runs = [
        run("all.zip:b.csv", "failed", 9),
        run("all.zip:a.csv", "done", 8),
        run("all.zip", "failed", 7),
        run("old.zip", "failed", 6),
        run("old.zip:a.csv", "done", 5),
    ]
    assert list(broken_exports(runs)) == ["all.zip:b.csv", "old.zip"]


def said(*told: tuple[date, str, str | None]) -> pd.DataFrame:
    """What the platform said of account 1, and on which day."""
    moments = [int(datetime(day.year, day.month, day.day, 5, tzinfo=UTC).timestamp()) for day, _, _ in told]
    states, details = [state for _, state, _ in told], [detail for _, _, detail in told]
    return pd.DataFrame({"account_id": 1, "observed_at": moments, "state": states, "detail": details})


@pytest.mark.parametrize("state", ["suspended", "deleted", "protected", "moved"])
def test_what_the_platform_calls_gone_is_gone_since_it_said_so_first(state: str) -> None:
    store = account(date(2012, 12, 5), date(2012, 12, 9))
    told = said((MONDAY, "active", None), (date(2012, 12, 1), state, "a fact"), (date(2012, 12, 7), state, "again"))
    found = answer(store, standings=told)
    assert (found.answer, found.since, found.detail, found.reason) == ("gone", "2012-12-01", "a fact", state)


def test_an_account_that_is_back_or_renamed_is_not_gone() -> None:
    store = account(date(2012, 12, 5), date(2012, 12, 9))
    for state in ("active", "renamed"):
        told = said((date(2012, 11, 1), "suspended", None), (date(2012, 12, 1), state, None))
        assert answer(store, standings=told).answer == "active"


def test_what_was_said_later_is_not_known_yet_and_what_was_said_today_is() -> None:
    store = account(date(2012, 12, 5), date(2012, 12, 9))
    assert answer(store, standings=said((date(2012, 12, 11), "suspended", None))).answer == "active"
    assert answer(store, standings=said((AS_OF, "suspended", None))).answer == "gone"


def visit(status: str, day: int, reason: str = "", account: int = 1) -> ImportRun:
    at = datetime(2012, 12, day, tzinfo=UTC)
    return ImportRun(day, "x_api", "x demo", "f", status, at, at, f"visit {day}", account_id=account, reason=reason)


def test_a_visit_that_broke_for_good_is_a_failure_of_its_account() -> None:
    found = visit_failures([visit("failed", 9, "token"), visit("postponed", 9, account=2), visit("done", 9, account=3)])
    assert found == {1: Failure(datetime(2012, 12, 9, tzinfo=UTC), "visit 9", "token")}
    status = answer(account(date(2012, 12, 5), date(2012, 12, 8)), found)
    assert (status.answer, status.reason, status.detail) == ("failed", "token", "visit 9")


def test_a_visit_that_nobody_could_make_is_forgotten_when_one_was_made() -> None:
    refused = dataclasses.replace(visit("failed", 8, "token"), connector="-")
    assert visit_failures([visit("done", 9), refused]) == {}
    assert visit_failures([refused, visit("done", 7)]).keys() == {1}
