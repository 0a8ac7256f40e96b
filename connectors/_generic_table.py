"""How the rows of one hand-made table are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from connectors._generic_options import Map
from connectors._whose import Whose
from connectors._zoneless import Zoneless


@dataclass(frozen=True)
class Table:
    """How the rows of one table are read.

    Attributes:
        places: Field -> position of its column.
        header: Names of the columns, as the file has them.
        file: Name of the file, for messages.
        zone: Zone of times that name none.
        home: The organisation's zone.
        zoneless: Counts the times that name none.
        seen_at: When profiles were looked at, if no column says so.
        whose: Finds accounts by what people call them, in a content calendar; None where a table must name handles.
    """

    map: Map
    places: Mapping[str, int]
    header: Sequence[str]
    file: str
    zone: tzinfo
    home: tzinfo
    zoneless: Zoneless
    seen_at: datetime
    whose: Whose | None = None

    @property
    def width(self) -> int:
        """Number of columns of the header."""
        return len(self.header)
