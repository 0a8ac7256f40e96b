"""What visits to platforms leave in the store: deleted posts, standings, whose a visit was, what terms let it keep."""

from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest

from monitor.records import Interaction, PostKind, Standing, StandingState
from monitor.store.sqlstore import SqlStore
from tests.store_case import MOMENT, NOW, account, bring_in, days_after, fresh, post

LOOK = days_after(30)


def deleted(store: SqlStore) -> dict[str, str | None]:
    return dict(store.query("SELECT native_id, deleted_at FROM v_post ORDER BY native_id")[1])


@pytest.fixture
def store(tmp_path: Path):
    with fresh(tmp_path) as opened:
        yield opened


def three(store: SqlStore) -> int:
    own = account(store)
    bring_in(store, [(own, post(str(n), published_at=days_after(n))) for n in (1, 2, 3)])
    return own


def test_a_post_that_a_complete_look_did_not_meet_is_marked_and_kept(store: SqlStore) -> None:
    own = three(store)
    assert store.mark_deleted(own, None, LOOK, {"1", "3"}, LOOK) == 1
    found = deleted(store)
    assert {key for key, value in found.items() if value} == {"2"}
    assert store.mark_deleted(own, None, LOOK, {"1", "3"}, LOOK) == 0


def test_a_post_that_is_met_again_was_not_deleted(store: SqlStore) -> None:
    own = three(store)
    store.mark_deleted(own, None, LOOK, set(), LOOK)
    store.mark_deleted(own, None, LOOK, {"2"}, LOOK)
    assert deleted(store)["2"] is None
    assert deleted(store)["1"] is not None


def test_only_posts_of_the_span_with_a_number_of_their_own_can_be_missed(store: SqlStore) -> None:
    own = three(store)
    bring_in(store, [(own, post(None, text="no number")), (own, post("page", kind=PostKind.PAGE))])
    assert store.mark_deleted(own, days_after(2), days_after(2.5), set(), LOOK) == 1
    assert [key for key, value in deleted(store).items() if value] == ["2"]


def test_only_posts_of_the_kinds_looked_for_can_be_missed(store: SqlStore) -> None:
    own = three(store)
    bring_in(store, [(own, post("reply", kind=PostKind.REPLY))])
    assert store.mark_deleted(own, None, LOOK, {"1"}, LOOK, (PostKind.ORIGINAL, PostKind.VIDEO)) == 2
    assert [key for key, value in deleted(store).items() if value] == ["2", "3"]
    assert store.mark_deleted(own, None, LOOK, {"1"}, LOOK) == 1


def test_only_what_an_earlier_look_met_can_be_missed_if_a_list_never_holds_everything(store: SqlStore) -> None:
    own = three(store)
    bring_in(store, [(own, post("no time", published_at=None)), (own, post("no time either", published_at=None))])
    assert store.mark_deleted(own, None, LOOK, {"1"}, LOOK, (), {"1", "2", "no time"}) == 2
    assert [key for key, value in deleted(store).items() if value] == ["2", "no time"]
    assert store.mark_deleted(own, None, LOOK, {"1", "2", "3"}, LOOK) == 0
    assert [key for key, value in deleted(store).items() if value] == ["no time"]


def test_a_standing_is_kept_when_it_changes(store: SqlStore) -> None:
    own = account(store)
    for days, state in ((1, "active"), (2, "active"), (3, "suspended"), (4, "suspended"), (5, "active")):
        said = Standing(observed_at=days_after(days), state=StandingState(state))
        bring_in(store, [(own, said)])
        bring_in(store, [(own, said)])
    table = store.standings()
    assert table["state"].tolist() == ["active", "suspended", "active"]
    assert table["observed_at"].tolist() == [int(days_after(days).timestamp()) for days in (1, 3, 5)]


def test_the_last_word_of_a_visit_on_a_moment_holds(store: SqlStore) -> None:
    own = account(store)
    protected = Standing(observed_at=days_after(1), state=StandingState.PROTECTED)
    bring_in(store, [(own, protected)])
    again = [
        protected.model_copy(update={"observed_at": days_after(2), "state": one}) for one in ("active", "protected")
    ]
    bring_in(store, [(own, Standing.model_validate(vars(one))) for one in again])
    assert store.standings()["state"].tolist()[-1] == "protected"


def test_the_newest_visit_of_each_connector_to_each_account(store: SqlStore) -> None:
    own = account(store)
    for status in ("failed", "done", "postponed"):
        number = store.begin_import("x_api", "x demo", status, NOW, own)
        store.end_import(number, status, "", NOW)
    number = store.begin_import("x_archive", "a.zip", "z", NOW)
    store.end_import(number, "failed", "", NOW)
    (visit,) = store.visits()
    assert (visit.status, visit.account_id) == ("postponed", own)


def test_words_of_a_source_go_when_its_terms_say_so(store: SqlStore) -> None:
    own = account(store)
    said = Interaction(native_id="9", received_at=MOMENT, author="Ann", text="Hello?")
    for connector, at in (("api", NOW - timedelta(days=3)), ("export", NOW - timedelta(days=3))):
        number = store.begin_import(connector, "visit", connector, at)
        mine = said.model_copy(update={"native_id": connector})
        store.add_batch(number, 50, at, [(own, post(connector, text="words")), (own, mine)], [])
        store.end_import(number, "done", "", at)
    assert store.retain_of_source("api", None, NOW - timedelta(days=4)) == 0
    assert store.retain_of_source("api", NOW - timedelta(days=2), NOW - timedelta(days=2)) == 2
    assert dict(store.query("SELECT native_id, text FROM v_post")[1]) == {"api": None, "export": "words"}
    assert dict(store.query("SELECT native_id, author FROM v_interaction")[1]) == {"api": None, "export": "Ann"}
    assert store.retain_of_source("api", NOW, NOW) == 0


def test_a_comment_told_again_keeps_who_told_it_first(store: SqlStore) -> None:
    own = account(store)
    for name in ("first", "second"):
        number = store.begin_import(name, name, name, NOW)
        counted = store.add_batch(number, 50, NOW, [(own, Interaction(native_id="1", received_at=MOMENT))], [])
        store.end_import(number, "done", "", NOW)
    assert (counted.known, counted.updated) == (1, 0)


def test_the_first_answer_stays_whoever_tells_of_a_later_one(store: SqlStore) -> None:
    own = account(store)
    said = Interaction(native_id="1", received_at=MOMENT)
    for days in (3, 5, 2, None):
        bring_in(store, [(own, said.model_copy(update={"answered_at": days and days_after(days)}))])
    found = store.query("SELECT answered_at FROM v_interaction")[1]
    assert found == [(f"{days_after(2):%Y-%m-%dT%H:%M:%SZ}",)]


@pytest.mark.parametrize("text", ["Open?", "Open?\nDank", "Echt?!", "Zie https://x.example/?a=1 maar", "Mooi", None])
def test_whether_it_was_a_question_outlives_the_words(store: SqlStore, text: str | None) -> None:
    own = account(store)
    said = Interaction(native_id="1", received_at=MOMENT, author="Ann", text=text)
    early = said.model_copy(update={"native_id": "2"})
    bring_in(store, [(own, said), (own, early)], connector="api")
    before = store.interactions()["question"].tolist()
    assert store.retain_of_source("api", None, days_after(10_000)) == 2
    assert store.retain_of_source("api", None, days_after(10_000)) == 0
    assert store.erase_author("Ann", NOW) == 0
    assert store.query("SELECT DISTINCT coalesce(text, '') FROM v_interaction")[1] in ([("",)], [("?",)])
    bring_in(store, [(own, said.model_copy(update={"text": None}))], connector="api")
    bring_in(store, [(own, said.model_copy(update={"native_id": "3"}))], connector="other")
    found = store.interactions()["question"].tolist()
    assert pd.Series(found).equals(pd.Series([*before, before[0]]))
