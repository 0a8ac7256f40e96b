"""What people and siblings add to the scores of a portfolio."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from monitor.activity.rhythm.carried import Carried
from monitor.activity.rhythm.company import heard, siblings
from monitor.activity.rhythm.follow import Followed
from monitor.activity.rhythm.outcomes import Outcomes
from monitor.activity.rhythm.portfolio import Portfolio
from monitor.activity.rhythm.weighing import BEFORE, Weighed, weighed
from monitor.activity.rhythm.window import LATE

SHORT_SILENCE = 28
"""Days of silence up to which a week teaches what people and siblings mean."""


@dataclass(frozen=True)
class Grid:
    """Where the lines of new weeks lie among accounts and weeks, of which the first LATE are those before them.

    Attributes:
        row: Account of each line.
        column: Its week.
        shape: Accounts and weeks.
    """

    row: np.ndarray
    column: np.ndarray
    shape: tuple[int, int]

    @classmethod
    def of(cls, found: Followed, since: int) -> Grid:
        """The grid of these lines, whose first week this is."""
        weeks = int(found.state.week[0]) - since + 1
        return cls(found.row, found.week - since + LATE, (found.state.count, LATE + weeks))

    def spread(self, values: np.ndarray, empty: float | bool, before: np.ndarray | None = None) -> np.ndarray:
        """Values of the lines by account and week, after those of the weeks before."""
        found = np.full(self.shape, empty)
        if before is not None:
            found[:, :LATE] = before
        found[self.row, self.column] = values
        return found

    def told(self, values: np.ndarray) -> np.ndarray:
        """Of each line, the value of its account and week; the values are those of the new weeks."""
        return np.asarray(values[self.row, self.column - LATE])


@dataclass(frozen=True)
class Beside:
    """What lies beside the accounts in new weeks.

    Attributes:
        own: Score without it, shape (accounts, LATE + weeks); -inf where not judged.
        short: Judged, and silent for at most a few weeks; likewise.
        signals: Surprise of people and of siblings, shape (2, accounts, LATE + weeks).
        parts: What they add to the score, shape (2, accounts, weeks).
        weighed: How the weights go on.
    """

    own: np.ndarray
    short: np.ndarray
    signals: np.ndarray
    parts: np.ndarray
    weighed: Weighed


def beside(found: Followed, grid: Grid, carried: Carried, portfolio: Portfolio, fate: Outcomes) -> Beside:
    """What people and siblings add; 0 where nothing is known of them, and before an account was ever monitored.

    `carried.people` takes in the new weeks.
    """
    window, start = carried.window, LATE - BEFORE
    new = _signals(found, grid, carried, portfolio, fate)
    signals = np.concatenate([np.stack([window.people, window.siblings]), new], axis=2)
    own = grid.spread(found.numbers["score"], -np.inf, window.own)
    short = grid.spread(found.numbers["quiet"] <= SHORT_SILENCE, False, window.short)
    if not (len(portfolio.authored) or _siblings_known(portfolio)):
        return Beside(own, short, signals, np.zeros(new.shape), carried.weighed)
    watched = fate.monitored & short
    weight, after = weighed(
        own[:, start:], signals[..., start:], watched[:, start:], fate.bad[:, start:], carried.weighed
    )
    return Beside(own, short, signals, weight[:, None, :] * new, after)


def _signals(found: Followed, grid: Grid, carried: Carried, portfolio: Portfolio, fate: Outcomes) -> np.ndarray:
    """Surprise of people and siblings in the new weeks, shape (2, accounts, weeks)."""
    ever = np.logical_or.accumulate(np.column_stack([carried.ever, fate.monitored[:, LATE:]]), axis=1)[:, 1:]
    signals = np.zeros((2, *ever.shape))
    signals[0] = heard(portfolio.authored, len(ever), int(found.state.week[0]), carried.people)
    if _siblings_known(portfolio):
        odds = grid.spread(found.numbers["chance_silence_normal"], np.nan)[:, LATE:]
        signals[1] = siblings(np.where(ever, odds, np.nan), portfolio.organisation)
    return np.where(ever, signals, 0.0)


def _siblings_known(portfolio: Portfolio) -> bool:
    """Whether any organisation has two accounts."""
    groups = portfolio.organisation[portfolio.organisation >= 0]
    return bool(len(np.unique(groups)) < len(groups))
