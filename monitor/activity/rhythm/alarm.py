"""The alarm's line: how high a score must be so that false alarms stay within what was asked for.

A line that is right for one portfolio is wrong for the next, so each portfolio corrects the shipped one as it learns
which of its alarms were false, within bounds, and tells the rate it really had.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from monitor.activity.rhythm.episodes import SETTLED
from monitor.activity.rhythm.outcomes import QUARTER

SENSITIVITY = {"calm": 0.25, "balanced": 0.5, "eager": 1.0}
"""False alarms an account-year that are asked for."""
YEAR = 52.1775
LINES = np.round(np.arange(-6.0, 6.01, 0.1), 1)
"""Scores that a line can lie at."""
PRIOR_YEARS = 1.0
"""Account-years that the shipped rates are worth."""
BOUND = 3.5
"""Farthest that a portfolio may move its line from the shipped one."""
FORGET = 0.5 ** (1 / 104)
"""What a week that passes leaves of what was learned: half after two years."""
REPAY = 0.05
"""Share of the account-years so far over which what was saved or overspent is evened out."""
MOST_FACTOR = 4.0
"""Most by which the rate that is aimed at may differ from the one asked for."""


@dataclass(frozen=True)
class Learned:
    """What a portfolio's line was, week by week.

    Attributes:
        line: Score from which an alarm is due, shape (weeks,).
        real_rate: False alarms an account-year that this line really gave, of all weeks of which it is known by then;
            NaN before a portfolio-year of them.
        years: Account-years of which it is known by then.
    """

    line: np.ndarray
    real_rate: np.ndarray
    years: np.ndarray


def alarms(score: np.ndarray, watched: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Alarms, bool: a watched week whose score reaches the week's line, none in the 12 weeks before it.

    Args:
        score: Shape (accounts, weeks).
        watched: Likewise, bool.
        line: Shape (weeks,).
    """
    last = np.full(len(score), -QUARTER)
    found = np.zeros(score.shape, bool)
    hot = watched & (score >= line)
    for week in np.flatnonzero(hot.any(0)):
        found[:, week] = hot[:, week] & (week - last >= QUARTER)
        last[found[:, week]] = week
    return found


def false_rates(score: np.ndarray, watched: np.ndarray, excused: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """False alarms of each week by line, shape (weeks, lines), and account-years of exposure, shape (weeks,)."""
    last = np.full((len(score), len(LINES)), -QUARTER, np.int16)
    false = np.zeros((score.shape[1], len(LINES)))
    for week in range(score.shape[1]):
        rows = np.flatnonzero(watched[:, week])
        fires = (score[rows, week, None] >= LINES) & (week - last[rows] >= QUARTER)
        last[rows] = np.where(fires, np.int16(week), last[rows])
        false[week] = fires[~excused[rows, week]].sum(0)
    return false, (watched & ~excused).sum(0) / YEAR


def learned(score: np.ndarray, watched: np.ndarray, excused: np.ndarray, wanted: float, shipped: np.ndarray) -> Learned:
    """Follow a portfolio as it corrects its line every week.

    Args:
        score: Shape (accounts, weeks).
        watched: Weeks in which an alarm may be given.
        excused: Weeks in which an alarm is no false one; see `episodes`.
        wanted: False alarms an account-year.
        shipped: False alarms an account-year at each of LINES on the histories that the score was fitted on.
    """
    false, years = false_rates(score, watched, excused)
    remembered, recent = _fading(_settled(false)), _fading(_settled(years))
    rates = (remembered + PRIOR_YEARS * shipped) / (recent[:, None] + PRIOR_YEARS)
    start = LINES[_lowest(shipped[None], wanted)][0]
    places = np.flatnonzero(np.abs(LINES - start) <= BOUND + 1e-9)
    return _steered(score, watched, excused, wanted, rates[:, places], LINES[places], _settled(years))


def _steered(
    score: np.ndarray,
    watched: np.ndarray,
    excused: np.ndarray,
    wanted: float,
    rates: np.ndarray,
    lines: np.ndarray,
    years: np.ndarray,
) -> Learned:
    """Week by week: what was saved or overspent so far is added to what is asked of the next account-years."""
    weeks = score.shape[1]
    line, given, saved = np.zeros(weeks), np.zeros(weeks), 0.0
    last = np.full(len(score), -QUARTER)
    total = np.cumsum(years)
    for week in range(weeks):
        known = given[week - SETTLED] if week >= SETTLED else 0.0
        saved = saved * FORGET + wanted * years[week] - known
        asked = np.clip(
            wanted + saved / (total[week] * REPAY + PRIOR_YEARS), wanted / MOST_FACTOR, wanted * MOST_FACTOR
        )
        line[week] = lines[_lowest(rates[week][None], asked)[0]]
        fires = watched[:, week] & (score[:, week] >= line[week]) & (week - last >= QUARTER)
        last[fires] = week
        given[week] = (fires & ~excused[:, week]).sum()
    real = np.where(total >= 1.0, np.cumsum(_settled(given)) / np.maximum(total, 1e-9), np.nan)
    return Learned(line, real, total)


def _fading(values: np.ndarray) -> np.ndarray:
    """Running sums that forget: old rates say less about now."""
    total = np.zeros_like(values)
    for week in range(len(values)):
        total[week] = values[week] + (total[week - 1] * FORGET if week else 0.0)
    return total


def _settled(values: np.ndarray) -> np.ndarray:
    """Values of the weeks that are settled when each week ends: SETTLED weeks later, zero before."""
    late = np.zeros_like(values)
    late[SETTLED:] = values[:-SETTLED] if len(values) > SETTLED else values[:0]
    return late


def _lowest(rates: np.ndarray, wanted: float) -> np.ndarray:
    """Place of the lowest line at which, and above which, the rate is at most the one wanted."""
    too_many = rates > wanted
    highest = np.where(too_many.any(1), rates.shape[1] - 1 - too_many[:, ::-1].argmax(1), -1)
    return np.asarray(np.minimum(highest + 1, rates.shape[1] - 1))
