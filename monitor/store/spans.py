"""Spans of time in which everything is known: joined where they touch. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

Span = tuple[datetime, datetime]

TOUCH = timedelta(seconds=1)
"""Times are kept to the second: a span that begins a second after another ends leaves nothing out."""


def joined(spans: Iterable[Span]) -> list[Span]:
    """Join spans (both ends inclusive) that overlap or touch; sorted, empty ones left out."""
    result: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] <= span[1]):
        if result and start <= result[-1][1] + TOUCH:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result
