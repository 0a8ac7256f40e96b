"""Who wrote the last weeks' posts: windows, names that are no person's, and accounts that are not compared."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from monitor.activity.weekly import build_frame
from monitor.settings import Organisation, Settings
from tests.fakes_activity import FakeStore

MONDAY = date(2012, 10, 1)
COLUMNS = ["authored_recent", "top_author_recent", "authors_recent"]


def columns_of(store: FakeStore, account: int, weeks: int = 20, **organisation: Any) -> pd.DataFrame:
    as_of = MONDAY + timedelta(7 * weeks)
    return build_frame(store, Settings(organisation=Organisation(**organisation)), as_of).loc[account][COLUMNS]


def test_the_last_thirteen_weeks_count() -> None:
    store = FakeStore()
    blog = store.account("blog")
    for days, author in ((0, "Bo"), (1, "bo "), (7, "Al"), (14, None)):
        store.post(blog, MONDAY + timedelta(days), author=author)
    rows = columns_of(store, blog).to_numpy().tolist()
    assert rows[:3] == [[2, 2, 1], [3, 2, 2], [3, 2, 2]]
    assert rows[12:15] == [[3, 2, 2], [1, 1, 1], [0, 0, 0]]


def test_accounts_do_not_share_authors() -> None:
    store = FakeStore()
    one, other = store.account("blog"), store.account("x")
    for account, author in ((one, "Bo"), (other, "Bo"), (other, "Al")):
        store.post(account, MONDAY, author=author)
    assert columns_of(store, one).iloc[-8].tolist() == [1, 1, 1]
    assert columns_of(store, other).iloc[-8].tolist() == [2, 1, 2]


@pytest.mark.parametrize("author", ["Redactie", "Voorbeeld BV", "voorbeeldbv", "admin", "Ons blog", "@onsblog"])
def test_names_of_the_organisation_the_account_or_a_desk_are_no_persons(author: str) -> None:
    store = FakeStore()
    blog = store.account("blog", name="Ons blog", handle="onsblog")
    store.post(blog, MONDAY, author=author)
    assert columns_of(store, blog, name="Voorbeeld BV").sum().sum() == 0


@pytest.mark.parametrize("kind", ["group", "personal"])
def test_groups_and_persons_are_not_compared(kind: str) -> None:
    store = FakeStore()
    account = store.account("linkedin", kind=kind)
    store.post(account, MONDAY, author="Bo")
    assert columns_of(store, account).sum().sum() == 0
