"""An account's feed as a list to walk."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from connectors._bluesky_posts import row_of
from connectors._bluesky_threads import DEPTH
from connectors._list_marks import Marks, Row
from connectors._list_walk import Listed
from connectors._values import mapping, text_of
from monitor.errors import AccountGone, RetryLater
from monitor.sources.caller import Caller
from monitor.sources.live import Page

LIMIT = 100


@dataclass(frozen=True)
class Feed:
    """The list of one account: its posts, replies and reposts, newest first by when they were published.

    Attributes:
        caller: Asks the AppView.
        owner: DID of the account.
        about: What every page is told.
    """

    caller: Caller
    owner: str
    about: Mapping[str, str]

    def listed(self, cursor: Hashable | None) -> Listed:
        """A page, by the AppView's own cursor.

        Raises:
            RetryLater: The answer is no list, though the AppView has just told of the account: no sign of its end.
        """
        asked = {"actor": self.owner, "limit": LIMIT, "filter": "posts_with_replies", "cursor": cursor}
        try:
            reply = self.caller.get("/xrpc/app.bsky.feed.getAuthorFeed", asked)
        except AccountGone as error:
            raise RetryLater("Bluesky tells of the account but not of its posts", error.where) from error
        told = mapping(reply.json)
        if not isinstance(told.get("feed"), list):
            raise RetryLater("answers no list of posts", reply.url, "Try again later")
        rows = [row for row in map(row_of, map(mapping, told["feed"])) if row]
        return Listed(Page("feed", reply.content, reply.url, self.about), rows, text_of(told.get("cursor")))

    def thread(self, row: Row) -> Page | None:
        """The answers to a post; None if it was deleted meanwhile."""
        asked = {"uri": row.native_id, "depth": DEPTH, "parentHeight": 0}
        try:
            reply = self.caller.get("/xrpc/app.bsky.feed.getPostThread", asked)
        except AccountGone:
            return None
        return Page("thread", reply.content, reply.url, self.about)

    def closing(self, marks: Marks) -> Page:
        """A page of nothing but what is to be remembered."""
        return Page("end", b"{}", about=self.about, memory=marks.memory())
