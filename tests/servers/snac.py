"""snac: real software that speaks Mastodon's API, but not as Mastodon does.

It ignores `limit`, `max_id`, `since_id` and `min_id` and sends no `Link`: every request gives all that was said. Ids
are no numbers. It starts with one account, `ACCOUNT`, that has said nothing. Nothing can be said in the past.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers import process

ACCOUNT = "verzonnen"


@dataclass(frozen=True)
class Snac:
    """A running server.

    Attributes:
        url: Where it is, without a slash at the end.
        data: Folder of what it holds.
    """

    url: str
    data: Path

    def post(self, text: str) -> None:
        """Say something, now."""
        _snac("note", self.data, ACCOUNT, text)


@contextmanager
def snac() -> Iterator[Snac]:
    """A fresh server."""
    process.need("apt-get install snac2, from Debian 13 on", "snac")
    with process.folder("snac") as folder:
        port, data = process.free_port(), folder / "data"
        _prepare(data, port)
        with process.running(["snac", "httpd", data], port, folder / "log"):
            yield Snac(f"http://127.0.0.1:{port}", data)


def _prepare(data: Path, port: int) -> None:
    """Make the folder and the account; both commands ask questions."""
    _snac("init", data, answers=f"127.0.0.1\n{port}\n127.0.0.1:{port}\n\n\n")
    _snac("adduser", data, answers=f"{ACCOUNT}\n")
    settings = json.loads((data / "server.json").read_text(encoding="utf-8"))
    (data / "server.json").write_text(json.dumps(settings | {"protocol": "http"}), encoding="utf-8")


def _snac(command: str, data: Path, *words: str, answers: str = "") -> None:
    process.run(["snac", command, data, *words], answers)
