"""What a run did, for people, logs and programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from monitor.store.contract import Counted, Stage


@dataclass(frozen=True)
class RunSummary:
    """Outcome of one run of the job.

    Attributes:
        exit_code: 0 fine, 1 something was skipped, failed or is to be confirmed, 2 the settings are wrong.
        notes: One line for each thing skipped: what, where, what to do.
        doubts: What was read on an assumption that a person should confirm, one line for each assumption.
        remarks: What is worth knowing though nothing was skipped.
        score: Horror score of the last complete week, None when nothing was judged.
        deleted: Posts that a complete look at their platform no longer found.
        spent: What reading the platforms cost, by unit (an estimate by their price lists).
        present: How many symptoms are present on the accounts in that week.
    """

    as_of: date
    started_at: datetime
    finished_at: datetime
    stages: tuple[Stage, ...]
    counted: Counted = field(default_factory=Counted)
    score: int | None = None
    present: int = 0
    transitions: int = 0
    delivered: int = 0
    deleted: int = 0
    spent: Mapping[str, float] = field(default_factory=dict)
    report: Path | None = None
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    exit_code: int = 0

    def line(self) -> str:
        """One line for a log."""
        parts = {
            "as_of": self.as_of.isoformat(),
            "new": self.counted.new,
            "known": self.counted.known,
            "updated": self.counted.updated,
            "rejected": self.counted.rejected,
            "score": "unknown" if self.score is None else self.score,
            "symptoms": self.present,
            "changes": self.transitions,
            "alerts": self.delivered,
            "deleted": self.deleted,
            "spent": ",".join(f"{cost:.3f}{unit}" for unit, cost in self.spent.items()) or "0",
            "stages": ",".join(f"{s.name}:{s.status}" for s in self.stages),
            "seconds": f"{(self.finished_at - self.started_at).total_seconds():.1f}",
            "exit": self.exit_code,
        }
        return "monitor run " + " ".join(f"{key}={value}" for key, value in parts.items())

    def as_dict(self) -> dict[str, Any]:
        """The same for programs (`--json`); times in ISO 8601."""
        return {
            "as_of": self.as_of.isoformat(),
            "started_at": self.started_at.isoformat(),
            "finished_at": self.finished_at.isoformat(),
            "exit_code": self.exit_code,
            "imported": vars(self.counted),
            "score": self.score,
            "symptoms_present": self.present,
            "changes": self.transitions,
            "alerts_delivered": self.delivered,
            "posts_deleted": self.deleted,
            "spent": dict(self.spent),
            "report": str(self.report) if self.report else None,
            "stages": [{"name": s.name, "status": s.status, "message": s.message} for s in self.stages],
            "notes": list(self.notes),
            "to_confirm": list(self.doubts),
            "remarks": list(self.remarks),
        }
