"""An account on Bluesky, read through its public AppView."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import datetime
from typing import Any, ClassVar

from pydantic import Field

from connectors._bluesky_feed import Feed
from connectors._bluesky_posts import account_of, posts, profile_of, standing_of
from connectors._bluesky_rules import bluesky_ruling
from connectors._bluesky_threads import interactions
from connectors._list_marks import Effort, Marks
from connectors._list_walk import ListWalk
from connectors._values import mapping, text_of
from monitor.errors import RetryLater, SkipSource
from monitor.records import Account, Anything, BadRow
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
    Visit,
    stamp,
    stamped,
)


class BlueskyOptions(LiveOptions):
    """The table `[connectors.bluesky_api]`."""

    base: str = Field("https://public.api.bsky.app", description="address of the AppView; change it only for a proxy")
    threads: int = Field(30, ge=0, le=1000, description="most posts of a visit whose answers are read")
    recent: int = Field(20, ge=2, le=40, description="newest posts that each visit looks at again, for late answers")


class Connector:
    """Reads what anybody may see of an account: profile, posts, replies, quotes, reposts, and what others answered."""

    declaration: ClassVar[LiveDeclaration] = LiveDeclaration(
        name="bluesky_api",
        title="Bluesky",
        platform="bluesky",
        yields=("Account", "Profile", "Post", "Interaction", "Standing", "Window"),
        obtain=(
            "No token and no account of your own are needed: set fetch = true and handle to the account's handle "
            '(such as "name.bsky.social" or "example.org"), or native_id to its DID ("did:plc:..."). It costs nothing.'
        ),
        since="Bluesky's lexicons of August 2026",
        richness=75,
        cannot=(
            "Posts that Bluesky's AppView hides or has never seen; posts brought in later with an old date, until the "
            "next complete look; mentions outside of answers to the account's own posts; answers to posts that are not "
            "among the newest 20 and came after the last complete look; views and clicks. Nothing is ever edited there."
        ),
        options=BlueskyOptions,
        token_needed=False,
    )

    def __init__(self, options: Options) -> None:
        """Take the options."""
        self.options = options if isinstance(options, BlueskyOptions) else BlueskyOptions()

    def ledger(self) -> Ledger:
        """Reading costs nothing."""
        return Ledger()

    def estimate(self, target: Target, past: Past) -> Estimate:
        """About how many requests: 100 posts and one thread each."""
        answers = f"answers to at most {self.options.threads} posts"
        if past.full:
            return Estimate(f"profile, all posts (100 a request), {answers}", 6 + self.options.threads)
        return Estimate(f"profile, the newest 100 posts, {answers}", 2)

    def pages(self, visit: Visit) -> Generator[Page, None, Reach]:
        """Profile, then the feed and the threads below its posts; raises what `LiveConnector.pages` says."""
        caller = visit.caller(self.options.base, bluesky_ruling, private=self.options.allow_private)
        reply = caller.get("/xrpc/app.bsky.actor.getProfile", {"actor": _actor(visit.target)})
        owner = text_of(mapping(reply.json).get("did"))
        if not owner:
            raise RetryLater("answers no account", reply.url, "Try again later")
        about = {**stamp(visit), "owner": owner}
        yield Page("profile", reply.content, reply.url, about)
        effort, marks = Effort(self.options.threads, self.options.recent), Marks.of(visit.past.memory)
        walk = ListWalk(Feed(caller, owner, about), marks, visit.now, effort)
        return (yield from walk.back(None if visit.past.full else marks.since or visit.past.complete_until))

    def parse(self, page: Page, target: Target) -> Iterator[Anything]:
        """Records of one answer; see `LiveConnector.parse`."""
        try:
            told, seen, owner = page.json, stamped(page), page.about["owner"]
        except (ValueError, KeyError, TypeError, RecursionError):
            yield BadRow(file=page.url, reason="is no answer of Bluesky that can be read")
            return
        if page.kind == "profile":
            yield from _profile(mapping(told), seen, target.handle)
            return
        yield Account(platform="bluesky", native_id=owner)
        if page.kind == "feed":
            yield from posts(told, owner, page.url)
        elif page.kind == "thread":
            yield from interactions(told, owner, page.url)


def _profile(told: Any, seen: datetime, known: str | None) -> Iterator[Anything]:
    yield account_of(told)
    yield profile_of(told, seen)
    yield from standing_of(told, seen, known)


def _actor(target: Target) -> str:
    """The DID, which stays when a handle changes; else the handle.

    Raises:
        SkipSource: Neither is told.
    """
    dids = (word for word in (target.native_id, target.handle) if word and word.startswith("did:"))
    actor = next(dids, target.handle) or (target.url or "").rstrip("/").rpartition("/")[2]
    if not actor:
        raise SkipSource(
            "the account has neither a handle nor a DID",
            f"account {target.platform} {target.label}",
            'Write handle = "name.bsky.social" in config.toml',
        )
    return actor
