"""The rhythm of every account from the store's history."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from monitor.activity.history import read_history
from monitor.activity.rhythm.alarm import SENSITIVITY
from monitor.activity.rhythm.reading import Rhythms, portfolio_in, read_rhythms
from monitor.activity.rhythm.told_columns import TOLD
from monitor.activity.weeks import last_complete_week, week_of
from monitor.settings import Detection, Organisation, Sensitivity, Settings
from tests.fakes_activity import ZONE, FakeStore

BEGIN, END = date(2011, 1, 3), date(2013, 12, 29)
AS_OF = date(2013, 12, 30)
SETTINGS = Settings(organisation=Organisation(name="Voorbeeld"))


def told(store: Any, as_of: date = AS_OF, settings: Settings = SETTINGS) -> Rhythms:
    return read_rhythms(read_history(store, ZONE, last_complete_week(as_of)), settings)


def company(**more: Any) -> FakeStore:
    """A weekly account that stops in summer 2013, and one that goes on."""
    store = FakeStore()
    for end in (date(2013, 7, 1), END):
        account = store.account(**more)
        store.posts_every(account, BEGIN, end, 3)
        store.window(account, BEGIN, END)
    return store


def test_accounts_and_weeks_are_those_of_the_store() -> None:
    found = told(company())
    assert list(found.table) == [column.name for column in TOLD]
    assert found.table["account"].dtype == np.int64
    assert found.table[["account", "week"]].apply(tuple, axis=1).is_monotonic_increasing
    assert set(found.table["account"]) == {1, 2}
    assert found.last == week_of(END) == found.table["week"].max()
    assert found.wanted == 0.5


def test_active_weeks_tell_days_and_quiet() -> None:
    store = FakeStore()
    account = store.account()
    store.post(account, date(2013, 3, 25), hour=0)
    store.post(account, date(2013, 3, 28), hour=12)
    store.post(account, date(2013, 10, 21), hour=0)
    found = told(store).weeks
    assert found["days"].tolist() == [1 + 8, 1]
    assert found["posts"].tolist() == [2, 1]
    # The clock is set forward on 31 March: three days and a half less an hour. It is set back on 27 October.
    assert found["quiet"].tolist() == pytest.approx([3.5 - 1 / 24, 7])


@pytest.mark.parametrize("weeks", [20, 60, 128])
def test_nothing_of_a_week_comes_from_after_it(weeks: int) -> None:
    store, past = company(), BEGIN + timedelta(7 * weeks)
    whole, then = told(store).table, told(store, past).table
    same = whole[whole["week"] <= last_complete_week(past)].reset_index(drop=True)
    pd.testing.assert_frame_equal(then, same)


@pytest.mark.parametrize("more", [{"private": True}, {"state": "closed"}, {"state": "closing"}])
def test_nobody_follows_what_is_private_or_ends_on_purpose(more: dict[str, Any]) -> None:
    store = company()
    other = store.account(**more)
    store.posts_every(other, BEGIN, date(2012, 7, 1), 3)
    found, before = told(store), told(company())
    pd.testing.assert_frame_equal(found.table, before.table)
    assert set(found.weeks["account"]) == {1, 2}


def test_accounts_of_one_owner_are_siblings() -> None:
    store = FakeStore()
    for owner in ("Kim Jansen", "Lot", "kim  jansen", None, None):
        store.account(owner=owner)
    history = read_history(store, ZONE, last_complete_week(AS_OF))
    assert portfolio_in(history, SETTINGS).organisation.tolist() == [0, 1, 0, -1, -1]


def test_persons_are_the_same_on_all_accounts_and_desks_are_none() -> None:
    store = FakeStore()
    one, two = store.account(name="One"), store.account(name="Two")
    for account, author in ((one, "Kim Jansen"), (two, "kim jansen"), (two, "Redactie"), (two, "Lot")):
        store.post(account, date(2013, 5, 6), author=author)
    authored = portfolio_in(read_history(store, ZONE, last_complete_week(AS_OF)), SETTINGS).authored
    persons = authored.groupby("row")["person"].agg(set)
    assert len(persons[0] & persons[1]) == 1
    assert len(persons[1]) == 2
    assert authored[["days", "posts"]].to_numpy().tolist() == [[1, 1]] * 3


def test_every_sensitivity_of_the_settings_is_a_rate() -> None:
    assert {*SENSITIVITY} == {*Sensitivity}
    rates = [
        told(company(), settings=Settings(detection=Detection(sensitivity=name))).wanted
        for name in ("calm", "balanced", "eager")
    ]
    assert rates == [0.25, 0.5, 1.0]


def test_an_empty_store_has_an_empty_rhythm() -> None:
    store = FakeStore()
    store.account()
    found = told(store)
    assert len(found.table) == len(found.weeks) == 0
    assert np.isnan(found.real_rate)
