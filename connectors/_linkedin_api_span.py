"""Which posts of a list are in already: a span of time without gaps, which grows at both ends. Pure.

The list is newest first. First what is newer than the span is read; only when all of that is in, the span reaches up to
it. Then what is older, which the span takes in batch by batch, so that a visit may end anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from connectors._linkedin_api_values import since_epoch
from connectors._linkedin_ids import post_id, time_of

OVERLAP = int(timedelta(days=3).total_seconds() * 1000)
"""Milliseconds at the new end that are read again each time: posts come into the list up to two days late."""

Time = int | None


def time_in(urn: str, now: datetime) -> Time:
    """When the post with a URN was made, in milliseconds, out of its number; None if that tells no time."""
    moment = time_of(post_id(urn), now)
    return since_epoch(moment) if moment else None


@dataclass
class Span:
    """Times in milliseconds.

    Attributes:
        newest, oldest: The ends of the span that is in; None while nothing is.
        complete: And nothing is older.
    """

    newest: Time = None
    oldest: Time = None
    complete: bool = False
    _floor: Time = field(default=None, init=False)
    _met: list[int] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        """Note where what was in before this visit begins."""
        self._floor = None if self.newest is None else self.newest - OVERLAP

    def is_newer(self, at: Time) -> bool:
        """Whether a post of this time is newer than what was in; one without a time may be."""
        return self._floor is not None and (at is None or at > self._floor)

    def is_older(self, at: Time) -> bool:
        """Whether it is older than what is in."""
        if self.complete or at is None:
            return self._floor is None and not self.complete
        return self.oldest is None or at < self.oldest

    def meet(self, times: Iterable[Time]) -> None:
        """Note the times of a page of the list."""
        self._met += [at for at in times if at is not None]

    def join(self) -> None:
        """Note that all newer posts that were met are in; the span reaches up to them if they come down to it."""
        if self.is_reached():
            self.newest = max([*self._met, self.newest or 0])

    def take(self, times: Iterable[Time]) -> None:
        """Note that older posts of these times are in, and all of the list before them."""
        known = [at for at in times if at is not None]
        if known:
            self.newest = self.newest or max(self._met)
            self.oldest = min([*known, self.oldest or known[0]])

    def is_reached(self) -> bool:
        """Whether the walk has come down to what was in before this visit."""
        return self._floor is not None and bool(self._met) and min(self._met) <= self._floor

    def is_low(self) -> bool:
        """Whether all that comes further down is in already."""
        return self.complete and self.is_reached()

    def end(self) -> None:
        """The list is at its end, and all that was met is in; of an empty one nothing is known."""
        if self._met:
            self.complete = True
            self.newest = max([*self._met, self.newest or 0])
            self.oldest = min([*self._met, self.oldest or self.newest])

    def seen_since(self) -> Time:
        """Since when everything is in; None: from the beginning."""
        return None if self.complete else self.oldest
