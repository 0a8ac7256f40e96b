"""What people are told by HS10 on real histories: how often wrongly, and how many onsets it hits.

`python -m bench fading DATA` takes the folder of the histories and writes the table of docs/early-warning.md anew. Each
history is told by the shipped model. A telling is HS10 beginning on an account, at most one in 13 weeks; it is false
if the account was monitored and not dormant within 8 weeks; an onset is hit if a telling lies within 8 weeks of it. The
line alone, and the states alone, are counted the same way.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from bench.rhythm_data import HISTORIES, History
from monitor.activity.grid import Grid
from monitor.activity.rhythm.alarm import YEAR
from monitor.activity.rhythm.episodes import excused
from monitor.activity.rhythm.framing import rhythm_columns
from monitor.activity.rhythm.model import shipped
from monitor.activity.rhythm.outcomes import HORIZON, QUARTER, SETTLED, Outcomes, outcomes
from monitor.activity.rhythm.portfolio import Portfolio, portfolio_of
from monitor.activity.rhythm.reading import Rhythms, rhythms_of
from monitor.activity.rhythm.telling import tell
from monitor.symptoms.fading import BAD, FadingThresholds, find

DOC = Path(__file__).parents[1] / "docs/early-warning.md"
BEGIN, END = "<!-- told -->", "<!-- end of told -->"
LEAST_POSTS, MOST_ACCOUNTS = 10, 2_000
WANTED = 0.5
MEASURED = ("oss authors", "opam", "ira", "blogs", "deputies")


def run(argv: Sequence[str]) -> int:
    """Measure, print, and write the table."""
    parser = argparse.ArgumentParser(prog="python -m bench fading", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the histories")
    options = parser.parse_args(argv)
    lines = [
        "| history | onsets | account-years | told by | false an account-year | onsets hit | healthy weeks flagged |"
    ]
    lines.append("|---|---|---|---|---|---|---|")
    for history in HISTORIES:
        if history.name in MEASURED:
            lines += _measured(history, options.data)
    table = "\n".join(lines)
    print(table)
    before, _, rest = DOC.read_text(encoding="utf-8").partition(BEGIN)
    DOC.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return 0


@dataclass(frozen=True)
class Dense:
    """A grid's rows as arrays of accounts by weeks."""

    grid: Grid

    def of(self, values: np.ndarray) -> np.ndarray:
        """Values by account and week, 0 where the account has not begun."""
        found = np.zeros((len(self.grid.accounts), self.grid.last - self.grid.from_week + 1))
        who = self.grid.spread(np.arange(len(self.grid.accounts)))
        found[who, self.grid.week - self.grid.from_week] = values
        return found


def _measured(history: History, data: Path) -> list[str]:
    portfolio = _portfolio(history, data)
    last = int(portfolio.weeks["week"].max())
    rhythms = rhythms_of(portfolio, tell(portfolio, shipped(), WANTED).table, np.nan, WANTED, last)
    grid = _grid(portfolio, last)
    frame = _frame(grid, portfolio, rhythms)
    dense = Dense(grid)
    posts = dense.of(frame["posts"].to_numpy()).astype(np.float32)
    fate = outcomes(posts)
    flags = {
        "line alone": frame["rhythm_over_line"] == 1,
        "states alone": frame["rhythm_state"].isin(BAD),
        "HS10": find(frame, FadingThresholds()).rank > 0,
    }
    told = {name: dense.of(np.asarray(flag)) > 0 for name, flag in flags.items()}
    return _lines(history.name, told, fate, excused(posts, fate))


def _portfolio(history: History, data: Path) -> Portfolio:
    """The accounts that post enough to be spoken of, at most MOST_ACCOUNTS drawn by chance."""
    posts = history.read(data)
    if history.end:
        posts = posts[posts["timestamp"] < pd.Timestamp(history.end, tz="UTC").timestamp()]
    counts = posts["account"].value_counts()
    names = np.sort(counts.index[counts >= LEAST_POSTS].to_numpy(str))
    chosen = np.random.default_rng(1).choice(names, min(len(names), MOST_ACCOUNTS), replace=False)
    found = portfolio_of(posts[posts["account"].isin(chosen)])
    return Portfolio(pd.Index(np.arange(len(found.names))), found.weeks, found.authored, found.organisation)


def _grid(portfolio: Portfolio, last: int) -> Grid:
    first = portfolio.weeks.groupby("row")["week"].min().reindex(range(len(portfolio.names))).fillna(last)
    return Grid(np.arange(len(portfolio.names)), first.to_numpy(np.int64), last)


def _frame(grid: Grid, portfolio: Portfolio, rhythms: Rhythms) -> pd.DataFrame:
    """The columns that HS10 reads, as if every week had been observed and none were a holiday."""
    weeks = portfolio.weeks.sort_values(["row", "week"])
    rows = grid.rows(weeks["row"].to_numpy(np.int64), weeks["week"].to_numpy(np.int64))
    last = grid.latest(rows)
    silent = weeks["quiet"].to_numpy()[last] + 7 * (np.arange(grid.size) - rows[last])
    plain = {
        "posts": grid.placed(rows, weeks["posts"].to_numpy()),
        "days_silent": np.where(last >= 0, silent, np.nan),
        "observed_weeks": np.full(grid.size, 1_000.0),
        "holiday_days": np.zeros(grid.size),
        "seasonal": np.zeros(grid.size, bool),
    }
    return pd.DataFrame(rhythm_columns(grid, rhythms) | plain, index=grid.index())


def _lines(name: str, told: Mapping[str, np.ndarray], fate: Outcomes, excuse: np.ndarray) -> list[str]:
    known = np.arange(fate.monitored.shape[1]) < fate.monitored.shape[1] - SETTLED
    watched = fate.monitored & known
    healthy = watched & ~excuse
    onset = fate.dead & fate.monitored & known
    onset[:, 1:] &= ~fate.dead[:, :-1]
    lines = []
    for how, flags in told.items():
        begun = _begun(flags)
        false, years = (begun & healthy).sum() / (healthy.sum() / YEAR), healthy.sum() / YEAR
        hit = _near(begun)[onset].mean()
        numbers = f"{onset.sum()} | {years:.0f} | {how} | {false:.2f} | {hit:.2f} | {flags[healthy].mean():.3f}"
        lines.append(f"| {name} | {numbers} |")
    return lines


def _begun(flags: np.ndarray) -> np.ndarray:
    """Weeks in which the flag begins, none in the 12 weeks before."""
    last, found = np.full(len(flags), -QUARTER), np.zeros(flags.shape, bool)
    before = np.concatenate((np.zeros((len(flags), 1), bool), flags[:, :-1]), axis=1)
    for week in range(flags.shape[1]):
        found[:, week] = flags[:, week] & ~before[:, week] & (week - last >= QUARTER)
        last[found[:, week]] = week
    return found


def _near(begun: np.ndarray) -> np.ndarray:
    """Whether any week within HORIZON of this one has the flag."""
    total = np.concatenate((np.zeros((len(begun), 1)), np.cumsum(begun, axis=1)), axis=1)
    week = np.arange(begun.shape[1])
    first, last = np.maximum(week - HORIZON, 0), np.minimum(week + HORIZON + 1, begun.shape[1])
    return np.asarray(total[:, last] > total[:, first])
