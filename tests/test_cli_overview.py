"""`monitor status`: the organisation in one screen, with persons as nameless as in the report."""

from __future__ import annotations

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
        (2, "horror score 1 of 6 (0 a quarter ago): HS3", "Personal accounts: 0 of 2 are alive (2 in all)"),
        (3, "horror score 0 of 6 (0 a quarter ago): none of the six", "Personal accounts: fewer than 3, too few"),
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
