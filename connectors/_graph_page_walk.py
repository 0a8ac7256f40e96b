"""A visit to a Facebook page: its token, what it looks like, its posts, and what others said under the newest ones."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Generator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from connectors._graph_comments import FIELDS as COMMENT_FIELDS
from connectors._graph_comments import OWN, POST, WHOLE, withheld
from connectors._graph_lists import Listing
from connectors._graph_options import GraphOptions
from connectors._graph_page import FIELDS as PAGE_FIELDS
from connectors._graph_page import is_meant, page_name, page_number
from connectors._graph_posts import FIELDS as POST_FIELDS
from connectors._graph_posts import is_published, native_id, page_of, total
from connectors._graph_token import PAGE, SYSTEM, Needs, Token
from connectors._graph_usage import Rest
from connectors._graph_values import moment_or_none, number_of
from connectors._graph_walk import OWN_TOKEN, GraphWalk
from connectors._values import mapping, text_of
from monitor.errors import AccountGone, GrantAccess, RetryLater, SkipSource
from monitor.records import EARLIEST
from monitor.sources.http import Reply
from monitor.sources.http_address import shown
from monitor.sources.live import Page, Reach, Visit

NEEDS = Needs(
    frozenset({PAGE, SYSTEM}),
    ("pages_read_engagement", "pages_read_user_content"),
    "With another token comments come out empty without an error. Ask for the page's own: "
    "/me/accounts?fields=id,name,access_token; `monitor auth facebook` shows how",
)
CEILING = 600
"""Posts a year that Facebook lists, "approximately" (reference of Page/feed, v26.0, August 2026)."""

NEAR = 540
"""From so many posts in a year on nobody can tell whether the list is complete."""

MORE = (
    f"Facebook lists about {CEILING} a year, so there may be more: for those years import the content table of Meta "
    "Business Suite (facebook_business)"
)
WITHHELD = (
    "comments came without their numbers, so answers to them are not known: the person behind the token needs the task "
    "MODERATE on the page"
)
MOST_COMMENT_PAGES = 20


class PageWalk(GraphWalk):
    """One visit to one page."""

    def __init__(self, visit: Visit, options: GraphOptions, rest: Rest) -> None:
        super().__init__(visit, options, rest, NEEDS, options.base)
        self._years: defaultdict[int, set[str]] = defaultdict(set)
        self._talked: dict[str, str] = {}
        self._withheld = False

    def pages(self) -> Generator[Page, None, Reach]:
        """See `LiveConnector.pages`."""
        token = self.check.known()
        number = yield from self._profile(token)
        since = self._since()
        yield from self._posts(number, since, token)
        yield from self._comments(number)
        return Reach(
            seen=not self._odd,
            start=since,
            full=since is None and not self._odd and not self._full_years(),
            ended="; ".join(filter(None, self._told())),
            token_expires=token.expires,
        )

    # --- the page -------------------------------------------------------------------------------------------
    def _profile(self, token: Token) -> Generator[Page, None, str]:
        target = self._visit.target
        wanted = token.owner or target.native_id or page_number(target) or page_name(target)
        if not wanted:
            raise SkipSource("does not say which page it is", self._where, "Write its number as native_id")
        reply = self._calls.node(quote(wanted, safe=""), {"fields": PAGE_FIELDS})
        told = mapping(reply.json)
        number = number_of(told.get("id"))
        if number is None:
            raise RetryLater("answers a page without its number", shown(reply.url), "Try again later")
        if not is_meant(told, target):
            name = text_of(told.get("username")) or text_of(told.get("name")) or number
            raise GrantAccess(f"the token is of another page, {name[:80]} ({number})", self._where, OWN_TOKEN)
        yield self._page("profile", reply)
        return number

    # --- posts ----------------------------------------------------------------------------------------------
    def _posts(self, number: str, since: datetime | None, token: Token) -> Generator[Page, None, None]:
        """Give all pages; the order is Facebook's own, so nothing is known before the last."""
        params = {"fields": POST_FIELDS, "since": int(since.timestamp()) if since else None}
        posts = Listing(lambda more: self._calls.edge(f"{number}/published_posts", more), params)
        for part in posts:
            for row in part.rows:
                self._look(mapping(row))
            seen = part.last and not posts.odd
            memory = self._memory(token) if seen else None
            yield self._page("posts", part.reply, None, memory, (since or EARLIEST) if seen else None)
        self._odd = f"whether everything was seen cannot be told: {posts.odd}" if posts.odd else ""

    def _look(self, row: Mapping[str, Any]) -> None:
        """Note when a post was published, and whether its comments are to be read."""
        published = moment_or_none(row.get("created_time"))
        identity, number = text_of(row.get("id")), _number(row)
        if published is None or not identity or not number or not is_published(row):
            return
        self._years[published.year].add(number)
        self._span.see(published)
        latest = max(published, moment_or_none(row.get("updated_time")) or published)
        if self._is_recent(latest) and total(row.get("comments")) != 0:
            self._talked[identity] = number

    def _told(self) -> tuple[str, ...]:
        """What is missing, for people."""
        return self._odd, self._full_years(), self._unheard, WITHHELD if self._withheld else ""

    def _full_years(self) -> str:
        """Years of which the list may hold only a part, for people; "" if there are none."""
        full = sorted((year, len(posts)) for year, posts in self._years.items() if len(posts) >= NEAR)
        years = ", ".join(f"{count} in {year}" for year, count in full)
        return f"posts listed: {years}; {MORE}" if full else ""

    # --- comments -------------------------------------------------------------------------------------------
    def _comments(self, number: str) -> Generator[Page, None, None]:
        """Give all comments of a post as one page, since an answer may stand on a later one than its question."""
        for identity, post in self._talked.items():
            try:
                rows, parts, whole = self._said_under(identity)
            except AccountGone:
                # The post has been deleted since it was listed.
                self._vanished += 1
                continue
            self._read += 1
            self._withheld = self._withheld or withheld(rows)
            own = f"{number} {page_of(identity) or ''}".strip()
            about = {POST: post, OWN: own, WHOLE: "yes" if whole else "no"}
            body = json.dumps({"data": rows}).encode() if len(parts) > 1 else None
            yield self._page("comments", parts[0], about, body=body)

    def _said_under(self, identity: str) -> tuple[list[Any], list[Reply], bool]:
        """All comments of a post, oldest first, answers among them; and whether these are all."""
        params = {"fields": COMMENT_FIELDS, "filter": "stream", "order": "chronological"}
        path = f"{quote(identity, safe='')}/comments"
        listing = Listing(lambda more: self._calls.remarks(path, more), params, most=MOST_COMMENT_PAGES)
        parts = list(listing)
        return [row for part in parts for row in part.rows], [part.reply for part in parts], not listing.odd


def _number(row: Mapping[str, Any]) -> str | None:
    try:
        return native_id(row)
    except ValueError:
        return None
