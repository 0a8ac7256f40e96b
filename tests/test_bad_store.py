"""Trouble with the store, the disk and the power: one clear message, and a run afterwards makes it all good."""

from __future__ import annotations

import functools
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from monitor.job.session import open_store
from tests.organisation import GOOD, HEADER, Organisation, many

ROOT = Path(__file__).parents[1]
TRIES = {"v_import", "v_reject"}
"""Views that count every try; what they tell of the exports is compared apart."""


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Organisation:
    """An organisation with one healthy export in its inbox."""
    office = Organisation(tmp_path / "office", capsys)
    office.drop("posts.csv", many(200))
    return office


def views(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What analysts see, except which try a row came from."""
    found = {}
    with closing(sqlite3.connect(folder / "data" / "monitor.sqlite3")) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
        for name in names - TRIES:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})") if row[1] != "import_id"]
            found[name] = sorted(connection.execute(f"SELECT {', '.join(columns)} FROM {name}").fetchall(), key=repr)
        last = "SELECT export, status, new + known FROM v_import i WHERE import_id ="
        last += " (SELECT max(import_id) FROM v_import n WHERE n.export = i.export) ORDER BY export"
        found["last tries"] = connection.execute(last).fetchall()
        found["rejects"] = connection.execute("SELECT file, line, reason FROM v_reject ORDER BY 1, 2").fetchall()
    return found


def report(folder: Path) -> dict[str, bytes]:
    """Every file of the report."""
    reports = folder / "reports"
    return {path.relative_to(reports).as_posix(): path.read_bytes() for path in reports.rglob("*") if path.is_file()}


def untroubled(office: Organisation, capsys: pytest.CaptureFixture[str]) -> Organisation:
    """The same organisation, run once without any trouble."""
    twin = Organisation(office.folder.parent / "twin", capsys)
    for path in office.inbox.iterdir():
        (twin.inbox / path.name).write_bytes(path.read_bytes())
    twin.run("run")
    return twin


# --- the disk -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("room", [100_000, 700_000, 1_800_000])
def test_a_full_disk_is_told_and_costs_nothing_once_there_is_room(
    office: Organisation, capsys: pytest.CaptureFixture[str], room: int
) -> None:
    """No file may grow beyond `room` bytes: too little for an empty store, or for what the import brings in."""
    office.drop("posts.csv", many(200) + f"x,voorbeeld,2013-12-01T09:00:00Z,{'x' * 10**6}\n")
    code = (
        "import resource, sys; from monitor.cli import main\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))\n"
        f"sys.exit(main(['-c', {str(office.config)!r}, 'run']))"
    )
    full = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    told = [line for line in (full.stdout + full.stderr).splitlines() if "data/monitor.sqlite3" in line]
    assert full.returncode == 1
    assert len(told) == 1
    assert "the disk cannot be written: it is full" in told[0]
    assert "Make room on the disk and run it again; nothing was lost" in told[0]
    assert "Traceback" not in full.stdout + full.stderr
    assert "nothing to import" not in full.stdout
    assert office.run("run")[0] == 0
    assert views(office.folder) == views(untroubled(office, capsys).folder)


def test_a_report_that_cannot_be_written_is_told_and_the_rest_goes_on(office: Organisation) -> None:
    (office.folder / "reports").write_text("in the way", encoding="utf-8")
    code, told = office.run("run")
    assert code == 1
    assert told.count("the report cannot be written (File exists). Make room or allow writing there") == 1
    assert len(office.texts()) == 200
    assert "Voorbeeld on X" in (office.folder / "alerts.txt").read_text(encoding="utf-8")
    (office.folder / "reports").unlink()
    assert office.run("run")[0] == 0
    assert (office.folder / "reports" / "index.html").is_file()


def test_alerts_that_cannot_be_written_wait_for_the_next_run(office: Organisation) -> None:
    (office.folder / "alerts.txt").mkdir()
    code, told = office.run("run")
    assert code == 1
    assert "alerts.txt: cannot be written (Is a directory)" in told
    (office.folder / "alerts.txt").rmdir()
    assert office.run("run")[0] == 0
    assert "Voorbeeld on X" in (office.folder / "alerts.txt").read_text(encoding="utf-8")


def test_places_that_cannot_be_used_are_named(office: Organisation) -> None:
    settings = office.config.read_text(encoding="utf-8")
    office.config.write_text(settings + '\n[job]\nlog = "config.toml/log"\n', encoding="utf-8")
    code, told = office.run("run")
    assert code == 2
    assert "job.log: " in told
    office.config.write_text(settings + '\n[store]\nurl = "sqlite:///alerts.txt/store.sqlite3"\n', encoding="utf-8")
    (office.folder / "alerts.txt").write_text("in the way", encoding="utf-8")
    code, told = office.run("run")
    assert code == 1
    assert "alerts.txt: the folder cannot be made" in told
    code, told = office.run("init", str(office.folder / "alerts.txt" / "new"), "--yes")
    assert code == 2
    assert "cannot be written" in told
    code, told = office.run("demo", str(office.folder / "alerts.txt" / "new"))
    assert code == 2
    assert "cannot be written" in told


# --- the database -------------------------------------------------------------------------------------
def test_a_locked_store_is_a_matter_of_waiting(office: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    assert office.run("run")[0] == 0
    monkeypatch.setattr("monitor.job.session.open_store", functools.partial(open_store, patience=0.1))
    with closing(sqlite3.connect(office.folder / "data" / "monitor.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        code, told = office.run("run")
        other.execute("ROLLBACK")
    assert code == 1
    (line,) = told.splitlines()
    assert line.endswith("the database is in use by another program. Try again when that one is done")
    assert office.run("run")[0] == 0


def test_a_store_of_a_newer_version_is_left_alone(office: Organisation) -> None:
    assert office.run("run")[0] == 0
    file = office.folder / "data" / "monitor.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = file.read_bytes()
    for words in (("run",), ("import", str(office.inbox)), ("status",)):
        code, told = office.run(*words)
        assert code == 2
        assert "written by a newer version of this program (schema 9999). Install the newest version" in told
    assert file.read_bytes() == before


@pytest.mark.parametrize("contents", [b"hello", b"SQLite format 3\0" + b"\xff" * 9000])
def test_a_damaged_store_is_told_and_left_as_it_is(office: Organisation, contents: bytes) -> None:
    file = office.folder / "data" / "monitor.sqlite3"
    file.write_bytes(contents)
    code, told = office.run("run")
    assert code == 1
    assert "backup" in told
    assert len(told.splitlines()) == 1
    assert file.read_bytes() == contents


# --- the power ----------------------------------------------------------------------------------------
MOMENTS = (
    *(f"KILL:commit:{share}" for share in (0.1, 0.25, 0.4, 0.7, 1)),
    "KILL:replace:0.5",
    "KILL:send:0",
    "INT:commit:0.25",
)


def test_stopped_at_any_moment_and_run_again_it_is_as_if_it_had_never_been(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    never = Organisation(tmp_path / "never", capsys)
    never.drop("posts.csv", many(60))
    never.drop("blog.csv", many(20, "blog", "blog"))
    never.drop("partly.csv", f"{GOOD}x,voorbeeld,no date,b\n")
    never.drop("nobody.csv", "naam,leeftijd\nJan,30\n")
    command = [sys.executable, "-m", "tests.killing", str(tmp_path), *MOMENTS]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    ends = dict(line.split(maxsplit=1) for line in done.stdout.splitlines())
    assert ends == {"never": "1 0"} | {m: "-9 1" if m.startswith("KILL") else "1 1" for m in MOMENTS}
    wanted, pages = views(never.folder), report(never.folder)
    assert wanted["v_transition"]
    for moment in MOMENTS:
        folder = tmp_path / moment.replace(":", "-")
        assert views(folder) == wanted, moment
        assert report(folder) == pages, moment
        told = (folder / "told.txt").read_text(encoding="utf-8")
        assert "Traceback" not in told
        assert ("stopped; what is in stays in, run it again to go on" in told) == moment.startswith("INT")
        assert "Voorbeeld on X" in (folder / "alerts.txt").read_text(encoding="utf-8")


def test_alerts_of_what_came_in_late_are_not_lost(office: Organisation) -> None:
    """The first night there was nothing to judge yet; the account has been dying for months all the same."""
    late = (office.inbox / "posts.csv").rename(office.folder / "posts.csv")
    office.run("run")
    assert office.rows("SELECT count(*) FROM v_transition WHERE code = 'HS2'") == [(0,)]
    late.rename(office.inbox / "posts.csv")
    (office.inbox / "posts.csv").write_text(HEADER + many(200).removeprefix(HEADER), encoding="utf-8")
    office.run("run")
    assert office.rows("SELECT change FROM v_transition WHERE code = 'HS2'") == [("begun",)]
