"""The span between the oldest and the newest moment seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass
class Span:
    """Remembers the oldest and newest of the moments it is shown; both None before the first."""

    oldest: datetime | None = None
    newest: datetime | None = None

    def see(self, moment: datetime | None) -> None:
        """Take a moment in; an unknown one changes nothing."""
        if moment is None:
            return
        if self.oldest is None or moment < self.oldest:
            self.oldest = moment
        if self.newest is None or moment > self.newest:
            self.newest = moment
