"""Whether anybody can know that an account answers people."""

from __future__ import annotations

import numpy as np
import pandas as pd

from monitor.symptoms.contract import first_rows
from monitor.symptoms.windows import floats

REPLYING = ("bluesky", "mastodon", "x")
"""Platforms on which an answer is a post of one's own, which every source tells."""


def tells_answers(frame: pd.DataFrame) -> np.ndarray:
    """Rows in which some source tells whether the account answers; needs platform, replies and interactions_known."""
    heard = frame["interactions_known"].to_numpy(bool)
    return np.asarray(
        heard | frame["platform"].isin(REPLYING).to_numpy(bool) | _ever(frame, floats(frame, "replies") > 0)
    )


def _ever(frame: pd.DataFrame, flags: np.ndarray) -> np.ndarray:
    """Whether the flag has been set in any row of the account so far."""
    total = np.concatenate(([0], np.cumsum(flags)))
    return np.asarray(total[1:] > total[first_rows(frame)])
