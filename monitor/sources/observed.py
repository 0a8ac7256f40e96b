"""The spans an export covers, per account: what the connector states, else what its posts and its date imply."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from monitor.records import Window
from monitor.sources.export import Export

Span = tuple[datetime | None, datetime]


class Observed:
    """Collects windows and the oldest and newest post of each account while an export is read.

    Only posts imply a window: a profile or a comment says nothing on whether all posts were seen.

    Args:
        made_at: When the export was made, by the dates of its files; None if unknown.
        until: A person's word for how far the export reaches; goes over everything else.
        now: Nothing is observed after this.
    """

    def __init__(self, made_at: datetime | None, until: datetime | None, now: datetime) -> None:
        self._made_at, self._until, self._now = made_at, until, now
        self._stated: dict[int, list[Window]] = {}
        self.by_date_of_file: datetime | None = None
        """The end of a window, when nothing but the date of the files told it."""
        self.oldest: dict[int, datetime] = {}
        self.newest: dict[int, datetime] = {}

    def reaches_beyond(self, moment: datetime) -> bool:
        """Whether the dates of the files, or a person's word, say that this copy was made after a moment."""
        made = self._until or self._made_at
        return made is not None and min(made, self._now) > moment

    def state(self, account_id: int, window: Window) -> None:
        """Take a window that the connector yields."""
        self._stated.setdefault(account_id, []).append(window)

    def spans(self, implied: bool = True) -> Iterator[tuple[int, Window]]:
        """The windows to keep, with the account of each; those that begin after they end are left out.

        Args:
            implied: Give also those that no connector stated.
        """
        for account_id in sorted(self._stated.keys() | (self.oldest.keys() if implied else set())):
            stated = self._stated.get(account_id) or [Window(start=self.oldest[account_id])]
            for window in stated:
                end = self._end(account_id, window)
                if window.start is None or window.start <= end:
                    yield account_id, Window(start=window.start, end=end)

    def _end(self, account_id: int, window: Window) -> datetime:
        """Where a window ends: never before the newest post that was seen in it, never after now."""
        stated = self._until or window.end
        if stated is None:
            newest = self.newest.get(account_id, self._now)
            stated = max(self._made_at or newest, newest)
            if stated > newest:
                self.by_date_of_file = min(stated, self._now)
        return min(stated, self._now)


def made_at(export: Export) -> datetime | None:
    """When an export was made: the newest date of its files, pictures included."""
    dates = [member.modified for member in export.members if member.modified is not None]
    return max(dates, default=None)
