"""The job's parts: stages, lock, daily loop, heartbeat, clock."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer

from monitor.errors import RetryLater, SkipSource
from monitor.job.clock import as_of_day, run_moment
from monitor.job.heartbeat import ping
from monitor.job.interrupts import hearing
from monitor.job.lock import run_lock
from monitor.job.loop import is_due, run_daily
from monitor.job.stages import Stages
from monitor.settings import Detection, Settings

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def test_a_failing_stage_is_recorded_and_the_next_one_runs() -> None:
    stages = Stages()

    def broken() -> int:
        raise SkipSource("is damaged", "a.zip", "Download it again")

    assert stages.run("import", broken, 7) == 7
    assert stages.run("detect", lambda: 3, 0) == 3
    assert [(s.name, s.status) for s in stages.done] == [("import", "failed"), ("detect", "ok")]
    assert stages.notes == ["import: a.zip: is damaged. Download it again"]
    assert stages.exit_code == 1


def test_a_stage_that_skips_something_says_so() -> None:
    stages = Stages()
    stages.run("import", lambda: stages.notes.append("b.csv: nobody knows it"), None)
    assert stages.done[0].status == "skipped"
    assert stages.done[0].message == "b.csv: nobody knows it"


def test_an_unexpected_error_keeps_its_text_out_of_the_notes(caplog: pytest.LogCaptureFixture) -> None:
    stages = Stages()

    def broken() -> None:
        raise KeyError("s3cret")

    stages.run("report", broken, None)
    assert "s3cret" not in " ".join(stages.notes)
    assert stages.done[0].status == "failed"
    assert "stage report failed" in caplog.text


def test_two_runs_at_once_are_refused_and_the_lock_is_freed(tmp_path: Path) -> None:
    with run_lock(tmp_path), pytest.raises(RetryLater, match="another run is busy"), run_lock(tmp_path):
        pass
    with run_lock(tmp_path):
        pass


def test_a_killed_run_frees_the_lock(tmp_path: Path) -> None:
    code = f"""
import os, pathlib
from monitor.job.lock import run_lock
with run_lock(pathlib.Path({str(tmp_path)!r})):
    os.kill(os.getpid(), 9)
"""
    killed = subprocess.run([sys.executable, "-c", code], check=False)
    assert killed.returncode == -9
    with run_lock(tmp_path):
        pass


def test_the_job_is_due_once_a_day_from_its_hour_on() -> None:
    day = datetime(2026, 3, 29, tzinfo=AMSTERDAM)
    assert not is_due(day.replace(hour=5, minute=59), time(6), None)
    assert is_due(day.replace(hour=6), time(6), None)
    assert not is_due(day.replace(hour=7), time(6), day.date())
    assert is_due(day.replace(hour=23), time(6), day.date() - timedelta(days=1))


@given(start=st.datetimes(datetime(2026, 3, 27), datetime(2026, 11, 1)), hour=st.integers(0, 23))
def test_every_day_gets_exactly_one_run_also_when_clocks_change(start: datetime, hour: int) -> None:
    moment, last, runs = start.replace(tzinfo=UTC), None, []
    for step in range(3 * 24 * 4):
        local = (moment + timedelta(minutes=15 * step)).astimezone(AMSTERDAM)
        if is_due(local, time(hour), last):
            last = local.date()
            runs.append(last)
    assert len(runs) == len(set(runs))
    assert set(runs) >= {runs[0] + timedelta(days=n) for n in range((runs[-1] - runs[0]).days + 1)}


def test_the_loop_survives_a_failing_job(caplog: pytest.LogCaptureFixture) -> None:
    ran: list[int] = []

    def job() -> None:
        ran.append(1)
        raise OSError("disk")

    rounds = iter([True, True, False])
    run_daily(job, time(0), AMSTERDAM, sleep=lambda _: None, keep_going=lambda: next(rounds))
    assert ran == [1]
    assert "tried again tomorrow" in caplog.text


def test_the_heartbeat_is_requested(httpserver: HTTPServer) -> None:
    httpserver.expect_oneshot_request("/ping/abc").respond_with_data("ok")
    ping(httpserver.url_for("/ping/abc"))
    httpserver.check_assertions()


def test_a_deaf_heartbeat_does_not_tell_its_address(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/ping/s3cret").respond_with_data("no", status=500)
    with pytest.raises(RetryLater, match="status 500") as caught:
        ping(httpserver.url_for("/ping/s3cret"))
    assert "s3cret" not in str(caught.value)


def test_a_pretended_day_gives_a_fixed_moment() -> None:
    settings = Settings(detection=Detection(as_of=date(2013, 12, 30)))
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert as_of_day(settings, now) == date(2013, 12, 30)
    assert run_moment(settings, now) == datetime(2013, 12, 30, 5, tzinfo=UTC)
    assert run_moment(Settings(), now) == now


def test_the_day_is_the_organisations_own() -> None:
    assert as_of_day(Settings(), datetime(2026, 11, 22, 23, 30, tzinfo=UTC)) == date(2026, 11, 23)


def test_ctrl_c_that_a_library_turns_into_its_own_error_still_stops_the_job() -> None:
    stages = Stages()

    def draw() -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as error:
            raise TypeError("a library's own words") from error

    with hearing(), pytest.raises(KeyboardInterrupt):
        stages.run("report", draw, None)
    assert stages.done == []
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
