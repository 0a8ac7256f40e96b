"""The parts of the score, by the number under which they are stored."""

from __future__ import annotations

from enum import IntEnum


class Part(IntEnum):
    """Which part of the score spoke the loudest."""

    LEVEL = 1
    """It has posted seldom in the long run."""
    CHANGE = 2
    """Its rhythm has become slower."""
    GAP = 3
    """It is silent beyond its own gaps."""
    PEOPLE = 4
    """Its authors are silent, elsewhere too."""
    SIBLINGS = 5
    """Accounts of the same owner are silent."""
