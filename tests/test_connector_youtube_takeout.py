"""Google Takeout of a channel, on made-up tables under the documented names; no real one is at hand."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors._takeout_tables import comment_text
from connectors.youtube_takeout import Connector
from monitor.errors import SkipSource
from monitor.records import Account, BadRow, Post, PostKind, Window
from monitor.sources.contract import Options
from tests.readback import CONTEXT, lone, only, records, table, zipped

CONNECTOR = Connector(Options())
CHANNEL = "UCmadeup00000000000000xx"
VIDEOS = [
    "Video ID", "Approx Duration (ms)", "Video Audio Language", "Video Category", "Video Description (Original)",
    "Channel ID", "Video Title (Original)", "Privacy", "Video State", "Video Create Timestamp",
    "Video Publish Timestamp",
]  # fmt: skip
COMMENTS = [
    "Comment ID", "Channel ID", "Comment Create Timestamp", "Price", "Parent Comment ID", "Post ID", "Video ID",
    "Comment Text", "Top-Level Comment ID",
]  # fmt: skip
FOLDER = "Takeout/YouTube and YouTube Music"
PARENT = "UgxMadeUp000000000000000Ab"


def video(
    number: int = 1, title: str = "Verzonnen", privacy: str = "Public", published: str | None = None
) -> list[str]:
    moment = f"2013-01-{number:02d}T10:00:00+00:00"
    when = moment if published is None else published
    return [
        f"vid{number:08d}",
        "61000",
        "nl",
        "Education",
        "Een tekst",
        CHANNEL,
        title,
        privacy,
        "Processed",
        moment,
        when,
    ]


def comment(native: str, parent: str = "", text: str = '{"text":"Dank!"}', channel: str = CHANNEL) -> list[str]:
    return [native, channel, "2013-02-01T10:00:00.5+00:00", "0", parent, "", "vid00000001", text, ""]


def test_videos_of_all_parts_with_the_channels_name(tmp_path: Path) -> None:
    members = {
        f"{FOLDER}/video metadata/videos.csv": table([VIDEOS, video(1, 'Met "aanhaling", en\nregel')]),
        f"{FOLDER}/video metadata/videos(1).csv": table([VIDEOS, video(2)]),
        f"{FOLDER}/channels/channel.csv": table(
            [["Channel ID", "Channel Title (Original)", "Channel Visibility"], [CHANNEL, "Verzonnen Bouw", "Public"]]
        ),
        f"{FOLDER}/playlists/Favorites-videos.csv": table(
            [["Video ID", "Playlist Video Creation Timestamp"], ["vid00000009", "2013-01-01T10:00:00+00:00"]]
        ),
        f"{FOLDER}/history/watch-history.json": "[]",
    }
    found = records(CONNECTOR, zipped(tmp_path, members))
    assert [(one.native_id, one.name) for one in only(Account, found)] == [(CHANNEL, "Verzonnen Bouw")]
    posts = {post.native_id: post for post in only(Post, found)}
    assert list(posts) == ["vid00000001", "vid00000002"]
    assert posts["vid00000001"].title == 'Met "aanhaling", en\nregel'
    assert posts["vid00000001"].published_at == datetime(2013, 1, 1, 10, tzinfo=UTC)
    assert posts["vid00000001"].kind is PostKind.VIDEO
    assert (only(Window, found)[0].start, only(Window, found)[0].end) == (None, None)
    assert not only(BadRow, found)


def test_only_public_videos_are_posts(tmp_path: Path) -> None:
    rows = [video(n, privacy=word) for n, word in enumerate(["Public", "Unlisted", "Private", "Openbaar", "Privé"], 1)]
    found = records(CONNECTOR, lone(tmp_path, table([VIDEOS, *rows])))
    assert [post.native_id for post in only(Post, found)] == ["vid00000001", "vid00000004"]
    assert not only(BadRow, found)


def test_what_cannot_be_read_is_kept_aside(tmp_path: Path) -> None:
    rows = [
        video(1),
        video(2, privacy="Xyzzy"),
        video(3, published=""),
        video(4, published="2013-01-04 10:00"),
        ["bad id", *video(5)[1:]],
        [*video(6)[:5], "no channel", *video(6)[6:]],
    ]
    found = records(CONNECTOR, lone(tmp_path, table([VIDEOS, *rows])))
    assert [bad.line for bad in only(BadRow, found)] == [3, 4, 5, 6, 7]
    assert "English" in only(BadRow, found)[0].reason
    assert len(only(Post, found)) == 1


def test_a_lone_table_observes_from_its_oldest_video(tmp_path: Path) -> None:
    window = only(Window, records(CONNECTOR, lone(tmp_path, table([VIDEOS, video(9), video(3)]))))[0]
    assert (window.start, window.end) == (datetime(2013, 1, 3, 10, tzinfo=UTC), None)


def test_translated_folder_and_header_are_read_by_shape(tmp_path: Path) -> None:
    header = [f"Kolom {n}" for n in range(11)]
    members = {
        "Takeout/YouTube en YouTube Music/videometadata/video's.csv": table([header, video(1, "Uitje", "Openbaar")]),
        "Takeout/YouTube en YouTube Music/reacties/reacties.csv": table(
            [COMMENTS[:0] or header[:9], comment(f"{PARENT}.9abcdefghijklmnopqrstu")]
        ),
    }
    found = records(CONNECTOR, zipped(tmp_path, members))
    first, reply = only(Post, found)
    assert (first.native_id, first.title, first.text) == ("vid00000001", "Uitje", None)
    assert (reply.kind, reply.in_reply_to, reply.text) == (PostKind.REPLY, PARENT, "Dank!")


def test_replies_by_the_channel_are_posts_and_nothing_else_is(tmp_path: Path) -> None:
    rows = [
        comment("UgyReply000000000000000000", PARENT),
        comment("UgyTop00000000000000000000"),
        comment("UgyPerson00000000000000000", PARENT, channel="UCperson00000000000000xx"),
    ]
    members = {
        f"{FOLDER}/comments/comments.csv": table([COMMENTS, *rows]),
        f"{FOLDER}/x/videos.csv": table([VIDEOS, video()]),
    }
    found = records(CONNECTOR, zipped(tmp_path, members))
    reply = next(post for post in only(Post, found) if post.kind is PostKind.REPLY)
    assert [account.native_id for account in only(Account, found)] == [CHANNEL]
    assert len(only(Post, found)) == 2
    assert (reply.native_id, reply.in_reply_to, reply.account) == ("UgyReply000000000000000000", PARENT, CHANNEL)
    assert reply.url == "https://www.youtube.com/watch?v=vid00000001&lc=UgyReply000000000000000000"


def test_comments_alone_are_read_too_but_observe_nothing(tmp_path: Path) -> None:
    found = records(CONNECTOR, lone(tmp_path, table([COMMENTS, comment("UgyReply000000000000000000", PARENT)])))
    assert [type(one) for one in found] == [Account, Post]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("plain", "plain"),
        ('{"text":"one"}', "one"),
        ('{"text":"@a","mention":{"externalChannelId":"UCx"}},{"text":" thanks"}', "@a thanks"),
        ('{"takeoutSegments":[{"text":"a"},{"text":"b"}]}', "ab"),
        ('{"broken', '{"broken'),
        ('{"text":5},7', ""),
    ],
)
def test_comment_text(cell: str, expected: str) -> None:
    assert comment_text(cell) == expected


@pytest.mark.parametrize(
    "text",
    [
        " ",
        "Video ID,Playlist Video Creation Timestamp\nvid00000001,2013-01-01T10:00:00+00:00\n",
        "a,b\n1,2\n",
        "動画\n",
    ],
)
def test_other_tables_are_not_claimed(tmp_path: Path, text: str) -> None:
    assert CONNECTOR.identify(lone(tmp_path, text, "videos.csv")) is None


def test_a_folder_of_other_things_is_left(tmp_path: Path) -> None:
    members = {"videos.csv": table([VIDEOS, video()]), "tweets.js": "window.YTD.tweets.part0 = []"}
    assert CONNECTOR.identify(zipped(tmp_path, members)) is None
    beside = {f"{FOLDER}/video metadata/videos.csv": table([VIDEOS, video()]), "twitter/data/tweets.js": "[]"}
    assert CONNECTOR.identify(zipped(tmp_path, beside)) is None


TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=20)


@given(st.lists(st.tuples(st.integers(1, 28), TEXT), min_size=1, max_size=6))
def test_made_up_tables_come_back(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, str]]) -> None:
    export = lone(tmp_path_factory.mktemp("any"), table([VIDEOS, *(video(*row) for row in rows)]))
    posts = only(Post, records(CONNECTOR, export))
    assert [(post.published_at.day, post.title or "") for post in posts] == [
        (day, title.strip()) for day, title in rows
    ]


@given(TEXT)
def test_pieces_of_a_comment_come_back(text: str) -> None:
    assert comment_text(f"{json.dumps({'text': text})},{json.dumps({'text': '!'})}") == text + "!"


@given(st.lists(st.lists(TEXT, max_size=12), max_size=5), st.binary(max_size=40))
def test_garbage_raises_nothing_but_skip_source(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], tail: bytes
) -> None:
    for start in (table([VIDEOS]), table([COMMENTS]), " "):
        export = lone(tmp_path_factory.mktemp("any"), start.encode() + table(rows).encode() + tail + b" ")
        CONNECTOR.identify(export)
        with suppress(SkipSource):
            list(CONNECTOR.read(export, CONTEXT))
