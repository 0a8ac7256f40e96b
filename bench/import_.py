"""How much dearer is our import than the least there is: the sqlite3 shell's `.import` of the same CSV?

Held to: at most 4 times the CPU time, and under 300 MB, for 1,000,000 posts of 10,000 accounts.

The order tells a lot. Sorted by account, the shell merely appends to its index and needs a quarter of the time, while
ours reads, validates, hashes and counts row by row whatever the order: there the ratio is not kept.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import shutil
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from pathlib import Path

MOST_RATIO = 4.0
MOST_MEGABYTES = 300
FIRST = datetime(2009, 1, 1, tzinfo=UTC)
ORDERS = ("time", "account", "random")
SPAN = timedelta(weeks=260)
NOW = datetime(2014, 1, 1, tzinfo=UTC)
WORDS = tuple("vandaag nieuw project team klant resultaat bericht blog over met voor onze wij samen agenda".split())  # noqa: SIM905
BARE = """CREATE TABLE post (account TEXT, time TEXT, text TEXT, UNIQUE (account, time, text));
.mode csv
.import --skip 1 {file} post
"""


@dataclass(frozen=True)
class Cost:
    """What a child process used: CPU seconds (user and system), peak memory in MB, and how it ended."""

    cpu: float
    megabytes: float
    status: int


def run(argv: list[str]) -> None:
    """Make the CSV, import it both ways, print rows a second, CPU seconds, ratio and peak memory; for each order."""
    options = _options(argv)
    if options.ours:
        _import_ours(Path(options.ours))
        return
    if options.write:
        _write_csv(Path(options.write), options.rows, options.accounts, options.order[0])
        return
    if not shutil.which("sqlite3"):
        raise SystemExit("needs the sqlite3 shell (apt-get install sqlite3)")
    ratios = {order: _measure_order(options, order) for order in options.order}
    print("ratios: " + ", ".join(f"{ratio:.2f} by {order}" for order, ratio in ratios.items()))


def _measure_order(options: argparse.Namespace, order: str) -> float:
    """Compare both imports of a CSV in this order; gives the last round's ratio."""
    with tempfile.TemporaryDirectory(prefix="bench-import-") as name:
        folder, file = Path(name), Path(name) / "posts.csv"
        size = ("--rows", str(options.rows), "--accounts", str(options.accounts))
        # In a process of its own: a child's peak memory begins at what its parent has.
        _measured([sys.executable, "-m", "bench", "import", "--write", str(file), *size, "--order", order])
        told = f"{options.rows:,} posts of {options.accounts:,} accounts, {file.stat().st_size:,} bytes"
        print(f"{told}, order of the rows: {order}", flush=True)
        return [_compare(folder, file, options.rows, number) for number in range(options.rounds)][-1]


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench import", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--accounts", type=int, default=10_000)
    parser.add_argument("--order", choices=ORDERS, default=["time"], nargs="+", help="how the CSV is sorted; several")
    parser.add_argument("--rounds", type=int, default=1, help="how often both are measured")
    parser.add_argument("--ours", help=argparse.SUPPRESS)
    parser.add_argument("--write", help=argparse.SUPPRESS)
    return parser.parse_args(argv)


def _write_csv(file: Path, rows: int, accounts: int, order: str) -> None:
    """Write made-up posts, the same every time."""
    dice = random.Random(2012)
    posts = [
        (f"account{dice.randrange(accounts):05}", FIRST + SPAN * (number / rows), number) for number in range(rows)
    ]
    if order == "random":
        dice.shuffle(posts)
    elif order == "account":
        posts.sort(key=itemgetter(0))
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(("account", "time", "text"))
        for account, moment, number in posts:
            text = f"{' '.join(dice.choices(WORDS, k=12))} {number}"
            table.writerow((account, f"{moment:%Y-%m-%dT%H:%M:%SZ}", text))


def _compare(folder: Path, file: Path, rows: int, number: int) -> float:
    bare_store, script = folder / f"bare{number}.sqlite3", folder / "bare.sql"
    script.write_text(BARE.format(file=file), encoding="utf-8")
    bare = _measured(["sqlite3", str(bare_store), f".read {script}"])
    ours = _measured([sys.executable, "-m", "bench", "import", "--ours", str(file)])
    if bare.status or ours.status:
        raise SystemExit("an import failed")
    for name, cost in (("sqlite3 .import", bare), ("monitor import", ours)):
        speed = f"{rows / cost.cpu:>9,.0f} rows/s"
        print(f"{name:16} {cost.cpu:7.2f} s CPU {speed} {cost.megabytes:7.0f} MB peak")
    ratio = ours.cpu / bare.cpu
    fine = ratio <= MOST_RATIO and ours.megabytes <= MOST_MEGABYTES
    told = "kept" if fine else "BROKEN"
    print(f"ratio {ratio:.2f} (at most {MOST_RATIO:g}), memory at most {MOST_MEGABYTES} MB: {told}")
    for left in folder.glob("*.sqlite3*"):
        left.unlink()
    return ratio


def _measured(command: list[str]) -> Cost:
    """Run a command to its end."""
    child = os.posix_spawnp(command[0], command, dict(os.environ))
    _, status, used = os.wait4(child, 0)
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, status)


def _import_ours(file: Path) -> None:
    """The whole import as `monitor import` does it, from the file to the roll-up, in this process."""
    from monitor.sources.contract import Context
    from monitor.sources.ingest import import_path
    from monitor.sources.registry import make_connectors
    from monitor.store.sqlstore import open_store

    url = f"sqlite:///{file.parent / 'ours.sqlite3'}"
    with open_store(url, backups=file.parent / "backups", now=NOW) as store:
        for result in import_path(file, make_connectors({}), store, Context(NOW)):
            print(f"{'':16} {result.status}: {result.new:,} new, {result.rejected:,} rejected")
            if result.status != "done":
                raise SystemExit(result.message)
