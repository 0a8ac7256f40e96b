from __future__ import annotations

import io
import json
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import RefuseHostile, SkipSource
from monitor.sources import jsonstream
from monitor.sources.jsonstream import array_elements

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


def read(text: str, limit: int = 10**6, prefix: str = "") -> list[object]:
    return list(array_elements(io.StringIO(text), "here.js", limit, prefix))


@given(values=st.lists(VALUES, max_size=6), window=st.integers(1, 30), indent=st.sampled_from([None, 1]))
def test_every_element_comes_whatever_the_window(values: list[object], window: int, indent: int | None) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsonstream, "WINDOW", window)
        text = io.StringIO(json.dumps(values, indent=indent).replace("[", "[", 1))
        assert list(array_elements(text, "here.js", 10**6)) == values


@given(values=st.lists(VALUES, min_size=1, max_size=4), data=st.data())
def test_a_cut_list_gives_what_came_before_and_one_message(values: list[object], data: st.DataObject) -> None:
    text = json.dumps(values)
    cut = data.draw(st.integers(0, len(text) - 1))
    found: list[object] = []
    stream = array_elements(io.StringIO(text[:cut]), "here.js", 10**6)
    with pytest.raises(SkipSource, match=r"^here\.js: "):
        found.extend(stream)
    assert found == values[: len(found)]


@given(st.text(max_size=60))
def test_any_text_gives_elements_or_one_refusal(text: str) -> None:
    said = "here.js: "
    try:
        read("[" + text)
    except SkipSource as error:
        said = str(error)
    assert said.startswith("here.js: ")


def test_assignment_before_the_list() -> None:
    assert read('window.YTD.tweets.part0 = [ {"a": 1} ]', prefix=r"window\.YTD\.tweets\.part\d+ =") == [{"a": 1}]


def test_no_list() -> None:
    with pytest.raises(SkipSource, match="does not begin with a list"):
        read('{"a": 1}')


def test_damage_is_told_from_a_cut_at_once() -> None:
    text = '[{"a": 1}, {"b" 2}, ' + '{"c": 3}, ' * 100_000 + "]"
    with pytest.raises(SkipSource, match="is damaged inside its list"):
        list(array_elements(io.StringIO(text), "here.js", 100))


def test_what_came_before_the_cut_is_kept() -> None:
    with pytest.raises(SkipSource, match="cut off"):
        read('[{"a": 1}, {"a": 2')
    stream = array_elements(io.StringIO('[{"a": 1}, {"a": 2'), "here.js", 100)
    assert next(stream) == {"a": 1}


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(RefuseHostile, match="nested too deeply"):
        read("[" * 200_000)


def test_a_huge_number_is_refused() -> None:
    with pytest.raises(SkipSource, match="number that cannot be read"):
        read("[" + "9" * 5000 + "]")


def test_a_huge_element_is_refused_before_it_fills_the_memory() -> None:
    class Endless(io.StringIO):
        given_out = 0

        def read(self, size: int | None = -1) -> str:
            assert size is not None
            assert size >= 0
            self.given_out += size
            return ('["' if self.given_out == size else "") + "x" * size

    source = Endless()
    with pytest.raises(RefuseHostile, match="over 3000000 characters"):
        list(array_elements(source, "here.js", 3_000_000))
    assert source.given_out < 10_000_000


def test_memory_stays_flat_over_many_elements() -> None:
    class Long(io.TextIOBase):
        numbers = count()

        def read(self, size: int | None = -1) -> str:
            number = next(self.numbers)
            return "[" if number == 0 else '{"text": "hello"},' * 1000 if number < 50 else "]"

    assert sum(1 for _ in array_elements(Long(), "here.js", 10**6)) == 49_000
