"""Posts that come by themselves: sent by one program or leading to one site, always at the same minute of the hour."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from monitor.activity.columns import MAKER_WEEKS
from monitor.activity.grid import NOWHERE, Grid

LEAST = 8
"""So many posts must come at one minute before anybody looks who made them: 8 of 10, the least that HS19 may ask."""

NO_MINUTE = -1
NO_APP, NO_DOMAIN, MANY_DOMAINS = "", "?", ""

Table = np.ndarray
"""Weeks by sorts of posts: how many posts of the sort there were in the weeks that end there."""


def machine_columns(grid: Grid, makers: pd.DataFrame) -> dict[str, np.ndarray]:
    """Columns on how the posts of the last `MAKER_WEEKS` weeks were made.

    Posts are machine-made together: of all choices of a minute and a program, or of a minute and a site, the one with
    the most posts counts. A post of which the minute, the program or the site is unknown may belong to any.

    Args:
        grid: The rows.
        makers: account_id, week, minute, app, domain, posts, as `Store.weekly_makers` gives them.
    """
    columns = {name: np.zeros(grid.size, np.float32) for name in ("machine_recent", "machine_possible")}
    columns["machine_minute"] = np.full(grid.size, np.nan, np.float32)
    for account, told in makers[makers["week"] <= grid.last].groupby("account_id"):
        who = int(grid.ordinal(np.array([account]))[0])
        if who == NOWHERE:
            continue
        begin = int(told["week"].min())
        sure, possible, minute = _windows(told, begin, grid.last)
        end = grid.begins[who] + grid.counts[who]
        rows = slice(end - min(len(sure), grid.counts[who]), end)
        for name, values in zip(columns, (sure, possible, minute), strict=True):
            columns[name][rows] = values[-(rows.stop - rows.start) :]
    return columns


def _windows(told: pd.DataFrame, begin: int, last: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each week from `begin` to `last`: posts surely and possibly made by one machine, and its minute."""
    sorts, place = np.unique(
        told[["minute", "app", "domain"]].to_numpy(object).astype(str), axis=0, return_inverse=True
    )
    posts = np.zeros((last - begin + 1, len(sorts)))
    np.add.at(posts, (told["week"].to_numpy() - begin, place.ravel()), told["posts"].to_numpy())
    total = np.concatenate((np.zeros((1, len(sorts))), np.cumsum(posts, axis=0)))
    ends = np.arange(1, len(total))
    recent = total[ends] - total[np.maximum(ends - MAKER_WEEKS, 0)]
    sure, possible, minute = np.zeros(len(ends)), np.zeros(len(ends)), np.full(len(ends), np.nan)
    for one, counted, at_most in _machines(recent, sorts):
        minute = np.where(counted > sure, one, minute)
        sure, possible = np.maximum(sure, counted), np.maximum(possible, at_most)
    return sure, possible, minute


def _machines(recent: Table, sorts: np.ndarray) -> Iterator[tuple[float, np.ndarray, np.ndarray]]:
    """Every minute with every program and site: the minute, how many posts it made, and how many it may have made."""
    minutes = sorts[:, 0].astype(int)
    for minute in sorted({*minutes.tolist()} - {NO_MINUTE}) or [NO_MINUTE]:
        at = (minutes == minute) | (minutes == NO_MINUTE)
        part = recent[:, at]
        if part.sum(axis=1).max() < LEAST:
            continue
        exact = (minutes[at] == minute) & (minute != NO_MINUTE)
        for names, unknown, nobody in ((sorts[at, 1], NO_APP, None), (sorts[at, 2], NO_DOMAIN, MANY_DOMAINS)):
            for counted, at_most in _makers(part, names, exact, unknown, nobody):
                yield float(minute), counted, at_most


def _makers(
    part: Table, names: np.ndarray, exact: np.ndarray, unknown: str, nobody: str | None
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Every maker of these posts, and one that nobody knows."""
    open_to_all = names == unknown
    for name in sorted({*names.tolist()} - {unknown, nobody}):
        mine = names == name
        if part[:, mine | open_to_all].sum(axis=1).max() >= LEAST:
            yield part[:, mine & exact].sum(axis=1), part[:, mine | open_to_all].sum(axis=1)
    yield np.zeros(len(part)), part[:, open_to_all].sum(axis=1)
