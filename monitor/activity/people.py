"""Facts of the accounts for the weekly frame, and who belongs to our own team."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from unicodedata import normalize

import numpy as np
import pandas as pd

from monitor.activity.grid import Grid
from monitor.settings import AccountState

WEEKS = {"week": 1, "month": 4}
"""Length of a goal's period; a month is four weeks, so that every week can end one."""


def account_columns(grid: Grid, accounts: pd.DataFrame) -> dict[str, Any]:
    """Columns that say the same in every week.

    Args:
        grid: The rows.
        accounts: In the order of the grid; `kind` is filled.
    """
    owner, deputy = _named(accounts["owner"]), _named(accounts["deputy"])
    posts, weeks = _goals(accounts)
    return {
        "platform": _category(grid, accounts["platform"]),
        "kind": _category(grid, accounts["kind"]),
        "judged": grid.spread(~untouched(accounts)),
        "seasonal": grid.spread((accounts["state"] == AccountState.SEASONAL).to_numpy(bool)),
        "goal_posts": grid.spread(posts),
        "goal_weeks": grid.spread(weeks),
        "configured": grid.spread(accounts["configured"].to_numpy(bool)),
        "has_owner": grid.spread((owner != "").to_numpy(bool)),
        "has_deputy": grid.spread(((owner != "") & (deputy != "") & (deputy != owner)).to_numpy(bool)),
    }


def untouched(accounts: pd.DataFrame) -> np.ndarray:
    """Which accounts are judged by nobody: those that are closed on purpose or about to be, and private ones."""
    ending = accounts["state"].isin([AccountState.CLOSING, AccountState.CLOSED])
    return np.asarray((ending | accounts["private"].astype(bool)).to_numpy(bool))


def _category(grid: Grid, names: pd.Series) -> pd.Categorical:
    codes, values = pd.factorize(names.astype(str), sort=True)
    return pd.Categorical.from_codes(grid.spread(codes.astype(np.int8)), categories=pd.Index(values, dtype="str"))


def _named(people: pd.Series) -> pd.Series:
    """Names in one spelling; "" for nobody."""
    spelling = {name: plain_name(name) for name in people.dropna().unique()}
    return people.map(spelling).astype("object").fillna("")


def _goals(accounts: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Posts and weeks of a goal period; less than one post a period becomes one post in as many periods as it takes."""
    posts = accounts["goal_posts"].to_numpy(np.float64)
    weeks = accounts["goal_per"].map(WEEKS).to_numpy(np.float64)
    periods = np.maximum(np.ceil(1 / posts - 1e-9), 1)
    wanted = np.where(periods == 1, posts, np.floor(posts * periods + 1e-9))
    return wanted.astype(np.float32), (weeks * periods).astype(np.float32)


def plain_name(name: str) -> str:
    """A name or handle without the differences that exports make: case, spaces, @, composition."""
    return "".join(normalize("NFKC", name).casefold().replace("@", "").split())


def members(authors: pd.Series, team: Iterable[str]) -> tuple[np.ndarray, np.ndarray]:
    """Which discussions are known to be by members, and of which that is unknown.

    Args:
        authors: Name or handle as the export spells it; missing if unknown.
        team: Our own people. If nobody is named, nobody can be told from a member.

    Returns:
        Two boolean arrays.
    """
    own = {plain_name(name) for name in team} - {""}
    names, values = pd.factorize(authors)
    known = (names >= 0) if own else np.zeros(len(names), bool)
    ours = np.array([plain_name(str(value)) in own for value in values] + [False], bool)[names]
    return np.asarray(known & ~ours), ~known
