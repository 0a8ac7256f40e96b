"""Blogs read from their servers: what answers mean, recorded ones and any."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors._wordpress_list import PER_PAGE, Posts
from connectors._wordpress_remarks import FIELDS
from connectors.blog_feed import Connector as FeedFile
from connectors.blog_ghost import Connector as GhostFile
from connectors.blog_ghost import GhostOptions
from connectors.blog_site import BlogOptions, Connector
from monitor.records import Account, Anything, BadRow, Doubt, Interaction, Post, PostKind, Record
from monitor.sources.caller import Rule
from monitor.sources.contract import Options
from monitor.sources.http import Reply
from monitor.sources.live import Page, Past, Target
from monitor.sources.live_testing import check_live_declaration, parsed
from tests.blog_case import RSS, record, reply, urlset
from tests.contracts.recorded import Recorded, cases
from tests.live.pages import documents
from tests.readback import lone, only, records

TARGET = Target("blog", handle="verzonnen.example", url="https://verzonnen.example/")
AT = {"at": datetime(2026, 11, 23, tzinfo=UTC).isoformat()}


def parse(kind: str, body: Any, about: Mapping[str, str] | None = None, **options: Any) -> list[Anything]:
    told = body if isinstance(body, bytes) else json.dumps(body).encode()
    page = Page(kind, told, "https://verzonnen.example/x", {**AT, **(about or {})})
    return list(Connector(BlogOptions(**options)).parse(page, TARGET))


def test_declaration() -> None:
    check_live_declaration(Connector)
    connector = Connector(Options())
    assert connector.options == BlogOptions()
    assert connector.estimate(TARGET, Past()).requests > connector.estimate(TARGET, Past(full=False)).requests


# --- recorded answers ----------------------------------------------------------------------------------------
def lists() -> list[Any]:
    """The recorded lists of posts and of comments, as cases."""
    whole = {
        "posts-page1",
        "comments",
        "golkar.or.id_posts_categories_10.json",
        "vanj-conf_posts_only_hello_world.json",
    }
    return [case for case in cases("wordpress") if case.id == "missing" or case.id.rpartition("/")[2] in whole]


@pytest.mark.parametrize("answer", lists())
def test_recorded_answers_of_wordpress(answer: Recorded) -> None:
    kind, record_type = ("comments", Interaction) if "comments" in answer.name else ("posts", Post)
    found = parse(kind, answer.body)
    assert not only(BadRow, found)
    assert len(only(record_type, found)) == len(answer.json())


def test_a_recorded_post_of_wordpress() -> None:
    first = only(Post, parse("posts", record("wordpress-6.8.7/posts-page1").body))[0]
    assert first == Post(
        native_id="http://127.0.0.1:38082/2019/01/beitrag-1-gruse/",
        published_at=datetime(2019, 1, 11, 9, tzinfo=UTC),
        kind=PostKind.ARTICLE,
        author="admin",
        title="Beitrag 1 – Grüße",
        text="geändert",
        url="http://127.0.0.1:38082/2019/01/beitrag-1-gruse/",
        links=(),
        edited_at=datetime(2026, 11, 22, 6, 51, 29, tzinfo=UTC),
    )


def test_posts_of_real_organisations(shared_data: Path) -> None:
    body = (shared_data / "blog" / "wordpress_rest" / "golkar.or.id_posts_categories_10.json").read_bytes()
    found = only(Post, parse("posts", body))
    assert (found[0].native_id, f"{found[0].published_at:%F}") == ("http://www.golkar.or.id/?p=476", "2017-01-25")
    assert len(found) == 6
    assert all(post.text and "<" not in (post.title or "") for post in found)


def test_feed_and_interface_of_a_recorded_site_of_ghost_tell_the_same_posts(tmp_path: Path) -> None:
    told = {post.native_id: post for post in only(Post, parse("ghost", record("ghost-6.65/posts-page1").body))}
    assert told["6b028e187b3518174ad12590"] == Post(
        native_id="6b028e187b3518174ad12590",
        published_at=datetime(2020, 1, 11, 9, tzinfo=UTC),
        kind=PostKind.ARTICLE,
        author="Comms",
        title="Beitrag 1 – Grüße",
        text="Text 1 🎉",
        url="http://127.0.0.1:32368/beitrag-1-grusse/",
        links=(),
        edited_at=datetime(2026, 11, 22, 6, 39, 20, tzinfo=UTC),
    )
    listed = {row["id"] for row in json.loads(record("ghost-6.65/posts-limit-all-is-capped-at-100").body)["posts"]}
    feed = only(Post, parse("feed", record("ghost-6.65/rss").body))
    assert len(feed) == 15
    assert {post.native_id for post in feed} <= listed


def test_an_export_of_ghost_and_the_interface_tell_the_same_posts(tmp_path: Path) -> None:
    row = {
        "id": "6b028e187b3518174ad12590",
        "title": "Beitrag & 1",
        "html": "<p>Text <b>1</b></p>",
        "status": "published",
        "published_at": "2020-01-11T09:00:00.000Z",
        "updated_at": "2020-01-12T09:00:00.000Z",
        "slug": "beitrag-1",
        "type": "post",
    }
    users = [{"id": "1", "name": "Anna Verzonnen"}]
    tables = {"posts": [row], "users": users, "posts_authors": [{"post_id": row["id"], "author_id": "1"}]}
    file = lone(tmp_path, json.dumps({"db": [{"meta": {"exported_on": 1}, "data": tables}]}))
    (exported,) = only(Post, records(GhostFile(GhostOptions(site="https://verzonnen.example")), file))
    answer = {"posts": [{**row, "url": "https://verzonnen.example/beitrag-1/", "authors": users}]}
    (told,) = only(Post, parse("ghost", answer))
    assert told == exported


def test_the_feed_of_a_recorded_site_is_read_as_its_file_is(tmp_path: Path) -> None:
    answer = record("wordpress-6.8.7/feed-rss2")
    read = records(FeedFile(Options()), lone(tmp_path, answer.body))
    assert only(Post, parse("feed", answer.body)) == only(Post, read)


# --- posts and comments ----------------------------------------------------------------------------------------
def row(**more: Any) -> dict[str, Any]:
    return {
        "id": 7,
        "type": "post",
        "status": "publish",
        "date_gmt": "2020-03-01T10:00:00",
        "modified_gmt": "2020-03-01T10:00:00",
        "guid": {"rendered": "https://verzonnen.example/?p=7"},
        "link": "https://verzonnen.example/zeven/",
        "title": {"rendered": "Zeven &#8211; <i>7</i>"},
        "content": {"rendered": "<p>Tekst</p>", "protected": False},
        "excerpt": {"rendered": "<p>Kort</p>", "protected": False},
        **more,
    }


@pytest.mark.parametrize(
    ("more", "field", "value"),
    [
        ({}, "title", "Zeven – 7"),
        ({}, "edited_at", None),
        ({}, "author", None),
        ({"_embedded": {"author": [{"code": "rest_user_cannot_view", "data": {"status": 401}}]}}, "author", None),
        ({"content": {"rendered": "<p>Geheim</p>", "protected": True}}, "text", "Kort"),
        (
            {"content": {"rendered": "", "protected": True}, "excerpt": {"rendered": "", "protected": True}},
            "text",
            None,
        ),
        (
            {"guid": {"rendered": "https://v.example/?post_type=x&#038;p=7"}},
            "native_id",
            "https://v.example/?post_type=x&p=7",
        ),
        ({"guid": None}, "native_id", "https://verzonnen.example/zeven/"),
    ],
)
def test_parts_of_a_post(more: Mapping[str, Any], field: str, value: Any) -> None:
    (post,) = only(Post, parse("posts", [row(**more)]))
    assert getattr(post, field) == value


def test_what_is_no_post_is_left_out_and_what_is_broken_is_told() -> None:
    others = [row(type="news"), row(status="private"), row(type=None)]
    broken = [row(date_gmt=None), row(date_gmt="0000-00-00T00:00:00"), "text", None]
    found = parse("posts", [*others, *broken, row()])
    assert len(only(Post, found)) == 1
    assert [bad.line for bad in only(BadRow, found)] == [4, 5, 6, 7]


def test_the_interface_knows_what_it_is_asked() -> None:
    asked: list[Mapping[str, Any]] = []

    class Web:
        def get(self, url: str, rule: Rule, params: Mapping[str, Any]) -> Reply:
            asked.append(params)
            return reply(200, [row()])

        first = get

    posts, since = Posts(Web(), "https://verzonnen.example/wp-json/", {}), datetime(2020, 1, 1, tzinfo=UTC)  # type: ignore[arg-type]
    assert [bool(one) for one in (posts.all(1), posts.changed(since, 1), posts.published(since, 2))] == [True] * 3
    schema = json.loads(record("wordpress-6.8.7/posts-options-schema").body)["endpoints"][0]["args"]
    for params in asked:
        known = {name: value for name, value in params.items() if not name.startswith("_") and value is not None}
        assert known.keys() <= schema.keys()
        assert known["orderby"] in schema["orderby"]["enum"]
    assert schema["per_page"]["maximum"] == PER_PAGE
    comments = json.loads(record("wordpress-6.8.7/comments-options-schema").body)
    assert {"post", "after", "order", "orderby", "page", "per_page"} <= comments["endpoints"][0]["args"].keys()
    assert "date_gmt" in comments["endpoints"][0]["args"]["orderby"]["enum"]
    assert set(FIELDS.split(",")) <= comments["schema"]["properties"].keys()


def test_a_site_that_does_not_know_the_question_gives_no_answer() -> None:
    class Web:
        def get(self, url: str, rule: Rule, params: Mapping[str, Any]) -> Reply:
            return reply(200, [row()])

        first = get

    posts = Posts(Web(), "https://verzonnen.example/wp-json/", {})  # type: ignore[arg-type]
    published = datetime(2020, 3, 1, 10, tzinfo=UTC)
    assert posts.changed(published + timedelta(days=2), 1) is not None
    assert posts.changed(published + timedelta(days=4), 1) is None


def comment(**more: Any) -> dict[str, Any]:
    return {
        "id": 3,
        "post": 7,
        "parent": 0,
        "author": 0,
        "author_name": "Lena &amp; Co",
        "date_gmt": "2020-03-02T10:00:00",
        "content": {"rendered": "<p>Mooi!</p>"},
        "link": "https://verzonnen.example/zeven/#comment-3",
        "type": "comment",
        "status": "approved",
        **more,
    }


def test_a_comment_with_what_its_thread_tells() -> None:
    threads = {"posts": {"7": "p7"}, "answers": {"3": "2020-03-03T10:00:00+00:00", "4": ""}, "own": ["5"]}
    rows = [comment(), comment(id=4), comment(id=5, author=1), comment(id=6, type="pingback"), comment(id=8)]
    found = only(Interaction, parse("comments", rows, {"threads": json.dumps(threads)}))
    told = [(one.native_id, one.post_native_id, one.answered_at, one.answer_known) for one in found]
    answered = datetime(2020, 3, 3, 10, tzinfo=UTC)
    assert told == [("3", "p7", answered, True), ("4", "p7", None, True), ("8", "p7", None, False)]
    assert (found[0].author, found[0].text) == ("Lena & Co", "Mooi!")


def test_a_broken_comment_is_told() -> None:
    found = parse("comments", [comment(date_gmt="ooit"), comment(id=None), "x"])
    assert len(only(BadRow, found)) == 3


# --- feeds -------------------------------------------------------------------------------------------------------
def item(description: str, date: str = "2013-01-02T10:00:00Z") -> bytes:
    told = f"<guid>1</guid><title>Een</title><pubDate>{date}</pubDate><description>{description}</description>"
    return RSS.replace(b"</channel>", f"<item>{told}</item></channel>".encode())


@pytest.mark.parametrize(
    ("description", "is_kept"),
    [("Alles staat er.", True), ("Het begin […]", False), ("Het begin ...", False), ("x" * 2000 + "…", True)],
)
def test_the_beginning_of_a_text_is_not_the_text(description: str, is_kept: bool) -> None:
    (post,) = only(Post, parse("feed", item(description)))
    assert (post.text, post.links) == ((description, ()) if is_kept else (None, None))


def test_dates_without_a_zone_are_told_once() -> None:
    found = parse("feed", item("x", "2013-07-02T10:00:00"))
    assert only(Post, found)[0].published_at == datetime(2013, 7, 2, 10, tzinfo=UTC)
    assert "[connectors.blog_site]" in only(Doubt, found)[0].todo
    found = parse("feed", item("x", "2013-07-02T10:00:00"), timezone="Europe/Amsterdam")
    assert only(Post, found)[0].published_at == datetime(2013, 7, 2, 8, tzinfo=UTC)
    assert not only(Doubt, found)


def test_a_feed_names_its_blog_only_where_nobody_else_does() -> None:
    page = Page("feed", item("x"), "https://verzonnen.example/feed/", AT)
    connector = Connector(BlogOptions())
    assert only(Account, list(connector.parse(page, TARGET)))[0].name is None
    (account,) = only(Account, list(connector.parse(page, Target("blog", feed="https://verzonnen.example/feed/"))))
    assert (account.handle, account.name) == ("verzonnen.example", "Verzonnen")


# --- anything ----------------------------------------------------------------------------------------------------
bodies = (
    st.binary(max_size=80)
    | documents.map(lambda told: json.dumps(told).encode("utf-8", "surrogatepass"))
    | st.text(max_size=40).map(lambda text: item(text).replace(b"2013", text.encode("utf-8", "replace")[:4]))
    | st.text(max_size=40).map(urlset)
)
abouts = st.just({}) | documents.map(lambda told: {"threads": json.dumps(told)})


@settings(max_examples=300, deadline=None)
@given(kind=st.sampled_from(["posts", "comments", "ghost", "feed", "sitemap", "end", "?"]), body=bodies, about=abouts)
def test_no_page_breaks_the_parser(kind: str, body: bytes, about: dict[str, str]) -> None:
    page = Page(kind, body, "https://verzonnen.example/x", {**AT, **about})
    assert all(isinstance(found, Record) for found in parsed(Connector(BlogOptions()), page, TARGET))
