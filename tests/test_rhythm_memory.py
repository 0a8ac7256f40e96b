"""Nights that remember tell the same, bit for bit, as nights that begin anew; and they forget who is gone."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.activity.rhythm.arrays import named
from monitor.activity.rhythm.events import DAY, WEEK, week_end
from monitor.activity.rhythm.memory import Memory
from monitor.activity.rhythm.model import shipped
from monitor.activity.rhythm.night import BACK, Night, night, nightly
from monitor.activity.rhythm.packing import packed
from monitor.activity.rhythm.portfolio import Portfolio, portfolio_of
from monitor.activity.rhythm.telling import tell
from monitor.activity.rhythm.told_rows import DTYPES
from monitor.errors import BeginAnew

FIRST, WEEKS = 2_000, 130
ACCOUNTS, EACH = 30, 3
MONDAY = FIRST * WEEK + 4 * DAY
LAST = FIRST + WEEKS - 1


def made_up(seed: int, weeks: int = WEEKS) -> pd.DataFrame:
    """Ten organisations with three accounts of one author each, who leaves; a successor begins some months later."""
    draw = np.random.default_rng(seed)
    parts = []
    for account in range(ACCOUNTS):
        if account % EACH == 0:
            leaves = np.cumsum(draw.geometric(1 / 35, 4) + 20)
        silent, person = np.zeros(weeks, bool), np.zeros(weeks, int)
        for number, week in enumerate(leaves):
            silent[week + draw.integers(0, 7) : week + 20] = True
            person[week + 20 :] = number + 1
        week = np.repeat(np.arange(weeks), draw.poisson(draw.uniform(0.6, 4) * ~silent))
        moments = MONDAY + (week + draw.random(len(week))) * WEEK
        names = [f"p{account // EACH}-{number}" for number in person[week]]
        parts.append(pd.DataFrame({"account": f"a{account:02}", "timestamp": moments, "author": names}))
    return pd.concat(parts, ignore_index=True)


def portfolio(posts: pd.DataFrame, last: int = LAST) -> Portfolio:
    known = posts[posts["timestamp"] < float(week_end(last))]
    return portfolio_of(known, organisations(posts))


def organisations(posts: pd.DataFrame, each: int = EACH) -> dict[str, str]:
    return {name: f"o{int(name[1:3]) // each}" for name in posts["account"].unique()}


def stored(memory: Memory, before: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """What lies in the store after a night: what is needed, and nothing else."""
    both = (before or {}) | memory.pack()
    return {name: both[name] for name in memory.needed()}


def told(posts: pd.DataFrame, last: int = LAST, before: dict[str, bytes] | None = None) -> tuple[Night, dict]:
    found = nightly(before or {}, portfolio(posts, last), shipped(), last=last)
    return found, stored(found.memory, before)


def assert_same(found: Night, posts: pd.DataFrame, last: int = LAST, wanted: float = 0.5) -> None:
    whole = night(None, portfolio(posts, last), shipped(), wanted, last)
    pd.testing.assert_frame_equal(found.table, whole.table, check_exact=True)
    for one, other in ((found.learned, whole.learned), (found.state, whole.state)):
        for name, array in named(other).items():
            np.testing.assert_array_equal(named(one)[name], array, err_msg=name)
    mine, other = named(found.memory.carried), named(whole.memory.carried)
    if found.memory.week == whole.memory.week:
        assert mine.keys() == other.keys()
        for name, array in other.items():
            np.testing.assert_array_equal(mine[name], array, err_msg=name)


@settings(deadline=None, max_examples=8)
@given(st.integers(0, 50), st.lists(st.integers(0, 30), min_size=1, max_size=5))
def test_any_split_into_nights_tells_the_same_as_all_weeks_at_once(seed, steps):
    posts, last, kept = made_up(seed), FIRST + 40, None
    for place, step in enumerate(steps):
        last = min(last + step, LAST)
        found, kept = told(posts, last, kept)
        assert bool(found.anew) == (place == 0)
    assert_same(found, posts, last)


@pytest.mark.parametrize("until", [FIRST + 3, FIRST + 60, LAST])
def test_a_night_tells_what_is_told_of_the_whole_history(until):
    posts = made_up(1)
    found, _ = told(posts, until)
    whole = tell(portfolio(posts, until), shipped(), last=until)
    assert list(found.table) == list(whole.table)
    for name in found.table.columns[1:]:
        exact = whole.table[name].to_numpy()
        small = exact.astype(DTYPES.get(name, exact.dtype if name == "week" else np.float32))
        np.testing.assert_array_equal(found.table[name], small.astype(found.table[name].dtype), err_msg=name)
    assert (found.table["account"].astype(str) == whole.table["account"].astype(str)).all()
    np.testing.assert_array_equal(found.learned.line, whole.learned.line)
    if until == LAST:
        assert found.table[["part_people", "part_siblings"]].any().all()


def test_every_week_a_night():
    posts, first = made_up(2), FIRST + 60
    kept = stored(night(None, portfolio(posts, first), shipped(), last=first).memory)
    for last in range(first + 1, LAST + 1):
        found = night(Memory.unpack(kept), portfolio(posts, last), shipped(), last=last)
        assert found.anew == ""
        kept = stored(found.memory, kept)
    assert_same(found, posts)


def test_a_night_that_is_repeated_changes_nothing():
    posts = made_up(1)
    _, kept = told(posts)
    again, after = told(posts, before=kept)
    assert (again.anew, after) == ("", kept)
    assert set(again.memory.pack()) < set(kept)
    assert_same(again, posts)


def late(week: int, account: str = "a01") -> pd.DataFrame:
    return pd.DataFrame({"account": [account], "timestamp": [MONDAY + (week - FIRST + 0.5) * WEEK], "author": ["p0-0"]})


@pytest.mark.parametrize(("weeks", "anew"), [(0, False), (BACK, False), (BACK + 1, True), (60, True)])
def test_late_posts_cost_a_full_pass_only_if_they_lie_before_the_checkpoint(weeks, anew):
    posts = made_up(2)
    _, kept = told(posts, LAST - 1)
    more = pd.concat([posts, late(LAST - 1 - weeks + 1)])
    found, _ = told(more, LAST, kept)
    assert bool(found.anew) == anew
    assert_same(found, more)


@pytest.mark.parametrize("name", ["a00x", "a30", "z00"])
def test_an_account_that_begins_after_the_checkpoint_is_taken_in(name):
    posts = made_up(4)
    _, kept = told(posts, LAST - 20)
    rename = posts[(posts["account"] == "a02") & (posts["timestamp"] >= MONDAY + (WEEKS - 23) * WEEK)]
    more = pd.concat([posts, rename.assign(account=name, author="p99")])
    grown = portfolio_of(more, organisations(posts) | {name: "o0"})
    found = nightly(kept, grown, shipped(), last=LAST)
    whole = night(None, grown, shipped(), last=LAST)
    assert found.anew == ""
    assert (found.table["account"] == name).any()
    pd.testing.assert_frame_equal(found.table, whole.table, check_exact=True)
    for part, array in named(whole.memory.carried).items():
        np.testing.assert_array_equal(named(found.memory.carried)[part], array, err_msg=part)
    again = nightly(stored(found.memory, kept), grown, shipped(), last=LAST)
    assert again.anew == ""
    pd.testing.assert_frame_equal(again.table, whole.table, check_exact=True)


def test_an_account_with_a_past_is_taken_in_by_telling_all_anew():
    posts = made_up(4)
    _, kept = told(posts[posts["account"] != "a03"], LAST - 1)
    found, _ = told(posts, LAST, kept)
    assert "weeks before" in found.anew
    assert_same(found, posts)


def test_nothing_of_an_account_that_is_gone_stays():
    posts = made_up(6)
    posts["account"] = posts["account"].replace("a04", "a04-erased-person")
    _, kept = told(posts, LAST - 1)
    assert any(b"a04-erased-person" in data for data in kept.values())
    left = posts[posts["account"] != "a04-erased-person"]
    found, after = told(left, LAST, kept)
    _, only = told(left, LAST)
    assert found.anew
    assert after == only
    assert not any(b"erased" in data for data in after.values())
    assert not set(after) & set(kept)
    assert_same(found, left)


def test_names_of_authors_are_not_kept():
    posts = made_up(6)
    posts["author"] = "Secret " + posts["author"]
    _, kept = told(posts)
    assert not any(b"Secret" in data for data in kept.values())


def changed(what: str, posts: pd.DataFrame) -> tuple[Portfolio, object, float, int]:
    whole, model = portfolio(posts), shipped()
    return {
        "sensitivity": (whole, model, 1.0, LAST),
        "coefficients": (whole, replace(model, intercept=model.intercept + 0.1), 0.5, LAST),
        "organisations": (portfolio_of(posts, organisations(posts, 2)), model, 0.5, LAST),
        "authors": (portfolio_of(posts.assign(author="p1"), organisations(posts)), model, 0.5, LAST),
        "no authors": (portfolio_of(posts.drop(columns="author"), organisations(posts)), model, 0.5, LAST),
        "earlier": (portfolio(posts, LAST - 30), model, 0.5, LAST - 30),
        "order": (Portfolio(whole.names[::-1], *turned(whole)), model, 0.5, LAST),
        "deleted post": (portfolio(posts.drop(index=posts.index[30])), model, 0.5, LAST),
    }[what]


def turned(whole: Portfolio) -> tuple[pd.DataFrame, pd.DataFrame, np.ndarray]:
    """The same accounts in the opposite order."""
    most = len(whole.names) - 1
    weeks, authored = (
        table.assign(row=most - table["row"]).sort_values(["week", "row"]) for table in (whole.weeks, whole.authored)
    )
    return weeks, authored, whole.organisation[::-1]


@pytest.mark.parametrize(
    "what",
    ["sensitivity", "coefficients", "organisations", "authors", "no authors", "earlier", "order", "deleted post"],
)
def test_what_changes_the_past_or_all_accounts_is_told_anew(what):
    posts = made_up(7)
    kept = told(posts, LAST - 1)[1]
    given = changed(what, posts)
    found, whole = nightly(kept, *given), night(None, *given)
    assert found.anew
    pd.testing.assert_frame_equal(found.table, whole.table, check_exact=True)
    assert stored(found.memory, kept) == stored(whole.memory)


def test_organisations_may_be_numbered_anew():
    posts = made_up(7)
    kept = told(posts, LAST - 1)[1]
    whole = portfolio(posts)
    found = nightly(kept, replace(whole, organisation=50 - whole.organisation), shipped(), last=LAST)
    assert found.anew == ""
    assert_same(found, posts)


def test_a_memory_stays_as_it_is_and_can_be_used_twice():
    posts = made_up(8)
    memory = told(posts, LAST - 9)[0].memory
    before = stored(memory)
    one, two = (night(memory, portfolio(posts), shipped(), last=LAST) for _ in range(2))
    pd.testing.assert_frame_equal(one.table, two.table, check_exact=True)
    assert {k: v.tobytes() for k, v in named(memory.carried).items()} == {
        k: v.tobytes() for k, v in named(Memory.unpack(before).carried).items()
    }


def test_earlier_weeks_are_read_only_if_they_are_asked_for():
    posts = made_up(9)
    _, kept = told(posts, LAST - 1)
    oldest = min(name for name in kept if name.startswith("told"))
    del kept[oldest]
    found = night(Memory.unpack(kept), portfolio(posts), shipped(), last=LAST)
    assert found.anew == ""
    assert found.since(LAST - 30)["week"].min() == LAST - 30
    with pytest.raises(BeginAnew, match="missing"):
        found.since(FIRST)


KNOWN = portfolio(made_up(1, 60), FIRST + 59)
KEPT = stored(night(None, KNOWN, shipped(), last=FIRST + 58).memory)
HEAD = next(name for name in KEPT if name.startswith("rhythm"))
ARRAYS = dict(np.load(io.BytesIO(KEPT[HEAD])))
PLACES = ("people.week", "people.pairs", "states.state", "rhythm.runs.days")


def read(kept: dict[str, bytes]) -> None:
    """Use all that is stored, without telling anything anew."""
    night(Memory.unpack(kept), KNOWN, shipped(), last=FIRST + 59).since(FIRST)


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(sorted(KEPT)), st.sampled_from(["cut", "flipped", "gone", "nonsense"]), st.data())
def test_damaged_bytes_are_told_apart(name, kind, data):
    kept, raw = dict(KEPT), bytearray(KEPT[name])
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= 1 << data.draw(st.integers(0, 7))
    kept[name] = {"cut": KEPT[name][:place], "flipped": bytes(raw)}.get(kind) or data.draw(st.binary())
    if kind == "gone":
        del kept[name]
    with pytest.raises(BeginAnew) as caught:
        read(kept)
    assert caught.value.todo == "They are computed anew from all weeks"


def test_damaged_bytes_lead_to_a_full_pass():
    whole = night(None, KNOWN, shipped(), last=FIRST + 59)
    for name in KEPT:
        found = nightly(KEPT | {name: KEPT[name][:-1]}, KNOWN, shipped(), last=FIRST + 59)
        assert name in found.anew
        pd.testing.assert_frame_equal(found.table, whole.table, check_exact=True)
        assert stored(found.memory) == stored(whole.memory)
    assert "2 heads" in nightly(KEPT | {"rhythm-1": b""}, KNOWN, shipped(), last=FIRST + 59).anew


def forged(array: np.ndarray, kind: str) -> np.ndarray:
    if kind in {"high", "low"}:
        most = 100 if array.dtype.itemsize == 1 else 10_000
        return np.full_like(array, most if kind == "high" else -7)
    shapes = {"none": array[:0], "short": array[..., :-1], "long": np.concatenate([array, array])}
    return shapes.get(kind, array.astype(np.complex64 if kind == "complex" else str))


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(ARRAYS)), st.sampled_from(["none", "short", "long", "complex", "text"]))
def test_heads_of_another_form_are_told_apart(name, kind):
    label, data = packed("rhythm", ARRAYS | {name: forged(ARRAYS[name], kind)})
    with pytest.raises(BeginAnew):
        read({k: v for k, v in KEPT.items() if k != HEAD} | {label: data})


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("kind", ["high", "low"])
def test_places_outside_of_the_portfolio_are_told_apart(name, kind):
    name = f"carried.{name}"
    label, data = packed("rhythm", ARRAYS | {name: forged(ARRAYS[name], kind)})
    with pytest.raises(BeginAnew, match="points outside"):
        read({k: v for k, v in KEPT.items() if k != HEAD} | {label: data})


def test_chunks_of_another_form_are_told_apart():
    newest = max(name for name in KEPT if name.startswith("told"))
    arrays, kind = dict(np.load(io.BytesIO(KEPT[newest]))), newest.rpartition("-")[0]
    wrong = [{"extra": arrays["week"]}, {"score": arrays["week"]}, {"score": arrays["score"][:-1]}]
    wrong += [{"week": arrays["week"] + 100}, {"number": arrays["number"] - 99}]
    about = json.loads(ARRAYS["about"].tobytes())
    for part in wrong:
        name, data = packed(kind, arrays | part)
        chunks = {key: name if old == newest else old for key, old in about["chunks"].items()}
        told = np.frombuffer(json.dumps(about | {"chunks": chunks}).encode(), np.uint8)
        others = {k: v for k, v in KEPT.items() if k != HEAD}
        with pytest.raises(BeginAnew, match=r"other|several"):
            read(others | dict([packed("rhythm", ARRAYS | {"about": told}), (name, data)]))


def test_compressed_bytes_and_objects_are_not_read():
    file, objects = io.BytesIO(), io.BytesIO()
    np.savez_compressed(file, **ARRAYS)
    np.savez(objects, **ARRAYS | {"number": np.array([{}], object)})
    for data in (file.getvalue(), objects.getvalue()):
        name = "rhythm-" + sha256(data).hexdigest()[:24]
        with pytest.raises(BeginAnew, match="no plain arrays"):
            read({name: data})


def test_a_portfolio_without_posts_and_one_that_has_just_begun():
    nobody = portfolio(made_up(1).iloc[:0])
    found = nightly({}, nobody, shipped(), last=LAST)
    assert len(found.table) == 0
    again = nightly(stored(found.memory), nobody, shipped(), last=LAST)
    assert len(again.table) == 0
    posts = made_up(1)
    found = nightly(stored(found.memory), portfolio(posts, FIRST + 1), shipped(), last=FIRST + 1)
    found = nightly(stored(found.memory), portfolio(posts), shipped(), last=LAST)
    assert found.anew == ""
    assert_same(found, posts)
