"""Is what people read true? What is told of a history, held against what happened, with a model that never saw it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from bench.rhythm_cases import make_case
from monitor.activity.rhythm import alarm, episodes
from monitor.activity.rhythm.chance import AHEAD, SETTLED, begins_within
from monitor.activity.rhythm.decline import HORROR
from monitor.activity.rhythm.events import DAY, account_weeks, week_end, week_of
from monitor.activity.rhythm.follow import follow
from monitor.activity.rhythm.model import Model
from monitor.activity.rhythm.numbers import channel_numbers
from monitor.activity.rhythm.outcomes import trailing
from monitor.activity.rhythm.portfolio import portfolio_of
from monitor.activity.rhythm.telling import tell

NOMINAL = 0.05
TRIED = 26
"""Weeks after a projected date within which the horror must have come for the date to be right."""


def check(posts: pd.DataFrame, model: Model, last: int) -> dict[str, float]:
    """Numbers of one history; NaN where there is nothing to measure.

    Args:
        posts: account and timestamp.
        model: Coefficients fitted without the history.
        last: Last week.
    """
    told = tell(portfolio_of(posts), model, last=last).table
    names = pd.Index(sorted(posts["account"].unique()))
    row = names.get_indexer(told["account"].astype(str))
    first = int(week_of(posts["timestamp"].min()))
    width = last - first + 1
    key = names.get_indexer(posts["account"]) * width + week_of(posts["timestamp"].to_numpy()) - first
    weekly = np.bincount(key, minlength=len(names) * width).reshape(len(names), width).astype(np.float32)
    week = told["week"].to_numpy() - first
    moments = {str(name): np.sort(part.to_numpy()) for name, part in posts.groupby("account")["timestamp"]}
    next_days = _next_days(told, moments)
    return (
        _chances(told, weekly, row, week)
        | _gaps(posts, last)
        | _expectations(told, next_days)
        | _projections(told, weekly, row, week)
    )


def _chances(told: pd.DataFrame, weekly: np.ndarray, row: np.ndarray, week: np.ndarray) -> dict[str, float]:
    """Calibration error of the chance of dormancy, in tenths of the rows, and the mean chance and share."""
    dead = np.zeros(weekly.shape, bool)
    dead[:, :-13] = trailing(weekly, 13)[:, 13:] <= 1
    known = told["monitored"].to_numpy() & (week < weekly.shape[1] - SETTLED) & (week >= SETTLED + 52)
    chance = told["chance_dormant_13w"].to_numpy()[known]
    bad = begins_within(dead, AHEAD)[row[known], week[known]]
    if not len(chance):
        return {"chance told": np.nan, "came": np.nan, "calibration error": np.nan}
    parts = np.array_split(np.argsort(chance, kind="stable"), 10)
    error = sum(abs(chance[part].mean() - bad[part].mean()) * len(part) for part in parts if len(part)) / len(chance)
    return {"chance told": float(chance.mean()), "came": float(bad.mean()), "calibration error": float(error)}


def _next_days(told: pd.DataFrame, moments: Mapping[str, np.ndarray]) -> np.ndarray:
    """Days from the end of each row's week to the account's next post; infinite if none is known."""
    days = np.full(len(told), np.inf)
    ends = week_end(told["week"].to_numpy()).astype(np.float64)
    for name, places in told.groupby("account", observed=True).indices.items():
        posts = np.append(moments[str(name)], np.inf)
        days[places] = (posts[np.searchsorted(posts, ends[places])] - ends[places]) / DAY
    return days


def _expectations(told: pd.DataFrame, next_days: np.ndarray) -> dict[str, float]:
    """Share of next posts of still monitored accounts that come within what was told (10, 50 and 90 % are meant)."""
    chosen = told["monitored"].to_numpy() & np.isfinite(next_days)
    shares = {
        name: float((next_days <= told[name].to_numpy())[chosen].mean())
        for name in ("next_early", "next_usual", "next_late")
    }
    return {f"sooner than {name}": share for name, share in shares.items()}  # fmt: skip


def _gaps(posts: pd.DataFrame, last: int) -> dict[str, float]:
    """Share of gaps that were called unusual (5 % is meant) at the end of the last week before they ended."""
    codes, names = pd.factorize(posts["account"], sort=True)
    moment = posts["timestamp"].to_numpy()
    found = follow(
        account_weeks(codes, moment), len(names), lambda s, r: channel_numbers(s, r) | {"quiet": s.quiet[r]}, last
    )
    order = np.lexsort((found.week, found.row))
    row, quiet = found.row[order], found.numbers["quiet"][order]
    odds, week = found.numbers["gap_odds"][order], found.week[order]
    ended = np.flatnonzero((row[1:] == row[:-1]) & (week[1:] == week[:-1] + 1) & (quiet[1:] < quiet[:-1] + 7))
    return {"gaps called unusual": float((odds[ended] <= NOMINAL).mean()) if len(ended) else np.nan}


def _projections(told: pd.DataFrame, weekly: np.ndarray, row: np.ndarray, week: np.ndarray) -> dict[str, float]:
    """Of the dates told: how many, and how often the horror had come by then or within half a year after."""
    date = told["projected_horror"].to_numpy() - (told["week"].to_numpy() - week)
    known = np.flatnonzero(np.isfinite(date) & (date + TRIED < weekly.shape[1]) & told["monitored"].to_numpy())
    quarter = trailing(weekly > 0, 13) / 13
    right = [bool((quarter[row[i], week[i] + 1 : int(date[i]) + TRIED] <= HORROR).any()) for i in known]
    return {"dates told": float(len(known)), "dates right": float(np.mean(right)) if right else np.nan}


def alarm_rates(posts: pd.DataFrame, model: Model, last: int) -> dict[str, float]:
    """False alarms an account-year that really came, from a portfolio-year on, by what was asked for."""
    case = make_case(posts, last)
    score, watched = case.scores(model), case.fate.monitored
    rates = model.rates_at(alarm.LINES)
    told: dict[str, float] = {}
    for name, wanted in alarm.SENSITIVITY.items():
        found = alarm.learned(score, watched, case.excused, wanted, rates)
        later = (found.years >= 1) & (np.arange(score.shape[1]) < score.shape[1] - episodes.SETTLED)
        given = (alarm.alarms(score, watched, found.line) & ~case.excused)[:, later].sum()
        years = (watched & ~case.excused)[:, later].sum() / alarm.YEAR
        told |= {f"{name} ({wanted:g})": float(given / years) if years else np.nan, "account-years": float(years)}
    return told
