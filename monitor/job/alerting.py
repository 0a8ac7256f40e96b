"""The alert stage: what changed goes out, and what could not go is tried again in the next run."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.alerts.outbox import deliver
from monitor.job.session import Session


@dataclass(frozen=True)
class Alerted:
    """What became of the alerts.

    Attributes:
        delivered: Transitions that were told to at least one sink in this run.
        notes: One line for each sink that failed.
    """

    delivered: int
    notes: tuple[str, ...]


def alert(session: Session) -> Alerted:
    """Deliver everything that waits."""
    outcome = deliver(session.store, session.settings, session.now)
    told = {number for one in outcome if one.delivered for number in one.transition_ids}
    failed = tuple(
        f"alerts: {one.sink}: {one.error}. It is tried again in the next run" for one in outcome if one.error
    )
    return Alerted(len(told), failed)
