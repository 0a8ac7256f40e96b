"""What the store knows, cut off at the end of a week, and the grid of rows that it spans."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from monitor.activity.calendar import week_starts
from monitor.activity.grid import NOWHERE, Grid
from monitor.activity.weeks import week_of
from monitor.records import EARLIEST

if TYPE_CHECKING:
    from monitor.activity.weekly import ActivityStore

NEVER = np.iinfo(np.int64).max
BEGINNING = int(EARLIEST.timestamp())
"""A window that starts here or before is one that saw everything from the beginning."""

USUAL_KIND = {
    **dict.fromkeys(("x", "mastodon", "bluesky", "instagram", "tiktok"), "company"),
    "blog": "blog",
    "youtube": "channel",
    "facebook": "page",
}
"""What an account is if nobody said: the kind that organisations usually have on the platform."""


@dataclass(frozen=True)
class History:
    """The store's tables, cut off, with the row of each event; events of accounts that are not there are left out.

    Attributes:
        grid: The rows of the weekly frame.
        accounts: In the order of the grid, index id, `kind` filled.
        opened: Moment each account was opened, epoch seconds; NaN if unknown.
        rollup, rollup_rows: Weekly counts.
        authors: Who wrote how many own posts in which week.
        makers: How own posts were made, of the accounts that may be machines.
        videos, video_rows, video_owners: Videos, oldest first within an account, and the ordinal of their accounts.
        interactions, interaction_rows: What others said, by row.
        profiles, profile_rows: Snapshots, oldest first within an account.
        windows: Observed windows.
        planned: Items of the content calendar.
        planned_posts: Own posts of the accounts that have one.
    """

    grid: Grid
    accounts: pd.DataFrame
    opened: np.ndarray
    rollup: pd.DataFrame
    rollup_rows: np.ndarray
    authors: pd.DataFrame
    makers: pd.DataFrame
    videos: pd.DataFrame
    video_rows: np.ndarray
    video_owners: np.ndarray
    interactions: pd.DataFrame
    interaction_rows: np.ndarray
    profiles: pd.DataFrame
    profile_rows: np.ndarray
    windows: pd.DataFrame
    planned: pd.DataFrame
    planned_posts: pd.DataFrame


def read_history(store: ActivityStore, zone: tzinfo, last: int) -> History:
    """Read everything up to the end of the week `last`."""
    with _no_collecting():
        return _read(store, zone, last)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Rows come by the hundred thousand and hold no cycles: looking for cycles costs a fifth of the frame's time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(store: ActivityStore, zone: tzinfo, last: int) -> History:
    clock = _Clock(zone, last)
    accounts = _with_kind(store.accounts().sort_index())
    rollup = store.weekly_rollup()
    rollup = rollup if rollup["week"].max() <= last or rollup.empty else rollup[rollup["week"] <= last]
    authors = store.weekly_authors()
    videos = _before(store.videos(), "published_at", clock.end)
    interactions = _answers_cut(_before(store.interactions(), "received_at", clock.end), clock.end)
    profiles = _before(store.profiles(), "observed_at", clock.end)
    windows = _windows_cut(store.windows(), clock.end)
    opened = _epochs(accounts["created_at"])
    grid = _grid(accounts, opened, clock, rollup, (videos, "published_at"), (interactions, "received_at"),
                 (profiles, "observed_at"), (windows[windows["start"] > BEGINNING], "start"))  # fmt: skip
    accounts, opened = accounts.loc[grid.accounts], opened[accounts.index.isin(grid.accounts)]
    rollup, rollup_rows = _placed(grid, rollup, rollup["week"].to_numpy(np.int64))
    videos, video_rows = _placed(grid, videos, clock.weeks(videos["published_at"]), "published_at")
    interactions, interaction_rows = _placed(grid, interactions, clock.weeks(interactions["received_at"]))
    profiles, profile_rows = _placed(grid, profiles, clock.weeks(profiles["observed_at"]), "observed_at")
    return History(
        grid=grid,
        accounts=accounts,
        opened=opened,
        rollup=rollup,
        rollup_rows=rollup_rows,
        authors=authors,
        makers=store.weekly_makers(),
        videos=videos,
        video_rows=video_rows,
        video_owners=grid.ordinal(videos["account_id"].to_numpy(np.int64)),
        interactions=interactions,
        interaction_rows=interaction_rows,
        profiles=profiles,
        profile_rows=profile_rows,
        windows=windows,
        planned=store.planned(),
        planned_posts=_before(store.planned_posts(), "published_at", clock.end),
    )


class _Clock:
    """Weeks of moments in the organisation's time zone, up to the last week."""

    def __init__(self, zone: tzinfo, last: int) -> None:
        self._first = week_of(EARLIEST.date()) - 1
        self._starts = week_starts(self._first, last + 1, zone)
        self.last = last
        self.end = int(self._starts[-1])

    def weeks(self, moments: pd.Series | np.ndarray) -> np.ndarray:
        """Week of each moment (epoch seconds)."""
        return np.searchsorted(self._starts, np.asarray(moments, np.int64), side="right") - 1 + self._first


def _with_kind(accounts: pd.DataFrame) -> pd.DataFrame:
    usual = accounts["platform"].map(USUAL_KIND)
    return accounts.assign(kind=accounts["kind"].where(accounts["kind"].notna(), usual).fillna("unknown"))


def _epochs(moments: pd.Series) -> np.ndarray:
    """Aware times as epoch seconds, NaN where unknown."""
    aware = pd.to_datetime(moments, utc=True)
    return np.where(aware.isna(), np.nan, aware.dt.as_unit("s").astype("int64").to_numpy(np.float64))


def _before(table: pd.DataFrame, column: str, end: int) -> pd.DataFrame:
    return table[table[column] < end]


def _answers_cut(interactions: pd.DataFrame, end: int) -> pd.DataFrame:
    answered = interactions["answered_at"]
    return interactions.assign(answered_at=answered.where(answered < end, -1))


def _windows_cut(windows: pd.DataFrame, end: int) -> pd.DataFrame:
    cut = _before(windows, "start", end)
    return cut.assign(end=cut["end"].clip(upper=end))


def from_beginning(windows: pd.DataFrame) -> np.ndarray:
    """Accounts of which a window saw everything from the beginning."""
    return windows.loc[windows["start"] <= BEGINNING, "account_id"].to_numpy(np.int64)


def _grid(
    accounts: pd.DataFrame, opened: np.ndarray, clock: _Clock, rollup: pd.DataFrame, *events: tuple[pd.DataFrame, str]
) -> Grid:
    """Rows from each account's first known week on; an account that is opened only later has none."""
    ids = accounts.index.to_numpy(np.int64)
    plain = Grid(ids, np.zeros(len(ids), np.int64), 0)
    first = np.full(len(ids), NEVER)
    dated = ~np.isnan(opened)
    first[dated] = clock.weeks(opened[dated])
    _lower(first, plain, rollup, rollup["week"].to_numpy(np.int64))
    for table, column in events:
        _lower(first, plain, table, clock.weeks(table[column]))
    first[(first == NEVER)] = clock.last
    there = first <= clock.last
    return Grid(ids[there], first[there], clock.last)


def _lower(first: np.ndarray, plain: Grid, table: pd.DataFrame, weeks: np.ndarray) -> None:
    who = plain.ordinal(table["account_id"].to_numpy(np.int64))
    np.minimum.at(first, who[who != NOWHERE], weeks[who != NOWHERE])


def _placed(grid: Grid, table: pd.DataFrame, weeks: np.ndarray, by: str = "") -> tuple[pd.DataFrame, np.ndarray]:
    """Events with their rows, ascending (and by time within a row); those outside the grid are left out."""
    rows = grid.rows(table["account_id"].to_numpy(np.int64), weeks)
    order = np.lexsort((table[by].to_numpy(), rows)) if by else np.argsort(rows, kind="stable")
    order = order[rows[order] != NOWHERE]
    if len(order) == len(rows) and (np.diff(rows) >= 0).all() and not by:
        return table, rows
    return table.iloc[order], rows[order]
