"""Whether the past of an account is still what it was: one number from all its active weeks up to some week."""

from __future__ import annotations

import numpy as np

from monitor.activity.rhythm.portfolio import Portfolio

MULTIPLIERS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9))
"""Odd numbers whose bits look drawn (those of splitmix64; Steele, Lea and Flood 2014)."""
HALF = np.uint64((1 << 26) - 1)
"""Each half of a hash has 26 bits: sums of up to 2**27 of them are exact in float64."""
LINES = 1 << 17
"""Lines hashed at a time, so that they stay in the processor's cache."""


def digests(portfolio: Portfolio, since: int, until: int) -> np.ndarray:
    """Sums of the hashes of the active weeks of each account, and of what its authors wrote.

    The order of the lines does not matter. Accounts without an active week have zeros. Those of two spans of weeks can
    be added.

    Args:
        portfolio: Active weeks.
        since: First week that counts.
        until: Last week that counts.

    Returns:
        float64, shape (accounts, 2), whole numbers.
    """
    found = np.zeros((len(portfolio.names), 2))
    own = ("week", "days", "posts", "quiet")
    for table, columns in ((portfolio.weeks, own), (portfolio.authored, (*own, "person"))):
        week = table["week"].to_numpy()
        lines = np.flatnonzero((week >= since) & (week <= until))
        values = {name: table[name].to_numpy() for name in ("row", *columns)}
        for begin in range(0, len(lines), LINES):
            part = lines[begin : begin + LINES]
            row = values["row"][part].astype(np.int64)
            mixed = _mixed([_bits(values[name][part]) for name in columns])
            for place, half in enumerate((mixed >> np.uint64(38), (mixed >> np.uint64(12)) & HALF)):
                found[:, place] += np.bincount(row, half, len(found))
    return found


def _bits(values: np.ndarray) -> np.ndarray:
    """Each value as 64 bits."""
    whole = np.issubdtype(values.dtype, np.floating)
    return np.ascontiguousarray(values, np.float64 if whole else np.int64).view(np.uint64)


def _mixed(columns: list[np.ndarray]) -> np.ndarray:
    """One hash of each line."""
    found = np.full(len(columns[0]), len(columns), np.uint64)
    for column in columns:
        found = (found ^ column) * MULTIPLIERS[0]
        found = (found ^ (found >> np.uint64(32))) * MULTIPLIERS[1]
    return found ^ (found >> np.uint64(29))
