"""Histories made ready for fitting and measuring: channels of every monitored week, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from bench.rhythm_data import HISTORIES, History
from monitor.activity.rhythm.chance import AHEAD, SETTLED, begins_within
from monitor.activity.rhythm.episodes import excused
from monitor.activity.rhythm.events import account_weeks, week_end, week_of
from monitor.activity.rhythm.follow import follow
from monitor.activity.rhythm.model import Model, channels
from monitor.activity.rhythm.numbers import channel_numbers
from monitor.activity.rhythm.outcomes import Outcomes, outcomes

MOST_ROWS = 20_000
MOST_SILENT_DAYS = 28
"""Rows of longer silence are many and trivial; the benchmark leaves them out as well."""
SWITCH_OFF = 1 / 60
SUDDEN = ("ira", "deputies 2017")
"""Histories of which no switched-off copy is made: one ends at once anyway, the other is a part of another."""


@dataclass(frozen=True)
class Case:
    """One history.

    Attributes:
        row: Account of each monitored week.
        week: Its week, from 0.
        found: Its channels.
        quiet: Days since the last post.
        posts: Posts, shape (accounts, weeks).
        fate: See `outcomes`.
    """

    row: np.ndarray
    week: np.ndarray
    found: np.ndarray
    quiet: np.ndarray
    posts: np.ndarray
    fate: Outcomes

    @cached_property
    def excused(self) -> np.ndarray:
        """Weeks in which an alarm is no false one."""
        return excused(self.posts, self.fate)

    @cached_property
    def soon(self) -> np.ndarray:
        """Monitored weeks of a short silence whose outcome is known, as places."""
        return np.flatnonzero(self.fate.settled[self.week] & (self.quiet <= MOST_SILENT_DAYS))

    def scores(self, model: Model) -> np.ndarray:
        """Scores, shape (accounts, weeks); -inf where a week is not monitored."""
        score = np.full(self.posts.shape, -np.inf)
        score[self.row, self.week] = model.score(self.found)
        return score

    def part(self, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Channels and outcomes of up to MOST_ROWS weeks for the fit."""
        lines = self.soon
        if len(lines) > MOST_ROWS:
            lines = np.sort(draw.choice(lines, MOST_ROWS, replace=False))
        return self.found[lines], self.fate.bad[self.row[lines], self.week[lines]]

    def quarter(self, model: Model) -> tuple[np.ndarray, np.ndarray]:
        """Scores of the monitored weeks whose outcome of a quarter is known, and that outcome."""
        known = self.week < self.posts.shape[1] - SETTLED
        bad = begins_within(self.fate.dead, AHEAD)[self.row[known], self.week[known]]
        return model.score(self.found[known]), bad


def cases(folder: Path) -> dict[str, tuple[Case, Case | None]]:
    """Every history and its copy in which accounts are switched off at random, by name."""
    return {history.name: _both(folder, history) for history in HISTORIES}


def _both(folder: Path, history: History) -> tuple[Case, Case | None]:
    posts, last = whole_weeks(history.read(folder), history)
    case = make_case(posts, last)
    if history.name in SUDDEN:
        return case, None
    return case, make_case(_switched_off(posts, last, np.random.default_rng(2012)), last)


def cut_off(posts: pd.DataFrame, history: History) -> pd.DataFrame:
    """Posts up to the history's end, without when they became known."""
    posts = posts.drop(columns="seen_at", errors="ignore")
    return posts[posts["timestamp"] < pd.Timestamp(history.end, tz="UTC").timestamp()] if history.end else posts


def whole_weeks(posts: pd.DataFrame, history: History) -> tuple[pd.DataFrame, int]:
    """Posts of the weeks that are complete, and the last of these."""
    posts = cut_off(posts, history)
    last = int(week_of(posts["timestamp"].max())) - (0 if history.end else 1)
    return posts[week_of(posts["timestamp"].to_numpy()) <= last], last


def make_case(posts: pd.DataFrame, last: int) -> Case:
    """Follow a portfolio up to a week; accounts that were never sustained take part, and are not kept."""
    codes, names = pd.factorize(posts["account"], sort=True)
    moment = posts["timestamp"].to_numpy()
    first, counts, fate = _fates(codes, moment, len(names), last)
    told = follow(
        account_weeks(codes, moment), len(names), lambda s, r: channel_numbers(s, r) | {"quiet": s.quiet[r]}, last
    )
    keep = np.flatnonzero(fate.sustained.any(1))
    place = np.full(len(names), -1)
    place[keep] = np.arange(len(keep))
    lines = fate.monitored[told.row, told.week - first]
    kept = Outcomes(fate.sustained[keep], fate.monitored[keep], fate.dead[keep], fate.bad[keep], fate.settled)
    found = channels({name: values[lines] for name, values in told.numbers.items()})
    quiet = told.numbers["quiet"][lines]
    return Case(place[told.row[lines]], told.week[lines] - first, found, quiet, counts[keep], kept)


def _fates(codes: np.ndarray, moment: np.ndarray, count: int, last: int) -> tuple[int, np.ndarray, Outcomes]:
    """First week, posts by account and week, and outcomes of all accounts."""
    weeks = week_of(moment)
    first = int(weeks.min())
    width, kept = last - first + 1, weeks <= last
    posts = np.bincount(codes[kept] * width + weeks[kept] - first, minlength=count * width).reshape(count, width)
    return first, posts.astype(np.float32), outcomes(posts.astype(np.float32))


def _switched_off(posts: pd.DataFrame, last: int, draw: np.random.Generator) -> pd.DataFrame:
    """The same posts with every account that was ever sustained ended at a random week in which it was."""
    codes, names = pd.factorize(posts["account"], sort=True)
    first, _, fate = _fates(codes, posts["timestamp"].to_numpy(), len(names), last)
    ends = np.full(len(names), np.inf)
    for account in np.flatnonzero(fate.sustained.any(1)):
        good = np.flatnonzero(fate.sustained[account] & fate.monitored[account])
        nth = int(draw.geometric(SWITCH_OFF)) - 1
        if nth < len(good):
            ends[account] = week_end(int(good[nth]) + first)
    ever = np.asarray(fate.sustained.any(1))[codes]
    return posts[ever & (posts["timestamp"].to_numpy() < ends[codes])]
