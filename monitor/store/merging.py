"""Richer never loses to poorer: how two tellings of the same post become one. Pure.

A post is told by many exports. Field by field: a known value beats an unknown one; between two known values the one
from the richer source stays, and between equally rich sources the newest import's. Counts (likes, reposts ...) grow,
so there the newest import that knows one wins. A time is never replaced by a coarser one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

Fields = Mapping[str, Any]

TOLD = (
    "kind",
    "author",
    "title",
    "text",
    "url",
    "language",
    "source_app",
    "in_reply_to",
    "links",
    "edited_at",
)
"""Fields in which the richer source wins."""

COUNTS = ("likes", "reposts", "replies", "views", "clicks")
"""Fields in which the newest import wins."""

TIME = ("published_at", "precision", "week")
"""Fields that go together: the finer time wins, then the richer source."""

FINENESS = {"day": 0, "minute": 1, "second": 2}

JUDGED = ("kind", "title", "text", "language", "url", "links")
"""Fields that labels and marks depend on."""


def merge(old: Fields, new: Fields) -> dict[str, Any]:
    """Merge two tellings of one post.

    Args:
        old: TOLD, COUNTS, TIME, `richness` and `origins` of the stored post.
        new: The same of the newer telling.

    Returns:
        The same keys for the merged post. With sources of different richness the result does not depend on the
        order, except for the counts.
    """
    before, after = origins_of(old), origins_of(new)
    merged = dict(old)
    for name in TOLD:
        if new[name] is not None and (old[name] is None or after[name] >= before[name]):
            merged[name], before[name] = new[name], after[name]
    if _finer(old, before["published_at"], new, after["published_at"]):
        merged |= {name: new[name] for name in TIME}
        before["published_at"] = after["published_at"]
    merged |= {name: new[name] for name in COUNTS if new[name] is not None}
    merged["richness"] = max(old["richness"], new["richness"])
    merged["origins"] = _packed(merged, before)
    return merged


def origins_of(fields: Fields) -> dict[str, int]:
    """Richness of the source of each field: that of the post, unless `origins` says otherwise."""
    origins = dict.fromkeys((*TOLD, "published_at"), int(fields["richness"]))
    return origins | (json.loads(fields["origins"]) if fields["origins"] else {})


def _finer(old: Fields, before: int, new: Fields, after: int) -> bool:
    if old["published_at"] is None or new["published_at"] is None:
        return old["published_at"] is None
    return (FINENESS[new["precision"]], after) >= (FINENESS[old["precision"]], before)


def _packed(fields: Fields, origins: Mapping[str, int]) -> str | None:
    """Keep the origins that differ from the post's richness; None when there are none, as for nearly all posts."""
    known = (name for name in origins if fields[name] is not None)
    others = {name: origins[name] for name in known if origins[name] != fields["richness"]}
    return json.dumps(others, sort_keys=True) if others else None


def says_more(old: Fields, new: Fields) -> bool:
    """Whether any value that people see differs."""
    return any(old[name] != new[name] for name in (*TOLD, *COUNTS, *TIME))


def needs_labels(old: Fields, new: Fields) -> bool:
    """Whether a field that labels depend on differs."""
    return any(old[name] != new[name] for name in JUDGED)
