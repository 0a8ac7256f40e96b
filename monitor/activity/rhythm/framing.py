"""The rhythm as columns of the weekly frame."""

from __future__ import annotations

import numpy as np
import pandas as pd

from monitor.activity.grid import NOWHERE, Grid
from monitor.activity.rhythm.columns import RHYTHM
from monitor.activity.rhythm.part import Part
from monitor.activity.rhythm.reading import Rhythms

PARTS = tuple(f"part_{part.name.lower()}" for part in Part)

_TOLD = {
    "state": "state",
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
    """The part that adds most to the score of each row of a told table; see `Part`."""
    return np.asarray(table[list(PARTS)].to_numpy().argmax(axis=1) + int(Part.LEVEL))


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
    }
    inside = rows != NOWHERE
    columns = {}
    for column in RHYTHM:
        values = np.full(grid.size, np.nan, np.float32)
        values[rows[inside]] = told[column.name.removeprefix("rhythm_")][inside]
        columns[column.name] = values
    return columns
