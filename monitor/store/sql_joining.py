"""Two accounts that turn out to be one: what the configuration has named since belongs to the account it names."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from monitor.store.room import Room, table
from monitor.store.sql_effective import forget_labels
from monitor.store.sql_posts import mark_dirty
from monitor.store.sql_records import join_windows
from monitor.store.sql_rhythm import forget_rhythm
from monitor.store.sql_twins import same_posts, take_in
from monitor.store.tables import (
    AccountAliasRow,
    AccountRow,
    InteractionRow,
    PlannedItemRow,
    PostAliasRow,
    PostRow,
    ProfileRow,
    StandingRow,
    WindowRow,
)

ACCOUNT, POST, WINDOW = table(AccountRow), table(PostRow), table(WindowRow)
KEYED = (table(PostAliasRow), table(ProfileRow), table(StandingRow), table(InteractionRow), table(PlannedItemRow))
"""Tables with the account as the first part of the key; of two rows with the same key the target's stays."""


class Joining(Room):
    """The store's joining of accounts. One transaction: killed half-way, nothing is done."""

    def join_accounts(self, source: int, target: int) -> bool:
        with self._db.write() as connection:
            if source == target or not _is_nameless(connection, source) or not _exists(connection, target):
                return False
            self._join_posts(connection, source, target)
            for where in KEYED:
                _drop_known(connection, where, source, target)
            for where in (POST, *KEYED, table(AccountAliasRow)):
                moved = sa.update(where).where(where.c.account_id == source).values(account_id=target)
                connection.execute(moved)
            self._join_windows(connection, source, target)
            # What was concluded of the source hangs on it and goes along.
            connection.execute(sa.delete(ACCOUNT).where(ACCOUNT.c.id == source))
            forget_rhythm(connection)
            mark_dirty(self._db, connection, [target])
        return True

    def drop_account(self, account_id: int) -> bool:
        with self._db.write() as connection:
            if not _is_nameless(connection, account_id) or _holds_something(connection, account_id):
                return False
            connection.execute(sa.delete(ACCOUNT).where(ACCOUNT.c.id == account_id))
            forget_rhythm(connection)
        return True

    def _join_posts(self, connection: Connection, source: int, target: int) -> None:
        """Merge the posts that both have; a model labels the others again, as posts of the other account."""
        for post, kept in same_posts(self._db, connection, source, target):
            take_in(self._db, connection, post, kept)
        moving = connection.scalars(sa.select(POST.c.id).where(POST.c.account_id == source))
        forget_labels(self._db, connection, list(moving))

    def _join_windows(self, connection: Connection, source: int, target: int) -> None:
        wanted = sa.select(WINDOW.c.start, WINDOW.c.end).where(WINDOW.c.account_id == source)
        spans = [(row.start, row.end) for row in connection.execute(wanted)]
        if spans:
            join_windows(self._db, connection, {target: spans})


def _is_nameless(connection: Connection, account_id: int) -> bool:
    """Whether an account was only made for an export that did not say whose it is."""
    own = (ACCOUNT.c.native_id, ACCOUNT.c.handle, ACCOUNT.c.url)
    made_up = (ACCOUNT.c.configured == 0, *(name.is_(None) for name in own))
    return connection.execute(sa.select(ACCOUNT.c.id).where(ACCOUNT.c.id == account_id, *made_up)).first() is not None


def _holds_something(connection: Connection, account_id: int) -> bool:
    """Whether any record of an account is kept."""
    rows = (sa.exists().where(where.c.account_id == account_id) for where in (POST, WINDOW, *KEYED))
    return bool(connection.scalar(sa.select(sa.or_(*rows))))


def _exists(connection: Connection, account_id: int) -> bool:
    return connection.execute(sa.select(ACCOUNT.c.id).where(ACCOUNT.c.id == account_id)).first() is not None


def _drop_known(connection: Connection, where: sa.Table, source: int, target: int) -> None:
    """Drop the source's rows with a key that the target has too."""
    _, *others = where.primary_key
    there = where.alias()
    same = (there.c.account_id == target, *(there.c[one.name] == one for one in others))
    connection.execute(sa.delete(where).where(where.c.account_id == source, sa.exists().where(*same)))
