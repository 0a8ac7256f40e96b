"""The labels that count, repeated on the post: a person's if there is one, else the model's."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.engine import Connection

from monitor.store.database import Database
from monitor.store.room import meta, set_meta

LABELLED = "labelled"
"""Small fact of the store: up to which post all are labelled and by which model, as "NUMBER MODEL"."""

COLUMN_OF = {"press": "press", "outing": "outing", "theme": "themes", "language": "label_language"}
"""Column of the post for each label."""


def repeat_labels(db: Database, connection: Connection, post_ids: Sequence[int]) -> None:
    """Bring the label columns of these posts in line with their labels, and mark their accounts for the roll-up."""
    chosen = ", ".join(f"{column} = {_effective(name)}" for name, column in COLUMN_OF.items())
    ids = [(post_id,) for post_id in post_ids]
    db.run_many(connection, f"UPDATE post SET {chosen} WHERE id = ?", ids)
    dirty = (
        "INSERT INTO dirty_account (account_id) SELECT account_id FROM post WHERE id = ?"
        " ON CONFLICT (account_id) DO NOTHING"
    )
    db.run_many(connection, dirty, ids)


def _effective(name: str) -> str:
    return f"(SELECT value FROM label WHERE post_id = post.id AND name = '{name}' ORDER BY by_person DESC LIMIT 1)"


def move_labels(db: Database, connection: Connection, source: int, target: int) -> None:
    """Move what persons said about one post to another, unless a person spoke about that one too."""
    moved = (
        "INSERT INTO label (post_id, name, by_person, value, probability, words, model)"
        " SELECT ?, name, by_person, value, probability, words, model FROM label WHERE post_id = ? AND by_person = 1"
        " ON CONFLICT (post_id, name, by_person) DO NOTHING"
    )
    db.run_many(connection, moved, [(target, source)])
    db.run_many(connection, "DELETE FROM label WHERE post_id = ?", [(source,)])
    repeat_labels(db, connection, [target])


def labelled_until(mark: str | None, model: str) -> int:
    """Number of the post up to which all have labels of this model; 0 if none or another model's."""
    until, _, whose = (mark or "").partition(" ")
    return int(until) if whose == model else 0


def forget_labels(db: Database, connection: Connection, post_ids: Sequence[int]) -> None:
    """Let a model label these posts again: what it read has changed."""
    if not post_ids:
        return
    db.run_many(connection, "UPDATE post SET label_model = NULL WHERE id = ?", [(post_id,) for post_id in post_ids])
    until, _, whose = (meta(connection, LABELLED) or "").partition(" ")
    if whose and int(until) >= min(post_ids):
        set_meta(db, connection, LABELLED, f"{min(post_ids) - 1} {whose}")
