"""Episodes of dormancy, and the weeks around them in which an alarm is no false one."""

from __future__ import annotations

import numpy as np

from monitor.activity.rhythm.outcomes import BASE, POSTS, QUARTER, WEEKS, Outcomes, trailing

LEAD = 13
"""Weeks before its onset in which an alarm belongs to an episode."""
SETTLED = LEAD + QUARTER + 1
"""Weeks after which it is known whether an alarm was false."""


def excused(posts: np.ndarray, fate: Outcomes) -> np.ndarray:
    """Weeks from LEAD before the onset of an episode to its end, bool, shape (accounts, weeks).

    An onset is the first week of a dormancy of an account that was sustained; the episode ends when the account is
    sustained again by posts from after its first 13 weeks. Whether a week is excused is known SETTLED weeks later.
    """
    found = np.zeros(posts.shape, bool)
    onsets = fate.dead & fate.sustained
    for account in np.flatnonzero(onsets.any(1)):
        at = np.flatnonzero(onsets[account]) + 1
        while len(at):
            end = _recovered(posts[account], int(at[0]))
            found[account, max(int(at[0]) - 1 - LEAD, 0) : end] = True
            at = at[at > end]
    return found


def _recovered(posts: np.ndarray, onset: int) -> int:
    """First week in which the account is sustained by posts from after the onset's quarter; past the end if never."""
    later = posts[onset + QUARTER :][None]
    sustained = (trailing(later, BASE) >= POSTS) & (trailing(later > 0, BASE) >= WEEKS)
    again = np.flatnonzero(sustained[0])
    return onset + QUARTER + int(again[0]) if len(again) else len(posts)
