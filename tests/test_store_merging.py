from datetime import datetime, timedelta
from itertools import pairwise, permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.records import Post, PostKind, Precision
from monitor.store.merging import COUNTS, FINENESS, TIME, TOLD, merge, needs_labels, origins_of, says_more
from monitor.store.spans import joined
from tests.store_case import MOMENT, account, bring_in, fresh, only, post

WORD = st.sampled_from(["a", "b", "c"])


def telling(richness: int) -> st.SearchStrategy[dict[str, Any]]:
    """What one export says about a post."""
    told = {name: st.none() | WORD for name in TOLD} | {"kind": st.sampled_from(["original", "reply"])}
    moment = st.sampled_from(sorted(FINENESS)).map(
        lambda precision: {"precision": precision, "published_at": f"{richness} {precision}", "week": richness}
    )
    counts = {name: st.none() | st.integers(0, 9) for name in COUNTS}
    fixed = {"richness": richness, "origins": None, "import_run_id": richness}
    return st.builds(lambda a, b: a | b | fixed, st.fixed_dictionaries(told | counts), moment)


def without_counts(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: fields[name] for name in (*TOLD, *TIME, "richness")}


@given(st.tuples(telling(10), telling(40), telling(90)))
def test_the_order_of_imports_of_different_richness_does_not_matter(told: tuple[dict[str, Any], ...]) -> None:
    results = []
    for first, second, third in permutations(told):
        merged = merge(merge(first, second), third)
        results.append((without_counts(merged), {k: v for k, v in origins_of(merged).items() if merged[k] is not None}))
    assert all(result == results[0] for result in results)


@given(telling(10), telling(40))
def test_what_was_known_is_never_lost(poor: dict[str, Any], rich: dict[str, Any]) -> None:
    merged = merge(rich, poor)
    for name in TOLD:
        assert merged[name] == (rich[name] if rich[name] is not None else poor[name])
    for name in COUNTS:
        assert merged[name] == (poor[name] if poor[name] is not None else rich[name]), "the newest import counts best"
    assert FINENESS[merged["precision"]] == max(FINENESS[poor["precision"]], FINENESS[rich["precision"]])


@given(telling(10), telling(40))
def test_the_same_again_changes_nothing(one: dict[str, Any], other: dict[str, Any]) -> None:
    merged = merge(one, other)
    assert merge(merged, other) == merged
    assert not says_more(merged, merge(merged, merged))


def test_labels_are_wanted_again_only_if_what_they_read_changed() -> None:
    fields = dict.fromkeys((*TOLD, *COUNTS, *TIME))
    assert needs_labels(fields, fields | {"text": "new"})
    assert not needs_labels(fields, fields | {"likes": 3, "author": "An"})


@settings(max_examples=25, deadline=None)
@given(st.permutations([(10, "poor", None), (50, None, "title"), (20, "middle", None)]))
def test_the_store_keeps_the_richest_of_each_field_in_any_order(tellings: list[tuple[int, Any, Any]]) -> None:
    with TemporaryDirectory() as folder, fresh(Path(folder)) as store:
        own = account(store)
        for richness, text, title in tellings:
            bring_in(store, [(own, post(text=text, title=title))], richness)
        found = only(store, own)
        assert (found["text"], found["title"]) == ("middle", "title")


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.builds(
            Post,
            native_id=st.sampled_from(["1", "2", None]),
            published_at=st.sampled_from([MOMENT, MOMENT + timedelta(minutes=5)]),
            precision=st.sampled_from(Precision),
            kind=st.sampled_from(PostKind),
            text=st.none() | WORD,
            title=st.none() | WORD,
            likes=st.none() | st.integers(0, 5),
            links=st.none() | st.lists(st.just("https://example.org/")).map(tuple),
        ),
        max_size=6,
        unique_by=lambda one: (one.native_id, one.published_at, one.text, one.title),
    ),
    st.integers(0, 100),
)
def test_an_import_that_is_repeated_finds_everything_known(posts: list[Post], richness: int) -> None:
    with TemporaryDirectory() as folder, fresh(Path(folder)) as store:
        own = account(store)
        records = [(own, one) for one in posts]
        first, _ = bring_in(store, records, richness)
        assert first.new + first.known + first.updated == len(posts)
        before = store.posts(own)
        again, _ = bring_in(store, records, richness)
        assert (again.new, again.updated, again.known) == (0, 0, len(posts))
        assert store.posts(own).equals(before)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50))))
def test_joined_spans_cover_the_same_days_and_never_touch(numbers: list[tuple[int, int]]) -> None:
    day = timedelta(days=1)
    spans = [(MOMENT + a * day, MOMENT + b * day) for a, b in numbers]
    result = joined(spans)

    def covered(all_spans: list[tuple[datetime, datetime]]) -> set[int]:
        return {n for n in range(51) if any(a <= MOMENT + n * day <= b for a, b in all_spans)}

    assert covered(result) == covered(spans)
    assert all(before[1] < after[0] for before, after in pairwise(result))
    assert joined(result) == result


@pytest.mark.parametrize("precisions", list(permutations([Precision.DAY, Precision.MINUTE, Precision.SECOND])))
def test_a_finer_time_is_never_replaced_by_a_coarser_one(tmp_path: Path, precisions: tuple[Precision, ...]) -> None:
    fineness = {Precision.DAY: 0, Precision.MINUTE: 1, Precision.SECOND: 2}
    with fresh(tmp_path) as store:
        own = account(store)
        for precision in precisions:
            moment = MOMENT + timedelta(hours=fineness[precision])
            bring_in(store, [(own, post(published_at=moment, precision=precision))], 90 - 30 * fineness[precision])
        assert only(store, own)["published_at"] == "2012-02-01T11:00:07Z"
