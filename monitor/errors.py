"""What can go wrong, named after the caller's next step.

Every error says what happened, where, and what to do; a caller can read the same from its attributes.
"""

from __future__ import annotations


class MonitorError(Exception):
    """Root of all errors of this program.

    Args:
        what: What happened, one sentence without a final stop.
        where: The file, table, key or address it happened at.
        todo: What the reader can do about it, one sentence.
    """

    exit_code = 1

    def __init__(self, what: str, where: str = "", todo: str = "") -> None:
        self.what, self.where, self.todo = what, where, todo
        super().__init__(what, where, todo)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f". {self.todo}" if self.todo else ""
        return f"{place}{self.what}{advice}"


class FixSettings(MonitorError):
    """The configuration has problems; all of them are listed at once in `problems`."""

    exit_code = 2

    def __init__(self, problems: list[str], where: str = "config.toml") -> None:
        self.problems = problems
        super().__init__("\n  ".join(["the settings have problems:", *problems]), where)


class SkipSource(MonitorError):
    """This file or address cannot be used; the other sources are not touched by it."""


class NobodyClaims(SkipSource):
    """No connector recognises the file; `where` names it, the message lists what was tried."""


class SeveralClaim(SkipSource):
    """More than one connector claims the file; the message names them."""


class RefuseHostile(SkipSource):
    """The file breaks a safety limit (size, depth, path, expansion)."""


class NameAccount(SkipSource):
    """The file does not say whose posts it holds and nobody told us."""


class RenewToken(SkipSource):
    """The platform does not take our token (missing, expired, revoked): a person must obtain a new one."""


class GrantAccess(SkipSource):
    """The token is good, but a role, scope or review is missing; a new token would not help."""


class AddCredit(SkipSource):
    """The platform, or our own limit, allows no more paid requests; asking again costs and brings nothing."""


class AccountGone(SkipSource):
    """The platform says that the account cannot be read: suspended, deleted, protected or moved.

    Args:
        state: A value of `monitor.records.StandingState`.
        what, where, todo: As in `MonitorError`.
    """

    def __init__(self, state: str, what: str, where: str = "", todo: str = "") -> None:
        self.state = state
        super().__init__(what, where, todo)


class RetryLater(MonitorError):
    """A passing condition (lock, time-out, busy server): the same call may succeed later."""


class UpgradeProgram(MonitorError):
    """The store was written by a newer version of this program."""

    exit_code = 2


class StoreTrouble(MonitorError):
    """The store cannot be read or written (disk full, damaged, unreachable)."""


class FixQuery(MonitorError):
    """An analyst's query is wrong or tries to write."""

    exit_code = 2


class BeginAnew(MonitorError):
    """What was remembered to save work cannot be used; do the work without it."""
