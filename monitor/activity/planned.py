"""The content calendar beside what was published: which post is which planned item, and which items came too late.

Posts are taken in the order of their time, each for one item at most: the nearest open one whose title it speaks of,
else the nearest that was planned within a day of it. What is decided for a post does not change by later posts, so that
no week changes later. An item counts in the week in which its time was over.

An item that was moved has a row for each of its times. A time counts unless the item was moved, cancelled or taken out
of the calendar before that time (with the days promised) was over, so that a slot which was missed cannot be made
undone afterwards; the new time is another promise. No post is an item that was gone by then, and one that was not yet
in the calendar waits behind those that were.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import numpy as np
import pandas as pd

from monitor.activity.grid import NOWHERE, Grid
from monitor.activity.rules.finding import folded

DAY = 86_400
EARLY = 3 * DAY
"""A post may come so long before its item."""
LATE = 28 * DAY
"""And so long after it; later it is another post."""
NEAR = DAY
"""A post that does not speak of an item's title is still it when planned so near."""
ENOUGH = 0.5
"""Share of a title's words that a post must hold to speak of it."""

_WORD = re.compile(r"\w{4,}")


@dataclass(frozen=True)
class _Item:
    place: int
    planned_at: int
    words: frozenset[str]
    told: int
    gone: int


def planned_columns(
    grid: Grid, items: pd.DataFrame, posts: pd.DataFrame, grace_days: int, starts: np.ndarray
) -> dict[str, np.ndarray]:
    """Columns on the content calendar; NaN before an account's first item was due.

    Args:
        grid: The rows.
        items: account_id, planned_at, title, told_first, gone_at (epoch s, -1 for none); sorted by the first two.
        posts: Own posts of the accounts with items: account_id, published_at (epoch s), title, text; sorted by both.
        grace_days: Days by which an item may be late.
        starts: Moment at which each week from `grid.from_week` on begins.
    """
    due_at = items["planned_at"].to_numpy(np.int64) + grace_days * DAY
    weeks = np.searchsorted(starts, due_at, side="right") - 1 + grid.from_week
    rows = grid.rows(items["account_id"].to_numpy(np.int64), weeks)
    published = matched(items, posts)
    missed = (published < 0) | (published > due_at)
    gone = items["gone_at"].to_numpy(np.int64)
    inside = (rows != NOWHERE) & ((gone < 0) | (gone >= due_at))
    known = grid.latest(np.sort(rows[inside])) != NOWHERE
    sums = {"planned_due": grid.sums(rows[inside]), "planned_missed": grid.sums(rows[inside & missed])}
    return {name: np.where(known, values, np.float32(np.nan)) for name, values in sums.items()}


def matched(items: pd.DataFrame, posts: pd.DataFrame) -> np.ndarray:
    """When each item was published, epoch seconds; -1 if it was not."""
    published = np.full(len(items), -1, np.int64)
    of_account = {account: _items(part) for account, part in items.reset_index(drop=True).groupby("account_id")}
    columns = (posts[name].tolist() for name in ("account_id", "published_at", "title", "text"))
    for account, moment, title, text in zip(*columns, strict=True):
        waiting = of_account.get(account, [])
        found = _item_of(moment, _words(title, text), waiting)
        if found:
            published[found.place] = moment
            waiting.remove(found)
    return published


def _items(part: pd.DataFrame) -> list[_Item]:
    columns = (part[name].tolist() for name in ("planned_at", "title", "told_first", "gone_at"))
    rows = zip(part.index.tolist(), *columns, strict=True)
    return [_Item(place, at, _words(title), told, gone) for place, at, title, told, gone in rows]


def _words(*texts: Any) -> frozenset[str]:
    return frozenset(_WORD.findall(folded(" ".join(text for text in texts if isinstance(text, str)))))


def _item_of(moment: int, words: frozenset[str], waiting: list[_Item]) -> _Item | None:
    """The item that a post is; those that wait are sorted, and lose what is too old for any later post."""
    while waiting and waiting[0].planned_at + LATE < moment:
        waiting.pop(0)
    early = takewhile(lambda one: one.planned_at - EARLY <= moment, waiting)
    able = [one for one in early if one.gone < 0 or one.gone > moment]
    there = [one for one in able if one.told <= moment]
    # What was written into the calendar after a post takes none that an item was waiting for.
    return _best(moment, words, there) or _best(moment, words, [one for one in able if one.told > moment])


def _best(moment: int, words: frozenset[str], able: list[_Item]) -> _Item | None:
    """The nearest that the post speaks of, else the nearest within a day."""
    named = [one for one in able if one.words and len(one.words & words) >= ENOUGH * len(one.words)]
    return _nearest(moment, named) or _nearest(moment, [one for one in able if abs(one.planned_at - moment) <= NEAR])


def _nearest(moment: int, items: Iterable[_Item]) -> _Item | None:
    return min(items, key=lambda one: (abs(one.planned_at - moment), one.planned_at), default=None)
