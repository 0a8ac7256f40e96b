"""The numbers of an account and week, each declared once with its meaning; the score is made from some of them."""

from __future__ import annotations

import numpy as np

from monitor.activity.rhythm.begun import begun_share
from monitor.activity.rhythm.gaps import KEPT
from monitor.activity.rhythm.levels import SPEEDS
from monitor.activity.rhythm.state import RhythmState

NUMBERS: dict[str, str] = {
    **{f"share_{100 * s:02.0f}": f"smoothed share of active weeks, newest week weighing {s:g}" for s in SPEEDS},
    "share_begun": "share_02 begun where accounts of the portfolio end up instead of at 0",
    "quiet": "days since the last post",
    "silent_weeks": "complete weeks without a post",
    "age": "weeks since the first post",
    "active_weeks": "weeks with a post, ever",
    "gap_median": "median of the last 60 gaps between active days, in days; that of the portfolio without a gap",
    "gap_spread": "standard deviation of the logs of the last 60 gaps, shrunk with 5 gaps towards 0.9",
    "gap_count": "number of gaps kept, up to 60",
    "gap_odds": "chance of a gap at least as long as the silence: own gaps shrunk with 20 gaps of the portfolio",
    "change_quiet": "log chance of at most one active day in 13 weeks, by the change-point model",
    "change_13": "chance that the rhythm changed in the last 13 weeks",
    "change_rate": "expected active days a week by the change-point model",
    "shared": "activity of the whole portfolio this week beside what was expected of it",
}
NAMES: tuple[str, ...] = tuple(NUMBERS)
SPREAD_PRIOR, SPREAD_WEIGHT = 0.9, 5.0


def numbers(state: RhythmState, rows: np.ndarray) -> dict[str, np.ndarray]:
    """The numbers of these accounts at the end of the state's week.

    Args:
        state: Running numbers.
        rows: Accounts that have begun.

    Returns:
        For each of NAMES an array, float64, one value per account; no NaN.
    """
    shares = {f"share_{100 * s:02.0f}": state.levels.share[rows, i] for i, s in enumerate(SPEEDS)}
    shares["share_begun"] = begun_share(state, rows)
    whole = {name: getattr(state, name)[rows] for name in ("quiet", "silent_weeks", "age", "active_weeks")}
    found = shares | whole | _gaps(state, rows) | _change(state, rows)
    return {name: found[name].astype(np.float64) for name in NAMES}


def channel_numbers(state: RhythmState, rows: np.ndarray) -> dict[str, np.ndarray]:
    """Only the numbers that the score needs, a fraction of the work."""
    days = state.gaps.silence(int(state.week[0]))[rows]
    return {
        "share_begun": begun_share(state, rows),
        "gap_odds": state.gaps.odds(rows, days, state.law),
        "change_quiet": state.runs.quiet_odds(rows),
    }


def _gaps(state: RhythmState, rows: np.ndarray) -> dict[str, np.ndarray]:
    gaps, days = state.gaps, state.gaps.silence(int(state.week[0]))[rows]
    kept = np.minimum(gaps.count[rows], KEPT)
    spread = np.where(kept > 0, gaps.spread[rows], 0.0)
    return {
        "gap_median": np.where(kept > 0, gaps.median[rows], state.law.usual),
        "gap_spread": (spread * kept + SPREAD_PRIOR * SPREAD_WEIGHT) / (kept + SPREAD_WEIGHT),
        "gap_count": kept,
        "gap_odds": gaps.odds(rows, days, state.law),
    }


def _change(state: RhythmState, rows: np.ndarray) -> dict[str, np.ndarray]:
    return {
        "change_quiet": state.runs.quiet_odds(rows),
        "change_13": state.runs.changed(rows, 13),
        "change_rate": state.runs.rate(rows),
        "shared": np.full(len(rows), state.shared.factor[0]),
    }
