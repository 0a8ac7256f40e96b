"""YouTube's Data API: nights of made-up channels."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar

import pytest

from monitor.errors import RenewToken
from monitor.records import Post, PostKind
from monitor.sources.live import Past, Target, Visit
from tests.live.nights import Ground, ground
from tests.live.suite import LiveSuite
from tests.live.world import OLDER, Said
from tests.live.youtube_world import CHANNEL, YoutubeWorld
from tests.store_case import bring_in
from tests.youtube_nights import Channel, Short, Silent, calls, posts, standings, windows, written

LAST = OLDER - 1
NEWEST = f"vid{LAST:08d}"
"""The newest video before the first night."""


class TestSuite(LiveSuite):
    world = YoutubeWorld


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("youtube")) as made:
        yield made


# --- what a night costs -------------------------------------------------------------------------------------
def test_a_night_without_news_is_one_call(place: Ground) -> None:
    nights = place.begin(Silent())
    nights.visit()
    assert calls(nights) == ["channels", "playlistItems", "videos"]
    nights.world.grow(0)
    seen = nights.visit()
    assert calls(nights) == ["playlistItems"]
    assert seen.result.status == "done"
    assert seen.reach
    assert seen.reach.seen
    assert windows(nights) == [("1990-01-01T00:00:00Z", written(nights.world.now))]


def test_a_night_with_news_is_at_most_three_calls_and_one_for_comments(place: Ground) -> None:
    nights = place.begin(Short())
    nights.visit()
    nights.world.grow(2)
    nights.visit()
    assert calls(nights) == ["playlistItems", "videos", "playlistItems"]
    nights = place.begin(Channel())
    nights.visit()
    nights.world.grow(2)
    nights.visit()
    assert calls(nights) == ["playlistItems", "videos", "commentThreads"]


def test_the_channel_itself_is_read_once_a_week(place: Ground) -> None:
    nights = place.begin(Silent())
    read = []
    for _ in range(15):
        nights.visit()
        read.append("channels" in calls(nights))
        nights.world.grow(0)
    assert [number for number, there in enumerate(read) if there] == [0, 7, 14]


def test_units_are_counted(place: Ground) -> None:
    nights = place.begin(Channel())
    connector = nights.connector
    book = connector.ledger()
    place.server.serve(nights.world)
    visit = Visit(nights.world.target, Past(), nights.world.now, place.https[20.0], nights.world.token, book)
    assert sum(1 for _ in connector.pages(visit)) == len(place.server.asked) == book.spent
    assert (book.unit, book.limit, book.zone) == ("units", 10_000, "America/Los_Angeles")


def test_a_limit_of_units_is_kept(place: Ground) -> None:
    class Poor(Short):
        more: ClassVar[dict[str, int]] = {"daily_units": 4}

    nights = place.begin(Poor())
    seen = nights.visit()
    assert (seen.result.status, len(nights.asked)) == ("postponed", 4)
    assert "the limit of 4 units a day is reached" in seen.result.message
    assert posts(nights)


def test_what_a_visit_would_cost(place: Ground) -> None:
    nights = place.begin(Channel())
    first = nights.connector.estimate(nights.world.target, Past())
    nights.visit()
    memory = nights.pages()[-1].memory or {}
    assert nights.connector.estimate(nights.world.target, Past(memory, None, full=False)).requests == 3
    again = nights.connector.estimate(nights.world.target, Past(memory))
    assert f"about {OLDER}" in again.what
    assert again.cost == first.cost == 13


# --- which videos are posts ---------------------------------------------------------------------------------
def test_what_a_video_tells(place: Ground) -> None:
    nights = place.begin(Channel())
    nights.visit()
    first, second = (posts(nights)[f"vid{number:08d}"] for number in (0, 1))
    assert (first["kind"], first["views"], first["replies"], first["likes"]) == ("video", 100, 2, None)
    assert (second["likes"], second["language"]) == (1, "de")
    assert second["url"] == "https://www.youtube.com/watch?v=vid00000001"
    (profile,) = nights.ground.rows("profiles")
    assert (profile["followers"], profile["posts_total"], profile["has_bio"]) == (321, OLDER, 1)
    (account,) = nights.ground.rows("accounts")
    assert (account["native_id"], account["name"], account["kind"]) == (CHANNEL, "Verzonnen Bouw", "channel")


def test_placeholders_are_no_posts(place: Ground) -> None:
    nights = place.begin(Channel())
    nights.world.hidden = frozenset({3, LAST})
    nights.visit()
    assert {"vid00000003", NEWEST}.isdisjoint(posts(nights))
    assert len(posts(nights)) == OLDER - 2
    assert NEWEST not in nights.asked[2].query["id"]


def test_a_video_that_became_private_is_gone_at_the_next_full_reading(place: Ground) -> None:
    nights = place.begin(Channel())
    nights.visit()
    nights.world.hidden = frozenset({3})
    nights.world.grow(1)
    assert nights.visit(full=True).deleted == 1
    nights.world.hidden = frozenset()
    nights.visit(full=True)
    assert posts(nights)["vid00000003"]["deleted_at"] is None


def test_a_real_video_may_be_called_like_a_placeholder(place: Ground) -> None:
    nights = place.begin(Channel())
    nights.world.edit(5, "Private video")
    nights.visit()
    assert posts(nights)["vid00000005"]["title"] == "Private video"


def test_a_premiere_is_a_post_when_it_has_begun(place: Ground) -> None:
    nights = place.begin(Silent())
    nights.world.announced = frozenset({LAST})
    nights.visit()
    assert NEWEST not in posts(nights)
    nights.world.grow(0)
    nights.visit()
    assert calls(nights) == ["playlistItems", "videos"]
    nights.world.announced = frozenset()
    nights.world.grow(0)
    nights.visit()
    assert NEWEST in posts(nights)
    nights.world.grow(0)
    nights.visit()
    assert calls(nights) == ["playlistItems"]


def test_news_behind_an_old_video_are_found(place: Ground) -> None:
    class Pinned(Short):
        def newest_first(self) -> list[Said]:
            rows = super().newest_first()
            return [rows[-1], *rows[:-1]]

    nights = place.begin(Pinned())
    nights.visit()
    nights.world.grow(12)
    nights.visit()
    assert set(posts(nights)) == nights.world.post_ids()


def test_an_absurd_time_hides_no_news(place: Ground) -> None:
    nights = place.begin(Short())
    nights.world.say(nights.world.now + timedelta(days=40_000))
    nights.visit()
    nights.world.grow(12)
    nights.visit()
    assert set(posts(nights)) == nights.world.post_ids()


def test_a_server_whose_clock_is_ahead_leaves_no_gap(place: Ground) -> None:
    nights = place.begin(Silent())
    nights.world.say(nights.world.now + timedelta(hours=7))
    nights.visit()
    nights.world.now += timedelta(days=1)
    nights.visit()
    assert calls(nights) == ["playlistItems"]
    assert windows(nights) == [("1990-01-01T00:00:00Z", written(nights.world.now))]


def test_news_without_a_time_do_not_hide_those_behind_them(place: Ground) -> None:
    class Undated(Short):
        def _uploads(self, query):
            told = super()._uploads(query)
            for item in told["items"] if "pageToken" not in query else ():
                del item["contentDetails"]["videoPublishedAt"]
            return told

    nights = place.begin(Undated())
    nights.visit()
    nights.world.grow(8)
    nights.visit()
    assert set(posts(nights)) == nights.world.post_ids()


def test_a_video_left_out_of_one_answer_is_asked_for_again(place: Ground) -> None:
    class Forgetful(Channel):
        forgets = True

        def _videos(self, query):
            told = super()._videos(query)
            if self.forgets:
                told["items"] = told["items"][1:]
                self.forgets = False
            return told

    nights = place.begin(Forgetful())
    nights.visit()
    assert set(posts(nights)) == nights.world.post_ids()
    nights.world.forgets = True
    assert nights.visit(full=True).deleted == 0


def test_a_walk_for_news_that_goes_round_in_circles_is_made_again(place: Ground) -> None:
    class Circling(Short):
        circling = False

        def _uploads(self, query):
            told = super()._uploads({**query, "pageToken": ""} if self.circling else query)
            return told | ({"pageInfo": {}, "nextPageToken": "again"} if self.circling else {})

    nights = place.begin(Circling())
    nights.visit()
    nights.world.circling = True
    nights.world.grow(12)
    seen = nights.visit()
    assert seen.reach
    assert "round in circles" in seen.reach.ended
    assert len(windows(nights)) == 2
    nights.world.circling = False
    nights.world.grow(0)
    nights.visit()
    assert set(posts(nights)) == nights.world.post_ids()
    assert len(windows(nights)) == 1


def test_a_list_that_youtube_cuts_off_proves_nothing_about_what_is_older(
    place: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors._youtube_api_uploads.LIST_END", OLDER)
    nights = place.begin(Short())
    account = nights.account
    older = Post(native_id="vidolder000", published_at=nights.world.said[0].at - timedelta(days=400))
    bring_in(place.store, [(account, older)])
    seen = nights.visit(full=True)
    assert seen.reach
    assert f"ends after {OLDER} videos" in seen.reach.ended
    assert seen.deleted == 0
    newest_of_the_last_page = nights.world.said[Short.size - 1]
    assert windows(nights)[0][0] == written(newest_of_the_last_page.at)


def test_replies_that_takeout_brought_are_not_missed(place: Ground) -> None:
    nights = place.begin(Channel())
    reply = Post(native_id="Ugabc.def", published_at=nights.world.now - timedelta(days=9), kind=PostKind.REPLY)
    bring_in(place.store, [(nights.account, reply)])
    assert nights.visit(full=True).deleted == 0
    assert posts(nights)["Ugabc.def"]["deleted_at"] is None


# --- the channel itself -------------------------------------------------------------------------------------
def test_an_unknown_handle_is_gone(place: Ground) -> None:
    nights = place.begin(Channel())
    nights.world.exists = False
    seen = nights.visit()
    assert seen.result.status == "done"
    assert standings(nights) == [
        ("deleted", "YouTube knows no channel @verzonnen (deleted, closed by YouTube, or mistyped)")
    ]
    assert [dict(asked.query) | {"part": ""} for asked in nights.asked] == [
        {"part": "", "forHandle": "@verzonnen"},
        {"part": "", "forUsername": "verzonnen"},
    ]


def test_a_channel_that_vanished_is_gone_only_after_its_id_was_looked_up(place: Ground) -> None:
    nights = place.begin(Channel())
    nights.visit()
    nights.world.exists = False
    nights.world.grow(0)
    nights.visit()
    assert calls(nights) == ["playlistItems", "channels", "channels", "channels"]
    assert nights.asked[1].query["id"] == CHANNEL
    assert [state for state, _ in standings(nights)] == ["active", "deleted"]
    assert not [row for row in posts(nights).values() if row["deleted_at"]]


def test_a_handle_that_somebody_else_took_is_not_our_channel(place: Ground) -> None:
    class Other(Channel):
        @property
        def target(self) -> Target:
            return Target("youtube", native_id="UCgone0000000000000000xx", handle="verzonnen")

    nights = place.begin(Other())
    nights.visit()
    assert [state for state, _ in standings(nights)] == ["deleted"]


@pytest.mark.parametrize(
    "address", [f"https://www.youtube.com/channel/{CHANNEL}", "https://youtube.com/@verzonnen/videos"]
)
def test_an_address_names_the_channel(place: Ground, address: str) -> None:
    class Addressed(Channel):
        @property
        def target(self) -> Target:
            return Target("youtube", url=address)

    nights = place.begin(Addressed())
    nights.visit()
    assert len(posts(nights)) == OLDER


def test_a_channel_without_any_name_is_asked_about(place: Ground) -> None:
    class Nameless(Channel):
        @property
        def target(self) -> Target:
            return Target("youtube", kind="channel")

    seen = place.begin(Nameless()).visit()
    assert (seen.result.status, place.server.asked) == ("failed", [])
    assert "Set native_id" in seen.result.message


def test_a_renamed_channel_is_readable_and_told(place: Ground) -> None:
    nights = place.begin(Channel())
    nights.visit()
    nights.world.handle = "ganzneu"
    for _ in range(2):
        nights.world.grow(1)
        nights.visit(full=True)
    nights.world.grow(1)
    nights.visit()
    assert standings(nights) == [("active", None), ("renamed", "now @ganzneu")]
    assert [asked.query.get("forUsername") for asked in nights.asked] == [None] * len(nights.asked)
    assert set(posts(nights)) == nights.world.post_ids()


def test_an_old_user_name_is_no_renaming(place: Ground) -> None:
    nights = place.begin(Channel())
    nights.world.handle, nights.world.usernames = "ganzneu", ("verzonnen",)
    nights.visit()
    nights.world.grow(1)
    nights.visit(full=True)
    assert standings(nights) == [("active", None)]


def test_a_channel_without_uploads_is_not_gone(place: Ground) -> None:
    nights = place.begin(Channel())
    nights.world.said, nights.world.heard = [], []
    seen = nights.visit()
    assert standings(nights) == [("active", None)]
    assert seen.reach
    assert (seen.reach.seen, seen.reach.ended) == (True, "")
    assert windows(nights) == [("1990-01-01T00:00:00Z", written(nights.world.now))]


def test_a_list_that_contradicts_the_channel_proves_nothing(place: Ground) -> None:
    nights = place.begin(Channel())
    nights.world.said, nights.world.heard, nights.world.video_count = [], [], 17
    seen = nights.visit()
    assert seen.reach
    assert not seen.reach.seen
    assert "17 videos" in seen.reach.ended
    assert windows(nights) == []


# --- the key ------------------------------------------------------------------------------------------------
def test_a_key_is_checked_with_one_call(place: Ground) -> None:
    nights = place.begin(Channel())
    place.server.serve(nights.world)
    visit = Visit(Target("youtube"), Past(), nights.world.now, place.https[20.0], nights.world.token)
    assert nights.connector.check(visit).missing == ()
    assert len(place.server.asked) == 1
    with pytest.raises(RenewToken, match="YouTube does not take the API key"):
        nights.connector.check(Visit(Target("youtube"), Past(), nights.world.now, place.https[20.0], "wrong"))
    with pytest.raises(RenewToken, match="no API key"):
        nights.connector.check(Visit(Target("youtube"), Past(), nights.world.now, place.https[20.0]))


def test_a_used_up_day_is_left_to_the_next_run(place: Ground) -> None:
    class Spent(Channel):
        def _videos(self, query):
            return self.error(403, "quotaExceeded", "youtube.quota")

    nights = place.begin(Spent())
    seen = nights.visit()
    assert seen.result.status == "postponed"
    assert "counts anew from 2026-11-20 08:00 UTC" in seen.result.message
    assert nights.pauses == []
