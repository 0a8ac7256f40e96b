"""From the address of a site to the ways that lead to its posts: WordPress, Ghost, a feed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from connectors._blog_rules import site_ruling, text_head
from connectors._blog_web import Web
from connectors._feed_document import kind_of
from connectors._feed_item import absolute
from connectors._web_page import Link, generator_of, header_links, is_feed, links_of, related
from monitor.sources.http import Reply
from monitor.sources.http_address import origin

REST = "https://api.w.org/"
"""Relation of the link to WordPress' REST interface."""

PUBLIC_API = "https://public-api.wordpress.com/wp/v2/sites/"
"""Where the sites of wordpress.com have theirs."""

_SIGNS = ("/wp-content/", "/wp-includes/")
MOST_TEXT = 2**20


@dataclass(frozen=True)
class Found:
    """What a site's front page tells.

    Attributes:
        site: Its address, after redirects.
        rest: Root of WordPress' REST interface; None if it is no WordPress.
        feed: Address of its feed.
        is_ghost: It is made with Ghost.
    """

    site: str
    rest: str | None = None
    feed: str | None = None
    is_ghost: bool = False


def discover(web: Web, site: str) -> Found:
    """Ask a site for its front page.

    Raises:
        RetryLater, GrantAccess, AccountGone, SkipSource: It gives none.
    """
    return found_in(web.get(site, site_ruling))


def found_in(reply: Reply) -> Found:
    """Read a front page. Pure."""
    text = text_head(reply.content, MOST_TEXT)
    if kind_of(text) in {"xml", "json"}:
        return Found(reply.url, feed=reply.url)
    links = [*header_links(reply.headers.get("link", "")), *links_of(text)]
    generator = generator_of(text)
    return Found(
        site=reply.url,
        rest=_first(reply.url, [link for link in links if related(link, REST)]) or _likely(reply.url, text, generator),
        feed=_first(reply.url, [link for link in links if is_feed(link)]),
        is_ghost=generator.startswith("Ghost"),
    )


def _first(base: str, links: list[Link]) -> str | None:
    return next((found for link in links if (found := absolute(base, link["href"]))), None)


def _likely(url: str, text: str, generator: str) -> str | None:
    """Where WordPress has its interface though it does not say so."""
    scheme, host, _ = origin(url)
    if host.endswith(".wordpress.com") or generator == "WordPress.com":
        return f"{PUBLIC_API}{host}"
    if generator.startswith("WordPress") or any(sign in text for sign in _SIGNS):
        return f"{scheme}://{urlsplit(url).netloc.rpartition('@')[2]}/?rest_route=/"
    return None
