"""What may be kept of a record, and how names are found in sentences; pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.records import Interaction, PlannedItem, Post, Profile
from monitor.sources.sink import ERASED
from monitor.store.contract import Kept
from monitor.store.discretion import MASK, Discretion, fingerprint, masked, squeezed
from monitor.store.rows import interaction_key, planned_key, post_key

SINCE = datetime(2013, 6, 1, tzinfo=UTC)
PERSON, COMPANY, GROUP = 1, 2, 3
AUTHOR = fingerprint("salt", "author", squeezed("Gijs Verzonnen"))
PROMISES = Discretion(frozenset({AUTHOR}), "salt", SINCE, frozenset({PERSON}), frozenset({GROUP}))

words = st.none() | st.sampled_from(["Hallo", "gijs verzonnen", "@Gijs Verzonnen", "Annet", "https://example.org/1"])
moments = st.timedeltas(timedelta(days=-300), timedelta(days=300)).map(lambda shift: SINCE + shift)
records: st.SearchStrategy[Kept] = st.one_of(
    st.builds(Post, published_at=moments, author=words, title=words, text=words, url=words, likes=st.integers(0, 9)),
    st.builds(Interaction, received_at=moments, author=words, text=words, url=words, answered_at=st.none() | moments),
    st.builds(Profile, observed_at=moments, name=words, bio=words, avatar_url=words, has_bio=st.none() | st.booleans()),
    st.builds(PlannedItem, planned_at=moments, title=words),
)


def key(record: Kept) -> str | None:
    """What the store knows the record by."""
    if isinstance(record, Post):
        return post_key(record)
    if isinstance(record, Interaction):
        return interaction_key(record)
    return planned_key(record) if isinstance(record, PlannedItem) else None


@given(st.lists(st.tuples(st.sampled_from([PERSON, COMPANY, GROUP, ERASED]), records)))
def test_clearing_takes_words_and_nothing_else(batch: list[tuple[int, Kept]]) -> None:
    cleared = PROMISES.cleared(batch)
    kept = [(account, record) for account, record in batch if account != ERASED]
    assert len(cleared) == len(kept)
    assert PROMISES.cleared(cleared) == cleared
    taken = {
        "native_id",
        "author",
        "title",
        "text",
        "url",
        "links",
        "in_reply_to",
        "name",
        "bio",
        "avatar_url",
        "has_bio",
    }
    for (account, before), (same, after) in zip(kept, cleared, strict=True):
        assert (account, key(before)) == (same, key(after))
        assert before.model_dump(exclude=taken) == after.model_dump(exclude=taken)
        if isinstance(after, Post | Interaction):
            assert squeezed(after.author or "") != "gijsverzonnen"
        if isinstance(before, Interaction) and isinstance(after, Interaction) and after.text != before.text:
            assert after.text in {"", "?"}
        if isinstance(before, Profile) and isinstance(after, Profile):
            told = before.has_bio if before.has_bio is not None or before.bio is None else True
            assert (after.has_bio if after.has_bio is not None or after.bio is None else True) == told


@given(records)
def test_the_organisations_own_and_what_is_new_stays_as_it_is(record: Kept) -> None:
    promises = Discretion(since=SINCE, personal=frozenset({PERSON}))
    owns = not isinstance(record, Interaction)
    if owns:
        assert promises.cleared([(COMPANY, record)]) == [(COMPANY, record)]
    assert Discretion(since=SINCE - timedelta(days=400)).cleared([(PERSON, record)]) == [(PERSON, record)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x-archief-wobbezandstra.zip: broken", f"x-archief-{MASK}.zip: broken"),
        ("Wobbe_Zandstra (2).zip", f"{MASK} (2).zip"),
        ("door WOBBE  Zandstra, en Jan van der Berg.", f"door {MASK}, en {MASK}."),
        ("wobbezandstra2 and wobbe", "wobbezandstra2 and wobbe"),
        ("", ""),
    ],
)
def test_names_are_found_in_file_names_and_sentences(text: str, shown: str) -> None:
    assert masked(text, {"wobbezandstra", "janvanderberg"}.__contains__) == shown


@given(st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_masking_is_done_at_once_and_leaves_the_rest(text: str, names: list[str]) -> None:
    erased = {squeezed(name) for name in names} - {"", MASK}
    once = masked(text, erased.__contains__)
    assert masked(text, set().__contains__) == text
    assert MASK in once or once == text


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_fingerprints_tell_names_kinds_and_stores_apart(salt: str, name: str, other: str) -> None:
    salt = salt[:8]
    same = fingerprint(salt, "author", name) == fingerprint(salt, "author", other)
    assert same == (name.encode("utf-8", "replace") == other.encode("utf-8", "replace"))
    assert fingerprint(salt, "author", name) != fingerprint(salt, "word", name)
