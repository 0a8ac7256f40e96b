"""Walks from the newest page of a feed to the older ones."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from connectors._blog_feed_pages import Document, document
from connectors._blog_numbered import MOST_BARREN
from connectors._blog_rules import NO_FEED, feed_ruling, site_ruling
from connectors._blog_web import Web
from connectors._feed_document import Reach
from connectors._feed_item import Head
from connectors._feed_walk import older_page
from monitor.errors import MonitorError, RefuseHostile, RetryLater, SkipSource
from monitor.sources.http import Reply
from monitor.sources.http_address import shown
from monitor.sources.live import Page, Visit, stamp


@dataclass
class FeedWalk:
    """One walk through one feed.

    Attributes:
        web: The way to it.
        visit: The visit.
        zone: Zone of dates that name none.
        most_pages: Most pages.
        seen: What has been seen so far.
        head: What the last page says about the feed.
        ended: Why it ended early, for people; "" if it did not.
        is_doubtful: A page was broken, cut off or kept from us, so that something may be missing.
    """

    web: Web
    visit: Visit
    zone: tzinfo
    most_pages: int
    seen: Reach = field(default_factory=Reach)
    head: Head = field(default_factory=Head)
    ended: str = ""
    is_doubtful: bool = False

    def page(self, reply: Reply) -> Page:
        """Take a page in.

        Raises:
            SkipSource: It is no feed of posts.
        """
        found: Document = document(reply.content, shown(reply.url), self.zone, self.seen)
        self.head, self.is_doubtful = found.head, self.is_doubtful or not found.is_sound
        return Page("feed", reply.content, shown(reply.url), stamp(self.visit), seen_since=self.seen.start)

    def older(self, first: Reply, known: datetime | None) -> Generator[Page, None, None]:
        """Older pages, until the feed ends, goes in a circle, brings nothing new, or comes to what is known.

        Args:
            first: The newest page, which has been taken in.
            known: Everything published until then is known; None: go to the end.
        """
        asked, current, barren = {first.url}, first.url, 0
        for number in range(2, self.most_pages + 1):
            following = older_page(self.head, current, first.url, number)
            if known and self.seen.oldest and self.seen.oldest <= known:
                return
            if not following or following in asked:
                shows = f"the feed shows its newest {len(self.seen.identities)} posts only"
                self.ended = shows if number == 2 and not self.head.complete else ""
                return
            asked.add(following)
            before = len(self.seen.identities)
            reply, page = self._older(following)
            if page is None:
                return
            yield page
            current = reply.url if reply else current
            barren = 0 if len(self.seen.identities) > before else barren + 1
            if barren >= MOST_BARREN:
                return
        self.ended = f"what is older than {self.most_pages} pages of the feed is not read"

    def _older(self, url: str) -> tuple[Reply | None, Page | None]:
        """One older page; None where the feed ends, or where it is kept from us, which is told."""
        is_promised = bool(self.head.next_page or self.head.archive)
        try:
            reply = self.web.get(url, feed_ruling if is_promised else site_ruling)
            return reply, self.page(reply)
        except (SkipSource, RetryLater) as error:
            if isinstance(error, RetryLater) and error.what != NO_FEED:
                raise
            # A page that only may exist is where the feed ends; one that was promised, or is hostile, is told.
            if is_promised or isinstance(error, RefuseHostile):
                self._doubt(url, error)
            return None, None

    def _doubt(self, url: str, error: MonitorError) -> None:
        self.is_doubtful = True
        self.ended = f"an older page of the feed was not read: {shown(url)} {error.what}"
