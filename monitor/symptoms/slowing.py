"""Posts that become fewer while the account still posts: a rhythm slackens in numbers before it does in weeks.

The posts of the last quarter are held against the best year of the two before it, so that a long decline does not
become its own norm. It slackens when they fall below a share of what was usual, by more than chance and bursts explain;
it ends when they are well above that share again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from pydantic import Field

from monitor.activity.rhythm.outcomes import QUARTER
from monitor.symptoms.contract import first_rows
from monitor.symptoms.quiet import RhythmThresholds
from monitor.symptoms.windows import floats

YEAR, LEAST_WEEKS = 52, 26
LAGS = (QUARTER, QUARTER + YEAR // 2, QUARTER + YEAR)
"""How many weeks ago the years end of which the best counts."""
BURSTS = 2.0
"""Variance of a quarter, in times that of weeks that have nothing to do with each other: busy weeks come together."""


class SlowingThresholds(RhythmThresholds):
    """Thresholds of it; they belong to HS10."""

    slowing_share: float = Field(
        0.5, gt=0, lt=1, description=f"of the usual posts, those of the last {QUARTER} weeks, to be slackening"
    )
    slowing_over: float = Field(0.7, gt=0, le=1, description="of the usual posts, from which it slackens no more")
    slowing_least: float = Field(6, ge=1, description=f"usual posts in {QUARTER} weeks under which none are missed")
    slowing_sure: float = Field(
        2.5, ge=0, description="standard deviations of a quarter's posts that they must lie below the usual"
    )


@dataclass(frozen=True)
class Slowing:
    """What is found of each account and week.

    Attributes:
        on: Whether the posts become fewer.
        recent: Posts in the working weeks of the last quarter, for each QUARTER of such weeks.
        usual: Likewise in the best year before it; NaN where less than half a year is known.
    """

    on: np.ndarray
    recent: np.ndarray
    usual: np.ndarray


def find_slowing(frame: pd.DataFrame, numbers: SlowingThresholds, working: np.ndarray) -> Slowing:
    """Find where posts become fewer.

    Args:
        frame: With the column posts.
        numbers: The thresholds.
        working: Weeks that are not full of holidays; the others count neither way.
    """
    first = first_rows(frame)
    totals = _totals(floats(frame, "posts"), working)
    posts, weeks, _ = _between(totals, first, 0, QUARTER)
    recent = _a_week(posts, weeks, 1)
    usual, spread = _best_year(totals, first)
    expected = QUARTER * usual
    sure = np.sqrt(BURSTS * QUARTER * spread * (1 + QUARTER / YEAR))
    fewer = QUARTER * recent <= numbers.slowing_share * expected
    begins = fewer & (expected - QUARTER * recent >= numbers.slowing_sure * sure) & (expected >= numbers.slowing_least)
    ends = ~(QUARTER * recent < numbers.slowing_over * expected)
    return Slowing(_switched(first, begins, ends & ~begins), QUARTER * recent, expected)


def _totals(posts: np.ndarray, working: np.ndarray) -> np.ndarray:
    """Running totals of posts, weeks and squared posts of the working weeks, shape (3, rows + 1)."""
    kept = np.where(working, posts, 0.0)
    rows = np.stack([kept, working.astype(np.float64), kept**2])
    return np.concatenate((np.zeros((3, 1)), np.cumsum(rows, axis=1)), axis=1)


def _between(totals: np.ndarray, first: np.ndarray, back: int, weeks: int) -> np.ndarray:
    """Posts, weeks and squares of so many weeks that end so many rows back, shape (3, rows)."""
    until = np.maximum(np.arange(len(first)) + 1 - back, first)
    return np.asarray(totals[:, until] - totals[:, np.maximum(until - weeks, first)])


def _a_week(posts: np.ndarray, weeks: np.ndarray, least: int) -> np.ndarray:
    """Posts a week; NaN where fewer weeks are known."""
    return np.asarray(posts / np.where(weeks >= least, weeks, np.nan))


def _best_year(totals: np.ndarray, first: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Posts a week in the best of the years that count, and their variance, which is never below that of chance."""
    best, spread = np.full(len(first), np.nan), np.full(len(first), np.nan)
    for lag in LAGS:
        posts, weeks, squares = _between(totals, first, lag, YEAR)
        mean = _a_week(posts, weeks, LEAST_WEEKS)
        better = ~(mean <= best) & ~np.isnan(mean)
        best[better] = mean[better]
        spread[better] = np.maximum(_a_week(squares, weeks, LEAST_WEEKS) - mean**2, mean)[better]
    return best, spread


def _switched(first: np.ndarray, on: np.ndarray, off: np.ndarray) -> np.ndarray:
    """Whether the last thing that happened in the account switched it on."""
    row = np.arange(len(first))
    last = np.maximum.accumulate(np.where(on | off, row, -1))
    return np.asarray((last >= first) & on[np.maximum(last, 0)])
