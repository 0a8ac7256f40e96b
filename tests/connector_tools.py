"""Damaged exports: whatever is in a file, a connector rejects rows or refuses it in one clear sentence."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from hypothesis import strategies as st

from monitor.errors import SkipSource
from monitor.records import Anything, BadRow, Record
from monitor.sources.contract import Connector
from monitor.sources.export import Export
from tests.exports import foldered
from tests.readback import CONTEXT

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=60).filter(
    str.strip
)
"""Texts a person might have typed, on one line and not blank."""


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """A file with some of its bytes lost or replaced, or cut off."""
    content = bytearray(whole)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 40)))
        content[start:end] = draw(st.binary(max_size=12) | st.sampled_from([b'"', b"[[[[", b"}", b"\n", b",,", b"\0"]))
    return bytes(content[: draw(st.integers(len(content) // 2, len(content)))]) or b"x"


def survive(connector: Connector, files: Mapping[str, bytes]) -> None:
    """Read an export (a lone file, or a folder of several) and insist that nothing but a refusal is raised."""
    with tempfile.TemporaryDirectory() as name:
        folder = foldered(Path(name), files)
        found, refused = _read(connector, folder / next(iter(files)) if len(files) == 1 else folder)
    assert refused is None or (refused.what and refused.where)
    assert all(isinstance(record, Record) for record in found)
    assert all(record.reason for record in found if isinstance(record, BadRow))


def _read(connector: Connector, path: Path) -> tuple[list[Anything], SkipSource | None]:
    try:
        export = Export.open(path)
        match = connector.identify(export)
        return (list(connector.read(export, CONTEXT)) if match else []), None
    except SkipSource as refusal:
        return [], refusal
