"""`monitor status`: the organisation in one screen, with persons as nameless as in the report."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.cli import main

CONFIG = """
[organisation]
name = "Voorbeeld"
made_up = true
language = "en"

[detection]
as_of = 2013-12-30

[alerts]
console = false

[report]
minimum_group = {least}
"""


def organisation(folder: Path, least: int) -> Path:
    """A company account and two eggs, judged once."""
    inbox = folder / "data" / "inbox"
    inbox.mkdir(parents=True)
    (folder / "config.toml").write_text(CONFIG.format(least=least))
    begin = datetime(2013, 9, 2, 9, tzinfo=UTC)
    posts = [f"x,voorbeeld,company,{(begin + timedelta(n)).isoformat()},made-up post {n}" for n in range(118)]
    (inbox / "posts.csv").write_text("\n".join(["platform,account,account_kind,time,text", *posts]) + "\n")
    eggs = [f"x,{name},personal,2013-10-01,no,yes" for name in ("wobbe", "tjitske")]
    heading = "platform,account,account_kind,observed_at,has_bio,default_avatar"
    (inbox / "profiles.csv").write_text("\n".join([heading, *eggs]) + "\n")
    assert main(["-c", str(folder / "config.toml"), "run"]) in {0, 1}
    return folder / "config.toml"


@pytest.mark.parametrize(
    ("least", "score", "persons"),
    [
        (2, "horror score 1 of 6: HS3", "Personal accounts: 0 of 2 are alive (2 in all)"),
        (3, "horror score 0 of 6: none of the six", "Personal accounts: fewer than 3, too few"),
    ],
)
def test_persons_are_counted_only_in_company(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], least: int, score: str, persons: str
) -> None:
    config = organisation(tmp_path, least)
    capsys.readouterr()
    assert main(["-c", str(config), "status"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert score in shown
    assert persons in shown
    assert "voorbeeld" in shown
    assert not any(name in shown for name in ("wobbe", "tjitske"))


YOUNG = {
    "two posts of last week": "x,voorbeeld,company,2013-12-{day}T09:00:00+00:00,made-up post {day}",
    "two eggs of last week, too few to speak of": "x,egg{day},personal,2013-12-{day},no,yes",
}


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("case", YOUNG)
def test_where_nothing_can_be_judged_the_score_is_unknown_everywhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], case: str, language: str
) -> None:
    inbox = tmp_path / "data" / "inbox"
    inbox.mkdir(parents=True)
    config = tmp_path / "config.toml"
    text = CONFIG.format(least=5).replace('"en"', f'"{language}"')
    config.write_text(text.replace("console = false", 'console = false\nfile = "alerts.txt"'))
    columns = "time,text" if "posts" in case else "observed_at,has_bio,default_avatar"
    rows = [YOUNG[case].format(day=day) for day in (26, 27)]
    (inbox / "table.csv").write_text("\n".join([f"platform,account,account_kind,{columns}", *rows]) + "\n")
    assert main(["-c", str(config), "run"]) in {0, 1}
    assert " score=unknown " in capsys.readouterr().out
    assert main(["-c", str(config), "status"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert told.startswith("Voorbeeld, 2013-W52: horror score unknown: none of the six can be judged ")
    page = (tmp_path / "reports" / "index.html").read_text(encoding="utf-8")
    mail = (tmp_path / "alerts.txt").read_text(encoding="utf-8")
    for text in (page, mail):
        assert ("Horror score unknown" if language == "en" else "Horrorscore onbekend") in text
        assert not re.search(r"[Hh]orror ?score 0", text)
    assert 'class="blocks"' not in page
