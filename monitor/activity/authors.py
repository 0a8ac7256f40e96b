"""Who writes: how much of the last weeks' posts one person alone wrote.

A name is a person's unless it is the organisation's, the account's own, or a desk ("Redactie", "admin"): those hide who
wrote, so their posts count as posts of which nobody knows the author.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from monitor.activity.columns import AUTHOR_WEEKS
from monitor.activity.grid import NOWHERE, Grid
from monitor.activity.people import plain_name
from monitor.settings import Organisation

DESKS = frozenset(
    {
        "admin",
        "administrator",
        "beheer",
        "beheerder",
        "communicatie",
        "communications",
        "editor",
        "editorial",
        "editors",
        "info",
        "marketing",
        "news",
        "nieuws",
        "office",
        "onbekend",
        "pers",
        "press",
        "redactie",
        "redaction",
        "secretariaat",
        "team",
        "unknown",
        "web",
        "webmaster",
        "webredactie",
    }
)
"""Names that no person has, without spaces and capitals."""

NOT_COMPARED = frozenset({"personal", "group"})
"""Kinds of accounts of which the columns say nothing: one person's by nature, or everybody's."""


def author_columns(
    grid: Grid, authors: pd.DataFrame, accounts: pd.DataFrame, organisation: Organisation
) -> dict[str, np.ndarray]:
    """Columns on the authors of the last `AUTHOR_WEEKS` weeks.

    Args:
        grid: The rows.
        authors: account_id, week, author, posts.
        accounts: In the order of the grid; `kind` is filled.
        organisation: Whose names are no person's.
    """
    total, most, persons = (np.zeros(grid.size, np.float32) for _ in range(3))
    for part in _by_rank(by_persons(grid, authors, accounts, organisation)):
        rows, wrote = _rolling(grid, part)
        total[rows] += wrote
        most[rows] = np.maximum(most[rows], wrote)
        persons[rows] += wrote > 0
    return {"authored_recent": total, "top_author_recent": most, "authors_recent": persons}


def by_persons(grid: Grid, authors: pd.DataFrame, accounts: pd.DataFrame, organisation: Organisation) -> pd.DataFrame:
    """Rows by persons on accounts that are compared.

    Args:
        grid: The rows of the weekly frame; what is after its last week is left out.
        authors: As `Store.weekly_authors` gives them.
        accounts: In the order of the grid; `kind` is filled.
        organisation: Whose names are no person's.

    Returns:
        who (ordinal of the account), week, person (a number, the same in all accounts), posts, days, last_post_at.
    """
    compared = ~accounts["kind"].isin(NOT_COMPARED).to_numpy(bool)
    who = grid.ordinal(authors["account_id"].to_numpy(np.int64))
    told = authors[(who != NOWHERE) & np.append(compared, False)[who] & (authors["week"] <= grid.last).to_numpy(bool)]
    who = grid.ordinal(told["account_id"].to_numpy(np.int64))
    codes, names = pd.factorize(told["author"])
    plain = [plain_name(str(name)) for name in names]
    nobody = DESKS | {plain_name(name) for name in (organisation.name, *organisation.names)} | {""}
    person, _ = pd.factorize(np.array(plain, object)[codes])
    known = np.array([name not in nobody for name in plain], bool)[codes] & ~_own(who, codes, plain, accounts)
    told = told[["week", "posts", "days", "last_post_at"]].assign(who=who, person=person)
    return pd.DataFrame(told.loc[known])


def _own(who: np.ndarray, codes: np.ndarray, plain: list[str], accounts: pd.DataFrame) -> np.ndarray:
    """Rows whose author is the account itself."""
    flat = who * (len(plain) + 1) + codes
    pairs, place = np.unique(flat, return_inverse=True)
    names, handles = ([plain_name(str(name)) for name in _known(accounts[column])] for column in ("name", "handle"))
    told = (divmod(pair, len(plain) + 1) for pair in pairs.tolist())
    own = [plain[code] in (names[one], handles[one]) for one, code in told]
    return np.array(own, bool)[place]


def _known(names: pd.Series) -> Iterable[str]:
    return names.where(names.notna(), "")


def _by_rank(table: pd.DataFrame) -> Iterable[pd.DataFrame]:
    """The first person of every account, the second of every account that has one, and so on; sorted."""
    table = table.sort_values(["who", "person", "week"], kind="stable")
    pair = table[["who", "person"]].drop_duplicates()
    rank = pair.groupby("who").cumcount().rename("rank")
    ranked = table.merge(pair.assign(rank=rank), on=["who", "person"])
    for _, part in ranked.groupby("rank"):
        yield part


def _rolling(grid: Grid, part: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the accounts from the person's first post on, and what the person wrote in the window that ends there."""
    firsts = part.groupby("who")["week"].min()
    who = firsts.index.to_numpy(np.int64)
    small = Grid(who, firsts.to_numpy(np.int64), grid.last)
    posts = np.bincount(
        small.rows(part["who"].to_numpy(np.int64), part["week"].to_numpy(np.int64)),
        part["posts"].to_numpy(np.float64),
        minlength=small.size,
    )
    total = np.concatenate(([0.0], np.cumsum(posts)))
    row = np.arange(small.size)
    wrote = total[1:] - total[np.maximum(row - AUTHOR_WEEKS + 1, small.spread(small.begins))]
    begin = grid.begins[who] + small.first - grid.first[who]
    return row + small.spread(begin - small.begins), wrote.astype(np.float32)
