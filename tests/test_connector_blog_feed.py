"""Blog feeds from files. All texts here are made up; the real files are only counted."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.blog_feed import Connector, FeedOptions
from monitor.errors import RefuseHostile, SkipSource
from monitor.records import Account, AccountKind, BadRow, Post, PostKind, Window
from monitor.settings import Limits
from monitor.sources.export import Export
from tests.connector_tools import damaged, survive, words
from tests.readback import CONTEXT, lone, only, records

CONNECTOR = Connector(FeedOptions())
SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" '
    'xmlns:fh="http://purl.org/syndication/history/1.0"'
)


def rss(*items: str, head: str = "<title>Verzonnen blog</title><link>https://www.blog.example/</link>") -> str:
    return f'<?xml version="1.0"?><rss version="2.0" {SPACES}><channel>{head}{"".join(items)}</channel></rss>'


def item(number: int = 1, more: str = "", date: str | None = None) -> str:
    date = date or f"<pubDate>Tue, {number:02d} Jan 2013 10:00:00 +0100</pubDate>"
    return f"<item><title>Stuk {number}</title><link>https://www.blog.example/{number}</link>{date}{more}</item>"


def atom(*entries: str, more: str = "") -> str:
    head = '<title>Verzonnen</title><link href="https://blog.example/"/><author><name>Jan</name></author>'
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {SPACES}>{head}{more}{"".join(entries)}</feed>'


def read(tmp_path, document):
    return records(CONNECTOR, lone(tmp_path, document))


def post(tmp_path, document) -> Post:
    (found,) = only(Post, read(tmp_path, document))
    return found


def test_rss_item(tmp_path):
    more = (
        '<guid isPermaLink="false">https://www.blog.example/?p=1</guid><dc:creator>Jan Jansen</dc:creator>'
        "<description>Kort</description><content:encoded><![CDATA[<p>Lang &amp; <a href='https://a.example/'>breed</a>"
        "</p><script>x</script>]]></content:encoded><slash:comments>3</slash:comments>"
    )
    found = read(tmp_path, rss(item(1, more)))
    assert found[0] == Account(
        platform="blog",
        handle="blog.example",
        name="Verzonnen blog",
        kind=AccountKind.BLOG,
        url="https://www.blog.example/",
    )
    assert found[1] == Post(
        native_id="https://www.blog.example/?p=1",
        published_at=datetime(2013, 1, 1, 9, tzinfo=UTC),
        kind=PostKind.ARTICLE,
        author="Jan Jansen",
        title="Stuk 1",
        text="Lang & breed",
        url="https://www.blog.example/1",
        links=("https://a.example/",),
        replies=3,
    )
    assert found[2] == Window(start=datetime(2013, 1, 1, 9, tzinfo=UTC))


def test_identity_falls_back_to_link_and_then_to_content(tmp_path):
    assert post(tmp_path, rss(item())).native_id == "https://www.blog.example/1"
    bare = "<item><title>Los</title><pubDate>Tue, 01 Jan 2013 10:00:00 +0100</pubDate></item>"
    assert (post(tmp_path, rss(bare)).native_id or "").startswith("c:")
    assert len(post(tmp_path, rss(item(1, f"<guid>{'x' * 5000}</guid>"))).native_id or "") < 50


def test_atom_published_and_updated(tmp_path):
    entry = (
        "<entry><id>urn:1</id><title type='html'>A &amp;amp; B</title><link rel='alternate' href='/een'/>"
        "<published>2013-01-01T10:00:00Z</published><updated>2013-02-01T10:00:00Z</updated>"
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Een</p><p>twee</p></div></content></entry>"
    )
    found = post(tmp_path, atom(entry))
    assert (found.title, found.text, found.author) == ("A & B", "Een\ntwee", "Jan")
    assert found.url == "https://blog.example/een"
    assert found.edited_at == datetime(2013, 2, 1, 10, tzinfo=UTC)
    assert found.published_at == datetime(2013, 1, 1, 10, tzinfo=UTC)


def test_atom_with_updated_only_and_plain_text(tmp_path):
    entry = (
        "<entry><id>urn:1</id><updated>2013-02-01T10:00:00Z</updated><summary type='text'>1 &lt;b> 2</summary></entry>"
    )
    found = post(tmp_path, atom(entry))
    assert found.published_at == datetime(2013, 2, 1, 10, tzinfo=UTC)
    assert found.edited_at is None
    assert found.text == "1 <b> 2"


def test_rss_1(tmp_path):
    document = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f'{SPACES}><channel rdf:about="x"><title>Oud</title><link>http://oud.example/</link></channel>'
        '<item rdf:about="http://oud.example/1"><title>Een</title><link>http://oud.example/1</link>'
        "<dc:date>2004-05-06T07:08+02:00</dc:date></item></rdf:RDF>"
    )
    found = read(tmp_path, document)
    assert only(Account, found)[0].handle == "oud.example"
    assert only(Post, found)[0].published_at == datetime(2004, 5, 6, 5, 8, tzinfo=UTC)


def test_json_feed(tmp_path):
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "A < B",
        "home_page_url": "https://json.example/",
        "authors": [{"name": "Jan"}],
        "items": [
            {
                "id": 7,
                "url": "https://json.example/7",
                "content_text": "1 < 2",
                "date_published": "2013-01-01T10:00:00Z",
            },
            {"id": "8", "title": "Zonder datum"},
            "onzin",
        ],
    }
    found = read(tmp_path, json.dumps(feed))
    assert only(Account, found)[0].name == "A < B"
    (article,) = only(Post, found)
    assert (article.native_id, article.text, article.author) == ("7", "1 < 2", "Jan")
    assert [row.file.rpartition(", ")[2] for row in only(BadRow, found)] == ["item 2", "item 3"]


def test_rows_without_a_date_are_kept_aside_with_their_line(tmp_path):
    broken = [item(2, date=" "), item(3, date="<pubDate>gisteren</pubDate>"), item(4, date="<dc:date>2013</dc:date>")]
    found = read(tmp_path, rss("\n", item(1), *broken))
    rows = only(BadRow, found)
    assert [row.reason.partition(":")[0] for row in rows] == ["has no date", "date not readable", "date not readable"]
    assert rows[0].line == 2
    assert "Stuk 2" in rows[0].excerpt
    assert len(only(Post, found)) == 1


def test_second_date_counts_when_the_first_is_broken(tmp_path):
    dates = "<pubDate>gisteren</pubDate><dc:date>2013-01-01T10:00:00Z</dc:date>"
    assert post(tmp_path, rss(item(1, date=dates))).published_at == datetime(2013, 1, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "name"),
    [("jan@blog.example (Jan Jansen)", "Jan Jansen"), ("Jan &lt;jan@blog.example>", "Jan"), ("jan@blog.example", None)],
)
def test_mail_addresses_of_authors_are_dropped(tmp_path, raw, name):
    assert post(tmp_path, rss(item(1, f"<author>{raw}</author>"))).author == name


def test_complete_feed_knows_everything_from_the_beginning(tmp_path):
    assert only(Window, read(tmp_path, rss("<fh:complete/>", item())))[0].start is None


def test_an_old_item_shown_for_its_change_does_not_stretch_the_window(tmp_path):
    old = "<entry><id>o</id><published>2009-01-01T10:00:00Z</published><updated>2013-05-01T10:00:00Z</updated></entry>"
    new = "<entry><id>n</id><published>2013-04-01T10:00:00Z</published><updated>2013-04-01T11:00:00Z</updated></entry>"
    assert only(Window, read(tmp_path, atom(old, new)))[0].start == datetime(2013, 4, 1, 10, tzinfo=UTC)


def test_broken_xml_is_repaired(tmp_path):
    document = rss(item(1, "<description>Jan & Piet &nbsp; <br> los</description>"), item(2))
    found = read(tmp_path, document)
    assert [one.title for one in only(Post, found)] == ["Stuk 1", "Stuk 2"]
    assert "Jan & Piet" in (only(Post, found)[0].text or "")


@pytest.mark.parametrize("encoding", ["big5", "shift_jis", "windows-1252", "utf-16", "iso-8859-15"])
def test_declared_encodings(tmp_path, encoding):
    word = {"big5": "漢字", "shift_jis": "漢字"}.get(encoding, "café")
    document = rss(head=f"<title>{word}</title>").replace('"1.0"?', f'"1.0" encoding="{encoding}"?')
    assert read(tmp_path, document.encode(encoding))[0].name == word


def test_entity_bomb_is_refused(tmp_path):
    bomb = '<!DOCTYPE rss [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>' + rss(item(1, "<description>&b;</description>"))
    export = lone(tmp_path, bomb.replace('<?xml version="1.0"?>', ""))
    with pytest.raises(RefuseHostile, match="declares the entity"):
        list(CONNECTOR.read(export, CONTEXT))


def test_very_long_item_is_refused(tmp_path):
    path = tmp_path / "long.xml"
    path.write_text(rss(item(1, f"<description>{'x' * 300_000}</description>")), encoding="utf-8")
    with pytest.raises(RefuseHostile, match="line_bytes"):
        list(CONNECTOR.read(Export.open(path, Limits(line_bytes=50_000)), CONTEXT))


def test_large_broken_document_is_refused(tmp_path):
    document = rss(item(1, f"<description>{'x' * 1_100_000} & </description>"))
    with pytest.raises(RefuseHostile, match="broken XML"):
        read(tmp_path, document)


@pytest.mark.parametrize("document", [rss(head=""), "<rss/>", "<rss version='2.0'><channel>", atom()[:40] + "/>"])
def test_empty_feeds_are_refused(tmp_path, document):
    with pytest.raises(SkipSource, match=r"empty feed|no feed"):
        read(tmp_path, document)


def test_feed_of_comments_is_refused(tmp_path):
    document = rss(item(1).replace("example/1", "example/1#comment-5"))
    with pytest.raises(SkipSource, match="feed of comments"):
        read(tmp_path, document)


@pytest.mark.parametrize(
    "document",
    [
        "hallo",
        "<html><body>rss</body></html>",
        "{}",
        '{"items": []}',
        "a,b\n1,2",
        "<opml version='2.0'/>",
        "<rss xmlns:wp='http://wordpress.org/export/1.2/'><channel/></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:yt='http://www.youtube.com/xml/schemas/2015'/>",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>",
        "<feed xmlns='urn:other'/>",
        "<!-- only a comment -->",
    ],
)
def test_what_is_not_ours_is_not_claimed(tmp_path, document):
    assert CONNECTOR.identify(lone(tmp_path, document)) is None


@pytest.mark.parametrize("lead", ["\ufeff", "\n\n", "<!-- a --><!-- b -->", "<!DOCTYPE rss SYSTEM 'x'>\n"])
def test_what_may_stand_before_the_root(tmp_path, lead):
    document = lead + rss(item()).replace('<?xml version="1.0"?>', "")
    assert CONNECTOR.identify(lone(tmp_path, document)) is not None


REAL = {
    "diffengine/feed1.xml": (0, 20),
    "diffengine/feed2.xml": (0, 24),
    "feedjira/AmazonWebServicesBlog.xml": (10, 0),
    "feedjira/AtomFeedWithSpacesAroundEquals.xml": (1, 0),
    "feedjira/DuplicateContentAtomFeed.xml": (10, 0),
    "feedjira/FeedBurnerXHTML.xml": (10, 0),
    "feedjira/HuffPostCanada.xml": (2, 0),
    "feedjira/InvalidDateFormat.xml": (2, 0),
    "feedjira/RSSWithComments.xml": (30, 0),
    "feedjira/SamRuby.xml": (20, 0),
    "feedjira/TechCrunch.xml": (20, 0),
    "feedjira/json_feed.json": (20, 0),
    "feedjira/json_feed_with_escaped_uris.json": (30, 0),
    "feedjira/pet_atom.xml": (10, 0),
    "olshansk/feed_the_batch.xml": (372, 0),
    "olshansk/feed_eleuther_papers.xml": (5, 0),
    "xavwe_archives/elixir-blog-a75ec734.xml": (74, 0),
}


@pytest.mark.parametrize("name", REAL)
def test_real_feeds(shared_data, name):
    found = records(CONNECTOR, Export.open(shared_data / "blog/feeds" / name))
    assert (len(only(Post, found)), len(only(BadRow, found))) == REAL[name]
    assert len({one.native_id for one in only(Post, found)}) == REAL[name][0]


def test_every_real_feed_is_read_or_refused_in_words(shared_data):
    counts = {"read": 0, "refused": 0, "not claimed": 0}
    for path in sorted((shared_data / "blog/feeds").glob("*/*")):
        export = Export.open(path)
        if CONNECTOR.identify(export) is None:
            counts["not claimed"] += 1
            continue
        try:
            found = list(CONNECTOR.read(export, CONTEXT))
        except SkipSource as refusal:
            counts["refused"] += "empty feed" in refusal.what
        else:
            assert isinstance(found[0], Account)
            counts["read"] += 1
    # 18 files are broken on purpose: 7 of them hold nothing at all, one is a comment only.
    assert counts == {"read": 50, "refused": 7, "not claimed": 1}


@given(titles=st.lists(words, min_size=1, max_size=4))
def test_titles_survive(tmp_path_factory, titles):
    items = [
        f"<item><guid>{n}</guid><title>{escape(escape(title))}</title><pubDate>2013-01-01T10:00:00Z</pubDate></item>"
        for n, title in enumerate(titles)
    ]
    found = read(tmp_path_factory.mktemp("feed"), rss(*items))
    kept = [" ".join((one.title or "").split()) for one in only(Post, found)]
    assert kept == [" ".join(title.split()) for title in titles]


@given(document=damaged((rss(item(1), item(2), item(3))).encode()))
def test_damaged_rss(document):
    survive(CONNECTOR, {"feed.xml": document})


@given(document=damaged(atom("<entry><id>1</id><updated>2013-01-01T10:00:00Z</updated></entry>").encode()))
def test_damaged_atom(document):
    survive(CONNECTOR, {"feed.xml": document})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(item=st.dictionaries(st.sampled_from(["id", "url", "title", "date_published", "authors", "tags"]), json_values))
def test_any_json_item(item):
    feed = {"version": "https://jsonfeed.org/version/1", "title": "x", "items": [item]}
    survive(CONNECTOR, {"feed.json": json.dumps(feed).encode()})
