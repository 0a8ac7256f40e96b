"""Values in answers of LinkedIn's API, each of which may be missing or anything else."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors._days import safe_day
from connectors._values import mapping, sequence, text_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ORGANISATION = re.compile(r"urn:li:(?:organization|organizationalPage|company):([0-9]{1,15})")


def moment_of(value: Any) -> datetime | None:
    """Read milliseconds since 1970 in whole seconds; None if they are none or lie outside 1990-2199."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        moment = (_EPOCH + timedelta(milliseconds=value)).replace(microsecond=0)
    except (OverflowError, ValueError):
        return None
    return moment if safe_day(moment.year, moment.month, moment.day) else None


def millis_of(value: Any) -> int | None:
    """The same as a whole number of milliseconds."""
    return int(value) if moment_of(value) else None


def since_epoch(moment: datetime) -> int:
    """Milliseconds since 1970 of an aware time."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def organisation_of(urn: Any) -> str | None:
    """Number in the URN of an organisation; None for persons and anything else."""
    found = _ORGANISATION.fullmatch(text_of(urn) or "")
    return found[1] if found else None


def elements_of(told: Any) -> list[dict[str, Any]]:
    """The rows of a list; what is no object is an empty one."""
    return [mapping(one) for one in sequence(mapping(told).get("elements"))]


def results_of(told: Any) -> dict[str, dict[str, Any]]:
    """What a BATCH_GET found, by URN."""
    return {urn: mapping(one) for urn, one in mapping(mapping(told).get("results")).items()}
