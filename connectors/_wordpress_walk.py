"""Walks a WordPress site through its REST interface: everything, or what is new and what has changed."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from connectors._blog_notes import MOST_IDS, Notes, Section, harmless, latest, moment, noted, texts
from connectors._blog_numbered import OVERLAP, Numbered, twice
from connectors._blog_web import Closed, Web
from connectors._values import count_of
from connectors._wordpress_comments import Comments
from connectors._wordpress_list import Posts
from connectors._wxr_parts import Authors
from monitor.records import PostKind
from monitor.sources.live import Page, Reach, Visit, stamp

MOST_WRITERS = 500
MOST_REFUSALS = 3
"""After so many refusals in a row the interface is asked again only when everything is read anew."""


@dataclass
class WordPress:
    """One visit to one site.

    Attributes:
        web: The way to it.
        visit: The visit.
        notes: What is remembered.
        root: Root of the REST interface.
        full: Everything is to be read.
        comment_requests: Most requests for comments.
    """

    web: Web
    visit: Visit
    notes: Notes
    root: str
    full: bool
    comment_requests: int

    def pages(self) -> Generator[Page, None, Reach]:
        """Posts, then comments.

        Raises:
            Closed: The interface is shut; nothing was given.
        """
        section, about = self.notes.section("wordpress"), stamp(self.visit)
        full = self.full or not section.get("whole")
        section["root"] = self.root if harmless(self.root) else None
        posts = Posts(self.web, self.root, about)
        try:
            reach = yield from self._everything(posts, section) if full else self._news(posts, section)
        except Closed:
            section["refused"] = refusals(section) + 1
            raise
        _remember_writers(section, posts)
        yield self.notes.page(about, self._since(posts, reach))
        known = {row.number: row.native_id for row in posts.met.values()}
        writers, now = _writers(section), self.visit.now
        yield from Comments(self.web, self.root, section, writers, known, about, now, self.comment_requests).pages(full)
        return reach

    def _everything(self, posts: Posts, section: Section) -> Generator[Page, None, Reach]:
        """All posts; what an earlier visit met and is not among them is deleted."""
        earlier = texts(section.get("ids"))
        is_whole = yield from twice(lambda: Numbered(posts.all))
        self._note(posts, section, [None, None], [] if is_whole else earlier)
        section["whole"] = True
        return Reach(full=is_whole, kinds=(PostKind.ARTICLE,), among=frozenset(earlier))

    def _news(self, posts: Posts, section: Section) -> Generator[Page, None, Reach]:
        """What was changed, and what came out: a planned post comes out without counting as changed."""
        changed, published = moment(section.get("changed")), moment(section.get("published"))
        yield from Numbered(partial(posts.changed, changed - OVERLAP if changed else None)).pages()
        if published:
            yield from Numbered(partial(posts.published, published - OVERLAP)).pages()
        self._note(posts, section, [changed, published], texts(section.get("ids")))
        known = [at for at in (published, self.visit.past.seen_until) if at]
        return Reach(start=min(known, default=None))

    def _note(self, posts: Posts, section: Section, before: Sequence[datetime | None], ids: list[str]) -> None:
        """Remember how far was read."""
        rows, (changed, published) = posts.met.values(), before
        section["changed"] = noted(latest([changed, *(row.modified for row in rows)], self.visit.now))
        section["published"] = noted(latest([published, *(row.published for row in rows)], self.visit.now))
        known = dict.fromkeys([*ids, *(row.native_id for row in rows if row.native_id)])
        section |= {"ids": [*known] if len(known) <= MOST_IDS else [], "refused": 0}

    def _since(self, posts: Posts, reach: Reach) -> datetime | None:
        """From when on all posts are in once their pages are."""
        return reach.start or min((row.published for row in posts.met.values() if row.published), default=None)


def refusals(section: Section) -> int:
    """How often in a row the interface was shut."""
    return count_of(section.get("refused")) or 0


def _remember_writers(section: Section, posts: Posts) -> None:
    """Who writes on the site, so that their comments are known as answers on every night."""
    rows = posts.met.values()
    numbers = dict.fromkeys([*texts(section.get("writers")), *(row.author for row in rows if row.author)])
    names = dict.fromkeys([*texts(section.get("names")), *(name for row in rows for name in row.names)])
    section |= {"writers": [*numbers][:MOST_WRITERS], "names": [*names][:MOST_WRITERS]}


def _writers(section: Section) -> Authors:
    names = {name.casefold() for name in texts(section.get("names"))}
    return Authors(ids=set(texts(section.get("writers"))), spellings=names)
