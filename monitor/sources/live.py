"""What a live connector is: it asks a platform's server, page by page, for what an account published.

A connector module in `connectors/` defines one class named `Connector`. A live one has `pages` and `parse` in place of
`identify` and `read`: `pages` goes through the network and decides nothing about content, `parse` turns one answer into
records and can be tested from a file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Protocol, runtime_checkable

from pydantic import Field

from monitor.records import Anything, PostKind
from monitor.sources.caller import Caller, Rule, Secrets, plain_ruling
from monitor.sources.contract import Declaration, Options
from monitor.sources.http import Http
from monitor.sources.http_address import origin
from monitor.sources.ledger import Ledger


@dataclass(frozen=True)
class LiveDeclaration(Declaration):
    """What a live connector says about itself, beside what all connectors say.

    `obtain` tells a person how to come by the token, step by step; `since` the version of the API that is spoken.

    Attributes:
        token_name: Environment variable that holds the access token unless config.toml names another; "" if no token
            exists for this platform.
        token_needed: Without a token nothing can be read.
        scopes: What the token must allow, in the platform's words.
        price: What reading costs, for people; "" if nothing.
        full_days: Every how many days an account is read anew from its beginning, to find deleted and edited posts; 0
            if never by itself.
        raw_days: Longest time that raw answers may be kept by the platform's terms; None: no limit.
        post_days, interaction_days: After how many days the platform's terms want the words of posts and of what
            others said gone; None: no limit.
    """

    token_name: str = ""
    token_needed: bool = True
    scopes: tuple[str, ...] = ()
    price: str = ""
    full_days: int = 30
    raw_days: int | None = None
    post_days: int | None = None
    interaction_days: int | None = None


class LiveOptions(Options):
    """Keys that all live connectors share. A connector gives `base` a default of its own."""

    token: str | None = Field(
        None, description="where the access token is: env:NAME or keyring:NAME; not set: the usual name, see `obtain`"
    )
    base: str = Field("", description="address of the API; change it only for a proxy of your own")
    allow_private: bool = Field(False, description="the typed address may lie in your own network")


@dataclass(frozen=True)
class Target:
    """The account to be read, as config.toml and earlier visits know it.

    Attributes:
        native_id: The platform's own number of the account; None on a first visit that has only a name.
        handle: Name in the account's address, without @.
        url: Address of the account or site.
        feed: Address of its feed.
        kind: company, personal, group, page, channel or blog.
    """

    platform: str
    native_id: str | None = None
    handle: str | None = None
    url: str | None = None
    feed: str | None = None
    kind: str | None = None

    @property
    def label(self) -> str:
        """How messages call it."""
        return self.handle or self.native_id or self.url or self.platform


@dataclass(frozen=True)
class Past:
    """What is known of the account before this visit.

    Attributes:
        memory: What the last page that came in asked to be remembered (`Page.memory`); {} on a first visit.
        seen_until: Until when everything the account published is known, by exports or visits; None if nothing is.
        seen_from: From when on, up to `seen_until`; None: from the account's first post.
        full: Look at everything anew, from the beginning.
    """

    memory: Mapping[str, Any] = field(default_factory=dict)
    seen_until: datetime | None = None
    full: bool = True
    seen_from: datetime | None = None

    @property
    def complete_until(self) -> datetime | None:
        """Until when nothing at all is missing; None if posts older than what was seen last may be unknown."""
        return self.seen_until if self.seen_from is None else None


@dataclass(frozen=True)
class Page:
    """One answer of the platform.

    Attributes:
        kind: What it is, for `parse` ("profile", "posts", "comments" ...).
        body: The answer as it came.
        url: Where it came from; shown to people without its secrets.
        about: What `parse` must know besides the body, such as the number of the post that comments belong to.
        memory: What to remember for the next visit once this page is in the store: watermarks (times, numbers), never
            the platform's cursors, which live only as long as a visit.
        seen_since: With this page in, everything published from here to now has been seen; for walks that go back in
            time. What was seen counts even if the walk breaks afterwards.
    """

    kind: str
    body: bytes
    url: str = ""
    about: Mapping[str, str] = field(default_factory=dict)
    memory: Mapping[str, Any] | None = None
    seen_since: datetime | None = None

    @cached_property
    def json(self) -> Any:
        """The body as JSON, decoded once.

        Raises:
            ValueError: It is none.
        """
        return json.loads(self.body)


@dataclass(frozen=True)
class Reach:
    """How far a walk saw, when it has ended by itself.

    Attributes:
        seen: Everything from `start` to now has been seen; False: nothing can be said (a feed's newest items, a list
            that the platform picks from).
        start: Begin of what has been seen; None: from the account's first post.
        full: Every post since `start` was met in this visit, so that one that was not met is deleted.
        kinds: Kinds of posts that the walk looks for, so that one of another kind (from an export) was not missed; ():
            all kinds.
        among: Only one of these numbers can have been missed, for a list that never holds everything that exports tell
            (a site's own kinds of entries): what an earlier look met. None: any post.
        ended: Why it ended before the account's first post, for people; "" if it did not.
        token_expires: When the token stops working, if the platform says so.
    """

    seen: bool = True
    start: datetime | None = None
    full: bool = False
    ended: str = ""
    kinds: tuple[PostKind, ...] = ()
    among: frozenset[str] | None = None
    token_expires: datetime | None = None


@dataclass(frozen=True)
class Estimate:
    """What a visit would ask and cost, told before it is made.

    Attributes:
        what: What would be asked, for people.
        requests: About how many requests.
        cost: What they cost, in the ledger's unit; 0 if nothing.
    """

    what: str
    requests: int = 1
    cost: float = 0.0


@dataclass(frozen=True)
class TokenFacts:
    """What a platform says of a token.

    Attributes:
        whose: Whom or what it speaks for.
        expires_at: When it stops working; None if never or unknown.
        missing: Scopes that are needed and lacking.
    """

    whose: str
    expires_at: datetime | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Visit:
    """One look at one account: who it is, what is known, and the way to the network.

    Attributes:
        now: The moment of the visit, UTC.
        token: The access token itself; None if there is none. Shown nowhere.
        ledger: What the visits of this run may cost, all accounts of the connector together.
        pause: Waits a number of seconds.
    """

    target: Target
    past: Past
    now: datetime
    http: Http = field(repr=False)
    token: str | None = field(default=None, repr=False)
    ledger: Ledger = field(default_factory=Ledger)
    pause: Callable[[float], None] | None = field(default=None, repr=False)

    def caller(
        self,
        base: str,
        rule: Rule = plain_ruling,
        *,
        headers: Mapping[str, str] | None = None,
        secret_headers: Secrets | None = None,
        private: bool = False,
    ) -> Caller:
        """Make the one who asks an API.

        Args:
            base: Address of the API; nothing is asked of another host.
            rule: Reads the platform's answers: fine, try again, wait, or stop and why.
            headers: Sent with every request.
            secret_headers: The same with a token in them, or what signs a request; never sent to another host.
            private: `base` was typed by a person, who allowed that it lies in a private network.
        """
        trusted = origin(base) if private else None
        more = {"pause": self.pause} if self.pause else {}
        return Caller(self.http, base, rule, headers or {}, secret_headers or {}, trusted, self.ledger, **more)


@runtime_checkable
class LiveConnector(Protocol):
    """One platform, read from its server."""

    declaration: ClassVar[LiveDeclaration]
    options: LiveOptions

    def __init__(self, options: Options) -> None:
        """Take the connector's validated options."""

    def ledger(self) -> Ledger:
        """A fresh ledger with the limit that the options set; `Ledger()` for what costs nothing."""

    def estimate(self, target: Target, past: Past) -> Estimate:
        """Say what a visit would ask and cost, without the network."""

    def pages(self, visit: Visit) -> Generator[Page, None, Reach]:
        """Walk through what is new (or everything, if `visit.past.full`), and return how far was seen.

        The same page may come twice, be empty, out of order, or never end: stop when there is no next page, when a page
        brings no number that is new in this walk, or after a limit of pages.

        Raises:
            RenewToken, GrantAccess, AddCredit: A person must act; asking again would not help.
            AccountGone: The platform says that the account is not there for us.
            RetryLater: The server or the network is in trouble, after patient tries, or our own limit is reached.
            SkipSource: Anything else that a person must mend.
        """

    def parse(self, page: Page, target: Target) -> Iterator[Anything]:
        """Turn one page into records; the key of their account is "".

        Gives an `Account` with the platform's own number, a `Profile` and a `Standing` where the page tells them (the
        moment is `page.about["at"]` or the visit's, see `stamp`). A row that cannot be read is a `BadRow`; no content
        raises anything.
        """


@runtime_checkable
class ChecksToken(Protocol):
    """What a live connector may do besides: look at a token."""

    def check(self, visit: Visit) -> TokenFacts:
        """Ask the platform once what the token of this visit is worth.

        Raises:
            RenewToken, GrantAccess, AddCredit, RetryLater, SkipSource: As `LiveConnector.pages`.
        """


def stamp(visit: Visit) -> dict[str, str]:
    """The part of `Page.about` that tells `parse` when the page was fetched."""
    return {"at": visit.now.isoformat()}


def stamped(page: Page) -> datetime:
    """When the page was fetched, aware.

    Raises:
        KeyError: The page does not say so.
    """
    return datetime.fromisoformat(page.about["at"])
