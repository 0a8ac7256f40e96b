"""Score histories from a CSV with the rhythm's model, as the nightly job does, for the early-warning benchmark.

`python -m bench scorer --fit TRAIN.csv --events EVENTS.csv --out SCORES.csv`. Events have the columns account,
timestamp and perhaps seen_at (ISO 8601 or epoch seconds, UTC); scores have account, week_end (the Monday 00:00 that
ends the week) and score. The shipped coefficients are used whatever TRAIN holds: learning them anew from one
portfolio's own past was measured and made the score worse (docs/early-warning.md). TRAIN must be readable, so that a
wrong path is noticed.
"""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from bench.rhythm_data import epoch
from monitor.activity.rhythm.model import Model, shipped
from monitor.activity.rhythm.scorer import scores


def run(argv: Sequence[str]) -> int:
    """Read, score, write."""
    parser = argparse.ArgumentParser(prog="python -m bench scorer", description=__doc__)
    parser.add_argument("--fit", type=Path, help="posts of other accounts; read and not used")
    parser.add_argument("--events", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--model", type=Path, help="other coefficients than the shipped ones")
    options = parser.parse_args(argv)
    if options.fit:
        read_events(options.fit)
    model = Model.from_json(options.model.read_text(encoding="utf-8")) if options.model else shipped()
    table = scores(read_events(options.events), model)
    with options.out.open("w", encoding="utf-8", newline="") as file:
        file.writelines(_lines(table))
    return 0


def read_events(file: Path) -> pd.DataFrame:
    """Posts of a CSV.

    Raises:
        SystemExit: A column is missing, or a time cannot be read: the file and the first such line are named.
    """
    table = pd.read_csv(
        file, dtype={"account": str}, keep_default_na=False, na_values={"timestamp": [""], "seen_at": [""]}
    )
    missing = {"account", "timestamp"} - set(table)
    if missing:
        raise SystemExit(
            f"{file}: the column {', '.join(sorted(missing))} is missing: account,timestamp[,seen_at] is wanted"
        )
    times = [name for name in ("timestamp", "seen_at") if name in table]
    posts = pd.DataFrame({"account": table["account"]} | {name: epoch(table[name]) for name in times})
    wrong = posts["timestamp"].isna()
    if wrong.any():
        line = int(np.flatnonzero(wrong)[0])
        raise SystemExit(
            f"{file}, line {line + 2}: {table['timestamp'][line]!r} is no time: ISO 8601 or epoch seconds is wanted"
        )
    if "seen_at" in posts:
        posts["seen_at"] = posts["seen_at"].fillna(posts["timestamp"])
    return posts.drop_duplicates(["account", "timestamp"])


def _lines(table: pd.DataFrame) -> Iterator[str]:
    """The CSV, a week at a time: a row-by-row writer takes four times as long for millions of rows."""
    yield "account,week_end,score\n"
    accounts, names = table["account"].cat.codes.to_numpy(), [_quoted(str(n)) for n in table["account"].cat.categories]
    ends, score = table["week_end"].to_numpy(), table["score"].to_numpy()
    edges = np.flatnonzero(np.diff(ends, prepend=-np.inf, append=np.inf))
    for begin, end in pairwise(edges):
        day = pd.Timestamp(float(ends[begin]), unit="s").isoformat()
        pairs = zip(accounts[begin:end].tolist(), score[begin:end].tolist(), strict=True)
        yield "".join(f"{names[account]},{day},{value:.9g}\n" for account, value in pairs)


def _quoted(name: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow([name])
    return buffer.getvalue()
