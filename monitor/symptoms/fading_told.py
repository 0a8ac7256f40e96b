"""The numbers that are told with a finding of HS10; see `fading`."""

from __future__ import annotations

import numpy as np
import pandas as pd

from monitor.activity.rhythm.outcomes import QUARTER
from monitor.activity.rhythm.states import UNUSUAL
from monitor.activity.weeks import DAYS, week_start
from monitor.symptoms.fading import DORMANT, SILENT, FadingThresholds, Found
from monitor.symptoms.windows import floats

YOUNG_WEEKS = 26
YEAR = 365.25
MOST_TELLING = 9
"""Never ten in ten: a forecast is no fact."""


def told_numbers(frame: pd.DataFrame, found: Found, numbers: FadingThresholds) -> dict[str, np.ndarray]:
    """The evidence of the rows that are a finding; NaN elsewhere, and where it is not to be told."""
    rows = np.flatnonzero(found.rank > 0)
    part, rank = frame.iloc[rows], found.rank[rows]
    told = _silence(part, rank, numbers) | _odds(part, rank) | _dates(part, rank, numbers)
    told |= {"weeks": np.rint(QUARTER * found.weeks[rows]), "weeks_before": np.rint(QUARTER * found.before[rows])}
    fewer = found.fewer[rows]
    for name, values in (("posts_recent", found.slowing.recent), ("posts_usual", found.slowing.usual)):
        told[name] = np.where(fewer, np.rint(values[rows]), np.nan)
    columns = {}
    for name, values in told.items():
        columns[name] = np.full(len(frame), np.nan)
        columns[name][rows] = values
    return columns


def _silence(frame: pd.DataFrame, rank: np.ndarray, numbers: FadingThresholds) -> dict[str, np.ndarray]:
    """The silence beside the account's own gaps, and how often it has one as long."""
    chance, a_year = floats(frame, "rhythm_silence_chance"), floats(frame, "rhythm_gaps_a_year")
    with np.errstate(divide="ignore"):
        years = 1 / (chance * a_year)
    most = np.rint(np.minimum(numbers.most_years, numbers.most_ages * floats(frame, "age_days") / YEAR))
    rare = (rank >= SILENT) & (years >= numbers.rare_years) & (floats(frame, "rhythm_little_history") == 0)
    return {
        "days_silent": floats(frame, "days_silent"),
        "usual_gap": np.maximum(np.rint(floats(frame, "rhythm_usual_gap")), 1.0),
        "silence_chance": chance,
        "once_in_years": np.where(rare & (years <= most), np.rint(years), np.nan),
        "rarer_than_years": np.where(rare & (years > most) & (most >= numbers.rare_years), most, np.nan),
    }


def _odds(frame: pd.DataFrame, rank: np.ndarray) -> dict[str, np.ndarray]:
    """What became of accounts like this one, and what speaks for it."""
    forecast = rank < DORMANT
    chance = np.where(forecast, floats(frame, "rhythm_dormant_chance"), np.nan)
    ten = np.clip(np.floor(10 * chance + 0.5), 0, MOST_TELLING)
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
    # Beyond nearly all of its gaps an account's own past says nothing of the next post.
    usual = floats(frame, "rhythm_silence_chance") > UNUSUAL
    soon = forecast & usual & (late <= numbers.next_days)
    # A decline that began with the silence itself says nothing that the silence does not.
    slower = forecast & (DAYS * (decline + 1) > silent + DAYS)
    after = DAYS * (week + 1) + week_start(0).toordinal()
    return {
        "decline_week": np.where(slower, week - decline, np.nan),
        "next_from": np.where(soon, after + early, np.nan),
        "next_to": np.where(soon, after + np.maximum(late, early + 1), np.nan),
        # A date that is past, or that nearly all of the account's own gaps were shorter than, is no forecast any more.
        "horror_week": np.where(forecast & usual & (horror > 1), week + horror, np.nan),
    }
