"""Mastodon through its API."""

from __future__ import annotations

from typing import ClassVar

from tests.live.mastodon import MastodonWorld
from tests.live.suite import LiveSuite
from tests.live.world import World


class TestSuite(LiveSuite):
    world: ClassVar[type[World]] = MastodonWorld
