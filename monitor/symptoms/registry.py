"""Finds symptoms: every module `hs*_*.py` here, and third parties' by entry point."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib.metadata import entry_points

from monitor import symptoms
from monitor.errors import FixSettings
from monitor.symptoms.contract import Symptom, Thresholds

GROUP = "horror_scenario_monitor.symptoms"
"""Entry point group; each entry point loads a `Symptom`."""


@cache
def all_symptoms() -> tuple[Symptom, ...]:
    """All symptoms, in the order of their codes.

    Raises:
        FixSettings: A third party's entry point is no symptom or claims a code that is taken.
    """
    found = [*_own(), *_third_party()]
    codes = [symptom.code for symptom in found]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise FixSettings([f"more than one symptom has the code {code}" for code in twice], GROUP)
    return tuple(sorted(found, key=_order))


def symptoms_by_code() -> dict[str, Symptom]:
    """The same by code."""
    return {symptom.code: symptom for symptom in all_symptoms()}


def threshold_models() -> dict[str, type[Thresholds]]:
    """The model of every symptom's numbers, for the validation of config.toml."""
    return {symptom.code: symptom.thresholds for symptom in all_symptoms()}


def default_thresholds() -> dict[str, Thresholds]:
    """The default numbers of every symptom."""
    return {code: model() for code, model in threshold_models().items()}


def _own() -> Iterator[Symptom]:
    for module in pkgutil.iter_modules(symptoms.__path__):
        if module.name.startswith("hs"):
            yield importlib.import_module(f"{symptoms.__name__}.{module.name}").SYMPTOM


def _third_party() -> Iterator[Symptom]:
    for point in entry_points(group=GROUP):
        symptom = point.load()
        if not isinstance(symptom, Symptom):
            raise FixSettings([f"the entry point {point.name} ({point.value}) is no symptom"], GROUP)
        yield symptom


def _order(symptom: Symptom) -> tuple[str, int, str]:
    """HS2 before HS10; other prefixes after HS."""
    letters = symptom.code.rstrip("0123456789")
    digits = symptom.code[len(letters) :]
    return ("" if letters == "HS" else letters, int(digits or 0), symptom.code)
