"""The rows of the weekly frame: every account from its first to the last week, and how events find their row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

NOWHERE = -1


@dataclass(frozen=True)
class Grid:
    """A dense ragged grid, account by account, week by week.

    Attributes:
        accounts: Ids, int64, sorted.
        first: First week of each account, int64.
        last: The last week, the same for all.
    """

    accounts: np.ndarray
    first: np.ndarray
    last: int

    @cached_property
    def counts(self) -> np.ndarray:
        """Rows of each account."""
        return np.asarray(self.last - self.first + 1)

    @cached_property
    def begins(self) -> np.ndarray:
        """First row of each account."""
        return np.asarray(np.cumsum(self.counts) - self.counts)

    @property
    def size(self) -> int:
        """Number of rows."""
        return int(self.counts.sum())

    @cached_property
    def week(self) -> np.ndarray:
        """Week of each row, int64."""
        return np.asarray(np.arange(self.size) + self.spread(self.first - self.begins))

    @property
    def from_week(self) -> int:
        """The earliest week of any account."""
        return int(self.first.min()) if len(self.first) else self.last

    def spread(self, values: np.ndarray) -> np.ndarray:
        """Repeat one value per account for all its rows."""
        return np.repeat(values, self.counts)

    def begin_of(self, rows: np.ndarray) -> np.ndarray:
        """First row of the account of each row."""
        return np.asarray(self.begins[np.searchsorted(self.begins, rows, side="right") - 1])

    def ordinal(self, ids: np.ndarray) -> np.ndarray:
        """Position of each id among the accounts; NOWHERE for a stranger."""
        place = np.searchsorted(self.accounts, ids)
        inside = np.minimum(place, max(len(self.accounts) - 1, 0))
        known = self.accounts[inside] == ids if len(self.accounts) else np.zeros(len(ids), bool)
        return np.where(known, inside, NOWHERE)

    def rows(self, ids: np.ndarray, weeks: np.ndarray) -> np.ndarray:
        """Row of each (account, week); NOWHERE outside the grid."""
        who = self.ordinal(ids)
        safe = np.maximum(who, 0)
        inside = (who >= 0) & (weeks <= self.last)
        if len(self.accounts):
            inside &= weeks >= self.first[safe]
            return np.where(inside, self.begins[safe] + weeks - self.first[safe], NOWHERE)
        return np.full(len(ids), NOWHERE)

    def sums(self, rows: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        """Number of events of each row, or the sum of their weights, float32."""
        if not len(rows):
            return np.zeros(self.size, np.float32)
        return np.bincount(rows, weights, minlength=self.size).astype(np.float32)

    def placed(self, rows: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Values at their rows, of which each comes at most once; 0 elsewhere, float32."""
        column = np.zeros(self.size, np.float32)
        column[rows] = values
        return column

    def latest(self, rows: np.ndarray) -> np.ndarray:
        """For each row the position of the last event at or before it in the same account; NOWHERE if there is none.

        Args:
            rows: Row of each event, in ascending order; of several events in one row the last counts.
        """
        if not len(rows):
            return np.full(self.size, NOWHERE, np.int32)
        # Each event holds from its row to the next event or the account's end; before it, nothing does.
        last = np.flatnonzero(np.append(rows[1:] != rows[:-1], True))
        begin = rows[last]
        account_end = (self.begins + self.counts)[np.searchsorted(self.begins, begin, side="right") - 1]
        end = np.minimum(np.append(begin[1:], self.size), account_end)
        before = begin - np.concatenate(([0], end[:-1]))
        values = np.column_stack((np.full(len(last), NOWHERE), last)).ravel().astype(np.int32)
        lengths = np.column_stack((before, end - begin)).ravel()
        tail = np.full(self.size - int(end[-1]), NOWHERE, np.int32)
        return np.concatenate((np.repeat(values, lengths), tail))

    def carry(self, rows: np.ndarray, values: np.ndarray, empty: float = np.nan) -> np.ndarray:
        """Last known value of each row, `empty` before the first, float32. Events with NaN tell nothing."""
        known = ~np.isnan(values)
        return taken(values[known], self.latest(rows[known]), empty)

    def index(self) -> pd.MultiIndex:
        """The index (account, week), made without looking for duplicates, which cannot be."""
        levels: Any = [pd.Index(self.accounts), pd.Index(np.arange(self.from_week, self.last + 1))]
        # In the smallest type that holds them, which the index takes as they are.
        codes: Any = [
            self.spread(np.arange(len(self.accounts), dtype=_small(len(self.accounts)))),
            (self.week - self.from_week).astype(_small(len(levels[1]))),
        ]
        return pd.MultiIndex(levels=levels, codes=codes, names=["account", "week"], verify_integrity=False)


def _small(count: int) -> np.dtype[Any]:
    """The smallest signed type for numbers below `count`."""
    return np.min_scalar_type(-max(count, 1))


def taken(values: np.ndarray, place: np.ndarray, empty: float = np.nan) -> np.ndarray:
    """Values by position, `empty` for NOWHERE, float32."""
    padded = np.append(values.astype(np.float32), np.float32(empty))
    return np.asarray(padded[place])
