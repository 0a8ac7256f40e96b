"""The list of a channel's uploads, walked from its newest to as far back as is needed."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from connectors._making import bad
from connectors._span import Span
from connectors._values import count_of, text_of
from connectors._youtube_api_calls import PAGE, Calls
from connectors._youtube_api_memory import Memory, told
from connectors._youtube_api_values import id_of, items_of, moment_of, next_cursor, part
from connectors._youtube_api_videos import announced, is_placeholder
from monitor.errors import RetryLater
from monitor.records import Anything
from monitor.sources.caller import server_time
from monitor.sources.http import Reply
from monitor.sources.live import Page, Target, Visit, stamp

BARREN = 3
"""Pages in a row that bring no new id, after which the list is taken to go round in circles."""

LIST_END = 19_000
"""YouTube ends the list at about 20,000 uploads without saying that there are more."""

MOST_PAGES = 500
SKEW = timedelta(days=1)
"""A time of publication further after the server's own clock is a damaged one, and no mark for the next visit."""


@dataclass(frozen=True)
class Upload:
    """An entry of the list.

    Attributes:
        published: When the video was published (not when it was put into the list); None if the entry does not say.
        is_there: It is no placeholder of a video that is gone or private.
    """

    video: str
    published: datetime | None = None
    is_there: bool = True


def uploads_of(answer: Any) -> list[Upload]:
    """The entries that name a video."""
    return [one for item in items_of(answer) if (one := _upload(item))]


def _upload(item: dict[str, Any]) -> Upload | None:
    details, snippet = part(item, "contentDetails"), part(item, "snippet")
    video = id_of(details.get("videoId")) or id_of(part(snippet, "resourceId").get("videoId"))
    published = details.get("videoPublishedAt")
    is_there = not is_placeholder(snippet.get("title"), published)
    return Upload(video, moment_of(published), is_there) if video else None


def upload_records(answer: Any, page: Page, target: Target) -> Iterator[Anything]:
    """Only what cannot be read: the posts come from the look-up of the videos."""
    for number, item in enumerate(items_of(answer), start=1):
        if _upload(item) is None:
            yield bad("names no video", page.url, number, text_of(part(item, "snippet").get("title")) or "")


@dataclass
class _Seen:
    """What a walk has met so far.

    Attributes:
        bound: Everything newer than this has been met; None if that cannot be said.
        top: Ids on the first page.
        etag: Mark of the first page.
        waiting: Videos that are announced but not out yet.
        barren: Pages in a row that brought no new id.
    """

    ids: set[str] = field(default_factory=set)
    span: Span = field(default_factory=Span)
    bound: datetime | None = None
    top: tuple[str, ...] = ()
    etag: str | None = None
    waiting: list[str] = field(default_factory=list)
    looked_up: set[str] = field(default_factory=set)
    pages: int = 0
    barren: int = 0

    def take(self, uploads: Sequence[Upload], latest: datetime, now: datetime) -> None:
        """Note a page. What is newer than its newest entry has then been met: the list is in order but for a few."""
        moments = [one.published for one in uploads if one.published and one.published <= latest]
        for moment in moments:
            self.span.see(moment)
        self.bound = min_of(self.bound, max(moments), now) if moments else self.bound
        fresh = {one.video for one in uploads} - self.ids
        self.barren = 0 if fresh else self.barren + 1
        self.pages += 1
        self.ids |= fresh

    @property
    def is_circle(self) -> bool:
        """Whether the list seems to have no end."""
        return self.barren >= BARREN or self.pages >= MOST_PAGES


@dataclass(frozen=True)
class Walked:
    """How a walk ended.

    Attributes:
        memory: What is remembered from now on.
        is_empty: The list holds nothing, or there is none.
        is_whole: Every upload was met.
        is_proof: What was not met, though it is newer than `bound`, is gone.
        bound: Everything newer than this was met; None if that cannot be said.
        ended: Why it did not come to the end, for people.
    """

    memory: Memory
    is_empty: bool = False
    is_whole: bool = False
    is_proof: bool = False
    bound: datetime | None = None
    ended: str = ""


class Walk:
    """One walk.

    Args:
        memory: With the list's id.
        full: To the end of the list; else until a page holds nothing new.
    """

    def __init__(self, calls: Calls, visit: Visit, memory: Memory, full: bool) -> None:
        self._calls, self._visit, self._memory, self._full = calls, visit, memory, full
        self._about = {**stamp(visit), "channel": memory.channel or ""}
        self._seen = _Seen()

    def pages(self) -> Generator[Page, None, Walked]:
        """Give each page of the list after the look-up of its videos; the last one says what to remember.

        Raises:
            RetryLater: The list vanished while it was read.
        """
        reply = self._list(None, None if self._full else self._memory.etag)
        if reply.status == 304:
            return (yield from self._unchanged())
        self._seen.top = tuple(one.video for one in uploads_of(reply.json))[:PAGE]
        self._seen.etag = reply.headers.get("etag")
        while reply.status != 404:
            cursor = next_cursor(reply.json)
            is_last = yield from self._page(reply, cursor)
            if is_last:
                return self._walked(reply, cursor)
            reply = self._list(cursor)
        if self._seen.pages:
            raise RetryLater("the list of uploads is no longer there", reply.url, "The next run reads it again")
        return Walked(self._memory, is_empty=True)

    def _list(self, cursor: str | None, etag: str | None = None) -> Reply:
        return self._calls.uploads(self._memory.uploads or "", cursor, etag)

    def _page(self, reply: Reply, cursor: str | None) -> Generator[Page, None, bool]:
        """Look up what a page brings, give it, and say whether it was the last one that is needed."""
        uploads, is_first = uploads_of(reply.json), not self._seen.ids
        fresh = [one for one in uploads if one.video not in self._seen.ids]
        new = [one for one in fresh if self._is_new(one, is_first)]
        wanted = fresh if self._full or is_first else new
        yield from self._look_up([one.video for one in wanted if one.is_there])
        self._seen.take(uploads, server_time(reply) + SKEW, self._visit.now)
        is_known = bool(fresh) and not new and not self._full
        is_last = cursor is None or is_known or self._seen.is_circle
        if is_last:
            yield from self._look_up([one for one in self._memory.waiting if one not in self._seen.looked_up])
        remembered = told(self._remembered()) if is_last else None
        yield Page("uploads", reply.content, reply.url, self._about, remembered, self._seen.bound)
        return is_last

    def _is_new(self, one: Upload, is_first: bool) -> bool:
        """Whether an entry may be unknown: by its time, and on the first page by its id too, for times can be wrong."""
        newest = self._memory.newest
        is_later = newest is None or (one.published is not None and one.published > newest)
        return is_later or (is_first and one.video not in self._memory.top)

    def _look_up(self, ids: Sequence[str]) -> Iterator[Page]:
        """The videos themselves, up to 50 at once; those left out of an answer are asked for once more."""
        for begin in range(0, len(ids), PAGE):
            missing = yield from self._looked_up(ids[begin : begin + PAGE])
            if missing:
                yield from self._looked_up(missing)

    def _looked_up(self, ids: Sequence[str]) -> Generator[Page, None, list[str]]:
        reply = self._calls.videos(ids)
        self._seen.waiting += [one for one in announced(reply.json) if one not in self._seen.waiting]
        self._seen.looked_up |= set(ids)
        yield Page("videos", reply.content, reply.url, self._about)
        given = {id_of(item.get("id")) for item in items_of(reply.json)}
        return [one for one in ids if one not in given]

    def _unchanged(self) -> Generator[Page, None, Walked]:
        """The first page is as it was; what was announced may be out by now all the same."""
        pages = list(self._look_up(self._memory.waiting))
        memory = replace(self._memory, waiting=tuple(self._seen.waiting))
        for number, page in enumerate(pages, start=1):
            yield replace(page, memory=told(memory) if number == len(pages) else None)
        return Walked(memory, bound=self._known_until())

    def _known_until(self) -> datetime | None:
        """Where a walk for news meets what is known: by the list's times, or our clock if the server's is ahead."""
        newest = self._memory.newest
        return min_of(newest, self._visit.now, self._visit.past.complete_until) if newest else None

    def _remembered(self) -> Memory:
        """What is known now; of a walk for news that went round in circles only what it looked up."""
        seen = self._seen
        if seen.is_circle and not self._full:
            return replace(self._memory, waiting=tuple(seen.waiting))
        newest = max(filter(None, (seen.span.newest, None if self._full else self._memory.newest)), default=None)
        return replace(self._memory, newest=newest, top=seen.top, etag=seen.etag, waiting=tuple(seen.waiting))

    def _walked(self, reply: Reply, cursor: str | None) -> Walked:
        """How it ended: at the end of the list, at what is known, or before both."""
        memory, bound, count = self._remembered(), self._seen.bound, len(self._seen.ids)
        total = count_of(part(reply.json, "pageInfo").get("totalResults"))
        if not count:
            return Walked(memory, is_empty=True)
        if count >= LIST_END:
            ended = f"YouTube's list of uploads ends after {count} videos"
            return Walked(memory, is_proof=cursor is None, bound=bound, ended=ended)
        if cursor is None or (total is not None and 0 < total <= count):
            return Walked(memory, is_whole=True, bound=bound)
        if self._seen.is_circle:
            ended = f"YouTube's list of uploads goes round in circles after {count} videos"
            return Walked(memory, bound=bound, ended=ended)
        return Walked(memory, bound=min_of(bound, self._known_until()))


def min_of(*moments: datetime | None) -> datetime | None:
    """The earliest of the moments that are known."""
    return min((one for one in moments if one), default=None)
