"""How much of Meta's allowance is used up, as the headers of every answer tell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from threading import Lock
from time import monotonic
from typing import Any

from connectors._values import mapping, sequence
from monitor.sources.http import Reply

FULL = 100.0
"""Per cent: nothing may be asked any more."""

SLOW = 75.0
"""Per cent from which on there are pauses between calls, up to `LONGEST` seconds."""

LONGEST = 10.0
HOUR = 60.0
"""Minutes of rest where an answer does not say how many: Meta counts over the last hour, or the last day."""

MOST_MINUTES = 7 * 24 * 60.0
_SHARES = ("call_count", "total_cputime", "total_time")


@dataclass(frozen=True)
class Usage:
    """What is used up.

    Attributes:
        percent: The fullest of all counters; 0 if the answer tells of none.
        minutes: After how many minutes there is access again; 0 if it is not said.
        of_app: The app's own counter is full, so no account of this app may be read.
    """

    percent: float = 0.0
    minutes: float = 0.0
    of_app: bool = False

    @property
    def pause(self) -> float:
        """Seconds to wait before the next call."""
        over = min(self.percent, FULL) - SLOW
        return LONGEST * over / (FULL - SLOW) if over > 0 else 0.0


def usage_of(reply: Reply) -> Usage:
    """Read the headers: one of the app, one per page or Instagram account."""
    app = mapping(_header(reply, "x-app-usage"))
    counters = [app, mapping(_header(reply, "x-page-usage")), *_business(reply)]
    return Usage(
        percent=max(_share(counter) for counter in counters),
        minutes=min(MOST_MINUTES, max(_number(one.get("estimated_time_to_regain_access")) for one in counters)),
        of_app=_share(app) >= FULL,
    )


def _business(reply: Reply) -> Iterator[dict[str, Any]]:
    for counters in mapping(_header(reply, "x-business-use-case-usage")).values():
        yield from (mapping(one) for one in sequence(counters))


def _header(reply: Reply, name: str) -> Any:
    try:
        return json.loads(reply.headers.get(name, "{}"))
    except (ValueError, RecursionError):
        return None


def _share(counter: dict[str, Any]) -> float:
    return max(_number(counter.get(name)) for name in _SHARES)


def _number(value: Any) -> float:
    """A number that is not negative; 0 for anything else."""
    try:
        number = float(value) if isinstance(value, int | float | str) else 0.0
    except (ValueError, OverflowError):
        return 0.0
    return number if isfinite(number) and number > 0 else 0.0


class Rest:
    """Until when an app may ask nothing at all; the visits of a connector share it, and may run at once."""

    def __init__(self) -> None:
        self._until = 0.0
        self._lock = Lock()

    def begin(self, minutes: float) -> None:
        """Ask nothing for so long."""
        with self._lock:
            self._until = max(self._until, monotonic() + 60 * (minutes or HOUR))

    @property
    def minutes(self) -> float:
        """How long it still lasts; 0 if it is over."""
        with self._lock:
            return max(0.0, (self._until - monotonic()) / 60)
