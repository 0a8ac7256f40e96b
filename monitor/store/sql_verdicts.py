"""What the detector concluded: spells, statuses, scores and the transitions between two passes."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from monitor.store.contract import AccountStatus, ScoreWeek, Spell, Transition
from monitor.store.room import Room, set_meta

DETECTED_WEEK = "detected_week"
_SPELL = ("account_id", "code", "verdict", "variant", "reason", "first_week", "last_week", "evidence")
_STATUS = ("account_id", "week", "answer", "since", "complete_until", "last_post_at", "detail", "reason")
TRANSITION_COLUMNS = ("account_id", "code", "change", "week", "variant", "since_week", "evidence", "id", "created_at")
_NEWEST = "{week} = (SELECT max({week}) FROM {table} n WHERE n.account_id = t.account_id{same})"

_OVERTAKEN = (
    "DELETE FROM transition WHERE account_id = ? AND code = ? AND change = ? AND week = ? AND variant = ? AND EXISTS"
    " (SELECT 1 FROM transition n WHERE n.account_id = transition.account_id AND n.code = transition.code"
    " AND n.id > transition.id)"
)
"""A transition after which another was stored: what happens again in the same week is news again."""


class Verdicts(Room):
    """The store's verdicts."""

    def last_verdicts(self) -> list[Spell]:
        same = " AND n.code = t.code"
        newest = _NEWEST.format(table="spell", week="last_week", same=same)
        known = _NEWEST.format(table="spell", week="last_week", same=f"{same} AND n.verdict <> -1")
        return self._spells(f" WHERE {newest} OR (t.verdict <> -1 AND {known})")

    def spells(self) -> list[Spell]:
        return self._spells("")

    def _spells(self, where: str) -> list[Spell]:
        sql = f"SELECT {', '.join(_SPELL)} FROM spell t{where} ORDER BY account_id, code, first_week"
        with self._db.read() as connection:
            rows = self._db.fetch(connection, sql)
        return [Spell(**_named(_SPELL, row) | {"evidence": json.loads(row[-1])}) for row in rows]

    def last_statuses(self) -> list[AccountStatus]:
        return self._statuses(" WHERE " + _NEWEST.format(table="account_status", week="week", same=""))

    def statuses(self) -> list[AccountStatus]:
        return self._statuses("")

    def _statuses(self, where: str) -> list[AccountStatus]:
        sql = f"SELECT {', '.join(_STATUS)} FROM account_status t{where} ORDER BY account_id, week"
        with self._db.read() as connection:
            rows = self._db.fetch(connection, sql)
        return [AccountStatus(**_named(_STATUS, row) | self._times(row) | {"reason": row[-1] or ""}) for row in rows]

    def _times(self, row: tuple[Any, ...]) -> dict[str, datetime | None]:
        return {name: self._db.aware(row[_STATUS.index(name)]) for name in ("complete_until", "last_post_at")}

    def told(self, codes: Sequence[str]) -> list[Transition]:
        if not codes:
            return []
        these = f"code IN ({', '.join('?' * len(codes))})"
        newest = f"SELECT max(id) FROM transition WHERE {these} GROUP BY account_id, code, change, variant"
        sql = f"SELECT {', '.join(TRANSITION_COLUMNS)} FROM transition WHERE id IN ({newest}) ORDER BY id"
        with self._db.read() as connection:
            return [as_transition(row, self._db.aware) for row in self._db.fetch(connection, sql, codes)]

    def scores(self) -> list[ScoreWeek]:
        with self._db.read() as connection:
            rows = self._db.fetch(connection, "SELECT week, score, codes FROM horror_score ORDER BY week")
        return [ScoreWeek(week, score, tuple(codes.split())) for week, score, codes in rows]

    def save_detection(
        self,
        week: int,
        spells: Iterable[Spell],
        statuses: Iterable[AccountStatus],
        scores: Iterable[ScoreWeek],
        transitions: Iterable[Transition],
        at: datetime,
    ) -> list[Transition]:
        with self._db.write() as connection:
            set_meta(self._db, connection, DETECTED_WEEK, str(week))
            self._replace(connection, "spell", _SPELL, [_spell_row(spell) for spell in spells])
            self._replace(connection, "account_status", _STATUS, [self._status_row(status) for status in statuses])
            rows = [(score.week, score.score, " ".join(score.codes)) for score in scores]
            self._replace(connection, "horror_score", ("week", "score", "codes"), rows)
            return self._add_transitions(connection, transitions, at)

    def _replace(
        self, connection: Connection, table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]
    ) -> None:
        connection.exec_driver_sql(f"DELETE FROM {table}")
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
        self._db.run_many(connection, sql, rows)

    def _status_row(self, status: AccountStatus) -> tuple[Any, ...]:
        times = (status.complete_until, status.last_post_at)
        stored = (moment and self._db.moment(moment) for moment in times)
        return (
            status.account_id,
            status.week,
            status.answer,
            status.since,
            *stored,
            status.detail,
            status.reason or None,
        )

    def _add_transitions(
        self, connection: Connection, transitions: Iterable[Transition], at: datetime
    ) -> list[Transition]:
        """Add those that are not there yet, in the order given; gives them as stored."""
        sql = (
            "INSERT INTO transition (account_id, code, change, week, variant, since_week, evidence, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account_id, code, change, week, variant) DO NOTHING"
            f" RETURNING {', '.join(TRANSITION_COLUMNS)}"
        )
        added = []
        for one in transitions:
            same = (one.account_id, one.code, one.change, one.week, one.variant)
            self._db.run_many(connection, _OVERTAKEN, [same])
            values = (*same, one.since_week, as_json(one.evidence), self._db.moment(at))
            added += [as_transition(row, self._db.aware) for row in self._db.fetch(connection, sql, values)]
        return added


def as_json(evidence: Mapping[str, float]) -> str:
    """Numbers as JSON, without those that are unknown."""
    known = {name: float(value) for name, value in evidence.items() if math.isfinite(value)}
    return json.dumps(known, sort_keys=True)


def as_transition(row: tuple[Any, ...], aware: Any) -> Transition:
    """A transition from a row of its columns in the order of `TRANSITION_COLUMNS`."""
    fields = _named(TRANSITION_COLUMNS, row)
    return Transition(
        **fields | {"evidence": json.loads(fields["evidence"]), "created_at": aware(fields["created_at"])}
    )


def _named(columns: tuple[str, ...], row: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(columns, row, strict=True))


def _spell_row(spell: Spell) -> tuple[Any, ...]:
    told = (spell.account_id, spell.code, spell.verdict, spell.variant, spell.reason)
    return (*told, spell.first_week, spell.last_week, as_json(spell.evidence))
