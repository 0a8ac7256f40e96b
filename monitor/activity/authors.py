"""Who writes: how much of the last weeks' posts one person alone wrote.

A name is a person's unless it is the organisation's, the account's own, or a desk ("Redactie", "admin"): those hide who
wrote, so their posts count as posts of which nobody knows the author.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from monitor.activity.columns import AUTHOR_WEEKS, AWAY_WEEKS
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
    grid: Grid, authors: pd.DataFrame, accounts: pd.DataFrame, organisation: Organisation, own: np.ndarray
) -> dict[str, np.ndarray]:
    """Columns on the authors of the last `AUTHOR_WEEKS` weeks.

    Args:
        grid: The rows.
        authors: account_id, week, author, posts.
        accounts: In the order of the grid; `kind` is filled.
        organisation: Whose names are no person's.
        own: Own posts of each row.
    """
    total, most, persons, away = (np.zeros(grid.size, np.float32) for _ in range(4))
    until = np.arange(grid.size)
    for part in _by_rank(by_persons(grid, authors, accounts, organisation)):
        rows, wrote, worst, back = _rolling(grid, part)
        total[rows] += wrote
        persons[rows] += wrote > 0
        more = (wrote > most[rows]) | ((wrote == most[rows]) & (worst > away[rows]))
        first = rows[more]
        most[first], away[first], until[first] = wrote[more], worst[more], first - back[more]
    beside, some = np.zeros(grid.size, np.float32), np.flatnonzero(most > 0)
    beside[some] = _sum_back(own, until[some], AWAY_WEEKS, grid.begin_of(some))
    return {
        "authored_recent": total,
        "top_author_recent": most,
        "top_author_away": away,
        "own_away": beside,
        "authors_recent": persons,
    }


def top_authors(authors: pd.DataFrame, accounts: pd.DataFrame, organisation: Organisation, week: int) -> dict[int, str]:
    """The person who wrote most on each account in the weeks up to `week`, as the sources spell the name.

    Args:
        authors: account_id, week, author, posts.
        accounts: name and handle; index id.
        organisation: Whose names are no person's.
        week: The last week looked at.
    """
    recent = authors[
        authors["week"].between(week - AUTHOR_WEEKS + 1, week) & authors["account_id"].isin(accounts.index)
    ]
    names = recent["author"].astype(str)
    plain = names.map({name: plain_name(name) for name in names.unique()})
    own = [accounts.loc[recent["account_id"], column].map(_plain_or_none).to_numpy() for column in ("name", "handle")]
    persons = ~plain.isin(_nobodies(organisation)) & (plain.to_numpy() != own[0]) & (plain.to_numpy() != own[1])
    told = recent.assign(plain=plain)[persons]
    each = told.groupby(["account_id", "plain"], as_index=False).agg(posts=("posts", "sum"), name=("author", "first"))
    first = each.sort_values(["account_id", "posts", "plain"], ascending=[True, False, True])
    first = first.drop_duplicates("account_id")
    return dict(zip(first["account_id"].tolist(), first["name"].tolist(), strict=True))


def _plain_or_none(name: object) -> str | None:
    return plain_name(name) if isinstance(name, str) else None


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
    nobody = _nobodies(organisation)
    # In the order of their names, so that two who wrote alike are told apart in the same way whatever comes later.
    person, _ = pd.factorize(np.array(plain, object)[codes], sort=True)
    known = np.array([name not in nobody for name in plain], bool)[codes] & ~_own(who, codes, plain, accounts)
    told = told[["week", "posts", "days", "last_post_at"]].assign(who=who, person=person)
    return pd.DataFrame(told.loc[known])


def _nobodies(organisation: Organisation) -> frozenset[str]:
    """Plain names that are no person's."""
    return DESKS | {plain_name(name) for name in (organisation.name, *organisation.names)} | {""}


def _own(who: np.ndarray, codes: np.ndarray, plain: list[str], accounts: pd.DataFrame) -> np.ndarray:
    """Rows whose author is the account itself."""
    flat = who * (len(plain) + 1) + codes
    pairs, place = np.unique(flat, return_inverse=True)
    ones = np.unique(who)
    told = (_known(accounts[column].iloc[ones]) for column in ("name", "handle"))
    names = [{plain_name(str(name)) for name in both} for both in zip(*told, strict=True)]
    owners, sorts = np.divmod(pairs, len(plain) + 1)
    pairs_told = zip(np.searchsorted(ones, owners).tolist(), sorts.tolist(), strict=True)
    return np.array([plain[code] in names[one] for one, code in pairs_told], bool)[place]


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


def _rolling(grid: Grid, part: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """What a person wrote in the window that ends at a row, for the rows of the account from the first post on.

    Returns:
        The rows; the posts; those of the `AWAY_WEEKS` weeks with most of them; how many rows back these end.
    """
    firsts = part.groupby("who")["week"].min()
    who = firsts.index.to_numpy(np.int64)
    small = Grid(who, firsts.to_numpy(np.int64), grid.last)
    posts = np.bincount(
        small.rows(part["who"].to_numpy(np.int64), part["week"].to_numpy(np.int64)),
        part["posts"].to_numpy(np.float64),
        minlength=small.size,
    )
    row, begins = np.arange(small.size), small.spread(small.begins)
    wrote = _sum_back(posts, row, AUTHOR_WEEKS, begins)
    stretch = _sum_back(posts, row, AWAY_WEEKS, begins)
    worst, back = stretch.copy(), np.zeros(small.size, np.int64)
    for weeks in range(1, AUTHOR_WEEKS - AWAY_WEEKS + 1):
        there = row - weeks >= begins
        earlier = np.where(there, stretch[np.maximum(row - weeks, 0)], 0)
        back = np.where(earlier > worst, weeks, back)
        worst = np.maximum(worst, earlier)
    begin = grid.begins[who] + small.first - grid.first[who]
    return row + small.spread(begin - small.begins), wrote.astype(np.float32), worst.astype(np.float32), back


def _sum_back(values: np.ndarray, until: np.ndarray, weeks: int, begins: np.ndarray) -> np.ndarray:
    """Sum of the last `weeks` rows of the account up to the rows `until`, these included."""
    total = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    return np.asarray(total[until + 1] - total[np.maximum(until - weeks + 1, begins)])
