"""Asks a WordPress site for pages of its posts, and gathers what a visit must know of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from connectors._blog_numbered import Listed, is_ignored
from connectors._blog_rules import wordpress_ruling
from connectors._blog_web import Web
from connectors._wordpress_address import collection, goes_on, page_address, total
from connectors._wordpress_posts import FIELDS, Row, rows_of
from monitor.errors import SkipSource
from monitor.sources.http import Reply
from monitor.sources.live import Page

PER_PAGE = 100


@dataclass
class Posts:
    """The posts of one site, as far as they have been asked for.

    Attributes:
        web: The way to the site.
        root: Root of its REST interface.
        about: What every page is told.
        met: What came, by the posts' numbers on the site.
    """

    web: Web
    root: str
    about: Mapping[str, str]
    met: dict[str, Row] = field(default_factory=dict)

    def all(self, number: int) -> Listed | None:
        """A page of all posts."""
        return self._listed(self._ask({}, number), number)

    def changed(self, since: datetime | None, number: int) -> Listed | None:
        """A page of what was changed after a time; None from a site (before WordPress 5.7) that cannot tell."""
        listed = self._listed(self._ask({"modified_after": _utc(since)}, number), number)
        times = {row: self.met[row].modified for row in listed.numbers} if listed else {}
        return None if is_ignored(times, since) else listed

    def published(self, since: datetime, number: int) -> Listed | None:
        """A page of what was published after a time."""
        return self._listed(self._ask({"after": _utc(since)}, number), number)

    def _ask(self, wanted: Mapping[str, object], number: int) -> Reply:
        """Ask for a page; a refusal of the very first one shuts this way."""
        usual = {"orderby": "id", "order": "asc", "per_page": PER_PAGE, "page": number}
        usual |= {"_embed": "author", "_fields": FIELDS}
        ask = self.web.get if self.met else self.web.first
        return ask(collection(self.root, "posts"), wordpress_ruling, {**wanted, **usual})

    def _listed(self, reply: Reply, number: int) -> Listed | None:
        if reply.status == 400:
            return None
        if not isinstance(reply.json, list):
            where = page_address(self.root, "posts", number)
            raise SkipSource("answers no list of posts", where, "Look at the address in a browser")
        rows = rows_of(reply.json)
        self.met |= {row.number: row for row in rows}
        page = Page("posts", reply.content, page_address(self.root, "posts", number), self.about)
        return Listed(page, frozenset(row.number for row in rows), goes_on(reply, number), total(reply))


def _utc(moment: datetime | None) -> str | None:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if moment else None
