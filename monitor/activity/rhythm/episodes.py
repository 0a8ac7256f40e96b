"""Episodes of dormancy, and the weeks around them in which an alarm is no false one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from monitor.activity.rhythm.outcomes import BASE, POSTS, QUARTER, WEEKS, Outcomes, preceded

LEAD = 13
"""Weeks before its onset in which an alarm belongs to an episode."""
SETTLED = LEAD + QUARTER + 1
"""Weeks after which it is known whether an alarm was false."""
NONE = 2**40
"""Onset of an account that is in no episode: never reached."""


@dataclass(frozen=True)
class Episode:
    """A dormancy of an account that was sustained.

    Attributes:
        account: Row of the account.
        onset: First week of the dormancy.
        end: Week in which the account is sustained again by posts from after the onset's quarter; the number of weeks
            if it never is.
    """

    account: int
    onset: int
    end: int


def episodes(posts: np.ndarray, fate: Outcomes) -> list[Episode]:
    """Every episode, by account and in the order of time; `posts` has shape (accounts, weeks)."""
    onset = np.full(len(posts), NONE)
    since, found = onset.copy(), list[Episode]()
    for week, begun, ended in _followed(posts, fate, onset, 0):
        since[begun] = week
        found += [Episode(int(account), int(since[account]), week) for account in ended]
    still = np.flatnonzero(onset != NONE)
    found += [Episode(int(account), int(onset[account]), posts.shape[1]) for account in still]
    return sorted(found, key=lambda one: (one.account, one.onset))


def excused(posts: np.ndarray, fate: Outcomes) -> np.ndarray:
    """Weeks from LEAD before the onset of an episode to its end, bool, shape (accounts, weeks).

    Whether a week is excused is known SETTLED weeks later.
    """
    return excused_since(posts, fate, np.full(len(posts), NONE), 0)[0]


def excused_since(posts: np.ndarray, fate: Outcomes, onset: np.ndarray, begin: int) -> tuple[np.ndarray, np.ndarray]:
    """Excused weeks from some week on; the weeks before it are there for what lies BASE weeks back.

    Args:
        posts: Shape (accounts, weeks).
        fate: Outcomes of these weeks.
        onset: First week of the episode that each account is in before the first week asked for, counted from the
            first of the posts and perhaps below 0; NONE for an account in no episode. int64.
        begin: Place of the first week asked for.

    Returns:
        Bool, of the shape of the posts, and the episodes that accounts are in when the last week is settled that is so.
    """
    onset, weeks = onset.copy(), posts.shape[1]
    found, settled = np.zeros(posts.shape, bool), onset
    for week, begun, _ in _followed(posts, fate, onset, begin):
        found[begun, max(week - 1 - LEAD, 0) : week] = True
        found[:, week] = onset <= week
        if week == weeks - 1 - SETTLED:
            settled = onset.copy()
    return found, settled


def _followed(
    posts: np.ndarray, fate: Outcomes, onset: np.ndarray, begin: int
) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Each week with the accounts whose episode begins and ends in it; keeps `onset` up to date."""
    totals = np.stack([preceded(np.cumsum(values, 1, np.float64), 1) for values in (posts, posts > 0)])
    starts = preceded(fate.dead & fate.sustained, 1)
    for week in range(begin, posts.shape[1]):
        begun = np.flatnonzero(starts[:, week] & (onset > week))
        onset[begun] = week
        ended = _recovered(totals, onset, week)
        onset[ended] = NONE
        yield week, begun, ended


def _recovered(totals: np.ndarray, onset: np.ndarray, week: int) -> np.ndarray:
    """Accounts that are sustained in this week by posts from after the onset's quarter.

    `totals` are posts and active weeks before each week, shape (2, accounts, weeks + 1).
    """
    rows = np.flatnonzero(onset + QUARTER <= week)
    begin = np.maximum(onset[rows] + QUARTER, max(week + 1 - BASE, 0))
    posts, active = totals[:, rows, week + 1] - totals[:, rows, begin]
    return np.asarray(rows[(posts >= POSTS) & (active >= WEEKS)])
