"""Feeds of configured blogs, read from the network in the import stage."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.job.session import Session
from monitor.sources.results import ImportOptions, ImportResult


def fetch_feeds(session: Session, options: ImportOptions | None = None) -> Iterator[ImportResult]:
    """Read the feed of every account that names one."""
    yield from ()
