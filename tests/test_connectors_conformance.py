"""Every registered connector goes through the conformance suite, and every sample through every connector."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.job.session import read_settings
from monitor.sources.contract import Connector
from monitor.sources.ingest import Planned, plan
from monitor.sources.registry import connector_classes, make_connectors
from monitor.sources.testing import check_calm, check_damage, check_declaration, check_packing, check_records

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "data" / "samples"
ENTRIES = sorted(path for path in SAMPLES.iterdir() if path.name.lower() != "readme.md")
NAMES = sorted(connector_classes())
READERS = [name for name in NAMES if hasattr(connector_classes()[name], "identify")]


@cache
def connectors() -> dict[str, Connector]:
    """All connectors, with the options of the demo's config.toml."""
    made = make_connectors(read_settings(ROOT / "config.toml").connectors)
    return {connector.declaration.name: connector for connector in made}


@cache
def planned(entry: Path) -> list[Planned]:
    return plan([entry], list(connectors().values()))


def pieces(entry: Path) -> list[Planned]:
    return [piece for piece in planned(entry) if piece.export and piece.connector]


def test_there_are_connectors_and_samples() -> None:
    assert NAMES
    assert ENTRIES


@pytest.mark.parametrize("name", NAMES)
def test_declaration_is_complete(name: str) -> None:
    check_declaration(connector_classes()[name])


@pytest.mark.parametrize("name", READERS)
def test_garbage_is_not_claimed(name: str, tmp_path: Path) -> None:
    check_calm(connectors()[name], tmp_path)


@pytest.mark.parametrize("name", READERS)
def test_every_connector_has_a_sample(name: str) -> None:
    read = {piece.connector.declaration.name for entry in ENTRIES for piece in pieces(entry) if piece.connector}
    assert name in read


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda path: path.name)
def test_exactly_one_connector_claims_each_sample(entry: Path) -> None:
    problems = [str(piece.problem) for piece in planned(entry) if piece.problem]
    assert not problems
    assert pieces(entry)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda path: path.name)
def test_samples_give_declared_records_the_same_ones_twice(entry: Path) -> None:
    for piece in pieces(entry):
        assert piece.export
        assert piece.connector
        check_records(piece.connector, piece.export)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda path: path.name)
def test_packing_and_names_change_nothing(entry: Path, tmp_path: Path) -> None:
    for number, piece in enumerate(pieces(entry)):
        assert piece.export
        assert piece.connector
        folder = tmp_path / str(number)
        folder.mkdir()
        check_packing(piece.connector, piece.export, folder)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda path: path.name)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(share=st.floats(0, 1), change=st.none() | st.binary(max_size=3))
def test_a_sample_cut_or_damaged_anywhere_is_refused_or_read(
    entry: Path, tmp_path: Path, share: float, change: bytes | None
) -> None:
    def damage(content: bytes) -> bytes:
        at = int(len(content) * share)
        return content[:at] if change is None else content[:at] + change + content[at + 3 :]

    for piece in pieces(entry):
        assert piece.export
        assert piece.connector
        folder = tmp_path / "damage"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        check_damage(piece.connector, piece.export, folder, damage)
