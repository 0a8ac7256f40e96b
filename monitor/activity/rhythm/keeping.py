"""What is told of the rhythm as rows of the store, for analysts: the numbers behind the sentences of HS10."""

from __future__ import annotations

import numpy as np
import pandas as pd

from monitor.activity.rhythm.framing import PARTS
from monitor.activity.rhythm.reading import Rhythms

KEPT_WEEKS = 104
WHOLE = ("state", "over_line", "notice", "little_history")
RENAMED = {
    "account": "account_id",
    "chance_dormant_13w": "chance_dormant",
    "chance_silence_normal": "chance_silence",
}
NUMBERS = (
    "score",
    "line",
    *PARTS,
    "chance_dormant",
    "chance_silence",
    "next_early",
    "next_usual",
    "next_late",
    "usual_gap",
    "gaps_a_year",
    "decline_start",
    "projected_horror",
)


def kept_rows(rhythms: Rhythms, frame: pd.DataFrame, weeks: int = KEPT_WEEKS) -> pd.DataFrame:
    """Rows of the last weeks, as `Store.save_rhythm` takes them.

    Args:
        rhythms: What was told.
        frame: The weekly frame; weeks in which an account is judged by nobody, or was seen by nobody, are left out.
        weeks: How many.
    """
    table = rhythms.table[rhythms.table["week"] > rhythms.last - weeks]
    seen = frame["judged"] & ((frame["observed_weeks"] > 0) | (frame["posts"] > 0))
    judged = seen.reindex(pd.MultiIndex.from_frame(table[["account", "week"]]), fill_value=False)
    table = table[judged.to_numpy(bool)].rename(columns=RENAMED)
    whole = {name: table[name].to_numpy(np.int64) for name in ("account_id", "week", *WHOLE)}
    return pd.DataFrame(whole | {name: table[name].to_numpy(np.float64) for name in NUMBERS})
