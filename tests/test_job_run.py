"""The whole job on a small organisation: what comes in, what goes out, what survives trouble."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from monitor.cli import main
from monitor.errors import RetryLater
from monitor.job.lock import run_lock
from monitor.job.run import run_once
from monitor.job.session import open_session
from monitor.job.summary import RunSummary

CONFIG = """
[organisation]
name = "Voorbeeld"
made_up = true
language = "en"

[detection]
as_of = 2013-12-30
inventory = ["x:company"]

[alerts]
console = false
file = "alerts.txt"

[[account]]
platform = "x"
handle = "voorbeeld"
name = "Voorbeeld on X"
kind = "company"
owner = "An"
deputy = "Bo"
goal = { posts = 2, per = "week" }
"""


def day(number: int) -> str:
    return (datetime(2013, 1, 1, 9, tzinfo=UTC) + timedelta(days=number)).isoformat()


def posts(days: Iterable[int], handle: str = "voorbeeld") -> str:
    rows = [f"x,{handle},{day(n)},made-up post number {n}" for n in days]
    return "\n".join(["platform,account,time,text", *rows]) + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text(CONFIG)
    inbox = tmp_path / "data" / "inbox"
    inbox.mkdir(parents=True)
    (inbox / "posts.csv").write_text(posts(range(0, 200, 2)))
    return tmp_path


def run(folder: Path, as_of: date | None = None) -> RunSummary:
    with open_session(folder / "config.toml", as_of) as session:
        return run_once(session, look_back=as_of is not None)


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with open_session(folder / "config.toml") as session:
        return session.store.query(sql)[1]


def test_a_later_copy_with_the_same_contents_tells_that_nothing_was_posted(folder: Path) -> None:
    file, until = folder / "data" / "inbox" / "posts.csv", "SELECT max(observed_until) FROM v_window"
    run(folder)
    before = rows(folder, until)
    config = folder / "config.toml"
    config.write_text(config.read_text().replace("as_of = 2013-12-30", "as_of = 2014-03-10"))
    late = datetime(2014, 3, 9, tzinfo=UTC).timestamp()
    os.utime(file, (late, late))
    run(folder)
    ((after,),) = rows(folder, until)
    assert before < [(after,)]
    assert str(after).startswith("2014-03-09")


def test_the_whole_job_from_inbox_to_report_and_alert(folder: Path) -> None:
    summary = run(folder)
    assert summary.exit_code == 0, summary.notes
    assert summary.counted.new == 100
    assert [stage.status for stage in summary.stages] == ["ok"] * 7
    assert summary.report == folder / "reports" / "index.html"
    assert "Voorbeeld on X" in (folder / "reports" / "index.html").read_text()
    assert "Voorbeeld on X" in (folder / "alerts.txt").read_text()
    assert rows(folder, "select count(*) from v_post where platform = 'x'") == [(100,)]


def test_a_second_run_changes_nothing_and_tells_nothing_again(folder: Path) -> None:
    first = run(folder)
    pages = {p.name: p.read_bytes() for p in (folder / "reports").rglob("*") if p.is_file()}
    second = run(folder)
    assert (second.counted.new, second.transitions, second.delivered) == (0, 0, 0)
    assert second.score == first.score
    assert pages == {p.name: p.read_bytes() for p in (folder / "reports").rglob("*") if p.is_file()}


def test_one_bad_file_stops_nothing_and_is_told_every_night(folder: Path) -> None:
    (folder / "data" / "inbox" / "broken.zip").write_bytes(b"PK\x03\x04 cut off")
    for _ in range(2):
        summary = run(folder)
        assert summary.exit_code == 1
        assert [s.status for s in summary.stages] == ["skipped", *["ok"] * 6]
        assert any("broken.zip" in note for note in summary.notes)
    failed = rows(folder, "select export from v_import where status = 'failed'")
    assert failed == [("broken.zip",)]


def night(folder: Path, today: int) -> tuple[RunSummary, list[tuple[object, ...]]]:
    """Run the job on a day of December 2013: what it did, and the statuses."""
    config = re.sub(r"as_of = 2013-12-\d\d", f"as_of = 2013-12-{today:02}", (folder / "config.toml").read_text())
    (folder / "config.toml").write_text(config)
    return run(folder), rows(folder, "select answer from v_account_status order by account_id")


BROKEN = {
    "empty": b"",
    "not UTF-8": posts(range(0, 210, 2)).encode() + "x,voorbeeld,2013-08-01,Café\n".encode("cp1252"),
    "without its columns": b"something,else\n1,2\n",
}


@pytest.mark.parametrize("case", BROKEN)
def test_an_export_that_breaks_again_in_the_same_way_is_told_anew(folder: Path, case: str) -> None:
    path = folder / "data" / "inbox" / "posts.csv"
    whole = path.read_bytes()
    assert night(folder, 9)[1] == [("silent",)]
    path.write_bytes(BROKEN[case])
    for day in (10, 11):
        assert night(folder, day)[1] == [("failed",)], "no `files` name the account: it is known from the last time"
    path.write_bytes(whole)
    mended, answers = night(folder, 12)
    assert (mended.exit_code, mended.counted.new, answers) == (0, 0, [("silent",)])
    path.write_bytes(BROKEN[case])
    assert night(folder, 13)[1] == [("failed",)]
    told = [line for line in (folder / "alerts.txt").read_text().splitlines() if "The import failed" in line]
    begun = "* Voorbeeld on X: The import failed"
    assert told == [begun, "* Solved – Voorbeeld on X: The import failed", begun]
    path.write_bytes(whole)
    assert night(folder, 14)[1] == [("silent",)]
    assert night(folder, 15)[0].exit_code == 0


def test_a_broken_export_is_not_mended_by_a_known_one_of_the_same_name(folder: Path) -> None:
    inbox = folder / "data" / "inbox"
    run(folder)
    for place in ("a", "z"):
        (inbox / place).mkdir()
        (inbox / place / "posts.csv").write_bytes(b"")
    for _ in range(2):
        assert run(folder).exit_code == 1
        assert rows(folder, "select answer from v_account_status") == [("failed",)]
    assert rows(folder, "select count(*) from v_import where status = 'done'") == [(1,)]


def test_an_account_no_export_mentions_is_told(folder: Path) -> None:
    config = (folder / "config.toml").read_text() + '\n[[account]]\nplatform = "facebook"\nhandle = "voorbeld"\n'
    (folder / "config.toml").write_text(config)
    summary = run(folder)
    assert summary.exit_code == 1
    assert any("facebook voorbeld: no export has mentioned it yet" in note for note in summary.notes)


def test_a_look_back_keeps_nothing(folder: Path) -> None:
    run(folder)
    before = rows(folder, "select * from v_verdict order by 1, 2, 3, 4, 5, 6, 7")
    index = (folder / "reports" / "index.html").read_bytes()
    summary = run(folder, date(2013, 6, 3))
    assert summary.report == folder / "reports" / "as-of-2013-06-03" / "index.html"
    assert rows(folder, "select * from v_verdict order by 1, 2, 3, 4, 5, 6, 7") == before
    assert (folder / "reports" / "index.html").read_bytes() == index


def test_a_busy_organisation_refuses_a_second_run(folder: Path) -> None:
    with run_lock(folder), pytest.raises(RetryLater, match="another run is busy"):
        run(folder)


@pytest.mark.parametrize("seconds", [0.8, 1.6, 2.4, 3.2])
def test_killed_at_any_moment_the_next_run_gives_the_same(folder: Path, tmp_path: Path, seconds: float) -> None:
    untouched = tmp_path / "untouched"
    (untouched / "data" / "inbox").mkdir(parents=True)
    for name in ("config.toml", "data/inbox/posts.csv"):
        (untouched / name).write_bytes((folder / name).read_bytes())
    run(untouched)
    job = subprocess.Popen(
        [sys.executable, "-c", f"from monitor.cli import main; main(['-c', {str(folder / 'config.toml')!r}, 'run'])"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(seconds)
    os.kill(job.pid, signal.SIGKILL)
    job.wait()
    assert run(folder).exit_code == 0
    for sql in (
        "select platform, published_at, text, press from v_post order by 2",
        "select code, verdict, variant, first_week, last_week, evidence from v_verdict order by 1, 4",
        "select code, change, week, variant from v_transition order by 1",
    ):
        assert rows(folder, sql) == rows(untouched, sql)
    page = (folder / "reports" / "index.html").read_bytes()
    assert page == (untouched / "reports" / "index.html").read_bytes()


def test_json_and_exit_codes_for_programs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-c", str(folder / "config.toml"), "run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["exit_code"] == 0
    assert told["imported"]["new"] == 100
    names = ["import", "fetch", "privacy", "label", "detect", "report", "alert"]
    assert [stage["name"] for stage in told["stages"]] == names


def test_wrong_settings_end_with_two(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "config.toml").write_text('[organisation]\nnmae = "x"\n[jbo]\nat = "6"\n')
    assert main(["-c", str(folder / "config.toml"), "run"]) == 2
    told = capsys.readouterr().err
    assert "organisation.nmae" in told
    assert "did you mean name" in told
    assert "jbo" in told


def feed(*items: str) -> str:
    entries = "".join(
        f"<item><guid>{i}</guid><title>Made-up {i}</title><link>https://blog.example.org/{i}</link>"
        f"<pubDate>Mon, {i} Dec 2013 10:00:00 +0000</pubDate></item>"
        for i in items
    )
    return f'<rss version="2.0"><channel><title>Made up</title><link>https://blog.example.org/</link>{entries}</channel></rss>'


def test_a_configured_feed_is_read_and_an_unchanged_one_costs_one_request(folder: Path, httpserver: HTTPServer) -> None:
    address = httpserver.url_for("/feed.xml")
    config = (folder / "config.toml").read_text()
    config += f'\n[[account]]\nplatform = "blog"\nname = "Blog"\nfeed = "{address}"\nowner = "An"\ndeputy = "Bo"\n'
    config += "\n[connectors.blog_feed]\nallow_private = true\n"
    (folder / "config.toml").write_text(config)
    httpserver.expect_ordered_request("/feed.xml").respond_with_data(
        feed("02", "09"), content_type="application/rss+xml", headers={"ETag": '"one"'}
    )
    assert run(folder).counted.new == 102
    httpserver.expect_ordered_request("/feed.xml", headers={"If-None-Match": '"one"'}).respond_with_data(status=304)
    second = run(folder)
    httpserver.check_assertions()
    assert second.exit_code == 0, second.notes
    assert second.counted.new == 0
    httpserver.expect_ordered_request("/feed.xml").respond_with_data("gone", status=410)
    third = run(folder)
    assert third.exit_code == 1
    assert any("127.0.0.1" in note or "localhost" in note for note in third.notes)
    assert rows(folder, "select count(*) from v_post where platform = 'blog'") == [(2,)]


def test_a_deaf_heartbeat_is_told_but_costs_nothing(folder: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/beat").respond_with_data("", status=500)
    config = (folder / "config.toml").read_text() + f'\n[job]\nheartbeat = "{httpserver.url_for("/beat")}"\n'
    (folder / "config.toml").write_text(config)
    summary = run(folder)
    assert summary.exit_code == 1
    assert summary.stages[-1].name == "heartbeat"
    assert summary.report is not None


def wall(path: Path, posts: int = 30) -> None:
    """A made-up Facebook page that does not say whose it is."""
    items = [
        {"timestamp": 1_357_000_000 + 259_200 * n, "data": [{"post": f"made-up wall post {n}"}]} for n in range(posts)
    ]
    path.write_text(json.dumps(items))


def test_an_export_that_is_given_an_account_later_is_there_once(folder: Path) -> None:
    wall(folder / "data" / "inbox" / "profile_posts_1.json")
    run(folder)
    made = rows(folder, "select name, configured from v_account where platform = 'facebook'")
    assert made == [("profile_posts_1", 0)]
    mapped = '[[account]]\nplatform = "facebook"\nname = "Wall"\nowner = "An"\nfiles = ["profile_posts_1.json"]\n'
    (folder / "config.toml").write_text((folder / "config.toml").read_text() + mapped)
    assert run(folder).exit_code == 0
    assert rows(folder, "select name from v_account where platform = 'facebook'") == [("Wall",)]
    assert rows(folder, "select count(*) from v_post where platform = 'facebook'") == [(30,)]
    assert rows(folder, "select count(distinct account_id) from v_verdict") == [(2,)]
    assert run(folder).counted.new == 0


def test_an_export_dated_by_its_file_is_remarked_on_once_and_costs_no_exit_code(folder: Path) -> None:
    first = run(folder)
    assert first.exit_code == 0
    assert len(first.remarks) == 1
    assert first.remarks[0].startswith("posts.csv: does not say when it was exported")
    assert run(folder).remarks == ()


def test_an_export_in_a_zip_carries_its_own_date(folder: Path) -> None:
    inbox = folder / "data" / "inbox"
    with zipfile.ZipFile(inbox / "posts.zip", "w") as packed:
        packed.writestr(zipfile.ZipInfo("posts.csv", (2013, 12, 1, 8, 0, 0)), (inbox / "posts.csv").read_text())
    (inbox / "posts.csv").unlink()
    assert run(folder).remarks == ()
    ends = rows(folder, "select observed_until from v_window")
    assert ends == [("2013-12-01T08:00:00Z",)]
