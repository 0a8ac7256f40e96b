"""The score: three channels of an account's rhythm, weighted with coefficients that are shipped as readable data.

*level* says how seldom it posts in the long run, *change* how quiet its newest rhythm would leave a quarter, *gap* how
unusual its silence is beside its own gaps. Each can only raise the risk as it grows: weights are held at 0 or above,
which is what makes the score travel from one kind of account to another.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

CHANNELS = ("level", "change", "gap")
SHIPPED = "model.json"
LEVEL = "share_begun"
LEVEL_EDGE = 0.02
LOWEST_CHANGE = -12.0
RATE_LINES = tuple(number / 4 for number in range(-24, 25))
"""Scores at which the shipped rates of false alarms are told: -6 to 6."""


def channels(numbers: Mapping[str, np.ndarray]) -> np.ndarray:
    """The channels, each growing with the risk.

    Args:
        numbers: What `numbers.numbers` gives; share_begun, change_quiet and gap_odds are used.

    Returns:
        float64, shape (rows, 3), in the order of CHANNELS.
    """
    share = numbers[LEVEL]
    level = np.log((1 - share + LEVEL_EDGE) / (share + LEVEL_EDGE))
    change = np.maximum(numbers["change_quiet"], LOWEST_CHANGE)
    return np.stack([level, change, -np.log(numbers["gap_odds"] + 1e-4)], axis=1)


@dataclass(frozen=True)
class Model:
    """Coefficients of the score.

    Attributes:
        centre: Usual value of each channel.
        scale: Its usual spread.
        weight: Weight of each standardised channel, 0 or above.
        intercept: Log odds where all channels are as usual.
        fitted_on: What it was fitted on, in words.
        chance: Intercept and slope of the log odds of dormancy within 13 weeks on the score.
        rates: False alarms an account-year by the score from which an alarm is due, at `RATE_LINES`.
    """

    centre: np.ndarray
    scale: np.ndarray
    weight: np.ndarray
    intercept: float
    fitted_on: str
    chance: tuple[float, float] = (0.0, 1.0)
    rates: tuple[float, ...] = (0.0,) * len(RATE_LINES)

    def parts(self, found: np.ndarray) -> np.ndarray:
        """What each channel adds to the score, shape as the channels; 0 where a channel is as usual."""
        return np.asarray((found - self.centre) / self.scale * self.weight)

    def score(self, found: np.ndarray) -> np.ndarray:
        """Log odds that dormancy begins within 8 weeks, before the portfolio's own base rate is known."""
        return np.asarray(self.parts(found).sum(1) + self.intercept)

    def rates_at(self, lines: np.ndarray) -> np.ndarray:
        """False alarms an account-year on the histories it was fitted on, at these scores."""
        return np.asarray(np.interp(lines, RATE_LINES, self.rates))

    def to_json(self) -> str:
        """As readable data; `from_json` reads it back."""
        table = {
            name: {"centre": round(float(c), 6), "scale": round(float(s), 6), "weight": round(float(w), 6)}
            for name, c, s, w in zip(CHANNELS, self.centre, self.scale, self.weight, strict=True)
        }
        told = {
            "fitted_on": self.fitted_on,
            "intercept": round(self.intercept, 6),
            "channels": table,
            "chance_13w": {"intercept": round(self.chance[0], 6), "slope": round(self.chance[1], 6)},
            "false_alarms_by_line": {f"{line:g}": rate for line, rate in zip(RATE_LINES, self.rates, strict=True)},
        }
        return json.dumps(told, indent=2)

    @classmethod
    def from_json(cls, text: str) -> Model:
        """A model from what `to_json` wrote."""
        told = json.loads(text)
        columns = [
            np.array([told["channels"][name][key] for name in CHANNELS]) for key in ("centre", "scale", "weight")
        ]
        chance = (float(told["chance_13w"]["intercept"]), float(told["chance_13w"]["slope"]))
        rates = tuple(float(told["false_alarms_by_line"][f"{line:g}"]) for line in RATE_LINES)
        return cls(columns[0], columns[1], columns[2], float(told["intercept"]), str(told["fitted_on"]), chance, rates)


@cache
def shipped() -> Model:
    """The coefficients that come with the program."""
    return Model.from_json(files(__package__).joinpath(SHIPPED).read_text(encoding="utf-8"))
