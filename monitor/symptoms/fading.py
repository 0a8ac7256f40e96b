"""What of an account's rhythm is a finding, and the numbers that are told with it; see `hs10_fading`."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pydantic import Field

from monitor.activity.rhythm.outcomes import MOST_POSTS, QUARTER
from monitor.activity.rhythm.states import Rhythm
from monitor.activity.weeks import DAYS, week_start
from monitor.symptoms.contract import first_rows, rolling_sum
from monitor.symptoms.quiet import RhythmThresholds, own_allowance
from monitor.symptoms.windows import floats, holiday_allowance, never_before, working_weeks

FADING, SILENT, DORMANT = 1, 2, 3
RANKS = {Rhythm.FADING: FADING, Rhythm.SILENT: SILENT, Rhythm.DORMANT: DORMANT}
YOUNG_WEEKS = 26
MOST_TELLING = 9
"""Never ten in ten: a forecast is no fact."""


class FadingThresholds(RhythmThresholds):
    """Thresholds of HS10; how readily it speaks is `detection.sensitivity`."""

    holiday_days: float = Field(
        4, gt=0, le=5, description="a week with at least this many working days off is a holiday week: nothing begins"
    )
    holiday_gaps: float = Field(
        2, ge=0, description="usual gaps that a silence without its holidays must be longer than, to begin"
    )
    slow_weeks: float = Field(
        4, ge=1, description="weeks of quiet from which a slow or yearly rhythm of the account's own explains silence"
    )
    rare_years: float = Field(
        1.5, ge=1, description="a silence that happens to the account more often than once in so many years is not rare"
    )
    most_years: float = Field(10, ge=1, description="the rarest that is told of a silence: less than once in so long")
    next_days: float = Field(
        120, ge=1, description="the next post is announced only if it is expected within so many days"
    )
    observed_weeks: int = Field(13, ge=1, description="weeks that must have been observed without a gap")
    grace_days: int = Field(91, ge=0, description="age in days under which an account is not judged")


def findings(frame: pd.DataFrame, numbers: FadingThresholds) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How bad each account and week is.

    Args:
        frame: Frame with the columns that `hs10_fading.SYMPTOM` needs.
        numbers: The thresholds.

    Returns:
        0 for nothing, or FADING, SILENT or DORMANT; whether a rhythm was ever known; whether it can be judged now.
    """
    state = floats(frame, "rhythm_state")
    told = ~np.isnan(state)
    ever = ~never_before(frame, told)
    stopped = ever & ~told & (rolling_sum(frame, floats(frame, "posts"), QUARTER) <= MOST_POSTS)
    rank = np.where(stopped, DORMANT, 0)
    for one, how_bad in RANKS.items():
        rank[state == one] = how_bad
    some = rank > 0
    if some.any():
        rank[some & _inside_own_rhythm(frame, numbers)] = 0
        rank = _begun_outside_holidays(frame, rank, numbers)
    return rank, ever, told | stopped


def _inside_own_rhythm(frame: pd.DataFrame, numbers: FadingThresholds) -> np.ndarray:
    """Whether a slow or yearly rhythm of the account's own explains the quiet."""
    allowed = own_allowance(frame, floats(frame, "posts") > 0, numbers.slow_weeks, numbers)
    return np.asarray((allowed > numbers.slow_weeks) & (floats(frame, "days_silent") <= DAYS * allowed))


def _begun_outside_holidays(frame: pd.DataFrame, rank: np.ndarray, numbers: FadingThresholds) -> np.ndarray:
    """The same, where a week that can begin nothing is at most as bad as the last one that could."""
    row = np.arange(len(frame))
    idle = ~working_weeks(frame, numbers) | _only_holidays(frame, rank, numbers)
    last = np.maximum.accumulate(np.where(idle, -1, row))
    before = np.where(last >= first_rows(frame), rank[np.maximum(last, 0)], 0)
    return np.where(idle, np.minimum(rank, before), rank)


def _only_holidays(frame: pd.DataFrame, rank: np.ndarray, numbers: FadingThresholds) -> np.ndarray:
    """Silent for a time that is nothing special without the holidays in it."""
    days = floats(frame, "days_silent")
    holidays = holiday_allowance(frame, np.ceil(days / DAYS), numbers)
    usual = numbers.holiday_gaps * floats(frame, "rhythm_usual_gap")
    return np.asarray((rank == SILENT) & (holidays > 0) & (days - holidays <= np.maximum(usual, DAYS)))


def told_numbers(frame: pd.DataFrame, rank: np.ndarray, numbers: FadingThresholds) -> dict[str, np.ndarray]:
    """The evidence of the rows that are a finding; NaN elsewhere, and where it is not to be told."""
    rows = np.flatnonzero(rank > 0)
    part, bad = frame.iloc[rows], rank[rows]
    found = _silence(part, bad, numbers) | _odds(part, bad) | _dates(part, bad, numbers)
    columns = {}
    for name, values in found.items():
        columns[name] = np.full(len(frame), np.nan)
        columns[name][rows] = values
    return columns


def _silence(frame: pd.DataFrame, rank: np.ndarray, numbers: FadingThresholds) -> dict[str, np.ndarray]:
    """The silence beside the account's own gaps, and how often it has one as long."""
    chance, a_year = floats(frame, "rhythm_silence_chance"), floats(frame, "rhythm_gaps_a_year")
    with np.errstate(divide="ignore"):
        years = 1 / (chance * a_year)
    rare = (rank == SILENT) & (years >= numbers.rare_years) & (floats(frame, "rhythm_little_history") == 0)
    return {
        "days_silent": floats(frame, "days_silent"),
        "usual_gap": np.maximum(np.rint(floats(frame, "rhythm_usual_gap")), 1.0),
        "silence_chance": chance,
        "once_in_years": np.where(rare & (years <= numbers.most_years), np.rint(years), np.nan),
        "rarer_than_years": np.where(rare & (years > numbers.most_years), numbers.most_years, np.nan),
    }


def _odds(frame: pd.DataFrame, rank: np.ndarray) -> dict[str, np.ndarray]:
    """What became of accounts like this one, and what speaks for it."""
    forecast = rank < DORMANT
    chance = np.where(forecast, floats(frame, "rhythm_dormant_chance"), np.nan)
    ten = np.minimum(np.rint(10 * chance), MOST_TELLING)
    young = floats(frame, "rhythm_little_history") == 1
    return {
        "dormant_chance": chance,
        "in_ten": np.where(ten >= 1, ten, np.nan),
        "young_weeks": np.where(young & forecast, float(YOUNG_WEEKS), np.nan),
        "part": np.where(forecast, floats(frame, "rhythm_reason"), np.nan),
    }


def _dates(frame: pd.DataFrame, rank: np.ndarray, numbers: FadingThresholds) -> dict[str, np.ndarray]:
    """Since when it declines, when the next post is to be expected, and when a post a month is reached."""
    week = frame.index.get_level_values(1).to_numpy(np.int64)
    forecast, silent = rank < DORMANT, floats(frame, "days_silent")
    decline, horror = floats(frame, "rhythm_decline_weeks"), floats(frame, "rhythm_horror_weeks")
    early, late = np.floor(floats(frame, "rhythm_next_early")), np.floor(floats(frame, "rhythm_next_late"))
    soon = forecast & (late <= numbers.next_days)
    # A decline that began with the silence itself says nothing that the silence does not.
    slower = forecast & (DAYS * (decline + 1) > silent + DAYS)
    after = DAYS * (week + 1) + week_start(0).toordinal()
    return {
        "decline_week": np.where(slower, week - decline, np.nan),
        "next_from": np.where(soon, after + early, np.nan),
        "next_to": np.where(soon, after + np.maximum(late, early + 1), np.nan),
        "horror_week": np.where(forecast, week + horror, np.nan),
    }
