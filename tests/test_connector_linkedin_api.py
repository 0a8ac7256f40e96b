"""LinkedIn pages by API: both products, in a made-up world, and piece by piece."""

from __future__ import annotations

from typing import ClassVar

from tests.live.linkedin_world import CommunityWorld, PortabilityWorld
from tests.live.nights import Nights
from tests.live.suite import LiveSuite, assert_all_there
from tests.live.world import World


class TestCommunity(LiveSuite):
    world: ClassVar[type[World]] = CommunityWorld


class TestPortability(LiveSuite):
    world: ClassVar[type[World]] = PortabilityWorld

    def test_a_first_night(self, nights: Nights) -> None:
        """Its lists are answered once a minute, and the last two days count as unseen."""
        visited = nights.visit()
        assert visited.result.status == "done", visited.result.message
        assert_all_there(nights)
        assert [row["state"] for row in nights.ground.rows("standings")] == ["active"]
        assert all(59 < pause <= 60 for pause in nights.pauses)
        assert len(nights.pauses) >= 3
        (window,) = nights.ground.rows("windows")
        assert window["end"] == "2026-11-18T03:30:00Z"
