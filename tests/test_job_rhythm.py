"""The nightly job goes on from the rhythms of the night before, and tells what a job that knows nothing tells."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from monitor.job.run import run_once
from monitor.job.session import open_session
from tests.test_job_run import CONFIG, posts

NIGHTS = ("2013-10-07", "2013-10-14", "2013-11-11", "2013-12-30")
DAYS = {
    "voorbeeld": range(0, 200, 2),
    "often": range(0, 360, 2),
    "fading": range(0, 250, 2),
    "monthly": range(0, 360, 30),
}
"""On which days of the year each account posts."""


def prepare(folder: Path) -> Path:
    (folder / "data" / "inbox").mkdir(parents=True)
    return folder


def export(folder: Path, night: str, days: dict[str, range] = DAYS) -> None:
    """Drop an export of all accounts as it would have been made on that night."""
    until = (date.fromisoformat(night) - date(2013, 1, 1)).days
    rows = [posts([n for n in every if n < until], handle) for handle, every in days.items()]
    header, *_ = rows[0].splitlines()
    lines = [line for part in rows for line in part.splitlines()[1:]]
    (folder / "data" / "inbox" / f"{night}-{len(days)}.csv").write_text("\n".join([header, *lines]) + "\n")


def run(folder: Path, night: str) -> None:
    text = re.sub(r"as_of = \S+", f"as_of = {night}", CONFIG)
    accounts = "".join(f'\n[[account]]\nplatform = "x"\nhandle = "{handle}"\n' for handle in list(DAYS)[1:])
    (folder / "config.toml").write_text(text + accounts)
    export(folder, night)
    with open_session(folder / "config.toml") as session:
        assert run_once(session).exit_code < 2


def told(folder: Path) -> list[tuple[object, ...]]:
    with open_session(folder / "config.toml") as session:
        return session.store.query("SELECT * FROM v_rhythm ORDER BY account_id, week")[1]


def memory(folder: Path) -> dict[str, bytes]:
    with open_session(folder / "config.toml") as session:
        return session.store.rhythm_memory()


def test_nights_one_after_the_other_tell_what_a_single_one_tells(tmp_path: Path) -> None:
    every, once = prepare(tmp_path / "every"), prepare(tmp_path / "once")
    for night in NIGHTS:
        run(every, night)
    run(once, NIGHTS[-1])
    assert len(told(once)) > 100
    assert told(every) == told(once)
    assert set(memory(every)) == set(memory(once))


def test_a_repeated_night_keeps_what_it_has(tmp_path: Path) -> None:
    folder = prepare(tmp_path)
    run(folder, NIGHTS[-1])
    before = memory(folder), told(folder)
    run(folder, NIGHTS[-1])
    assert (memory(folder), told(folder)) == before


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 no archive"])
def test_a_damaged_memory_costs_time_and_nothing_else(tmp_path: Path, damage: bytes) -> None:
    folder = prepare(tmp_path)
    run(folder, NIGHTS[-1])
    before = told(folder)
    names = set(memory(folder))
    with open_session(folder / "config.toml") as session:
        session.store.keep_rhythm_memory({}, set())
        session.store.keep_rhythm_memory(dict.fromkeys(names, damage), names)
    run(folder, NIGHTS[-1])
    assert told(folder) == before


def test_old_posts_that_come_late_are_in_the_numbers(tmp_path: Path) -> None:
    late, once = prepare(tmp_path / "late"), prepare(tmp_path / "once")
    run(late, NIGHTS[0])
    for folder in (late, once):
        export(folder, NIGHTS[-1], {"voorbeeld": range(1, 200, 2)})
        run(folder, NIGHTS[-1])
    assert told(late) == told(once)
