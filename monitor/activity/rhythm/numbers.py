"""The numbers of an account and week that the score is made from, each declared once with its meaning."""

from __future__ import annotations

import numpy as np

from monitor.activity.rhythm.gaps import KEPT
from monitor.activity.rhythm.levels import DAY_SPEEDS, SPEEDS
from monitor.activity.rhythm.state import RhythmState

NUMBERS: dict[str, str] = {
    **{f"share_{100 * s:02.0f}": f"smoothed share of active weeks, newest week weighing {s:g}" for s in SPEEDS},
    **{f"days_{100 * s:02.0f}": f"smoothed active days a week, newest week weighing {s:g}" for s in DAY_SPEEDS},
    "volume": "smoothed log(1 + posts) of active weeks",
    "stay": "share of active weeks among weeks after an active one",
    "wake": "share of active weeks among weeks after a silent one",
    "peak": "highest level at a half-life of 8 weeks, slowly forgotten",
    "quiet": "log(1 + days since the last post)",
    "silent_weeks": "log(1 + days since the last active day / 7)",
    "tenure": "log(1 + active weeks ever)",
    "age": "log of weeks since the first post",
    "gap_median": "log(1 + median of the last gaps in days)",
    "gap_spread": "standard deviation of the logs of the last gaps, shrunk towards 0.9",
    "gap_count": "log(1 + number of gaps kept)",
    "gap_ratio": "log(1 + silence / median gap)",
    "gap_rank": "-log of the share of own gaps at least as long as the silence",
    "gap_odds": "-log of the chance of a gap at least this long, shrunk with gaps of the portfolio",
    "change_quiet": "log chance of at most one active day in 13 weeks, by the change-point model",
    "change_4": "chance that the rhythm changed in the last 4 weeks",
    "change_13": "chance that the rhythm changed in the last 13 weeks",
    "change_rate": "log of expected active days a week by the change-point model",
    "surprise_02": "surprise of the silence, from the level at a half-life of 34 weeks",
    "surprise_08": "surprise of the silence, from the level at a half-life of 8 weeks",
    "usual_08": "level at a half-life of 8 weeks at the last active week",
    "cusum": "log(1 + lower Poisson CUSUM of active days)",
    "shared": "activity of the whole portfolio this week beside what was expected of it",
    "shared_slow": "the same, smoothed over about 2 weeks",
}
NAMES: tuple[str, ...] = tuple(NUMBERS)
SPREAD_PRIOR, SPREAD_WEIGHT = 0.9, 5.0


def numbers(state: RhythmState, rows: np.ndarray) -> np.ndarray:
    """The numbers of these accounts at the end of the state's week.

    Args:
        state: Running numbers.
        rows: Accounts that have begun.

    Returns:
        float64 of shape (accounts, numbers), columns in the order of NAMES; no NaN.
    """
    columns = _levels(state, rows) | _silence(state, rows) | _change(state, rows)
    return np.stack([columns[name] for name in NAMES], axis=1)


def _levels(state: RhythmState, rows: np.ndarray) -> dict[str, np.ndarray]:
    levels = state.levels
    shares = {f"share_{100 * s:02.0f}": levels.share[rows, i] for i, s in enumerate(SPEEDS)}
    days = {f"days_{100 * s:02.0f}": levels.days[rows, i] for i, s in enumerate(DAY_SPEEDS)}
    simple = {"volume": levels.volume, "stay": levels.stay, "wake": levels.wake, "peak": levels.peak}
    return shares | days | {name: values[rows] for name, values in simple.items()}


def _silence(state: RhythmState, rows: np.ndarray) -> dict[str, np.ndarray]:
    gaps, days = state.gaps, state.gaps.silence(int(state.week[0]))[rows]
    kept = np.minimum(gaps.count[rows], KEPT)
    median = np.where(kept > 0, gaps.median[rows], state.law.usual)
    spread = np.where(kept > 0, gaps.spread[rows], 0.0)
    return {
        "quiet": np.log1p(state.quiet[rows]),
        "silent_weeks": np.log1p(days / 7),
        "tenure": np.log1p(state.active_weeks[rows]),
        "age": np.log(state.age[rows]),
        "gap_median": np.log1p(median),
        "gap_spread": (spread * kept + SPREAD_PRIOR * SPREAD_WEIGHT) / (kept + SPREAD_WEIGHT),
        "gap_count": np.log1p(kept),
        "gap_ratio": np.log1p(days / np.maximum(median, 1.0)),
        "gap_rank": -np.log((gaps.at_least(rows, days) + 0.5) / (kept + 1)),
        "gap_odds": -np.log(gaps.odds(rows, days, state.law) + 1e-4),
    }


def _change(state: RhythmState, rows: np.ndarray) -> dict[str, np.ndarray]:
    runs, surprise, ones = state.runs, state.surprise, np.ones(len(rows))
    return {
        "change_quiet": runs.quiet_odds(rows),
        "change_4": runs.changed(rows, 4),
        "change_13": runs.changed(rows, 13),
        "change_rate": np.log(runs.rate(rows)),
        "surprise_02": surprise.silent[rows, 0],
        "surprise_08": surprise.silent[rows, 1],
        "usual_08": surprise.usual[rows, 1],
        "cusum": np.log1p(surprise.cusum[rows]),
        "shared": state.shared.factor[0] * ones,
        "shared_slow": state.shared.slow[0] * ones,
    }
