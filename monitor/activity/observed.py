"""From observed windows to observed weeks: absence of posts counts only there."""

from __future__ import annotations

import numpy as np
import pandas as pd

from monitor.activity.grid import Grid

TOLERANCE = 60
"""Seconds by which windows may miss each other or the edge of a week: an export until 23:59 saw the whole day."""


def observed_weeks(grid: Grid, windows: pd.DataFrame, starts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Complete weeks observed without a gap, and weeks since the last observed one.

    Args:
        grid: The rows.
        windows: account_id, start, end in epoch seconds, already cut off at the end of the last week; a start below 0
            means from the beginning. From all sources; they may overlap.
        starts: Moment at which each week from `grid.from_week` to `grid.last` + 1 begins.

    Returns:
        For each row, float32: observed weeks on end up to and including it (0 if it was not observed), and weeks since
        the last observed week (NaN if none was).
    """
    seen = _seen(grid, windows, starts)
    row, begin = np.arange(grid.size), grid.spread(grid.begins)
    last_unseen = np.maximum.accumulate(np.where(seen, -1, row)) if grid.size else row
    run = np.where(seen, row - np.maximum(last_unseen, begin - 1), 0)
    last_seen = np.maximum.accumulate(np.where(seen, row, -1)) if grid.size else row
    ago = np.where(last_seen >= begin, row - last_seen, np.nan)
    return run.astype(np.float32), ago.astype(np.float32)


def _seen(grid: Grid, windows: pd.DataFrame, starts: np.ndarray) -> np.ndarray:
    """Whether each row's week lies wholly inside the union of its account's windows."""
    who, start, end = _united(grid, windows)
    first = np.searchsorted(starts, start - TOLERANCE) + grid.from_week
    last = np.searchsorted(starts, end + TOLERANCE, side="right") - 2 + grid.from_week
    first, last = np.maximum(first, grid.first[who]), np.minimum(last, grid.last)
    some = first <= last
    who, first, last = who[some], first[some], last[some]
    edges = np.zeros(grid.size + 1, np.int32)
    np.add.at(edges, grid.begins[who] + first - grid.first[who], 1)
    np.add.at(edges, grid.begins[who] + last - grid.first[who] + 1, -1)
    return np.asarray(np.cumsum(edges[:-1]) > 0)


def _united(grid: Grid, windows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Windows as disjoint spans: ordinal of the account, start and end."""
    who = grid.ordinal(windows["account_id"].to_numpy(np.int64))
    start, end = windows["start"].to_numpy(np.int64), windows["end"].to_numpy(np.int64)
    order = np.lexsort((start, who))
    order = order[(who[order] >= 0) & (end[order] > start[order])]
    who, start, end = who[order], start[order], end[order]
    if not len(who):
        return who, start, end
    # One running maximum for all accounts: each account's times are lifted above those of the one before it.
    lift = who * (int(end.max() - start.min()) + 2 * TOLERANCE + 2)
    reach = np.maximum.accumulate(end + lift)
    begins = np.concatenate(([True], (start + lift)[1:] > reach[:-1] + TOLERANCE))
    ends = np.concatenate((begins[1:], [True]))
    return who[begins], start[begins], (reach - lift)[ends]
