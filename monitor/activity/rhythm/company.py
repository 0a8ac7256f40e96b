"""Optional signals from beside the account: its people, and the sibling accounts of the same organisation.

One person who leaves may silence several accounts at once. A person's silence over all accounts is told sooner than
that of each account, and an account is in danger by the share that this person wrote of it. Without authors, silent
siblings stand in for them. Both are measured in the same unit: -log of the chance of so long a gap, above that of a
usual one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitor.activity.rhythm.arrays import named
from monitor.activity.rhythm.events import WeekEvents, nothing, united, weeks_in
from monitor.activity.rhythm.gap_law import GapLaw
from monitor.activity.rhythm.gaps import Gaps

USUAL = 0.7
"""-log of the chance of a silence that is nothing special (one in two)."""
MOST = 2.0
"""Beyond one in fifteen a silence is no news any more."""
MOST_POSTS = 7
"""Posts a week that count when it is told who wrote an account."""
KEEP = 0.5 ** (1 / 8)
"""What a week that passes leaves of who wrote what: half after 8 weeks."""


def surprise(odds: np.ndarray) -> np.ndarray:
    """How surprising a silence is, 0 to MOST, from the chance of a gap at least so long; 0 for NaN."""
    told = -np.log(np.maximum(np.nan_to_num(odds, nan=1.0), 1e-6)) - USUAL
    return np.asarray(np.clip(told, 0.0, MOST))


def siblings(odds: np.ndarray, organisation: np.ndarray) -> np.ndarray:
    """Mean surprise of the two most silent siblings, less that of the whole portfolio in the same week.

    Args:
        odds: Chance of a gap at least as long as the silence, shape (accounts, weeks); NaN where not judged.
        organisation: Number of the organisation of each account; -1 for none.

    Returns:
        float64, shape (accounts, weeks); 0 for an account without judged siblings.
    """
    judged, told = np.isfinite(odds), surprise(odds)
    # Added one after the other, so that a week's sum does not depend on how many weeks are asked for.
    total = np.cumsum(told, axis=0)[-1] if len(told) else np.zeros(told.shape[1])
    shared = total / np.maximum(judged.sum(0), 1)
    above = np.where(judged, np.maximum(told - shared, 0.0), 0.0)
    found = np.zeros(odds.shape)
    for number in np.unique(organisation[organisation >= 0]):
        rows = np.flatnonzero(organisation == number)
        found[rows] = _two_highest(above[rows])
    return found


def _two_highest(values: np.ndarray) -> np.ndarray:
    """For each row the mean of the two highest values of the other rows; missing ones count as 0."""
    padded = np.concatenate([values, np.zeros((3, values.shape[1]))])
    third, second, first = np.sort(padded, axis=0)[-3:]
    highest = np.where(values >= first, second, first)
    return np.asarray((highest + np.where(values >= second, third, second)) / 2)


@dataclass
class People:
    """What is known of the authors after some week.

    Attributes:
        week: The last week taken in; one below the first before that (shape 1, int64).
        gaps: The last gaps of each person, over all accounts.
        law: How long gaps of persons are.
        pairs: Account and person of each pair that ever was, shape (2, pairs), sorted.
        wrote: How much the person lately wrote of the account, shape (pairs,).
    """

    week: np.ndarray
    gaps: Gaps
    law: GapLaw
    pairs: np.ndarray
    wrote: np.ndarray

    @classmethod
    def empty(cls, first: int) -> People:
        """Nobody, before the first week."""
        return cls(np.array([first - 1]), Gaps.empty(0), GapLaw.empty(), np.zeros((2, 0), np.int64), np.zeros(0))

    @property
    def count(self) -> int:
        """Number of persons."""
        return len(self.gaps.count)

    def meet(self, authored: pd.DataFrame) -> None:
        """Add persons and pairs of these active weeks; persons' numbers last, so new ones come after the old ones."""
        joined = np.concatenate([self.pairs, authored[["row", "person"]].to_numpy(np.int64).T], axis=1)
        more = named(Gaps.empty(max(int(joined[1].max(initial=-1)) + 1 - self.count, 0)))
        self.gaps = Gaps(**{name: np.concatenate([array, more[name]]) for name, array in named(self.gaps).items()})
        key, first, place = np.unique(self.key(*joined), return_index=True, return_inverse=True)
        wrote = np.zeros(len(key))
        wrote[place[: len(self.wrote)]] = self.wrote
        self.pairs, self.wrote = joined[:, first], wrote

    def key(self, row: np.ndarray, person: np.ndarray) -> np.ndarray:
        """One number for each pair, which sorts like account, then person."""
        return np.asarray(row.astype(np.int64) * self.count + person)

    def update(self, events: WeekEvents, pieces: WeekEvents) -> None:
        """Take in the week that follows: what persons did, and what they did by pair."""
        self.gaps.update(events.week, events.rows, events.days, self.law)
        self.wrote *= KEEP
        self.wrote[pieces.rows] += np.minimum(pieces.posts, MOST_POSTS)
        self.week[0] = events.week


def people(authored: pd.DataFrame, first: int, shape: tuple[int, int]) -> np.ndarray:
    """Surprise of the silence of an account's people over all accounts, each by the share that they lately wrote of it.

    Args:
        authored: See `portfolio.Portfolio`; row is -1 for an account that is not asked for.
        first: First week of the result; none of those authored lies before it.
        shape: Accounts and weeks of the result.

    Returns:
        float64 of this shape; 0 for an account of which no author is known.
    """
    return heard(authored, shape[0], first + shape[1] - 1, People.empty(first))


def heard(authored: pd.DataFrame, count: int, last: int, known: People) -> np.ndarray:
    """Likewise for the weeks that follow those of which is known, up to the last; `known` takes them in."""
    first = int(known.week[0]) + 1
    new = authored[(authored["week"] >= first) & (authored["week"] <= last)]
    found = np.zeros((count, last - first + 1))
    known.meet(new)
    pair = np.searchsorted(known.key(*known.pairs), known.key(new["row"].to_numpy(), new["person"].to_numpy()))
    written = _weeks(united(new.assign(pair=pair), "pair"), first, last)
    for events, pieces in zip(_weeks(united(new, "person"), first, last), written, strict=True):
        known.update(events, pieces)
        found[:, events.week - first] = _shared_out(_silence(known), known.wrote, known.pairs, count)
    return found


def _weeks(table: pd.DataFrame, first: int, last: int) -> Iterator[WeekEvents]:
    """Weeks from the first to the last, also if nobody wrote anything."""
    return weeks_in(table, last, first) if len(table) else map(nothing, range(first, last + 1))


def _silence(known: People) -> np.ndarray:
    """Surprise of each person's silence."""
    told, days = np.zeros(known.count), known.gaps.silence(int(known.week[0]))
    rows = np.flatnonzero(np.isfinite(days))
    told[rows] = surprise(known.gaps.odds(rows, days[rows], known.law))
    return told


def _shared_out(told: np.ndarray, wrote: np.ndarray, pairs: np.ndarray, count: int) -> np.ndarray:
    """Of each account, the mean over its people, weighted by what they wrote."""
    asked = pairs[0] >= 0
    account, person, wrote = pairs[0][asked], pairs[1][asked], wrote[asked]
    total = np.bincount(account, wrote, count)
    return np.asarray(np.bincount(account, wrote * told[person], count) / np.maximum(total, 1e-9))
