"""What an archive of Mastodon and its API say in the same way: times, and links among mentions and hashtags."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from connectors._days import safe_day
from monitor.sources.html_text import html_links

PLACEHOLDER = "/missing.png"
"""How the address of the picture ends that Mastodon gives an account without one."""


def moment_of(value: Any) -> datetime | None:
    """A time in ISO 8601 with a zone, in UTC; None if it is none or absurd."""
    try:
        moment = datetime.fromisoformat(value.strip()[:40]) if isinstance(value, str) else None
        moment = moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
    return moment if moment and safe_day(moment.year, moment.month, moment.day) else None


def outward_links(content: str | None, known: Collection[str], names: Collection[str]) -> tuple[str, ...]:
    """Addresses in a text, without those of hashtags and of persons it mentions.

    Args:
        content: HTML.
        known: Addresses of hashtags and persons, case-folded.
        names: Names of the persons, without @ and server.
    """
    return tuple(
        link
        for link in html_links(content)
        if link.casefold() not in known and not any(link.endswith(f"/@{name}") for name in names)
    )
