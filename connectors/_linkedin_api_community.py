"""A visit by the Community Management API: posts by their last change, statistics, comments thread by thread.

A list sorted by last change brings edits too, and a walk down to a moment has seen everything published since.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from connectors._linkedin_api_calls import FINDER
from connectors._linkedin_api_comments import Row, about, own_words, replies_to, thread_of, urn_of
from connectors._linkedin_api_counts import statistics
from connectors._linkedin_api_lists import Listing, Part
from connectors._linkedin_api_memory import Recent
from connectors._linkedin_api_posts import modified
from connectors._linkedin_api_rule import refused_to_us
from connectors._linkedin_api_urls import encoded, query
from connectors._linkedin_api_values import moment_of
from connectors._linkedin_api_walk import Pages, PageWalk, in_batches
from monitor.sources.http import Reply
from monitor.sources.live import Page, Reach

OVERLAP = int(timedelta(days=1).total_seconds() * 1000)
"""Milliseconds by which a walk goes back behind what is known: what was changed may be listed late."""

_LISTS = {"share": "shares", "ugcPost": "ugcPosts"}


class CommunityWalk(PageWalk):
    """Reads a page through posts, socialActions and the statistics of organisations."""

    lookup = "rest/organizations"

    def pages(self) -> Generator[Page, None, Reach]:
        """Posts first, so that they are in whatever becomes of the rest."""
        yield from self.found()
        floor = None if self.visit.past.full or not self.memory.modified else self.memory.modified - OVERLAP
        oldest, complete = yield from self._posts(floor)
        if oldest is None:
            return self.nothing()
        whole = self.visit.past.full and complete
        if whole:
            self.forget_missing()
        yield from self._counts()
        yield from self.all_heard()
        yield from self._followers()
        start = None if complete else moment_of(oldest if floor is None else max(oldest, floor))
        return self.reach(Reach(start=start, full=whole))

    # --- posts --------------------------------------------------------------------------------------------
    def _posts(self, floor: int | None) -> Generator[Page, None, tuple[int | None, bool]]:
        """Walk down to the floor; gives the oldest change met, and whether the list came to its own end."""
        listing = Listing(self._ask_posts, {"q": "author", "author": self.who.urn, "sortBy": "LAST_MODIFIED"})
        times: list[int] = []
        for part in listing:
            times += [at for at in map(modified, part.rows) if at]
            oldest = min(times, default=None)
            low = part.last or bool(floor and oldest and oldest < floor)
            self.remember(("", row) for row in part.rows)
            if low and times:
                self.memory = replace(self.memory, modified=max(times))
            yield self.page("posts", part.reply, memorable=low and bool(times), seen_since=_just_after(oldest))
            if low:
                return oldest, part.last and not listing.odd
        return None, False

    def _ask_posts(self, asked: str) -> Reply:
        return self.calls.get("rest/posts", asked, method=FINDER)

    # --- counts -------------------------------------------------------------------------------------------
    def _counts(self) -> Pages:
        """Counts of young posts, many at once; each sort of post has a list of its own."""
        young = sorted(self.memory.recent, key=_sort)
        for sort, posts in groupby(young, key=_sort):
            for some in in_batches(list(posts)) if sort in _LISTS else ():
                reply = self.calls.get("rest/organizationalEntityShareStatistics", self._which(sort, some), **_MILDLY)
                if refused_to_us(reply):
                    self.hidden.append("counts")
                    return
                self.counts |= statistics(reply.json)
                yield self.page("counts", reply, self.kinds(some))

    def _which(self, sort: str, posts: list[Recent]) -> str:
        whose = {"q": "organizationalEntity", "organizationalEntity": self.who.urn}
        return query(whose, {_LISTS[sort]: [f"urn:li:{one.native_id}" for one in posts]})

    def _followers(self) -> Pages:
        path = f"rest/networkSizes/{encoded(self.who.urn)}"
        reply = self.calls.get(path, query({"edgeType": "COMPANY_FOLLOWED_BY_MEMBER"}), lenient=True)
        if refused_to_us(reply):
            self.hidden.append("followers")
        else:
            yield self.page("followers", reply)

    # --- comments -----------------------------------------------------------------------------------------
    def is_worth_reading(self, one: Recent, comments: int | None) -> bool:
        """All with comments: whether an answer to one of them is counted is not known."""
        return comments != 0

    def heard(self, one: Recent) -> Pages:
        """Comments of a post and the replies to them; the comments come last, since only then the answers are known."""
        firsts = self._list(f"urn:li:{one.native_id}")
        if firsts and refused_to_us(firsts[0].reply):
            self.refused = True
            return
        if firsts and firsts[0].reply.status == 404:
            self.is_gone(one)
            return
        rows = [row for part in firsts for row in part.rows]
        own, unread = own_words(rows, self.who.number, self.visit.now), []
        for row in rows:
            if replies_to(row) and (thread := thread_of(row)):
                replies = self._list(urn_of(row) or "")
                own |= own_words(_in_thread(replies, row), self.who.number, self.visit.now)
                unread += [] if replies else [thread]
                yield from self._said(replies, "replies", one, own, unread, row)
        self.was_read(one)
        yield from self._said(firsts, "comments", one, own, unread)

    def _list(self, urn: str) -> list[Part]:
        """All pages of the comments on a post or comment; [] if no more may be asked."""
        path, found = f"rest/socialActions/{encoded(urn)}/comments", []
        if not self.may_ask():
            return []
        for part in Listing(lambda asked: self.calls.get(path, asked, lenient=True), {}):
            found.append(part)
            if not part.last and not self.may_ask():
                break
        return found

    def _said(
        self,
        parts: list[Part],
        kind: str,
        one: Recent,
        own: dict[str, list[int]],
        unread: list[str],
        above: Row | None = None,
    ) -> Pages:
        thread = {"thread": thread_of(above) or ""} if above else {}
        for number, part in enumerate(parts, start=1):
            last = number == len(parts) and above is None
            yield self.page(kind, part.reply, {**about(one.native_id, own, unread), **thread}, memorable=last)


_MILDLY: dict[str, Any] = {"method": FINDER, "lenient": True}


def _sort(one: Recent) -> str:
    return one.native_id.partition(":")[0]


def _in_thread(parts: list[Part], above: Row) -> list[Row]:
    """Replies, each with the comment that it belongs to, also where LinkedIn leaves that out."""
    head = urn_of(above)
    return [{**row, "parentComment": row.get("parentComment") or head} for part in parts for row in part.rows]


def _just_after(oldest: int | None) -> datetime | None:
    """The next whole second: of the second itself something may still be missing."""
    moment = moment_of(oldest)
    return moment + timedelta(seconds=1) if moment else None
