"""Walking through the comments on a channel's videos, the newest first, within a number of requests."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from connectors._youtube_api_calls import Calls
from connectors._youtube_api_comments import Thread, about_thread, author_of, threads_of
from connectors._youtube_api_memory import Memory, told
from connectors._youtube_api_values import next_cursor
from monitor.errors import GrantAccess
from monitor.sources.caller import server_time
from monitor.sources.live import Page, Visit, stamp

BARREN = 2
"""Pages in a row without a new comment, after which the list is taken to go round in circles."""

SKEW = timedelta(days=1)


class Hearing:
    """One walk.

    Args:
        memory: What earlier walks knew.
        full: Read on though all is known.
        requests: Most requests.
    """

    def __init__(self, calls: Calls, visit: Visit, memory: Memory, full: bool, requests: int) -> None:
        self._calls, self._memory, self._left = calls, memory, requests
        self._about = {**stamp(visit), "channel": memory.channel or ""}
        self._since = None if full else memory.heard
        self._heard: list[datetime] = [memory.heard] if memory.heard else []
        self._met: set[str] = set()
        self._long: dict[str, int] = {}
        self._barren = 0

    def pages(self) -> Generator[Page, None, str]:
        """Give the comments, and say why they are not to be had, for people; "" if they are."""
        try:
            yield from self._pages()
        except GrantAccess as error:
            # What was published has been read; a right that is missing for comments alone takes nothing from it.
            return f"its comments are not open to us: {error.what}"
        return ""

    def _pages(self) -> Iterator[Page]:
        """Pages until all on one are known, with the replies to those that have many.

        The newest 100 are read on every visit, so that answers to them are found. The last page says what to remember.
        """
        cursor: str | None = None
        while self._left > 0:
            self._left -= 1
            reply = self._calls.threads(self._memory.channel or "", cursor)
            if reply.status != 200:
                # Comments are switched off, which is a normal state.
                return
            threads, cursor = threads_of(reply.json), next_cursor(reply.json)
            is_known = self._take(threads, server_time(reply) + SKEW)
            yield from self._replies(threads)
            is_last = cursor is None or is_known or self._barren >= BARREN or self._left <= 0
            memory = told(self._remembered()) if is_last else None
            yield Page("threads", reply.content, reply.url, self._about, memory)
            if is_last:
                return

    def _take(self, threads: Sequence[Thread], latest: datetime) -> bool:
        """Note a page, and say whether nothing on it is newer than what the last visit heard."""
        ids = {thread.native_id for thread in threads if thread.native_id}
        self._barren = 0 if ids - self._met else self._barren + 1
        self._met |= ids
        moments = [at for thread in threads if (at := thread.active_at) and at <= latest]
        self._heard += [max(moments)] if moments else []
        return bool(moments) and self._since is not None and max(moments) <= self._since

    def _replies(self, threads: Sequence[Thread]) -> Iterator[Page]:
        """All replies to comments of others that have more of them than came along, unless none is new."""
        for thread in threads:
            number, total = thread.native_id, thread.total
            if not number or not total or thread.is_whole or author_of(thread.comment) == self._memory.channel:
                continue
            if self._memory.threads.get(number) == total:
                self._long[number] = total
            elif self._left > 0:
                self._left -= 1
                reply = self._calls.replies(number)
                if reply.status == 200:
                    self._long[number] = total
                    yield Page("replies", reply.content, reply.url, {**about_thread(thread), **self._about})

    def _remembered(self) -> Memory:
        return replace(self._memory, heard=max(self._heard, default=None), threads=self._long)
