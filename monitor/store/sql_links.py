"""Marks of posts that follow from links: where they lead to, and whether articles were shared elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from monitor.records import OWN_KINDS, AccountKind, PostKind
from monitor.store.contract import LinkRow
from monitor.store.frames import frame
from monitor.store.room import Room

if TYPE_CHECKING:
    import pandas as pd

_OWN = ", ".join(f"'{kind.value}'" for kind in sorted(OWN_KINDS))
_BLOG = f"(a.platform = 'blog' OR coalesce(a.kind, '') = '{AccountKind.BLOG}')"
_DIRTY = (
    "INSERT INTO dirty_account (account_id) SELECT account_id FROM post WHERE id = ?"
    " ON CONFLICT (account_id) DO NOTHING"
)


class Links(Room):
    """The store's marks of links."""

    def add_links(self, links: Iterable[LinkRow]) -> None:
        values = [(row.place, row.domain, row.post_id) for row in links]
        with self._db.write() as connection:
            self._db.run_many(connection, "UPDATE post SET link_place = ?, link_domain = ? WHERE id = ?", values)
            self._db.run_many(connection, _DIRTY, [(post_id,) for _, _, post_id in values])

    def articles(self, since: int, until: int) -> pd.DataFrame:
        moment = self._db.epoch("p.published_at")
        sql = (
            f"SELECT p.id, {moment}, p.url, p.title, p.shared FROM account a CROSS JOIN post p"
            f" WHERE p.account_id = a.id AND {_BLOG} AND p.kind IN ({_OWN}) AND p.week IS NOT NULL"
            # Of an article that lost its words the answer stays.
            " AND (p.url IS NOT NULL OR p.title IS NOT NULL OR p.shared IS NULL)"
            f" AND {moment} BETWEEN ? AND ?"
            " ORDER BY p.published_at, p.id"
        )
        with self._db.read() as connection:
            rows = self._db.fetch(connection, sql, [since, until])
        types = {"post_id": "int64", "published_at": "int64", **dict.fromkeys(("url", "title", "shared"), "object")}
        return frame(rows, types)

    def spread(self, since: int, until: int, after: int, size: int) -> pd.DataFrame:
        moment = self._db.epoch("p.published_at")
        sql = (
            f"SELECT p.id, {moment}, a.platform, p.kind, p.title, p.text, p.link_place, p.links"
            " FROM post p JOIN account a ON a.id = p.account_id"
            f" WHERE p.id > ? AND NOT {_BLOG} AND p.kind IN ({_OWN}, '{PostKind.REPOST}') AND p.week IS NOT NULL"
            f" AND {moment} BETWEEN ? AND ? ORDER BY p.id LIMIT ?"
        )
        with self._db.read() as connection:
            rows = self._db.fetch(connection, sql, [after, since, until, size])
        types = {
            "post_id": "int64",
            "published_at": "int64",
            **dict.fromkeys(("platform", "kind", "title", "text", "link_place"), "object"),
        }
        return frame(rows, types | {"links": "object"})

    def save_shares(self, shared: Mapping[int, str | None]) -> int:
        with self._db.write() as connection:
            known = dict(self._db.fetch(connection, "SELECT id, shared FROM post WHERE shared IS NOT NULL"))
            changed = [(value, post_id) for post_id, value in shared.items() if known.get(post_id) != value]
            self._db.run_many(connection, "UPDATE post SET shared = ? WHERE id = ?", changed)
            self._db.run_many(connection, _DIRTY, [(post_id,) for _, post_id in changed])
        return len(changed)
