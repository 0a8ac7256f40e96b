"""`[[account]]` tables for accounts that exports brought and config.toml does not name. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from glob import escape
from typing import Any

from monitor.settings import AccountSettings
from monitor.settings_checks import literal_secrets
from monitor.settings_doc import toml_value

OPENING = "# Paste into config.toml what you want to keep, and say who answers for it; the rest stays as it is.\n"
NOTHING = "# config.toml names every account of the store.\n"
OWNERS = ('# owner = "who answers for it"', '# deputy = "the second person"')
IDENTITIES = ("handle", "native_id")
"""Keys that no two tables of a platform may share."""

COPIED = (*IDENTITIES, "name", "kind", "url")
Taken = set[tuple[str, str, str]]


def account_tables(
    accounts: Mapping[int, Mapping[str, Any]], by_file: Collection[int], configured: Iterable[AccountSettings]
) -> str:
    """Write the tables.

    Args:
        accounts: By number what the store knows of each account; unknown is None.
        by_file: Those that an export without a name made, called after its file.
        configured: The accounts that config.toml names already.

    Returns:
        TOML that can stand in config.toml as it is, whatever the accounts are called.
    """
    taken = {mark for one in configured for key in IDENTITIES if (mark := _mark(one.platform, key, getattr(one, key)))}
    tables = [_table(number, one, number in by_file, taken) for number, one in accounts.items()]
    return "\n".join([OPENING, *tables]) if tables else NOTHING


def _table(number: int, account: Mapping[str, Any], by_file: bool, taken: Taken) -> str:
    values = dict(_values(account, by_file, taken))
    if not values.keys() & {*IDENTITIES, "name", "url"}:
        return f"# Account {number} has no name that could stand here: see `monitor accounts`.\n"
    lines = ["[[account]]", f"platform = {_toml(account['platform'])}"]
    lines += [f"{key} = {_toml(value)}" for key, value in values.items()]
    return "\n".join([*lines, *OWNERS]) + "\n"


def _values(account: Mapping[str, Any], by_file: bool, taken: Taken) -> Iterator[tuple[str, Any]]:
    """What config.toml may say: nothing that it takes for a secret, and no name that another table has."""
    for key, value in _told(account, by_file):
        mark = _mark(account["platform"], key, value) if key in IDENTITIES else None
        if mark in taken or any(literal_secrets({key: value})):
            continue
        if mark:
            taken.add(mark)
        yield key, value


def _told(account: Mapping[str, Any], by_file: bool) -> Iterator[tuple[str, Any]]:
    yield from ((key, account[key]) for key in COPIED if account[key])
    if by_file and account["name"]:
        name = escape(account["name"])
        yield "files", [name, f"{name}.*"]


def _mark(platform: str, key: str, value: str | None) -> tuple[str, str, str] | None:
    """What tells two accounts apart, as the check of config.toml compares it."""
    return (platform, key, value.lstrip("@").casefold()) if value else None


def _toml(value: Any) -> str:
    """A value as TOML in which nothing can steer a terminal: what does not print is written as its number."""
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in toml_value(value))
