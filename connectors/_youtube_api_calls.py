"""The calls of YouTube's Data API that are made. Each costs one unit, also when nothing is new or it is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from connectors._youtube_api_answers import ruling
from monitor.errors import RetryLater
from monitor.sources.http import Reply
from monitor.sources.http_address import header_text
from monitor.sources.ledger import Ledger
from monitor.sources.live import Visit

PAGE = 50
"""Most uploads a page, and most videos a look-up."""

COMMENTS = 100
"""Most comments a page."""

KEY_HEADER = "X-Goog-Api-Key"


class Calls:
    """Asks with the key of one visit.

    Args:
        visit: With a token.
        base: Address of the API.
        private: It may lie in a private network.
    """

    def __init__(self, visit: Visit, base: str, private: bool) -> None:
        key = {KEY_HEADER: header_text(visit.token or "")}
        self._caller = visit.caller(base, ruling, secret_headers=key, private=private)
        self._ledger: Ledger = visit.ledger

    def channel(self, parts: str = "id,snippet,statistics,contentDetails", **wanted: str) -> Reply:
        """Look a channel up by `id`, `forHandle` or `forUsername`; an unknown one is an answer without items."""
        return self._get("channels", {"part": parts, **wanted})

    def uploads(self, playlist: str, cursor: str | None, etag: str | None = None) -> Reply:
        """A page of a list; 304 if it is the one that `etag` marks, 404 if there is no such list."""
        wanted = {"part": "snippet,contentDetails,status", "playlistId": playlist, "maxResults": PAGE}
        return self._get(
            "playlistItems", {**wanted, "pageToken": cursor}, {"If-None-Match": header_text(etag)} if etag else None
        )

    def videos(self, ids: Sequence[str]) -> Reply:
        """Look up to 50 videos up; those that are not there are left out of the answer.

        Raises:
            RetryLater: The look-up itself was refused, which says nothing about any of them.
        """
        parts = "snippet,statistics,status,contentDetails,liveStreamingDetails"
        reply = self._get("videos", {"part": parts, "id": ",".join(ids)})
        if reply.status != 200:
            raise RetryLater(f"YouTube looks no videos up ({reply.status})", reply.url, "The next run asks again")
        return reply

    def threads(self, channel: str, cursor: str | None) -> Reply:
        """A page of the comments on all videos, the newest first; 403 if they are switched off."""
        wanted = {"part": "snippet,replies", "allThreadsRelatedToChannelId": channel, "maxResults": COMMENTS}
        more = {"order": "time", "textFormat": "plainText", "pageToken": cursor}
        return self._get("commentThreads", {**wanted, **more})

    def replies(self, thread: str) -> Reply:
        """The first 100 replies to a comment."""
        wanted = {"part": "snippet", "parentId": thread, "maxResults": COMMENTS, "textFormat": "plainText"}
        return self._get("comments", wanted)

    def _get(self, path: str, params: Mapping[str, object], headers: Mapping[str, str] | None = None) -> Reply:
        self._ledger.take(1)
        return self._caller.get(path, params, headers=headers)
