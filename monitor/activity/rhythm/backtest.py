"""The back-test: what the early warning would have said of this portfolio's own past, and what then happened.

Each alarm is the one that was due with what was known by then: `telling` tells every week from its own past alone, by
the line that the portfolio had in that week. Only the judgement, whether it came true, looks at what came afterwards.

A silence is an episode of dormancy (`episodes`): an account that was sustained posts at most once in 13 weeks. It is
announced if an alarm came in the 13 weeks before it began or its first 4; an alarm outside every episode is a false
one, which is known 27 weeks later, and open until then.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from monitor.activity.rhythm.alarm import YEAR
from monitor.activity.rhythm.episodes import LEAD, SETTLED, Episode, episodes, excused
from monitor.activity.rhythm.outcomes import QUARTER, outcomes

if TYPE_CHECKING:
    from monitor.activity.rhythm.reading import Rhythms

LATE = 4
"""Weeks of silence up to which an alarm still announces it: later it is news to nobody."""
LEAST_YEARS = 1.0
"""Account-years without which a rate of false alarms says nothing."""
CHANCE = 0.05
"""Chance up to which a number of false alarms is called clearly other than the one asked for."""
COUNTS = ("years", "calm_years", "silences", "announced", "before", "false_alarms", "open_alarms")


@dataclass(frozen=True)
class Tally:
    """What the back-test found of one account or of several.

    Attributes:
        years: Account-years in which an alarm could be given.
        calm_years: The part of them outside every episode of which all is known: where alarms are false.
        silences: Times that an account fell silent.
        announced: How many of them an alarm announced.
        before: How many of them were announced at least a week before the silence began.
        false_alarms: Alarms that nothing came of.
        open_alarms: Alarms of which that is not known yet.
        warning: Median weeks from the alarm to the week in which the silence began, of those announced; negative after
            it began, NaN without any.
        wanted: False alarms an account-year that were asked for.
    """

    years: float
    calm_years: float
    silences: int
    announced: int
    before: int
    false_alarms: int
    open_alarms: int
    warning: float
    wanted: float

    @property
    def missed(self) -> int:
        """Silences that no alarm announced."""
        return self.silences - self.announced

    @property
    def rate(self) -> float:
        """False alarms an account-year; NaN where too little is known."""
        return self.false_alarms / self.calm_years if self.calm_years >= LEAST_YEARS else np.nan

    @property
    def testable(self) -> bool:
        """Whether there is anything to test on: a silence, or weeks of which the end is known."""
        return self.silences > 0 or self.calm_years > 0

    @property
    def against_wanted(self) -> int:
        """1 if there were clearly more false alarms than asked for, -1 clearly fewer, 0 neither or too little known.

        Clearly is: as many, or as few, come at most once in twenty times by chance (Poisson) at the rate asked for.
        """
        if self.calm_years < LEAST_YEARS:
            return 0
        mean = self.wanted * self.calm_years
        if 1 - _at_most(self.false_alarms - 1, mean) <= CHANCE:
            return 1
        return -1 if _at_most(self.false_alarms, mean) <= CHANCE else 0


def _at_most(number: int, mean: float) -> float:
    """Chance of at most so many events of which `mean` (above 0) are expected."""
    return sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(number + 1))


@dataclass(frozen=True, eq=False)
class Backtest:
    """The back-test of a portfolio.

    Attributes:
        counts: Index account, columns COUNTS; every account that ever had an alarm to hope for.
        silences: One line a silence, by account and time: account, begins (week), alarm (week, NaN if none), warning
            (weeks, NaN if none), over (week in which the account was sustained again, NaN if it was not).
        wanted: False alarms an account-year that were asked for.
        last: Last week that is known.
    """

    counts: pd.DataFrame
    silences: pd.DataFrame
    wanted: float
    last: int

    def of(self, accounts: Collection[int]) -> Tally:
        """The tally of some accounts together; those that have nothing to test on count as nothing."""
        counts = self.counts[self.counts.index.isin(accounts)]
        warnings = self.silences.loc[self.silences["account"].isin(accounts), "warning"].dropna()
        told = {name: int(counts[name].sum()) for name in COUNTS[2:]}
        return Tally(
            years=float(counts["years"].sum()),
            calm_years=float(counts["calm_years"].sum()),
            warning=float(warnings.median()) if len(warnings) else np.nan,
            wanted=self.wanted,
            **told,
        )

    def whole(self) -> Tally:
        """The tally of all accounts."""
        return self.of(list(self.counts.index))


def back_test(rhythms: Rhythms, frame: pd.DataFrame | None = None) -> Backtest:
    """Hold every alarm of the past against what happened.

    Args:
        rhythms: The rhythm of every account, week by week.
        frame: The weekly frame; in weeks that it says nobody observed no alarm counts, and a silence that holds such
            a week is none, for there may have been posts. Without it every week counts as observed.
    """
    accounts = np.unique(rhythms.table["account"].to_numpy(np.int64))
    first = int(rhythms.weeks["week"].min()) if len(rhythms.weeks) else rhythms.last
    posts = _posts(rhythms.weeks, accounts, first, rhythms.last)
    unseen = _unseen(frame, accounts, first, posts.shape)
    lines = _Lines.of(rhythms.table, accounts, first, unseen)
    fate = outcomes(posts)
    alarms = np.sort(lines.keys[lines.alarm])
    found = [one for one in episodes(posts, fate) if not unseen[one.account, one.onset : one.onset + QUARTER].any()]
    silences = _silences(found, alarms, lines.width)
    counts = _counts(lines, excused(posts, fate), silences, len(accounts))
    return Backtest(
        counts.set_axis(pd.Index(accounts, name="account")),
        _dated(silences, accounts, first),
        rhythms.wanted,
        rhythms.last,
    )


@dataclass(frozen=True, eq=False)
class _Lines:
    """The lines of the table that were observed.

    Attributes:
        place: Place of the account among those of the table.
        week: Week, counted from the first.
        watched: Whether an alarm could be given.
        alarm: Whether one was.
        width: Weeks in all.
    """

    place: np.ndarray
    week: np.ndarray
    watched: np.ndarray
    alarm: np.ndarray
    width: int

    @classmethod
    def of(cls, table: pd.DataFrame, accounts: np.ndarray, first: int, unseen: np.ndarray) -> _Lines:
        """Those of a table that are not in `unseen`, shape (accounts, weeks)."""
        place = np.searchsorted(accounts, table["account"].to_numpy(np.int64))
        week = table["week"].to_numpy(np.int64) - first
        kept = ~unseen[place, week]
        watched, alarm = (table[name].to_numpy(bool)[kept] for name in ("monitored", "alarm"))
        return cls(place[kept], week[kept], watched, alarm, unseen.shape[1])

    @property
    def keys(self) -> np.ndarray:
        """Account and week as one sortable number."""
        return np.asarray(self.place * self.width + self.week)


def _unseen(frame: pd.DataFrame | None, accounts: np.ndarray, first: int, shape: tuple[int, ...]) -> np.ndarray:
    """Weeks that nobody observed and of which no post is known, bool, shape (accounts, weeks)."""
    found = np.zeros(shape, bool)
    if frame is None:
        return found
    blind = ((frame["observed_weeks"] == 0) & (frame["posts"] == 0)).to_numpy()
    account, week = (frame.index.get_level_values(level).to_numpy(np.int64)[blind] for level in (0, 1))
    inside = np.isin(account, accounts) & (week >= first) & (week < first + shape[1])
    found[np.searchsorted(accounts, account[inside]), week[inside] - first] = True
    return found


def _posts(weeks: pd.DataFrame, accounts: np.ndarray, first: int, last: int) -> np.ndarray:
    """Posts by account and week, shape (accounts, weeks)."""
    kept = weeks[weeks["account"].isin(accounts) & (weeks["week"] <= last)]
    posts = np.zeros((len(accounts), last - first + 1), np.float32)
    posts[np.searchsorted(accounts, kept["account"]), kept["week"] - first] = kept["posts"]
    return posts


def _silences(found: Sequence[Episode], alarms: np.ndarray, width: int) -> pd.DataFrame:
    """Each silence with its first alarm, if one came in time; weeks counted from the first.

    Args:
        found: The episodes, their account being its place.
        alarms: Keys of all alarms, ascending.
        width: Weeks in all.
    """
    place, onset, end = np.array([(one.account, one.onset, one.end) for one in found], np.int64).reshape(-1, 3).T
    begin = place * width + np.maximum(onset - 1 - LEAD, 0)
    late = place * width + np.minimum(onset - 1 + LATE, width - 1)
    nth = np.searchsorted(alarms, begin)
    alarm = np.append(alarms, np.iinfo(np.int64).max)[nth]
    week = np.where(alarm <= late, (alarm - place * width).astype(float), np.nan)
    return pd.DataFrame(
        {
            "place": place,
            "begins": onset,
            "alarm": week,
            "warning": onset - 1 - week,
            "over": np.where(end < width, end.astype(float), np.nan),
        }
    )


def _counts(lines: _Lines, around: np.ndarray, silences: pd.DataFrame, accounts: int) -> pd.DataFrame:
    """COUNTS of each account; `around` are the weeks around its silences, shape (accounts, weeks)."""
    outside, known = ~around[lines.place, lines.week], lines.week < lines.width - SETTLED
    watched, alarm = lines.watched, lines.alarm
    told = silences["alarm"].notna().to_numpy()

    def count(places: np.ndarray) -> np.ndarray:
        return np.bincount(places, minlength=accounts)

    where = silences["place"].to_numpy(np.int64)
    columns = (
        count(lines.place[watched]) / YEAR,
        count(lines.place[watched & outside & known]) / YEAR,
        count(where),
        count(where[told]),
        count(where[told & (silences["warning"].to_numpy() >= 1)]),
        count(lines.place[alarm & outside & known]),
        count(lines.place[alarm & outside & ~known]),
    )
    return pd.DataFrame(dict(zip(COUNTS, columns, strict=True)))


def _dated(silences: pd.DataFrame, accounts: np.ndarray, first: int) -> pd.DataFrame:
    """The silences with account numbers and weeks as the portfolio counts them."""
    return pd.DataFrame(
        {
            "account": accounts[silences["place"].to_numpy(np.int64)],
            "begins": silences["begins"] + first,
            "alarm": silences["alarm"] + first,
            "warning": silences["warning"],
            "over": silences["over"] + first,
        }
    )
