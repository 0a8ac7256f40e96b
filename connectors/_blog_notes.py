"""What a visit to a blog leaves for the next one: which ways led to its posts, and how far each was read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from connectors._feed_dates import moment_of
from connectors._values import mapping, sequence, text_of
from monitor.records import EARLIEST, LATEST_YEAR
from monitor.sources.http_address import shown
from monitor.sources.live import Page, Target

MOST_IDS = 20_000
"""Numbers of posts that are remembered; of a larger blog nothing is told as deleted."""

WAYS = ("ghost", "wordpress", "feed", "sitemap")
"""Names of the ways, best first."""

Section = dict[str, Any]


class Notes:
    """The memory of all ways, one section each; a section is there when its way was found once.

    Args:
        memory: What the last visit left. It counts only for the addresses that config.toml still names.
        target: The account.
    """

    def __init__(self, memory: Mapping[str, Any], target: Target) -> None:
        # Only a digest is kept: a typed address may hold a secret.
        self._typed = hashlib.blake2b(f"{target.url}\n{target.feed}".encode(), digest_size=8).hexdigest()
        kept = memory if memory.get("of") == self._typed else {}
        self._sections: dict[str, Section] = {
            name: dict(mapping(kept[name])) for name in WAYS if isinstance(kept.get(name), dict)
        }

    def has(self, way: str) -> bool:
        """Whether this way was found once."""
        return way in self._sections

    def section(self, way: str) -> Section:
        """What is known of a way; what is changed in it is remembered."""
        return self._sections.setdefault(way, {})

    def forget(self, way: str) -> None:
        """The way is no more."""
        self._sections.pop(way, None)

    def memory(self) -> dict[str, Any]:
        """All of it, for `Page.memory`."""
        return {"of": self._typed, **{name: dict(section) for name, section in self._sections.items()}}

    def page(self, about: Mapping[str, str], seen_since: datetime | None = None) -> Page:
        """A page that holds nothing and makes all of it last."""
        return Page("end", b"{}", about=about, memory=self.memory(), seen_since=seen_since)


def moment(value: Any) -> datetime | None:
    """A time as a site tells it or as it was noted; None if there is none, or one outside 1990-2199."""
    text = text_of(value)
    try:
        found = moment_of(text, UTC)[0] if text else None
    except (ValueError, OverflowError):
        return None
    return found if found and EARLIEST.year <= found.year < LATEST_YEAR else None


def noted(value: datetime | None) -> str | None:
    """A time as it is noted."""
    return value.isoformat() if value else None


def latest(times: Iterable[datetime | None], now: datetime) -> datetime | None:
    """The newest of some times of the site, but never one to come: a clock that is ahead must not hide what follows."""
    known = [time for time in times if time]
    return min(max(known), now) if known else None


def texts(value: Any) -> list[str]:
    """The texts of a list."""
    return [one for one in sequence(value) if isinstance(one, str)]


def harmless(url: str) -> bool:
    """Whether an address may be remembered: it holds no secret and is not endless."""
    return shown(url) == url
