"""A portfolio as arrays by account and week, and what people and siblings add to its scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitor.activity.rhythm.company import people, siblings
from monitor.activity.rhythm.events import account_weeks
from monitor.activity.rhythm.follow import Followed
from monitor.activity.rhythm.outcomes import Outcomes
from monitor.activity.rhythm.scorer import known_in_time
from monitor.activity.rhythm.weighing import weights

SHORT_SILENCE = 28
"""Days of silence up to which a week teaches what people and siblings mean."""


@dataclass(frozen=True)
class Portfolio:
    """What is known of a portfolio.

    Attributes:
        names: Name of each account.
        weeks: Active account-weeks; see `events.weeks_in`.
        authored: The part of them of which the author is known, by author: columns row (of the account), person (from
            0 up), week, days, posts, quiet; empty if no author is known.
        organisation: Number of the organisation of each account; -1 for none.
    """

    names: pd.Index
    weeks: pd.DataFrame
    authored: pd.DataFrame
    organisation: np.ndarray


def portfolio_of(posts: pd.DataFrame, organisations: Mapping[str, str] | None = None) -> Portfolio:
    """A portfolio from posts.

    Args:
        posts: account (text), timestamp and, if known, seen_at (epoch seconds; see `scorer.known_in_time`) and author
            (text, missing where it is not known).
        organisations: Organisation or department of each account, where siblings share their people.
    """
    happened = posts["timestamp"].to_numpy(np.float64)
    counts, moment = known_in_time(happened, posts["seen_at"].to_numpy(np.float64) if "seen_at" in posts else happened)
    codes, names = pd.factorize(posts["account"], sort=True)
    persons = pd.factorize(posts["author"])[0] if "author" in posts else np.full(len(codes), -1)
    groups = pd.factorize(pd.Index(names).map(organisations or {}))[0]
    weeks = account_weeks(codes[counts], moment[counts])
    known = counts & (persons >= 0)
    authored = _authored(codes[known], persons[known], moment[known])
    return Portfolio(pd.Index(names), weeks, authored, np.asarray(groups, np.int64))


def _authored(codes: np.ndarray, persons: np.ndarray, moment: np.ndarray) -> pd.DataFrame:
    """Active weeks by account and author."""
    pairs, pair = np.unique(np.stack([codes, persons]), axis=1, return_inverse=True)
    table = account_weeks(pair.ravel(), moment)
    return table.assign(person=pairs[1][table["row"]], row=pairs[0][table["row"]])


def beside(
    found: Followed, portfolio: Portfolio, place: np.ndarray, first: int, fate: Outcomes
) -> tuple[np.ndarray, np.ndarray]:
    """What people and siblings add to the score, shape (places, weeks) each; 0 where nothing is known of them."""
    shape, week = fate.dead.shape, found.week - first
    authored = portfolio.authored.assign(row=place[portfolio.authored["row"]])
    groups = portfolio.organisation[place >= 0]
    if not len(authored) and (groups < 0).all():
        return np.zeros(shape), np.zeros(shape)
    odds = spread(place, found.row, week, found.numbers["chance_silence_normal"], shape, np.nan)
    signals = np.stack([people(authored, first, shape), siblings(odds, groups)])
    score = spread(place, found.row, week, found.numbers["score"], shape, -np.inf)
    quiet = spread(place, found.row, week, found.numbers["quiet"], shape, np.inf)
    watched = fate.monitored & np.isfinite(score) & (quiet <= SHORT_SILENCE)
    parts = weights(score, signals, watched, fate.bad)[:, None, :] * signals
    return parts[0], parts[1]


def spread(
    place: np.ndarray, row: np.ndarray, week: np.ndarray, values: np.ndarray, shape: tuple[int, ...], empty: float
) -> np.ndarray:
    """Values of lines by place and week."""
    found = np.full(shape, empty)
    inside = place[row] >= 0
    found[place[row[inside]], week[inside]] = values[inside]
    return found


def dense(found: Followed, portfolio: Portfolio, first: int) -> tuple[np.ndarray, np.ndarray]:
    """Place of each account among those that were ever monitored (-1 for others), and posts by place and week."""
    place = np.full(found.state.count, -1)
    ever = np.unique(found.row[found.numbers["monitored"]])
    place[ever] = np.arange(len(ever))
    row, week = portfolio.weeks["row"].to_numpy(), portfolio.weeks["week"].to_numpy() - first
    posts = portfolio.weeks["posts"].to_numpy()
    kept, shape = week <= int(found.state.week[0]) - first, (len(ever), int(found.state.week[0]) - first + 1)
    return place, spread(place, row[kept], week[kept], posts[kept], shape, 0.0).astype(np.float32)
