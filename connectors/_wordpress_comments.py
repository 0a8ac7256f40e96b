"""Walks the comments of a WordPress site, and puts threads together before any of them is told."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from connectors._blog_notes import Section, moment, noted
from connectors._blog_numbered import MOST_BARREN
from connectors._blog_rules import NO_JSON, wordpress_ruling
from connectors._blog_web import Web
from connectors._values import mapping
from connectors._wordpress_address import collection, goes_on, page_address
from connectors._wordpress_posts import rows_of
from connectors._wordpress_remarks import FIELDS, Remark, contexts, remarks_of, within
from connectors._wxr_parts import Authors
from monitor.errors import RetryLater, SkipSource
from monitor.sources.http import Reply
from monitor.sources.live import Page

PER_PAGE = 100
LATE = timedelta(days=14)
"""So long a comment may wait for approval and is still noticed; it then appears at the time when it was written."""

OVERLAP = timedelta(days=1)

Told = tuple[Reply, list[Remark]]


@dataclass
class Comments:
    """The comments of one visit.

    Attributes:
        web: The way to the site.
        root: Root of its REST interface.
        section: What is remembered of the site.
        writers: The site's writers.
        known: Numbers under which the store knows posts, by their numbers on the site.
        about: What every page is told.
        now: The moment of the visit.
        most: Most requests.
    """

    web: Web
    root: str
    section: Section
    writers: Authors
    known: dict[str, str]
    about: Mapping[str, str]
    now: datetime
    most: int
    _asked: int = field(default=0, init=False)

    def pages(self, whole: bool) -> Generator[Page, None, None]:
        """All comments, or the threads in which something is new; none where the site does not show them."""
        if not self.most:
            return
        before = mapping(self.section.get("comments"))
        since = moment(before.get("newest"))
        try:
            recent = self._list({} if whole or not since else {"after": noted(since - LATE - OVERLAP)})
        except (SkipSource, RetryLater) as error:
            if isinstance(error, RetryLater) and error.what != NO_JSON:
                raise
            return
        memory = _memory([remark for _, remarks in recent for remark in remarks], since, self.now)
        posts = {remark.post for _, remarks in recent for remark in remarks}
        if whole or not since:
            self._look_up([] if whole else sorted(posts))
            yield from self._told(recent)
        elif memory["mark"] != before.get("mark"):
            yield from self._threads(posts)
        self.section["comments"] = memory

    def _threads(self, posts: set[str]) -> Generator[Page, None, None]:
        """All comments on some posts."""
        chosen = sorted(posts - {""})
        for begin in range(0, len(chosen), PER_PAGE):
            some = chosen[begin : begin + PER_PAGE]
            told = self._list({"post": ",".join(some)})
            self._look_up(some)
            yield from self._told(told)

    def _list(self, wanted: Mapping[str, object]) -> list[Told]:
        """Comments, the newest first, as far as the number of requests allows."""
        told, met, barren = list[Told](), set[str](), 0
        query = {"per_page": PER_PAGE, "orderby": "date_gmt", "order": "desc", "_fields": FIELDS, **wanted}
        while self._asked < self.most and barren < MOST_BARREN:
            self._asked += 1
            reply = self._get("comments", {**query, "page": len(told) + 1})
            remarks = remarks_of(reply.json)
            numbers = {remark.comment.number for remark in remarks}
            barren = 0 if numbers - met else barren + 1
            told.append((reply, remarks))
            met |= numbers
            if not goes_on(reply, len(told)):
                break
        return told

    def _look_up(self, posts: Sequence[str]) -> None:
        """Learn the identities of posts by their numbers; of pages and other kinds there is none."""
        unknown = [post for post in posts if post and post not in self.known]
        for begin in range(0, len(unknown), PER_PAGE):
            chosen = ",".join(unknown[begin : begin + PER_PAGE])
            query = {"include": chosen, "per_page": PER_PAGE, "_fields": "id,type,status,guid,link"}
            self.known |= {row.number: row.native_id for row in rows_of(self._get("posts", query).json)}

    def _get(self, name: str, query: Mapping[str, object]) -> Reply:
        return self.web.get(collection(self.root, name), wordpress_ruling, query)

    def _told(self, told: Sequence[Told]) -> Generator[Page, None, None]:
        whole = contexts([remark for _, remarks in told for remark in remarks], self.writers, self.known)
        for number, (reply, remarks) in enumerate(told, start=1):
            about = {**self.about, **within(whole, remarks).about()}
            yield Page("comments", reply.content, page_address(self.root, "comments", number), about)


def _memory(remarks: Sequence[Remark], since: datetime | None, now: datetime) -> dict[str, str | None]:
    """What to remember: the newest time, and a mark of the comments of the time in which late ones may appear."""
    times = [remark.comment.written_at for remark in remarks]
    newest = min(max([*times, *([since] if since else [])]), now) if times or since else None
    late = sorted(one.comment.number for one in remarks if newest and one.comment.written_at > newest - LATE)
    return {"newest": noted(newest), "mark": hashlib.blake2b(",".join(late).encode(), digest_size=8).hexdigest()}
