"""An outbox in memory, transitions and accounts for the alert tests; all made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from monitor.activity.weeks import week_of
from monitor.settings import Settings
from monitor.store.contract import Spell, Transition

NOW = datetime(2013, 6, 3, 4, tzinfo=UTC)
WEEK = week_of(NOW.date()) - 1
COLUMNS = [
    "platform",
    "native_id",
    "handle",
    "name",
    "kind",
    "url",
    "owner",
    "owner_mail",
    "deputy",
    "state",
    "private",
]


def accounts(*rows: dict[str, Any]) -> pd.DataFrame:
    """Accounts 1, 2, ... as the store gives them."""
    frame = pd.DataFrame([{name: row.get(name) for name in COLUMNS} for row in rows], columns=COLUMNS, dtype=object)
    frame.index = pd.Index(range(1, len(rows) + 1), name="id")
    return frame


def page(name: str = "Verzonnen Bouw", **more: Any) -> dict[str, Any]:
    return {"platform": "facebook", "kind": "page", "name": name, "state": "active", "private": False} | more


def person(name: str = "Jan Bedacht", **more: Any) -> dict[str, Any]:
    return {"platform": "x", "kind": "personal", "name": name, "state": "active", "private": False} | more


def transition(number: int, account_id: int = 1, change: str = "begun", **more: Any) -> Transition:
    """A stored transition; by default the page was forgotten four weeks ago."""
    values: dict[str, Any] = {
        "account_id": account_id, "code": "HS4", "change": change, "week": WEEK, "variant": "silent",
        "since_week": WEEK - 4, "created_at": NOW, "id": number,
        "evidence": {"days_silent": 33.0, "allowed_days": 28.0},
    } | more  # fmt: skip
    return Transition(**values)


def settings(language: str = "en", **alerts: Any) -> Settings:
    return Settings.model_validate(
        {"organisation": {"name": "Verzonnen Groep", "language": language}, "alerts": {"console": False} | alerts}
    )


class MemoryOutbox:
    """The store's outbox, without a store."""

    def __init__(self, frame: pd.DataFrame, *waiting: Transition) -> None:
        self.frame, self.waiting = frame, list(waiting)
        self.past: list[Spell] = []
        self.taken: set[tuple[str, int]] = set()
        self.failures: list[tuple[str, tuple[int, ...], str]] = []
        self.crash_on_mark = False

    def spells(self) -> list[Spell]:
        return self.past

    def accounts(self) -> pd.DataFrame:
        return self.frame

    def undelivered(self, sink: str) -> list[Transition]:
        return [one for one in self.waiting if (sink, one.id) not in self.taken]

    def mark_delivered(self, sink: str, transition_ids: Sequence[int], at: datetime) -> None:
        if self.crash_on_mark:
            raise KeyboardInterrupt
        self.taken |= {(sink, number) for number in transition_ids}

    def mark_failed(self, sink: str, transition_ids: Sequence[int], at: datetime, why: str) -> None:
        self.failures.append((sink, tuple(transition_ids), why))


class MemorySink:
    """Keeps what it is sent, or raises what it is told to."""

    def __init__(self, name: str = "memory", error: Exception | None = None) -> None:
        self.name, self.error = name, error
        self.got: list[tuple[str, str, str]] = []

    def send(self, subject: str, text: str, html: str) -> None:
        if self.error:
            raise self.error
        self.got.append((subject, text, html))
