"""The conformance suite of live connectors: it lets a good connector pass and catches each way of being bad."""

from __future__ import annotations

from typing import ClassVar

from tests.live.simple import SimpleWorld
from tests.live.suite import LiveSuite
from tests.live.world import World


class TestSimple(LiveSuite):
    world: ClassVar[type[World]] = SimpleWorld
