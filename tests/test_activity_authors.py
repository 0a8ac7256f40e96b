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


def away_of(store: FakeStore, account: int) -> list[list[float]]:
    frame = build_frame(store, Settings(), MONDAY + timedelta(7 * 20)).loc[account]
    return frame[["top_author_recent", "top_author_away", "own_away"]].to_numpy().tolist()


def test_the_busiest_three_weeks_of_the_one_who_wrote_most() -> None:
    store = FakeStore()
    blog = store.account("blog")
    for week, author, posts in ((0, "Al", 9), (1, "Bo", 2), (2, "Bo", 1), (3, "Bo", 4), (3, "Al", 1), (5, None, 3),
                                (9, "Bo", 3), (11, "Bo", 3)):  # fmt: skip
        for _ in range(posts):
            store.post(blog, MONDAY + timedelta(7 * week), author=author)
    rows = away_of(store, blog)
    assert rows[0] == [9, 9, 9]
    assert rows[8] == [10, 9, 12]
    assert rows[11] == [13, 7, 8]
    assert rows[14] == [11, 6, 6]
    assert rows[19] == [6, 6, 6]


def test_before_anybody_wrote_nothing_stops() -> None:
    store = FakeStore()
    blog = store.account("blog", created=MONDAY)
    store.post(blog, MONDAY + timedelta(14), author="Bo")
    assert away_of(store, blog)[:3] == [[0, 0, 0], [0, 0, 0], [1, 1, 1]]
