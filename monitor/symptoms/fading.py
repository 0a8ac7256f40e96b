"""What of an account's rhythm is a finding; see `hs10_fading`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from pydantic import Field

from monitor.activity.rhythm.outcomes import MOST_POSTS, QUARTER
from monitor.activity.rhythm.states import PATIENCE, STILL_POSTING, UNUSUAL, Rhythm
from monitor.activity.weeks import DAYS
from monitor.symptoms.contract import first_rows, rolling_sum
from monitor.symptoms.quiet import own_allowance
from monitor.symptoms.slowing import Slowing, SlowingThresholds, find_slowing
from monitor.symptoms.windows import floats, holiday_allowance, never_before, run_lengths, working_weeks

FADING, SILENT, DORMANT = 1, 2, 3
"""How bad it is."""
BAD = (Rhythm.FADING, Rhythm.SILENT, Rhythm.DORMANT)
YEAR_BEFORE = 39
"""Weeks before the last quarter: with it, a year."""


class FadingThresholds(SlowingThresholds):
    """Thresholds of HS10; how readily it speaks is `detection.sensitivity`."""

    holiday_gaps: float = Field(
        2, ge=0, description="usual gaps that a silence without its holidays must be longer than, to begin"
    )
    slack_share: float = Field(
        0.8, gt=0, le=1, description=f"of the weeks with a post before, those of the last {QUARTER} weeks, to be fading"
    )
    slack_weeks: float = Field(1, ge=0, description="weeks fewer than that share, so that chance alone does not tell")
    silent_chance: float = Field(
        0.2, gt=0, le=1, description="how often a gap of the account may be as long as a silence over the alarm's line"
    )
    silent_days: int = Field(
        STILL_POSTING, ge=1, description="days of silence up to which an account over that line still posts"
    )
    slow_weeks: float = Field(
        QUARTER, ge=1, description="an account whose own rhythm explains more weeks of quiet than this has seasons"
    )
    rare_years: float = Field(
        1.5, ge=1, description="a silence that happens to the account more often than once in so many years is not rare"
    )
    most_years: float = Field(10, ge=1, description="the rarest that is told of a silence: less than once in so long")
    most_ages: float = Field(3, gt=0, description="likewise, in times the age of the account")
    next_days: float = Field(
        120, ge=1, description="the next post is announced only if it is expected within so many days"
    )
    observed_weeks: int = Field(13, ge=1, description="weeks that must have been observed without a gap")
    grace_days: int = Field(91, ge=0, description="age in days under which an account is not judged")


@dataclass(frozen=True)
class Found:
    """What is found of each account and week.

    Attributes:
        rank: 0 for nothing, or FADING, SILENT or DORMANT.
        returning: It posts as usual again, and some calm weeks are waited for.
        ever: Whether a rhythm was ever known.
        known: Whether it can be judged now.
        weeks, before: Share of weeks with a post in the last quarter, and in the rest of the last year.
        fewer: It only posts less in the weeks in which it posts.
        slowing: How many posts there are and were.
    """

    rank: np.ndarray
    returning: np.ndarray
    ever: np.ndarray
    known: np.ndarray
    weeks: np.ndarray
    before: np.ndarray
    fewer: np.ndarray
    slowing: Slowing


def find(frame: pd.DataFrame, numbers: FadingThresholds) -> Found:
    """Find what the rhythm of each account and week comes to.

    Args:
        frame: Frame with the columns that `hs10_fading.SYMPTOM` needs.
        numbers: The thresholds.
    """
    state = floats(frame, "rhythm_state")
    told, working = ~np.isnan(state), working_weeks(frame, numbers)
    ever = ~never_before(frame, told)
    stopped = ever & ~told & (rolling_sum(frame, floats(frame, "posts"), QUARTER) <= MOST_POSTS)
    weeks, before = _shares(frame, working)
    slacker = weeks + numbers.slack_weeks / QUARTER <= numbers.slack_share * before
    seen = np.where(told, _seen(frame, slacker, numbers), 0)
    seen[stopped | (state == Rhythm.DORMANT)] = DORMANT
    bad = np.isin(state, BAD) | stopped
    rank = np.where(bad, seen, 0)
    if bad.any():
        explained = _inside_own_rhythm(frame, bad, numbers)
        rank = np.where(explained, 0, rank)
        rank = _held(frame, rank, ~working | _only_holidays(frame, rank, numbers), bad & (seen == 0))
        rank = np.where(explained, 0, rank)
    again = np.isin(rank, (FADING, SILENT)) & (seen < rank) & (floats(frame, "rhythm_silence_chance") > UNUSUAL)
    rank = np.where(again & slacker, FADING, rank)
    slowing = find_slowing(frame, numbers, working)
    # An account that comes back has few posts behind it, and is on its way up.
    slows = slowing.on & told & (state != Rhythm.REVIVED) & ~frame["seasonal"].to_numpy(bool)
    fewer = slows & ((rank == 0) | (again & ~slacker))
    rank = np.where(fewer, FADING, rank)
    return Found(rank, again & ~slacker & ~fewer, ever, told | stopped, weeks, before, fewer, slowing)


def _seen(frame: pd.DataFrame, slacker: np.ndarray, numbers: FadingThresholds) -> np.ndarray:
    """How bad a week that is not dormant is by itself."""
    over, days = floats(frame, "rhythm_over_line") == 1, floats(frame, "days_silent")
    long = over & (floats(frame, "rhythm_silence_chance") <= numbers.silent_chance)
    silent = (floats(frame, "rhythm_unusual") == 1) | (long & (days > numbers.silent_days))
    return np.where(silent, SILENT, np.where(over & slacker, FADING, 0))


def _shares(frame: pd.DataFrame, working: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Shares of the working weeks with a post: in the last quarter, and in the weeks of the year before it."""
    row, first = np.arange(len(frame)) + 1, first_rows(frame)
    begin, earlier = (np.maximum(row - weeks, first) for weeks in (QUARTER, QUARTER + YEAR_BEFORE))
    active, weeks = (np.concatenate(([0], np.cumsum(flags))) for flags in (_posted(frame) & working, working))
    with np.errstate(invalid="ignore"):
        recent = (active[row] - active[begin]) / (weeks[row] - weeks[begin])
        before = (active[begin] - active[earlier]) / (weeks[begin] - weeks[earlier])
    return recent, before


def _posted(frame: pd.DataFrame) -> np.ndarray:
    return np.asarray(frame["posts"].to_numpy() > 0)


def _held(frame: pd.DataFrame, rank: np.ndarray, idle: np.ndarray, waiting: np.ndarray) -> np.ndarray:
    """The same, where an idle week is at most as bad as the last one that was not.

    A week in which nothing bad is seen waits for calm weeks to pass: it is as bad as that one, but not for long.
    """
    row = np.arange(len(frame))
    last = np.maximum.accumulate(np.where(idle | waiting, -1, row))
    before = np.where(last >= first_rows(frame), rank[np.maximum(last, 0)], 0)
    patient = np.where(run_lengths(frame, waiting & ~idle) <= PATIENCE, before, 0)
    return np.where(idle, np.where(waiting, before, np.minimum(rank, before)), np.where(waiting, patient, rank))


def _inside_own_rhythm(frame: pd.DataFrame, bad: np.ndarray, numbers: FadingThresholds) -> np.ndarray:
    """Whether a season of the account's own explains the quiet; slower rhythms are in its gaps already."""
    explained = np.zeros(len(frame), bool)
    rows = _rows_of(frame, bad) & _rows_of(frame, _after_long_gap(frame, numbers) | frame["seasonal"].to_numpy(bool))
    if rows.any():
        part = frame[rows]
        allowed = own_allowance(part, _posted(part), numbers.slow_weeks, numbers)
        explained[rows] = (allowed > numbers.slow_weeks) & (floats(part, "days_silent") <= DAYS * allowed)
    return explained


def _rows_of(frame: pd.DataFrame, flags: np.ndarray) -> np.ndarray:
    """All rows of the accounts that have the flag in any row."""
    first = first_rows(frame)
    some = np.zeros(len(frame), bool)
    some[first[flags]] = True
    return np.asarray(some[first])


def _after_long_gap(frame: pd.DataFrame, numbers: FadingThresholds) -> np.ndarray:
    """Rows in which a gap ended that is long enough to be between seasons."""
    events = np.flatnonzero(_posted(frame))
    first = first_rows(frame)[events]
    same = np.concatenate(([False], first[1:] == first[:-1])) if len(events) else np.zeros(0, bool)
    long = numbers.rhythm_multiple * np.diff(events, prepend=events[:1]) > numbers.slow_weeks
    flags = np.zeros(len(frame), bool)
    flags[events[same & long]] = True
    return flags


def _only_holidays(frame: pd.DataFrame, rank: np.ndarray, numbers: FadingThresholds) -> np.ndarray:
    """Silent for a time that is nothing special without the holidays in it."""
    days = floats(frame, "days_silent")
    holidays = holiday_allowance(frame, np.ceil(days / DAYS), numbers)
    usual = numbers.holiday_gaps * floats(frame, "rhythm_usual_gap")
    return np.asarray((rank == SILENT) & (holidays > 0) & (days - holidays <= np.maximum(usual, DAYS)))
