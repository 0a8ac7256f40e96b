"""Items of the content calendar: what newer copies of a calendar say of them, and what stays of older ones.

An item that stood in the calendar before its time was a promise. When it is moved, cancelled or taken out later, the
row stays and tells when that was, so that a slot which was missed cannot be made undone. An item that was first heard
of after its time was never seen as a promise: of such a one the newest copy's word is taken as it is, and it counts
only if it stood in the first copy of its calendar that was read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from monitor.store.contract import Counted
from monitor.store.room import table
from monitor.store.tables import PlannedItemRow

PLANNED = table(PlannedItemRow)
IDS_PER_QUESTION = 400

Key = tuple[int, str]
Versions = tuple[dict[str, Any], ...]
_key = itemgetter("account_id", "native_id")
_COLUMNS = tuple(column.name for column in PLANNED.c)
_SHOWN = itemgetter("planned_at", "title", "gone_at")


def add_planned(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> Counted:
    """Bring items in that a calendar tells.

    Args:
        connection: Inside a transaction.
        rows: Rows of planned_item, with `changed_at`, `cancelled` and `series` beside its columns.
    """
    stored = _stored(connection, {_key(row) for row in rows})
    now = dict(stored)
    afterwards = _afterwards(connection, [row for row in rows if _key(row) not in stored])
    for row in rows:
        if _key(row) in afterwards:
            continue
        now[_key(row)] = told_anew(now.get(_key(row), ()), row)
    changed = [key for key, versions in now.items() if versions != stored.get(key, ())]
    _rewrite(connection, stored, now, changed)
    new = sum(key not in stored for key in changed)
    updated = sum(key in stored and _shown(now[key]) != _shown(stored[key]) for key in changed)
    return Counted(new=new, updated=updated, known=len(rows) - new - updated)


def told_anew(versions: Versions, row: Mapping[str, Any]) -> Versions:
    """What is known of an item after one more copy of its calendar.

    Args:
        versions: The times for which it was planned so far.
        row: What the copy says.
    """
    told = row["told_last"]
    if told and any(one["told_last"] and one["told_last"] > told for one in versions):
        return versions  # an older copy, read again
    if row["cancelled"]:
        return _without(versions, row)
    same = next((one for one in versions if one["planned_at"] == row["planned_at"]), None)
    others = _without(tuple(one for one in versions if one is not same), row)
    if same is None and others and told and told > row["planned_at"]:
        return others  # moved to a time that was over: no promise
    return tuple(sorted((*others, _merged(same, row)), key=itemgetter("planned_at")))


def take_out(
    connection: Connection, calendar: str, accounts: Collection[int], told_at: datetime, unread: Collection[str] = ()
) -> int:
    """Mark what a calendar still had to come for some accounts and no longer holds; gives the number of items.

    Args:
        connection: Inside a transaction.
        calendar: Its name.
        accounts: Those of which its newest copy holds items.
        told_at: When that copy was made.
        unread: Items and series that the copy holds and that could not be read.
    """
    missing = (
        PLANNED.c.calendar == calendar,
        PLANNED.c.account_id.in_(sorted(accounts)),
        PLANNED.c.gone_at.is_(None),
        PLANNED.c.told_last < told_at,
        PLANNED.c.planned_at > told_at,
    )
    wanted = sa.select(PLANNED.c.account_id, PLANNED.c.native_id, PLANNED.c.planned_at).where(*missing)
    standing = frozenset(unread)
    gone = [row for row in connection.execute(wanted).all() if standing.isdisjoint(_of_item(row.native_id))]
    if gone:
        this = [PLANNED.c[name] == sa.bindparam(f"this_{name}") for name in ("account_id", "native_id", "planned_at")]
        keys = [{f"this_{name}": value for name, value in row._mapping.items()} for row in gone]
        connection.execute(sa.update(PLANNED).where(*this).values(gone_at=told_at), keys)
    return len(gone)


def _of_item(native_id: str) -> set[str]:
    """An item's number, and that of its series if it is of one."""
    return {native_id, native_id.rpartition("@")[0]}


def newest_copy(connection: Connection, file: str) -> datetime | None:
    """When the newest copy of the calendars of a file was made, which ends their names; None if there is none."""
    of_file = sa.or_(PLANNED.c.calendar == file, PLANNED.c.calendar.endswith(f" {file}", autoescape=True))
    newest: datetime | None = connection.scalar(sa.select(sa.func.max(PLANNED.c.told_last)).where(of_file))
    return newest


def _without(versions: Iterable[dict[str, Any]], row: Mapping[str, Any]) -> Versions:
    """Versions that hold no longer: promises with the moment from which they do not, nothing of the others."""
    kept = (one for one in versions if one["gone_at"] or _was_promise(one))
    return tuple(one if one["gone_at"] else {**one, "gone_at": _gone_at(one, row)} for one in kept)


def _was_promise(one: Mapping[str, Any]) -> bool:
    return one["told_first"] is not None and one["told_first"] <= one["planned_at"]


def _gone_at(one: Mapping[str, Any], row: Mapping[str, Any]) -> datetime | None:
    """When it was changed, if that lies between the two copies, else when the newer copy was made."""
    changed: datetime | None = row["changed_at"]
    last: datetime | None = one["told_last"]
    told: datetime | None = row["told_last"] or last
    if changed is None or last is None or told is None:
        return told
    return changed if last < changed <= told else told


def _merged(old: Mapping[str, Any] | None, row: Mapping[str, Any]) -> dict[str, Any]:
    new = {name: row.get(name) for name in _COLUMNS}
    if old is None:
        return new
    kept = {name: new[name] if new[name] is not None else old[name] for name in ("title", "calendar", "told_last")}
    in_time = new["told_last"] is None or new["told_last"] <= new["planned_at"]
    return {
        **new,
        **kept,
        "told_first": old["told_first"] or new["told_first"],
        "gone_at": None if in_time else old["gone_at"],
        "richness": max(old["richness"], new["richness"]),
    }


def _shown(versions: Versions) -> list[Any]:
    return [_SHOWN(one) for one in versions]


def _stored(connection: Connection, keys: Collection[Key]) -> dict[Key, Versions]:
    found: list[dict[str, Any]] = []
    for account, group in groupby(sorted(keys), key=itemgetter(0)):
        ids = [native_id for _, native_id in group]
        for begin in range(0, len(ids), IDS_PER_QUESTION):
            some = PLANNED.c.native_id.in_(ids[begin : begin + IDS_PER_QUESTION])
            wanted = sa.select(PLANNED).where(PLANNED.c.account_id == account, some)
            found += [dict(row) for row in connection.execute(wanted).mappings()]
    found.sort(key=lambda row: (*_key(row), row["planned_at"]))
    return {key: tuple(rows) for key, rows in groupby(found, key=_key)}


def _afterwards(connection: Connection, new: Iterable[Mapping[str, Any]]) -> set[Key]:
    """New items that were over when they were told, of calendars and series that older copies held: no promises.

    Whoever writes down what was published, or moves a series from Tuesdays to Wednesdays, changes no past by it.
    """
    over = [row for row in new if row["told_last"] and row["told_last"] > row["planned_at"]]
    calendars = {(row["account_id"], row["calendar"]) for row in over if row["calendar"]}
    series = {(row["account_id"], row["series"]) for row in over if row["series"]}
    first_copy = {one: _oldest(connection, one[0], PLANNED.c.calendar == one[1]) for one in calendars}
    first_of_series = {one: _oldest(connection, one[0], *_in_series(one[1])) for one in series}
    return {
        _key(row)
        for row in over
        if _is_older(first_copy.get((row["account_id"], row["calendar"])), row)
        or _is_older(first_of_series.get((row["account_id"], row["series"])), row)
    }


def _is_older(copy: datetime | None, row: Mapping[str, Any]) -> bool:
    return copy is not None and copy < row["told_last"]


def _in_series(series: str) -> tuple[sa.ColumnElement[bool], ...]:
    """Ids of the items of a series begin with its own and an @."""
    return PLANNED.c.native_id >= f"{series}@", PLANNED.c.native_id < f"{series}A"


def _oldest(connection: Connection, account: int, *these: sa.ColumnElement[bool]) -> datetime | None:
    """When the first of these items was first told."""
    wanted = sa.select(sa.func.min(PLANNED.c.told_first)).where(PLANNED.c.account_id == account, *these)
    found: datetime | None = connection.scalar(wanted)
    return found


def _rewrite(
    connection: Connection,
    stored: Mapping[Key, Versions],
    now: Mapping[Key, Versions],
    changed: Iterable[Key],
) -> None:
    changed = list(changed)
    gone = [{"account": account, "id": native_id} for account, native_id in changed if (account, native_id) in stored]
    if gone:
        same = (PLANNED.c.account_id == sa.bindparam("account"), PLANNED.c.native_id == sa.bindparam("id"))
        connection.execute(sa.delete(PLANNED).where(*same), gone)
    rows = [row for key in changed for row in now[key]]
    if rows:
        connection.execute(sa.insert(PLANNED), rows)
