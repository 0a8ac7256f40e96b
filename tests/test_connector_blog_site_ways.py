"""Blogs read from their servers: which way is taken, what is remembered of it, and where nothing is ever asked."""

from __future__ import annotations

import gzip
import json
import logging
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from connectors.blog_feed import Connector as FeedFile
from connectors.blog_feed import FeedOptions
from connectors.blog_site import BlogOptions, Connector
from monitor.errors import RenewToken, SkipSource
from monitor.secrets import remember as remember_secret
from monitor.sources.http import Http, HttpOptions
from monitor.sources.ledger import Ledger
from monitor.sources.live import Past, Target, TokenFacts, Visit
from tests.blog_case import START, Blog, urlset

DAY = timedelta(days=1)
ATOM, FH = 'xmlns:atom="http://www.w3.org/2005/Atom"', 'xmlns:fh="http://purl.org/syndication/history/1.0"'
Serve = Callable[..., None]


@pytest.fixture
def serve(httpserver: HTTPServer) -> Serve:
    """Answers at a path, the last one told for it."""
    told: dict[str, tuple[Any, dict[str, Any]]] = {}

    def handle(request: Request) -> Response:
        body, more = told.get(request.path, ("<html>404</html>", {"status": 404}))
        if callable(body):
            return body(request)
        return Response(body, **{"content_type": "text/html", **more})

    httpserver.expect_request("/", method="GET").respond_with_handler(handle)
    httpserver.expect_request(re.compile("/.*")).respond_with_handler(handle)

    def tell(path: str, body: Any = "", **more: Any) -> None:
        told[path] = (body, more)

    return tell


@pytest.fixture
def make(httpserver: HTTPServer, tmp_path: Path) -> Iterator[Callable[..., Blog]]:
    made = list[Blog]()

    def blog(url: str | None = None, feed: str | None = None, **more: Any) -> Blog:
        folder = tmp_path / str(len(made))
        folder.mkdir()
        addresses = {"url": url and httpserver.url_for(url), "feed": feed and httpserver.url_for(feed)}
        made.append(Blog(folder, handle="verzonnen.example", **{**addresses, **more}))
        return made[-1]

    yield blog
    for one in made:
        one.__exit__()


def rss(*days: int, more: str = "") -> str:
    """A feed with an item for each of these days before the first night."""
    items = "".join(
        f"<item><guid>{day}</guid><title>{day}</title><pubDate>{(START - day * DAY).isoformat()}</pubDate></item>"
        for day in days
    )
    return f'<rss version="2.0" {ATOM} {FH}><channel><title>V</title>{more}{items}</channel></rss>'


def link(relation: str, target: str) -> str:
    return f'<atom:link rel="{relation}" href="{target}"/>'


FRONT = '<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>'


# --- feeds -------------------------------------------------------------------------------------------------------
def test_the_feed_that_the_front_page_names(make, serve) -> None:
    serve("/", FRONT)
    serve("/feed", rss(2, 1))
    blog = make("/")
    assert blog.visit().result.status == "done"
    assert (blog.paths(), set(blog.posts())) == (["", "feed"], {"1", "2"})
    blog.next_night()
    assert blog.paths() == ["feed"]
    blog.next_night(full=True)
    assert blog.paths() == ["", "feed"]


@pytest.mark.parametrize("typed", ["url", "feed"])
def test_a_typed_address_may_be_the_feed_or_the_page_that_names_it(make, serve, typed: str) -> None:
    serve("/feed", rss(1))
    serve("/", FRONT)
    direct, page = make(**{typed: "/feed"}), make(**{typed: "/"})
    for blog in (direct, page):
        blog.visit()
        assert set(blog.posts()) == {"1"}
        assert blog.next_night().result.status == "done"
        assert blog.paths() == ["feed"]


def test_archives_are_walked_once_and_spans_join(make, serve, httpserver) -> None:
    serve("/feed", rss(2, 1, more=link("prev-archive", httpserver.url_for("/1"))))
    serve("/1", rss(30, 20, more=f"<fh:archive/>{link('prev-archive', '/0')}"))
    serve("/0", rss(90, more="<fh:archive/>"))
    blog = make(feed="/feed")
    blog.visit()
    assert set(blog.posts()) == {"1", "2", "20", "30", "90"}
    assert blog.windows() == [(int((START - 90 * DAY).timestamp()), int(START.timestamp()))]
    serve("/feed", rss(-1, 0, 1, more=link("prev-archive", "/1")))
    blog.next_night(days=2)
    assert blog.paths() == ["feed"]
    assert blog.windows() == [(int((START - 90 * DAY).timestamp()), int(blog.now.timestamp()))]


def test_a_gap_between_two_visits_is_not_called_seen(make, serve) -> None:
    serve("/feed", rss(3, 2))
    blog = make(feed="/feed")
    visited = blog.visit()
    assert visited.reach
    assert visited.reach.ended == "the feed shows its newest 2 posts only"
    serve("/feed", rss(-9, -8))
    blog.next_night(days=10)
    assert [start for start, _ in blog.windows()] == [
        int((START - 3 * DAY).timestamp()),
        int((START + 8 * DAY).timestamp()),
    ]


def test_a_complete_feed_tells_what_was_deleted(make, serve) -> None:
    serve("/feed", rss(3, 2, 1, more="<fh:complete/>"))
    blog = make(feed="/feed")
    blog.visit()
    serve("/feed", rss(3, 1, more="<fh:complete/>"))
    assert blog.next_night().deleted == 1
    assert blog.windows() == [(-1, int(blog.now.timestamp()))]


@pytest.mark.parametrize(("age", "asked"), [("max-age=0", 1), ("max-age=7200", 0), ("no-cache", 1), (None, 1)])
def test_a_feed_is_not_asked_again_within_minutes_or_while_it_is_fresh(make, serve, age, asked: int) -> None:
    serve("/feed", rss(1), headers={"Cache-Control": age} if age else {})
    blog = make(feed="/feed")
    blog.visit()
    visited = blog.next_night(days=10 / 1440)
    assert blog.asked == []
    assert visited.reach
    assert visited.reach.seen
    blog.next_night(days=30 / 1440)
    assert len(blog.asked) == asked
    blog.next_night(days=0.3)
    assert len(blog.asked) == 1
    blog.next_night(days=1 / 1440, full=True)
    assert len(blog.asked) == 1


def test_a_feed_that_is_broken_for_good_is_read_all_the_same(make, serve) -> None:
    serve("/feed", rss(2, 1).replace("</channel></rss>", ""), headers={"ETag": '"1"'})
    blog = make(feed="/feed")
    for night in range(6):
        assert blog.next_night().result.status == "done"
        assert ("If-None-Match" in blog.asked[0].headers) is (night > 3)
    assert set(blog.posts()) == {"1", "2"}


def test_an_older_page_that_is_kept_from_us_is_told_and_tried_again(make, serve) -> None:
    serve("/feed", rss(2, 1, more=link("next", "/older")))
    serve("/older", "", status=403)
    blog = make(feed="/feed")
    visited = blog.visit()
    assert visited.reach
    assert "an older page of the feed was not read" in visited.reach.ended
    serve("/older", rss(9, 8))
    visited = blog.next_night()
    assert set(blog.posts()) == {"1", "2", "8", "9"}
    assert visited.reach
    assert visited.reach.ended == ""
    blog.next_night()
    assert blog.paths() == ["feed"]


# --- addresses that change ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(("status", "later"), [(301, "new"), (308, "new"), (302, "old"), (307, "old")])
def test_what_has_moved_for_good_is_remembered(make, serve, caplog, status: int, later: str) -> None:
    serve("/old", "", status=status, headers={"Location": "/new"})
    serve("/new", rss(1))
    blog = make(feed="/old")
    with caplog.at_level(logging.WARNING):
        blog.visit()
    assert ("has moved for good" in caplog.text) is (later == "new")
    blog.next_night()
    assert blog.paths()[0] == later


def test_a_typed_address_that_is_gone_for_good_is_a_blog_that_is_gone(make, serve) -> None:
    serve("/feed", rss(1))
    blog = make(feed="/feed")
    blog.visit()
    serve("/feed", "", status=410)
    assert "is gone for good (410)" in repr(blog.next_night()) + str(blog.rows("v_account_standing"))
    assert [row["state"] for row in blog.rows("v_account_standing")] == ["active", "deleted"]


def test_a_feed_that_the_site_names_may_go_for_another(make, serve) -> None:
    serve("/", FRONT)
    serve("/feed", rss(1))
    blog = make("/")
    blog.visit()
    serve("/", FRONT.replace("/feed", "/rss"))
    serve("/feed", "", status=410)
    serve("/rss", rss(2, 1))
    visited = blog.next_night()
    assert (blog.paths(), set(blog.posts())) == (["feed", "", "rss"], {"1", "2"})
    assert visited.reach
    assert "the feed is not read, for it is gone for good (410)" in visited.reach.ended
    blog.next_night()
    assert blog.paths() == ["rss"]


def test_another_address_in_the_settings_begins_anew(make, serve) -> None:
    serve("/feed", rss(1), headers={"ETag": '"1"'})
    serve("/other", rss(2), headers={"ETag": '"1"'})
    blog = make(feed="/feed")
    blog.visit()
    blog.feed = blog.feed.replace("/feed", "/other")
    blog.next_night()
    assert "If-None-Match" not in blog.asked[0].headers
    assert set(blog.posts()) == {"1", "2"}


# --- where nothing is asked --------------------------------------------------------------------------------------
@pytest.fixture
def inside(tmp_path) -> Iterator[HTTPServer]:
    """Another server of the own network, which nobody typed."""
    with HTTPServer(host="127.0.0.1") as server:
        server.expect_request("/feed").respond_with_data(rss(77), content_type="application/rss+xml")
        server.expect_request("/wp-json/wp/v2/posts").respond_with_json([])
        yield server


@pytest.mark.parametrize("how", ["feed", "rest", "header", "redirect", "archive", "next", "sitemap"])
def test_no_address_of_the_own_network_comes_from_a_site(make, serve, inside: HTTPServer, how: str) -> None:
    evil = inside.url_for("/feed")
    serve("/", FRONT)
    serve("/feed", rss(1))
    if how == "feed":
        serve("/", FRONT.replace("/feed", evil))
    elif how == "rest":
        serve("/", f'<link rel="https://api.w.org/" href="{inside.url_for("/wp-json/")}">{FRONT}')
    elif how == "header":
        serve("/", "<html>", headers={"Link": f'<{evil}>; rel="alternate"; type="application/rss+xml"'})
    elif how == "redirect":
        serve("/feed", "", status=301, headers={"Location": evil})
    elif how == "sitemap":
        serve("/", "<html>")
        serve("/robots.txt", f"Sitemap: {inside.url_for('/sitemap.xml')}")
    else:
        serve("/feed", rss(1, more=link("prev-archive" if how == "archive" else how, evil)))
    blog = make("/")
    blog.visit()
    blog.next_night()
    assert inside.log == []
    assert "77" not in blog.posts()


def test_a_typed_address_in_the_own_network_needs_leave(make, serve) -> None:
    serve("/feed", rss(1))
    blog = make(feed="/feed", options=BlogOptions())
    visited = blog.visit()
    assert visited.result.status == "failed"
    assert "not public" in visited.result.message


def test_a_login_in_an_address_is_sent_and_never_shown(make, serve, httpserver, tmp_path) -> None:
    def members(request: Request) -> Response:
        known = request.authorization and request.authorization.password == "g3heim-woord"
        return Response(rss(1)) if known else Response("", 401)

    serve("/feed", members)
    address = httpserver.url_for("/feed").replace("://", "://lid:g3heim-woord@")
    remember_secret("g3heim-woord")
    blog = make(feed="/feed", url=None)
    blog.feed = address
    assert blog.visit().result.status == "done"
    assert set(blog.posts()) == {"1"}
    blog.next_night()
    raw = b"".join(gzip.decompress(file.read_bytes()) for file in blog.folder.glob("raw/*/*/*.gz"))
    told = f"{blog.steps} {blog.memory} {raw.decode()} {[request.url for request in blog.asked]}"
    assert "g3heim" not in told
    serve("/feed", "", status=403)
    assert "g3heim" not in blog.next_night().result.message


def test_a_login_opens_all_of_its_site(make, serve, httpserver) -> None:
    wordpress(serve, [post(1, 1)])
    blog = make("/")
    blog.url = httpserver.url_for("/").replace("://", "://lid:g3heim-woord@")
    blog.visit()
    assert set(blog.posts()) == {"p1"}
    assert {request.headers["Authorization"] for request, _ in httpserver.log} == {"Basic bGlkOmczaGVpbS13b29yZA=="}
    assert all(request.secret for request in blog.asked)


# --- WordPress and Ghost -----------------------------------------------------------------------------------------
def post(number: int, day: int) -> dict[str, Any]:
    at = f"{START - day * DAY:%Y-%m-%dT%H:%M:%S}"
    guid = {"rendered": f"p{number}"}
    told = {"id": number, "date_gmt": at, "modified_gmt": at, "guid": guid, "title": {"rendered": str(number)}}
    return {**told, "type": "post", "status": "publish", "link": f"https://verzonnen.example/{number}"}


def wordpress(serve: Serve, posts: list[dict[str, Any]]) -> None:
    """A site from before WordPress 5.7, which does not know `modified_after`."""

    def listed(request: Request) -> Response:
        after = request.args.get("after", "").rstrip("Z")
        rows = [row for row in posts if row["date_gmt"] > after]
        page = rows[(int(request.args["page"]) - 1) * 100 :][:100]
        headers = {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": str(-(-len(rows) // 100))}
        return Response(json.dumps(page), headers=headers, content_type="application/json")

    serve("/", FRONT, headers={"Link": '</wp-json/>; rel="https://api.w.org/"'})
    serve("/wp-json/wp/v2/posts", listed)
    serve("/wp-json/wp/v2/comments", "[]", content_type="application/json")


def test_an_old_wordpress_is_not_walked_every_night(make, serve) -> None:
    posts = [post(number, 400 - number) for number in range(1, 351)]
    wordpress(serve, posts)
    blog = make("/")
    blog.visit()
    assert (len(blog.posts()), len(blog.asked)) == (350, 6)
    posts.append(post(900, -1))
    blog.next_night(days=2)
    assert (len(blog.posts()), len(blog.asked)) == (351, 3)


def test_a_shut_interface_is_tried_a_few_nights_and_then_monthly(make, serve) -> None:
    wordpress(serve, [])
    serve("/wp-json/wp/v2/posts", "", status=403)
    serve("/feed", rss(1))
    blog = make("/")
    blog.visit()
    nights = []
    for _ in range(4):
        blog.next_night()
        nights.append(blog.paths())
    assert nights == [["wp-json/wp/v2/posts", "feed"]] * 2 + [["feed"]] * 2
    wordpress(serve, [post(1, 1)])
    visited = blog.next_night(full=True)
    assert visited.reach
    assert visited.reach.ended == ""
    assert "p1" in blog.posts()


def test_what_an_export_holds_besides_is_not_called_deleted(make, serve) -> None:
    """A site's own kinds of entries are in its export and not in this list."""
    wordpress(serve, [post(1, 9), post(2, 8)])
    blog = make("/")
    file = blog.folder / "feed.xml"
    file.write_text(rss(5))
    blog.bring_in(file, FeedFile(FeedOptions()))
    blog.visit()
    wordpress(serve, [post(2, 8)])
    assert blog.next_night(full=True).deleted == 1
    assert {number for number, row in blog.posts().items() if row["deleted_at"]} == {"p1"}


def test_a_passing_trouble_of_the_interface_is_no_reason_for_another_way(make, serve) -> None:
    wordpress(serve, [post(1, 1)])
    serve("/wp-json/wp/v2/posts", "", status=503)
    serve("/feed", rss(1))
    blog = make("/")
    assert blog.visit().result.status == "postponed"
    assert blog.posts() == {}


GHOST = '<html><head><meta name="generator" content="Ghost 6.65"></head></html>'
KEY = "0123456789abcdef0123456789"


def test_the_key_goes_to_no_site_that_is_not_made_with_ghost(make, serve, httpserver) -> None:
    wordpress(serve, [post(1, 1)])
    blog = make("/", token=KEY)
    blog.visit()
    blog.next_night()
    assert all(KEY not in request.url and KEY not in str(request.headers) for request, _ in httpserver.log)
    assert set(blog.posts()) == {"p1"}


@pytest.mark.parametrize("status", [401, 403])
def test_a_wrong_key_is_told_to_a_person(make, serve, status: int) -> None:
    kind = {401: "UnauthorizedError", 403: "NoPermissionError"}[status]
    serve("/", GHOST + FRONT)
    serve("/feed", rss(1))
    serve("/ghost/api/content/posts/", json.dumps({"errors": [{"type": kind}]}), status=status)
    blog = make("/", token=KEY)
    visited = blog.visit()
    assert visited.result.status == "failed"
    assert "not accepted by this site" in visited.result.message
    # What holds the key is never sent on to another host; the front page is asked without it.
    assert [request.secret for request in blog.asked] == [False, True]


def test_without_a_key_or_interface_the_feed_of_ghost_is_read(make, serve) -> None:
    serve("/", GHOST + FRONT)
    serve("/feed", rss(1))
    keyless, shut = make("/"), make("/", token=KEY)
    keyless.visit()
    visited = shut.visit()
    assert set(keyless.posts()) == set(shut.posts()) == {"1"}
    assert visited.reach
    assert "Ghost's Content API is not read, for it is not there (404)" in visited.reach.ended


def test_a_key_is_checked_with_one_call(serve, httpserver) -> None:
    serve("/ghost/api/content/settings/", json.dumps({"settings": {"title": "Verzonnen Bouw"}}))
    connector = Connector(BlogOptions(allow_private=True))
    with Http(HttpOptions(retries=0, pause=0)) as http:

        def visit(target: Target) -> Visit:
            return Visit(target, Past(), datetime.now(UTC), http, KEY, Ledger())

        assert connector.check(visit(Target("blog", url=httpserver.url_for("/")))) == TokenFacts("Verzonnen Bouw")
        assert httpserver.log[0][0].args["key"] == KEY
        with pytest.raises(RenewToken):
            connector.check(visit(Target("blog")))


# --- the last resort ---------------------------------------------------------------------------------------------
def test_a_packed_sitemap_that_robots_names(make, serve, httpserver) -> None:
    serve("/", "<html>")
    serve("/robots.txt", f"Sitemap: {httpserver.url_for('/map.xml.gz')}", content_type="text/plain")
    addresses = [f"https://verzonnen.example/{number}/" for number in range(3)]
    serve("/map.xml.gz", gzip.compress(urlset(*addresses)))
    blog = make("/")
    visited = blog.visit()
    assert set(blog.posts()) == set(addresses)
    assert visited.reach
    assert (visited.reach.seen, blog.windows()) == (False, [])
    blog.next_night()
    assert blog.paths() == ["", "map.xml.gz"]
    serve("/map.xml.gz", gzip.compress(urlset(*addresses[1:])))
    assert blog.next_night().deleted == 1


def test_a_sitemap_takes_no_place_of_what_was_read_before(make, serve) -> None:
    serve("/", FRONT)
    serve("/feed", rss(1))
    serve("/sitemap.xml", urlset("https://verzonnen.example/een/"))
    blog = make("/")
    blog.visit()
    serve("/feed", "", status=404)
    assert blog.next_night().result.status == "failed"
    assert set(blog.posts()) == {"1"}


def test_a_blog_without_an_address() -> None:
    visit = Visit(Target("blog", handle="blog"), Past(), datetime.now(UTC), Http())
    with pytest.raises(SkipSource, match="nobody says where"):
        next(Connector(BlogOptions()).pages(visit))
