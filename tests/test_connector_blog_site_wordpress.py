"""Blogs read from a real WordPress: interface, feed and export tell the same posts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.blog_wxr import Connector as Wxr
from connectors.blog_wxr import WxrOptions
from tests.blog_case import Blog
from tests.servers.wordpress import ANNA, AUTHORS, SEEDED, Site, published

pytestmark = pytest.mark.server
TOLD = ("published_at", "kind", "author", "title", "url", "edited_at", "links")


@pytest.fixture
def blog(wordpress: Site, tmp_path: Path) -> Iterator[Blog]:
    with Blog(tmp_path, url=wordpress.url) as made:
        yield made


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Callable[..., Blog]]:
    """Makes further blogs, each with a store of its own."""
    made = list[Blog]()

    def make(**more: Any) -> Blog:
        folder = tmp_path / f"another{len(made)}"
        folder.mkdir()
        made.append(Blog(folder, **more))
        return made[-1]

    yield make
    for one in made:
        one.__exit__()


def told(blog: Blog) -> dict[str, tuple[Any, ...]]:
    """What all ways must agree on."""
    return {number: tuple(row[name] for name in TOLD) for number, row in blog.posts().items()}


def export(blog: Blog, site: Site) -> None:
    file = blog.folder / "export.xml"
    file.write_bytes(site.wxr())
    assert blog.bring_in(file, Wxr(WxrOptions())).status == "done"


def test_a_first_visit_reads_everything(blog: Blog) -> None:
    visited = blog.visit()
    assert (visited.result.status, len(blog.posts())) == ("done", SEEDED)
    assert blog.pauses == []
    assert blog.paths() == ["", *["wp-json/wp/v2/posts"] * 3, "wp-json/wp/v2/comments"]
    oldest = by_time(blog)[0]
    assert oldest["published_at"] == f"{published(1):%Y-%m-%dT%H:%M:%SZ}"
    assert oldest["title"] == "Beitrag 1 – Grüße"
    assert oldest["text"] == "Text 1 🎉"
    assert oldest["author"] == AUTHORS[ANNA]
    assert visited.reach
    assert (visited.reach.full, visited.reach.ended) == (True, "")


def test_a_quiet_night_costs_three_small_requests(blog: Blog) -> None:
    blog.visit()
    visited = blog.next_night()
    assert (visited.result.new, visited.result.updated) == (0, 0)
    assert blog.paths() == [f"wp-json/wp/v2/{name}" for name in ("posts", "posts", "comments")]
    assert sum(len(page.body) for page in blog.pages()) < 10_000
    assert blog.windows() == [(-1, int(blog.now.timestamp()))]


def test_interface_feed_and_export_tell_the_same_posts(wordpress: Site, another: Callable[..., Blog]) -> None:
    wordpress.edit(wordpress.ids()[5], title="Ganz & gar <em>anders</em>", when=datetime(2026, 11, 1, 8, tzinfo=UTC))
    rest = another(url=wordpress.url)
    rest.visit()
    wxr = another(url=wordpress.url)
    export(wxr, wordpress)
    feed = another(feed=f"{wordpress.url}/feed/")
    feed.visit()
    assert told(rest) == told(wxr)
    assert len(told(rest)) == SEEDED
    edits = [row for row in rest.posts().values() if row["edited_at"]]
    assert [row["title"] for row in edits] == ["Ganz & gar anders"]
    # A feed of RSS does not tell when a post was changed.
    without = {number: (*row[:5], None, *row[6:]) for number, row in told(rest).items()}
    assert told(feed) == without


def test_all_ways_meet_in_one_store(blog: Blog, wordpress: Site, another: Callable[..., Blog]) -> None:
    export(blog, wordpress)
    ids = wordpress.ids()
    visited = blog.visit()
    assert (visited.result.rejected, len(blog.posts())) == (0, SEEDED)
    trashed, deleted, changed = ids[10], ids[20], ids[30]
    keys = {number: row["native_id"] for number, row in zip(ids, by_time(blog), strict=True)}
    wordpress.trash(trashed)
    wordpress.delete(deleted)
    wordpress.edit(changed, content="<p>Neu</p>")
    wordpress.publish("Beitrag 251", when=datetime.now(UTC) - timedelta(hours=1))
    blog.now = datetime.now(UTC)
    visited = blog.visit()
    assert (visited.result.new, visited.result.updated, visited.deleted) == (1, 1, 0)
    assert blog.posts()[keys[changed]]["text"] == "Neu"
    visited = blog.next_night(full=True)
    assert visited.deleted == 2
    gone = {number for number, row in blog.posts().items() if row["deleted_at"]}
    assert gone == {keys[trashed], keys[deleted]}
    export(blog, wordpress)
    blog.feed, before = f"{wordpress.url}/feed/", told(blog)
    fed = another(feed=blog.feed)
    fed.visit()
    assert before.items() >= {number: told(blog)[number] for number in told(fed)}.items()
    assert len(blog.posts()) == SEEDED + 1


def by_time(blog: Blog) -> list[dict[str, Any]]:
    return sorted(blog.posts().values(), key=lambda row: row["published_at"])


def test_a_planned_post_comes_out_without_counting_as_changed(blog: Blog, wordpress: Site) -> None:
    blog.now = datetime.now(UTC)
    blog.visit()
    planned = wordpress.draft("Geplant", when=datetime.now(UTC) - timedelta(minutes=5))
    code = (
        "global $wpdb; $old = '2019-06-01 10:00:00';"
        "$wpdb->update($wpdb->posts, ['post_status' => 'future', 'post_modified' => $old, 'post_modified_gmt' => $old],"
        "['ID' => $given['id']]); clean_post_cache($given['id']); wp_publish_post($given['id']);"
    )
    wordpress.php(code, id=planned)
    assert blog.next_night().result.new == 1
    assert "Geplant" in {row["title"] for row in blog.posts().values()}


def test_the_hour_that_comes_twice_loses_nothing(blog: Blog, wordpress: Site) -> None:
    """On 25 October 2026 clocks in Berlin went from 03:00 to 02:00, which was 01:00 UTC."""
    ids = wordpress.ids()
    wordpress.edit(ids[0], title="Vor der Umstellung", when=datetime(2026, 10, 25, 0, 40, tzinfo=UTC))
    blog.now = datetime(2026, 10, 25, 0, 50, tzinfo=UTC)
    blog.visit()
    wordpress.edit(ids[1], title="Danach, nach der Uhr davor", when=datetime(2026, 10, 25, 1, 10, tzinfo=UTC))
    blog.next_night()
    assert "Danach, nach der Uhr davor" in {row["title"] for row in blog.posts().values()}


@pytest.mark.parametrize("what", ["edit", "delete", "publish"])
def test_nothing_is_lost_when_posts_change_during_a_walk(blog: Blog, wordpress: Site, what: str) -> None:
    """All posts have the time of the move to this server; after the first page one of them changes."""
    wordpress.php(
        "global $wpdb; $wpdb->query(\"UPDATE $wpdb->posts SET post_modified = '2026-11-01 10:00:00',"
        " post_modified_gmt = '2026-11-01 09:00:00'\");"
    )
    ids = wordpress.ids()

    def change() -> None:
        if what == "edit":
            wordpress.edit(ids[3], title="Mittendrin", when=datetime(2026, 11, 20, tzinfo=UTC))
        elif what == "delete":
            wordpress.delete(ids[3])
        else:
            wordpress.publish("Beitrag 251", when=datetime(2026, 11, 20, tzinfo=UTC))

    visited = blog.visit(after_first=change)
    assert len(blog.posts()) == SEEDED + (what == "publish")
    assert visited.reach
    assert visited.reach.full
    assert len(blog.asked) == (8 if what == "delete" else 5)


def test_comments_and_their_answers_as_the_export_tells_them(
    blog: Blog, wordpress: Site, another: Callable[..., Blog]
) -> None:
    ids, day = wordpress.ids(), datetime(2026, 10, 1, 9, tzinfo=UTC)
    asked = wordpress.comment(ids[0], "Lena", "Wann?", day)
    answer = "'comment_author' => 'Anna Verzonnen', 'user_id' => get_user_by('login', 'anna')->ID"
    for parent, post, when in ((asked, ids[0], "2026-10-02 09:00:00"), (0, ids[1], "2026-10-03 09:00:00")):
        wordpress.php(
            f"wp_insert_comment(['comment_post_ID' => $given['post'], 'comment_parent' => $given['parent'], {answer},"
            "'comment_content' => 'Bald!', 'comment_approved' => 1, 'comment_date_gmt' => $given['when'],"
            "'comment_date' => get_date_from_gmt($given['when'])]);",
            post=post,
            parent=parent,
            when=when,
        )
    wordpress.comment(ids[0], "Lena & Co", "Noch wach? 🎉", day + timedelta(days=5))
    blog.now = datetime(2026, 10, 20, tzinfo=UTC)
    blog.visit()
    wxr = another(url=wordpress.url)
    export(wxr, wordpress)
    names = ("native_id", "kind", "post_native_id", "author", "received_at", "answered_at", "answer_known", "text")
    heard = [{name: row[name] for name in names} for row in blog.rows("v_interaction")]
    assert heard == [{name: row[name] for name in names} for row in wxr.rows("v_interaction")]
    assert [row["answered_at"] for row in heard] == ["2026-10-02T09:00:00Z", None]
    blog.next_night()
    assert blog.paths()[2:] == ["wp-json/wp/v2/comments"]
    late = wordpress.comment(ids[7], "Nora", "Spät freigegeben", datetime(2026, 9, 28, tzinfo=UTC))
    blog.next_night()
    (row,) = [row for row in blog.rows("v_interaction") if row["native_id"] == str(late)]
    assert row["post_native_id"] in blog.posts()


SHUT = {
    "members only": "add_filter('rest_authentication_errors', fn() => new WP_Error('no', 'No', ['status' => 401]));",
    "a web page": "add_action('rest_api_init', function () { header('Content-Type: text/html'); die('<html>'); });",
}


@contextmanager
def plugin(site: Site, code: str) -> Iterator[None]:
    """A plug-in that must be used."""
    file = site.files / "wp-content" / "mu-plugins" / "test.php"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"<?php {code}", encoding="utf-8")
    try:
        yield
    finally:
        file.unlink()


@pytest.mark.parametrize("how", sorted(SHUT))
def test_where_the_interface_is_shut_the_feed_is_read(blog: Blog, wordpress: Site, how: str) -> None:
    with plugin(wordpress, SHUT[how]):
        visited = blog.visit()
        shut_at_night = blog.next_night()
    assert visited.result.status == shut_at_night.result.status == "done"
    assert visited.reach
    assert "WordPress' REST interface is not read" in visited.reach.ended
    assert "the feed is read instead" in visited.reach.ended
    assert len(blog.posts()) == SEEDED
    visited = blog.next_night()
    assert visited.reach
    assert (visited.reach.ended, visited.result.new) == ("", 0)
    assert "wp-json/wp/v2/posts" in blog.paths()


def test_a_feed_without_news_costs_one_conditional_request(wordpress: Site, another: Callable[..., Blog]) -> None:
    blog = another(feed=f"{wordpress.url}/feed/")
    blog.visit()
    assert len(blog.posts()) == SEEDED
    visited = blog.next_night()
    assert blog.paths() == ["feed/"]
    assert {"If-None-Match", "If-Modified-Since"} <= blog.asked[0].headers.keys()
    assert [page.kind for page in blog.pages()] == ["end"]
    assert visited.reach
    assert visited.reach.seen
    wordpress.publish("Beitrag 251", when=blog.now - timedelta(hours=1))
    assert blog.next_night().result.new == 1
    assert blog.paths() == ["feed/"]
    assert len(blog.windows()) == 1


def test_a_site_with_plain_addresses(blog: Blog, wordpress: Site) -> None:
    wordpress.php("update_option('permalink_structure', ''); flush_rewrite_rules();")
    blog.visit()
    assert len(blog.posts()) == SEEDED
    assert "rest_route=/wp/v2/posts" in blog.asked[1].url


def test_a_site_that_shows_only_its_sitemap(blog: Blog, wordpress: Site) -> None:
    no_feed = "foreach (['do_feed_rss2', 'do_feed_atom'] as $one) add_action($one, fn() => wp_die('No', '', 403), 1);"
    with plugin(wordpress, SHUT["members only"] + no_feed):
        visited = blog.visit()
        addresses = blog.posts()
        wordpress.delete(wordpress.ids()[7])
        gone = blog.next_night()
    assert visited.reach
    assert not visited.reach.seen
    assert f"{SEEDED} addresses" in visited.reach.ended
    assert len(addresses) == SEEDED
    assert {row["published_at"] for row in addresses.values()} == {None}
    assert blog.windows() == []
    assert gone.deleted == 1
