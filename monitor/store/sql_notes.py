"""Small notes that other rooms leave in the store, such as the last week that was mailed to whom."""

from __future__ import annotations

from monitor.store.room import Room

_PREFIX = "note:"
"""Keeps notes apart from the store's own facts, which lie in the same table."""

_READ = "SELECT value FROM meta WHERE name = ?"
_WRITE = "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"


class Notes(Room):
    """One value a key; a later value takes the place of an earlier one. Raw SQL: every visit reads and leaves some."""

    def noted(self, key: str) -> str | None:
        with self._db.quick() as connection:
            found = self._db.fetch(connection, _READ, [_PREFIX + key])
        return str(found[0][0]) if found else None

    def note(self, key: str, value: str) -> None:
        with self._db.quick(writes=True) as connection:
            self._db.run_many(connection, _WRITE, [(_PREFIX + key, value)])
