"""Labels of posts: a model's and a person's side by side; a person's counts, for ever."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from monitor.errors import FixQuery
from monitor.store.contract import LabelRow
from monitor.store.frames import frame
from monitor.store.room import Room, meta, set_meta, table
from monitor.store.sql_effective import LABELLED, labelled_until, repeat_labels
from monitor.store.tables import LabelRowTable

if TYPE_CHECKING:
    import pandas as pd

LABELS = table(LabelRowTable)
PERSON = "person"
ROWS_PER_ROUND = 10_000
LARGEST = 2**63 - 1
"""Largest number a database takes."""

UNLABELLED = {
    "post_id": "int64",
    "account_id": "int64",
    "platform": "object",
    "kind": "object",
    "post_kind": "object",
    "title": "object",
    "text": "object",
    "language": "object",
    "url": "object",
    "links": "object",
    "published_at": "int64",
}
_UPSERT = (
    "INSERT INTO label (post_id, name, by_person, value, probability, words, model) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (post_id, name, by_person) DO UPDATE SET value = excluded.value,"
    " probability = excluded.probability, words = excluded.words, model = excluded.model"
)
_WORDLESS = "p.title IS NULL AND p.text IS NULL AND p.links IS NULL"
"""Posts that never had words, or lost them with age or on request."""
_NEXT = (
    "SELECT p.id, p.account_id, a.platform, a.kind, p.kind, p.title, p.text, p.language, p.url, p.links, {}"
    " FROM post p JOIN account a ON a.id = p.account_id"
    # What was labelled and lost its words keeps its labels: another version has nothing left to read.
    f" WHERE p.id > ? AND (p.label_model IS NULL OR p.label_model <> ? AND NOT ({_WORDLESS})) ORDER BY p.id LIMIT ?"
)


DOUBTFUL = {
    "post_id": "int64",
    "account_id": "int64",
    "platform": "object",
    "account": "object",
    "published_at": "time",
    "name": "object",
    "value": "object",
    "probability": "float64",
    "words": "object",
    "title": "object",
    "text": "object",
}
_DOUBTFUL = (
    "SELECT p.id, p.account_id, a.platform, coalesce(a.name, a.handle), p.published_at, l.name, l.value, l.probability,"
    " l.words, p.title, p.text"
    " FROM label l JOIN post p ON p.id = l.post_id JOIN account a ON a.id = p.account_id"
    " WHERE l.by_person = 0 AND l.name IN ('press', 'outing') AND l.probability IS NOT NULL AND p.deleted_at IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM label h WHERE h.post_id = l.post_id AND h.name = l.name AND h.by_person = 1)"
    " ORDER BY abs(l.probability - 0.5), p.id DESC LIMIT ?"
)
AGREEMENT = {
    "account_id": "int64",
    "platform": "object",
    "account": "object",
    "name": "object",
    "both": "int64",
    "agreed": "int64",
    "abstained": "int64",
}
_AGREEMENT = (
    "SELECT p.account_id, a.platform, coalesce(a.name, a.handle), h.name, count(*),"
    " sum(CASE WHEN m.value = h.value THEN 1 ELSE 0 END),"
    " sum(CASE WHEN m.value = 'unknown' AND h.value <> 'unknown' THEN 1 ELSE 0 END)"
    " FROM label h JOIN label m ON m.post_id = h.post_id AND m.name = h.name AND m.by_person = 0"
    " JOIN post p ON p.id = h.post_id JOIN account a ON a.id = p.account_id"
    " WHERE h.by_person = 1 GROUP BY p.account_id, a.platform, a.name, a.handle, h.name ORDER BY p.account_id, h.name"
)


class Labels(Room):
    """The store's labels."""

    def unlabelled(self, model: str, size: int) -> pd.DataFrame:
        with self._db.read() as connection:
            mark = meta(connection, LABELLED)
            behind = labelled_until(mark, model)
            rows = self._db.fetch(connection, _NEXT.format(self._db.epoch("p.published_at")), [behind, model, size])
            last = rows[0][0] - 1 if rows else self._db.fetch(connection, "SELECT coalesce(max(id), 0) FROM post")[0][0]
        if last > behind:
            self._advance(mark, model, last)
        return frame(rows, UNLABELLED)

    def _advance(self, seen: str | None, model: str, last: int) -> None:
        """Note up to which post all are labelled, unless somebody changed that note meanwhile."""
        with self._db.write() as connection:
            if meta(connection, LABELLED) == seen:
                set_meta(self._db, connection, LABELLED, f"{last} {model}")

    def add_labels(self, labels: Iterable[LabelRow]) -> None:
        rows = list(labels)
        with self._db.write() as connection:
            for begin in range(0, len(rows), ROWS_PER_ROUND):
                self._add(connection, rows[begin : begin + ROWS_PER_ROUND])

    def _add(self, connection: Connection, rows: Sequence[LabelRow]) -> None:
        for post_id in sorted({row.post_id for row in rows if row.model == PERSON}):
            self._check(connection, post_id)
        values = [
            (row.post_id, row.name, int(row.model == PERSON), row.value, row.probability, row.words, row.model)
            for row in rows
        ]
        self._db.run_many(connection, _UPSERT, values)
        repeat_labels(self._db, connection, sorted({row.post_id for row in rows}))
        models = {(row.model, row.post_id) for row in rows if row.model != PERSON}
        self._db.run_many(connection, "UPDATE post SET label_model = ? WHERE id = ?", sorted(models))

    def _check(self, connection: Connection, post_id: int) -> None:
        if not 0 < post_id <= LARGEST or not self._db.fetch(connection, "SELECT 1 FROM post WHERE id = ?", [post_id]):
            raise FixQuery(f"there is no post {post_id}", todo="`monitor posts ACCOUNT` lists them")

    def labels(self, post_id: int) -> list[LabelRow]:
        wanted = sa.select(LABELS).where(LABELS.c.post_id == post_id).order_by(LABELS.c.by_person.desc(), LABELS.c.name)
        with self._db.read() as connection:
            return [_as_label(row) for row in connection.execute(wanted).mappings()]

    def doubtful(self, most: int) -> pd.DataFrame:
        with self._db.read() as connection:
            return frame(self._db.fetch(connection, _DOUBTFUL, [most]), DOUBTFUL)

    def agreement(self) -> pd.DataFrame:
        with self._db.read() as connection:
            return frame(self._db.fetch(connection, _AGREEMENT), AGREEMENT)


def _as_label(row: Any) -> LabelRow:
    return LabelRow(**{name: row[name] for name in ("post_id", "name", "value", "probability", "words", "model")})
