"""MariaDB with an empty database, reached through a socket only."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers import process

NAME = "site"
CHARACTERS = "--default-character-set=utf8mb4"
QUICK = [
    "--innodb-buffer-pool-size=64M",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=OFF",
    "--innodb-flush-method=nosync",
    "--performance-schema=OFF",
]
"""What a database that is thrown away can do without."""


@dataclass(frozen=True)
class MariaDb:
    """A running server.

    Attributes:
        socket: Where the user root gets in without a password; the database is `NAME`.
    """

    socket: Path

    def run(self, sql: str) -> str:
        """Run statements; gives the rows, tabs between columns.

        Raises:
            RuntimeError: The server refuses.
        """
        return self._client("mariadb", "--batch", "--skip-column-names", NAME, given=sql)

    def dump(self) -> str:
        """The whole database as statements, for `run`."""
        return self._client("mariadb-dump", "--skip-comments", NAME)

    def _client(self, program: str, *words: str, given: str = "") -> str:
        command = [program, "--no-defaults", "-uroot", f"--socket={self.socket}", CHARACTERS, *words]
        return process.run(command, given)


@contextmanager
def mariadb() -> Iterator[MariaDb]:
    """A fresh server with an empty database."""
    process.need("apt-get install mariadb-server mariadb-client", "mariadbd", "mariadb-install-db", "mariadb")
    with process.folder("mariadb") as place:
        options, server = _options(place), MariaDb(place / "socket")
        install = ["mariadb-install-db", *options, "--auth-root-authentication-method=normal", "--skip-test-db"]
        process.run(install)
        command = ["mariadbd", *options, f"--socket={server.socket}", "--skip-networking", *QUICK]
        with process.running(command, server.socket, place / "log"):
            server._client("mariadb", "--execute", f"CREATE DATABASE {NAME} CHARACTER SET utf8mb4")
            yield server


def _options(place: Path) -> list[str]:
    """Options that keep a server to its folder, with its temporary tables: it removes all it finds when it starts."""
    account: list[str] = []
    if os.geteuid() == 0:  # it refuses to run as root
        account = ["--user=mysql"]
        shutil.chown(place, "mysql")
    return ["--no-defaults", *account, f"--datadir={place / 'data'}", f"--tmpdir={place}"]
