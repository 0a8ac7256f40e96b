"""What others said, and when we answered: counted in the week in which it was settled, so that no week changes later.

An answer counts in the week it was given. A question counts in the week in which its promised working days were over,
and is missed if there was no answer by then.
"""

from __future__ import annotations

import numpy as np

from monitor.activity.grid import NOWHERE, Grid
from monitor.activity.history import History
from monitor.activity.office import HOUR, Office
from monitor.settings import Settings


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
    columns = {name: nothing.copy() for name in NAMES}
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
        ("answer_hours", given, hours),
        ("questions_due", due, np.ones(len(who))),
        ("questions_missed", due, missed),
    ):
        inside = rows != NOWHERE
        np.add.at(columns[name], rows[inside], np.asarray(weights, np.float32)[inside])
    return columns


NAMES = ("answers", "answers_late", "answer_hours", "questions_due", "questions_missed")
"""The columns."""


def _rows(grid: Grid, who: np.ndarray, moments: np.ndarray, starts: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Row of each moment; NOWHERE for what does not count or lies beyond the last week."""
    weeks = np.searchsorted(starts, moments, side="right") - 1 + grid.from_week
    return np.where(counted, grid.rows(who, weeks), NOWHERE)
