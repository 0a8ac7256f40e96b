"""Blogs read from their servers: how answers, front pages and sitemaps are understood."""

from __future__ import annotations

import gzip
import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors._blog_discovery import Found, found_in
from connectors._blog_rules import feed_ruling, ghost_ruling, site_ruling, wordpress_ruling
from connectors._sitemap import Sitemap, named_in, of_posts, read_sitemap, sitemap_posts, unpacked
from connectors._wordpress_address import collection
from monitor.errors import RefuseHostile, SkipSource
from monitor.records import Post, PostKind
from monitor.sources.caller import Reaction, Rule
from monitor.sources.http import Reply
from tests.blog_case import RSS, as_reply, record, reply, urlset
from tests.live.pages import documents

HTML = b"<!doctype html><html><body>Dag</body></html>"


# --- rules ------------------------------------------------------------------------------------------------
def rest(code: str, status: int) -> dict[str, Any]:
    return {"code": code, "message": "Nee", "data": {"status": status}}


def ghost(kind: str) -> dict[str, Any]:
    return {"errors": [{"message": "Nee", "type": kind, "code": None}]}


@pytest.mark.parametrize(
    ("rule", "answer", "reaction"),
    [
        (site_ruling, reply(200, HTML), Reaction.FINE),
        (site_ruling, reply(304), Reaction.FINE),
        (site_ruling, reply(401, HTML), Reaction.ACCESS),
        (site_ruling, reply(402, HTML), Reaction.ACCESS),
        (site_ruling, reply(403, HTML), Reaction.ACCESS),
        (site_ruling, reply(404, HTML), Reaction.REFUSED),
        (site_ruling, reply(410, HTML), Reaction.GONE),
        (site_ruling, reply(418, HTML), Reaction.REFUSED),
        (site_ruling, reply(429, HTML), Reaction.WAIT),
        (site_ruling, reply(503, HTML), Reaction.RETRY),
        (feed_ruling, reply(200, RSS), Reaction.FINE),
        (feed_ruling, reply(200, HTML), Reaction.RETRY),
        (feed_ruling, reply(200, b'{"version": "https://jsonfeed.org/version/1", "items": ['), Reaction.RETRY),
        (feed_ruling, reply(304), Reaction.FINE),
        (feed_ruling, reply(404, HTML), Reaction.REFUSED),
        (wordpress_ruling, reply(200, []), Reaction.FINE),
        (wordpress_ruling, reply(200, HTML), Reaction.RETRY),
        (wordpress_ruling, reply(400, rest("rest_post_invalid_page_number", 400)), Reaction.FINE),
        (wordpress_ruling, reply(400, rest("rest_invalid_param", 400)), Reaction.REFUSED),
        (wordpress_ruling, reply(401, rest("rest_forbidden", 401)), Reaction.ACCESS),
        (wordpress_ruling, reply(404, rest("rest_no_route", 404)), Reaction.REFUSED),
        (wordpress_ruling, reply(500, rest("internal_server_error", 500)), Reaction.RETRY),
        (ghost_ruling, reply(200, {"posts": []}), Reaction.FINE),
        (ghost_ruling, reply(200, HTML), Reaction.RETRY),
        (ghost_ruling, reply(401, ghost("UnauthorizedError")), Reaction.TOKEN),
        (ghost_ruling, reply(403, ghost("NoPermissionError")), Reaction.TOKEN),
        (ghost_ruling, reply(403, HTML), Reaction.ACCESS),
        (ghost_ruling, reply(404, ghost("NotFoundError")), Reaction.REFUSED),
        (ghost_ruling, reply(400, ghost("BadRequestError")), Reaction.REFUSED),
    ],
)
def test_how_answers_are_read(rule: Rule, answer: Reply, reaction: Reaction) -> None:
    ruling = rule(answer)
    assert ruling.reaction is reaction
    assert (ruling.what == "") is (reaction is Reaction.FINE)


RECORDED = {
    "wordpress-6.8.7/posts-beyond-last": Reaction.FINE,
    "wordpress-6.8.7/posts-page1": Reaction.FINE,
    "wordpress-6.8.7/posts-per_page-101": Reaction.REFUSED,
    "wordpress-6.8.7/post-trashed": Reaction.ACCESS,
    "wordpress-6.8.7/post-deleted": Reaction.REFUSED,
    "wordpress-6.8.7/post-unknown-type": Reaction.REFUSED,
    "ghost-6.65/posts-page1": Reaction.FINE,
    "ghost-6.65/posts-beyond-last": Reaction.FINE,
    "ghost-6.65/bad-key": Reaction.TOKEN,
    "ghost-6.65/no-key": Reaction.TOKEN,
    "ghost-6.65/bad-filter": Reaction.REFUSED,
    "ghost-6.65/unknown-slug": Reaction.REFUSED,
}


@pytest.mark.parametrize("name", sorted(RECORDED))
def test_how_recorded_answers_are_read(name: str) -> None:
    rule = wordpress_ruling if "wordpress" in name else ghost_ruling
    assert rule(as_reply(record(name))).reaction is RECORDED[name]


@settings(max_examples=50, deadline=None)
@given(body=st.binary(max_size=60) | documents.map(lambda told: json.dumps(told).encode("utf-8", "surrogatepass")))
def test_any_answer_can_be_read(body: bytes) -> None:
    for rule in (site_ruling, feed_ruling, wordpress_ruling, ghost_ruling):
        for status in (200, 400, 401, 500):
            assert rule(reply(status, body))
    assert found_in(reply(200, body, link=body.decode("latin-1")))


# --- discovery ---------------------------------------------------------------------------------------------------
def front(head: str = "", body: str = "", url: str = "https://verzonnen.example/", **headers: str) -> Found:
    answer = reply(200, f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode(), **headers)
    return found_in(replace(answer, url=url))


GENERATOR = '<meta name="generator" content="%s">'
FEED = '<link rel="alternate" type="application/rss+xml" href="/feed/">'


@pytest.mark.parametrize(
    ("found", "rest", "feed", "is_ghost"),
    [
        (front(), None, None, False),
        (
            front(link='<https://v.example/wp-json/>; rel="https://api.w.org/"'),
            "https://v.example/wp-json/",
            None,
            False,
        ),
        (
            front("<link rel='https://api.w.org/' href='/wp-json/' />"),
            "https://verzonnen.example/wp-json/",
            None,
            False,
        ),
        (front(GENERATOR % "WordPress 6.1"), "https://verzonnen.example/?rest_route=/", None, False),
        (front(body="<img src='/wp-content/a.png'>"), "https://verzonnen.example/?rest_route=/", None, False),
        (
            front(url="https://bouw.wordpress.com/"),
            "https://public-api.wordpress.com/wp/v2/sites/bouw.wordpress.com",
            None,
            False,
        ),
        (
            front(GENERATOR % "WordPress.com"),
            "https://public-api.wordpress.com/wp/v2/sites/verzonnen.example",
            None,
            False,
        ),
        (front(FEED), None, "https://verzonnen.example/feed/", False),
        (front(FEED.replace("/feed/", "/comments/feed/")), None, None, False),
        (
            front(link='</f.json>; rel="alternate"; type="application/feed+json", </x>; rel=next'),
            None,
            "https://verzonnen.example/f.json",
            False,
        ),
        (front(link='</wp-json/pages/1>; rel="alternate"; type="application/json"'), None, None, False),
        (front(GENERATOR % "Ghost 6.65" + FEED), None, "https://verzonnen.example/feed/", True),
        (found_in(reply(200, RSS)), None, "https://verzonnen.example/", False),
        (
            front("<link rel='https://api.w.org/' href='javascript:x'><link rel='https://api.w.org/'>"),
            None,
            None,
            False,
        ),
    ],
)
def test_what_a_front_page_tells(found: Found, rest: str | None, feed: str | None, is_ghost: bool) -> None:
    assert (found.rest, found.feed, found.is_ghost) == (rest, feed, is_ghost)


@pytest.mark.parametrize(
    ("root", "address"),
    [
        ("https://v.example/wp-json/", "https://v.example/wp-json/wp/v2/posts"),
        ("https://v.example/blog/wp-json", "https://v.example/blog/wp-json/wp/v2/posts"),
        ("https://v.example/?rest_route=/", "https://v.example/?rest_route=/wp/v2/posts"),
        (
            "https://v.example/index.php?rest_route=/&lang=nl",
            "https://v.example/index.php?rest_route=/wp/v2/posts&lang=nl",
        ),
        (
            "https://public-api.wordpress.com/wp/v2/sites/v.example",
            "https://public-api.wordpress.com/wp/v2/sites/v.example/posts",
        ),
    ],
)
def test_addresses_of_the_interface(root: str, address: str) -> None:
    assert collection(root, "posts") == address


# --- sitemaps ----------------------------------------------------------------------------------------------------
def test_addresses_of_a_sitemap_are_posts_without_a_time() -> None:
    found = list(sitemap_posts(urlset("https://v.example/a/", "https://v.example/", "ftp://v.example/b"), "x"))
    told = Post(native_id="https://v.example/a/", published_at=None, kind=PostKind.ARTICLE, url="https://v.example/a/")
    assert found == [told]


def test_recorded_sitemaps() -> None:
    pages = list(sitemap_posts(record("wordpress-6.8.7/sitemap-posts").body, "x"))
    assert len(pages) == 249
    index = read_sitemap(record("ghost-6.65/sitemap-index").body, "x")
    assert (index.pages, index.dates) == ((), True)
    assert of_posts(index.sitemaps) == ["http://127.0.0.1:32368/sitemap-posts.xml"]
    index = read_sitemap(record("wordpress-6.8.7/sitemap-index").body, "x")
    assert (index.dates, of_posts(index.sitemaps)) == (False, ["http://127.0.0.1:38082/wp-sitemap-posts-post-1.xml"])


def test_packed_sitemaps_and_bombs() -> None:
    body = urlset("https://v.example/a")
    assert unpacked(gzip.compress(body), "x") == unpacked(body, "x") == body
    with pytest.raises(RefuseHostile):
        unpacked(gzip.compress(b"\0" * (51 * 2**20)), "x")
    with pytest.raises(SkipSource):
        unpacked(gzip.compress(body)[:2] + b"kaputt", "x")
    with pytest.raises(RefuseHostile):
        read_sitemap(b'<!DOCTYPE x [<!ENTITY a "a">]><urlset><url><loc>&a;</loc></url></urlset>', "x")


def test_sitemaps_that_robots_names() -> None:
    robots = "User-agent: *\nSitemap: https://v.example/a.xml\r\n  sitemap:https://v.example/b.xml \nSitemap: /relative"
    assert named_in(robots) == ["https://v.example/a.xml", "https://v.example/b.xml"]


@settings(max_examples=100, deadline=None)
@given(body=st.binary(max_size=80) | st.text(max_size=40).map(urlset))
def test_any_document_is_a_sitemap_or_told(body: bytes) -> None:
    with suppress(SkipSource):
        assert isinstance(read_sitemap(body, "x"), Sitemap)
