"""Blog feeds from their address: discovery, conditions, going back. The server is our own, the texts are made up."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from connectors.blog_feed import Connector, FeedOptions
from monitor.errors import RefuseHostile, RetryLater, SkipSource
from monitor.records import Account, Anything, BadRow, Post, Window
from monitor.sources.contract import Context, Fetcher
from monitor.sources.http import Http, HttpOptions
from monitor.sources.http_memory import FileMemory
from tests.readback import only

NOW = datetime(2013, 6, 1, tzinfo=UTC)
CONTEXT = Context(NOW)
CONNECTOR = Connector(FeedOptions(allow_private=True))
RSS = "application/rss+xml"


@pytest.fixture
def http() -> Iterator[Http]:
    with Http(HttpOptions(pause=0, retries=0, read_seconds=5)) as session:
        yield session


@pytest.fixture
def memory(tmp_path) -> FileMemory:
    return FileMemory(tmp_path / "feeds.json")


def document(days: list[int], more: str = "") -> str:
    """A feed with one item for each day after 1 January 2013."""
    items = "".join(
        f"<item><guid>{day}</guid><title>{day}</title><pubDate>{day_text(day)}</pubDate></item>" for day in days
    )
    spaces = 'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0"'
    return f'<rss version="2.0" {spaces}><channel><title>Verzonnen</title>{more}{items}</channel></rss>'


def day_text(day: int) -> str:
    return moment(day).isoformat()


def moment(day: int) -> datetime:
    return datetime(2013, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)


def link(relation: str, target: str) -> str:
    return f'<atom:link rel="{relation}" href="{target}"/>'


def serve(server: HTTPServer, path: str, body: str, query: str | None = None, **more) -> None:
    more.setdefault("content_type", RSS)
    server.expect_request(path, query_string=query if query is not None else b"").respond_with_data(body, **more)


def visit(server, http, memory, path="/feed", connector=CONNECTOR, context=CONTEXT) -> list[Anything]:
    return list(connector.fetch(server.url_for(path), http, memory, context))


def guids(found: list[Anything]) -> list[str | None]:
    return [post.native_id for post in only(Post, found)]


def test_it_is_a_fetcher():
    assert isinstance(CONNECTOR, Fetcher)


def test_one_page(httpserver, http, memory):
    serve(httpserver, "/feed", document([20, 10]))
    found = visit(httpserver, http, memory)
    assert only(Account, found)[0].name == "Verzonnen"
    assert guids(found) == ["20", "10"]
    assert only(Window, found) == [Window(start=moment(10), end=NOW)]


def test_unchanged_feed_costs_one_answer_and_is_still_observed(httpserver, http, memory):
    def answer(request: Request) -> Response:
        if request.headers.get("If-None-Match") == 'W/"7"' and request.headers.get("If-Modified-Since") == "ooit":
            return Response(status=304)
        return Response(document([20, 10]), headers={"ETag": 'W/"7"', "Last-Modified": "ooit"}, content_type=RSS)

    httpserver.expect_request("/feed").respond_with_handler(answer)
    visit(httpserver, http, memory)
    later = replace(CONTEXT, now=NOW + timedelta(days=1))
    found = visit(httpserver, http, memory, context=later)
    assert len(only(Account, found)) == 1
    assert not only(Post, found)
    assert only(Window, found) == [Window(start=moment(10), end=later.now)]
    assert httpserver.log[-1][1].status_code == 304


def test_what_was_not_saved_is_read_again(httpserver, http, tmp_path):
    serve(httpserver, "/feed", document([1]), headers={"ETag": '"1"'})
    path = tmp_path / "feeds.json"
    visit(httpserver, http, FileMemory(path))
    visit(httpserver, http, FileMemory(path))
    assert all("If-None-Match" not in request.headers for request, _ in httpserver.log)


def test_discovery_from_a_web_page(httpserver, http, memory):
    page = (
        "<!doctype html><html><head><link rel='stylesheet' href='/x.css'>"
        "<link rel='alternate' type='application/json' href='/wp-json/'>"
        "<link rel='alternate' type='application/rss+xml' href='/comments/feed/'>"
        '<LINK type="application/rss+xml" rel="alternate" href="feed?a=1&amp;b=2"></head></html>'
    )
    serve(httpserver, "/", page, content_type="text/html")
    serve(httpserver, "/feed", document([5]), query="a=1&b=2")
    assert guids(visit(httpserver, http, memory, "/")) == ["5"]


def test_discovery_from_the_header(httpserver, http, memory):
    headers = {"Link": '</feed>; rel="alternate"; type="application/rss+xml"'}
    serve(httpserver, "/", "<html></html>", content_type="text/html", headers=headers)
    serve(httpserver, "/feed", document([5]))
    assert guids(visit(httpserver, http, memory, "/")) == ["5"]


@pytest.mark.parametrize(
    ("body", "words"), [("<html>x</html>", "names no feed"), ("hallo", "no feed"), ("{}", "no feed")]
)
def test_no_feed_there(httpserver, http, memory, body, words):
    serve(httpserver, "/feed", body)
    with pytest.raises(SkipSource, match=words):
        visit(httpserver, http, memory)


def test_archived_feed_goes_back_to_the_beginning(httpserver, http, memory):
    serve(httpserver, "/feed", document([30, 29], link("prev-archive", "/2")))
    serve(httpserver, "/2", document([20, 19], "<fh:archive/>" + link("prev-archive", "/1")))
    serve(httpserver, "/1", document([10, 9], "<fh:archive/>"))
    found = visit(httpserver, http, memory)
    assert guids(found) == ["30", "29", "20", "19", "10", "9"]
    assert only(Window, found) == [Window(start=moment(9), end=NOW)]
    assert len(only(Account, found)) == 1


def test_a_later_visit_stops_where_it_meets_the_last(httpserver, http, memory):
    serve(httpserver, "/feed", document([30, 29], link("next", "/2")))
    serve(httpserver, "/2", document([20, 19], link("next", "/1")))
    serve(httpserver, "/1", document([10, 9]))
    first = replace(CONTEXT, now=moment(31))
    assert len(guids(visit(httpserver, http, memory, context=first))) == 6
    found = visit(httpserver, http, memory)
    assert guids(found) == ["30", "29"]
    assert only(Window, found) == [Window(start=moment(9), end=NOW)]


def test_a_gap_between_visits_is_walked_over_or_left_open(httpserver, http, memory):
    serve(httpserver, "/feed", document([5]))
    visit(httpserver, http, memory, context=replace(CONTEXT, now=moment(6)))
    httpserver.clear()
    serve(httpserver, "/feed", document([30], link("next", "/2")))
    serve(httpserver, "/2", document([20]))
    found = visit(httpserver, http, memory)
    assert guids(found) == ["30", "20"]
    assert only(Window, found) == [Window(start=moment(20), end=NOW)]


def test_json_feed_pages(httpserver, http, memory):
    def page(day: int, **more: str) -> str:
        items = [{"id": str(day), "title": "x", "date_published": day_text(day)}]
        return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": items, **more})

    serve(httpserver, "/feed", page(9, next_url="/2"), content_type="application/feed+json")
    serve(httpserver, "/2", page(8))
    assert guids(visit(httpserver, http, memory)) == ["9", "8"]


def test_wordpress_pages_until_there_are_none(httpserver, http, memory):
    wordpress = "<generator>https://wordpress.org/?v=6.8</generator>"
    serve(httpserver, "/feed", document([30], wordpress))
    serve(httpserver, "/feed", document([20], wordpress), query="paged=2")
    serve(httpserver, "/feed", document([], wordpress), query="paged=3", status=404)
    found = visit(httpserver, http, memory)
    assert guids(found) == ["30", "20"]
    assert not only(BadRow, found)
    assert len(httpserver.log) == 3


def test_pages_in_a_circle(httpserver, http, memory):
    serve(httpserver, "/feed", document([3], link("next", "/2")))
    serve(httpserver, "/2", document([2], link("next", "/feed")))
    assert guids(visit(httpserver, http, memory)) == ["3", "2"]


def test_pages_that_bring_nothing_new(httpserver, http, memory):
    def endless(request: Request) -> Response:
        number = int(request.args.get("n", "0")) + 1
        return Response(document([3], link("next", f"/feed?n={number}")), content_type=RSS)

    httpserver.expect_request("/feed").respond_with_handler(endless)
    assert guids(visit(httpserver, http, memory)) == ["3", "3"]


def test_page_cap(httpserver, http, memory):
    def endless(request: Request) -> Response:
        number = int(request.args.get("n", "100"))
        return Response(document([number], link("next", f"/feed?n={number - 1}")), content_type=RSS)

    httpserver.expect_request("/feed").respond_with_handler(endless)
    connector = Connector(FeedOptions(allow_private=True, most_pages=4))
    assert guids(visit(httpserver, http, memory, connector=connector)) == ["100", "99", "98", "97"]


def test_older_page_that_is_missing_is_told(httpserver, http, memory):
    serve(httpserver, "/feed", document([3], link("next", "/2")))
    serve(httpserver, "/2", "", status=404)
    found = visit(httpserver, http, memory)
    assert guids(found) == ["3"]
    assert only(BadRow, found)[0].reason == "older page not read: is not there (404)"
    assert only(Window, found) == [Window(start=moment(3), end=NOW)]


def test_older_page_in_trouble_keeps_what_came_and_is_tried_again(httpserver, http, memory):
    serve(httpserver, "/feed", document([3], link("next", "/2")), headers={"ETag": '"1"'})
    serve(httpserver, "/2", "", status=500)
    found: list[Anything] = []
    with pytest.raises(RetryLater):
        found.extend(CONNECTOR.fetch(httpserver.url_for("/feed"), http, memory, CONTEXT))
    assert memory.get(httpserver.url_for("/feed")) is None


def test_link_into_the_own_network_is_not_followed(httpserver, http, memory):
    with HTTPServer(port=0) as other:
        serve(httpserver, "/feed", document([3], link("next", other.url_for("/secret"))))
        found = visit(httpserver, http, memory)
        assert not other.log
    assert "not public" in only(BadRow, found)[0].reason


def test_private_address_needs_permission(httpserver, http, memory):
    with pytest.raises(RefuseHostile, match="allow_private"):
        visit(httpserver, http, memory, connector=Connector(FeedOptions()))
    assert not httpserver.log


def test_moved_for_good_is_told(httpserver, http, memory, caplog):
    httpserver.expect_request("/old").respond_with_data("", status=301, headers={"Location": "/feed"})
    serve(httpserver, "/feed", document([3]))
    with caplog.at_level(logging.WARNING):
        assert guids(visit(httpserver, http, memory, "/old")) == ["3"]
    assert f"for good to {httpserver.url_for('/feed')}" in caplog.text


def test_gone(httpserver, http, memory):
    serve(httpserver, "/feed", "", status=410)
    with pytest.raises(SkipSource, match="gone for good"):
        visit(httpserver, http, memory)


def test_broken_feed_from_the_network(httpserver, http, memory):
    serve(httpserver, "/feed", document([3]).replace("Verzonnen", "Jan & Piet"))
    assert guids(visit(httpserver, http, memory)) == ["3"]
