"""Blogs read from their servers: the suite of live connectors."""

from __future__ import annotations

import pytest

from tests.live.faults import FAULTS, PASSING
from tests.live.feed_world import FeedWorld
from tests.live.ghost_world import GhostWorld
from tests.live.nights import Nights
from tests.live.server import Asked
from tests.live.suite import MOST_REQUESTS, LiveSuite
from tests.live.wordpress_world import WordPressWorld

PAGES = {"page in place of JSON", "truncated"}
"""Not the trouble of a front page: any page is a good one. It only names no way to read the blog."""


class BlogSuite(LiveSuite):
    @pytest.mark.parametrize("fault", sorted(PASSING.keys() - PAGES))
    def test_trouble_that_lasts_is_left_to_the_next_night(self, nights: Nights, fault: str) -> None:
        super().test_trouble_that_lasts_is_left_to_the_next_night(nights, fault)

    @pytest.mark.parametrize("fault", sorted(PAGES))
    def test_a_site_that_shows_nothing_but_pages_is_asked_little(self, nights: Nights, fault: str) -> None:
        visited = nights.visit([fault] * MOST_REQUESTS)
        assert visited.result.status in {"failed", "postponed"}, visited.result.message
        assert len(nights.asked) <= 15
        assert nights.ground.rows("standings") == nights.ground.rows("posts") == []


class TestWordPress(BlogSuite):
    world = WordPressWorld


class TestGhost(BlogSuite):
    world = GhostWorld

    @pytest.mark.parametrize("fault", [None, *sorted(FAULTS)])
    def test_the_token_stands_nowhere(
        self, nights: Nights, fault: str | None, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # The front page is asked without the key, for any site may stand behind a typed address.
        monkeypatch.setattr(Asked, "holds", lambda asked, secret: asked.path == "/" or secret in asked.target)
        super().test_the_token_stands_nowhere(nights, fault, caplog)

    def test_the_front_page_is_asked_without_the_key(self, nights: Nights) -> None:
        nights.visit()
        first, *others = nights.asked
        assert first.path == "/"
        assert not first.holds(nights.world.token or "")
        assert all(asked.holds(nights.world.token or "") for asked in others)


class TestFeed(BlogSuite):
    world = FeedWorld
