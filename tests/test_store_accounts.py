from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from monitor.records import Account, AccountKind
from monitor.settings import AccountSettings, AccountState, Goal
from monitor.store.aliases import address_of, aliases_of
from tests.store_case import MOMENT, fresh


def test_an_account_is_found_by_number_handle_and_address(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = store.add_account(
            Account(platform="x", native_id="12", handle="@Demo_BV", url="https://www.X.com/Demo_BV/")
        )
        for told in (
            {"native_id": "12"},
            {"handle": "demo_bv"},
            {"handle": "@DEMO_BV"},
            {"url": "http://x.com/demo_bv"},
        ):
            assert store.find_account(Account(platform="x", **told)) == own
        assert store.find_account(Account(platform="facebook", handle="demo_bv")) is None
        assert store.find_account(Account(platform="x")) is None


def test_a_handle_that_went_to_another_number_is_another_account(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        first = store.add_account(Account(platform="x", native_id="1", handle="demo"))
        second = store.add_account(Account(platform="x", native_id="2", handle="demo"))
        assert first != second
        assert store.find_account(Account(platform="x", native_id="2")) == second
        assert store.find_account(Account(platform="x", native_id="1", handle="renamed")) == first


def test_an_export_fills_what_is_unknown_and_changes_nothing_else(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        [own] = store.sync_accounts(
            [AccountSettings(platform="x", handle="@demo", name="Ours", since=date(2011, 3, 1))]
        )
        told = Account(
            platform="x", native_id="12", handle="DEMO", name="Theirs", kind=AccountKind.COMPANY, created_at=MOMENT
        )
        assert store.add_account(told) == own
        found = store.accounts().loc[own]
        assert (found["native_id"], found["handle"], found["name"], found["kind"]) == ("12", "demo", "Ours", "company")
        assert found["created_at"] == pd.Timestamp("2011-03-01", tz=UTC)


def test_the_configuration_gives_and_takes_away(tmp_path: Path) -> None:
    full = AccountSettings(
        platform="x",
        handle="demo",
        owner="Ann",
        owner_mail="env:ANN",
        deputy="Bo",
        goal=Goal(posts=2, per="month"),
        state=AccountState.SEASONAL,
        private=True,
    )
    with fresh(tmp_path) as store:
        other, own = store.sync_accounts([AccountSettings(platform="blog", name="Our blog"), full])
        found = store.accounts().loc[own]
        assert (found["owner"], found["deputy"], found["goal_posts"], found["goal_per"]) == ("Ann", "Bo", 2.0, "month")
        assert (found["state"], found["private"], found["configured"]) == ("seasonal", True, True)
        assert store.sync_accounts([AccountSettings(platform="x", handle="@Demo")]) == [own]
        frame = store.accounts()
        assert frame.loc[own, ["owner", "owner_mail", "deputy"]].isna().all()
        assert frame["goal_posts"].isna().all()
        assert frame["state"].tolist() == ["active", "active"]
        assert frame["configured"].tolist() == [False, True]
        assert frame.index.tolist() == [other, own]


def test_a_configured_account_without_handle_is_known_by_its_name(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        wanted = [AccountSettings(platform="blog", name="Our blog")]
        [own] = store.sync_accounts(wanted)
        assert store.sync_accounts(wanted) == [own]
        named = [AccountSettings(platform="blog", name="our Blog", handle="blog.example.org")]
        assert store.sync_accounts(named) == [own]
        assert store.find_account(Account(platform="blog", handle="blog.example.org")) == own


def test_a_remembered_name_means_the_account_from_then_on(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        one, other = (store.add_account(Account(platform="x", handle=name)) for name in ("one", "other"))
        for alias in ("file:Wall-1.csv", "handle:@Nick", "id:77"):
            store.remember_alias(one, "x", alias)
        assert store.find_account(Account(platform="x", handle="file:Wall-1.csv")) == one
        assert store.find_account(Account(platform="x", handle="NICK")) == one
        assert store.find_account(Account(platform="x", native_id="77")) == one
        store.remember_alias(other, "x", "handle:nick")
        assert store.find_account(Account(platform="x", handle="nick")) == other


def test_the_importers_own_name_for_an_account_is_no_handle(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        own = store.add_account(Account(platform="x", handle="file:posts", name="posts"))
        assert store.find_account(Account(platform="x", handle="file:posts")) == own
        assert store.accounts()["handle"].isna().all()


def test_an_account_made_for_a_file_is_the_one_that_the_configuration_calls_by_its_name(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        made = store.add_account(Account(platform="facebook", handle="file:Wall-1", name="Wall-1"))
        configured = store.sync_accounts(
            [AccountSettings(platform="facebook", name="Wall-1"), AccountSettings(platform="x", name="Wall-1")]
        )
        assert configured[0] == made
        assert configured[1] != made, "on another platform it is another account"
        assert store.find_account(Account(platform="facebook", handle="file:Wall-1")) == made


def test_a_new_store_has_a_frame_without_rows(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        frame = store.accounts()
        assert len(frame) == 0
        assert {"platform", "owner_mail", "created_at", "configured"} <= set(frame.columns)


def test_addresses_are_compared_without_what_does_not_matter() -> None:
    same = {"https://www.Example.org/Blog/", "http://example.org/blog", "//example.org/blog"}
    assert {address_of(url) for url in same} == {"example.org/blog"}
    assert address_of("https://f.example/p?id=1") != address_of("https://f.example/p?id=2")
    assert [address_of(url) for url in (None, "", "nothing", "http://[bad")] == [None] * 4
    assert aliases_of(None, None, "nothing") == []


def test_created_at_is_aware(tmp_path: Path) -> None:
    with fresh(tmp_path) as store:
        store.add_account(Account(platform="x", handle="a", created_at=datetime(2010, 5, 1, tzinfo=UTC)))
        assert str(store.accounts()["created_at"].dt.tz) == "UTC"
