"""What reading costs, and when to stop paying."""

from __future__ import annotations

from threading import Lock

from monitor.errors import AddCredit, RetryLater


class Ledger:
    """Counts what the visits of a run cost; shared by the accounts of one connector, which may be read at once.

    Args:
        unit: What is counted ("USD", "units", "calls"); "" where nothing costs anything.
        limit: Most that may be spent; None: no limit.
        zone: Time zone whose day the limit is for ("America/Los_Angeles"); "": the limit is one of a run.

    Attributes:
        used: What counts towards the limit; on a new run of the same day more than `spent`.
        spent: What this run spent.
    """

    def __init__(self, unit: str = "", limit: float | None = None, zone: str = "") -> None:
        self.unit, self.limit, self.zone = unit, limit, zone
        self.used = 0.0
        self.spent = 0.0
        self._closed = ""
        self._lock = Lock()

    def allow(self, cost: float) -> None:
        """Ask before spending.

        Raises:
            RetryLater: The limit would be passed; a later run goes on.
            AddCredit: The platform has said that there is no credit for us.
        """
        with self._lock:
            self._check(cost)

    def take(self, cost: float) -> None:
        """Ask and spend in one: of two visits that are made at once only one gets what is left. Raises as `allow`."""
        with self._lock:
            self._check(cost)
            self._add(cost)

    def spend(self, cost: float) -> None:
        """Note what was spent; a negative cost gives back what was taken and not needed."""
        with self._lock:
            self._add(cost)

    def _add(self, cost: float) -> None:
        self.used += cost
        self.spent += cost

    def _check(self, cost: float) -> None:
        if self._closed:
            raise AddCredit(self._closed, "", "Nothing more is asked in this run")
        if self.limit is not None and self.used + cost > self.limit + 1e-9:
            period, used = "day" if self.zone else "run", f"{self.used:.3f}".rstrip("0").rstrip(".")
            raise RetryLater(
                f"the limit of {self.limit:g} {self.unit} a {period} is reached ({used} spent)",
                "",
                "A later run goes on where this one stopped; raise the limit in config.toml to be done sooner",
            )

    def close(self, why: str) -> None:
        """Spend nothing any more: the platform has no credit for us."""
        with self._lock:
            self._closed = why
