"""The rhythm as columns of the weekly frame."""

from __future__ import annotations

import numpy as np
import pandas as pd

from monitor.activity.grid import NOWHERE, Grid
from monitor.activity.rhythm.columns import RHYTHM
from monitor.activity.rhythm.part import Part
from monitor.activity.rhythm.reading import Rhythms
from monitor.activity.rhythm.states import UNUSUAL

PARTS = tuple(f"part_{part.name.lower()}" for part in Part)

_TOLD = {
    "state": "state",
    "over_line": "over_line",
    "silence_chance": "chance_silence_normal",
    "dormant_chance": "chance_dormant_13w",
    "usual_gap": "usual_gap",
    "gaps_a_year": "gaps_a_year",
    "next_early": "next_early",
    "next_usual": "next_usual",
    "next_late": "next_late",
    "little_history": "little_history",
}
"""Columns that say what a column of the told table says, by name."""


def loudest(table: pd.DataFrame) -> np.ndarray:
    """The `Part` that adds most to the score of each row of a told table; people and siblings only if they add any."""
    parts = table[list(PARTS)].to_numpy(np.float64, copy=True)
    beside = parts[:, int(Part.GAP) :]
    beside[beside <= 0] = -np.inf
    return np.asarray(parts.argmax(axis=1) + int(Part.LEVEL))


def unusual(rhythms: Rhythms) -> np.ndarray:
    """Rows in which the account is silent for longer than its own gaps explain.

    So long a gap must be rare among its gaps, and come more seldom than false alarms are allowed: an account with
    hundreds of gaps a year has many that are rare.
    """
    chance = rhythms.table["chance_silence_normal"].to_numpy()
    a_year = np.nan_to_num(rhythms.table["gaps_a_year"].to_numpy())
    return np.asarray((chance <= UNUSUAL) & (chance * a_year <= rhythms.wanted))


def rhythm_columns(grid: Grid, rhythms: Rhythms) -> dict[str, np.ndarray]:
    """The columns of `monitor.activity.rhythm.columns.RHYTHM`.

    Args:
        grid: The rows.
        rhythms: What was told; accounts and weeks outside the grid are left out.
    """
    table = rhythms.table
    week = table["week"].to_numpy(np.int64)
    rows = grid.rows(table["account"].to_numpy(np.int64), week)
    told = {name: table[source].to_numpy() for name, source in _TOLD.items()} | {
        "decline_weeks": week - table["decline_start"].to_numpy(),
        "horror_weeks": table["projected_horror"].to_numpy() - week,
        "reason": loudest(table),
        "unusual": unusual(rhythms),
    }
    inside = rows != NOWHERE
    if not inside.all():
        rows, told = rows[inside], {name: values[inside] for name, values in told.items()}
    columns = {}
    for column in RHYTHM:
        values = np.full(grid.size, np.nan, np.float32)
        values[rows] = told[column.name.removeprefix("rhythm_")]
        columns[column.name] = values
    return columns
