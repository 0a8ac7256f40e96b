"""A portfolio as arrays by account and week, and what people and siblings add to its scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitor.activity.rhythm.events import account_weeks
from monitor.activity.rhythm.scorer import known_in_time


@dataclass(frozen=True)
class Portfolio:
    """What is known of a portfolio.

    Attributes:
        names: Name of each account.
        weeks: Active account-weeks; see `events.weeks_in`.
        authored: The part of them of which the author is known, by author: columns row (of the account), person, week,
            days, posts, quiet; empty if no author is known. Persons are numbered from 0 up in the order in which they
            first wrote, so that a later week adds new numbers and changes none.
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
    persons = _persons(posts["author"], moment) if "author" in posts else np.full(len(codes), -1)
    groups = pd.factorize(pd.Index(names).map(organisations or {}))[0]
    weeks = account_weeks(codes[counts], moment[counts])
    known = counts & (persons >= 0)
    authored = _authored(codes[known], persons[known], moment[known])
    return Portfolio(pd.Index(names), weeks, authored, np.asarray(groups, np.int64))


def _persons(authors: pd.Series, moment: np.ndarray) -> np.ndarray:
    """Number of each post's author; -1 where it is not known."""
    codes = pd.factorize(authors, sort=True)[0]
    known, found = codes >= 0, np.full(len(codes), -1)
    found[known] = by_first(codes[known], moment[known])
    return found


def by_first(person: np.ndarray, moment: np.ndarray) -> np.ndarray:
    """Persons numbered anew in the order of their first moment (or week), so that whoever comes later comes last.

    Args:
        person: Person of each line, numbered from 0 up in an order that never changes, such as that of their names.
        moment: When it was.
    """
    first = np.full(int(person.max(initial=-1)) + 1, np.inf)
    np.minimum.at(first, person, moment)
    place = np.empty(len(first), np.int64)
    place[np.argsort(first, kind="stable")] = np.arange(len(first))
    return np.asarray(place[person])


def _authored(codes: np.ndarray, persons: np.ndarray, moment: np.ndarray) -> pd.DataFrame:
    """Active weeks by account and author."""
    pairs, pair = np.unique(np.stack([codes, persons]), axis=1, return_inverse=True)
    table = account_weeks(pair.ravel(), moment)
    return table.assign(person=pairs[1][table["row"]], row=pairs[0][table["row"]])


def posts_by_week(weeks: pd.DataFrame, count: int, first: int, last: int) -> np.ndarray:
    """Posts of all accounts in the weeks from first to last, float32, shape (accounts, weeks)."""
    begin, end = np.searchsorted(weeks["week"].to_numpy(), (first, last + 1))
    found = np.zeros((count, last - first + 1), np.float32)
    part = weeks.iloc[begin:end]
    found[part["row"].to_numpy(np.int64), part["week"].to_numpy() - first] = part["posts"]
    return found
