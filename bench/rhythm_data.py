"""The histories at hand as posts: account, timestamp (epoch seconds) and, where known, seen_at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

MOST_COUNTED = 14
"""Posts a week kept of a weekly counter, spread evenly over the week."""


@dataclass(frozen=True)
class History:
    """A history that can be measured.

    Attributes:
        name: Short name.
        what: What it is.
        kin: Histories that share accounts or origin with it, left out of a fit that is tested on it.
        read: Folder of the data -> posts.
        end: ISO date of the end, where later silence means nothing.
    """

    name: str
    what: str
    kin: tuple[str, ...]
    read: Callable[[Path], pd.DataFrame]
    end: str | None = None


def epoch(times: pd.Series) -> pd.Series:
    """Epoch seconds of times as text or numbers; NaN for what is no time."""
    if pd.api.types.is_numeric_dtype(times):
        return times.astype(np.float64)
    moments = pd.to_datetime(times, utc=True, errors="coerce", format="ISO8601")
    return (moments - pd.Timestamp(0, tz="UTC")).dt.total_seconds()


def read_posts(file: Path, account: str = "account", time: str = "timestamp") -> pd.DataFrame:
    """Posts of a CSV whose columns have these names; rows without a time are left out, each post counts once."""
    table = pd.read_csv(file, dtype={account: str}, low_memory=False)
    posts = pd.DataFrame({"account": table[account], "timestamp": epoch(table[time])})
    if "seen_at" in table:
        posts["seen_at"] = epoch(table["seen_at"]).fillna(posts["timestamp"])
    return posts.dropna(subset=["account", "timestamp"]).drop_duplicates(["account", "timestamp"])


def _deputies(first: str, end: str) -> Callable[[Path], pd.DataFrame]:
    """Weekly counters of those who are on the list until the end: leaving the list says nothing about posting."""

    def read(folder: Path) -> pd.DataFrame:
        counts = pd.read_csv(folder / "x/timeseries/fr_deputies_weekly_counts_200_accounts.csv")
        counts["date"] = pd.to_datetime(counts["date"], utc=True)
        stays = counts.groupby("account")["date"].transform("max") >= pd.Timestamp(end, tz="UTC")
        return _spread(counts[stays & (counts["date"] >= pd.Timestamp(first, tz="UTC"))], end)

    return read


def _spread(counts: pd.DataFrame, end: str) -> pd.DataFrame:
    """Posts between two looks at a counter, evenly over the time between them."""
    counts = counts.sort_values(["account", "date"])
    at = epoch(counts["date"])
    more = counts.groupby("account")["statuses_count"].diff().clip(0, MOST_COUNTED).fillna(0).to_numpy(np.int64)
    before = at.groupby(counts["account"]).shift().fillna(at).to_numpy()
    place = np.arange(more.sum()) - np.repeat(np.cumsum(more) - more, more) + 0.5
    moment = np.repeat(before, more) + place * np.repeat((at.to_numpy() - before) / np.maximum(more, 1), more)
    posts = pd.DataFrame({"account": np.repeat(counts["account"].to_numpy(), more), "timestamp": moment})
    return posts[posts["timestamp"] < pd.Timestamp(end, tz="UTC").timestamp()]


HISTORIES: tuple[History, ...] = (
    History(
        "oss authors",
        "authors of nine open-source projects, fading over years",
        (),
        lambda f: read_posts(f / "histories/oss_authors.csv.gz"),
    ),
    History("opam", "releases of packages of one repository", (), lambda f: read_posts(f / "histories/opam.csv.gz")),
    History(
        "ira",
        "accounts on X of one organisation, all ended, many at once",
        (),
        lambda f: read_posts(f / "x/timeseries/ira_posts_300_accounts.csv"),
        "2017-08-07",
    ),
    History(
        "blogs",
        "blogs of organisations",
        (),
        lambda f: read_posts(f / "blog/histories/posts.csv", "blog", "date"),
    ),
    History(
        "deputies",
        "weekly counters of French deputies on X who stayed on the list to June 2022",
        ("deputies 2017",),
        _deputies("2015-01-01", "2022-06-13"),
        "2022-06-13",
    ),
    History(
        "deputies 2017",
        "weekly counters of French deputies on X who stayed on the list to June 2017",
        ("deputies",),
        _deputies("2015-01-01", "2017-06-12"),
        "2017-06-12",
    ),
)
"""Facebook pages (7 of 82 accounts sustained) and recorded talks (2 of 270) hold too little."""
