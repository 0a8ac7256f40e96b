"""Office time: how long the office was open between two moments, on its own days and hours, holidays left out."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import numpy as np

from monitor.activity.calendar import days_off
from monitor.activity.weeks import week_start
from monitor.settings import Settings

HOUR = 3_600
NEVER = np.iinfo(np.int64).max


class Office:
    """The hours in which the office is open, from one week to another.

    Args:
        settings: Opening hours, zone and holidays.
        first: First week.
        last: Last week, inclusive. Beyond it nothing is known to be open.

    Raises:
        FixSettings: No public holidays are known of the organisation's country.
    """

    def __init__(self, settings: Settings, first: int, last: int) -> None:
        off = days_off(first, last, settings.organisation, settings.holidays)
        weekday = np.arange(len(off)) % 7 + 1
        days = np.flatnonzero(~off & np.isin(weekday, settings.promises.office_days)).tolist()
        begin, zone = week_start(first), settings.organisation.zone
        clocks = [time.fromisoformat(at) for at in (settings.promises.office_from, settings.promises.office_until)]
        moments = [
            [int(datetime.combine(begin + timedelta(day), clock, zone).timestamp()) for day in days] for clock in clocks
        ]
        self._open, self._close = (np.array(one, np.int64) for one in moments)
        self._before = np.concatenate(([0], np.cumsum(self._close - self._open)))
        hours = datetime.combine(begin, clocks[1]) - datetime.combine(begin, clocks[0])
        self.day_seconds = int(hours.total_seconds())
        """Length of an office day."""

    def worked(self, moments: np.ndarray) -> np.ndarray:
        """Seconds for which the office was open before each moment (epoch seconds), int64."""
        if not len(self._open):
            return np.zeros(len(moments), np.int64)
        day = np.searchsorted(self._open, moments, side="right") - 1
        inside = np.minimum(moments, self._close[np.maximum(day, 0)]) - self._open[np.maximum(day, 0)]
        return np.where(day < 0, 0, self._before[np.maximum(day, 0)] + inside)

    def after(self, moments: np.ndarray, seconds: float) -> np.ndarray:
        """Moments at which the office has been open for so long since others; NEVER beyond the last week."""
        goal = self.worked(moments) + int(seconds)
        day = np.searchsorted(self._before, goal, side="left") - 1
        known = (day >= 0) & (goal <= self._before[-1])
        safe = np.clip(day, 0, max(len(self._open) - 1, 0))
        if not len(self._open):
            return np.full(len(moments), NEVER)
        return np.where(known, self._open[safe] + goal - self._before[safe], NEVER)
