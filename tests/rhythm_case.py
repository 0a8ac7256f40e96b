"""Made-up rhythms of accounts, told as the detect stage tells them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from monitor.activity.rhythm.events import account_weeks
from monitor.activity.rhythm.model import shipped
from monitor.activity.rhythm.portfolio import Portfolio
from monitor.activity.rhythm.reading import Rhythms, rhythms_of
from monitor.activity.rhythm.telling import tell
from monitor.activity.weeks import week_of

LAST = week_of(date(2013, 12, 29))


def rhythms(posts: Mapping[int, Sequence[float]], last: int = LAST, wanted: float = 0.5) -> Rhythms:
    """Rhythms of accounts from their posts a week; every list ends in the week `last`."""
    weeks = active_weeks(posts, last)
    names = pd.Index(sorted(posts))
    portfolio = Portfolio(names, weeks, weeks.iloc[:0].assign(person=[]), np.full(len(names), -1))
    told = tell(portfolio, shipped(), wanted, last)
    rates = told.learned.real_rate
    return rhythms_of(portfolio, told.table, float(rates[-1]) if len(rates) else np.nan, wanted, last)


def active_weeks(posts: Mapping[int, Sequence[float]], last: int) -> pd.DataFrame:
    """Active weeks of accounts, as `monitor.activity.rhythm.events.weeks_in` wants them; the row is the nth account."""
    rows, weeks, counts = [], [], []
    for row, account in enumerate(sorted(posts)):
        told = np.asarray(posts[account], float)
        at = np.flatnonzero(told)
        rows += [row] * len(at)
        weeks += list(last - len(told) + 1 + at)
        counts += list(told[at])
    return spread(np.array(rows, np.int64), np.array(weeks, np.int64), np.array(counts))


def spread(rows: np.ndarray, weeks: np.ndarray, counts: np.ndarray) -> pd.DataFrame:
    """Each week's posts over its days, beginning on a day that differs from week to week."""
    each = counts.astype(np.int64)
    nth = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
    share = (nth + 0.5 + np.repeat(weeks * 0.37 % 0.4, each)) / (np.repeat(each, each) + 0.5)
    base = int(weeks.min()) if len(weeks) else 0
    table = account_weeks(np.repeat(rows, each), (np.repeat(weeks - base, each) + share) * 7 * 86_400 + 4 * 86_400)
    return table.assign(week=table["week"] + base)
