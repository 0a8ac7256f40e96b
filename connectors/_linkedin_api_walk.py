"""What the visits by both of LinkedIn's products share: which page it is, what is remembered, counts and comments."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Generator, Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from connectors._linkedin_api_calls import FINDER, Calls
from connectors._linkedin_api_counts import Counts
from connectors._linkedin_api_memory import (
    Recent,
    having_read,
    recalled,
    token_remark,
    told,
    with_known,
    with_recent,
    with_token,
    without,
)
from connectors._linkedin_api_options import LinkedInOptions
from connectors._linkedin_api_posts import id_of, is_published, kind_of, published_at
from connectors._linkedin_api_urls import query
from connectors._linkedin_api_values import elements_of, since_epoch
from connectors._linkedin_api_version import remark
from connectors._linkedin_api_who import WHERE_THE_NUMBER_IS, Who, who_of
from connectors._values import text_of
from monitor.errors import GrantAccess, SkipSource
from monitor.sources.http import Reply
from monitor.sources.live import Page, Reach, Visit, stamp

BATCH = 50
"""Most posts or comments asked for at once: what fits into an address."""

Pages = Generator[Page, None, None]


class PageWalk(ABC):
    """A visit to one page.

    Args:
        visit: The page and what is known of it.
        options: What the person chose.
        calls: Asks LinkedIn.
    """

    lookup: ClassVar[str]
    """Path under which organisations are found by name."""

    def __init__(self, visit: Visit, options: LinkedInOptions, calls: Calls) -> None:
        self.visit, self.options, self.calls = visit, options, calls
        self.who = who_of(visit.target)
        self.memory = with_token(recalled(visit.past.memory), visit.token, visit.now)
        self.knew_posts = self.memory.knows_posts or visit.past.seen_until is not None
        self.remarks = [remark(options.version, visit.now), token_remark(self.memory, visit.now)]
        self.hidden: list[str] = []
        self.met: set[str] = set()
        self.counts: dict[str, Counts] = {}
        self.left = options.comment_requests
        self.refused = False

    @property
    def where(self) -> str:
        """How messages call it."""
        return f"account linkedin {self.visit.target.label}"

    def page(
        self, kind: str, reply: Reply, about: Mapping[str, str] | None = None, *, memorable: bool = False, **more: Any
    ) -> Page:
        """An answer as a page; `memorable`: with it in, what is remembered now holds."""
        known = {**stamp(self.visit), "page": self.who.number or ""}
        memory = told(self.memory) if memorable else None
        return Page(kind, reply.content, reply.url, {**known, **(about or {})}, memory, **more)

    def reach(self, reach: Reach) -> Reach:
        """The end of the visit, with everything a person should know.

        Only what LinkedIn has shown before can be missed: exports tell of posts that are never in its lists, such as
        advertisements, and call others by another number.
        """
        if self.hidden:
            self.remarks.append(f"LinkedIn does not show this token {' and '.join(self.hidden)}: a scope is missing")
        ended = "; ".join(one for one in (reach.ended, *self.remarks) if one)
        return replace(reach, ended=ended, among=frozenset(self.memory.known))

    # --- which page -------------------------------------------------------------------------------------
    def found(self) -> Pages:
        """Have LinkedIn tell the number of a page that is known by its name.

        Raises:
            SkipSource: It does not.
        """
        number = self.who.number or self.memory.page
        if number:
            self.who = Who(number, self.who.name)
            return
        asked = query({"q": "vanityName", "vanityName": self.who.name})
        reply = self.calls.get(self.lookup, asked, method=FINDER, lenient=True)
        self.who = Who(_number_in(reply.json, self.who.name), self.who.name)
        if self.who.number is None:
            what = f'LinkedIn does not tell the number of the page called "{self.who.name}"'
            raise SkipSource(what, self.where, WHERE_THE_NUMBER_IS)
        self.memory = replace(self.memory, page=self.who.number)
        yield self.page("organisation", reply)

    # --- posts --------------------------------------------------------------------------------------------
    def remember(self, rows: Iterable[tuple[str, dict[str, Any]]]) -> None:
        """Note posts; each has the URN under which it came, "" if it was in a list."""
        found = []
        for urn, row in rows:
            native_id, at = id_of(row, urn), published_at(row)
            if native_id and at and is_published(row):
                found.append(Recent(native_id, since_epoch(at), kind_of(row).value))
        self.met |= {one.native_id for one in found}
        self.memory = with_known(self.memory, self.met)
        self.memory = with_recent(self.memory, found, self.visit.now, self.options.comment_days)

    def forget_missing(self) -> None:
        """After a complete look: what it did not meet is gone, and nothing more is asked about it."""
        young = tuple(one for one in self.memory.recent if one.native_id in self.met)
        self.memory = replace(self.memory, recent=young)

    def nothing(self) -> Reach:
        """The end of a walk that met no post at all, which LinkedIn also shows to those who have no right to see any.

        Raises:
            GrantAccess: There are posts, so a right is missing.
        """
        role = "the person behind the token must be an administrator (super admin or content admin) of the page"
        if self.knew_posts:
            what = "nothing to see: LinkedIn shows none of the page's posts, though there were some"
            raise GrantAccess(what, self.where, f"Check the page role: {role}")
        ended = f"nothing to see: the page has no posts yet, or a role is missing ({role})"
        return self.reach(Reach(seen=False, ended=ended))

    # --- comments -----------------------------------------------------------------------------------------
    def noisy(self) -> list[Recent]:
        """Young posts whose comments are to be read now, those first that were not read for longest."""
        wanted = [one for one in self.memory.recent if self.is_worth_reading(one, self.comments(one))]
        return sorted(wanted, key=lambda one: (one.read, -one.at))

    def comments(self, one: Recent) -> int | None:
        """How many comments a post has; None if LinkedIn does not say."""
        return self.counts.get(one.native_id, {}).get("replies")

    @abstractmethod
    def is_worth_reading(self, one: Recent, comments: int | None) -> bool:
        """Whether there may be comments, or answers, that are not known yet."""

    def may_ask(self) -> bool:
        """Whether one more call for comments is allowed; counts it."""
        self.left -= 1
        return self.left >= 0

    def kinds(self, posts: Iterable[Recent]) -> dict[str, str]:
        """What the parser of counts must know of the posts."""
        return {"kinds": json.dumps({one.native_id: one.kind for one in posts})}

    def all_heard(self) -> Pages:
        """Read the comments of young posts, within what is allowed for one visit."""
        waiting = self.noisy()
        later = len(waiting)
        for one in waiting:
            if self.refused or self.left <= 0:
                break
            yield from self.heard(one)
            later -= 1
        if self.refused:
            self.hidden.append("comments")
        elif later and self.options.comment_requests:
            self.remarks.append(f"the comments of {later} posts are left to the next run")

    @abstractmethod
    def heard(self, one: Recent) -> Pages:
        """Read the comments of one post; the last page says so in its memory."""

    def was_read(self, one: Recent) -> None:
        """Note that the comments of a post are in."""
        self.memory = having_read(self.memory, one.native_id, self.comments(one), self.visit.now)

    def is_gone(self, one: Recent) -> None:
        """Note that a post is not there any more."""
        self.memory = without(self.memory, one.native_id)


def _number_in(found: Any, name: str | None) -> str | None:
    """Number of the organisation with this name among those that LinkedIn found."""
    rows = elements_of(found)
    same = [row for row in rows if (text_of(row.get("vanityName")) or "").casefold() == (name or "").casefold()]
    for row in [*same, *rows]:
        number = row.get("id")
        if isinstance(number, int) and not isinstance(number, bool) and number > 0:
            return str(number)
    return None


def in_batches(posts: list[Any]) -> list[list[Any]]:
    """Posts or comments, so many as fit into one question."""
    return [posts[begin : begin + BATCH] for begin in range(0, len(posts), BATCH)]
