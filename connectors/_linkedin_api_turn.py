"""Lists that LinkedIn answers once a minute: whose turn it is, over all visits of a run."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from connectors._linkedin_api_rule import MINUTE


class Turn:
    """Lets one question through a minute; visits in several threads share it and wait for each other."""

    def __init__(self) -> None:
        self._last: float | None = None
        self._lock = Lock()

    def wait(self, pause: Callable[[float], None]) -> None:
        """Wait until a minute after the last question; never longer than that.

        Args:
            pause: Waits a number of seconds.
        """
        with self._lock:
            if self._last is not None:
                left = self._last + MINUTE - time.monotonic()
                if left > 0:
                    pause(min(left, MINUTE))
            self._last = time.monotonic()
