"""Posts as weeks: which accounts were active in a week, on which days, how often, and how long ago at its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

DAY = 86_400
WEEK = 7 * DAY
FIRST_MONDAY = 4 * DAY
"""Monday 5 January 1970, in epoch seconds: the begin of week 0 of this room."""


@dataclass(frozen=True)
class WeekEvents:
    """What all accounts did in one week; accounts that did nothing are not in it.

    Attributes:
        week: Number of the week; weeks follow each other without a gap. Any count of weeks will do, such as the
            store's; the one of `week_of` is used where posts are cut into weeks here.
        rows: Accounts that posted, by their row in the state, int64, ascending, each once.
        days: Days on which they posted, uint8, bit 0 for Monday to bit 6 for Sunday; at least one bit is set.
        posts: Number of their posts, float64.
        quiet: Days from their last post to the end of the week, float64, above 0 up to 7.
    """

    week: int
    rows: np.ndarray
    days: np.ndarray
    posts: np.ndarray
    quiet: np.ndarray


def nothing(week: int) -> WeekEvents:
    """A week in which nobody posted."""
    return WeekEvents(week, np.zeros(0, np.int64), np.zeros(0, np.uint8), np.zeros(0), np.zeros(0))


def week_of(seconds: np.ndarray) -> np.ndarray:
    """Week of each moment in epoch seconds, int64."""
    return np.floor((np.asarray(seconds, np.float64) - FIRST_MONDAY) / WEEK).astype(np.int64)


def week_end(week: int | np.ndarray) -> np.ndarray:
    """Epoch seconds of the Monday that ends a week."""
    return np.asarray((np.asarray(week) + 1) * WEEK + FIRST_MONDAY)


def by_week(rows: np.ndarray, seconds: np.ndarray, last: int | None = None) -> Iterator[WeekEvents]:
    """Cut posts into weeks, from the first post's week on, empty weeks too.

    Args:
        rows: Row of the account of each post.
        seconds: Epoch seconds of each post, in the zone in which weeks are counted.
        last: Last week to give; the week of the last post if not told.

    Yields:
        Weeks in order.
    """
    yield from weeks_in(account_weeks(rows, seconds), last)


def weeks_in(table: pd.DataFrame, last: int | None = None, first: int | None = None) -> Iterator[WeekEvents]:
    """The weeks of a table of active account-weeks, from its first week on, empty weeks too.

    Args:
        table: Columns week, row, days, posts, quiet as in `WeekEvents`; sorted by week, then row, each once.
        last: Last week to give; the last of the table if not told.
        first: First week to give; the first of the table if not told.

    Yields:
        Weeks in order.
    """
    if not len(table):
        return
    weeks = table["week"].to_numpy()
    begin = int(weeks[0]) if first is None else first
    until = int(weeks[-1]) if last is None else last
    edges = np.searchsorted(weeks, np.arange(begin, until + 2))
    columns = {name: table[name].to_numpy() for name in ("row", "days", "posts", "quiet")}
    for place, week in enumerate(range(begin, until + 1)):
        part = slice(edges[place], edges[place + 1])
        yield WeekEvents(week, *(values[part] for values in columns.values()))


def account_weeks(rows: np.ndarray, seconds: np.ndarray) -> pd.DataFrame:
    """One line per week and account that posted, as `weeks_in` wants them."""
    count = int(rows.max(initial=0)) + 1
    key = week_of(seconds) * count + rows
    order = np.argsort(key)
    key, seconds = key[order], seconds[order]
    begins = np.flatnonzero(np.concatenate((np.ones(len(key[:1]), bool), key[1:] != key[:-1])))
    week = key[begins] // count
    table = {"week": week, "row": key[begins] % count}
    table["posts"] = np.diff(begins, append=len(key)).astype(np.float64)
    table["days"] = np.bitwise_or.reduceat(_day_bits(seconds), begins)
    table["quiet"] = (week_end(week) - np.maximum.reduceat(seconds, begins)) / DAY
    return pd.DataFrame(table)


def united(table: pd.DataFrame, key: str) -> pd.DataFrame:
    """Active weeks put together by another column than the row, as `weeks_in` wants them.

    Args:
        table: Columns week, days, posts, quiet and `key`, a number from 0 up, which becomes the row.
        key: Its name.
    """
    if not len(table):
        return pd.DataFrame({"week": [], "row": [], "days": [], "posts": [], "quiet": []}).astype({"week": np.int64})
    table = table.sort_values(["week", key], kind="stable")
    begins = np.flatnonzero((table[["week", key]].diff() != 0).any(axis=1).to_numpy())
    return pd.DataFrame(
        {
            "week": table["week"].to_numpy()[begins],
            "row": table[key].to_numpy()[begins],
            "days": np.bitwise_or.reduceat(table["days"].to_numpy(np.uint8), begins),
            "posts": np.add.reduceat(table["posts"].to_numpy(np.float64), begins),
            "quiet": np.minimum.reduceat(table["quiet"].to_numpy(np.float64), begins),
        }
    )


def _day_bits(seconds: np.ndarray) -> np.ndarray:
    """The day of the week of each moment as a bit, uint8."""
    day = np.floor((seconds - FIRST_MONDAY) / DAY).astype(np.int64) % 7
    return np.left_shift(np.uint8(1), day.astype(np.uint8))
