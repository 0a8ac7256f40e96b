"""`monitor backtest`: its table, its words and its JSON, for an organisation whose past is known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.organisation import HEADER, Organisation

SECOND = """
[[account]]
platform = "blog"
name = "Blog"
handle = "blog"
kind = "blog"

[[account]]
platform = "mastodon"
name = "Toots"
handle = "toots"
"""
PERSON = """
[[account]]
platform = "x"
handle = "ilja{number}"
name = "Ilja {number}"
kind = "personal"
"""


def posts(handle: str, platform: str, begin: date, end: date, step: int) -> Iterator[str]:
    at = datetime(begin.year, begin.month, begin.day, 9, tzinfo=UTC)
    while at.date() < end:
        yield f"{platform},{handle},{at.isoformat()},made-up post\n"
        at += timedelta(days=step)


def filled(folder: Path, capsys: pytest.CaptureFixture[str], persons: int = 0) -> Organisation:
    """One account that goes on, one that fell silent in 2012, one that never lasted, and persons."""
    made = Organisation(folder, capsys)
    config = made.config.read_text(encoding="utf-8") + SECOND
    made.config.write_text(config + "".join(PERSON.format(number=n) for n in range(persons)), encoding="utf-8")
    begin, end = date(2010, 1, 4), date(2013, 12, 29)
    rows = [
        *posts("voorbeeld", "x", begin, end, 3),
        *posts("blog", "blog", begin, date(2012, 3, 5), 3),
        *posts("toots", "mastodon", begin, end, 60),
    ]
    for number in range(persons):
        rows += posts(f"ilja{number}", "x", begin, end, 4)
    made.drop("posts.csv", HEADER + "".join(rows))
    code, told = made.run("run")
    assert code in (0, 1), told
    return made


@pytest.fixture
def made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Organisation:
    return filled(tmp_path, capsys)


def lines(told: str) -> dict[str, list[str]]:
    """Cells of each account's line."""
    rows = [line.rsplit(")", 1) if ")" in line else line.split("together") for line in told.splitlines()]
    return {row[0].strip(): row[1].split() for row in rows if len(row) == 2}


def test_the_table_tells_each_account_and_the_whole(made: Organisation) -> None:
    code, told = made.run("backtest")
    assert code == 0
    found = lines(told)
    assert found["Voorbeeld on X (x"][1:3] == ["0", "0"]
    assert found["Blog (blog"][1] == "1"
    assert " ".join(found["Toots (mastodon"][1:]) == "nothing to test on"
    assert found["all"][1] == "1"
    assert "On your own history:" in told
    assert "The sensitivity asked for is balanced" in told


def test_one_account(made: Organisation) -> None:
    code, told = made.run("backtest", "--account", "blog")
    assert code == 0
    assert "It fell silent 1 time" in told
    assert "Voorbeeld" not in told
    assert "asked for" not in told, "the rate of one account says nothing"


def test_json_tells_the_same_and_unknown_is_null(made: Organisation) -> None:
    code, told = made.run("backtest", "--json")
    found = json.loads(told)
    assert (code, found["sensitivity"], found["until"]) == (0, "balanced", "2013-W52")
    by_name = {one["account"]: one for one in found["accounts"]}
    assert by_name["Blog (blog)"]["fell_silent"] == 1
    assert by_name["Toots (mastodon)"]["testable"] is False
    assert by_name["Toots (mastodon)"]["weeks_of_warning"] is None
    for name in ("fell_silent", "announced", "missed", "false_alarms", "open_alarms"):
        assert found["whole"][name] == sum(one[name] for one in by_name.values())
    assert found["whole"]["missed"] == found["whole"]["fell_silent"] - found["whole"]["announced"]


def test_too_little_history_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = Organisation(tmp_path, capsys)
    made.drop("posts.csv", HEADER + "".join(posts("voorbeeld", "x", date(2013, 9, 2), date(2013, 12, 29), 3)))
    made.run("run")
    code, told = made.run("backtest")
    assert code == 0
    assert "nothing to test on" in told
    assert "There is too little history to say how reliable this warning is here" in told


def test_an_empty_store_has_nothing_to_test_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = Organisation(tmp_path, capsys).run("backtest")
    assert code == 0
    assert "too little history" in told


@pytest.mark.parametrize(("persons", "shown"), [(4, False), (5, True)])
def test_persons_are_counted_together_and_only_if_they_are_enough(
    persons: int, shown: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = filled(tmp_path, capsys, persons)
    _, told = made.run("backtest")
    assert (f"personal accounts ({persons})" in told) is shown
    assert "ilja" not in told.lower()
    whole = json.loads(made.run("backtest", "--json")[1])["whole"]["years_watched"]
    assert (whole > 12) is shown, "too few persons do not even count in the whole"
    code, refused = made.run("backtest", "--account", "ilja1")
    assert code == 2
    assert "it belongs to a person" in refused
