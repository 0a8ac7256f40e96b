"""Channels as YouTube really cuts their lists, read with the options people have; and what the store then knows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from connectors.youtube_api import Connector, YoutubeOptions
from monitor.sources.live import LiveConnector, Target
from tests.live.nights import Nights
from tests.live.world import Heard
from tests.live.youtube_world import CHANNEL, STRANGER, YoutubeWorld, comment, replies


class Channel(YoutubeWorld):
    """A channel as YouTube really cuts its lists, read with the options that people have."""

    size: ClassVar[int] = 100
    more: ClassVar[dict[str, int]] = {}

    def connector(self, base: str) -> LiveConnector:
        more: dict[str, Any] = {"feed_base": f"{base}/feeds", "allow_private": True, **self.more}
        return Connector(YoutubeOptions(base=f"{base}/youtube/v3", **more))


class Silent(Channel):
    """The same, without a look at comments."""

    more: ClassVar[dict[str, int]] = {"comment_requests": 0}


class Short(Silent):
    """The same on short pages."""

    size: ClassVar[int] = 5


class Talkative(Channel):
    """A channel whose first comment has seven replies by others before its own; only five come along."""

    answered: bool = True
    crowd: int = 7

    def replies(self, heard: Heard) -> list[dict[str, Any]]:
        if heard.number:
            return replies(self, heard)
        times = [heard.at + timedelta(hours=number + 1) for number in range(self.crowd)]
        told = [comment(f"r{at:%H}", "vid00000002", STRANGER, "Zoë", at, "Ik ook") for at in times]
        own = [comment("own", "vid00000002", CHANNEL, "Bouw", times[-1] + timedelta(hours=1), "Dank!")]
        return told + own if self.answered else told


class Keyless(Channel):
    """The same without a key."""

    token: ClassVar[str | None] = None

    @property
    def target(self) -> Target:
        return Target("youtube", native_id=CHANNEL)


def calls(nights: Nights) -> list[str]:
    return [asked.path.rpartition("/")[2] for asked in nights.asked]


def standings(nights: Nights) -> list[tuple[str, str | None]]:
    return [(row["state"], row["detail"]) for row in nights.ground.rows("standings")]


def windows(nights: Nights) -> list[tuple[str, str]]:
    return [(row["start"], row["end"]) for row in nights.ground.rows("windows")]


def written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def posts(nights: Nights) -> dict[str, dict[str, Any]]:
    return {row["native_id"]: row for row in nights.ground.rows("posts")}
