"""WordPress exports. All texts here are made up; the real files are only counted."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.blog_wxr import Connector, WxrOptions
from monitor.errors import RefuseHostile, SkipSource
from monitor.records import Account, AccountKind, BadRow, Interaction, Post, PostKind, Window
from monitor.sources.contract import Context
from monitor.sources.export import Export
from tests.connector_tools import damaged, survive, words
from tests.readback import CONTEXT, lone, only, records, zipped

CONNECTOR = Connector(WxrOptions())
ARTICLES_ONLY = Connector(WxrOptions(pages=False))
SPACES = (
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"'
)
AUTHOR = (
    "<wp:author><wp:author_id>3</wp:author_id><wp:author_login>jan</wp:author_login>"
    "<wp:author_email>jan@made-up.example</wp:author_email>"
    "<wp:author_display_name><![CDATA[Jan Jansen]]></wp:author_display_name></wp:author>"
)


def wxr(*items: str, spaces: str = SPACES) -> str:
    head = (
        "<title>Verzonnen blog</title><link>https://www.blog.example</link>"
        "<pubDate>Tue, 31 Dec 2013 23:00:00 +0000</pubDate><wp:wxr_version>1.2</wp:wxr_version>"
    )
    channel = f"<channel>{head}{AUTHOR}{''.join(items)}</channel>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {spaces}>{channel}</rss>'


def item(number=1, status="publish", kind="post", date="2013-01-01 10:00:00", more="", title="Stuk") -> str:
    return (
        f"<item><title>{title}</title><link>https://www.blog.example/{number}/</link><dc:creator>jan</dc:creator>"
        f'<guid isPermaLink="false">https://www.blog.example/?p={number}</guid>'
        f"<content:encoded><![CDATA[<p>Tekst &amp; meer</p>]]></content:encoded><excerpt:encoded></excerpt:encoded>"
        f"<wp:post_date>2013-01-01 11:00:00</wp:post_date><wp:post_date_gmt>{date}</wp:post_date_gmt>"
        f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{more}</item>"
    )


def comment(number, hour, *, parent=0, user=0, name="Lezer", approved="1", kind="", date=None) -> str:
    date = date or f"2013-01-02 {hour:02d}:00:00"
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>{name}</wp:comment_author>"
        "<wp:comment_author_email>lezer@made-up.example</wp:comment_author_email>"
        "<wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>"
        f"<wp:comment_date_gmt>{date}</wp:comment_date_gmt><wp:comment_content>Mooi &lt;b&gt;stuk&lt;/b&gt;"
        f"</wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved>"
        f"<wp:comment_type>{kind}</wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent>"
        f"<wp:comment_user_id>{user}</wp:comment_user_id></wp:comment>"
    )


def read(tmp_path, *items, connector=CONNECTOR):
    return records(connector, lone(tmp_path, wxr(*items)))


def answers(tmp_path, *comments) -> dict[str | None, int | None]:
    """By number of the reader's comment the hour in which it was answered."""
    found = only(Interaction, read(tmp_path, item(more="".join(comments))))
    return {one.native_id: one.answered_at.hour if one.answered_at else None for one in found}


def test_article(tmp_path):
    changed = "<wp:post_modified_gmt>2013-02-01 10:00:00</wp:post_modified_gmt>"
    found = read(tmp_path, item(more=changed + comment(1, 9)))
    assert found[0] == Account(
        key="blog.example",
        platform="blog",
        handle="blog.example",
        name="Verzonnen blog",
        kind=AccountKind.BLOG,
        url="https://www.blog.example",
    )
    assert found[1] == Post(
        account="blog.example",
        native_id="https://www.blog.example/?p=1",
        published_at=datetime(2013, 1, 1, 10, tzinfo=UTC),
        kind=PostKind.ARTICLE,
        author="Jan Jansen",
        title="Stuk",
        text="Tekst & meer",
        url="https://www.blog.example/1/",
        links=(),
        replies=1,
        edited_at=datetime(2013, 2, 1, 10, tzinfo=UTC),
    )
    assert found[-1] == Window(account="blog.example", end=datetime(2013, 12, 31, 23, tzinfo=UTC))


@pytest.mark.parametrize("status", ["draft", "future", "private", "trash", "pending", "inherit", ""])
def test_only_published_entries(tmp_path, status):
    assert not only(Post, read(tmp_path, item(status=status)))


@pytest.mark.parametrize(
    ("kind", "counted", "as_article"),
    [
        ("post", 1, 1),
        ("page", 1, 0),
        ("nieuws", 1, 0),
        ("attachment", 0, 0),
        ("nav_menu_item", 0, 0),
        ("wp_block", 0, 0),
    ],
)
def test_kinds_of_entries(tmp_path, kind, counted, as_article):
    assert len(only(Post, read(tmp_path, item(kind=kind)))) == counted
    assert len(only(Post, read(tmp_path, item(kind=kind), connector=ARTICLES_ONLY))) == as_article


@pytest.mark.parametrize("date", ["0000-00-00 00:00:00", "", "2013-01-01", "2013-13-01 10:00:00"])
def test_entry_without_a_date_is_kept_aside(tmp_path, date):
    (row,) = only(BadRow, read(tmp_path, item(date=date, title="Zonder")))
    assert "Zonder" in row.excerpt
    assert row.line == 2


def test_nobody_is_traced(tmp_path):
    text = "".join(str(record) for record in read(tmp_path, item(more=comment(1, 9))))
    assert "@" not in text
    assert "192.0.2.7" not in text


def test_comment(tmp_path):
    (found,) = only(Interaction, read(tmp_path, item(more=comment(5, 9))))
    assert (found.native_id, found.post_native_id) == ("5", "https://www.blog.example/?p=1")
    assert (found.author, found.text) == ("Lezer", "Mooi stuk")
    assert (found.received_at.hour, found.answered_at, found.answer_known) == (9, None, True)


@pytest.mark.parametrize(
    "more", [comment(1, 9, approved="0"), comment(1, 9, approved="spam"), comment(1, 9, kind="pingback")]
)
def test_no_interactions(tmp_path, more):
    assert not only(Interaction, read(tmp_path, item(more=more)))


def test_comment_without_a_date_is_kept_aside(tmp_path):
    found = read(tmp_path, item(more=comment(1, 9, date="0000-00-00 00:00:00")))
    assert "comment 1" in only(BadRow, found)[0].reason
    assert len(only(Post, found)) == 1


def test_answers(tmp_path):
    assert answers(tmp_path, comment(1, 9), comment(2, 11, parent=1, user=3)) == {"1": 11}
    assert answers(tmp_path, comment(1, 9), comment(2, 11, parent=1, name="jan jansen")) == {"1": 11}
    assert answers(tmp_path, comment(1, 9), comment(2, 11, user=3)) == {"1": 11}
    assert answers(tmp_path, comment(1, 9, user=3), comment(2, 11)) == {"2": None}
    assert answers(tmp_path, comment(1, 9), comment(2, 10), comment(3, 11, parent=2, user=3)) == {"1": None, "2": 11}
    threaded = (comment(1, 8), comment(2, 9, parent=1), comment(3, 12, parent=2, user=3))
    assert answers(tmp_path, *threaded) == {"1": 12, "2": 12}


def test_comments_that_answer_each_other_in_a_circle(tmp_path):
    assert answers(tmp_path, comment(1, 9, parent=2), comment(2, 10, parent=1), comment(3, 11, parent=3)).keys() == {
        "1",
        "2",
        "3",
    }


def test_older_versions_of_the_format(tmp_path):
    document = wxr(item(), spaces=SPACES.replace("export/1.2/", "export/1.0/"))
    assert len(only(Post, records(CONNECTOR, lone(tmp_path, document)))) == 1


def test_several_parts_in_a_zip(tmp_path):
    found = records(CONNECTOR, zipped(tmp_path, {"a.001.xml": wxr(item(1)), "a.002.xml": wxr(item(2))}))
    assert len(only(Post, found)) == 2
    assert {one.key for one in only(Account, found)} == {"blog.example"}


def test_window_never_ends_after_now(tmp_path):
    early = Context(datetime(2013, 6, 1, tzinfo=UTC))
    found = records(CONNECTOR, lone(tmp_path, wxr(item())), early)
    assert only(Window, found)[0].end == early.now


def test_control_characters_do_no_harm(tmp_path):
    assert only(Post, read(tmp_path, item(title="Een\x0btwee")))[0].title == "Eentwee"


def test_cut_off_file_gives_what_came_before_and_no_window(tmp_path):
    document = wxr(item(1), item(2))
    export = lone(tmp_path, document[: document.rindex("<wp:status>")])
    found = []

    def walk():
        for record in CONNECTOR.read(export, CONTEXT):
            found.append(record)  # noqa: PERF402  what came before the error counts

    with pytest.raises(SkipSource, match="cut off"):
        walk()
    assert len(only(Post, found)) == 1
    assert not only(Window, found)


def test_entity_bomb_is_refused(tmp_path):
    bomb = wxr(item()).replace("<rss", '<!DOCTYPE rss [<!ENTITY a "x">]><rss', 1)
    with pytest.raises(RefuseHostile, match="declares the entity"):
        list(CONNECTOR.read(lone(tmp_path, bomb), CONTEXT))


@pytest.mark.parametrize("document", ["<rss/>", "x", "<feed/>", "http://wordpress.org/export/1.2/"])
def test_what_is_not_ours_is_not_claimed(tmp_path, document):
    assert CONNECTOR.identify(lone(tmp_path, document)) is None


def test_the_french_association(shared_data):
    export = Export.open(shared_data / "blog/wordpress_wxr/bitcoin-france.org.xml")
    found = records(CONNECTOR, export)
    assert len(only(Post, found)) == 89
    # 235 comments, of which 42 are pingbacks and 3 are by the site's author.
    assert len(only(Interaction, found)) == 190
    assert not only(BadRow, found)
    articles = only(Post, records(ARTICLES_ONLY, export))
    assert len(articles) == 78
    assert articles[0].published_at.date().isoformat() == "2011-10-31"
    assert {one.author for one in articles} == {"Boussac"}


@pytest.mark.parametrize(("name", "posts"), [("society-for-atmosphere-solutions.xml", 2), ("50bucks_test-site.xml", 1)])
def test_small_real_sites(shared_data, name, posts):
    found = records(ARTICLES_ONLY, Export.open(shared_data / "blog/wordpress_wxr" / name))
    assert len(only(Post, found)) == posts
    assert not only(BadRow, found)


@given(title=words, hours=st.lists(st.integers(0, 23), max_size=5))
def test_texts_and_comments_survive(tmp_path_factory, title, hours):
    comments = "".join(comment(number, hour) for number, hour in enumerate(hours, 1))
    found = read(tmp_path_factory.mktemp("wxr"), item(title=f"<![CDATA[{title.replace(']]>', '')}]]>", more=comments))
    assert len(only(Post, found)) == 1
    assert len(only(Interaction, found)) == len(hours)


@given(document=damaged(wxr(item(1, more=comment(1, 9)), item(2)).encode()))
def test_damaged(document):
    survive(CONNECTOR, {"export.xml": document})
