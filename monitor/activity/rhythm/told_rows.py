"""What was told, kept small: the columns of TOLD in short numbers, in chunks of half a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from monitor.activity.rhythm.alarm import Learned
from monitor.activity.rhythm.told_columns import TOLD

CHUNK = 26
"""Weeks in a chunk."""
BY_WEEK = {"line": "line", "false_alarm_rate": "real_rate"}
"""Columns that are the same for all accounts of a week, and what they are called in `alarm.Learned`."""
SHORT = frozenset(
    ("part_level", "part_change", "part_gap", "part_people", "part_siblings", "next_early", "next_usual", "next_late")
)
"""Columns of which three digits are enough (float16)."""
DTYPES = {
    column.name: np.dtype(np.float16 if column.name in SHORT else column.dtype.replace("float64", "float32"))
    for column in TOLD
    if column.name not in {"account", "week", *BY_WEEK}
}
"""How each column is kept."""
Rows = dict[str, np.ndarray]
"""Lines sorted by week, then account: `number` of the account (int32), `week` (int32) and the columns of DTYPES."""


def rows_of(numbers: np.ndarray, columns: dict[str, np.ndarray]) -> Rows:
    """Lines as they are kept.

    Args:
        numbers: Number of the account of each line.
        columns: Week and the columns of TOLD.
    """
    # float16 ends at 65504; nothing told comes near it.
    kept = {name: columns[name].astype(dtype) for name, dtype in DTYPES.items()}
    return {"number": numbers.astype(np.int32), "week": columns["week"].astype(np.int32)} | kept


def empty_rows() -> Rows:
    """No lines."""
    whole = {"number": np.zeros(0, np.int32), "week": np.zeros(0, np.int32)}
    return whole | {name: np.zeros(0, dtype) for name, dtype in DTYPES.items()}


def joined(parts: Sequence[Rows]) -> Rows:
    """Lines one after the other; the parts are emptied column by column, so that all is never there twice."""
    names = list(empty_rows())
    return {name: np.concatenate([part.pop(name) for part in parts]) for name in names} if parts else empty_rows()


def by_chunk(rows: Rows) -> Iterator[tuple[int, Rows]]:
    """The number of each chunk and its lines."""
    keys, begins = np.unique(rows["week"] // CHUNK, return_index=True)
    edges = np.append(begins, len(rows["week"]))
    for key, (begin, end) in zip(keys.tolist(), pairwise(edges), strict=True):
        yield key, {name: values[begin:end] for name, values in rows.items()}


def table_of(rows: Rows, row_of: np.ndarray, names: pd.Index, learned: Learned, first: int) -> pd.DataFrame:
    """Lines as the columns of TOLD, numbers with a point as float32.

    Args:
        rows: The lines.
        row_of: Row of each account's number among the names.
        names: Names of the accounts.
        learned: The portfolio's line of all weeks.
        first: The first of these weeks.
    """
    week = rows["week"]
    found: dict[str, object] = {
        "account": pd.Categorical.from_codes(row_of[rows["number"]], categories=names),
        "week": week,
    }
    for column in TOLD[2:]:
        if column.name in BY_WEEK:
            found[column.name] = getattr(learned, BY_WEEK[column.name]).astype(np.float32)[week - first]
        else:
            values = rows[column.name]
            found[column.name] = values.astype(np.float32) if values.dtype == np.float16 else values
    return pd.DataFrame(found, copy=False)
