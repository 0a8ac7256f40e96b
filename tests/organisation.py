"""A small made-up organisation on disk, for tests that go through the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.cli import main

CONFIG = """
[organisation]
name = "Voorbeeld"
made_up = true
language = "en"

[detection]
as_of = 2013-12-30

[report]
week_pages = 2
weeks = 13

[alerts]
console = false
file = "alerts.txt"

[connectors.generic_csv]
timezone = "Europe/Amsterdam"

[[account]]
platform = "x"
handle = "voorbeeld"
name = "Voorbeeld on X"
kind = "company"
owner = "An"
deputy = "Bo"
"""
HEADER = "platform,account,time,text\n"
GOOD = f"{HEADER}x,voorbeeld,2013-01-31 09:30,Hallo\n"


def many(posts: int, handle: str = "voorbeeld", platform: str = "x") -> str:
    """A table of so many posts, one every other day since June 2012."""
    first = datetime(2012, 6, 1, 9, tzinfo=UTC)
    days = (first + timedelta(days=2 * number) for number in range(posts))
    return HEADER + "".join(f"{platform},{handle},{day.isoformat()},made-up post of {day.date()}\n" for day in days)


class Organisation:
    """An organisation's folder and what the command line says about it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.inbox = folder / "data" / "inbox"
        self.inbox.mkdir(parents=True)
        self.config = folder / "config.toml"
        self.config.write_text(CONFIG, encoding="utf-8")

    def drop(self, name: str, content: str | bytes) -> Path:
        """Put a file in the inbox."""
        path = self.inbox / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def run(self, *words: str) -> tuple[int, str]:
        """Run a command: exit code, and all it says on both outputs."""
        self._capsys.readouterr()
        code = main(["-c", str(self.config), *words])
        told = self._capsys.readouterr()
        assert "Traceback" not in told.out + told.err
        return code, told.out + told.err

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query over the views."""
        import sqlite3
        from contextlib import closing

        with closing(sqlite3.connect(self.folder / "data" / "monitor.sqlite3")) as connection:
            return connection.execute(sql).fetchall()

    def texts(self) -> set[str]:
        """Texts of all posts that are in."""
        return {text for (text,) in self.rows("SELECT text FROM v_post")}
