"""What is wrong with settings that are each right: contradictions between them, and secrets in the file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from monitor.records import AccountKind
from monitor.secrets import address_secret, is_reference, secret_key, url_secret
from monitor.settings import AccountSettings, AccountState, Closure, Theme
from monitor.settings_words import Place, dotted, suggestion

M = TypeVar("M", bound=BaseModel)
REFERENCE = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*|keyring:\S+")
ADVICE = "never write a secret in this file: put the whole value in an environment variable and write env:NAME here"
UNJUDGED = (AccountState.CLOSING, AccountState.CLOSED)
ADDRESS_KEYS = frozenset({"to", "owner_mail", "heartbeat"})
"""Keys that hold addresses of services, for which the address may be the credential."""


def contradictions(raw: Mapping[str, Any]) -> Iterator[str]:
    """Give one sentence per contradiction in the tables of the file that are right by themselves."""
    accounts = list(_valid(raw.get("account"), AccountSettings))
    yield from _repeated(accounts)
    for number, account in accounts:
        yield from _account_problems(dotted(("account", number)), account)
    for number, closure in _valid(raw.get("holidays"), Closure):
        if closure.end < closure.start:
            place = dotted(("holidays", number))
            yield f"{place}.end: {closure.end} is before the start {closure.start}; exchange them"
    names = Counter(theme.name.casefold() for _, theme in _valid(raw.get("theme"), Theme))
    yield from (f"theme: the name {name!r} is used {count} times" for name, count in names.items() if count > 1)
    yield from _inventory_problems(raw.get("detection"))


def _valid(tables: Any, model: type[M]) -> Iterator[tuple[int, M]]:
    for number, table in enumerate(tables if isinstance(tables, list) else ()):
        try:
            yield number, model.model_validate(table)
        except ValidationError:
            continue  # reported with its own words already


def _repeated(accounts: Iterable[tuple[int, AccountSettings]]) -> Iterator[str]:
    seen: dict[tuple[str, str, str], int] = {}
    for number, account in accounts:
        for key in ("handle", "native_id"):
            value = getattr(account, key)
            identity = (account.platform, key, (value or "").lstrip("@").casefold())
            first = seen.setdefault(identity, number) if value else number
            if first != number:
                place, other = dotted(("account", number)), dotted(("account", first))
                yield f"{place}.{key}: {account.platform} {value} is already {other}; keep one of the two"


def _account_problems(place: str, account: AccountSettings) -> Iterator[str]:
    if account.state in UNJUDGED and account.goal:
        yield f"{place}.goal: an account that is {account.state} has no goal; remove the goal or change its state"
    if not any((account.handle, account.native_id, account.name, account.url)):
        yield f"{place}: nothing says which account this is; give handle, native_id, name or url"
    if account.feed and (problem := address_problem(account.feed)):
        yield f"{place}.feed: {problem}"
    if account.deputy and not account.owner:
        yield f"{place}.deputy: there is a deputy but no owner; give the owner too"


def address_problem(text: str) -> str | None:
    """Why a text is neither a web address nor a reference to one; None if it is.

    The text is not repeated, for it may hold a key.
    """
    if is_reference(text):
        return None
    try:
        parts = urlsplit(text)
        whole = bool(parts.hostname) and parts.port != 0 and not re.search(r"[\s\x00-\x1f\x7f]", text)
    except ValueError:
        whole = False
    if whole and parts.scheme.lower() in {"http", "https"}:
        return None
    return "is no web address; write it as https://www.example.org/feed/"


def _inventory_problems(detection: Any) -> Iterator[str]:
    wanted = detection.get("inventory") if isinstance(detection, Mapping) else None
    kinds = [kind.value for kind in AccountKind]
    for number, entry in enumerate(wanted if isinstance(wanted, list) else ()):
        platform, colon, kind = str(entry).partition(":")
        place = dotted(("detection", "inventory", number))
        if not (platform and colon):
            yield f'{place}: must be "platform:kind", such as "linkedin:group", not {entry!r}'
        elif kind not in kinds:
            yield f"{place}: {kind!r} is no kind of account, {suggestion(kind, kinds)}"


def literal_secrets(raw: Any, place: Place = ()) -> Iterator[str]:
    """Give one sentence per secret that stands in the file itself, without repeating it."""
    if isinstance(raw, Mapping):
        for key, value in raw.items():
            yield from literal_secrets(value, (*place, str(key)))
    elif isinstance(raw, list):
        for number, value in enumerate(raw):
            yield from literal_secrets(value, (*place, number))
    elif isinstance(raw, str) and (found := _literal_secret(raw, place)):
        yield f"{dotted(place)}: {found}"


def _literal_secret(value: str, place: Place) -> str | None:
    key = next((part for part in reversed(place) if isinstance(part, str)), "")
    if is_reference(value):
        right = REFERENCE.fullmatch(value)
        return None if right else f"{value!r} is not a name of a secret; write env:NAME or keyring:NAME"
    if secret_key(key) and value:
        return f"holds a secret; {ADVICE}"
    found = address_secret(value) if key in ADDRESS_KEYS and place[0] != "connectors" else url_secret(value)
    return f"holds {found}; {ADVICE}" if found else None
