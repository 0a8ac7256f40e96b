"""Persons: what the store holds of one, taking it out for good, and emptying what is older than may be kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from secrets import token_hex
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from monitor.errors import RetryLater
from monitor.records import AccountKind
from monitor.store.aliases import alias_of, aliases_of
from monitor.store.asking import ASKS, SAYS, emptied_sql
from monitor.store.columns import to_text
from monitor.store.discretion import (
    INTERACTION_WORDS,
    LINK_MARKS,
    PLANNED_WORDS,
    POST_WORDS,
    PROFILE_WORDS,
    fingerprint,
    masked,
    squeezed,
)
from monitor.store.room import meta, set_meta, table
from monitor.store.sql_doors import SALT, SINCE, Doors
from monitor.store.sql_effective import LABELLED
from monitor.store.sql_rhythm import forget_rhythm
from monitor.store.sql_rollup import bring_up_to_date
from monitor.store.tables import (
    AccountAliasRow,
    AccountRow,
    DirtyAccountRow,
    ImportRow,
    InteractionRow,
    LabelRowTable,
    MetaRow,
    PlannedItemRow,
    PostRow,
    ProfileRow,
    RejectRow,
    StandingRow,
    WindowRow,
)
from monitor.store.tables_results import (
    AccountStatusRow,
    DeliveryRow,
    JobStageRow,
    RhythmWeekRow,
    SpellRow,
    TransitionRow,
)

ACCOUNT, ALIAS, POST, LABEL = table(AccountRow), table(AccountAliasRow), table(PostRow), table(LabelRowTable)
PROFILE, INTERACTION, PLANNED = table(ProfileRow), table(InteractionRow), table(PlannedItemRow)
RUN, REJECT, META, DIRTY = table(ImportRow), table(RejectRow), table(MetaRow), table(DirtyAccountRow)
HANGING = {
    "posts": POST,
    "profiles": PROFILE,
    "standings": table(StandingRow),
    "interactions": INTERACTION,
    "planned_items": PLANNED,
    "observed_spans": table(WindowRow),
    "verdicts": table(SpellRow),
    "statuses": table(AccountStatusRow),
    "changes": table(TransitionRow),
    "rhythm": table(RhythmWeekRow),
}
"""What is kept of an account, under the names of the export."""

SPOKEN = ((RUN, ("export", "message")), (REJECT, ("file", "reason", "excerpt")), (table(JobStageRow), ("message",)),
          (table(DeliveryRow), ("trouble",)), (PLANNED, PLANNED_WORDS))  # fmt: skip
"""Tables with sentences of and for people, in which a name may stand."""

VISITS = "note:visit:%:{}"
"""Names of the notes that visits to an account leave (`monitor.sources.visiting`), a pattern of SQL."""

DUE = "erasing_due"
"""Small fact of the store: something was erased and is still in unused pages of the file."""


class Persons(Doors):
    """The store's duties towards persons. Core SQL, the same on every database."""

    # --- export ---------------------------------------------------------------------------------------
    def person_data(self, account_id: int) -> dict[str, Any]:
        with self._db.read() as connection:
            account = _rows(connection, sa.select(ACCOUNT).where(ACCOUNT.c.id == account_id))
            names = sa.select(ALIAS.c.alias).where(ALIAS.c.account_id == account_id).order_by(ALIAS.c.alias)
            held = {name: _rows(connection, _of(where, account_id)) for name, where in HANGING.items()}
            mine = sa.select(POST.c.id).where(POST.c.account_id == account_id)
            labels = _rows(connection, sa.select(LABEL).where(LABEL.c.post_id.in_(mine)))
            return {"account": account[0] | {"known_as": list(connection.scalars(names))}, **held, "labels": labels}

    def author_data(self, name: str) -> dict[str, Any]:
        with self._db.read() as connection:
            found = {"posts": POST, "interactions": INTERACTION}
            return {key: _rows(connection, self._by(connection, where, name)) for key, where in found.items()}

    def _by(self, connection: Connection, where: sa.Table, name: str) -> sa.Select[Any]:
        """Rows of an author with the account they are on."""
        on = (ACCOUNT.c.platform, ACCOUNT.c.name.label("account_name"))
        wanted = where.c.author.in_(_spellings(connection, where, name))
        held = sa.select(*on, where).join(ACCOUNT, ACCOUNT.c.id == where.c.account_id).where(wanted)
        return held.order_by(*_order(where))

    # --- erasure --------------------------------------------------------------------------------------
    def erase_person(self, account_id: int, at: datetime) -> None:
        with self._thorough() as connection:
            account = connection.execute(sa.select(ACCOUNT).where(ACCOUNT.c.id == account_id)).one()
            aliases = set(connection.scalars(sa.select(ALIAS.c.alias).where(ALIAS.c.account_id == account_id)))
            aliases |= {*aliases_of(account.native_id, account.handle, account.url)}
            aliases |= {alias_of("name", name) for name in (account.name, account.handle) if name}
            called = set(connection.scalars(sa.select(PROFILE.c.name).where(PROFILE.c.account_id == account_id)))
            words = _words({*called, account.name, account.handle, account.native_id}, aliases)
            self._keep(connection, _prints(account.platform, aliases, words), at)
            _empty_rejects(connection, account_id)
            # The number may be given again, and the visits of the one who had it are not those of the next.
            connection.execute(sa.update(RUN).where(RUN.c.account_id == account_id).values(account_id=None))
            connection.execute(sa.delete(META).where(META.c.name.like(VISITS.format(account_id))))
            connection.execute(sa.delete(ACCOUNT).where(ACCOUNT.c.id == account_id))
            _mask(connection, words)
            forget_rhythm(connection)
            self._lower_mark(connection)

    def erase_author(self, name: str, at: datetime) -> int:
        plain = squeezed(name)
        with self._thorough() as connection:
            groups = sa.select(ACCOUNT.c.id).where(ACCOUNT.c.kind == AccountKind.GROUP.value)
            spellings = _spellings(connection, POST, name)
            theirs = POST.c.author.in_(spellings)
            discussions = sa.and_(theirs, POST.c.account_id.in_(groups))
            _silence_labels(connection, sa.select(POST.c.id).where(discussions))
            connection.execute(sa.update(POST).where(discussions).values(dict.fromkeys((*POST_WORDS, *LINK_MARKS))))
            _mark_dirty(connection, theirs)
            forget_rhythm(connection)
            changed = connection.execute(sa.update(POST).where(theirs).values(author=None)).rowcount
            said = INTERACTION.c.author.in_(_spellings(connection, INTERACTION, name))
            changed += connection.execute(
                sa.update(INTERACTION).where(said).values(_nothing(INTERACTION, INTERACTION_WORDS))
            ).rowcount
            self._keep(connection, lambda salt: [fingerprint(salt, kind, plain) for kind in ("author", "word")], at)
            _mask(connection, {plain})
        return int(changed)

    def _keep(self, connection: Connection, prints: Callable[[str], Iterable[str]], at: datetime) -> None:
        """Keep fingerprints, made with the store's own key; the first one makes that key."""
        salt = meta(connection, SALT)
        if salt is None:
            salt = token_hex(16)
            set_meta(self._db, connection, SALT, salt)
        self._keep_prints(connection, prints(salt), to_text(at))
        set_meta(self._db, connection, DUE, to_text(at))

    def _lower_mark(self, connection: Connection) -> None:
        """The numbers of the newest posts may be given again: let those be labelled too."""
        until, _, model = (meta(connection, LABELLED) or "").partition(" ")
        top = connection.scalar(sa.select(sa.func.coalesce(sa.func.max(POST.c.id), 0)))
        if model and top is not None and int(until) > top:
            set_meta(self._db, connection, LABELLED, f"{top} {model}")

    def finish_erasing(self) -> bool:
        with self._db.read() as connection:
            if meta(connection, DUE) is None:
                return True
        try:
            done = self._tidy()
        except RetryLater:
            return False
        if done:
            with self._db.write() as connection:
                connection.execute(sa.delete(META).where(META.c.name == DUE))
        return done

    # --- retention ------------------------------------------------------------------------------------
    def retain_since(self, since: datetime | None) -> int:
        with self._db.read() as connection:
            before = meta(connection, SINCE)
        if since is None and before is None:
            return 0
        self._promised = None
        with self._thorough() as connection:
            if since is None:
                connection.execute(sa.delete(META).where(META.c.name == SINCE))
                return 0
            set_meta(self._db, connection, SINCE, to_text(since))
            changed = _empty_old(connection, since)
            if changed:
                forget_rhythm(connection)
        if changed:
            self._fold_log()
        return changed

    def retain_of_source(self, connector: str, posts: datetime | None, interactions: datetime | None) -> int:
        with self._thorough() as connection:
            changed = 0
            for where, limit, fields in (
                (POST, posts, ("author", *POST_WORDS)),
                (INTERACTION, interactions, INTERACTION_WORDS),
            ):
                if limit is not None:
                    runs = sa.select(RUN.c.id).where(RUN.c.connector == connector, RUN.c.started_at < limit)
                    changed += _empty(connection, where, where.c.import_run_id.in_(runs), fields)
            if changed:
                forget_rhythm(connection)
        if changed:
            self._fold_log()
        return changed

    # --- the file -------------------------------------------------------------------------------------
    @contextmanager
    def _thorough(self) -> Iterator[Connection]:
        """A writing transaction in which SQLite overwrites what it deletes; a server's disk is its keeper's."""
        with self._db.write() as connection:
            if not self._db.is_sqlite:
                yield connection
                bring_up_to_date(self._db, connection)
                return
            before = connection.exec_driver_sql("PRAGMA secure_delete").scalar()
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
            try:
                yield connection
                # The roll-ups hold names too.
                bring_up_to_date(self._db, connection)
            finally:
                connection.exec_driver_sql(f"PRAGMA secure_delete={before or 0}")

    def _tidy(self) -> bool:
        """Write a SQLite file anew, since older versions of a row may lie in unused parts of its pages."""
        return not self._db.is_sqlite or (self._outside("VACUUM") is not None and self._fold_log())

    def _fold_log(self) -> bool:
        """Empty SQLite's log, which holds older versions of pages; False if a reader is in the way."""
        return not self._db.is_sqlite or self._outside("PRAGMA wal_checkpoint(TRUNCATE)")[0][0] == 0

    def _outside(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a statement that may not stand in a transaction."""
        with self._db.outside() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())


def _of(where: sa.Table, account_id: int) -> sa.Select[Any]:
    return sa.select(where).where(where.c.account_id == account_id).order_by(*_order(where))


def _order(where: sa.Table) -> list[sa.Column[Any]]:
    """By time where there is one."""
    return [column for column in where.c if column.name in {"published_at", "received_at"}] + list(where.primary_key)


def _rows(connection: Connection, wanted: sa.Select[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(wanted).mappings()]


def _spellings(connection: Connection, where: sa.Table, name: str) -> list[str]:
    """How the exports spell an author's name."""
    known = connection.scalars(sa.select(where.c.author).where(where.c.author.is_not(None)).distinct())
    return [spelling for spelling in known if squeezed(spelling) == squeezed(name)]


def _words(names: Iterable[str | None], aliases: Iterable[str]) -> set[str]:
    """Names as they may stand in messages; names of files and addresses are not the person's alone."""
    spoken = [alias.partition(":")[2] for alias in aliases if alias.startswith(("id:", "handle:", "name:"))]
    return {squeezed(name) for name in (*names, *spoken) if name} - {""}


def _prints(platform: str, aliases: Iterable[str], words: Iterable[str]) -> Callable[[str], list[str]]:
    def made(salt: str) -> list[str]:
        accounts = [fingerprint(salt, "account", platform, alias) for alias in aliases]
        return accounts + [fingerprint(salt, "word", word) for word in words]

    return made


def _empty_rejects(connection: Connection, account_id: int) -> None:
    """Rows kept aside from exports with the person's posts may be the person's: keep place and reason only."""
    told = sa.select(POST.c.import_run_id).where(POST.c.account_id == account_id)
    exports = sa.select(RUN.c.export).where(RUN.c.id.in_(told))
    runs = sa.select(RUN.c.id).where(RUN.c.export.in_(exports))
    connection.execute(sa.update(REJECT).where(REJECT.c.import_run_id.in_(runs)).values(excerpt=""))


def _mask(connection: Connection, words: set[str]) -> None:
    """Take names out of sentences for people."""
    for where, names in SPOKEN:
        keys = [column.name for column in where.primary_key]
        for row in connection.execute(sa.select(where)).mappings().all():
            said = {name: row[name] and masked(row[name], words.__contains__) for name in names}
            if any(said[name] != row[name] for name in names):
                this = [where.c[key] == row[key] for key in keys]
                connection.execute(sa.update(where).where(*this).values(said))


def _silence_labels(connection: Connection, posts: sa.Select[Any]) -> int:
    """Empty the words that decided a label: they are the post's own."""
    spoken = sa.and_(LABEL.c.words != "", LABEL.c.post_id.in_(posts))
    return int(connection.execute(sa.update(LABEL).where(spoken).values(words="")).rowcount)


def _empty_old(connection: Connection, since: datetime) -> int:
    """Empty what is older; what is empty already is not written again."""
    personal = sa.select(ACCOUNT.c.id).where(
        sa.or_(ACCOUNT.c.kind == AccountKind.PERSONAL.value, ACCOUNT.c.private == 1)
    )
    # A post whose time nobody knows is as old as our knowledge of it.
    posts = sa.and_(
        POST.c.account_id.in_(personal), sa.func.coalesce(POST.c.published_at, POST.c.first_seen_at) < since
    )
    profiles = sa.and_(PROFILE.c.account_id.in_(personal), PROFILE.c.observed_at < since)
    planned = sa.and_(PLANNED.c.account_id.in_(personal), PLANNED.c.planned_at < since)
    changed = _silence_labels(connection, sa.select(POST.c.id).where(posts))
    for where, old, fields in (
        (POST, posts, ("author", *POST_WORDS)),
        (PROFILE, profiles, PROFILE_WORDS),
        (PLANNED, planned, ("title",)),
        (INTERACTION, INTERACTION.c.received_at < since, INTERACTION_WORDS),
    ):
        changed += _empty(connection, where, old, fields)
    runs = sa.select(RUN.c.id).where(RUN.c.started_at < since)
    rejects = sa.and_(REJECT.c.excerpt != "", REJECT.c.import_run_id.in_(runs))
    return changed + int(connection.execute(sa.update(REJECT).where(rejects).values(excerpt="")).rowcount)


def _empty(connection: Connection, where: sa.Table, old: sa.ColumnElement[bool], fields: Sequence[str]) -> int:
    full = sa.or_(*(where.c[name].not_in((ASKS, SAYS)) for name in fields))
    if where is POST:
        _mark_dirty(connection, sa.and_(old, POST.c.author.is_not(None)))
    return int(connection.execute(sa.update(where).where(old, full).values(_nothing(where, fields))).rowcount)


def _nothing(where: sa.Table, fields: Sequence[str]) -> dict[str, Any]:
    """What takes the place of these fields; of something said to us it stays known whether it asked for an answer."""
    emptied = {"text": emptied_sql(where.c.text)} if where is INTERACTION else {}
    return dict.fromkeys(fields) | emptied


def _mark_dirty(connection: Connection, posts: sa.ColumnElement[bool]) -> None:
    """Note that the roll-ups of the accounts of these posts are behind."""
    marked = sa.select(DIRTY.c.account_id)
    wanted = sa.select(POST.c.account_id).where(posts, POST.c.account_id.not_in(marked)).distinct()
    connection.execute(sa.insert(DIRTY).from_select(["account_id"], wanted))
