"""Accounts as people write them in a calendar: by name, by handle, or by the network they are on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from monitor.records import Account, AccountKind
from monitor.sources.contract import Known

PLATFORM_WORDS = {
    "twitter": "x",
    "x/twitter": "x",
    "x (twitter)": "x",
    "fb": "facebook",
    "insta": "instagram",
    "ig": "instagram",
    "yt": "youtube",
    "li": "linkedin",
    "weblog": "blog",
}
"""What people call networks beside their own name."""

_NOT_PLANNED = frozenset({AccountKind.PERSONAL, AccountKind.GROUP})
"""Kinds that a bare "LinkedIn" does not mean where the organisation has another account there."""
_SHOWN = 6
_SPACE = re.compile(r"\s+")


def plain(word: str) -> str:
    """A name without the differences that people make: case, spaces around, @ and #."""
    return _SPACE.sub(" ", word.strip().lstrip("@#").casefold())[:200]


class Whose:
    """Finds the accounts of config.toml that are meant.

    Args:
        accounts: All of them.
    """

    def __init__(self, accounts: Sequence[Known]) -> None:
        self._accounts = accounts
        self._called: dict[str, list[Known]] = {}
        for one in accounts:
            for name in _names(one):
                self._called.setdefault(name, []).append(one)

    def meant(self, word: str) -> list[Known]:
        """Accounts that a word may mean: those that are called so, else those on the network of that name."""
        name = plain(word)
        if not name:
            return []
        called = self._called.get(name)
        return called or self._on(PLATFORM_WORDS.get(name, name.replace(" ", "_")))

    def one(self, word: str) -> Known | None:
        """The account that a word means.

        Raises:
            ValueError: It may be several; the message says what to write.
        """
        found = self.meant(word)
        if len(found) > 1:
            names = ", ".join(dict.fromkeys(_exact(one) for one in found[:_SHOWN]))
            raise ValueError(f"{word.strip()[:40]!r} may be several accounts: write which one ({names})")
        return found[0] if found else None

    def all_of(self, words: Iterable[str]) -> list[Known]:
        """The accounts that some words mean; words that mean none are about something else.

        Raises:
            ValueError: One of them may be several accounts.
        """
        found = (self.one(word) for word in words)
        return list(dict.fromkeys(one for one in found if one))

    @property
    def choice(self) -> str:
        """What there is to choose from, for a message."""
        if not self._accounts:
            return "config.toml names no account yet: add an [[account]]"
        more = ", ..." if len(self._accounts) > _SHOWN else ""
        return f"config.toml names {', '.join(one.label for one in self._accounts[:_SHOWN])}{more}"

    def _on(self, platform: str) -> list[Known]:
        there = [one for one in self._accounts if one.platform == platform]
        return [one for one in there if one.kind not in _NOT_PLANNED] or there


def account_of(known: Known) -> Account:
    """The record of a configured account; its key names it within the export."""
    return Account(
        key="\t".join((known.platform, known.native_id or known.handle or known.label)),
        platform=known.platform,
        native_id=known.native_id,
        handle=known.handle,
        name=known.name,
        kind=known.kind,
    )


def _names(one: Known) -> set[str]:
    names = [name for name in (one.name, one.handle, one.native_id) if name]
    exact = [f"{one.platform}{mark}{name}" for name in (one.handle, one.name) if name for mark in (" ", ":", "/")]
    return {plain(name) for name in (*names, *exact)}


def _exact(one: Known) -> str:
    return one.name or f"{one.platform} {one.label}"
