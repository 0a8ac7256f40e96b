"""YouTube's channel feeds, made up and real."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.youtube_feed import Connector
from monitor.errors import RefuseHostile, SkipSource
from monitor.records import Account, AccountKind, Anything, BadRow, Post, PostKind, Precision, Window
from monitor.settings import Limits
from monitor.sources.contract import Options
from monitor.sources.export import Export
from tests.readback import CONTEXT, lone, only, records, zipped

CONNECTOR = Connector(Options())
CHANNEL = "UCmadeup00000000000000xx"
ROOT = (
    '<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns="http://www.w3.org/2005/Atom">'
)


def entry(number: int = 1, title: str = "Verzonnen", description: str = "Tekst", published: str | None = None) -> str:
    moment = published if published is not None else f"2013-01-{number:02d}T10:00:00+00:00"
    return (
        f"<entry><id>yt:video:vid{number:08d}</id><yt:videoId>vid{number:08d}</yt:videoId>"
        f"<title>{escape(title)}</title><published>{moment}</published>"
        f"<media:group><media:description>{escape(description)}</media:description>"
        f'<media:community><media:statistics views="{number}00"/></media:community></media:group></entry>'
    )


def feed(*entries: str, identity: str = f"yt:channel:{CHANNEL}", channel: str = CHANNEL[2:]) -> str:
    head = f"<id>{identity}</id><yt:channelId>{channel}</yt:channelId><title>Kanaal</title>"
    author = "<author><name>Verzonnen Bouw</name></author><published>2009-05-06T07:08:09+00:00</published>"
    return f'<?xml version="1.0" encoding="UTF-8"?>{ROOT}{head}{author}{"".join(entries)}</feed>'


@pytest.mark.parametrize(
    ("name", "channel", "newest"),
    [
        ("feedjira_youtube_atom.xml", "UCK8sQmJBp8GCxrOtXWBpyEA", "5shykyfmb28"),
        ("podtube_invidious_channel.xml", "UCk195x4zYdMx4LhqEwhcPng", None),
    ],
)
def test_the_real_feeds(shared_data: Path, name: str, channel: str, newest: str | None) -> None:
    found = records(CONNECTOR, Export.open(shared_data / "youtube/feeds" / name))
    posts = only(Post, found)
    assert len(posts) == 15
    assert not only(BadRow, found)
    assert only(Account, found)[0].native_id == channel
    assert newest in {None, posts[0].native_id}
    assert all(post.title and post.text and post.views for post in posts)
    assert all(post.url == f"https://www.youtube.com/watch?v={post.native_id}" for post in posts)
    assert only(Window, found)[0].start == min(post.published_at for post in posts)


def test_a_feed_is_read(tmp_path: Path) -> None:
    found = records(CONNECTOR, lone(tmp_path, feed(entry(2, "Uitje & <b>", "Regel 1\nRegel 2"), entry(1))))
    account = only(Account, found)[0]
    assert (account.native_id, account.name, account.kind) == (CHANNEL, "Verzonnen Bouw", AccountKind.CHANNEL)
    assert account.created_at == datetime(2009, 5, 6, 7, 8, 9, tzinfo=UTC)
    post = only(Post, found)[0]
    assert (post.title, post.text, post.views) == ("Uitje & <b>", "Regel 1\nRegel 2", 200)
    assert (post.kind, post.precision) == (PostKind.VIDEO, Precision.SECOND)
    assert post.published_at == datetime(2013, 1, 2, 10, tzinfo=UTC)
    assert post.account == account.key


def test_under_15_videos_are_all_there_are(tmp_path: Path) -> None:
    whole = only(Window, records(CONNECTOR, lone(tmp_path, feed(*(entry(n) for n in range(14, 0, -1))))))[0]
    full = only(Window, records(CONNECTOR, lone(tmp_path, feed(*(entry(n) for n in range(15, 0, -1))))))[0]
    assert (whole.start, whole.end) == (None, None)
    assert (full.start, full.end) == (datetime(2013, 1, 1, 10, tzinfo=UTC), None)


def test_a_channel_without_videos_is_observed_and_empty(tmp_path: Path) -> None:
    found = records(CONNECTOR, lone(tmp_path, feed()))
    assert [type(one) for one in found] == [Account, Window]


def test_a_feed_of_long_videos_only_observes_nothing(tmp_path: Path) -> None:
    text = feed(entry(), identity="yt:playlist:UULFmadeup00000000000000xx", channel=CHANNEL)
    found = records(CONNECTOR, lone(tmp_path, text))
    assert only(Account, found)[0].native_id == CHANNEL
    assert only(Account, found)[0].created_at is None
    assert not only(Window, found)


@pytest.mark.parametrize("published", ["", "yesterday", "2013-01-01T10:00:00", "1013-01-01T10:00:00Z"])
def test_a_video_without_a_usable_time_is_kept_aside(tmp_path: Path, published: str) -> None:
    found = records(CONNECTOR, lone(tmp_path, feed(entry(2), entry(1, "Kapot", published=published))))
    assert [bad.excerpt for bad in only(BadRow, found)] == ["vid00000001 | Kapot"]
    assert len(only(Post, found)) == 1


def test_several_feeds_in_one_zip(tmp_path: Path) -> None:
    other = feed(entry(3), identity="yt:channel:UCother000000000000000xx", channel="UCother000000000000000xx")
    found = records(CONNECTOR, zipped(tmp_path, {"a.xml": feed(entry()), "b.xml": other}))
    assert len({account.key for account in only(Account, found)}) == 2
    assert {post.account for post in only(Post, found)} == {account.key for account in only(Account, found)}


def test_an_entity_bomb_is_refused(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{entities}]>' + feed(entry(1, "x")).partition("?>")[2]
    export = lone(tmp_path, bomb.replace("<title>x</title>", "<title>&l11;</title>"))
    assert CONNECTOR.identify(export) is not None
    with pytest.raises(RefuseHostile, match="document type"):
        list(CONNECTOR.read(export, CONTEXT))


def test_an_outside_entity_is_refused(tmp_path: Path) -> None:
    text = '<!doctype x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>' + feed().partition("?>")[2]
    with pytest.raises(RefuseHostile):
        records(CONNECTOR, lone(tmp_path, text))


def test_a_cut_off_feed_keeps_what_came_before(tmp_path: Path) -> None:
    text = feed(*(entry(n, description="x" * 70_000) for n in range(5, 0, -1)))
    found: list[Anything] = []
    with pytest.raises(SkipSource, match="not whole XML"):
        found.extend(CONNECTOR.read(lone(tmp_path, text[:-200]), CONTEXT))
    assert len(only(Post, found)) == 4


def test_one_enormous_video_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.xml"
    path.write_text(feed(entry(1, description="x" * 500_000)))
    with pytest.raises(RefuseHostile, match="too long"):
        list(CONNECTOR.read(Export.open(path, Limits(line_bytes=100_000)), CONTEXT))


@pytest.mark.parametrize(
    "text",
    [
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>A blog</title></feed>',
        '<rss version="2.0" xmlns:yt="http://www.youtube.com/xml/schemas/2015"><channel/></rss>',
        "a,b\n1,2\n",
        " ",
    ],
)
def test_other_feeds_are_not_claimed(tmp_path: Path, text: str) -> None:
    assert CONNECTOR.identify(lone(tmp_path, text, "videos.xml")) is None


TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff"), max_size=20)


@given(st.lists(st.tuples(st.integers(1, 28), TEXT, TEXT), max_size=6))
def test_made_up_feeds_come_back(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, str, str]]) -> None:
    export = lone(tmp_path_factory.mktemp("any"), feed(*(entry(*row) for row in rows)))
    posts = only(Post, records(CONNECTOR, export))
    assert [(post.published_at.day, post.title or "", post.text or "") for post in posts] == [
        (day, title.strip(), text.strip()) for day, title, text in rows
    ]


@given(st.binary(max_size=200), st.integers(1, 400))
def test_garbage_raises_nothing_but_skip_source(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, place: int
) -> None:
    whole = feed(entry(), entry(2)).encode()
    export = lone(tmp_path_factory.mktemp("any"), whole[:place] + content + whole[place:])
    CONNECTOR.identify(export)
    with suppress(SkipSource):
        list(CONNECTOR.read(export, CONTEXT))
