"""A made-up account on a made-up platform: what it said, what was said to it, and how its server answers.

Pure: a world knows no network and no clock but its own.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from monitor.sources.live import LiveConnector, Target
from tests.live.paging import Mischief, Pager

START = datetime(2026, 11, 20, 3, 30, tzinfo=UTC)
"""The first night."""

OLDER, PACE = 15, timedelta(days=9, hours=5, seconds=7)
"""How many things were said before the first night, and how far they lie apart."""

Answered = tuple[int, Mapping[str, str], bytes]
"""Status, headers and body of an answer."""


@dataclass(frozen=True)
class Said:
    """Something the account published.

    Attributes:
        number: Counts up; the platform's own number is made from it.
        kind: A value of `PostKind`.
        likes: What the platform counts.
    """

    number: int
    at: datetime
    text: str
    kind: str = "original"
    edited_at: datetime | None = None
    likes: int = 0


@dataclass(frozen=True)
class Heard:
    """Something another said to the account.

    Attributes:
        number: Counts up, apart from the account's own.
        to: Number of what it answers.
        answered_at: When the account answered it.
    """

    number: int
    to: int
    at: datetime
    text: str
    author: str = "Zoë Zuhörer"
    answered_at: datetime | None = None


@dataclass
class World(ABC):
    """Base of all worlds. A subclass says how its platform answers, and names things as the platform does.

    Attributes:
        size: Most rows of a page, whatever is asked for; small, so that a short history has several pages.
        token: The secret that the connector is given; None: it works without one. A world with a token answers 401 to
            requests without it.
        little: Most requests of a night on which little is new.
        mischiefs: Which ways of bad paging the platform can be guilty of.
        sees_deletions: A complete look tells what was deleted.
        sees_edits: A complete look tells what was changed.
        halting: Names of passing faults after which this platform forbids to ask again: the visit is postponed at once.
        now: What time it is, in every respect: of the visit and on the server.
        said: What the account published, oldest first.
        heard: What others said, oldest first.
        mischief: How the lists are cut badly at present.
        elsewhere: Address of another server, where nothing may be asked with a token.
    """

    size: ClassVar[int] = 4
    token: ClassVar[str | None] = None
    little: ClassVar[int] = 6
    mischiefs: ClassVar[frozenset[Mischief]] = frozenset(Mischief)
    sees_deletions: ClassVar[bool] = True
    sees_edits: ClassVar[bool] = True
    halting: ClassVar[frozenset[str]] = frozenset()

    now: datetime = START
    said: list[Said] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    mischief: Mischief | None = None
    elsewhere: str = ""

    def __post_init__(self) -> None:
        """Fill the history."""
        for number in range(OLDER):
            self.say(self.now - (OLDER - number) * PACE)
        for said in (self.said[2], self.said[-2]):
            self.hear(said.number, said.at + timedelta(hours=1))

    # --- what a subclass says -----------------------------------------------------------------------------
    @abstractmethod
    def connector(self, base: str) -> LiveConnector:
        """The connector, with the base address of this server and leave to ask in a private network."""

    @property
    @abstractmethod
    def target(self) -> Target:
        """The account as config.toml names it before the first visit."""

    @abstractmethod
    def answer(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Answered:
        """Answer a request; names of headers are in lower case, of a repeated parameter the last value counts."""

    @abstractmethod
    def post_id(self, said: Said) -> str:
        """The number under which the store must know it."""

    def heard_id(self, heard: Heard) -> str | None:
        """The same of what another said; None if the platform does not tell it."""
        return None

    def refusal(self, status: int) -> Answered:
        """The platform's own words for 401, 402, 403, 429, 500 and 503."""
        return self.json({"error": {"code": status, "message": "made-up trouble"}}, status)

    def limit_headers(self, seconds: int) -> Mapping[str, str]:
        """How the platform says with a 429 that asking again makes sense after so many seconds."""
        return {"Retry-After": str(seconds)}

    # --- what happens -------------------------------------------------------------------------------------
    def grow(self, count: int = 3) -> None:
        """Let a day pass, with new posts and a word of another to the first of them."""
        self.now += timedelta(days=1)
        new = [self.say(self.now - timedelta(seconds=72_000 * (count - number) // count)) for number in range(count)]
        if new:
            self.hear(new[0].number, new[0].at + timedelta(hours=1))

    def say(self, at: datetime, text: str = "", kind: str = "original") -> Said:
        """Publish something."""
        number = self.said[-1].number + 1 if self.said else 0
        said = Said(number, at, text or f"Nachricht {number}: Grüße 🎉 <b>&amp;</b>", kind, likes=number % 4)
        self.said.append(said)
        return said

    def hear(self, to: int, at: datetime) -> Heard:
        """Let another say something to a post."""
        heard = Heard(len(self.heard), to, at, f"Frage {len(self.heard)}?")
        self.heard.append(heard)
        return heard

    def edit(self, number: int, text: str) -> None:
        """Change what was said."""
        self._put(replace(self.one(number), text=text, edited_at=self.now - timedelta(hours=1)))

    def delete(self, number: int) -> None:
        """Take back what was said, and the answers to it."""
        self.said = [said for said in self.said if said.number != number]
        self.heard = [heard for heard in self.heard if heard.to != number]

    # --- tools for answers --------------------------------------------------------------------------------
    def one(self, number: int) -> Said:
        """What was said under a number."""
        return next(said for said in self.said if said.number == number)

    def answers_to(self, number: int) -> list[Heard]:
        """What others said to a post, oldest first."""
        return [heard for heard in self.heard if heard.to == number]

    def newest_first(self) -> list[Said]:
        """Everything said, as most platforms list it."""
        return sorted(self.said, key=lambda said: (said.at, said.number), reverse=True)

    def cut(self, rows: Sequence[Any], cursor: str | None, size: int | None = None) -> tuple[list[Any], str | None]:
        """A page of a list and the cursor of the next one, cut well or badly as `mischief` wants."""
        return Pager(min(size or self.size, self.size), self.mischief).cut(rows, cursor)

    def json(self, told: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Answered:
        """An answer in JSON."""
        kind = {"Content-Type": "application/json; charset=utf-8"}
        return status, kind | dict(headers or {}), json.dumps(told, ensure_ascii=False).encode()

    def clock(self) -> datetime:
        """What time the server thinks it is."""
        return self.now + timedelta(hours=7 if self.mischief is Mischief.SKEW else 0)

    # --- what the store must know in the end ----------------------------------------------------------------
    def post_ids(self) -> set[str]:
        """Numbers of everything that is there."""
        return {self.post_id(said) for said in self.said}

    def heard_ids(self) -> set[str]:
        """Numbers of everything others said that the platform tells."""
        return {number for heard in self.heard if (number := self.heard_id(heard))}

    def _put(self, changed: Said) -> None:
        self.said = [changed if said.number == changed.number else said for said in self.said]
