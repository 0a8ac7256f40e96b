"""WordPress on PHP's own web server, with made-up posts, and what tests do to it.

Every site starts with the same posts: `SEEDED` published ones, number 1 to `SEEDED`, each `PACE` after the one before,
the first at `FIRST`. Number n has the title `Beitrag n – Grüße` and the content `<p>Text n 🎉</p>`; odd numbers are by
`ANNA`, even ones by `BRAM`. There are no pages, comments or drafts. The site's clock is that of `ZONE`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.servers import process
from tests.servers.mariadb import NAME, MariaDb, mariadb

PROGRAM = Path("/usr/share/wordpress")
SCRIPTS = Path(__file__).parent / "wordpress_php"
PHP = ["php", "-d", "display_errors=stderr", "-d", "log_errors=0", "-d", "sendmail_path=true"]
"""No mail ever leaves."""

SEEDED = 250
FIRST = datetime(2015, 1, 5, 9, tzinfo=UTC)
PACE = timedelta(days=10)
ZONE = "Europe/Berlin"
ANNA = "anna"
BRAM = "bram"
AUTHORS = {ANNA: "Anna Verzonnen", BRAM: "Bram Bedacht"}
"""Names shown, by login; the password of each is the login and `-password`."""


def published(number: int) -> datetime:
    """When post `number` of the seed was published."""
    return FIRST + (number - 1) * PACE


@dataclass(frozen=True)
class Site:
    """A running site. Its methods act as an administrator would; each takes about a third of a second.

    Attributes:
        url: Where it is, without a slash at the end.
        files: Folder of what its web server shows.
        seed: The database as `restore` makes it.
        database: Where its content is.
    """

    url: str
    files: Path
    seed: Path
    database: MariaDb

    def php(self, code: str, **given: Any) -> str:
        """Run PHP code inside the site, with all of WordPress and `actions.php` loaded; gives what it prints.

        Args:
            code: PHP without `<?php`; finds its arguments in `$given`.
            given: Anything JSON can hold.

        Raises:
            RuntimeError: The code failed; says what PHP said.
        """
        return self._run("run.php", {"code": code, "given": given})

    def publish(self, title: str, content: str = "", when: datetime | None = None, author: str = ANNA) -> int:
        """Add a post published at `when`, by default now; gives its id. A time to come makes it a scheduled post."""
        return self._add(title, content, when, author, "publish")

    def draft(self, title: str, content: str = "", when: datetime | None = None, author: str = ANNA) -> int:
        """Add a post nobody but the authors can see; gives its id."""
        return self._add(title, content, when, author, "draft")

    def edit(
        self, post_id: int, *, title: str | None = None, content: str | None = None, when: datetime | None = None
    ) -> None:
        """Change words of a post; `when` is the moment of the change, by default now."""
        words = {"post_title": title, "post_content": content}
        known = {name: text for name, text in words.items() if text is not None}
        self.php(
            "site_edit($given['id'], $given['words'], $given['when']);",
            id=post_id,
            words=known,
            when=_written(when),
        )

    def trash(self, post_id: int) -> None:
        """Put a post into the trash, where its authors can still see it."""
        self.php("site_checked(wp_trash_post($given['id']));", id=post_id)

    def delete(self, post_id: int) -> None:
        """Take a post away for good."""
        self.php("site_checked(wp_delete_post($given['id'], true));", id=post_id)

    def comment(self, post_id: int, author: str, text: str, when: datetime | None = None) -> int:
        """Add an approved comment of a visitor; gives its id."""
        given = {"post_id": post_id, "author": author, "text": text, "when": _written(when)}
        return int(self.php("echo site_add_comment($given);", **given))

    def wxr(self, content: str = "all") -> bytes:
        """The file that Tools > Export gives; `content` may name one type, like `post`."""
        code = "require ABSPATH . 'wp-admin/includes/export.php'; export_wp(['content' => $given['content']]);"
        return self.php(code, content=content).encode()

    def ids(self) -> list[int]:
        """Ids of the published posts, oldest first."""
        chosen = "SELECT ID FROM wp_posts WHERE post_type = 'post' AND post_status = 'publish'"
        return [int(line) for line in self.database.run(f"{chosen} ORDER BY post_date_gmt, ID").split()]

    def restore(self) -> None:
        """Go back to the seed; files that a test put into the site stay."""
        self.database.run(self.seed.read_text(encoding="utf-8"))

    def _add(self, title: str, content: str, when: datetime | None, author: str, status: str) -> int:
        post = {"title": title, "content": content, "when": _written(when), "author": author}
        return int(self.php("echo site_add_post($given['post'], $given['status']);", post=post, status=status))

    def _run(self, script: str, given: dict[str, Any]) -> str:
        return process.run([*PHP, SCRIPTS / script], json.dumps(given), self._environment())

    def _environment(self) -> dict[str, str]:
        names = {"URL": self.url, "FOLDER": self.files, "SOCKET": self.database.socket, "DATABASE": NAME}
        return {f"SITE_{name}": str(value) for name, value in names.items()}


def _written(when: datetime | None) -> str | None:
    return when.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S") if when else None


@contextmanager
def wordpress() -> Iterator[Site]:
    """A fresh site that answers."""
    process.need("apt-get install wordpress php-cli php-mysql php-xml php-mbstring", "php", PROGRAM)
    with mariadb() as database, process.folder("wordpress") as folder:
        port = process.free_port()
        site = Site(f"http://127.0.0.1:{port}", folder / "site", folder / "seed.sql", database)
        shutil.copytree(PROGRAM, site.files)  # follows Debian's many links out of that folder
        shutil.copy(SCRIPTS / "wp-config.php", site.files)
        _fill(site)
        command = [*PHP, "-S", f"127.0.0.1:{port}", "-t", str(site.files), str(SCRIPTS / "router.php")]
        with process.running(command, port, folder / "log", site._environment()):
            yield site


def _fill(site: Site) -> None:
    """Install WordPress, write the posts, and keep that state for `restore`."""
    site._run("install.php", {"title": "Verzonnen Bouw", "zone": ZONE, "authors": AUTHORS})
    site.php("site_add_posts($given['posts']);", posts=[_post(number) for number in range(1, SEEDED + 1)])
    site.seed.write_text(site.database.dump(), encoding="utf-8")


def _post(number: int) -> dict[str, str | None]:
    return {
        "title": f"Beitrag {number} – Grüße",
        "content": f"<p>Text {number} 🎉</p>",
        "when": _written(published(number)),
        "author": ANNA if number % 2 else BRAM,
    }
