"""Finds connectors: every module in the package `connectors`, and third parties' by entry point."""

from __future__ import annotations

import importlib
import logging
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import entry_points

from monitor.sources.contract import Connector, Options

PACKAGE = "connectors"
GROUP = "horror_scenario_monitor.connectors"

_log = logging.getLogger(__name__)


@cache
def connector_classes() -> dict[str, type[Connector]]:
    """All connector classes by name, sorted by name. Loaded by name so that nothing here imports `connectors`.

    Our own come first: a third party's cannot take the place of one of them.
    """
    found: dict[str, type[Connector]] = {}
    for cls in (*_own(), *_third_parties()):
        name = cls.declaration.name
        if name in found and found[name] is not cls:
            _log.warning("a second connector is called %s and is left out: %s", name, cls.__module__)
        found.setdefault(name, cls)
    return dict(sorted(found.items()))


def _own() -> Iterator[type[Connector]]:
    package = importlib.import_module(PACKAGE)
    for module in pkgutil.iter_modules(package.__path__):
        if module.name[0] != "_":
            loaded = importlib.import_module(f"{PACKAGE}.{module.name}")
            if hasattr(loaded, "Connector"):
                yield loaded.Connector


def _third_parties() -> Iterator[type[Connector]]:
    """Connectors of other packages; one that cannot be loaded is left out with a warning and stops nobody."""
    for point in entry_points(group=GROUP):
        try:
            cls = point.load()
            name = cls.declaration.name
        except Exception as error:  # noqa: BLE001 - whatever a foreign package does at import
            _log.warning("the connector %s (%s) cannot be loaded: %s", point.name, point.value, error)
        else:
            _log.debug("connector %s of %s", name, point.value)
            yield cls


def option_models() -> dict[str, type[Options]]:
    """The settings model of every connector, for the validation of config.toml."""
    return {name: cls.declaration.options for name, cls in connector_classes().items()}


def make_connectors(options: Mapping[str, Options]) -> list[Connector]:
    """Make every connector with its options from config.toml, or its defaults."""
    return [cls(options.get(name) or cls.declaration.options()) for name, cls in connector_classes().items()]
