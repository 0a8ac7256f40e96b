"""A stand-in for Mastodon: `mastodon_mock` from PyPI. No real Mastodon, but it pages as one does, with `Link`.

It starts with two accounts that have said nothing, `ACCOUNT` and `READER`. Known differences from the real software:
times have microseconds and `+00:00`; ids rise by one and do not hold a time; requests have no limit unless `fail` makes
one.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import requests

from tests.servers import process

ACCOUNT = "verzonnen"
READER = "lezer"


@dataclass(frozen=True)
class Mastodon:
    """A running stand-in.

    Attributes:
        url: Where it is, without a slash at the end.
        data: Its SQLite file.
    """

    url: str
    data: Path

    def post(self, text: str, when: datetime | None = None, account: str = ACCOUNT, **more: str) -> str:
        """Say something; gives the id.

        Args:
            text: At most 500 characters.
            when: The moment it gets; the order of a list is that of the calls all the same.
            account: Who says it.
            more: Other fields of the API, like `visibility`, `in_reply_to_id`, `spoiler_text`.
        """
        status = str(self._ask("POST", "/api/v1/statuses", account, {"status": text, **more})["id"])
        if when:
            self._date(status, when)
        return status

    def edit(self, status: str, text: str) -> None:
        """Change what was said by `ACCOUNT`; it gets `edited_at`."""
        self._ask("PUT", f"/api/v1/statuses/{status}", ACCOUNT, {"status": text})

    def delete(self, status: str) -> None:
        """Take back what was said by `ACCOUNT`."""
        self._ask("DELETE", f"/api/v1/statuses/{status}", ACCOUNT)

    def boost(self, status: str, account: str = ACCOUNT) -> str:
        """Pass a status on; gives the id of the boost, which stands in the list of `account`."""
        return str(self._ask("POST", f"/api/v1/statuses/{status}/reblog", account)["id"])

    def fail(self, path: str, status: int, count: int = 1, headers: Mapping[str, str] | None = None) -> None:
        """Answer the next `count` requests of a path (`*` stands for anything) with an error."""
        effect = {"type": "status", "status": status, "headers": dict(headers or {})}
        self._ask("POST", "/api/v1/_mock/faults", ACCOUNT, {"match": {"path": path}, "effect": effect, "count": count})

    def restore(self) -> None:
        """Forget everything said and every error asked for. The accounts get new ids."""
        self._ask("POST", "/api/v1/_mock/reset", ACCOUNT)

    def _ask(self, method: str, path: str, account: str, fields: dict[str, Any] | None = None) -> dict[str, Any]:
        with requests.Session() as session:
            session.trust_env = False  # no proxy between us and loopback
            login = {"Authorization": f"Bearer {account}-token"}
            answer = session.request(method, self.url + path, json=fields, headers=login, timeout=process.PATIENCE)
            answer.raise_for_status()
            return dict(answer.json())

    def _date(self, status: str, when: datetime) -> None:
        moment = when.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        with closing(sqlite3.connect(self.data)) as database, database:
            database.execute("UPDATE statuses SET created_at = ? WHERE id = ?", (moment, int(status)))


@contextmanager
def mastodon() -> Iterator[Mastodon]:
    """A fresh stand-in."""
    if not find_spec("mastodon_mock"):
        process.unavailable("needs mastodon_mock: pip install mastodon-mock")
    with process.folder("mastodon") as folder:
        port, data = process.free_port(), folder / "data.sqlite"
        settings = folder / "settings.toml"
        settings.write_text(_settings(port, data), encoding="utf-8")
        command = [sys.executable, "-m", "mastodon_mock", "serve", "--config", str(settings), "--log-level", "warning"]
        with process.running(command, port, folder / "log"):
            yield Mastodon(f"http://127.0.0.1:{port}", data)


def _settings(port: int, data: Path) -> str:
    people = "".join(
        f'[[seed.accounts]]\nusername = "{name}"\naccess_token = "{name}-token"\n' for name in (ACCOUNT, READER)
    )
    return f'domain = "127.0.0.1:{port}"\n[server]\nport = {port}\n[database]\npath = {json.dumps(str(data))}\n{people}'
