"""Detection of all symptoms against one bare SQL `GROUP BY account, week` over the same store.

`python -m bench detect` makes a store of made-up accounts and posts through the store's own door, then, in a fresh
process so that memory is honest, times the bare query (rows fetched) and the frame with `detect` of all symptoms. Both
are the best of some rounds, taken in turns; peak memory is that of the whole process. Telling the rhythm of the whole
past anew is timed by itself and not held to the limit: its price is that of a first night.
"""

from __future__ import annotations

import argparse
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from monitor.activity.history import read_history
from monitor.activity.rhythm.reading import read_rhythms
from monitor.activity.weekly import frame_of
from monitor.activity.weeks import last_complete_week
from monitor.detector import detect
from monitor.records import AccountKind, Interaction, Post, PostKind, Profile, Window
from monitor.settings import AccountSettings, Goal, Organisation, Settings, Theme
from monitor.store.contract import LabelRow
from monitor.store.sqlstore import SqlStore, open_store

START = datetime(2008, 1, 7, 9, tzinfo=UTC)
BARE = "SELECT account_id, week, count(*) FROM post GROUP BY account_id, week"
ROUNDS = 3
MOST_RATIO, MOST_BYTES = 5.0, 2 * 10**9
BATCH = 20_000
SORTS = (
    ("x", AccountKind.COMPANY),
    ("x", AccountKind.PERSONAL),
    ("facebook", AccountKind.PAGE),
    ("blog", AccountKind.BLOG),
    ("youtube", AccountKind.CHANNEL),
    ("linkedin", AccountKind.GROUP),
)

WITH_AUTHORS = {AccountKind.GROUP, AccountKind.BLOG}
"""Kinds of accounts whose sources tell who wrote a post."""


def run(argv: Sequence[str]) -> int:
    """Make the store, measure, print; 0 if both limits hold."""
    parser = argparse.ArgumentParser(prog="python -m bench detect", description=__doc__)
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--accounts", type=int, default=10_000)
    parser.add_argument("--weeks", type=int, default=260)
    parser.add_argument("--folder", type=Path, help="keep the store here and use it again")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.measure:
        print(json.dumps(measure(options.measure, options.weeks)))
        return 0
    if options.folder:
        return _bench(options, options.folder)
    with tempfile.TemporaryDirectory() as folder:
        return _bench(options, Path(folder))


def _bench(options: argparse.Namespace, folder: Path) -> int:
    file = folder / f"bench-{options.accounts}-{options.posts}-{options.weeks}.sqlite3"
    if not file.exists():
        print(f"making a store of {options.posts:,} posts of {options.accounts:,} accounts ...", flush=True)
        make_store(file, options.accounts, options.posts, options.weeks)
    command = [sys.executable, "-m", "bench.detect", "--measure", str(file), "--weeks", str(options.weeks)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(_told(found))
    return 0 if found["ratio"] <= MOST_RATIO and found["peak"] < MOST_BYTES else 1


def _told(found: dict[str, Any]) -> str:
    return "\n".join(
        (
            f"posts {found['posts']:,}, account-weeks {found['rows']:,}, spells {found['spells']:,}",
            f"bare GROUP BY account, week   {found['bare']:.2f} s CPU",
            f"history and frame             {found['frame']:.2f} s CPU",
            f"detect, all symptoms          {found['detect']:.2f} s CPU",
            f"together                      {found['whole']:.2f} s CPU",
            f"rhythm of the whole past      {found['rhythm']:.2f} s CPU",
            f"account-weeks a second        {found['rows'] / found['whole']:,.0f}",
            f"posts a second                {found['posts'] / found['whole']:,.0f}",
            f"ratio to the bare query       {found['ratio']:.2f} (held to {MOST_RATIO:g})",
            f"ratio with the whole rhythm   {(found['whole'] + found['rhythm']) / found['bare']:.2f}",
            f"peak memory                   {found['peak'] / 1e6:,.0f} MB (held to {MOST_BYTES / 1e6:,.0f})",
            f"besides: spells as objects    {found['objects']:.2f} s CPU, which saving them takes",
        )
    )


# --- measuring ---------------------------------------------------------------------------------------------
def measure(file: Path, weeks: int) -> dict[str, float]:
    """Time the query and the detection in turns, CPU seconds, best of the rounds."""
    as_of = START.date() + timedelta(7 * weeks)
    rounds = [{"bare": _timed(lambda: _bare(file))[0]} | _detection(file, as_of) for _ in range(ROUNDS)]
    best = min(rounds, key=lambda one: one["whole"])
    bare = min(one["bare"] for one in rounds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return best | {"bare": bare, "ratio": best["whole"] / bare, "peak": peak}


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begin = time.process_time()
    result = work()
    return time.process_time() - begin, result


def _bare(file: Path) -> int:
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        return len(connection.execute(BARE).fetchall())
    finally:
        connection.close()


def _detection(file: Path, as_of: date) -> dict[str, float]:
    settings, last = _settings(), last_complete_week(as_of)
    with _open(file) as store:
        read_time, history = _timed(lambda: read_history(store, settings.organisation.zone, last))
    rhythm_time, rhythms = _timed(lambda: read_rhythms(history, settings))
    frame_time, frame = _timed(lambda: frame_of(history, settings, rhythms))
    frame_time += read_time
    detect_time, detection = _timed(lambda: detect(frame, {}))
    objects_time, spells = _timed(lambda: sum(1 for _ in detection.spells()))
    times = {"frame": frame_time, "detect": detect_time, "whole": frame_time + detect_time, "objects": objects_time}
    times["rhythm"] = rhythm_time
    return times | {"rows": len(frame), "posts": int(frame["posts"].sum()), "spells": spells}


def _open(file: Path) -> SqlStore:
    return open_store(f"sqlite:///{file}", backups=file.parent / "backups", now=datetime.now(UTC))


def _settings() -> Settings:
    return Settings(organisation=Organisation(team=("colleague",)), theme=(Theme(name="Work", keywords=("work",)),))


# --- making ------------------------------------------------------------------------------------------------
def make_store(file: Path, accounts: int, posts: int, weeks: int) -> None:
    """Fill a store with made-up accounts, posts, windows, profiles, comments and labels."""
    half_made = file.with_suffix(".making")
    half_made.unlink(missing_ok=True)
    draw = np.random.default_rng(2012)
    with _open(half_made) as store:
        store.set_zone("Europe/Amsterdam")
        ids = store.sync_accounts([_account(number) for number in range(accounts)])
        at = START + timedelta(weeks=weeks)
        run_id = store.begin_import("bench", "bench", "bench", at)
        batch: list[Any] = []
        for account, record in _records(ids, posts, weeks, draw):
            batch.append((account, record))
            if len(batch) >= BATCH:
                store.add_batch(run_id, 50, at, batch, [])
                batch = []
        store.add_batch(run_id, 50, at, batch, [])
        store.end_import(run_id, "done", "", at)
        _label(store, draw)
    half_made.rename(file)


def _account(number: int) -> AccountSettings:
    platform, kind = SORTS[number % len(SORTS)]
    goal = Goal(posts=1 + number % 3, per="month" if number % 4 else "week") if number % 2 else None
    people = {"owner": "An Owner", "deputy": "A Deputy" if number % 3 else None}
    return AccountSettings(platform=platform, handle=f"made_up_{number}", kind=kind, goal=goal, **people)


def _records(ids: Sequence[int], posts: int, weeks: int, draw: np.random.Generator) -> Iterator[tuple[int, Any]]:
    share = draw.pareto(1.2, len(ids)) + 0.3
    counts = draw.multinomial(posts, share / share.sum())
    for number, (account, count) in enumerate(zip(ids, counts, strict=True)):
        _, kind = SORTS[number % len(SORTS)]
        yield account, Window(start=START, end=START + timedelta(weeks=weeks))
        begin, end = np.sort(draw.random(2)) * weeks * 7 * 86_400 if number % 3 else (0.0, weeks * 7 * 86_400.0)
        seconds = np.sort(draw.uniform(begin, max(end, begin + 86_400), count))
        yield from ((account, post) for post in _posts(number, kind, seconds, draw))
        if kind is AccountKind.PERSONAL:
            yield account, Profile(observed_at=START, default_avatar=number % 5 == 0, has_bio=number % 7 > 0)
        if kind is AccountKind.PAGE:
            yield from ((account, comment) for comment in _comments(number, weeks, draw))


def _posts(number: int, kind: AccountKind, seconds: np.ndarray, draw: np.random.Generator) -> Iterator[Post]:
    kinds = draw.choice([PostKind.ORIGINAL, PostKind.REPLY, PostKind.REPOST], len(seconds), p=[0.6, 0.25, 0.15])
    authors = draw.choice(["Colleague", "Member One", "Member Two"], len(seconds))
    for place, (second, sort, author) in enumerate(zip(seconds, kinds, authors, strict=True)):
        yield Post(
            native_id=f"{number}-{place}",
            published_at=START + timedelta(seconds=int(second)),
            kind=_kind(kind, sort),
            author=str(author) if kind in WITH_AUTHORS else None,
            text=f"Made-up message {place} of account {number}, as long as messages of those years tended to be.",
        )


def _kind(kind: AccountKind, sort: str) -> PostKind:
    usual = {AccountKind.CHANNEL: PostKind.VIDEO, AccountKind.BLOG: PostKind.ARTICLE}
    return usual.get(kind, PostKind(sort))


def _comments(number: int, weeks: int, draw: np.random.Generator) -> Iterator[Interaction]:
    for place, hours in enumerate(draw.integers(0, weeks * 7 * 24, 20)):
        received = START + timedelta(hours=int(hours))
        answered = received + timedelta(hours=int(draw.integers(1, 800))) if place % 2 else None
        yield Interaction(native_id=f"{number}-{place}", received_at=received, answered_at=answered)


def _label(store: SqlStore, draw: np.random.Generator) -> None:
    """Label posts of blogs and channels, as the labeller of the nightly job does."""
    while len(rows := store.unlabelled("bench", BATCH)):
        words = np.where(draw.random(len(rows)) < 0.4, "yes", "no")
        store.add_labels(
            LabelRow(int(post), name, str(word), None, "", "bench")
            for post, word in zip(rows["post_id"], words, strict=True)
            for name, word in (("press", word), ("outing", word), ("theme", "Work" if word == "yes" else ""))
        )


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))
