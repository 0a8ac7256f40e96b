"""Windows of weeks that holidays stretch, and sums over them.

A week of holidays does not count against anybody: a window of eight weeks reaches back until it holds eight working
weeks. What was posted in the holidays still counts in the account's favour. A closure that goes on and on hides
nothing: after `holiday_cap_weeks` on end its weeks count as working weeks again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from pydantic import Field

from monitor.symptoms.contract import Thresholds, first_rows, running_total

CALENDAR_DAYS = 7 / 5
"""Calendar days per working day: a closure of ten working days is two weeks."""


class HolidayThresholds(Thresholds):
    """How holidays stretch the allowances of a symptom."""

    holiday_days: float = Field(
        2, gt=0, le=5, description="a week with at least this many working days off is a holiday week and not counted"
    )
    holiday_cap_weeks: int = Field(
        8, ge=0, description="holiday weeks on end that stretch an allowance; later ones count as working weeks"
    )


@dataclass(frozen=True)
class Span:
    """For each row the stretched window that ends there.

    Attributes:
        begin: Position of its first row.
        length: Its number of weeks, holidays included.
        short: True where it reaches beyond the observed weeks or the account's first row.
    """

    begin: np.ndarray
    length: np.ndarray
    short: np.ndarray


def floats(frame: pd.DataFrame, name: str) -> np.ndarray:
    """A column as float64; sums in float32 would lose posts."""
    return frame[name].to_numpy(np.float64)


def run_lengths(frame: pd.DataFrame, flags: np.ndarray) -> np.ndarray:
    """For each row how many rows on end, up to this one and in the same account, have the flag."""
    row = np.arange(len(frame))
    last_without = np.maximum.accumulate(np.where(flags, -1, row)) if len(frame) else row
    return np.where(flags, row - np.maximum(last_without, first_rows(frame) - 1), 0)


def working_weeks(frame: pd.DataFrame, numbers: HolidayThresholds) -> np.ndarray:
    """Which weeks count; needs the column holiday_days. Causal: a run of holidays is counted from its begin."""
    off = floats(frame, "holiday_days") >= numbers.holiday_days
    return ~off | (run_lengths(frame, off) > numbers.holiday_cap_weeks)


def stretched(frame: pd.DataFrame, working: np.ndarray, weeks: int) -> Span:
    """Window of the last `weeks` working weeks; needs the column observed_weeks.

    Args:
        frame: Frame with index (account, week), sorted, without gaps inside an account.
        working: From `working_weeks`.
        weeks: How many working weeks it holds.
    """
    row, first = np.arange(len(frame)), first_rows(frame)
    done = np.cumsum(working)
    positions = np.concatenate((np.flatnonzero(working), [0]))
    wanted = done - weeks
    begin = np.where(wanted >= 0, positions[np.maximum(wanted, 0)], -1)
    length = row - np.maximum(begin, first) + 1
    short = (begin < first) | (floats(frame, "observed_weeks") < length)
    return Span(np.maximum(begin, first), length, short)


def sum_over(span: Span, values: np.ndarray) -> np.ndarray:
    """Sum of `values` over each window; NaN counts as 0."""
    total = running_total(values)
    return np.asarray(total[1:] - total[span.begin])


def holiday_allowance(frame: pd.DataFrame, weeks: np.ndarray, numbers: HolidayThresholds) -> np.ndarray:
    """Calendar days by which holidays stretch an allowance of days.

    Args:
        frame: Frame with the column holiday_days.
        weeks: For each row the number of whole weeks of quiet that end there.
        numbers: The cap.

    Returns:
        Days off in those weeks, as calendar days, at most the cap.
    """
    row = np.arange(len(frame))
    begin = np.maximum(row - np.nan_to_num(weeks).astype(np.int64) + 1, first_rows(frame))
    total = running_total(frame["holiday_days"].to_numpy())
    days = (total[row + 1] - total[np.minimum(begin, row + 1)]) * CALENDAR_DAYS
    return np.asarray(np.minimum(days, 7.0 * numbers.holiday_cap_weeks))


def never_before(frame: pd.DataFrame, flags: np.ndarray) -> np.ndarray:
    """Where the flag has been False in every row of the account so far, this one included."""
    total = np.concatenate(([0], np.cumsum(flags)))
    return np.asarray(total[1:] == total[first_rows(frame)])


def rows_since(frame: pd.DataFrame, flags: np.ndarray) -> np.ndarray:
    """Rows since the flag was last set in the account (0: this row); before that, rows since just before its first."""
    row = np.arange(len(frame))
    last = np.maximum.accumulate(np.where(flags, row, -1)) if len(frame) else row
    return np.asarray(row - np.maximum(last, first_rows(frame) - 1))
