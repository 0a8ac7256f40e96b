"""Pages as a hostile or broken server might send them: true ones with something wrong in them, and anything else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from monitor.sources.live import Page
from monitor.sources.live_testing import changed, places

texts = st.text(max_size=20) | st.sampled_from(
    [
        "2012-02-30T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59+23:59",
        "-5",
        "1e999",
        "at://",
        "https://[",
        "\0",
    ]
)
numbers = st.integers() | st.integers(-(10**40), 10**40) | st.floats()
scalars = st.none() | st.booleans() | numbers | texts
documents = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=8
)
"""Any JSON, and the numbers that only Python takes for JSON."""


@st.composite
def broken_pages(draw: st.DrawFn, true: Sequence[Page]) -> Page:
    """One of some true pages with a few values changed or left out, or something else in its place."""
    page = draw(st.sampled_from(true))
    if draw(st.integers(0, 9)) == 0:
        return replace(page, body=draw(st.binary(max_size=40) | documents.map(_body)))
    told = page.json
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.sampled_from(list(places(told))))
        told = changed(told, place, *draw(st.lists(documents, min_size=0, max_size=1)))
    return replace(page, body=_body(told))


def _body(told: Any) -> bytes:
    return json.dumps(told).encode("utf-8", "surrogatepass")
