"""A visit by the Pages Data Portability API: a list of URNs, newest first, answered once a minute; then what they are.

Where a page has more posts than one night may ask for, the next one goes on: the span of time that is in is remembered,
not a place in the list. What was published in the last two days may be missing from the list.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import replace
from datetime import timedelta

from connectors._linkedin_api_calls import BATCH_GET, Calls
from connectors._linkedin_api_comments import about as thread_about
from connectors._linkedin_api_comments import comments_of, own_words
from connectors._linkedin_api_counts import summaries
from connectors._linkedin_api_feed import Feed
from connectors._linkedin_api_memory import Recent, told
from connectors._linkedin_api_options import LinkedInOptions
from connectors._linkedin_api_rule import refused_to_us
from connectors._linkedin_api_span import Span, Time, time_in
from connectors._linkedin_api_urls import query
from connectors._linkedin_api_values import moment_of, results_of
from connectors._linkedin_api_walk import Pages, PageWalk, in_batches
from connectors._linkedin_ids import comment_id, post_id
from monitor.errors import RetryLater
from monitor.sources.http import Reply
from monitor.sources.live import Page, Reach, Visit

LATE = timedelta(days=2)
"""How late a post may come into the list."""

MOST_COMMENTS = 500


class PortabilityWalk(PageWalk):
    """Reads a page through the DMA resources."""

    lookup = "rest/dmaOrganizations"

    def __init__(self, visit: Visit, options: LinkedInOptions, calls: Calls) -> None:
        super().__init__(visit, options, calls)
        kept = self.memory
        self._anew = kept.newest is None or (visit.past.full and not kept.paused)
        self._span = Span() if self._anew else Span(kept.newest, kept.oldest, complete=kept.complete)
        self._left_out = 0

    def pages(self) -> Generator[Page, None, Reach]:
        """Posts first, then counts and comments of the young ones; at the end how far was seen."""
        yield from self.found()
        met = yield from self._resumable()
        if not met:
            return self.nothing()
        whole = self._anew and self._span.complete and not self._left_out
        if whole:
            self.forget_missing()
        yield from self._counts()
        yield from self.all_heard()
        yield self._end()
        return self.reach(Reach(seen=False, full=whole))

    # --- posts --------------------------------------------------------------------------------------------
    def _resumable(self) -> Generator[Page, None, bool]:
        """Walk down the list; where our own limit ends the walk, note that the next one goes on."""
        try:
            return (yield from self._posts())
        except RetryLater:
            ledger = self.visit.ledger
            if ledger.limit is not None and ledger.used + 1 > ledger.limit:
                self.memory = replace(self.memory, paused=True)
                yield Page("pause", b"{}", "", {"page": self.who.number or ""}, told(self.memory))
            raise

    def _posts(self) -> Generator[Page, None, bool]:
        """Walk down the list and read what is not in yet; gives whether there was anything."""
        feed, steps, met = self._feed("postsByAuthor", {"author": self.who.urn}), 0, False
        for part in feed:
            times = {urn: self._time(urn) for urn in part.urns if post_id(urn)}
            met = met or bool(times)
            steps += yield from self._part(times)
            if part.last and not feed.odd:
                self._span.end()
                self._note_span()
            elif self._span.is_low() or steps >= self.options.feed_requests:
                break
        self.memory = replace(self.memory, paused=not self._span.complete)
        if not self._span.complete:
            self.remarks.append("older posts are left to the next run")
        if self._left_out:
            self.remarks.append(f"{self._left_out} posts are listed but not shown to this token")
        return met

    def _part(self, times: dict[str, Time]) -> Generator[Page, None, bool]:
        """Read what is not in yet of one page of the list, newest first; gives whether the page led further down."""
        order = sorted(times, key=lambda urn: (times[urn] is not None, -(times[urn] or 0)))
        newer = [urn for urn in order if self._span.is_newer(times[urn])]
        older = [urn for urn in order if self._span.is_older(times[urn])]
        self._span.meet(times.values())
        for some in in_batches(newer):
            yield from self._read(some)
        self._span.join()
        for some in in_batches(older):
            yield from self._read(some, [times[urn] for urn in some])
        return bool(older) or not self._span.is_reached()

    def _read(self, urns: list[str], older: Iterable[Time] = ()) -> Pages:
        reply = self.calls.get("rest/dmaPosts", query({}, {"ids": urns}), method=BATCH_GET)
        rows = results_of(reply.json)
        self._left_out += len(set(urns) - rows.keys())
        self.remember(rows.items())
        self._span.take(older)
        self._note_span()
        yield self.page("dma_posts", reply, memorable=True)

    def _note_span(self) -> None:
        span = self._span
        self.memory = replace(self.memory, newest=span.newest, oldest=span.oldest, complete=span.complete)

    def _time(self, urn: str) -> Time:
        return time_in(urn, self.visit.now)

    def _feed(self, finder: str, values: dict[str, object]) -> Feed:
        def ask(asked: str) -> Reply:
            return self.calls.rarely("rest/dmaFeedContentsExternal", asked, lenient=finder != "postsByAuthor")

        return Feed(ask, {"q": finder, **values})

    def _end(self) -> Page:
        """What was seen, as a page of its own: the platform tells nobody's last two days for certain."""
        since, until = self._span.seen_since(), self.visit.now - LATE
        about = {"until": until.isoformat(), "page": self.who.number or ""}
        if since is not None:
            about["since"] = (moment_of(since) or until).isoformat()
        return Page("end", b"{}", "", about, told(self.memory))

    # --- counts and comments ------------------------------------------------------------------------------
    def _counts(self) -> Pages:
        for some in in_batches(list(self.memory.recent)):
            ids = {"ids": [f"urn:li:{one.native_id}" for one in some]}
            reply = self.calls.get("rest/dmaSocialMetadata", query({}, ids), method=BATCH_GET, lenient=True)
            if refused_to_us(reply):
                self.hidden.append("counts")
                return
            self.counts |= summaries(reply.json)
            yield self.page("dma_counts", reply, self.kinds(some))

    def is_worth_reading(self, one: Recent, comments: int | None) -> bool:
        """Those with another number of comments than last time, replies included; each costs a minute."""
        return bool(comments) and comments != one.heard

    def heard(self, one: Recent) -> Pages:
        """The URNs of the comments on a post, then the comments themselves."""
        urns = self._comments_on(one)
        replies = [self._batch(some) for some in in_batches(urns)]
        rows = [row for reply in replies for row in comments_of(reply.json)]
        own = own_words(rows, self.who.number, self.visit.now)
        if self.refused:
            return
        self.was_read(one)
        for number, reply in enumerate(replies, start=1):
            yield self.page("comments", reply, thread_about(one.native_id, own), memorable=number == len(replies))

    def _comments_on(self, one: Recent) -> list[str]:
        found: dict[str, None] = {}
        for part in self._feed("commentsOnEntity", {"entity": f"urn:li:{one.native_id}"}):
            self.left -= 1
            self.refused = self.refused or refused_to_us(part.reply)
            found |= {urn: None for urn in part.urns if comment_id(urn)}
            if self.left <= 0 or len(found) >= MOST_COMMENTS:
                break
        return list(found)[:MOST_COMMENTS]

    def _batch(self, urns: list[str]) -> Reply:
        self.left -= 1
        return self.calls.get("rest/dmaComments", query({}, {"ids": urns}), method=BATCH_GET, lenient=True)
