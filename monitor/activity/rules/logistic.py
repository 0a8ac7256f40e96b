"""A logistic model in the open: a sum of weights, one for each sign, read from a file that people can read too."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from monitor.activity.rules.finding import NO, UNKNOWN, YES, Clue
from monitor.activity.rules.press_form import Sign


@dataclass(frozen=True)
class Model:
    """Weights in log-odds.

    Attributes:
        version: Raised with every change; part of the version of the labeller.
        intercept: Log-odds of a text without any sign.
        weights: Of each sign, those fitted on texts and those set by hand together.
        no_until: Probability up to which the answer is no.
        yes_from: Probability from which the answer is yes; between the two the model abstains.
    """

    version: str
    intercept: float
    weights: Mapping[str, float]
    no_until: float
    yes_from: float

    def clues(self, signs: Iterable[Sign]) -> list[Clue]:
        """What each sign adds; a sign seen twice counts once, at its strongest."""
        strongest: dict[str, Sign] = {}
        for sign in signs:
            if sign.name not in strongest or sign.value > strongest[sign.name].value:
                strongest[sign.name] = sign
        weighed = ((sign, self.weights.get(sign.name, 0.0) * sign.value) for sign in strongest.values())
        return [Clue(sign.name, round(weight, 2), sign.words) for sign, weight in weighed if abs(weight) >= 0.01]

    def probability(self, clues: Iterable[Clue]) -> float:
        """Probability of yes, rounded to 3 places."""
        total = self.intercept + math.fsum(clue.weight for clue in clues)
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 3)

    def answer(self, probability: float) -> str:
        """The answer at this probability: yes, no or unknown."""
        if probability >= self.yes_from:
            return YES
        return NO if probability <= self.no_until else UNKNOWN


def read_model(name: str) -> Model:
    """Read a model of this folder, such as "press.json"."""
    return as_model(json.loads(files(__package__).joinpath(name).read_text(encoding="utf-8")))


def as_model(told: Mapping[str, Any]) -> Model:
    """Make a model of what its file says."""
    weights = {**told["fitted"], **told["by_hand"]}
    return Model(told["version"], told["intercept"], weights, told["no_until"], told["yes_from"])
