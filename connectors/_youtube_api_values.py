"""Values in answers of YouTube's Data API, each of which may be missing or anything else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from connectors._days import safe_day
from connectors._values import mapping, sequence, text_of
from connectors._youtube import is_video_id


def items_of(told: Any) -> list[dict[str, Any]]:
    """The resources that an answer lists; what is no object is an empty one."""
    return [mapping(one) for one in sequence(mapping(told).get("items"))]


def part(item: Any, *names: str) -> dict[str, Any]:
    """An object inside an object; {} if there is none."""
    for name in names:
        item = mapping(item).get(name)
    return mapping(item)


def moment_of(value: Any) -> datetime | None:
    """Read an RFC 3339 time between 1990 and 2199; None if it is none."""
    try:
        moment = datetime.fromisoformat(value.strip()[:40]) if isinstance(value, str) else None
        moment = moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
    return moment if moment and safe_day(moment.year, moment.month, moment.day) else None


def id_of(value: Any) -> str | None:
    """A video's id, or None."""
    text = (text_of(value) or "").strip()
    return text if is_video_id(text) else None


def next_cursor(told: Any) -> str | None:
    """The token of the next page; it is good for this visit only."""
    return text_of(mapping(told).get("nextPageToken"))
