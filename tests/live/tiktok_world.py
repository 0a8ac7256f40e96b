"""A made-up TikTok account: how the Display API answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from connectors.tiktok_api import Connector, TikTokOptions
from monitor.sources.live import LiveConnector, Target
from tests.live.world import Answered, Said, World

OPEN_ID = "-000made-up-open-id"
NAME = "verzonnenbouw"
PROFILE_FIELDS = {"username", "bio_description", "profile_deep_link", "is_verified"}
STATS_FIELDS = {"follower_count", "following_count", "likes_count", "video_count"}


def told(data: Any, code: str = "ok", message: str = "") -> dict[str, Any]:
    """An answer in TikTok's form."""
    return {"data": data, "error": {"code": code, "message": message, "log_id": "2026112400000000"}}


@dataclass
class TikTokWorld(World):
    """An account with public videos.

    Attributes:
        scopes: What its owner has granted.
    """

    token: ClassVar[str | None] = "act.made-up-access-token-4711"
    little: ClassVar[int] = 4
    sees_edits: ClassVar[bool] = True

    scopes: tuple[str, ...] = ("user.info.basic", "user.info.profile", "user.info.stats", "video.list")

    def connector(self, base: str) -> LiveConnector:
        return Connector(TikTokOptions(base=base, allow_private=True))

    @property
    def target(self) -> Target:
        return Target("tiktok", handle=NAME)

    def post_id(self, said: Said) -> str:
        return str(7300000000000000000 + said.number)

    def refusal(self, status: int) -> Answered:
        words = {
            401: told({}, "access_token_invalid", "The access token is invalid or not found in the request."),
            403: told({}, "scope_not_authorized", "The user did not authorize the scope required."),
            429: told({}, "rate_limit_exceeded", "The API rate limit was exceeded. Please try again later."),
            500: told({}, "internal_error", "Something went wrong, try again later"),
        }
        return self.json(words[status], status) if status in words else super().refusal(status)

    def answer(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Answered:
        if headers.get("authorization") != f"Bearer {self.token}":
            return self.refusal(401)
        fields = set(query.get("fields", "").split(","))
        if (method, path) == ("GET", "/v2/user/info/"):
            return self.user(fields)
        if (method, path) != ("POST", "/v2/video/list/"):
            return self.json(told({}, "invalid_params", "no such call"), 400)
        asked = json.loads(body)
        if not 0 < asked.get("max_count", 10) <= 20:
            return self.json(told({}, "invalid_params", "max_count"), 400)
        return self.videos(fields, asked)

    def user(self, fields: set[str]) -> Answered:
        """The account, as far as it may be told."""
        if (fields & PROFILE_FIELDS and "user.info.profile" not in self.scopes) or (
            fields & STATS_FIELDS and "user.info.stats" not in self.scopes
        ):
            return self.json(told({}, "scope_not_authorized", "The user did not authorize the scope required."), 401)
        known = {
            "open_id": OPEN_ID,
            "display_name": "Verzonnen Bouw",
            "avatar_url": "https://p16.example/1.jpeg",
            "username": NAME,
            "bio_description": "Wij bestaan niet",
            "follower_count": 77,
            "following_count": 5,
            "video_count": 15,
        }
        return self.json(told({"user": {name: value for name, value in known.items() if name in fields}}))

    def videos(self, fields: set[str], asked: Mapping[str, Any]) -> Answered:
        """A page of videos; the cursor is a number."""
        cursor = asked.get("cursor")
        inner = None if cursor is None else f"{cursor // 1000}-{cursor % 1000}"
        page, following = self.cut(self.newest_first(), inner, asked.get("max_count"))
        start, _, again = (following or "0-0").partition("-")
        rows = [{name: value for name, value in self.video(said).items() if name in fields} for said in page]
        more = {"cursor": int(start) * 1000 + int(again), "has_more": following is not None}
        return self.json(told({"videos": rows, **more}))

    def video(self, said: Said) -> dict[str, Any]:
        """One video."""
        number = self.post_id(said)
        return {
            "id": number,
            "title": said.text[:20],
            "video_description": said.text,
            "create_time": int(said.at.timestamp()),
            "duration": 31,
            "share_url": f"https://www.tiktok.com/@{NAME}/video/{number}?utm_campaign=x",
            "like_count": said.likes,
            "comment_count": 1,
            "share_count": 0,
            "view_count": 90 + said.likes,
        }
