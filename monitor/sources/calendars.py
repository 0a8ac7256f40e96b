"""Copies of content calendars: which calendar an item is of, when the copy was made, and what it no longer holds."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import PurePosixPath

from monitor.records import BadRow, PlannedItem
from monitor.sources.sink import ERASED, Sink

_AGAIN = re.compile(r"\s*(?:\(\d+\)|- (?:copy|kopie)(?: \(\d+\))?)$", re.IGNORECASE)
"""What browsers and desktops put behind the name of a file that is there already."""


class Calendars:
    """The calendars of one export.

    Args:
        file: Name of the export. It is part of what a calendar is called, since many people's are "Calendar".
        made_at: When the export was made, by the dates of its files; None if unknown.
        now: The moment of the import.
    """

    def __init__(self, file: str, made_at: datetime | None, now: datetime) -> None:
        self._file = "file:" + _AGAIN.sub("", PurePosixPath(file).stem).casefold()
        self._told_at = min(made_at or now, now)
        self._is_dated = made_at is not None and made_at <= now
        self._accounts: dict[str, set[int]] = {}
        self._unread: set[str | None] = set()

    def is_newer(self, sink: Sink) -> bool:
        """Whether this copy was made after those that are in: what was undone in between holds again by it."""
        newest = sink.newest_copy(self._file)
        return self._is_dated and newest is not None and newest < self._told_at.replace(microsecond=0)

    def told(self, account_id: int, item: PlannedItem) -> PlannedItem:
        """The item with its calendar and the date of this copy."""
        calendar = f"{item.calendar} {self._file}" if item.calendar else self._file
        self._accounts.setdefault(calendar, set()).add(account_id)
        return item.model_copy(update={"calendar": calendar, "told_at": self._told_at})

    def unread(self, row: BadRow) -> None:
        """Note a row that was kept aside: what it is of is still in the calendar."""
        self._unread.add(row.item)

    def take_out(self, sink: Sink) -> None:
        """Once the export was read to its end: what was still to come and is not in it is no longer planned.

        Nothing is taken out while a row was kept aside of which nobody knows what it was.
        """
        if None in self._unread:
            return
        unread = {one for one in self._unread if one}
        for calendar, accounts in self._accounts.items():
            sink.take_out_of_calendar(calendar, accounts - {ERASED}, self._told_at, unread)
