"""The alarm's line: how high a score must be so that false alarms stay within what was asked for.

A line that is right for one portfolio is wrong for the next, so each portfolio corrects the shipped one as it learns
which of its alarms were false, within bounds, and tells the rate it really had.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from monitor.activity.rhythm.episodes import SETTLED
from monitor.activity.rhythm.outcomes import QUARTER, preceded

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
MOSTLY = 0.7
"""What an alarm counts as a false one until it is known: most are, and too many are seen at once that way."""
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


def lines_of(parts: Sequence[Learned]) -> Learned:
    """The line of weeks that follow each other."""
    return Learned(*(np.concatenate([getattr(part, name.name) for part in parts]) for name in fields(Learned)))


@dataclass(frozen=True)
class Steering:
    """What correcting the line needs of the weeks before.

    Attributes:
        ago: Weeks from the last alarm at each of LINES to the first week that is not settled, at most QUARTER; shape
            (accounts, lines), int8.
        fired: Alarms of the last SETTLED weeks, shape (accounts, SETTLED), bool.
        remembered: False alarms at each of LINES, forgetting, shape (lines,).
        recent: Account-years, forgetting, shape (1,).
        years: Account-years of which it is known whether an alarm was false, shape (1,).
        given: False alarms that were given, shape (1,).
        saved: False alarms that were saved (or overspent, below 0), forgetting, shape (1,).
    """

    ago: np.ndarray
    fired: np.ndarray
    remembered: np.ndarray
    recent: np.ndarray
    years: np.ndarray
    given: np.ndarray
    saved: np.ndarray

    @classmethod
    def empty(cls, count: int) -> Steering:
        """Before the first week."""
        ago, fired = np.full((count, len(LINES)), QUARTER, np.int8), np.zeros((count, SETTLED), bool)
        return cls(ago, fired, np.zeros(len(LINES)), *(np.zeros(1) for _ in range(4)))


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
    return _false_rates(score, watched, excused, Steering.empty(len(score)).ago)[:2]


def _false_rates(
    score: np.ndarray, watched: np.ndarray, excused: np.ndarray, ago: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Likewise, and how long ago the last alarm at each line is after these weeks; `ago` says the same before them."""
    last, weeks = -ago.astype(np.int16), score.shape[1]
    false = np.zeros((weeks, len(LINES)))
    for week in range(weeks):
        rows = np.flatnonzero(watched[:, week])
        fires = (score[rows, week, None] >= LINES) & (week - last[rows] >= QUARTER)
        last[rows] = np.where(fires, np.int16(week), last[rows])
        false[week] = fires[~excused[rows, week]].sum(0)
    return false, (watched & ~excused).sum(0) / YEAR, np.minimum(weeks - last, QUARTER).astype(np.int8)


def learned(score: np.ndarray, watched: np.ndarray, excused: np.ndarray, wanted: float, shipped: np.ndarray) -> Learned:
    """Follow a portfolio from its first week as it corrects its line every week.

    Args:
        score: Shape (accounts, weeks).
        watched: Weeks in which an alarm may be given.
        excused: Weeks in which an alarm is no false one; see `episodes`.
        wanted: False alarms an account-year.
        shipped: False alarms an account-year at each of LINES on the histories that the score was fitted on.
    """
    score, watched, excused = (preceded(values, SETTLED) for values in (score, watched, excused))
    return steered(score, watched, excused, wanted, shipped, Steering.empty(len(score)))[0]


def steered(
    score: np.ndarray,
    watched: np.ndarray,
    excused: np.ndarray,
    wanted: float,
    shipped: np.ndarray,
    begin: Steering,
) -> tuple[Learned, np.ndarray, Steering]:
    """Follow a portfolio through new weeks.

    Args:
        score: As in `learned`, but the first SETTLED weeks are those before the new ones; likewise the next two.
        watched: See `learned`.
        excused: See `learned`.
        wanted: See `learned`.
        shipped: See `learned`.
        begin: What is known of the weeks before the new ones.

    Returns:
        The line in the new weeks, the alarms of all these weeks, bool, and how to go on.
    """
    weeks = score.shape[1] - SETTLED
    false, years, ago = _false_rates(score[:, :weeks], watched[:, :weeks], excused[:, :weeks], begin.ago)
    remembered, recent = _fading(false, begin.remembered), _fading(years, begin.recent[0])
    rates = (remembered + PRIOR_YEARS * shipped) / (recent[:, None] + PRIOR_YEARS)
    start = LINES[_lowest(shipped[None], wanted)][0]
    places = np.flatnonzero(np.abs(LINES - start) <= BOUND + 1e-9)
    total = _running(years, begin.years)
    hot = (score, watched, excused)
    line, fired, given, saved = _spent(hot, wanted, rates[:, places], LINES[places], (years, total), begin)
    real = np.where(total >= 1.0, given / np.maximum(total, 1e-9), np.nan)
    after = Steering(ago, fired[:, weeks:], remembered[-1], recent[-1:], total[-1:], given[-1:], np.array([saved]))
    return Learned(line, real, total), fired, after


def _spent(
    hot: tuple[np.ndarray, np.ndarray, np.ndarray],
    wanted: float,
    rates: np.ndarray,
    lines: np.ndarray,
    years: tuple[np.ndarray, np.ndarray],
    begin: Steering,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Week by week: what was saved or overspent so far is added to what is asked of the next account-years."""
    score, watched, excused = hot
    weeks, saved = score.shape[1] - SETTLED, float(begin.saved[0])
    line, known = np.zeros(weeks), np.zeros(weeks)
    fired = np.concatenate([begin.fired, np.zeros((len(score), weeks), bool)], axis=1)
    for week in range(weeks):
        now = week + SETTLED
        known[week] = (fired[:, week] & ~excused[:, week]).sum()
        saved = saved * FORGET + wanted * years[0][week] - known[week]
        more = (saved + _open(watched, fired, now, wanted)) / (years[1][week] * REPAY + PRIOR_YEARS)
        asked = np.clip(wanted + more, wanted / MOST_FACTOR, wanted * MOST_FACTOR)
        line[week] = lines[_lowest(rates[week][None], asked)[0]]
        rows = np.flatnonzero(watched[:, now] & (score[:, now] >= line[week]))
        fired[rows, now] = ~fired[rows, now - QUARTER + 1 : now].any(1)
    return line, fired, _running(known, begin.given), saved


def _open(watched: np.ndarray, fired: np.ndarray, now: int, wanted: float) -> float:
    """False alarms that were probably saved in the weeks before this one that are not settled yet."""
    weeks = slice(now - SETTLED + 1, now)
    return float(wanted * watched[:, weeks].sum() / YEAR - MOSTLY * fired[:, weeks].sum())


def _running(values: np.ndarray, begin: np.ndarray) -> np.ndarray:
    """Running sums that go on from a number, added one after the other."""
    return np.cumsum(np.concatenate([begin, values]))[1:]


def _fading(values: np.ndarray, begin: np.ndarray) -> np.ndarray:
    """Running sums that forget: old rates say less about now."""
    total, before = np.zeros_like(values), begin
    for week in range(len(values)):
        total[week] = before = values[week] + before * FORGET
    return total


def _lowest(rates: np.ndarray, wanted: float) -> np.ndarray:
    """Place of the lowest line at which, and above which, the rate is at most the one wanted."""
    too_many = rates > wanted
    highest = np.where(too_many.any(1), rates.shape[1] - 1 - too_many[:, ::-1].argmax(1), -1)
    return np.asarray(np.minimum(highest + 1, rates.shape[1] - 1))
