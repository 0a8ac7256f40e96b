"""The outbox: which sink has taken which transition; and the record of the job's runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.store.contract import Stage, Transition
from monitor.store.room import Room
from monitor.store.sql_verdicts import TRANSITION_COLUMNS, as_transition

_DELIVERED = (
    "INSERT INTO delivery (transition_id, sink, delivered_at, tries, tried_at, trouble) VALUES (?, ?, ?, 1, ?, '')"
    " ON CONFLICT (transition_id, sink) DO UPDATE SET delivered_at = excluded.delivered_at,"
    " tries = delivery.tries + 1, tried_at = excluded.tried_at, trouble = ''"
)
_FAILED = (
    "INSERT INTO delivery (transition_id, sink, tries, tried_at, trouble) VALUES (?, ?, 1, ?, ?)"
    " ON CONFLICT (transition_id, sink) DO UPDATE SET tries = delivery.tries + 1, tried_at = excluded.tried_at,"
    " trouble = excluded.trouble"
)
MOST_OF_A_REASON = 500


class Outbox(Room):
    """What has been told to whom."""

    def undelivered(self, sink: str) -> list[Transition]:
        sql = (
            f"SELECT {', '.join(TRANSITION_COLUMNS)} FROM transition t WHERE NOT EXISTS"
            " (SELECT 1 FROM delivery d WHERE d.transition_id = t.id AND d.sink = ? AND d.delivered_at IS NOT NULL)"
            " ORDER BY id"
        )
        with self._db.read() as connection:
            return [as_transition(row, self._db.aware) for row in self._db.fetch(connection, sql, [sink])]

    def mark_delivered(self, sink: str, transition_ids: Sequence[int], at: datetime) -> None:
        moment = self._db.moment(at)
        with self._db.write() as connection:
            self._db.run_many(connection, _DELIVERED, [(one, sink, moment, moment) for one in transition_ids])

    def mark_failed(self, sink: str, transition_ids: Sequence[int], at: datetime, why: str) -> None:
        moment, reason = self._db.moment(at), why[:MOST_OF_A_REASON]
        with self._db.write() as connection:
            self._db.run_many(connection, _FAILED, [(one, sink, moment, reason) for one in transition_ids])


class Jobs(Room):
    """The runs of the nightly job."""

    def save_run(self, started_at: datetime, as_of: str, stages: Sequence[Stage], exit_code: int) -> int:
        run = "INSERT INTO job_run (started_at, as_of, exit_code) VALUES (?, ?, ?) RETURNING id"
        stage = (
            "INSERT INTO job_stage (job_run_id, position, name, status, started_at, finished_at, message)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)"
        )
        moment = self._db.moment
        with self._db.write() as connection:
            key = int(self._db.fetch(connection, run, [moment(started_at), as_of, exit_code])[0][0])
            rows = [
                (key, place, one.name, one.status, moment(one.started_at), moment(one.finished_at), one.message)
                for place, one in enumerate(stages)
            ]
            self._db.run_many(connection, stage, rows)
        return key
