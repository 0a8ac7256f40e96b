"""Walks a site made with Ghost through its Content API: everything, or what was changed."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urljoin

from connectors._blog_notes import Notes, Section, harmless, latest, moment, noted
from connectors._blog_numbered import OVERLAP, Listed, Numbered, twice
from connectors._blog_rules import ghost_ruling
from connectors._blog_web import Web
from connectors._ghost_api_posts import Row, paging_of, rows_of
from monitor.errors import SkipSource
from monitor.records import PostKind
from monitor.sources.http_address import shown
from monitor.sources.live import Page, Reach, Visit, stamp

LIMIT = 100
"""More than this is cut to it, without a word."""

VERSION = "v5.0"
"""What we speak; newer versions answer it too."""


def content_api(site: str, name: str) -> str:
    """Address of a resource of a site's Content API."""
    return urljoin(site.rstrip("/") + "/", f"ghost/api/content/{name}/")


@dataclass
class Ghost:
    """One visit to one site.

    Attributes:
        web: The way to it.
        visit: The visit; its token is the site's key.
        notes: What is remembered.
        site: Address of the site.
        full: Everything is to be read.
    """

    web: Web
    visit: Visit
    notes: Notes
    site: str
    full: bool
    _met: dict[str, Row] = field(default_factory=dict, init=False)

    def pages(self) -> Generator[Page, None, Reach]:
        """All posts, or those changed since the last visit; a planned post that comes out counts as changed.

        Raises:
            Closed: The interface is not there.
            RenewToken: The key is not this site's.
        """
        section = self.notes.section("ghost")
        full = self.full or not section.get("whole")
        section["site"] = self.site if harmless(self.site) else None
        changed, published = moment(section.get("changed")), moment(section.get("published"))
        since = changed - OVERLAP if changed and not full else None
        is_whole = yield from twice(lambda: Numbered(partial(self._ask, since)))
        self._note(section, full, changed, published)
        if full:
            return Reach(full=is_whole, kinds=(PostKind.ARTICLE,))
        return Reach(start=min((at for at in (published, self.visit.past.seen_until) if at), default=None))

    def _ask(self, since: datetime | None, number: int) -> Listed:
        wanted = {
            "limit": LIMIT,
            "page": number,
            "include": "authors",
            "formats": "html",
            "order": "id asc",
            "filter": f"updated_at:>='{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}'" if since else None,
        }
        url = content_api(self.site, "posts")
        ask = self.web.get if self._met else self.web.first
        headers, key = {"Accept-Version": VERSION}, {"key": self.visit.token or ""}
        reply = ask(url, ghost_ruling, wanted, headers=headers, secret_params=key)
        if not isinstance(reply.json, dict) or "posts" not in reply.json:
            raise SkipSource("answers no list of posts", shown(url), "Look at the address in a browser")
        rows = rows_of(reply.json)
        self._met |= {row.number: row for row in rows}
        pages, total = paging_of(reply.json)
        page = Page("ghost", reply.content, shown(f"{url}?page={number}"), stamp(self.visit))
        return Listed(page, frozenset(row.number for row in rows), number < (pages or 0), total)

    def _note(self, section: Section, full: bool, changed: datetime | None, published: datetime | None) -> None:
        rows, now = self._met.values(), self.visit.now
        section["changed"] = noted(latest([None if full else changed, *(row.changed for row in rows)], now))
        section["published"] = noted(latest([None if full else published, *(row.published for row in rows)], now))
        section["whole"] = True
