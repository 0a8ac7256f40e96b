"""Stages of a run: each is recorded, and one that fails never stops the next."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from monitor.errors import MonitorError
from monitor.job.interrupts import was_pressed
from monitor.store.contract import Stage

log = logging.getLogger(__name__)
T = TypeVar("T")


class Stages:
    """Runs named stages one after another and keeps what became of each.

    Attributes:
        done: The stages so far.
        notes: What was skipped or failed, one line each, for people.
    """

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.done: list[Stage] = []
        self.notes: list[str] = []
        self._clock = clock

    def run(self, name: str, action: Callable[[], T], default: T) -> T:
        """Do `action`; if it fails, keep the reason and go on with `default`.

        Notes that `action` adds to `self.notes` make the stage "skipped": it ended, but not everything could be used.
        """
        began, before = self._clock(), len(self.notes)
        result, status = default, "failed"
        try:
            result = action()
            _stop_if_pressed()
            status = "skipped" if len(self.notes) > before else "ok"
        except MonitorError as error:
            self.notes.append(f"{name}: {error}")
        except Exception as error:
            _stop_if_pressed()
            # The next stage must run whatever happened here; the log keeps the traceback for a developer.
            log.exception("stage %s failed", name)
            # Its text stays out of what is printed and stored: nobody knows what it holds.
            todo = "This is a fault of the program: name a file for job.log in config.toml, it will keep the details"
            self.notes.append(f"{name}: unexpected {type(error).__name__}. {todo}")
        message = "; ".join(self.notes[before:])
        self.done.append(Stage(name, status, began, self._clock(), message))
        return result

    @property
    def exit_code(self) -> int:
        """0 when every stage was ok, else 1."""
        return int(any(stage.status != "ok" for stage in self.done))


def _stop_if_pressed() -> None:
    """Go on with an interruption that the action swallowed.

    Raises:
        KeyboardInterrupt: Somebody pressed Ctrl+C during the action.
    """
    if was_pressed():
        raise KeyboardInterrupt
