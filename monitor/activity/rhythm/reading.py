"""From the store's history to the rhythm of every account: what was told of it in each week.

An account that the organisation closed or is closing ends on purpose, and a private one is nobody's business: neither
is followed, nor is anything learned from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import pandas as pd

from monitor.activity.authors import by_persons
from monitor.activity.calendar import week_starts
from monitor.activity.grid import NOWHERE, Grid
from monitor.activity.history import History
from monitor.activity.people import plain_name, untouched
from monitor.activity.rhythm.alarm import SENSITIVITY
from monitor.activity.rhythm.memory import Memory
from monitor.activity.rhythm.model import shipped
from monitor.activity.rhythm.night import nightly
from monitor.activity.rhythm.portfolio import Portfolio, by_first
from monitor.activity.rhythm.told_columns import TOLD
from monitor.settings import Settings

DAY = 86_400
LEAST_QUIET, MOST_QUIET = 1 / DAY, 7.0
"""Days from the last post of a week to its end; a week in which the clock is set back is an hour longer."""
NOTHING: Mapping[str, bytes] = MappingProxyType({})
ACTIVE = ("account", "week", "days", "posts", "quiet")


@dataclass(frozen=True)
class Rhythms:
    """The rhythm of every account, week by week.

    Attributes:
        table: The columns of `told_columns.TOLD`; account is the account's id (int64), week the store's; sorted by
            account and week.
        weeks: Active account-weeks: account, week, days (bits, 1 for Monday), posts, quiet (days from the last post to
            the end of the week); sorted by account and week.
        real_rate: False alarms an account-year that this portfolio's line really gave; NaN if too little is known.
        wanted: False alarms an account-year that are asked for.
        last: The last complete week.
        memory: What the next night may go on from.
    """

    table: pd.DataFrame
    weeks: pd.DataFrame
    real_rate: float
    wanted: float
    last: int
    memory: Memory | None = None


def read_rhythms(history: History, settings: Settings, stored: Mapping[str, bytes] = NOTHING) -> Rhythms:
    """Tell the rhythm of all accounts over a history; nothing of a week comes from after it.

    Args:
        history: The store's tables, cut off at the end of a week.
        settings: Time zone, the organisation's names and `detection.sensitivity`.
        stored: What an earlier night left; where it holds, only the newest weeks are gone through. The numbers are
            the same without it.
    """
    portfolio, last = portfolio_in(history, settings), history.grid.last
    wanted = SENSITIVITY[settings.detection.sensitivity]
    night = nightly(stored, portfolio, shipped(), wanted, last)
    rates = night.learned.real_rate
    found = rhythms_of(portfolio, night.table, float(rates[-1]) if len(rates) else np.nan, wanted, last)
    return replace(found, memory=night.memory)


def portfolio_in(history: History, settings: Settings) -> Portfolio:
    """The accounts of a history that are followed, as a portfolio.

    Accounts of the same owner are siblings. Who wrote what is known as far as an author is a person and the account is
    neither one person's nor a group's.
    """
    kept = ~untouched(history.accounts)
    place = np.append(np.where(kept, np.cumsum(kept) - 1, NOWHERE), NOWHERE)
    names = pd.Index(history.accounts.index[kept])
    ends = _ends(history.grid, settings)
    authored = by_persons(history.grid, history.authors, history.accounts, settings.organisation)
    authored = authored.assign(person=by_first(authored["person"].to_numpy(), authored["week"].to_numpy()))
    authored = _active(authored.assign(row=place[authored["who"].to_numpy(np.int64)]), ends)
    who = history.grid.ordinal(history.rollup["account_id"].to_numpy(np.int64))
    weeks = _active(history.rollup[["week", "posts", "days", "last_post_at"]].assign(row=place[who]), ends)
    return Portfolio(names, weeks, authored, _owners(history.accounts.loc[names, "owner"]))


def rhythms_of(portfolio: Portfolio, told: pd.DataFrame, real_rate: float, wanted: float, last: int) -> Rhythms:
    """Put what was told of a portfolio in the order of its accounts.

    Args:
        portfolio: Its names are ids of accounts.
        told: The columns of TOLD, account as a category of its names.
        real_rate: See `Rhythms`.
        wanted: Likewise.
        last: Likewise.
    """
    ids = portfolio.names.to_numpy(np.int64)
    table = told.assign(account=ids[told["account"].cat.codes])[[column.name for column in TOLD]]
    weeks = portfolio.weeks.assign(account=ids[portfolio.weeks["row"]])[list(ACTIVE)]
    return Rhythms(_by_account(table), _by_account(weeks), real_rate, wanted, last)


def _by_account(table: pd.DataFrame) -> pd.DataFrame:
    return table.sort_values(["account", "week"], kind="stable").reset_index(drop=True)


def _ends(grid: Grid, settings: Settings) -> tuple[int, np.ndarray]:
    """The earliest week, and the moment at which it and each later one ends."""
    return grid.from_week, week_starts(grid.from_week + 1, grid.last + 1, settings.organisation.zone)


def _active(table: pd.DataFrame, ends: tuple[int, np.ndarray]) -> pd.DataFrame:
    """Active weeks as `events.weeks_in` wants them, from the store's roll-ups; those without a row are left out."""
    table = table[(table["row"] != NOWHERE).to_numpy(bool)].sort_values(["week", "row"], kind="stable")
    first, moments = ends
    end = moments[table["week"].to_numpy(np.int64) - first]
    quiet = (end - table["last_post_at"].to_numpy(np.int64)) / DAY
    columns = {
        "days": table["days"].to_numpy(np.uint8),
        "posts": table["posts"].to_numpy(np.float64),
        "quiet": np.clip(quiet, LEAST_QUIET, MOST_QUIET),
    }
    named = [name for name in ("week", "row", "person") if name in table]
    return table[named].assign(**columns).reset_index(drop=True)


def _owners(owners: pd.Series) -> np.ndarray:
    """A number for each owner, the same for all accounts of one, in whatever spelling; -1 for nobody."""
    names = [plain_name(owner) if isinstance(owner, str) else "" for owner in owners]
    codes, _ = pd.factorize(np.array([name or None for name in names], object))
    return np.asarray(codes, np.int64)
