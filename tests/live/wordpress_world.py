"""A made-up WordPress site: its front page, its REST interface and its feed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Any, ClassVar
from urllib.parse import urlencode

from tests.live.blog_world import SITE, BlogWorld, edited, html_of, link_of
from tests.live.paging import Mischief
from tests.live.world import Answered, Heard, Said

WRITER = {"id": 7, "name": "Anna Verzonnen", "slug": "anna"}
CODES = {401: "rest_forbidden", 402: "rest_forbidden", 403: "rest_forbidden", 429: "rest_limited"}


class WordPressWorld(BlogWorld):
    """A site whose REST interface everybody may read."""

    token: ClassVar[str | None] = None
    little: ClassVar[int] = 6

    def answer(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Answered:
        if path in {"", "/"}:
            return self.page(
                f'<link rel="alternate" type="application/rss+xml" href="{self.base}/feed/" />'
                f'<link rel="alternate" type="application/rss+xml" href="{self.base}/comments/feed/" />',
                {"Link": f'<{self.base}/wp-json/>; rel="https://api.w.org/"'},
            )
        if path == "/feed/":
            return self._feed(query)
        name = path.removeprefix("/wp-json/wp/v2/")
        if name not in {"posts", "comments"}:
            return self.json({"code": "rest_no_route", "message": "Verzonnen", "data": {"status": 404}}, 404)
        assert int(query.get("per_page", 10)) <= 100
        return self._posts(query) if name == "posts" else self._comments(query)

    def refusal(self, status: int) -> Answered:
        code = CODES.get(status, "internal_server_error")
        return self.json({"code": code, "message": "Verzonnen", "data": {"status": status}}, status)

    # --- calls --------------------------------------------------------------------------------------------
    def _posts(self, query: Mapping[str, str]) -> Answered:
        bounds = [("modified_after", edited), ("after", _published)]
        rows = [said for said in self.said if all(_is_after(query.get(name), time(said)) for name, time in bounds)]
        if "include" in query:
            rows = [said for said in rows if str(said.number + 100) in query["include"].split(",")]
        assert query.get("orderby", "date") == ("date" if "include" in query else "id")
        ordered = sorted(rows, key=lambda said: said.number, reverse=query.get("order", "desc") == "desc")
        return self._list("posts", query, ordered, [_post(self, said) for said in ordered])

    def _comments(self, query: Mapping[str, str]) -> Answered:
        rows = [heard for heard in self.heard if _is_after(query.get("after"), heard.at)]
        if "post" in query:
            rows = [heard for heard in rows if str(heard.to + 100) in query["post"].split(",")]
        ordered = sorted(rows, key=lambda heard: (heard.at, heard.number), reverse=query.get("order") == "desc")
        return self._list("comments", query, ordered, [_comment(self, heard) for heard in ordered])

    def _list(self, name: str, query: Mapping[str, str], rows: Sequence[Any], told: Sequence[Any]) -> Answered:
        """A page by its number, cut well or badly."""
        number, pages = int(query.get("page", 1)), max(1, -(-len(rows) // self.size))
        real, last = _real_page(number, pages, self.mischief)
        if real > pages:
            code = "rest_post_invalid_page_number"
            return self.json({"code": code, "message": "Verzonnen", "data": {"status": 400}}, 400)
        part = list(told[(real - 1) * self.size : real * self.size]) if real else []
        if self.mischief is Mischief.REORDERED:
            part = part[::-1]
        headers = {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": str(last)}
        if number < last:
            following = f"{self.base}/wp-json/wp/v2/{name}?{urlencode({**query, 'page': number + 1})}"
            headers["Link"] = f'<{following}>; rel="next"'
        return self.json(part, headers=headers)

    def _feed(self, query: Mapping[str, str]) -> Answered:
        size, number = 10, int(query.get("paged", 1))
        items = self.newest_first()[(number - 1) * size : number * size]
        kind = {"Content-Type": "application/rss+xml; charset=UTF-8"}
        return (200 if items or number == 1 else 404), kind, feed(items).encode()


def _real_page(number: int, pages: int, mischief: Mischief | None) -> tuple[int, int]:
    """Which page is given for a number (0: an empty one), and which number is the last."""
    if mischief is Mischief.ENDLESS:
        return min(number, pages), number + 1
    if mischief is Mischief.REPEATED:
        return (number + 1) // 2, 2 * pages
    if mischief is Mischief.EMPTY:
        return (number + 1) // 2 if number % 2 else 0, 2 * pages - 1
    return number, pages


def _published(said: Said) -> datetime:
    return said.at


def _is_after(wanted: str | None, moment: datetime) -> bool:
    return wanted is None or moment > datetime.fromisoformat(wanted)


def gmt(moment: datetime) -> str:
    """A time as WordPress writes it: UTC, and no zone."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"


def _post(world: WordPressWorld, said: Said) -> dict[str, Any]:
    return {
        "id": said.number + 100,
        "date": gmt(said.at),
        "date_gmt": gmt(said.at),
        "guid": {"rendered": world.post_id(said)},
        "modified_gmt": gmt(edited(said)),
        "status": "publish",
        "type": "post",
        "link": link_of(said),
        "title": {"rendered": f"Nachricht {said.number} &#8211; Gr&uuml;&szlig;e"},
        "content": {"rendered": html_of(said), "protected": False},
        "excerpt": {"rendered": "<p>Kort</p>", "protected": False},
        "author": WRITER["id"],
        "_links": {"author": [{"embeddable": True, "href": f"{SITE}/wp-json/wp/v2/users/7"}]},
        "_embedded": {"author": [WRITER]},
    }


def _comment(world: WordPressWorld, heard: Heard) -> dict[str, Any]:
    return {
        "id": heard.number + 1,
        "post": heard.to + 100,
        "parent": 0,
        "author": 0,
        "author_name": heard.author,
        "date_gmt": gmt(heard.at),
        "content": {"rendered": f"<p>{escape(heard.text)}</p>\n"},
        "link": f"{link_of(world.one(heard.to))}#comment-{heard.number + 1}",
        "status": "approved",
        "type": "comment",
    }


def feed(items: Sequence[Said]) -> str:
    """The feed of some posts."""
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    head = f"<title>Verzonnen Bouw</title><link>{SITE}</link><generator>https://wordpress.org/?v=6.8.7</generator>"
    told = "".join(_item(said) for said in items)
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {spaces}><channel>{head}{told}</channel></rss>'


def _item(said: Said) -> str:
    return (
        f"<item><title>Nachricht {said.number} – Grüße</title><link>{link_of(said)}</link>"
        f"<dc:creator><![CDATA[{WRITER['name']}]]></dc:creator>"
        f"<pubDate>{format_datetime(said.at.replace(microsecond=0))}</pubDate>"
        f'<guid isPermaLink="false">{SITE}/?p={said.number + 100}</guid>'
        f"<description><![CDATA[Kort]]></description><content:encoded><![CDATA[{html_of(said)}]]></content:encoded></item>"
    )
