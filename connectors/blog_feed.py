"""A blog's feed: RSS, Atom or JSON Feed, from a file or from its address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import tzinfo
from functools import partial
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from pydantic import Field

from connectors._feed_document import Reach, is_ours, kind_of, open_feed, records_of
from connectors._feed_item import account_of
from connectors._zoneless import Zoneless, ZoneName
from monitor.records import Anything, Window
from monitor.sources.contract import Context, Declaration, Match, Options
from monitor.sources.export import Export
from monitor.sources.text import decode_head

if TYPE_CHECKING:
    from monitor.sources.http import Http
    from monitor.sources.http_memory import FetchMemory


class FeedOptions(Options):
    """The table `[connectors.blog_feed]`."""

    most_pages: int = Field(200, ge=1, description="most pages of one feed read in one run, going back in time")
    allow_private: bool = Field(False, description="read feeds whose typed address lies in your own network")
    timezone: ZoneName = Field(
        None,
        description="zone of dates that name none, which no feed format allows; without it the organisation's is "
        "taken, and the import asks you to confirm that here",
        examples=["Europe/Amsterdam"],
    )


class Connector:
    """Reads one feed document, or walks through a feed on the web."""

    declaration: ClassVar[Declaration] = Declaration(
        name="blog_feed",
        title="Blog feed (RSS, Atom or JSON Feed)",
        platform="blog",
        yields=("Account", "Post", "Window"),
        obtain=(
            "Best: write the feed's address, or the blog's, in config.toml: [[account]] platform = \"blog\", "
            'feed = "https://..."; it is then read on every run. Or: open the feed in a browser (often /feed/, /rss/ '
            "or /atom.xml after the blog's address), save the page as XML or JSON and put it in the inbox."
        ),
        since="RSS 0.9x (1999), RSS 1.0 and 2.0, Atom 0.3 and 1.0 (2005), JSON Feed 1.0 and 1.1, paging of RFC 5005.",
        richness=50,
        cannot=(
            "Most feeds show the newest 10 to 20 articles only; older ones come from paged or archived feeds, from "
            "WordPress page by page, or from an export. Deleted articles and readers' comments are not in it."
        ),
        options=FeedOptions,
    )

    def __init__(self, options: Options) -> None:
        """Take the options."""
        self.options = options if isinstance(options, FeedOptions) else FeedOptions()

    def identify(self, export: Export) -> Match | None:
        """Claim a single document whose root says that it is a feed of a blog."""
        if len(export.names) != 1:
            return None
        text = decode_head(export, export.names[0])
        return Match(self.declaration.name, f"feed ({kind_of(text)})") if is_ours(text) else None

    def read(self, export: Export, context: Context) -> Iterator[Anything]:
        """Stream the feed: its blog, its articles, and the span that it shows."""
        zone, zoneless = self._zone(context)
        yield from zoneless.around(_document(export, zone, zoneless))

    def _zone(self, context: Context) -> tuple[tzinfo, Zoneless]:
        """The zone of dates that name none, and what counts them."""
        stated = self.options.timezone
        zone = ZoneInfo(stated) if stated else context.timezone
        return zone, Zoneless(zone, None if stated else f"[connectors.{self.declaration.name}]")

    def fetch(self, address: str, http: Http, memory: FetchMemory, context: Context) -> Iterator[Anything]:
        """Stream a feed from its address, or from the address of a page that names it.

        The first visit goes back as far as the feed's pages do (RFC 5005, JSON Feed, WordPress); later ones until
        they meet what was read before. An unchanged feed gives its account and window only.

        Raises:
            SkipSource: The address leads nowhere, is gone, or holds no feed.
            RetryLater: The server or the network is in trouble; records given before are good.
        """
        from connectors._feed_walk import Walk
        from monitor.sources.http_address import origin

        private = origin(address) if self.options.allow_private else None
        zone, zoneless = self._zone(context)
        walk = Walk(http, memory, replace(context, timezone=zone), self.options.most_pages, private, zoneless)
        yield from zoneless.around(walk.records(address))


def _document(export: Export, zone: tzinfo, zoneless: Zoneless) -> Iterator[Anything]:
    name = export.names[0]
    kind = kind_of(decode_head(export, name)) or "xml"
    head, items = open_feed(partial(export.stream, name), kind, export.where(name), export.limits.line_bytes)
    yield account_of(head)
    reach = Reach()
    yield from records_of(head, items, zone, reach, zoneless)
    if reach.start:
        yield Window(start=None if head.complete else reach.start)
