"""Blogs read from their servers: the suite of live connectors."""

from __future__ import annotations

import pytest

from tests.live.faults import PASSING
from tests.live.nights import Nights
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
