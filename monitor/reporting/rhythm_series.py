"""The numbers that the rhythm chart draws, from the rhythm of every account and the weekly frame."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from monitor.activity.rhythm.decline import HORROR
from monitor.activity.rhythm.states import Rhythm
from monitor.activity.weeks import DAYS
from monitor.reporting.forecast_parts import NOT_JUDGED, RhythmSeries

NORM_WEEKS = 52
"""The own norm is taken from so many healthy weeks before the week itself."""
NORM_LEAST = 8
NORM_LOW, NORM_HIGH = 0.1, 0.9
LEVEL_WEEKS = 8
LEAST_AHEAD, MOST_WAITING, MOST_AHEAD = 13, 26, 52
"""Weeks of the future that are shown: a quarter, or until the next post (within half a year) or the crossing."""
HORROR_A_WEEK = {"x": 1.0}
"""Posts a week at which the horror scenario begins, by platform: "a tweet a week", on any other a post a month."""


class ByAccount:
    """A table that gives the lines of one account without looking through all of them.

    Args:
        table: With the columns account and week.
    """

    def __init__(self, table: pd.DataFrame) -> None:
        self._table = table.sort_values(["account", "week"], kind="stable")
        self._accounts = self._table["account"].to_numpy()

    def of(self, account: int) -> pd.DataFrame:
        """Lines of one account, by week."""
        begin, end = np.searchsorted(self._accounts, [account, account + 1])
        return self._table.iloc[int(begin) : int(end)]


def horror_of(platform: str) -> float:
    """Posts a week at which the horror scenario begins on a platform."""
    return HORROR_A_WEEK.get(platform, HORROR)


def rhythm_series(
    told: pd.DataFrame,
    active: pd.DataFrame,
    last: int,
    weeks: int,
    platform: str,
    unseen: np.ndarray,
    *,
    forecast: bool,
) -> RhythmSeries | None:
    """Weekly numbers of one account up to the last complete week.

    Args:
        told: What was told of it week by week, the columns of TOLD; by week. With the column steady its norm is taken
            from those weeks, else from the healthy ones.
        active: Its active weeks, by week.
        last: Last complete week.
        weeks: How many weeks are shown at most.
        platform: Its platform, which decides what the horror scenario is.
        unseen: Weeks that nobody observed.
        forecast: Whether anything may be said of the future.

    Returns:
        None if there was nothing to judge in any of the weeks.
    """
    if not len(active) or not (told["week"] > last - weeks).any():
        return None
    every = np.arange(int(active["week"].iloc[0]), last + 1)
    posts = _at(every, active["week"], active["posts"], 0.0)
    blind = np.isin(every, unseen) & (posts == 0)
    posts[blind] = np.nan
    state = np.where(blind, NOT_JUDGED, _at(every, told["week"], told["state"], NOT_JUDGED))
    steady = told["steady"] if "steady" in told else told["state"] == Rhythm.HEALTHY
    low, high = _norm(posts, _at(every, told["week"], steady, 0.0) > 0)
    level = np.where(blind, np.nan, pd.Series(posts).rolling(LEVEL_WEEKS, min_periods=1).mean().to_numpy(np.float64))
    shown = slice(max(0, len(every) - weeks), None)
    now = told[told["week"] == last]
    next_post, decline, crossing = _ahead(now.iloc[0], last) if forecast and len(now) else (None, None, None)
    return RhythmSeries(
        weeks=every[shown],
        posts=posts[shown],
        low=low[shown],
        high=high[shown],
        level=level[shown],
        state=state[shown].astype(np.int64),
        horror=horror_of(platform),
        ahead=_weeks_ahead(next_post, crossing),
        next_post=next_post,
        decline=decline,
        crossing=crossing,
    )


def _at(every: np.ndarray, weeks: pd.Series, values: pd.Series, empty: float) -> np.ndarray:
    """Values by week, as many as `every` has."""
    found = np.full(len(every), empty, np.float64)
    inside = (weeks.to_numpy() >= every[0]) & (weeks.to_numpy() <= every[-1])
    found[weeks.to_numpy()[inside] - every[0]] = values.to_numpy(np.float64)[inside]
    return found


def _norm(posts: np.ndarray, healthy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the last healthy weeks before each week make usual: a decline does not become its own norm."""
    kept = pd.Series(posts)[healthy & ~np.isnan(posts)]
    past = kept.rolling(NORM_WEEKS, min_periods=NORM_LEAST)
    every = pd.RangeIndex(len(posts))
    low, high = (
        past.quantile(share).reindex(every).ffill().shift(1).to_numpy(np.float64) for share in (NORM_LOW, NORM_HIGH)
    )
    return low, high


def _ahead(now: pd.Series, last: int) -> tuple[tuple[float, float, float] | None, int | None, float | None]:
    """Next post, begin of the decline and crossing as told at the end of the last week."""
    days = [float(now[name]) for name in ("next_early", "next_usual", "next_late")]
    dormant = now["state"] == Rhythm.DORMANT or any(math.isnan(day) for day in days)
    next_post = None if dormant else (days[0] / DAYS, days[1] / DAYS, days[2] / DAYS)
    decline, crossing = float(now["decline_start"]), float(now["projected_horror"])
    return (
        next_post,
        None if math.isnan(decline) else int(decline),
        None if math.isnan(crossing) else crossing - last,
    )


def _weeks_ahead(next_post: tuple[float, float, float] | None, crossing: float | None) -> int:
    waiting = min(next_post[2] + 1, MOST_WAITING) if next_post else 0.0
    until = max(LEAST_AHEAD, waiting, crossing + 2 if crossing else 0.0)
    return min(math.ceil(until), MOST_AHEAD)
