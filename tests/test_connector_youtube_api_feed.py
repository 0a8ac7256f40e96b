"""YouTube channels without a key: their public feeds, which are often not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors._youtube_api_feed import feed_ruling
from connectors.youtube_api import Connector, YoutubeOptions
from monitor.records import BadRow, Post
from monitor.sources.caller import Reaction
from monitor.sources.http import Reply
from monitor.sources.live import Page, Target
from tests.live.nights import Ground, Nights, ground
from tests.live.world import OLDER
from tests.live.youtube_world import CHANNEL, YoutubeWorld, feed
from tests.youtube_nights import Keyless, calls, posts, standings, windows, written

PARSER = Connector(YoutubeOptions())
TARGET = Target("youtube", native_id=CHANNEL)
FEED = feed(YoutubeWorld(), {"channel_id": CHANNEL}).encode()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("youtube")) as made:
        yield made


def asked(nights: Nights) -> list[dict[str, str]]:
    return [dict(one.query) for one in nights.asked]


def parsed(body: bytes) -> list[Any]:
    return list(PARSER.parse(Page("feed", body, "https://feed.example", {"channel": CHANNEL}), TARGET))


def test_the_feed_shows_the_newest_fifteen(place: Ground) -> None:
    nights = place.begin(Keyless())
    nights.world.grow(3)
    seen = nights.visit()
    assert asked(nights) == [{"channel_id": CHANNEL}]
    assert "x-goog-api-key" not in nights.asked[0].headers
    assert len(posts(nights)) == 15
    oldest = nights.world.newest_first()[14]
    assert windows(nights) == [(written(oldest.at), written(nights.world.now))]
    assert seen.reach
    assert "the newest 15 videos only" in seen.reach.ended
    assert standings(nights) == [("active", None)]


def test_a_feed_with_fewer_videos_was_cut_nowhere(place: Ground) -> None:
    nights = place.begin(Keyless())
    nights.world.said = nights.world.said[-3:]
    seen = nights.visit()
    assert seen.reach
    assert (seen.reach.seen, seen.reach.full, seen.reach.ended) == (True, False, "")


@pytest.mark.parametrize("status", [404, 403, 410, 500, 503])
def test_a_feed_that_is_not_there_says_nothing(place: Ground, status: int) -> None:
    nights = place.begin(Keyless())
    nights.world.feed_status = status
    seen = nights.visit()
    assert asked(nights)[-1] == {"playlist_id": "UULFmadeup00000000000000xx"}
    assert seen.reach
    assert not seen.reach.seen
    assert "says nothing about the channel" in seen.reach.ended
    assert len(posts(nights)) == 15
    assert (windows(nights), standings(nights)) == ([], [("active", None)])


@pytest.mark.parametrize("body", [b"<html>consent</html>", b"", b"<!DOCTYPE x><feed/>", b"\xff\xfe"])
def test_no_feed_at_all_is_left_to_the_next_night(place: Ground, body: bytes) -> None:
    class Broken(Keyless):
        def _feed(self, query: Any) -> Any:
            return (404 if "playlist_id" in query else 200), {}, body

    nights = place.begin(Broken())
    seen = nights.visit()
    assert seen.result.status == "postponed"
    assert "`monitor auth youtube`" in seen.result.message
    assert (standings(nights), windows(nights), posts(nights)) == ([], [], {})


def test_a_feed_of_another_channel_is_not_taken(place: Ground) -> None:
    class Mixed(Keyless):
        @property
        def target(self) -> Target:
            return Target("youtube", native_id="UCanother000000000000000")

    nights = place.begin(Mixed())
    assert nights.visit().result.status == "postponed"
    assert posts(nights) == {}


def test_without_its_id_a_channel_has_no_feed(place: Ground) -> None:
    class Handled(Keyless):
        @property
        def target(self) -> Target:
            return Target("youtube", handle="verzonnen")

    nights = place.begin(Handled())
    seen = nights.visit()
    assert (seen.result.status, nights.asked) == ("failed", [])
    assert "Set native_id" in seen.result.message


def test_the_feeds_address_names_the_channel_too(place: Ground) -> None:
    class Addressed(Keyless):
        @property
        def target(self) -> Target:
            address = f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}"
            return Target("youtube", handle="verzonnen", feed=address)

    nights = place.begin(Addressed())
    nights.visit()
    assert len(posts(nights)) == OLDER


def test_a_key_obtained_later_reads_everything(place: Ground) -> None:
    nights = place.begin(Keyless())
    nights.world.grow(3)
    nights.visit()
    nights.world.token = "AIzaMadeUpKey-4711"  # type: ignore[misc]
    seen = nights.visit(full=False)
    assert seen.reach
    assert seen.reach.full
    assert calls(nights)[0] == "channels"
    assert set(posts(nights)) == nights.world.post_ids()
    nights.world.token = None  # type: ignore[misc]


def test_feeds_of_the_export_connector_and_of_this_one_are_the_same_posts(place: Ground, tmp_path: Any) -> None:
    from connectors.youtube_feed import Connector as FileConnector
    from monitor.sources.contract import Options
    from tests.readback import lone, only, records

    saved = only(Post, records(FileConnector(Options()), lone(tmp_path, FEED)))
    fetched = only(Post, parsed(FEED))
    assert [post.model_copy(update={"account": ""}) for post in saved] == fetched


def test_the_real_feeds(shared_data: Any) -> None:
    for name in ("feedjira_youtube_atom.xml", "podtube_invidious_channel.xml"):
        found = parsed((shared_data / "youtube/feeds" / name).read_bytes())
        assert sum(isinstance(one, Post) for one in found) == 15
        assert not [one for one in found if isinstance(one, BadRow)]


def test_a_video_that_cannot_be_read_is_kept_aside() -> None:
    (row,) = [one for one in parsed(FEED.replace(b"vid00000003", b"?")) if isinstance(one, BadRow)]
    assert "is not the id of a video" in row.reason


@given(st.binary(max_size=60), st.integers(0, len(FEED)))
def test_no_feed_raises_anything(content: bytes, place: int) -> None:
    assert parsed(FEED[:place] + content + FEED[place:])
    assert parsed(content)


def test_a_feed_that_declares_entities_is_refused() -> None:
    bomb = FEED.replace(b"<feed ", b'<!DOCTYPE feed [<!ENTITY a "Bumm">]><feed ').replace(b"Nachricht 3", b"&a;")
    (row,) = parsed(bomb)
    assert isinstance(row, BadRow)


def test_a_deep_document_raises_nothing() -> None:
    assert parsed(b"<a>" * 200_000)
    assert parsed(b'<feed xmlns="http://www.w3.org/2005/Atom">' + b"<a>" * 20_000 + b"</a>" * 20_000 + b"</feed>")


@pytest.mark.parametrize(
    ("status", "body", "reaction"),
    [
        (200, FEED, Reaction.FINE),
        (200, b"<html/>", Reaction.RETRY),
        (404, b"", Reaction.FINE),
        (403, b"", Reaction.FINE),
        (429, b"", Reaction.WAIT),
        (500, b"", Reaction.RETRY),
    ],
)
def test_how_an_answer_is_read(status: int, body: bytes, reaction: Reaction) -> None:
    assert feed_ruling(Reply("", status, {}, body)).reaction is reaction
