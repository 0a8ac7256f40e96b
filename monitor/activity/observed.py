"""From observed windows to observed weeks: absence of posts counts only there."""

from __future__ import annotations

import numpy as np
import pandas as pd

from monitor.activity.grid import NOWHERE, Grid

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
    who, first, last = _spans(grid, windows, starts)
    begin = grid.begins[who] + first - grid.first[who]
    end = begin + last - first
    place, row = grid.latest(begin), np.arange(grid.size, dtype=np.int32)
    ago = row - _whole(end)[place]
    run = (row + np.int32(1) - _whole(begin)[place]).astype(np.float32)
    unseen = np.maximum(ago, 0).astype(np.float32)
    run[(ago > 0) | (place == NOWHERE)] = 0
    unseen[place == NOWHERE] = np.nan
    return run, unseen


def _whole(rows: np.ndarray) -> np.ndarray:
    """Row numbers as int32, with one more at the end for NOWHERE to point at."""
    return np.append(rows, 0).astype(np.int32)


def _spans(grid: Grid, windows: pd.DataFrame, starts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Runs of weeks that lie wholly inside the union of an account's windows: ordinal, first and last week."""
    who, start, end = _united(grid, windows)
    first = np.searchsorted(starts, start - TOLERANCE) + grid.from_week
    last = np.searchsorted(starts, end + TOLERANCE, side="right") - 2 + grid.from_week
    first, last = np.maximum(first, grid.first[who]), np.minimum(last, grid.last)
    some = first <= last
    return who[some], first[some], last[some]


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
