"""A visit to a TikTok account: what it looks like, and its videos from the newest back."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from datetime import datetime, timedelta
from typing import Any

from connectors._span import Span
from connectors._tiktok_rule import SCOPE_WORDS, tiktok_ruling, user_ruling, word_of
from connectors._tiktok_videos import (
    BASIC_FIELDS,
    USER_FIELDS,
    VIDEO_FIELDS,
    is_meant,
    moment_of,
    number_of,
    user_of,
    username_of,
    videos_of,
)
from connectors._values import mapping, text_of
from monitor.errors import GrantAccess, RetryLater
from monitor.sources.caller import Caller, Rule
from monitor.sources.http import Reply
from monitor.sources.http_address import shown
from monitor.sources.live import LiveOptions, Page, Reach, TokenFacts, Visit, stamp

MOST_VIDEOS = 20
MOST_PAGES = 2000
BARREN = 3
"""So many pages in a row that bring nothing new are the end, whatever they say."""

EMPTIES = 25
UNSURE = "whether everything was seen cannot be told"
OVERLAP = timedelta(days=14)
"""So far back known videos are read again, for their counts."""


class VideoWalk:
    """One visit to one account."""

    def __init__(self, visit: Visit, options: LiveOptions) -> None:
        self._visit, self._options = visit, options
        self._met: set[str] = set()
        self._span = Span()
        self._newest_here: datetime | None = None
        self._ordered = True
        self._barren = self._empties = 0

    def facts(self) -> TokenFacts:
        """What the token is worth."""
        user = user_of(self._user().json)
        name = username_of(user) or text_of(user.get("display_name"))
        return TokenFacts(f"account {name}" if name else "an account without a name")

    def pages(self) -> Generator[Page, None, Reach]:
        """See `LiveConnector.pages`."""
        reply = self._user()
        user = user_of(reply.json)
        if not user:
            raise RetryLater("answers nothing about the account", shown(reply.url), "Try again later")
        if not is_meant(user, self._visit.target):
            name = username_of(user) or str(user.get("open_id"))[:80]
            where = f"account {self._visit.target.platform} {self._visit.target.label}"
            advice = 'Give this account its own token: token = "env:NAME" under its [[account]] in config.toml'
            raise GrantAccess(f"the token is of another account, {name}", where, advice)
        yield Page("profile", reply.content, reply.url, stamp(self._visit))
        return (yield from self._videos(self._floor()))

    # --- the account ----------------------------------------------------------------------------------------
    def _user(self) -> Reply:
        """The account, with as much as the token allows: name and followers need scopes of their own."""
        reply = self._caller(user_ruling).get("v2/user/info/", {"fields": USER_FIELDS})
        if word_of(reply) not in SCOPE_WORDS:
            return reply
        return self._caller(tiktok_ruling).get("v2/user/info/", {"fields": BASIC_FIELDS})

    # --- videos ---------------------------------------------------------------------------------------------
    def _floor(self) -> datetime | None:
        """How far back to go; None: to the first video."""
        past = self._visit.past
        newest = _remembered(past.memory.get("newest"))
        if past.full or newest is None or past.seen_until is None:
            return None
        return min(newest, past.seen_until) - OVERLAP

    def _videos(self, floor: datetime | None) -> Generator[Page, None, Reach]:
        caller, cursor = self._caller(tiktok_ruling), None
        for number in range(1, MOST_PAGES + 1):
            ask = {"max_count": MOST_VIDEOS, **({} if cursor is None else {"cursor": cursor})}
            reply = caller.post("v2/video/list/", ask, {"fields": VIDEO_FIELDS})
            self._look(videos_of(reply.json))
            data = mapping(mapping(reply.json).get("data"))
            cursor, goes_on = data.get("cursor"), data.get("has_more") is True
            reach = self._reach(floor, goes_on, cursor, number)
            seen_since = (reach.start or self._span.oldest) if reach else self._span.oldest
            seen = self._ordered or (reach is not None and reach.seen)
            memory = self._memory() if reach and not reach.ended else None
            yield Page("videos", reply.content, reply.url, stamp(self._visit), memory, seen_since if seen else None)
            if reach:
                return reach
        raise AssertionError("the last page ends the walk")

    def _look(self, videos: list[Mapping[str, Any]]) -> None:
        """Note what is new on a page, and whether the pages still go from the newest to the oldest."""
        fresh = {number: moment_of(video) for video in videos if (number := number_of(video) or "") not in self._met}
        self._newest_here = max(filter(None, fresh.values()), default=None)
        self._ordered = self._ordered and not (
            self._span.oldest and self._newest_here and self._newest_here > self._span.oldest
        )
        self._met |= fresh.keys()
        for moment in fresh.values():
            self._span.see(moment)
        self._barren = 0 if fresh or not videos else self._barren + 1
        self._empties = 0 if videos else self._empties + 1

    def _reach(self, floor: datetime | None, goes_on: bool, cursor: Any, number: int) -> Reach | None:
        """How far was seen if this was the last page; None if it was not."""
        if not goes_on:
            return Reach(start=floor, full=floor is None)
        if floor and self._ordered and self._newest_here and self._newest_here < floor:
            return Reach(start=floor)
        # In order, everything down to the oldest was seen; the next visit still goes down to where this one should.
        seen = self._ordered and self._span.oldest is not None
        if self._barren >= BARREN:
            return Reach(seen, self._span.oldest, ended=f"{UNSURE}: the list goes in a circle")
        if self._empties >= EMPTIES or number >= MOST_PAGES or not _is_cursor(cursor):
            return Reach(seen, self._span.oldest, ended=f"{UNSURE}: the list goes on after {number} pages")
        return None

    def _memory(self) -> dict[str, str | None]:
        span = Span(newest=_remembered(self._visit.past.memory.get("newest")))
        span.see(self._span.newest)
        return {"newest": span.newest.isoformat() if span.newest else None}

    def _caller(self, rule: Rule) -> Caller:
        secret = {"Authorization": f"Bearer {self._visit.token}"} if self._visit.token else None
        private = self._options.allow_private
        return self._visit.caller(
            self._options.base, rule, headers={"Accept": "application/json"}, secret_headers=secret, private=private
        )


def _is_cursor(value: Any) -> bool:
    return isinstance(value, int | str) and not isinstance(value, bool) and value != ""


def _remembered(value: Any) -> datetime | None:
    """A time out of our own memory."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
