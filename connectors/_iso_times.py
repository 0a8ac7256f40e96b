"""Times as interfaces write them: ISO 8601 with a zone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from connectors._days import safe_day


def moment_of(value: Any) -> datetime | None:
    """A time in ISO 8601 with a zone, in UTC; None if it is none or absurd."""
    try:
        moment = datetime.fromisoformat(value.strip()[:40]) if isinstance(value, str) else None
        moment = moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
    return moment if moment and safe_day(moment.year, moment.month, moment.day) else None
