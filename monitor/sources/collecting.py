"""Fewer looks for cyclic garbage while records stream by."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

NEW_OBJECTS = 200_000
"""New objects between two looks: more than a batch leaves behind, so that most records are gone before the first."""


@contextmanager
def rare_collections() -> Iterator[None]:
    """Let Python look for cycles seldom, and not among what the program holds anyway.

    Records come by the million, hold no cycles and are soon gone. With the usual thresholds (a look every 700 objects)
    a fifth of an import went into looking; what does form cycles is still found, only later.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
