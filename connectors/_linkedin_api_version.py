"""How long a version of LinkedIn's API lives, and which one to take in its place. Pure.

Each is named by year and month and is switched off about the middle of the same month a year later (202511 ended on
16 November 2026).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from connectors._linkedin_api_options import NAME

WARNING = timedelta(days=60)
_LIST = "https://learn.microsoft.com/linkedin/marketing/versioning"


def end_of(version: str) -> datetime:
    """About when a version (`202609`) is switched off, UTC."""
    return datetime(int(version[:4]) + 1, int(version[4:6]), 15, tzinfo=UTC)


def newer_version(now: datetime) -> str:
    """A version that is there at this moment: that of two months ago, since one comes a month late or not at all."""
    month = now.year * 12 + now.month - 1 - 2
    return f"{month // 12}{month % 12 + 1:02}"


def advice(now: datetime) -> str:
    """What to do about a version that is not spoken any more, or soon will not be."""
    return (
        f'Set version = "{newer_version(now)}" under [connectors.{NAME}] in config.toml, '
        f"or another of those that {_LIST} lists"
    )


def remark(version: str, now: datetime) -> str:
    """A word of warning in the last 60 days of a version; "" before."""
    end = end_of(version)
    if now < end - WARNING:
        return ""
    return f"LinkedIn switches version {version} of its API off about {end:%Y-%m-%d}. {advice(now)}"
