"""Islands and autopilots end to end: a table in the inbox, the nightly job, and what it kept."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.job.run import run_once
from monitor.job.session import open_session
from monitor.job.summary import RunSummary

CONFIG = """
[organisation]
name = "Voorbeeld"
made_up = true
language = "en"
timezone = "UTC"
site = "https://www.voorbeeld.example"

[detection]
as_of = 2013-12-30

[alerts]
console = false

[[account]]
platform = "blog"
name = "Verhalen"
kind = "blog"
url = "https://verhalen.example/"
files = ["verhalen.json"]

[[account]]
platform = "x"
handle = "voorbeeld"
kind = "company"

[[account]]
platform = "x"
handle = "robot"
kind = "company"
"""
WEEKS = range(51)
"""Weeks of 2013, from 7 January on."""


def moment(week: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2013, 1, 7, hour, minute, tzinfo=UTC) + timedelta(7 * week + day)


def articles() -> str:
    """The blog's feed: an article each week."""
    items = [
        {
            "id": f"https://verhalen.example/verhaal-{week}",
            "url": f"https://verhalen.example/verhaal-{week}",
            "title": f"Het lange verhaal van week {week}",
            "content_html": "<p>Een verhaal.</p>",
            "date_published": moment(week, 0, 9, week % 60).isoformat(),
        }
        for week in reversed(WEEKS)
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Verhalen", "items": items}
    return json.dumps(feed | {"home_page_url": "https://verhalen.example/"})


def posts() -> str:
    """A company account that shares the articles until August and then leads to the site; a robot leads elsewhere."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(("platform", "account", "time", "text", "source_app"))
    for week in WEEKS:
        shared = f"Nieuw verhaal: https://verhalen.example/verhaal-{week}?utm_source=x"
        text = shared if week < 30 else "Zie https://www.voorbeeld.example/agenda"
        writer.writerow(("x", "voorbeeld", moment(week, 2, 10, week % 60).isoformat(), text, "Web"))
        for day in (0, 3):
            text = f"Nieuws https://krant.example/{week}-{day}"
            writer.writerow(("x", "robot", moment(week, day, 8).isoformat(), text, "Feedbot"))
    return table.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text(CONFIG)
    inbox = tmp_path / "data" / "inbox"
    inbox.mkdir(parents=True)
    (inbox / "verhalen.json").write_text(articles())
    (inbox / "posts.csv").write_text(posts())
    return tmp_path


def run(folder: Path) -> RunSummary:
    with open_session(folder / "config.toml") as session:
        return run_once(session)


def verdicts(folder: Path) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Newest verdict, variant, first week and numbers, by the account's handle and the symptom."""
    with open_session(folder / "config.toml") as session:
        table = session.store.accounts()
        handles = table["handle"].where(table["platform"] == "x", "verhalen")
        found = [one for one in session.store.spells() if one.code in {"HS16", "HS19"}]
    newest = max(one.last_week for one in found)
    return {
        (str(handles[one.account_id]), one.code): (
            one.verdict,
            one.variant or one.reason,
            one.first_week,
            dict(one.evidence),
        )
        for one in found
        if one.last_week == newest
    }


def test_the_right_accounts_are_found_with_the_right_numbers(folder: Path) -> None:
    assert run(folder).exit_code == 0
    found = verdicts(folder)
    blog = found["verhalen", "HS16"]
    assert blog[:2] == (1, "both")
    assert (blog[3]["articles"], blog[3]["shared"], blog[3]["unclear"]) == (13, 0, 0)
    assert found["voorbeeld", "HS16"][0] == 0
    assert found["voorbeeld", "HS16"][3]["linking"] == 13
    robot = found["robot", "HS16"]
    assert (robot[0], robot[1], robot[3]["posts"]) == (1, "no_links", 26)
    pilot = found["robot", "HS19"]
    assert pilot[:2] == (1, "machine")
    numbers = {name: pilot[3][name] for name in ("posts", "machine", "share", "minute", "answered")}
    assert numbers == {"posts": 26, "machine": 26, "share": 1, "minute": 0, "answered": 0}
    assert found["voorbeeld", "HS19"][0] == 0


def test_the_blog_is_an_island_from_the_week_in_which_too_few_had_been_shared(folder: Path) -> None:
    run(folder)
    start = verdicts(folder)["verhalen", "HS16"][2]
    with open_session(folder / "config.toml") as session:
        week = int(session.store.posts(1)["week"].iloc[30])
    # Articles 30 to 36 are the first 7 of 13 that were not shared; the last of them is known a week later.
    assert start == week + 7


def test_a_second_run_changes_nothing(folder: Path) -> None:
    run(folder)
    before = verdicts(folder)
    again = run(folder)
    assert (again.counted.new, again.counted.updated, again.transitions) == (0, 0, 0)
    assert verdicts(folder) == before
