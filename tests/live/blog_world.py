"""What made-up blogs have in common: a site on the test server, with a front page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape

from connectors.blog_site import BlogOptions, Connector
from monitor.sources.live import LiveConnector, Target
from tests.live.world import Answered, Heard, Said, World

SITE = "https://verzonnen.example"
"""Where posts say that they are; nothing is ever asked there."""


class BlogWorld(World):
    """A blog of which config.toml names the address.

    Attributes:
        base: Address of the test server.
    """

    base: str = ""

    def connector(self, base: str) -> LiveConnector:
        self.base = base
        return Connector(BlogOptions(allow_private=True))

    @property
    def target(self) -> Target:
        return Target("blog", handle="verzonnen.example", url=self.base or None)

    def post_id(self, said: Said) -> str:
        return f"{SITE}/?p={said.number + 100}"

    def heard_id(self, heard: Heard) -> str | None:
        return str(heard.number + 1)

    def page(self, head: str, headers: Mapping[str, str] | None = None) -> Answered:
        """A web page with something in its head."""
        kind = {"Content-Type": "text/html; charset=utf-8"}
        body = f"<!doctype html><html><head><title>Verzonnen Bouw</title>{head}</head><body><h1>Dag!</h1></body></html>"
        return 200, kind | dict(headers or {}), body.encode()


def html_of(said: Said) -> str:
    """What was said, as a page shows it."""
    return f"<p>{escape(said.text, quote=False)}</p>\n"


def link_of(said: Said) -> str:
    """Address of a post."""
    return f"{SITE}/{said.at:%Y/%m}/nachricht-{said.number}/"


def edited(said: Said) -> datetime:
    """When it was last changed."""
    return said.edited_at or said.at
