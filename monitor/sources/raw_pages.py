"""Platforms' answers as they came, kept for a while, so that a parse can be repeated without asking again.

One packed file a visit: `FOLDER/CONNECTOR/ACCOUNT/MOMENT.jsonl.gz`, a line a page. Secrets are taken out before a page
is written. What an erased person said may be in here, so an erasure empties it.
"""

from __future__ import annotations

import gzip
import json
import logging
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

from monitor.secrets import scrub
from monitor.sources.live import Page

QUICKLY = 1
"""Level of packing: a page is packed in a tenth of the time of the tightest level, and takes a fifth more."""

_STAMP = "%Y%m%dT%H%M%SZ"
_SUFFIX = ".jsonl.gz"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RawPages:
    """The folder of all raw pages.

    Attributes:
        folder: Where they lie.
        days: How long they are kept; 0: none are.
    """

    folder: Path
    days: int

    def keeper(self, connector: str, account_id: int, at: datetime, most_days: int | None = None) -> Keeper:
        """Who keeps the pages of one visit.

        Args:
            connector: Its name.
            account_id: The account visited.
            at: The moment of the visit.
            most_days: The longest time that the platform's terms allow; 0: nothing may be kept.
        """
        days = self.days if most_days is None else min(self.days, most_days)
        place = self.folder / connector / str(account_id) / f"{at.astimezone(UTC):{_STAMP}}{_SUFFIX}"
        return Keeper(place if days else None)

    def pages(self, connector: str, account_id: int) -> Iterator[tuple[datetime, Page]]:
        """Kept pages of an account, oldest visit first, with the moment of the visit; a damaged file is left out."""
        for file in sorted((self.folder / connector / str(account_id)).glob(f"*{_SUFFIX}")):
            at = datetime.strptime(file.name.removesuffix(_SUFFIX), _STAMP).replace(tzinfo=UTC)
            yield from ((at, page) for page in _read(file))

    def accounts(self, connector: str) -> list[int]:
        """Accounts of which a connector has kept pages."""
        return sorted(int(place.name) for place in (self.folder / connector).glob("*") if place.name.isdigit())

    def sweep(self, now: datetime, most_days: dict[str, int | None]) -> int:
        """Remove what is too old; gives how many files went.

        Args:
            now: The present moment.
            most_days: The longest time that each connector's platform allows; None: no limit of theirs.
        """
        old = [file for file in self.folder.glob(f"*/*/*{_SUFFIX}") if self._is_old(file, now, most_days)]
        for file in old:
            file.unlink(missing_ok=True)
        return len(old)

    def _is_old(self, file: Path, now: datetime, most_days: dict[str, int | None]) -> bool:
        allowed = most_days.get(file.parent.parent.name)
        days = self.days if allowed is None else min(self.days, allowed)
        try:
            at = datetime.strptime(file.name.removesuffix(_SUFFIX), _STAMP).replace(tzinfo=UTC)
        except ValueError:
            return False
        return at < now - timedelta(days=days)

    def forget(self, account_id: int | None = None) -> None:
        """Remove everything of an account, or everything there is."""
        for place in list(self.folder.glob(f"*/{'*' if account_id is None else account_id}")):
            shutil.rmtree(place)


class Keeper:
    """Keeps the pages of one visit; a full disk costs the copies, never the visit."""

    def __init__(self, place: Path | None) -> None:
        self._place = place
        self._file: TextIO | None = None

    def __enter__(self) -> Keeper:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            with suppress(OSError):
                self._file.close()

    def keep(self, page: Page) -> None:
        """Append a page, and bring it to the file: a visit that is killed leaves those before readable."""
        if self._place is None:
            return
        try:
            file = self._file or self._opened(self._place)
            file.write(_line(page))
            file.flush()
        except OSError as error:
            _log.warning("raw answers are not kept in %s: %s", self._place.parent, error.strerror)
            self._place = None

    def _opened(self, place: Path) -> TextIO:
        place.parent.mkdir(parents=True, exist_ok=True)
        self._file = gzip.open(place, "at", QUICKLY, encoding="utf-8")  # noqa: SIM115 - closed by __exit__
        return self._file


def _line(page: Page) -> str:
    told: dict[str, Any] = {
        "kind": page.kind,
        "url": scrub(page.url),
        "about": {name: scrub(value) for name, value in page.about.items()},
        "body": scrub(page.body.decode("utf-8", "replace")),
    }
    return json.dumps(told, ensure_ascii=False) + "\n"


def _read(file: Path) -> Iterator[Page]:
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                told = json.loads(line)
                yield Page(told["kind"], told["body"].encode(), told["url"], told["about"])
    except (OSError, EOFError, ValueError, KeyError) as error:
        _log.warning("kept answers in %s cannot be read (%s)", file, type(error).__name__)
