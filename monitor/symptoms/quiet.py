"""How much quiet an account's own past explains, so that a slow rhythm or a season is not taken for decay.

The norm of an account is the quiet in which half of its time passes: order its past gaps between posting weeks by
length and take the one at which half of the time is reached. A weekly account has a norm of 1 whatever outage it once
had, a monthly one a norm of 4 or 5, the account of a yearly event a norm of 40 or more. The allowance is a multiple of
the norm, and

* only gaps that were over before the week judged count, so that the quiet under test never explains itself;
* a gap that was longer than the allowance of its own time was a flagged period and is left out of the norm, once the
  account has enough history to have a norm at all;
* the allowance is capped at a quarter of a year for an account that posts now and then, and at a little over a year for
  one that has seasons (most of its gaps are short), so that no past hides a real death;
* a gap with an unobserved week in it tells nothing and is left out;
* an account that the organisation declared seasonal has the cap of a season from its first day.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from pydantic import Field

from monitor.symptoms.contract import first_rows
from monitor.symptoms.windows import HolidayThresholds, floats

SHORT_GAP = 2
"""A gap of at most two weeks belongs to an active stretch."""


class RhythmThresholds(HolidayThresholds):
    """How an account's own rhythm stretches the allowances of a symptom."""

    rhythm_multiple: float = Field(
        1.5, ge=1, description="quiet is normal up to this many times the account's own norm"
    )
    rhythm_gaps: int = Field(3, ge=1, description="gaps between posting weeks needed before an account has a norm")
    rhythm_weeks: int = Field(26, ge=1, description="weeks of history needed before an account has a norm")
    rhythm_cap_weeks: int = Field(13, ge=1, description="longest quiet that a slow rhythm explains, in weeks")
    season_cap_weeks: int = Field(56, ge=1, description="longest quiet that a season explains, in weeks")


def own_allowance(
    frame: pd.DataFrame, active: np.ndarray, default_weeks: float, numbers: RhythmThresholds
) -> np.ndarray:
    """Weeks of quiet that the account's own past explains, for each row.

    Args:
        frame: Frame with the columns observed_weeks and seasonal; index (account, week), sorted, without gaps.
        active: Rows in which the account posted.
        default_weeks: What is allowed to an account without a norm, and the least for any.
        numbers: The thresholds.

    Returns:
        float64, at least `default_weeks`. Causal.
    """
    events = np.flatnonzero(active)
    result = np.full(len(frame), float(default_weeks))
    if len(events):
        owner = first_rows(frame)
        at_event = _at_events(frame, events, owner[events], default_weeks, numbers)
        last = np.searchsorted(events, np.arange(len(frame)), side="right") - 1
        known = (last >= 0) & (events[np.maximum(last, 0)] >= owner)
        result[known] = at_event[last[known]]
    seasonal = frame["seasonal"].to_numpy(bool)
    return np.where(seasonal, np.maximum(numbers.season_cap_weeks, default_weeks), result)


def _at_events(
    frame: pd.DataFrame, events: np.ndarray, owner: np.ndarray, default_weeks: float, numbers: RhythmThresholds
) -> np.ndarray:
    """Allowance just after each posting week. One step handles the k-th gap of all accounts together."""
    begins = np.concatenate(([True], owner[1:] != owner[:-1]))
    gap = np.where(begins, 0, np.diff(events, prepend=events[0]))
    slower = _ever_slow(begins, gap, default_weeks, numbers)
    result = np.full(len(events), float(default_weeks))
    begins, gap, events = begins[slower], gap[slower], events[slower]
    account = np.cumsum(begins) - 1
    usable = ~begins & (floats(frame, "observed_weeks")[events] >= gap)
    ordinal = np.arange(len(events)) - np.flatnonzero(begins)[account]
    order = np.argsort(ordinal, kind="stable")
    steps = np.split(order, np.cumsum(np.bincount(ordinal))[:-1])
    norms = _Norms(int(begins.sum()), default_weeks, numbers)
    allowed = np.empty(len(events))
    for step in steps:
        allowed[step] = norms.after(account[step], gap[step], usable[step])
    result[slower] = allowed
    return result


def _ever_slow(begins: np.ndarray, gap: np.ndarray, default_weeks: float, numbers: RhythmThresholds) -> np.ndarray:
    """Events of accounts with a gap that may lift their allowance over the default; no other has to be looked at.

    Args:
        begins: Whether an event is its account's first.
        gap: Weeks since the event before.
        default_weeks: The default.
        numbers: The thresholds.
    """
    account = np.cumsum(begins) - 1
    some = np.full(int(begins.sum()), numbers.rhythm_multiple > default_weeks)
    some[account[gap > int(default_weeks / numbers.rhythm_multiple)]] = True
    return np.asarray(some[account])


class _Norms:
    """The running norm of every account."""

    def __init__(self, accounts: int, default_weeks: float, numbers: RhythmThresholds) -> None:
        self._numbers, self._default = numbers, float(default_weeks)
        self._longest = max(numbers.season_cap_weeks, numbers.rhythm_cap_weeks) + 1
        self._time = np.zeros((accounts, self._longest + 1), np.float32)
        self._count = np.zeros(accounts)
        self._short = np.zeros(accounts)
        self._total = np.zeros(accounts)
        self._allowed = np.full(accounts, self._default)

    def after(self, who: np.ndarray, gap: np.ndarray, usable: np.ndarray) -> np.ndarray:
        """Learn one finished gap of each account in `who` and give their allowances."""
        flagged = self._known(who) & (gap > self._allowed[who])
        learn = usable & ~flagged
        self._learn(who[learn], gap[learn])
        self._allowed[who[learn]] = self._allowance(who[learn])
        return np.asarray(self._allowed[who])

    def _known(self, who: np.ndarray) -> np.ndarray:
        enough = self._count[who] >= self._numbers.rhythm_gaps
        return np.asarray(enough & (self._total[who] >= self._numbers.rhythm_weeks))

    def _learn(self, who: np.ndarray, gap: np.ndarray) -> None:
        self._time[who, np.minimum(gap, self._longest)] += gap
        self._count[who] += 1
        self._short[who] += gap <= SHORT_GAP
        self._total[who] += gap

    def _allowance(self, who: np.ndarray) -> np.ndarray:
        seasons = 2 * self._short[who] >= self._count[who]
        cap = np.where(seasons, self._numbers.season_cap_weeks, self._numbers.rhythm_cap_weeks)
        own = np.minimum(self._numbers.rhythm_multiple * self._norm(who), cap)
        return np.where(self._known(who), np.maximum(own, self._default), self._default)

    def _norm(self, who: np.ndarray) -> np.ndarray:
        """The gap length at which half of the time is reached; 1 where that is too short to matter."""
        matter = int(self._default / self._numbers.rhythm_multiple)
        norm = np.ones(len(who))
        slow = 2 * self._time[who, : matter + 1].sum(axis=1) < self._total[who]
        passed = np.cumsum(self._time[who[slow]], axis=1)
        norm[slow] = np.argmax(2 * passed >= self._total[who[slow], None], axis=1)
        return norm
