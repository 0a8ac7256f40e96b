"""Lines that come week by week, in columns that grow where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

MORE = 1.25
"""A column that is full grows to so many times its size."""
LEAST = 4096


@dataclass
class Lines:
    """Columns of lines; put together from pieces at the end, they would need twice the room.

    Attributes:
        used: Lines so far.
        columns: Each column, longer than it is used.
    """

    used: int = 0
    columns: dict[str, np.ndarray] = field(default_factory=dict)

    def add(self, piece: Mapping[str, np.ndarray]) -> None:
        """Add lines at the end; a column keeps the dtype of its first piece."""
        until = self.used + len(next(iter(piece.values())))
        for name, values in piece.items():
            column = self.columns.setdefault(name, np.empty(0, values.dtype))
            if until > len(column):
                column.resize(max(until, int(MORE * len(column)), LEAST), refcheck=False)
            column[self.used : until] = values
        self.used = until

    def done(self) -> dict[str, np.ndarray]:
        """The columns, cut to what is used of them; nothing can be added any more."""
        for column in self.columns.values():
            column.resize(self.used, refcheck=False)
        return self.columns
