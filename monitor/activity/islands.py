"""Whether accounts lead to the own site and to each other, and whether what the blog says is passed on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from monitor.activity.grid import Grid
from monitor.activity.history import History
from monitor.activity.links import own_places
from monitor.records import AccountKind
from monitor.settings import Settings

PASSING_ON = ("company", "page")
"""Kinds of accounts that pass articles on: an article is known not to be shared only if all of them were observed."""


def island_columns(
    grid: Grid, history: History, observed: np.ndarray, own: np.ndarray, settings: Settings
) -> dict[str, np.ndarray]:
    """Columns on links and shares.

    Args:
        grid: The rows.
        history: Its roll-up is used.
        observed: Observed weeks of each row.
        own: Own posts of each row.
        settings: What is our own.
    """
    told = {name: history.rollup[name].to_numpy() for name in ("linking", "link_judged", "shared", "share_judged")}
    columns = {name: grid.placed(history.rollup_rows, told[name]) for name in ("linking", "link_judged")}
    alone = grid.spread(~_can_link(history.accounts, settings))
    for values in columns.values():
        values[alone] = np.nan
    return columns | _shares(grid, history, observed, own, told)


def _can_link(accounts: pd.DataFrame, settings: Settings) -> np.ndarray:
    """Accounts for which config.toml names something of our own beside themselves."""
    own = own_places(settings)
    if not own.anything():
        return np.zeros(len(accounts), bool)
    names = accounts[["platform", "handle", "native_id", "url"]]
    return np.array([own.beside(*told).anything() for told in names.itertuples(index=False)], bool)


def _shares(
    grid: Grid, history: History, observed: np.ndarray, own: np.ndarray, told: dict[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """Articles in the week after theirs: their week to be shared in is over by then."""
    platform, kind = history.accounts["platform"], history.accounts["kind"]
    blog = ((platform == "blog") | (kind == AccountKind.BLOG)).to_numpy(bool)
    rows = np.flatnonzero(grid.spread(blog))
    columns = {
        name: np.full(grid.size, np.nan, np.float32) for name in ("articles_due", "articles_shared", "share_judged")
    }
    first = rows == grid.begin_of(rows)
    before = np.where(first, 0, rows - 1)
    shared, judged = (grid.placed(history.rollup_rows, told[name]) for name in ("shared", "share_judged"))
    seen = _seen(grid, kind.isin(PASSING_ON).to_numpy(bool) & ~blog & _alive(history.accounts), observed)
    week = grid.week[rows] - grid.from_week
    both = seen[week] & seen[np.maximum(week - 1, 0)]
    columns["articles_due"][rows] = np.where(first, 0, own[before])
    columns["articles_shared"][rows] = np.where(first, 0, shared[before])
    columns["share_judged"][rows] = np.where(first, 0, np.where(both, judged[before], shared[before]))
    return columns


def _alive(accounts: pd.DataFrame) -> np.ndarray:
    return ~accounts["state"].isin(["closing", "closed"]).to_numpy(bool)


def _seen(grid: Grid, passing: np.ndarray, observed: np.ndarray) -> np.ndarray:
    """Weeks in which there were accounts that pass articles on, and all of them were observed."""
    rows = np.flatnonzero(grid.spread(passing))
    week, length = grid.week[rows] - grid.from_week, grid.last - grid.from_week + 1
    there = np.bincount(week, minlength=length)
    looked = np.bincount(week[observed[rows] > 0], minlength=length)
    return np.asarray((there > 0) & (looked == there))
