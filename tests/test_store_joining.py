"""An account that was made for an export, and the configured one that it turns out to be."""

from pathlib import Path
from typing import Any

import pytest

from monitor.records import Account, Interaction, PlannedItem, Profile, Standing, StandingState, Window
from monitor.settings import AccountSettings
from monitor.store.contract import LabelRow
from monitor.store.sqlstore import SqlStore
from tests.store_case import MOMENT, bring_in, days_after, everything, fresh, post

ALIAS = "file:profile_posts_1"


def two(store: SqlStore) -> tuple[int, int]:
    """A made-up account and a configured one."""
    made = store.add_account(Account(platform="facebook", handle=ALIAS, name="profile_posts_1"))
    (wanted,) = store.sync_accounts([AccountSettings(platform="facebook", name="Page", owner="An")])
    return made, wanted


def count(store: SqlStore, what: str) -> Any:
    return store.query(f"SELECT count(*) FROM {what}")[1][0][0]


def test_everything_moves_and_nothing_is_there_twice(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        made, wanted = two(store)
        records = [post("1", text="a"), post("2", text="b", likes=3), post(None, text="keyed", published_at=MOMENT)]
        others = [
            Profile(observed_at=MOMENT, has_bio=True),
            PlannedItem(planned_at=MOMENT, title="plan"),
            Standing(observed_at=MOMENT, state=StandingState.MOVED, detail="to another"),
            Window(start=MOMENT, end=days_after(30)),
        ]
        bring_in(store, [(made, one) for one in [*records, *others]])
        bring_in(store, [(wanted, post("1", text="a")), (wanted, Window(start=days_after(20), end=days_after(60)))])
        assert store.join_accounts(made, wanted)
        bring_in(store, [(wanted, one) for one in records])
        assert store.accounts().index.to_list() == [wanted]
        assert sorted(store.posts(wanted)["text"]) == ["a", "b", "keyed"]
        assert store.weekly_rollup()[["account_id", "posts"]].to_numpy().tolist() == [[wanted, 3]]
        assert store.windows()["account_id"].to_list() == [wanted]
        assert store.windows()["start"].to_list() == [int(MOMENT.timestamp())]
        assert store.windows()["end"].to_list() == [int(days_after(60).timestamp())]
        assert store.profiles()["account_id"].to_list() == [wanted]
        assert store.standings()[["account_id", "state", "detail"]].to_numpy().tolist() == [
            [wanted, "moved", "to another"]
        ]
        assert [item["title"] for item in store.person_data(wanted)["planned_items"]] == ["plan"]
        assert store.find_account(Account(platform="facebook", handle=ALIAS)) == wanted


def test_what_a_person_said_stays_and_a_model_looks_again(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        made, wanted = two(store)
        bring_in(store, [(made, post("1", text="a")), (made, post("2", text="b")), (wanted, post("1", text="a"))])
        for number in (1, 2, 3):
            store.add_labels([LabelRow(number, "press", "yes", 0.9, "", "m")])
        for number in (1, 2):
            store.add_labels([LabelRow(number, "press", "no", None, "by hand", "person")])
        assert len(store.unlabelled("m", 10)) == 0
        assert store.join_accounts(made, wanted)
        assert store.posts(wanted)["press"].to_list() == ["no", "no"]
        assert len(store.unlabelled("m", 10)) == 2


def test_of_a_post_that_both_have_the_richer_words_and_the_other_identity_stay(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        made, wanted = two(store)
        keyed = post(None, text="same words", published_at=MOMENT)
        bring_in(store, [(made, keyed)])
        bring_in(store, [(made, post("1", text="same words", likes=7))], richness=80)
        bring_in(store, [(wanted, post("1", text="same words", title="known here"))], richness=20)
        assert count(store, "post") == 2
        assert store.join_accounts(made, wanted)
        bring_in(store, [(wanted, keyed)])
        assert store.posts(wanted)[["title", "text", "likes"]].to_numpy().tolist() == [["known here", "same words", 7]]


@pytest.mark.parametrize("known", [{"handle": "other"}, {"native_id": "7"}, {"url": "https://example.org/page"}])
def test_an_account_with_a_name_of_its_own_is_another_one(tmp_path: Path, known: dict[str, str]) -> None:
    with fresh(tmp_path) as store:
        _, wanted = two(store)
        other = store.add_account(Account(platform="facebook", **known))
        bring_in(store, [(other, post("1"))])
        before = everything(store)
        assert not store.join_accounts(other, wanted)
        assert not store.join_accounts(wanted, other), "it is configured"
        assert not store.join_accounts(other, 99)
        assert everything(store) == before


def test_an_account_of_which_nothing_came_in_is_dropped_with_its_names(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        before = everything(store)
        made = store.add_account(Account(platform="facebook", handle=ALIAS, name="profile_posts_1"))
        store.remember_alias(made, "facebook", "name:elsewhere")
        assert store.drop_account(made)
        assert everything(store) == before
        assert store.find_account(Account(platform="facebook", handle=ALIAS)) is None
        assert not store.drop_account(made), "it is no more"


@pytest.mark.parametrize(
    "held",
    [
        post("1"),
        Profile(observed_at=MOMENT),
        Standing(observed_at=MOMENT, state=StandingState.ACTIVE),
        PlannedItem(planned_at=MOMENT, title="plan"),
        Window(start=MOMENT, end=days_after(3)),
        Interaction(received_at=MOMENT, native_id="7"),
    ],
    ids=lambda record: type(record).__name__,
)
def test_an_account_of_which_something_is_kept_stays(tmp_path: Path, held: Any) -> None:
    with fresh(tmp_path) as store:
        made, wanted = two(store)
        named = store.add_account(Account(platform="facebook", handle="ours"))
        bring_in(store, [(made, held)])
        before = everything(store)
        assert not any(store.drop_account(one) for one in (made, wanted, named, 99))
        assert everything(store) == before
