"""A blog, read from its own server: WordPress' REST interface, Ghost's Content API, its feed, or its sitemap."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, tzinfo
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from pydantic import Field

from connectors._blog_feed_pages import feed_records
from connectors._blog_notes import Notes
from connectors._blog_rules import ghost_ruling
from connectors._blog_ways import Limits, Ways, site_of
from connectors._blog_web import Closed, Web
from connectors._feed_item import handle_of
from connectors._ghost_api import VERSION, content_api
from connectors._ghost_api_posts import posts as ghost_posts
from connectors._making import bad
from connectors._sitemap import sitemap_posts
from connectors._values import mapping, text_of
from connectors._wordpress_posts import posts as wordpress_posts
from connectors._wordpress_remarks import interactions
from connectors._zoneless import Zoneless, ZoneName
from monitor.errors import RenewToken, SkipSource
from monitor.records import Account, AccountKind, Anything
from monitor.sources.contract import Options
from monitor.sources.ledger import Ledger
from monitor.sources.live import (
    Estimate,
    LiveDeclaration,
    LiveOptions,
    Page,
    Past,
    Reach,
    Target,
    TokenFacts,
    Visit,
    stamp,
)

_NAMES = {
    "ghost": "Ghost's Content API",
    "wordpress": "WordPress' REST interface",
    "feed": "the feed",
    "sitemap": "the sitemap",
}
_READERS: Mapping[str, Callable[[Any, Page], Iterator[Anything]]] = {
    "posts": lambda answer, page: wordpress_posts(answer, page.url),
    "comments": lambda answer, page: interactions(answer, page.about, page.url),
    "ghost": lambda answer, page: ghost_posts(answer, page.url),
}


class BlogOptions(LiveOptions):
    """The table `[connectors.blog_site]`."""

    base: str = Field("", description="not used: each account's url or feed says where its blog is")
    comment_requests: int = Field(
        100,
        ge=0,
        le=10_000,
        description="most requests a visit spends on readers' comments, 100 each; 0: none are read",
    )
    most_pages: int = Field(200, ge=1, description="most pages of one feed read in one visit, going back in time")
    timezone: ZoneName = Field(
        None,
        description="zone of a feed's dates that name none; without it UTC is taken",
        examples=["Europe/Amsterdam"],
    )


class Connector:
    """Reads a blog in the best way that its server offers."""

    declaration: ClassVar[LiveDeclaration] = LiveDeclaration(
        name="blog_site",
        title="Blog (WordPress, Ghost or any feed)",
        platform="blog",
        yields=("Account", "Post", "Interaction", "Standing", "Window"),
        obtain=(
            'No token is needed: set fetch = true and url = "https://www.example.org" (or feed = "...") for the '
            "account. What the site offers is found out: WordPress' REST interface, which shows everything, else its "
            "feed. A site made with Ghost shows all its articles to whoever has its Content API key, else the newest "
            "15 in its feed: in Ghost Admin open Settings > Advanced > Integrations > Add custom integration, name it, "
            "copy the Content API key (it only reads what everybody can read), put it into the environment variable "
            "GHOST_CONTENT_KEY, or for several sites name each one's key by `token` of the account."
        ),
        since="WordPress 4.7 (2016), Ghost 1 (2017) to 6, RSS, Atom, JSON Feed, sitemaps of protocol 0.9",
        richness=85,
        cannot=(
            "Drafts, views, and kinds of entries that a site added to WordPress (news, events). Comments only from "
            "WordPress, and only where it shows them. A feed shows its newest articles, no comments, and not what was "
            "deleted. A sitemap shows addresses without dates, from which no silence can be told."
        ),
        options=BlogOptions,
        token_name="GHOST_CONTENT_KEY",  # noqa: S106 - the name of a variable
        token_needed=False,
        scopes=("the Content API key of the site, for Ghost only",),
        price="",
    )

    def __init__(self, options: Options) -> None:
        """Take the options."""
        self.options = options if isinstance(options, BlogOptions) else BlogOptions()

    def ledger(self) -> Ledger:
        """Reading costs nothing."""
        return Ledger()

    def estimate(self, target: Target, past: Past) -> Estimate:
        """Say what a visit asks: little where it is known how far the last one came."""
        if past.full:
            return Estimate("the front page, all articles (100 a request), readers' comments (100 a request)", 10)
        return Estimate("what is new or was changed", 3)

    def check(self, visit: Visit) -> TokenFacts:
        """Ask a site made with Ghost for its settings.

        Raises:
            RenewToken: The key is not this site's.
            SkipSource, GrantAccess, RetryLater: The site does not answer as Ghost does.
        """
        site = site_of(visit.target)
        if not site or not visit.token:
            advice = "Set fetch = true and url = ... for the account in config.toml"
            raise RenewToken("no site is known that the key could be of", visit.target.label, advice)
        reply = Web(visit, self.options.allow_private).get(
            content_api(site, "settings"),
            ghost_ruling,
            headers={"Accept-Version": VERSION},
            secret_params={"key": visit.token},
        )
        return TokenFacts(
            text_of(mapping(mapping(reply.json).get("settings")).get("title")) or "a site made with Ghost"
        )

    def pages(self, visit: Visit) -> Generator[Page, None, Reach]:
        """Walk the best way that is open; raises what `LiveConnector.pages` says."""
        if not site_of(visit.target) and not visit.target.feed:
            raise SkipSource("nobody says where this blog is", visit.target.label, "Set its url or feed in config.toml")
        notes, closed = Notes(visit.past.memory, visit.target), list[tuple[str, Closed]]()
        limits = Limits(self.options.comment_requests, self.options.most_pages, self._zone)
        for named in Ways(Web(visit, self.options.allow_private), visit, notes, limits).all():
            try:
                reach = yield from named.way.pages()
            except Closed as error:
                closed.append((named.name, error))
            else:
                yield notes.page(stamp(visit))
                return _told(reach, named.name, closed)
        raise (
            closed[0][1].error
            if closed
            else SkipSource(
                "its front page names no way to read it", visit.target.label, "Set `feed` in config.toml, if it has one"
            )
        )

    @property
    def _zone(self) -> tzinfo:
        return ZoneInfo(self.options.timezone) if self.options.timezone else UTC

    def parse(self, page: Page, target: Target) -> Iterator[Anything]:
        """Turn one answer into records."""
        if page.kind == "feed":
            zoneless = Zoneless(self._zone, None if self.options.timezone else f"[connectors.{self.declaration.name}]")
            yield from zoneless.around(feed_records(page, _account(target), self._zone, zoneless))
            return
        yield _account(target) or Account(platform="blog")
        if page.kind == "sitemap":
            yield from sitemap_posts(page.body, page.url)
        elif page.kind in _READERS:
            try:
                answer = page.json
            except (ValueError, RecursionError):
                yield bad("is no JSON", page.url, None, page.body[:200].decode("utf-8", "replace"))
                return
            yield from _READERS[page.kind](answer, page)


def _account(target: Target) -> Account | None:
    """The blog as config.toml or an export names it; None if only its feed is known, which then tells."""
    url, handle = site_of(target), target.handle
    if not url and not handle:
        return None
    return Account(platform="blog", handle=handle or handle_of(url), kind=AccountKind.BLOG, url=url)


def _told(reach: Reach, name: str, closed: list[tuple[str, Closed]]) -> Reach:
    """The reach, with the better ways that were not open."""
    shut = [f"{_NAMES[way]} is not read, for it {error.error.what}" for way, error in closed]
    words = [*shut, *([f"{_NAMES[name]} is read instead"] if shut else []), *([reach.ended] if reach.ended else [])]
    return replace(reach, ended="; ".join(words))
