"""Persons on PostgreSQL: the same code, the same outcome."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.records import Interaction, Profile
from monitor.sources.sink import ERASED
from monitor.store.sqlstore import SqlStore
from tests.store_case import MOMENT, NOW, account, bring_in, days_after, post
from tests.test_store_server import address, server, store

__all__ = ["address", "server", "store"]
pytestmark = pytest.mark.server


def test_a_person_is_given_and_erased_and_stays_erased(store: SqlStore) -> None:
    own, person = account(store, "firm"), account(store, "wobbe", name="Wobbe Zandstra", kind="personal")
    seen = Profile(observed_at=MOMENT, bio="Vouwt graag")
    said = Interaction(received_at=MOMENT, author="Gijs Verzonnen", text="Hallo")
    batch = [(own, post("1")), (person, post("2", text="Mijn lampion")), (person, seen), (own, said)]
    bring_in(store, batch)
    held = store.person_data(person)
    assert (held["posts"][0]["text"], held["profiles"][0]["bio"]) == ("Mijn lampion", "Vouwt graag")
    store.erase_person(person, NOW)
    assert store.finish_erasing()
    assert account(store, "wobbe") == ERASED
    bring_in(store, [(ERASED if who == person else who, record) for who, record in batch])
    assert store.query("SELECT account_id, text FROM v_post")[1] == [(own, None)]
    assert store.erase_author("gijs verzonnen", NOW) == 1
    assert bring_in(store, [(own, said)])[0].known == 1
    assert store.query("SELECT author, text FROM v_interaction")[1] == [(None, "")]


def test_old_words_are_emptied_and_notes_are_kept(store: SqlStore) -> None:
    person = account(store, "wobbe", kind="personal")
    bring_in(store, [(person, post("1", text="oud")), (person, post("2", text="nieuw", published_at=days_after(400)))])
    assert store.retain_since(datetime(2013, 1, 1, tzinfo=UTC)) == 1
    assert store.retain_since(datetime(2013, 1, 1, tzinfo=UTC)) == 0
    assert store.query("SELECT native_id, text FROM v_post ORDER BY 1")[1] == [("1", None), ("2", "nieuw")]
    store.note("weekly:a", "1")
    store.note("weekly:a", "2")
    assert (store.noted("weekly:a"), store.noted("weekly:b")) == ("2", None)
