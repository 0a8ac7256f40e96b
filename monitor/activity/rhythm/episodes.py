"""Episodes of dormancy, and the weeks around them in which an alarm is no false one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from monitor.activity.rhythm.outcomes import BASE, POSTS, QUARTER, WEEKS, Outcomes, trailing

LEAD = 13
"""Weeks before its onset in which an alarm belongs to an episode."""
SETTLED = LEAD + QUARTER + 1
"""Weeks after which it is known whether an alarm was false."""


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


def episodes(posts: np.ndarray, fate: Outcomes) -> Iterator[Episode]:
    """Every episode, by account and in the order of time; `posts` has shape (accounts, weeks)."""
    onsets = fate.dead & fate.sustained
    for account in np.flatnonzero(onsets.any(1)):
        at = np.flatnonzero(onsets[account]) + 1
        while len(at):
            end = _recovered(posts[account], int(at[0]))
            yield Episode(int(account), int(at[0]), end)
            at = at[at > end]


def excused(posts: np.ndarray, fate: Outcomes) -> np.ndarray:
    """Weeks from LEAD before the onset of an episode to its end, bool, shape (accounts, weeks).

    Whether a week is excused is known SETTLED weeks later.
    """
    found = np.zeros(posts.shape, bool)
    for one in episodes(posts, fate):
        found[one.account, max(one.onset - 1 - LEAD, 0) : one.end] = True
    return found


def _recovered(posts: np.ndarray, onset: int) -> int:
    """First week in which the account is sustained by posts from after the onset's quarter; past the end if never."""
    later = posts[onset + QUARTER :][None]
    sustained = (trailing(later, BASE) >= POSTS) & (trailing(later > 0, BASE) >= WEEKS)
    again = np.flatnonzero(sustained[0])
    return onset + QUARTER + int(again[0]) if len(again) else len(posts)
