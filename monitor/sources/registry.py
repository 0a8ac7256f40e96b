"""Finds connectors: every module in the package `connectors`, and third parties' by entry point."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points

from monitor.sources.contract import Connector, Options

PACKAGE = "connectors"
GROUP = "horror_scenario_monitor.connectors"


@cache
def connector_classes() -> dict[str, type[Connector]]:
    """All connector classes by name, sorted by name. Loaded by name so that nothing here imports `connectors`."""
    package = importlib.import_module(PACKAGE)
    modules = (
        importlib.import_module(f"{PACKAGE}.{m.name}")
        for m in pkgutil.iter_modules(package.__path__)
        if m.name[0] != "_"
    )
    found = [module.Connector for module in modules if hasattr(module, "Connector")]
    found += [point.load() for point in entry_points(group=GROUP)]
    return {cls.declaration.name: cls for cls in sorted(found, key=lambda cls: cls.declaration.name)}


def option_models() -> dict[str, type[Options]]:
    """The settings model of every connector, for the validation of config.toml."""
    return {name: cls.declaration.options for name, cls in connector_classes().items()}


def make_connectors(options: Mapping[str, Options]) -> list[Connector]:
    """Make every connector with its options from config.toml, or its defaults."""
    return [cls(options.get(name) or cls.declaration.options()) for name, cls in connector_classes().items()]
