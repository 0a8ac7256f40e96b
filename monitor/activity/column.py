"""What a column of the weekly frame is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Spread(StrEnum):
    """What a column describes."""

    WEEK = "week"
    """Something that happened inside the week."""
    STATE = "state"
    """What was so at the end of the week."""
    ACCOUNT = "account"
    """A fact of the account, the same in every week."""


@dataclass(frozen=True)
class Column:
    """A column of the weekly frame: its name, numpy/pandas dtype, unit and meaning."""

    name: str
    dtype: str
    unit: str
    meaning: str
    spread: Spread = Spread.WEEK
