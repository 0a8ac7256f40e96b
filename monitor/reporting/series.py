"""The numbers that the charts draw, from the weekly frame and the spells."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from monitor.reporting.history import History
from monitor.reporting.parts import AccountRow, AccountSeries, Heat
from monitor.reporting.wording import symptoms
from monitor.symptoms.contract import Verdict

NORM_WEEKS = 52
"""The own norm is taken from the account's own past year, the week itself left out."""

NORM_LEAST = 8
"""With fewer known weeks there is no norm yet."""

MOST_ROWS = 40
"""More accounts do not fit on a readable heat map; the worst are kept."""


def account_series(frame: pd.DataFrame, account: int, last: int, weeks: int, limit: int) -> AccountSeries | None:
    """Weekly numbers of one account up to and including week `last`.

    Args:
        frame: The weekly frame.
        account: Which account.
        last: Last week shown.
        weeks: How many weeks are shown at most.
        limit: Days after which silence is called silence.

    Returns:
        None if the account has no weeks in the frame.
    """
    rows = _rows(frame, account)
    numbers = rows.index.get_level_values(1).to_numpy()
    rows, numbers = rows[numbers <= last], numbers[numbers <= last]
    if not len(rows):
        return None
    own, posts, silent = (_seen(rows, name) for name in ("own", "posts", "days_silent"))
    goal, period = float(rows["goal_posts"].iloc[-1]), float(rows["goal_weeks"].iloc[-1])
    shown = slice(max(0, len(rows) - weeks), None)
    low, middle, high = (line[shown] for line in _norm(own))
    return AccountSeries(
        weeks=numbers[shown],
        own=own[shown],
        posts=posts[shown],
        low=low,
        middle=middle,
        high=high,
        silent=silent[shown],
        goal=None if np.isnan(goal) or np.isnan(period) else goal / period,
        limit=limit,
    )


def unseen_weeks(frame: pd.DataFrame, account: int) -> np.ndarray:
    """Weeks of an account that nobody observed and of which no post is known."""
    rows = _rows(frame, account)
    unseen = np.isnan(_seen(rows, "posts"))
    return np.asarray(rows.index.get_level_values(1).to_numpy()[unseen])


def _rows(frame: pd.DataFrame, account: int) -> pd.DataFrame:
    """Rows of one account; by label it is a hundred times slower."""
    accounts = frame.index.get_level_values(0)
    begin, end = accounts.searchsorted(account, "left"), accounts.searchsorted(account, "right")
    return frame.iloc[int(begin) : int(end)]


def _seen(rows: pd.DataFrame, name: str) -> np.ndarray:
    """A column with NaN in the weeks that nobody observed and of which no post is known."""
    unseen = (rows["observed_weeks"].to_numpy() == 0) & (rows["posts"].to_numpy() == 0)
    return np.where(unseen, np.nan, rows[name].to_numpy(np.float64))


def _norm(own: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    past = pd.Series(own).shift(1).rolling(NORM_WEEKS, min_periods=NORM_LEAST)
    low, middle, high = (past.quantile(share).to_numpy(np.float64) for share in (0.25, 0.5, 0.75))
    return low, middle, high


def heat_of(rows: Sequence[AccountRow], history: History, seen: pd.Series, first: int, last: int) -> Heat:
    """The worst severity present on each account in each week; 0 is none, NaN is that nobody looked.

    Args:
        rows: The accounts in the order of the report; the first `MOST_ROWS` are shown.
        history: The spells.
        seen: Whether the account was seen, by account and week.
        first: First week shown.
        last: Last week shown.
    """
    shown = rows[:MOST_ROWS]
    values = np.full((len(shown), last - first + 1), np.nan)
    known = set(seen.index.get_level_values(0))
    for line, row in zip(values, shown, strict=True):
        if row.id in known:
            line[_weeks_of(seen, row.id, first, last) - first] = 0
        _fill(line, row.id, history, first, last)
    names, presences = tuple(row.name for row in shown), tuple(row.presence for row in shown)
    return Heat(np.arange(first, last + 1), names, values, len(rows) - len(shown), presences)


def _weeks_of(seen: pd.Series, account: int, first: int, last: int) -> np.ndarray:
    own = seen.loc[account]
    weeks = own.index.to_numpy(np.int64)[own.to_numpy(bool)]
    return np.asarray(weeks[(weeks >= first) & (weeks <= last)])


def _fill(line: np.ndarray, account: int, history: History, first: int, last: int) -> None:
    for code in history.codes(account):
        for spell in history.line(account, code):
            begin, end = max(spell.first_week, first) - first, min(spell.last_week, last) - first + 1
            if spell.verdict == Verdict.PRESENT and begin < end:
                line[begin:end] = np.fmax(line[begin:end], symptoms()[code].severity)
