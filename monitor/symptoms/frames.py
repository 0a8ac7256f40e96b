"""Weekly frames made by hand, for tests of symptoms: say what happened each week, and the rest follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from monitor.activity.columns import COLUMNS

MIDDLE = 3.5
"""Days from a made-up post to the end of its week."""

FIRST_WEEK = 104_900

_DEFAULTS: dict[str, Any] = {
    "platform": "x",
    "kind": "company",
    "judged": True,
    "configured": True,
    "has_owner": True,
    "has_deputy": True,
    "beginning_known": True,
    "interactions_known": False,
    "profile_seen": False,
    "seasonal": False,
}
_ZERO = (
    "holiday_days",
    "weeks_unseen",
    "replies",
    "reposts",
    "press_releases",
    "press_judged",
    "authored_recent",
    "top_author_recent",
    "authors_recent",
    "machine_recent",
    "machine_possible",
)


def make_frame(
    own: Sequence[float] | np.ndarray,
    *,
    account: int = 1,
    first_week: int = FIRST_WEEK,
    age_days: float = 1000,
    observed: Sequence[bool] | np.ndarray | None = None,
    **columns: Any,
) -> pd.DataFrame:
    """Make the weekly frame of one account.

    Args:
        own: Own posts of each week, oldest first.
        account: Its id.
        first_week: The week of the first number.
        age_days: Age at the end of the first week.
        observed: Whether each week was observed; by default all were, from the first on.
        **columns: Any column of the frame, one value or one a week. What is not given is derived from the posts
            (running totals, days of silence), or is nothing (0) or unknown (NaN).

    Returns:
        All columns of `monitor.activity.columns` in their declared types.
    """
    posts = np.asarray(own, np.float64)
    weeks = len(posts)
    values: dict[str, Any] = {column.name: np.nan for column in COLUMNS} | _DEFAULTS | dict.fromkeys(_ZERO, 0.0)
    values |= {"own": posts, "age_days": age_days + 7.0 * np.arange(weeks)}
    values |= _observation(np.ones(weeks, bool) if observed is None else np.asarray(observed, bool))
    values |= columns
    every = posts + np.asarray(values["replies"]) + np.asarray(values["reposts"])
    values |= {"posts": every} | _running(posts, every) | columns
    index = pd.MultiIndex.from_arrays(
        [np.full(weeks, account), first_week + np.arange(weeks)], names=["account", "week"]
    )
    frame = pd.DataFrame({column.name: pd.Series(values[column.name], index) for column in COLUMNS}, index=index)
    return frame.astype({column.name: column.dtype for column in COLUMNS})


def together(*frames: pd.DataFrame) -> pd.DataFrame:
    """One frame of several accounts, in the order of their ids."""
    return joined(sorted(frames, key=lambda frame: int(frame.index[0][0])))


def joined(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The rows of frames one after the other, in the declared types."""
    words = {"platform": "str", "kind": "str"}
    return pd.concat([frame.astype(words) for frame in frames]).astype(dict.fromkeys(words, "category"))


def _observation(seen: np.ndarray) -> dict[str, np.ndarray]:
    row = np.arange(len(seen))
    last_unseen = np.maximum.accumulate(np.where(seen, -1, row))
    last_seen = np.maximum.accumulate(np.where(seen, row, -1))
    return {
        "observed_weeks": np.where(seen, row - last_unseen, 0).astype(float),
        "weeks_unseen": np.where(last_seen >= 0, row - last_seen, np.nan),
    }


def _running(own: np.ndarray, every: np.ndarray) -> dict[str, np.ndarray]:
    return {
        "own_ever": np.cumsum(own),
        "posts_ever": np.cumsum(every),
        "own_days_silent": _silence(own),
        "days_silent": _silence(every),
    }


def _silence(posts: np.ndarray) -> np.ndarray:
    row = np.arange(len(posts))
    last = np.maximum.accumulate(np.where(posts > 0, row, -1)) if len(posts) else row
    return np.where(last >= 0, 7.0 * (row - last) + MIDDLE, np.nan)
