"""What others said, and when we answered: counted in the week in which it was settled, so that no week changes later.

An answer counts in the week it was given, and in the median of the weeks after it. A question counts in the week in
which its promised working days were over, and is missed if there was no answer by then.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from monitor.activity.columns import ANSWER_WEEKS
from monitor.activity.grid import NOWHERE, Grid
from monitor.activity.history import History
from monitor.activity.office import HOUR, Office
from monitor.settings import Settings

AT_ONCE = 100_000
"""Answers whose medians are made at once: each stands in 13 windows."""


def answer_columns(
    grid: Grid, history: History, known: np.ndarray, settings: Settings, starts: np.ndarray
) -> dict[str, np.ndarray]:
    """Columns on answers and questions; NaN where no source tells what others said.

    Args:
        grid: The rows.
        history: Interactions, cut off at the end of the last week.
        known: Rows in which some source tells what others said.
        settings: Office hours and promises.
        starts: Moment at which each week from `grid.from_week` on begins.
    """
    table = history.interactions
    office = Office(settings, grid.from_week, grid.last) if len(table) else None
    nothing = np.where(known, np.float32(0), np.float32(np.nan))
    columns = {name: nothing.copy() for name in COUNTED}
    columns["answer_median"] = np.full(grid.size, np.nan, np.float32)
    columns["answer_promise"] = np.full(grid.size, settings.promises.answer_hours, np.float32)
    if office is None:
        return columns
    who, received = table["account_id"].to_numpy(np.int64), table["received_at"].to_numpy(np.int64)
    answered, certain = table["answered_at"].to_numpy(np.int64), table["answer_known"].to_numpy(bool)
    hours = (office.worked(answered) - office.worked(received)) / HOUR
    given = _rows(grid, who, answered, starts, certain & (answered >= received))
    late = hours > settings.promises.answer_hours + 1e-9
    due_at = office.after(received, settings.promises.answer_days * office.day_seconds)
    missed = (answered < 0) | (answered > due_at)
    question = table["question"].to_numpy(np.float64) == 1
    due = _rows(grid, who, due_at, starts, certain & question)
    for name, rows, weights in (
        ("answers", given, np.ones(len(who))),
        ("answers_late", given, late),
        ("questions_due", due, np.ones(len(who))),
        ("questions_missed", due, missed),
    ):
        inside = rows != NOWHERE
        np.add.at(columns[name], rows[inside], np.asarray(weights, np.float32)[inside])
    inside = given != NOWHERE
    columns["answer_median"] = rolling_median(grid, given[inside], hours[inside])
    return columns


COUNTED = ("answers", "answers_late", "questions_due", "questions_missed")
"""The columns that count something in a week."""


def rolling_median(grid: Grid, rows: np.ndarray, values: np.ndarray, weeks: int = ANSWER_WEEKS) -> np.ndarray:
    """Median of the values in the window of weeks that ends at each row, NaN where it holds none, float32.

    Args:
        grid: The rows.
        rows: Row of each value, in any order.
        values: One for each.
        weeks: Length of the window.
    """
    found = np.full(grid.size, np.nan, np.float32)
    order = np.argsort(rows, kind="stable")
    rows, values = rows[order], values[order]
    who = np.searchsorted(grid.begins, rows, side="right") - 1
    ends = (grid.begins + grid.counts)[who]
    for part in _whole_accounts(who, AT_ONCE):
        _put_medians(found, rows[part], values[part], np.minimum(weeks, ends[part] - rows[part]))
    return found


def _put_medians(found: np.ndarray, rows: np.ndarray, values: np.ndarray, lengths: np.ndarray) -> None:
    """Each value stands in so many windows from its row on; the median of a window is the middle of its values."""
    nth = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    windows, inside = np.repeat(rows, lengths) + nth, np.repeat(values, lengths)
    order = np.lexsort((inside, windows))
    windows, inside = windows[order], inside[order]
    begins = np.flatnonzero(np.append(True, windows[1:] != windows[:-1]))
    counts = np.diff(begins, append=len(windows))
    low, high = inside[begins + (counts - 1) // 2], inside[begins + counts // 2]
    found[windows[begins]] = (low + high) / 2


def _whole_accounts(who: np.ndarray, size: int) -> Iterator[slice]:
    """Cut sorted values into parts of about so many, never inside an account."""
    if not len(who):
        return
    begins = np.flatnonzero(np.concatenate(([True], who[1:] != who[:-1], [True])))
    marks = np.searchsorted(begins, np.arange(0, len(who), size))
    for first, last in pairwise(np.unique(np.append(begins[marks], len(who))).tolist()):
        yield slice(first, last)


def _rows(grid: Grid, who: np.ndarray, moments: np.ndarray, starts: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Row of each moment; NOWHERE for what does not count or lies beyond the last week."""
    weeks = np.searchsorted(starts, moments, side="right") - 1 + grid.from_week
    return np.where(counted, grid.rows(who, weeks), NOWHERE)
