"""Comments on a YouTube channel's videos, and when the channel answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, ClassVar

import pytest

from tests.live.nights import Ground, Nights, ground
from tests.live.youtube_world import CHANNEL
from tests.youtube_nights import Channel, Short, Talkative, calls, written


class Budget(Talkative):
    """The same, with little to spend on comments."""

    more: ClassVar[dict[str, int]] = {"comment_requests": 1}


class Stingy(Short):
    """Short pages, and three requests for comments."""

    more: ClassVar[dict[str, int]] = {"comment_requests": 3}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("youtube")) as made:
        yield made


def heard(nights: Nights) -> dict[str, dict[str, Any]]:
    return {row["native_id"]: row for row in nights.ground.rows("interactions")}


def test_a_comment_is_an_interaction(place: Ground) -> None:
    nights = place.begin(Channel())
    said = nights.world.heard[0]
    nights.visit()
    row = heard(nights)["Ugx00000000"]
    assert (row["kind"], row["post_native_id"], row["author"]) == ("comment", "vid00000002", "Zoë Zuhörer")
    assert (row["text"], row["received_at"]) == (said.text, written(said.at))
    assert row["url"] == "https://www.youtube.com/watch?v=vid00000002&lc=Ugx00000000"
    assert (row["answered_at"], row["answer_known"]) == (None, 1)


def test_the_first_reply_of_the_channel_is_the_answer(place: Ground) -> None:
    nights = place.begin(Channel())
    nights.visit()
    nights.world.grow(0)
    nights.world.answer_to(1, nights.world.now - timedelta(hours=2))
    nights.visit()
    row = heard(nights)["Ugx00000001"]
    assert row["answered_at"] == written(nights.world.now - timedelta(hours=2))


def test_what_the_channel_itself_comments_is_no_interaction(place: Ground) -> None:
    class Own(Channel):
        def _threads(self, query: Any) -> Any:
            told = super()._threads(query)
            told["items"][0]["snippet"]["topLevelComment"]["snippet"]["authorChannelId"] = {"value": CHANNEL}
            return told

    nights = place.begin(Own())
    nights.visit()
    assert list(heard(nights)) == ["Ugx00000000"]


def test_comments_that_are_switched_off_are_normal(place: Ground) -> None:
    nights = place.begin(Channel())
    nights.world.comments_on = False
    seen = nights.visit()
    assert (seen.result.status, heard(nights)) == ("done", {})
    assert seen.reach
    assert seen.reach.seen


def test_comments_that_are_refused_cost_nothing_else(place: Ground) -> None:
    class Closed(Channel):
        def _threads(self, query: Any) -> Any:
            return self.refusal(403)

    nights = place.begin(Closed())
    seen = nights.visit()
    assert seen.result.status == "done"
    assert seen.reach
    assert (seen.reach.seen, seen.reach.full) == (True, True)
    assert "its comments are not open to us" in seen.reach.ended


def test_all_replies_are_read_where_only_some_come_along(place: Ground) -> None:
    nights = place.begin(Talkative())
    nights.visit()
    assert calls(nights)[-2:] == ["commentThreads", "comments"]
    row = heard(nights)["Ugx00000000"]
    assert row["answered_at"] == written(nights.world.heard[0].at + timedelta(hours=8))
    nights.world.grow(0)
    nights.visit()
    assert "comments" not in calls(nights)
    assert heard(nights)["Ugx00000000"] == row
    nights.world.crowd += 1
    nights.world.grow(0)
    nights.visit()
    assert "comments" in calls(nights)


def test_a_long_thread_without_an_answer_is_unanswered(place: Ground) -> None:
    nights = place.begin(Talkative())
    nights.world.answered = False
    nights.visit()
    row = heard(nights)["Ugx00000000"]
    assert (row["answered_at"], row["answer_known"]) == (None, 1)


def test_of_a_thread_that_was_not_read_whole_no_answer_is_known(place: Ground) -> None:
    nights = place.begin(Budget())
    nights.visit()
    assert "comments" not in calls(nights)
    row = heard(nights)["Ugx00000000"]
    assert (row["answered_at"], row["answer_known"]) == (None, 0)


def test_a_visit_spends_no_more_than_it_may(place: Ground) -> None:
    nights = place.begin(Stingy())
    for number in range(10):
        nights.world.hear(3, nights.world.now - timedelta(hours=number + 1))
        nights.world.hear(4, nights.world.now - timedelta(hours=number + 1, minutes=5))
    nights.visit()
    assert calls(nights).count("commentThreads") == 3
    assert len(heard(nights)) == 3 * Stingy.size


def test_pages_are_read_until_all_on_one_are_known(place: Ground) -> None:
    nights = place.begin(Stingy())
    for number in range(10):
        nights.world.hear(3, nights.world.now - timedelta(hours=number + 1))
    nights.visit()
    nights.world.grow(0)
    nights.visit()
    assert calls(nights).count("commentThreads") == 1
    nights.world.grow(0)
    nights.world.hear(3, nights.world.now)
    nights.visit()
    assert calls(nights).count("commentThreads") == 2
    assert set(heard(nights)) == nights.world.heard_ids()
