"""Handing one message to one sink: it takes it, or we know why not."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.alerts.sinks import Sink
from monitor.errors import MonitorError, RetryLater
from monitor.secrets import scrub


@dataclass(frozen=True)
class Refused:
    """Why a sink did not take a message, without secrets, and whether that may pass by itself."""

    why: str
    passing: bool


def hand_over(sink: Sink, subject: str, text: str, html: str) -> Refused | None:
    """Send a message; gives None when the sink took it. Whatever a sink raises stops nobody else."""
    try:
        sink.send(subject, text, html)
    except MonitorError as error:
        return Refused(scrub(str(error)).removeprefix(f"{sink.name}: "), isinstance(error, RetryLater))
    except Exception as error:  # noqa: BLE001 - a stranger's sink may raise anything, and the others must go on
        return Refused(scrub(f"unexpected {type(error).__name__}: {error}"), passing=False)
    return None
