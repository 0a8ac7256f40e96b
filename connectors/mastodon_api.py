"""An account on Mastodon or a server that speaks as Mastodon does, read through its API."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any, ClassVar

from pydantic import Field

from connectors._list_marks import Effort, Marks
from connectors._list_walk import ListWalk
from connectors._mastodon_address import address_of
from connectors._mastodon_posts import account_of, posts, profile_of, standing_of
from connectors._mastodon_rules import mastodon_ruling
from connectors._mastodon_threads import interactions
from connectors._mastodon_walk import FULL_PAGES, Statuses, news
from connectors._values import mapping, text_of
from monitor.errors import AccountGone, RetryLater, SkipSource
from monitor.records import Account, Anything, BadRow
from monitor.sources.caller import Caller
from monitor.sources.contract import Options
from monitor.sources.ledger import Ledger
from monitor.sources.live import (
    Estimate,
    LiveDeclaration,
    LiveOptions,
    Page,
    Past,
    Reach,
    Target,
    TokenFacts,
    Visit,
    stamp,
    stamped,
)


class MastodonOptions(LiveOptions):
    """The table `[connectors.mastodon_api]`."""

    base: str = Field("", description="address of the server; not set: the one in the account's handle or url")
    threads: int = Field(30, ge=0, le=1000, description="most posts of a visit whose answers are read")
    recent: int = Field(20, ge=2, le=40, description="newest posts that each visit looks at again, for late answers")


class Connector:
    """Reads what anybody may see of an account: profile, posts, reposts, and what others answered."""

    declaration: ClassVar[LiveDeclaration] = LiveDeclaration(
        name="mastodon_api",
        title="Mastodon",
        platform="mastodon",
        yields=("Account", "Profile", "Post", "Interaction", "Standing", "Window"),
        obtain=(
            'No token is needed on most servers: set fetch = true and handle = "name@server" for the account. A server '
            "that answers only its members (401) wants one: log in there as any member, open Preferences > Development "
            "> New application, name it, leave only the scopes read:accounts and read:statuses ticked, submit, open "
            "the application and put `Your access token` into the environment variable MASTODON_TOKEN. If accounts "
            "lie on several such servers, name each one's token by `token` of the account. It costs nothing and does "
            "not end."
        ),
        since="Mastodon 3.4 (2021, account lookup); also Pleroma, GoToSocial, snac and others that speak this API",
        richness=75,
        cannot=(
            "Messages, and posts to followers only; mentions outside of answers to the account's own posts; answers to "
            "posts that are not among the newest 20 and came after the last complete look; views and clicks."
        ),
        options=MastodonOptions,
        token_name="MASTODON_TOKEN",  # noqa: S106 - the name of a variable
        token_needed=False,
        scopes=("read:accounts", "read:statuses"),
    )

    def __init__(self, options: Options) -> None:
        """Take the options."""
        self.options = options if isinstance(options, MastodonOptions) else MastodonOptions()

    def ledger(self) -> Ledger:
        """Reading costs nothing."""
        return Ledger()

    def estimate(self, target: Target, past: Past) -> Estimate:
        """About how many requests: 40 posts and one thread each."""
        answers = f"answers to at most {self.options.threads} posts"
        if past.full:
            return Estimate(f"profile, all posts (40 a request), {answers}", 12 + self.options.threads)
        return Estimate(f"profile, new posts, {answers}", 3)

    def pages(self, visit: Visit) -> Generator[Page, None, Reach]:
        """Profile, then statuses and the threads below them; raises what `LiveConnector.pages` says."""
        caller, name = self._caller(visit)
        reply = _found(caller, name)
        told = mapping(reply.json)
        number = text_of(told.get("id"))
        if not number:
            raise RetryLater("answers no account", reply.url, "Try again later")
        if told.get("suspended") is True:
            raise AccountGone("suspended", "its server has suspended it", visit.target.label)
        about = stamp(visit)
        yield Page("profile", reply.content, reply.url, about)
        effort, marks = Effort(self.options.threads, self.options.recent), Marks.of(visit.past.memory)
        walk = ListWalk(Statuses(caller, number, about), marks, visit.now, effort, FULL_PAGES)
        return (yield from walk.back(None) if visit.past.full else news(walk, visit.past.complete_until))

    def parse(self, page: Page, target: Target) -> Iterator[Anything]:
        """Records of one answer; see `LiveConnector.parse`."""
        try:
            told, seen = page.json, stamped(page)
        except (ValueError, KeyError, TypeError, RecursionError):
            yield BadRow(file=page.url, reason="is no answer of a Mastodon server that can be read")
            return
        if page.kind == "profile":
            yield from _profile(mapping(told), seen)
            return
        yield Account(platform="mastodon")
        if page.kind == "posts":
            yield from posts(told, page.url)
        elif page.kind == "thread" and {"id", "uri", "owner"} <= page.about.keys():
            yield from interactions(told, page.about, page.url)

    def check(self, visit: Visit) -> TokenFacts:
        """Ask the server whose token it is."""
        caller, _ = self._caller(visit)
        told = mapping(caller.get("/api/v1/accounts/verify_credentials").json)
        return TokenFacts(f"@{text_of(told.get('acct')) or 'somebody'} on the account's server")

    def _caller(self, visit: Visit) -> tuple[Caller, str]:
        server, name = address_of(visit.target, self.options.base)
        secret = {"Authorization": f"Bearer {visit.token}"} if visit.token else {}
        private = self.options.allow_private
        return visit.caller(server, mastodon_ruling, secret_headers=secret, private=private), name


def _profile(told: Any, seen: Any) -> Iterator[Anything]:
    yield account_of(told)
    yield profile_of(told, seen)
    yield from standing_of(told, seen)


def _found(caller: Caller, name: str) -> Any:
    """The account, by its name.

    Raises:
        AccountGone: The server knows no such account.
        SkipSource: There is no Mastodon server, so that nothing can be said of the account.
    """
    try:
        return caller.get("/api/v1/accounts/lookup", {"acct": name})
    except AccountGone as gone:
        # A web site in the place of a server that moved away says 404 too; so do some servers, without JSON.
        try:
            caller.get("/api/v1/instance")
        except AccountGone:
            advice = "Give the server's address as `url` of the account, such as https://server/@name"
            raise SkipSource("no Mastodon server is there", gone.where, advice) from gone
        raise
