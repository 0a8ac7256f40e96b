"""Reading platforms against bare `requests` that asks the same pages; and a night with nothing new.

`python -m bench fetch` starts a local server in a process of its own, which thinks for some milliseconds before each
answer, as the nearest platform does (`--thinks 0`: not at all). First, in turns: our whole visit (ask, keep raw, parse,
validate, store) of an account with many pages of 40 posts, and a loop over the same addresses that decodes the JSON and
does nothing else. Then a second night over many sites with a feed where nothing is new.

Held to: at most 1.5 times the time of bare `requests`; a quiet night over 200 accounts costs one conditional request
each and under 2 s of our own CPU time.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import requests

if TYPE_CHECKING:
    from monitor.sources.results import ImportResult

MOST_RATIO = 1.5
MOST_SECONDS = 2.0
ROUNDS = 3
CONFIG = """
[organisation]
name = "Bench"

[fetch]
pause = 0

[connectors.mastodon_api]
base = "{server}"
allow_private = true
threads = 0

[connectors.blog_site]
allow_private = true

"""
STATUSES = """
[[account]]
platform = "mastodon"
handle = "made_up"
kind = "company"
fetch = true
"""
SITE = """
[[account]]
platform = "blog"
name = "Site {number}"
kind = "blog"
feed = "{server}/site{number}/feed"
fetch = true
"""


@dataclass(frozen=True)
class Cost:
    """Wall and CPU seconds of a piece of work."""

    wall: float
    cpu: float


def run(argv: Sequence[str]) -> int:
    """Measure and print; 0 if both limits hold."""
    parser = argparse.ArgumentParser(prog="python -m bench fetch", description=__doc__)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--accounts", type=int, default=200)
    parser.add_argument("--thinks", type=float, default=0.03, help="seconds that the server takes for each answer")
    options = parser.parse_args(argv)
    with _server(options.pages, options.thinks) as address, tempfile.TemporaryDirectory() as name:
        ratio = _pages(address, options.pages, Path(name) / "pages")
        seconds, asked = _quiet_night(address, options.accounts, Path(name) / "quiet")
    print(
        f"a quiet night over {options.accounts} accounts: {seconds:.2f} s CPU (at most {MOST_SECONDS}), "
        f"{asked} requests"
    )
    return 0 if ratio <= MOST_RATIO and seconds <= MOST_SECONDS and asked == options.accounts else 1


@contextmanager
def _server(pages: int, thinks: float) -> Iterator[str]:
    command = [sys.executable, "-m", "bench.fetch_server", str(pages), str(thinks)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.kill()


def _pages(address: str, pages: int, folder: Path) -> float:
    """Ratio of our time to that of bare requests over the same pages; best of some rounds each."""
    ours, bare = [], []
    for number in range(ROUNDS):
        ours.append(_fetch(_organisation(folder / str(number), CONFIG.format(server=address) + STATUSES)))
        bare.append(_cost(lambda: _bare(address, pages)))
    best, least = min(ours, key=lambda one: one.wall), min(bare, key=lambda one: one.wall)
    print(f"bare requests    {pages / least.wall:7.0f} pages/s  {least.wall:.2f} s wall  {least.cpu:.2f} s CPU")
    print(f"monitor fetch    {pages / best.wall:7.0f} pages/s  {best.wall:.2f} s wall  {best.cpu:.2f} s CPU")
    print(f"ratio {best.wall / least.wall:.2f} by wall (at most {MOST_RATIO}), {best.cpu / least.cpu:.2f} by CPU")
    return best.wall / least.wall


def _bare(address: str, pages: int) -> None:
    """The same addresses, one after the other, decoded and nothing else."""
    url: str | None = f"{address}/api/v1/accounts/1/statuses?limit=40"
    seen = 0
    with requests.Session() as session:
        session.get(f"{address}/api/v1/accounts/lookup?acct=made_up", timeout=30).json()
        while url:
            reply = session.get(url, timeout=30)
            seen += len(reply.json())
            url = reply.links.get("next", {}).get("url")
    if seen != pages * 40:
        raise SystemExit(f"the server gave {seen} posts, not {pages * 40}")


def _quiet_night(address: str, accounts: int, folder: Path) -> tuple[float, int]:
    """CPU seconds and requests of the second night, on which nothing is new."""
    sites = "".join(SITE.format(number=number, server=address) for number in range(accounts))
    config = _organisation(folder, CONFIG.format(server=address) + sites)
    _fetch(config)
    asked: list[str] = []
    original = requests.Session.request

    def counting(session: requests.Session, method: str, url: str, **more: Any) -> requests.Response:
        asked.append(url)
        return original(session, method, url, **more)

    requests.Session.request = counting  # type: ignore[method-assign,assignment]
    try:
        cost = _fetch(config, days=1)
    finally:
        requests.Session.request = original  # type: ignore[method-assign]
    return cost.cpu, len(asked)


def _organisation(folder: Path, config: str) -> Path:
    folder.mkdir(parents=True)
    path = folder / "config.toml"
    path.write_text(config, encoding="utf-8")
    return path


def _fetch(config: Path, days: int = 0) -> Cost:
    """What the visits cost so many days from now; the store is open before and everything is loaded."""
    from monitor.job.fetching import fetch_accounts
    from monitor.job.session import open_session

    with open_session(config) as opened:
        session = replace(opened, now=opened.now + timedelta(days=days))
        results: list[ImportResult] = []
        cost = _cost(lambda: results.extend(fetch_accounts(session)))
    for result in results:
        if not result.fine:
            raise SystemExit(f"{result.name}: {result.message}")
    return cost


def _cost(work: Callable[[], object]) -> Cost:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))
