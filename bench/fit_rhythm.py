"""Fit the coefficients of the rhythm's score on the histories at hand and write them into the package.

`python -m bench.fit_rhythm --data FOLDER [--without NAME ...] [--out FILE]`. Beside each history, a copy of it is
used in which every account is switched off at a random week of its good time (one in 60 a week): accounts end so too,
and little data shows it. A history that is named in `--without`, its kin and their copies are left out, for testing
on it.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from bench.rhythm_data import HISTORIES, History
from monitor.activity.rhythm.events import week_end, week_of
from monitor.activity.rhythm.fitting import fit
from monitor.activity.rhythm.follow import follow
from monitor.activity.rhythm.model import SHIPPED, Model, channels
from monitor.activity.rhythm.numbers import channel_numbers
from monitor.activity.rhythm.outcomes import Outcomes, outcomes

PACKAGE = Path(__file__).parent.parent / "monitor/activity/rhythm"
SWITCH_OFF = 1 / 60
MOST_ROWS = 20_000
MOST_SILENT_DAYS = 28
"""Rows of longer silence are many and trivial; the benchmark leaves them out as well."""


def main(argv: Sequence[str] | None = None) -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(prog="python -m bench.fit_rhythm", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--without", nargs="*", default=[], choices=[history.name for history in HISTORIES])
    parser.add_argument("--out", type=Path, default=PACKAGE / SHIPPED)
    options = parser.parse_args(argv)
    model = fit_without(options.data, options.without)
    options.out.write_text(model.to_json() + "\n", encoding="utf-8")
    print(model.to_json())


def fit_without(folder: Path, left_out: Collection[str]) -> Model:
    """The model of all histories but these, their kin and their copies."""
    barred = set(left_out) | {kin for h in HISTORIES if h.name in left_out for kin in h.kin}
    used = [history for history in HISTORIES if history.name not in barred]
    parts = [part for history in used for part in _parts(folder, history)]
    told = ", ".join(history.name for history in used)
    return fit(parts, f"{told}; and copies of them with accounts switched off at random")


def _parts(folder: Path, history: History) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Channels and outcomes of a history, and of its copy unless its accounts end at once anyway."""
    posts = history.read(folder).drop(columns="seen_at", errors="ignore")
    if history.end:
        posts = posts[posts["timestamp"] < pd.Timestamp(history.end, tz="UTC").timestamp()]
    last = int(week_of(posts["timestamp"].max())) - (0 if history.end else 1)
    draw = np.random.default_rng(2012)
    yield _rows(posts, last, draw)
    if history.name not in ("ira", "deputies 2017"):
        yield _rows(_switched_off(posts, last, draw), last, draw)


def _rows(posts: pd.DataFrame, last: int, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Channels and outcomes of up to MOST_ROWS monitored weeks with a short silence and a known outcome."""
    codes, names = pd.factorize(posts["account"], sort=True)
    moment = posts["timestamp"].to_numpy()
    first, fate = _fates(codes, moment, len(names), last)
    found = follow(codes, moment, len(names), lambda s, r: channel_numbers(s, r) | {"quiet": s.quiet[r]}, last)
    week = found.week - first
    chosen = fate.monitored[found.row, week] & fate.settled[week] & (found.numbers["quiet"] <= MOST_SILENT_DAYS)
    lines = np.flatnonzero(chosen)
    if len(lines) > MOST_ROWS:
        lines = np.sort(draw.choice(lines, MOST_ROWS, replace=False))
    return channels({k: v[lines] for k, v in found.numbers.items()}), fate.bad[found.row[lines], week[lines]]


def _fates(codes: np.ndarray, moment: np.ndarray, count: int, last: int) -> tuple[int, Outcomes]:
    """First week and outcomes of all accounts."""
    weeks = week_of(moment)
    first = int(weeks.min())
    width = last - first + 1
    kept = weeks <= last
    posts = np.bincount(codes[kept] * width + weeks[kept] - first, minlength=count * width).reshape(count, width)
    return first, outcomes(posts.astype(np.float32))


def _switched_off(posts: pd.DataFrame, last: int, draw: np.random.Generator) -> pd.DataFrame:
    """The same posts with every account ended at a random week in which it is sustained."""
    codes, names = pd.factorize(posts["account"], sort=True)
    first, fate = _fates(codes, posts["timestamp"].to_numpy(), len(names), last)
    ends = np.full(len(names), np.inf)
    for account in np.flatnonzero(fate.sustained.any(1)):
        good = np.flatnonzero(fate.sustained[account] & fate.monitored[account])
        nth = int(draw.geometric(SWITCH_OFF)) - 1
        if nth < len(good):
            ends[account] = week_end(int(good[nth]) + first)
    ever = np.asarray(fate.sustained.any(1))[codes]
    return posts[ever & (posts["timestamp"].to_numpy() < ends[codes])]


if __name__ == "__main__":
    main()
