"""A made-up blog that has nothing but a JSON Feed, page after page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import quote

from monitor.sources.live import Target
from tests.live.blog_world import SITE, BlogWorld, edited, html_of, link_of
from tests.live.world import Answered, Heard, Said


class FeedWorld(BlogWorld):
    """A feed whose address config.toml names; it answers conditional requests."""

    token: ClassVar[str | None] = None
    little: ClassVar[int] = 2
    sees_deletions: ClassVar[bool] = False

    @property
    def target(self) -> Target:
        return Target("blog", handle="verzonnen.example", feed=f"{self.base}/feed.json" if self.base else None)

    def heard_id(self, heard: Heard) -> None:
        return None

    def answer(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Answered:
        if path != "/feed.json":
            return 404, {"Content-Type": "text/html"}, b"<html>404</html>"
        mark = f'"{len(self.said)}-{max(map(edited, self.said)):%s}"'
        if headers.get("if-none-match") == mark and "page" not in query:
            return 304, {"ETag": mark}, b""
        page, following = self.cut(self.newest_first(), query.get("page"))
        told: dict[str, Any] = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Verzonnen Bouw",
            "home_page_url": SITE,
            "items": [_item(self, said) for said in page],
        }
        more = {"next_url": f"{self.base}/feed.json?page={quote(following)}"} if following else {}
        return self.json({**told, **more}, headers={"ETag": mark, "Content-Type": "application/feed+json"})

    def refusal(self, status: int) -> Answered:
        return status, {"Content-Type": "text/html"}, b"<html>Verzonnen</html>"


def _item(world: FeedWorld, said: Said) -> dict[str, Any]:
    return {
        "id": world.post_id(said),
        "url": link_of(said),
        "title": f"Nachricht {said.number}",
        "content_html": html_of(said),
        "date_published": said.at.isoformat(),
        "date_modified": edited(said).isoformat(),
    }
