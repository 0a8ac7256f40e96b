"""From posts to one score per account and week; the nightly job and the benchmark use the same."""

from __future__ import annotations

import numpy as np
import pandas as pd

from monitor.activity.rhythm.events import DAY, account_weeks, week_end, week_of
from monitor.activity.rhythm.follow import follow
from monitor.activity.rhythm.model import Model, channels
from monitor.activity.rhythm.numbers import channel_numbers
from monitor.activity.rhythm.state import RhythmState

MOST_LATE = 7
"""Days after which a post that becomes known counts no more: a late import revives nobody."""


def known_in_time(happened: np.ndarray, seen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """When posts count: in their own week if they were known by its end, else when they became known.

    Args:
        happened: Epoch seconds at which each post was published.
        seen: Epoch seconds at which it became known.

    Returns:
        Which posts count at all (known at most MOST_LATE days late), and the moment at which each counts.
    """
    counts = seen - happened <= MOST_LATE * DAY
    in_week = seen < week_end(week_of(happened))
    return counts, np.where(in_week | (seen < happened), happened, seen)


def scores(posts: pd.DataFrame, model: Model) -> pd.DataFrame:
    """Score every account and week that can be judged.

    Args:
        posts: account (text), timestamp and, if known, seen_at (epoch seconds).
        model: Coefficients.

    Returns:
        account, week_end (epoch seconds of the Monday that ends the week), score: log odds that the account falls
        dormant within 8 weeks. The score of a week uses nothing that became known after it.
    """
    happened = posts["timestamp"].to_numpy(np.float64)
    seen = posts["seen_at"].to_numpy(np.float64) if "seen_at" in posts else happened
    counts, moment = known_in_time(happened, seen)
    codes, names = pd.factorize(posts["account"], sort=True)
    found = follow(account_weeks(codes[counts], moment[counts]), len(names), lambda s, rows: _score(s, rows, model))
    account = pd.Categorical.from_codes(found.row, categories=pd.Index(names))
    score = found.numbers.get("score", np.zeros(0))
    return pd.DataFrame({"account": account, "week_end": week_end(found.week), "score": score})


def _score(state: RhythmState, rows: np.ndarray, model: Model) -> dict[str, np.ndarray]:
    return {"score": model.score(channels(channel_numbers(state, rows)))}
