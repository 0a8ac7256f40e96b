"""A night of the rhythms of many accounts: what is remembered goes on with one week more, against a full pass.

`python -m bench rhythm` makes up the active weeks of many accounts. In fresh processes, so that memory is honest, it
measures the full pass (nothing is remembered), and then a night one week later: memory from bytes, update, memory to
bytes, and besides the whole table. The bare baseline is numpy alone, which loads and saves the same bytes.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from monitor.activity.rhythm.memory import HEAD, Memory
from monitor.activity.rhythm.model import shipped
from monitor.activity.rhythm.night import Night, night
from monitor.activity.rhythm.portfolio import Portfolio, by_first

MOST_SECONDS = 2.0
ROUNDS = 3
FIRST = 2_000
AUTHORED = 0.3
"""Share of the accounts whose authors are known."""


def run(argv: Sequence[str]) -> int:
    """Make up, measure, print; 0 if a night takes no longer than it may."""
    parser = argparse.ArgumentParser(prog="python -m bench rhythm", description=__doc__)
    parser.add_argument("--accounts", type=int, default=10_000)
    parser.add_argument("--weeks", type=int, default=520)
    parser.add_argument("--alone", action="store_true", help="neither authors nor organisations are known")
    parser.add_argument("--measure", choices=["full", "night"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.measure:
        last = FIRST + options.weeks - (options.measure == "full")
        print(json.dumps((_full if options.measure == "full" else _night)(options.folder, last)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return _bench(options, Path(folder))


def _bench(options: argparse.Namespace, folder: Path) -> int:
    portfolio = made_up(options.accounts, options.weeks + 1, alone=options.alone)
    _write(portfolio, folder)
    print(f"{options.accounts:,} accounts, {options.weeks} weeks, {len(portfolio.weeks):,} active account-weeks")
    arguments = [f"--weeks={options.weeks}", f"--folder={folder}"]
    full, one = (_measured([*arguments, f"--measure={what}"]) for what in ("full", "night"))
    print(f"full pass                    {_told(full)}", end="   ")
    print(f"{full['stored']:.0f} MB stored, {full['lines']:,.0f} lines")
    print(f"night, one week more         {_told(one)}", end="   ")
    print(f"{one['read']:.0f} MB read, {one['written']:.0f} MB written")
    print(f"  memory from bytes          {one['load']:7.2f} s")
    print(f"  update                     {one['update']:7.2f} s")
    print(f"  memory to bytes            {one['pack']:7.2f} s")
    print(f"numpy, the same bytes        {one['bare']:7.2f} s")
    print(f"besides: the whole table     {one['table']:7.2f} s   {one['table_peak']:7.0f} MB at most", end="   ")
    print(f"{one['table_bytes']:.0f} MB")
    within = one["seconds"] <= MOST_SECONDS
    print(f"{'within' if within else 'BROKEN'}: a night of at most {MOST_SECONDS:g} s")
    return 0 if within else 1


def _told(found: dict[str, float]) -> str:
    return f"{found['seconds']:7.2f} s   {found['used']:7.2f} s CPU   {found['peak']:7.0f} MB at most"


def _measured(arguments: list[str]) -> dict[str, float]:
    command = [sys.executable, "-m", "bench", "rhythm", *arguments]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def _full(folder: Path, last: int) -> dict[str, float]:
    portfolio = _read(folder)
    start, used = time.perf_counter(), time.process_time()
    found = night(None, portfolio, shipped(), last=last)
    stored = found.memory.pack()
    seconds, used = time.perf_counter() - start, time.process_time() - used
    told = {"seconds": seconds, "used": used, "stored": _megabytes(stored), "peak": _peak()}
    for name, data in stored.items():
        (folder / name).write_bytes(data)
    return told | {"lines": len(found.table)}


def _night(folder: Path, last: int) -> dict[str, float]:
    """The best of some nights, and what numpy alone needs for the bytes of a night."""
    portfolio = _read(folder)
    stored = {file.name: file.read_bytes() for file in folder.iterdir() if "-" in file.name}
    rounds = [_one_night(stored, portfolio, last) for _ in range(ROUNDS)]
    times, found = min(rounds, key=lambda one: one[0]["seconds"])
    peak, written = _peak(), found.memory.pack()
    head = next(data for name, data in stored.items() if name.startswith(HEAD))
    told = times | {"peak": peak, "read": len(head) / 1e6, "written": _megabytes(written)}
    told["bare"] = min(_bare(head, written) for _ in range(ROUNDS))
    start = time.perf_counter()
    told["table_bytes"] = found.table.memory_usage(index=False).sum() / 1e6
    return told | {"table": time.perf_counter() - start, "table_peak": _peak()}


def _one_night(stored: dict[str, bytes], portfolio: Portfolio, last: int) -> tuple[dict[str, float], Night]:
    moments, used = [time.perf_counter()], time.process_time()
    memory = Memory.unpack(stored)
    moments.append(time.perf_counter())
    found = night(memory, portfolio, shipped(), last=last)
    moments.append(time.perf_counter())
    found.memory.pack()
    moments.append(time.perf_counter())
    used = time.process_time() - used
    if found.anew:
        raise SystemExit(f"the memory was not used: {found.anew}")
    load, update, pack = (float(part) for part in np.diff(moments))
    return {"load": load, "update": update, "pack": pack, "seconds": sum((load, update, pack)), "used": used}, found


def _bare(head: bytes, written: dict[str, bytes]) -> float:
    """Seconds in which numpy loads the head and saves what is written."""
    saved = [dict(np.load(io.BytesIO(data))) for data in written.values()]
    start = time.perf_counter()
    dict(np.load(io.BytesIO(head)))
    for arrays in saved:
        np.savez(io.BytesIO(), **arrays)
    return time.perf_counter() - start


def made_up(accounts: int, weeks: int, *, alone: bool = False) -> Portfolio:
    """Accounts that post at rates of their own, from some week of the first half to some week or for ever."""
    draw = np.random.default_rng(2012)
    rate = np.exp(draw.normal(0.3, 0.9, accounts))
    begins, ends = draw.integers(0, weeks // 2, accounts), draw.integers(weeks // 10, 2 * weeks, accounts)
    lives = (np.arange(weeks) >= begins[:, None]) & (np.arange(weeks) < ends[:, None])
    posts = draw.poisson(rate[:, None] * lives).T
    week, row = np.nonzero(posts)
    number = posts[week, row].astype(np.float64)
    days = np.bitwise_or.reduce(
        [np.where(number > post, 1 << draw.integers(0, 7, len(row)), 0) for post in range(12)]
    ).astype(np.uint8)
    quiet = 7 - np.floor(np.log2(days)) - draw.random(len(row))
    table = pd.DataFrame({"week": week + FIRST, "row": row, "days": days, "posts": number, "quiet": quiet})
    names = pd.Index(np.arange(accounts))
    if alone:
        return Portfolio(names, table, table.iloc[:0].assign(person=0), np.full(accounts, -1))
    known = table[row % 10 < 10 * AUTHORED]
    authored = known.assign(person=known["row"] // 20 * 2 + known["week"] // 60 % 2)
    authored["person"] = by_first(authored["person"].to_numpy(), authored["week"].to_numpy())
    return Portfolio(names, table, authored, names.to_numpy() // 5)


def _write(portfolio: Portfolio, folder: Path) -> None:
    for name, table in (("weeks", portfolio.weeks), ("authored", portfolio.authored)):
        np.savez(folder / name, allow_pickle=False, **{str(column): table[column].to_numpy() for column in table})
    np.savez(folder / "accounts", names=portfolio.names.to_numpy(), organisation=portfolio.organisation)


def _read(folder: Path) -> Portfolio:
    weeks, authored, accounts = (dict(np.load(folder / f"{name}.npz")) for name in ("weeks", "authored", "accounts"))
    names = pd.Index(accounts["names"])
    return Portfolio(names, pd.DataFrame(weeks), pd.DataFrame(authored), accounts["organisation"])


def _peak() -> float:
    """Megabytes that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def _megabytes(stored: dict[str, bytes]) -> float:
    return sum(map(len, stored.values())) / 1e6
