"""YouTube's Data API v3 with an API key, and the channel's public feed without one."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

from pydantic import Field

from connectors._making import bad
from connectors._youtube import channel_id
from connectors._youtube_api_calls import PAGE, Calls
from connectors._youtube_api_channel import channel_records, find
from connectors._youtube_api_comments import reply_records, thread_records
from connectors._youtube_api_feed import feed_pages, feed_records
from connectors._youtube_api_hearing import Hearing
from connectors._youtube_api_memory import Memory, recalled
from connectors._youtube_api_uploads import Walk, Walked, upload_records
from connectors._youtube_api_videos import video_records
from monitor.errors import RenewToken
from monitor.records import Account, Anything, PostKind
from monitor.sources.contract import Options
from monitor.sources.ledger import Ledger
from monitor.sources.live import Estimate, LiveDeclaration, LiveOptions, Page, Past, Reach, Target, TokenFacts, Visit

KINDS = (PostKind.VIDEO,)
"""Comments of the channel itself, which Takeout brings as replies, stand in no list of uploads."""

Reader = Callable[[Any, Page, Target], Iterator[Anything]]
_READERS: Mapping[str, Reader] = {
    "channel": channel_records,
    "uploads": upload_records,
    "videos": video_records,
    "threads": thread_records,
    "replies": reply_records,
}


class YoutubeOptions(LiveOptions):
    """The table `[connectors.youtube_api]`."""

    base: str = Field(
        "https://youtube.googleapis.com/youtube/v3",
        description="address of the API; change it only for a proxy of your own",
    )
    feed_base: str = Field(
        "https://www.youtube.com/feeds", description="where channel feeds are, which are read without a key"
    )
    daily_units: int = Field(10_000, ge=1, description="most units a day (Pacific time); Google gives 10,000")
    comment_requests: int = Field(
        10, ge=0, le=1000, description="most requests a visit spends on comments, 100 each; 0: none are read"
    )
    profile_days: int = Field(
        7, ge=0, description="every how many days the channel itself is read: name, description, subscribers, handle"
    )


class Connector:
    """Reads a channel's videos, what they count, and the comments on them."""

    declaration: ClassVar[LiveDeclaration] = LiveDeclaration(
        name="youtube_api",
        title="YouTube Data API",
        platform="youtube",
        yields=("Account", "Profile", "Post", "Standing", "Interaction", "Window"),
        obtain=(
            "Without a key: set native_id of the account to the channel's id (on the channel's page More > Share "
            "channel > Copy channel ID; it begins with UC); then its public feed is read, which shows the newest 15 "
            "videos and is at times not there for days. With a key, which is free and needs no review: 1. Open "
            "console.cloud.google.com with any Google account and make a project. 2. APIs & Services > Library > "
            "YouTube Data API v3 > Enable. 3. APIs & Services > Credentials > Create credentials > API key. 4. In the "
            "key's settings choose API restrictions > YouTube Data API v3, and leave Application restrictions at None "
            "or name this machine's IP address. 5. Put the key in the environment variable YOUTUBE_API_KEY. One key "
            "serves all channels."
        ),
        since="Data API v3, revision of 4 November 2026; channel feeds of 2015",
        richness=80,
        cannot=(
            "Only what everybody can see: no private or unlisted videos. Premieres and broadcasts are posts from their "
            "beginning. A deleted video is noticed at the next full reading. An answer to a comment that is not among "
            "the newest 100 too, and only if it is among those that comment_requests reaches. YouTube's list ends at "
            "about 20,000 videos. Deleted, closed and suspended channels look the same. Without a key: the newest 15 "
            "videos, views only, no comments, and never that a channel is gone."
        ),
        options=YoutubeOptions,
        token_name="YOUTUBE_API_KEY",  # noqa: S106 - the name of a variable
        token_needed=False,
        scopes=("an API key for YouTube Data API v3; no OAuth",),
        price=(
            "Free: Google gives 10,000 units a day. A visit costs 1 to 4 units, a full reading 1 for every 25 videos, "
            "and 1 for every 100 comments."
        ),
        full_days=30,
        raw_days=30,
        interaction_days=30,
    )

    def __init__(self, options: Options) -> None:
        """Take the options."""
        self.options = options if isinstance(options, YoutubeOptions) else YoutubeOptions()

    def ledger(self) -> Ledger:
        """Units of a day that begins at midnight in California."""
        return Ledger("units", self.options.daily_units, "America/Los_Angeles")

    def estimate(self, target: Target, past: Past) -> Estimate:
        """Say what a visit with a key asks; without one it is one request for the feed."""
        memory = recalled(past.memory)
        comments = f"and up to {self.options.comment_requests} pages of comments"
        if not _is_full(past, memory):
            return Estimate(f"the newest uploads, {comments}", 2 + min(1, self.options.comment_requests), 3)
        batches = -(-(memory.videos or PAGE) // PAGE)
        units = 1 + 2 * batches + self.options.comment_requests
        size = f"about {memory.videos}" if memory.videos is not None else "2 requests for every 50 of them"
        return Estimate(f"the channel, all its uploads ({size}), {comments}", units, units)

    def check(self, visit: Visit) -> TokenFacts:
        """Look a channel up that exists.

        Raises:
            RenewToken: There is no key, or it does not work.
            RetryLater: YouTube is in trouble, or the units of the day are used up.
        """
        if not visit.token:
            raise RenewToken("there is no API key", "youtube", "`monitor auth youtube` shows how to obtain one")
        self._calls(visit).channel("id", forHandle="@youtube")
        return TokenFacts("whoever holds it: it reads what everybody can see on YouTube")

    def pages(self, visit: Visit) -> Generator[Page, None, Reach]:
        """Walk through uploads and comments, or give the feed without a key; see `LiveConnector.pages`."""
        memory = recalled(visit.past.memory)
        if not visit.token:
            return (yield from feed_pages(visit, self.options.feed_base, self.options.allow_private, memory))
        calls, full = self._calls(visit), _is_full(visit.past, memory)
        found = find(calls, visit, memory) if full or self._is_due(memory, visit) else None
        if found:
            yield found.page
        walked = yield from Walk(calls, visit, found.memory if found else memory, full).pages()
        memory = walked.memory
        if walked.is_empty and not found:
            # An empty list may mean that the channel is gone; only the channel itself can tell.
            found = find(calls, visit, memory)
            yield found.page
            memory = found.memory
        unheard = yield from Hearing(calls, visit, memory, full, self.options.comment_requests).pages()
        reach = _reach(walked, memory, full)
        return replace(reach, ended="; ".join(filter(None, (reach.ended, unheard))))

    def parse(self, page: Page, target: Target) -> Iterator[Anything]:
        """Turn one answer into records."""
        if page.kind == "feed":
            yield from feed_records(page, target)
            return
        try:
            answer = page.json
        except (ValueError, RecursionError):
            yield bad("is no JSON", page.url, None, page.body[:200].decode("utf-8", "replace"))
            return
        if native_id := channel_id(page.about.get("channel")):
            yield Account(platform="youtube", native_id=native_id)
        if page.kind in _READERS:
            yield from _READERS[page.kind](answer, page, target)

    def _is_due(self, memory: Memory, visit: Visit) -> bool:
        """Whether the channel itself is to be read; always while it goes by another handle than config.toml says."""
        days = timedelta(days=self.options.profile_days)
        return not all(memory.names.values()) or memory.read_at is None or visit.now - memory.read_at >= days

    def _calls(self, visit: Visit) -> Calls:
        return Calls(visit, self.options.base, self.options.allow_private)


def _is_full(past: Past, memory: Memory) -> bool:
    """Whether everything is read: also if all that was ever read is the feed."""
    return past.full or not memory.is_whole


def _reach(walked: Walked, memory: Memory, full: bool) -> Reach:
    """How far was seen.

    An empty list proves that nothing is there only if the channel says so too.
    """
    if walked.is_empty:
        told = f"{memory.videos} videos" if memory.videos is not None else "nothing of its videos"
        ended = f"YouTube shows no list of uploads, and the channel itself tells of {told}"
        return Reach(memory.videos == 0, ended="" if memory.videos == 0 else ended)
    if walked.is_whole:
        return Reach(full=full, kinds=KINDS)
    if walked.bound is None:
        return Reach(False, ended=walked.ended or "the list of uploads tells no times")
    return Reach(True, walked.bound, full and walked.is_proof, walked.ended, KINDS)
