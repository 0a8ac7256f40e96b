"""What the visits of a run may cost: a fresh ledger a run, or one of the day where a platform counts by the day."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from monitor.job.session import Session
from monitor.sources.ledger import Ledger
from monitor.sources.live import LiveConnector

Books = dict[str, Ledger]


def ledgers(session: Session, connectors: Sequence[LiveConnector]) -> Books:
    """A ledger for each connector, by name; one of the day knows what was spent earlier on that day."""
    books = {one.declaration.name: one.ledger() for one in connectors}
    for name, book in books.items():
        if book.zone:
            kept = _kept(session, name)
            book.used = float(kept["used"]) if kept.get("day") == _day(session, book) else 0.0
    return books


def note_spent(session: Session, books: Mapping[str, Ledger], spent: dict[str, float]) -> None:
    """Keep what the day's ledgers hold, and add up what this run spent by unit."""
    for name, book in books.items():
        if book.spent and book.unit:
            spent[book.unit] = spent.get(book.unit, 0.0) + book.spent
        if book.zone and book.spent:
            session.store.note(_key(name), json.dumps({"day": _day(session, book), "used": book.used}))


def _day(session: Session, book: Ledger) -> str:
    return session.now.astimezone(ZoneInfo(book.zone)).date().isoformat()


def _kept(session: Session, name: str) -> dict[str, Any]:
    try:
        kept = json.loads(session.store.noted(_key(name)) or "{}")
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) and isinstance(kept.get("used"), int | float) else {}


def _key(name: str) -> str:
    return f"spent:{name}"
