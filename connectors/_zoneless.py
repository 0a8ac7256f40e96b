"""Times that name no zone: counted while an export is read, and told once with the option that settles them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator

from connectors._making import storable
from monitor.errors import MonitorError
from monitor.records import Anything, Doubt, Post, content_key

LONGEST = 40
"""Most characters told of a column's name or of a time."""


def _known(name: str | None) -> str | None:
    if name is not None and name not in available_timezones():
        raise ValueError(f"there is no time zone {name!r}; examples: Europe/Amsterdam, America/Los_Angeles")
    return name


ZoneName = Annotated[str | None, AfterValidator(_known)]
"""An option that names a time zone; None leaves it open."""


class Zoneless:
    """Counts the times of one export that name no zone.

    Args:
        zone: The zone they are read in.
        table: The table of config.toml whose `timezone` confirms or corrects it; None if a person has done so already.
    """

    def __init__(self, zone: tzinfo, table: str | None) -> None:
        self._zone, self._table, self._count = zone, table, 0
        self._first: tuple[str, int | None, str] | None = None
        self._columns: dict[str, None] = {}

    def see(self, file: str, line: int | None, column: str, text: str) -> None:
        """Count one time of a record that is kept.

        Args:
            file: Place for people, from `Export.where`.
            line: Line it stands on, if that helps.
            column: Name of its column as the file has it, "" where there are no columns.
            text: The time as it is written.
        """
        self._count += 1
        self._columns[column] = None
        if self._first is None:
            self._first = (file, line, text)

    def around(self, records: Iterable[Anything]) -> Iterator[Anything]:
        """Give the records on unchanged, and where they end or break off what was assumed of their times."""
        try:
            yield from records
        except MonitorError:
            yield from self._doubts()
            raise
        yield from self._doubts()

    def _doubts(self) -> Iterator[Doubt]:
        """One for the whole export; none if a person has named the zone or every time had one."""
        if self._first is None or self._table is None:
            return
        file, line, text = self._first
        count = f"{self._count} of them {'was' if self._count == 1 else 'were'} read as {self._zone}"
        yield Doubt(
            file=file,
            line=line,
            what=f'the times{self._of_columns()} name no zone (the first is "{_short(text)}"); {count}',
            todo=f'Write timezone = "{self._zone}" under {self._table} if that is right, else the right one',
        )

    def _of_columns(self) -> str:
        names = [_short(column) for column in self._columns if column]
        return f" of the column{'s' if len(names) > 1 else ''} {' and '.join(names)}" if names else ""


def known_at(post: Post, moment: datetime) -> Post:
    """Give a post without an id the identity that it has at this moment: its time as read in the organisation's zone.

    So it is the same post before and after somebody names another zone, and its time is mended, not doubled.
    """
    if post.native_id is not None:
        return post
    return post.model_copy(update={"native_id": content_key(moment, post.title, post.text, post.url)})


def _short(text: str) -> str:
    return " ".join(storable(text[:LONGEST]).split())
