"""What an archive of Mastodon and its API say in the same way: pictures, and links among mentions and hashtags."""

from __future__ import annotations

from collections.abc import Collection

from monitor.sources.html_text import html_links

PLACEHOLDER = "/missing.png"
"""How the address of the picture ends that Mastodon gives an account without one."""


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
