from __future__ import annotations

import logging
from collections.abc import Iterator
from importlib.metadata import EntryPoint

import pytest

from connectors.generic_csv import Connector as Generic
from monitor.sources import registry
from monitor.sources.contract import Connector, Options
from monitor.sources.live import LiveConnector
from tests.fakes import made_connector

Made = type(made_connector(lambda export, context: iter(()), "made_elsewhere"))
Usurper = type(made_connector(lambda export, context: iter(()), "generic_csv"))


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Entry points of other packages: attributes of this module by name."""
    names: list[str] = []

    def points(group: str) -> list[EntryPoint]:
        assert group == registry.GROUP
        return [EntryPoint(name, f"{__name__}:{name}", group) for name in names]

    monkeypatch.setattr(registry, "entry_points", points)
    registry.connector_classes.cache_clear()
    yield names
    registry.connector_classes.cache_clear()


def test_our_own_are_found_and_made() -> None:
    classes = registry.connector_classes()
    assert classes["generic_csv"] is Generic
    assert list(classes) == sorted(classes)
    made = registry.make_connectors({})
    assert [one.declaration.name for one in made] == list(classes)
    assert all(isinstance(one, Connector | LiveConnector) for one in made)
    assert all(issubclass(model, Options) for model in registry.option_models().values())


def test_third_parties_join(elsewhere: list[str]) -> None:
    elsewhere.append("Made")
    assert registry.connector_classes()["made_elsewhere"] is Made


def test_one_that_cannot_be_loaded_stops_nobody(elsewhere: list[str], caplog: pytest.LogCaptureFixture) -> None:
    elsewhere += ["Missing", "Made", "GROUPS"]
    with caplog.at_level(logging.WARNING):
        assert {"made_elsewhere", "generic_csv"} <= registry.connector_classes().keys()
    assert "Missing" in caplog.text


def test_nobody_takes_our_place(elsewhere: list[str], caplog: pytest.LogCaptureFixture) -> None:
    elsewhere.append("Usurper")
    assert registry.connector_classes()["generic_csv"] is Generic
    assert "left out" in caplog.text
