"""Whose records these are: from the names an export uses to the accounts of the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from monitor.errors import NameAccount
from monitor.records import Account
from monitor.settings import AccountSettings
from monitor.sources.plan import Planned
from monitor.sources.sink import ERASED, Sink

ANY_PLATFORM = "other"
"""Platform of a hand-made table that names none: it may belong to an account of any platform."""


@dataclass(frozen=True)
class Configured:
    """An account of config.toml and its id in the store."""

    id: int
    settings: AccountSettings


@dataclass(frozen=True)
class Question:
    """What a person is asked when an export does not say whose it is.

    Attributes:
        export: Name of the export.
        account: What the export does tell (platform, kind, perhaps a name).
        candidates: Configured accounts it may be.
    """

    export: str
    account: Account
    candidates: tuple[Configured, ...]


Asker = Callable[[Question], int | None]
"""Asks a person for the id of the account; None means "a new one"."""


class AccountBook:
    """The accounts of one export, by the keys its records use.

    An account that the export names (number or handle) is that one; unknown, it is created. One without a
    name is, in this order: the account chosen by the caller; the configured one whose `files` fit; what was
    remembered for this file name; the only configured one of its platform and kind; what the person says; a
    new one named after the file, remembered as "file:NAME".
    """

    def __init__(
        self,
        sink: Sink,
        planned: Planned,
        chosen: int | None = None,
        configured: Sequence[Configured] = (),
        asker: Asker | None = None,
    ) -> None:
        self._sink, self._planned, self._chosen = sink, planned, chosen
        self._configured, self._asker = configured, asker
        self.ids: dict[str, int] = {}
        self.created: list[str] = []
        self._made: dict[int, str] = {}

    def introduce(self, account: Account) -> int:
        """Take an account that the export yields; gives its id in the store.

        Raises:
            NameAccount: The `files` of several configured accounts fit.
        """
        found = self._resolved(account)
        self.ids[account.key] = found
        return found

    def take_back(self) -> None:
        """Take away what was made for an export of which nothing came in: a broken file is no account."""
        for made, told in self._made.items():
            if self._sink.drop_account(made):
                self.created.remove(told)

    @property
    def knows_erased(self) -> bool:
        """Whether an account of this export belongs to an erased person."""
        return ERASED in self.ids.values()

    @property
    def knows_only_erased(self) -> bool:
        """Whether all accounts of this export do."""
        return set(self.ids.values()) == {ERASED}

    def _resolved(self, account: Account) -> int:
        alone = not account.key
        mapped = self._mapped(account) if alone else None
        if account.native_id or account.handle or account.url:
            return self._named(account, mapped)
        if mapped is None:
            return self._nameless(account)
        self._take_over(mapped, account)
        return mapped

    def _take_over(self, mapped: int, account: Account) -> None:
        """Join what was made for this export before anybody said whose it is to the account that it is now."""
        before = self._sink.find_account(Account(platform=account.platform, handle=self._alias(account)))
        if before not in {None, mapped, ERASED} and mapped != ERASED:
            self._sink.join_accounts(before, mapped)

    def _mapped(self, account: Account) -> int | None:
        """The account that the caller or the configuration names for this file."""
        if self._chosen is not None:
            return self._chosen
        fitting = {
            one.id: one.settings
            for one in self._configured
            if account.platform in {one.settings.platform, ANY_PLATFORM} and self._fits(one)
        }
        if len(fitting) > 1:
            names = " and ".join(settings.label for settings in fitting.values())
            raise NameAccount(
                f"the accounts {names} both claim it", self._planned.name, "Make their `files` in config.toml narrower"
            )
        return next(iter(fitting), None)

    def mapped_ids(self) -> list[int]:
        """Ids of the configured accounts whose `files` fit, whatever their platform."""
        return [one.id for one in self._configured if self._fits(one)]

    def _fits(self, one: Configured) -> bool:
        return any(_fits(self._planned, pattern) for pattern in one.settings.files)

    def _named(self, account: Account, mapped: int | None) -> int:
        """An account with a number, handle or address of its own."""
        known = self._sink.find_account(account)
        wanted = mapped or known or self._asked(account, _unnamed(self._candidates(account)))
        if wanted is None:
            self.created.append(f"{account.platform} {account.name or account.handle or account.native_id}")
        elif wanted != known:
            self._remember(wanted, account)
            if not account.native_id and not account.handle:
                return wanted
        found = self._sink.add_account(account)
        self._remember_name(found, account)
        return found

    def _remember_name(self, known: int, account: Account) -> None:
        """Let exports that give only the name find this account too, unless another one has it."""
        alias = f"name:{account.name.casefold()}" if account.name else ""
        if alias and self._sink.find_account(Account(platform=account.platform, handle=alias)) is None:
            self._sink.remember_alias(known, account.platform, alias)

    def _remember(self, known: int, account: Account) -> None:
        for word, value in (("id", account.native_id), ("handle", account.handle)):
            if value:
                self._sink.remember_alias(known, account.platform, f"{word}:{value}")

    def _nameless(self, account: Account) -> int:
        alias = self._alias(account)
        known = self._sink.find_account(Account(platform=account.platform, handle=alias))
        if known is not None:
            return known
        candidates = self._candidates(account)
        likely = _called(account.name, candidates) or ([] if account.key else candidates)
        if len(likely) == 1:
            return likely[0].id
        answer = self._asked(account, candidates)
        if answer is not None:
            self._sink.remember_alias(answer, account.platform, alias)
            return answer
        return self._created(account, alias)

    def _alias(self, account: Account) -> str:
        """The name under which an account without one of its own is remembered."""
        return f"name:{account.name.casefold()}" if account.name else f"file:{_stem(self._planned)}"

    def _created(self, account: Account, alias: str) -> int:
        """Make an account that keeps its alias from its first moment, so that a second import finds it."""
        name = account.name or _stem(self._planned)
        told = (
            f"{account.platform} {name} (the export does not say whose it is: to join it to an account of "
            f'config.toml, write files = ["{self._planned.path.name}"] there)'
        )
        made = self._sink.add_account(account.model_copy(update={"handle": alias, "name": name}))
        self.created.append(told)
        self._made[made] = told
        return made

    def _asked(self, account: Account, candidates: Sequence[Configured]) -> int | None:
        if self._asker is None or not candidates:
            return None
        return self._asker(Question(self._planned.name, account, tuple(candidates)))

    def _candidates(self, account: Account) -> list[Configured]:
        """Configured accounts of the platform, of the same kind if both kinds are known."""
        return [
            one
            for one in self._configured
            if one.settings.platform == account.platform
            and (one.settings.kind is None or account.kind is None or one.settings.kind == account.kind)
        ]


def _called(name: str | None, candidates: Sequence[Configured]) -> list[Configured]:
    """Those that the organisation calls by the name the export gives."""
    return [one for one in candidates if name and one.settings.label.casefold() == name.casefold()]


def _unnamed(candidates: Sequence[Configured]) -> list[Configured]:
    """Those that the configuration gives neither number nor handle: only they can be an account with another name."""
    return [one for one in candidates if not one.settings.native_id and not one.settings.handle]


def _stem(planned: Planned) -> str:
    inside = planned.export.inside if planned.export else ""
    return PurePosixPath(inside or planned.path.name).stem


def _fits(planned: Planned, pattern: str) -> bool:
    """Whether a file pattern means this export, by its name or the last parts of its path, in any case."""
    inside = planned.export.inside if planned.export else ""
    path = planned.path.as_posix().lower()
    wanted = pattern.lower()
    return PurePosixPath(path).match(wanted) or bool(inside and PurePosixPath(f"{path}/{inside.lower()}").match(wanted))
