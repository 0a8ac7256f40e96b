"""A made-up professional Instagram account: how Meta's Graph API answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from connectors._graph_media_walk import InstagramOptions
from connectors.instagram_api import Connector
from monitor.sources.live import LiveConnector, Target
from tests.live.facebook_world import PAGE, RECENT, GraphWorld, stamp
from tests.live.world import START, Answered, Heard, Said

ACCOUNT = "17841400000000047"
NAME = "verzonnen.bouw"


@dataclass
class InstagramWorld(GraphWorld):
    """An account with posts, comments, and answers of its own."""

    little: ClassVar[int] = 6

    scopes: tuple[str, ...] = ("instagram_basic", "instagram_manage_comments", "pages_read_engagement")

    def connector(self, base: str) -> LiveConnector:
        return Connector(InstagramOptions(base=base, allow_private=True))

    @property
    def target(self) -> Target:
        return Target("instagram", native_id=ACCOUNT, handle=NAME)

    def post_id(self, said: Said) -> str:
        return f"Cverzonnen{said.number}"

    def heard_id(self, heard: Heard) -> str | None:
        """Only comments of recent posts are read."""
        return str(17900000000500000 + heard.number) if heard.at > START - RECENT else None

    def place(self, path: str, parts: tuple[str, ...], query: Mapping[str, str]) -> Callable[[], Answered] | None:
        linked = {"id": PAGE, "instagram_business_account": {"id": ACCOUNT, "username": NAME}}
        if parts[1:] == ("comments",):
            return lambda: self.listed(path, self.comments(parts[0]), query)
        return {
            ("me",): lambda: self.json(linked),
            ("me", "accounts"): lambda: self.listed(path, self.pages(), query),
            (ACCOUNT,): lambda: self.json(self.account()),
            (ACCOUNT, "media"): lambda: self.listed(path, self.media(query.get("since")), query),
        }.get(parts)

    def pages(self) -> list[dict[str, Any]]:
        """Facebook pages of a person, one of them linked to this account."""
        other = {"id": "17841400000000099", "username": "eenander"}
        return [
            {"id": "1"},
            {"id": "2", "instagram_business_account": other},
            {"id": PAGE, "instagram_business_account": {"id": ACCOUNT, "username": NAME}},
        ]

    def account(self) -> dict[str, Any]:
        """What Instagram tells of the account."""
        counts = {"followers_count": 812, "follows_count": 33, "media_count": len(self.said)}
        return counts | {"id": ACCOUNT, "username": NAME, "name": "Verzonnen Bouw", "biography": "Wij bestaan niet"}

    def media(self, since: str | None) -> list[dict[str, Any]]:
        """All posts, the newest first."""
        floor = float(since or 0)
        return [self.post(said) for said in self.newest_first() if said.at.timestamp() >= floor]

    def post(self, said: Said) -> dict[str, Any]:
        """One post."""
        return {
            "id": self.media_id(said.number),
            "caption": said.text,
            "media_type": "IMAGE",
            "media_product_type": "FEED",
            "permalink": f"https://www.instagram.com/p/{self.post_id(said)}/",
            "shortcode": self.post_id(said),
            "timestamp": stamp(said.at),
            "like_count": said.likes,
            "comments_count": len(self.answers_to(said.number)),
        }

    @staticmethod
    def media_id(number: int) -> str:
        """The API's own number of a post."""
        return str(17800000000000000 + number)

    def comments(self, media: str) -> list[dict[str, Any]]:
        """Comments of a post, the newest first, each with its answers."""
        found = [heard for heard in self.heard if self.media_id(heard.to) == media]
        return [self._comment(heard) for heard in reversed(found)]

    def _comment(self, heard: Heard) -> dict[str, Any]:
        number = str(17900000000500000 + heard.number)
        told = {"id": number, "text": heard.text, "username": "zoe.z", "timestamp": stamp(heard.at), "like_count": 0}
        if not heard.answered_at:
            return told
        answer = {"id": f"{number}9", "text": "Dank!", "username": NAME, "timestamp": stamp(heard.answered_at)}
        return told | {"replies": {"data": [answer]}}
