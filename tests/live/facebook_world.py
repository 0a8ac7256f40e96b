"""A made-up Facebook page: how Meta's Graph API answers, in the order of its choice and with the token in its links."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode

from connectors._graph_options import GraphOptions
from connectors.facebook_api import Connector
from monitor.sources.live import LiveConnector, Target
from tests.live.world import START, Answered, Heard, Said, World

VERSION = "v26.0"
PAGE = "104400000000001"
NAME = "VerzonnenBouw"
STRANGER = "700000000000009"
RECENT = timedelta(days=28)
HOST = "https://graph.facebook.com"
SCOPES = ("pages_show_list", "pages_read_engagement", "pages_read_user_content", "public_profile")


def stamp(at: datetime) -> str:
    """A time as Meta writes it."""
    return f"{at:%Y-%m-%dT%H:%M:%S}+0000"


def trouble(code: int, message: str, subcode: int | None = None, **more: Any) -> dict[str, Any]:
    """An error in Meta's words."""
    told = {"message": message, "type": "OAuthException", "code": code, **more, "fbtrace_id": "Averzonnen"}
    return {"error": told | ({"error_subcode": subcode} if subcode else {})}


@dataclass
class GraphWorld(World):
    """What Facebook and Instagram have in common.

    Attributes:
        kind: Type of the token.
        scopes: What it allows.
        expires: When it ends, in seconds since 1970; 0: never.
    """

    token: ClassVar[str | None] = "EAABmadeUpPageToken4711x"
    halting: ClassVar[frozenset[str]] = frozenset({"429 in the platform's words"})

    kind: str = "PAGE"
    scopes: tuple[str, ...] = SCOPES
    expires: int = 0

    def refusal(self, status: int) -> Answered:
        words = {
            401: (400, trouble(190, "Error validating access token: Session has expired on Friday.", 463)),
            403: (403, trouble(200, "(#200) The permission(s) pages_read_engagement are not available.")),
            429: (400, trouble(32, "(#32) Page request limit reached", is_transient=True)),
            500: (500, trouble(2, "An unexpected error has occurred. Please retry later.", is_transient=True)),
            503: (503, trouble(1, "An unknown error occurred")),
        }
        known = words.get(status)
        return self.json(known[1], known[0]) if known else super().refusal(status)

    def limit_headers(self, seconds: int) -> Mapping[str, str]:
        counters = {"type": "pages", "call_count": 100, "estimated_time_to_regain_access": -(-seconds // 60)}
        return {"X-Business-Use-Case-Usage": json.dumps({PAGE: [counters]})}

    def answer(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Answered:
        _, version, *parts = path.split("/")
        if headers.get("authorization") != f"Bearer {self.token}":
            return self.refusal(401)
        if version != VERSION:
            return self.json(trouble(2500, f"Unknown path components: /{version}"), 400)
        if parts == ["debug_token"]:
            return self.looked_up(query)
        known = self.place(path, tuple(parts), query)
        return known() if known else self.json(trouble(100, f"Unsupported get request. Object {parts[0]}", 33), 400)

    @abstractmethod
    def place(self, path: str, parts: tuple[str, ...], query: Mapping[str, str]) -> Callable[[], Answered] | None:
        """What answers for a path below the version; None if there is nothing."""

    def looked_up(self, query: Mapping[str, str]) -> Answered:
        """What Meta says of the token."""
        facts = {"app_id": "1", "type": self.kind, "is_valid": query.get("input_token") == self.token}
        more = {"expires_at": self.expires, "data_access_expires_at": 0, "scopes": self.scopes}
        owner = {"profile_id": PAGE} if self.kind == "PAGE" else {}
        return self.json({"data": facts | more | owner | {"user_id": "1"}})

    def listed(self, path: str, rows: Sequence[Any], query: Mapping[str, str], size: int | None = None) -> Answered:
        """A page of a list; its link leads to Meta's own host, with the token."""
        page, following = self.cut(rows, query.get("after"), size)
        paging: dict[str, Any] = {"cursors": {"before": "x", "after": following or "y"}}
        if following:
            asked = {name: value for name, value in query.items() if name != "after"}
            secret = {"access_token": self.token or "", **asked, "after": following}
            paging["next"] = f"{HOST}{path}?{urlencode(secret)}"
        return self.json({"data": page, "paging": paging})


@dataclass
class FacebookWorld(GraphWorld):
    """A page with posts, comments, and answers of its own.

    Attributes:
        heeds_since: The server leaves out what is older than `since`.
        rows: More posts, as the server gives them.
    """

    little: ClassVar[int] = 6

    heeds_since: bool = True
    rows: list[dict[str, Any]] = field(default_factory=list)

    def connector(self, base: str) -> LiveConnector:
        return Connector(GraphOptions(base=base, allow_private=True))

    @property
    def target(self) -> Target:
        return Target("facebook", handle="verzonnen.bouw")

    def post_id(self, said: Said) -> str:
        return str(800000000000 + said.number)

    def heard_id(self, heard: Heard) -> str | None:
        """Only comments of recent posts are read."""
        return self.comment_id(heard) if heard.at > START - RECENT else None

    def comment_id(self, heard: Heard) -> str:
        """The number of a comment, which begins with that of its post."""
        return f"{self.post_id(self.one(heard.to))}_{500000 + heard.number}"

    def place(self, path: str, parts: tuple[str, ...], query: Mapping[str, str]) -> Callable[[], Answered] | None:
        if parts[1:] == ("comments",):
            return lambda: self.listed(path, self.comments(parts[0]), query)
        return {
            ("me",): lambda: self.json(self.page()),
            (PAGE,): lambda: self.json(self.page()),
            ("verzonnen.bouw",): lambda: self.json(self.page()),
            (PAGE, "published_posts"): lambda: self.listed(path, self.posts(query.get("since")), query),
        }.get(parts)

    def page(self) -> dict[str, Any]:
        """What Facebook tells of the page."""
        picture = {"data": {"url": "https://scontent.example/1.jpg", "is_silhouette": False}}
        told = {"id": PAGE, "name": "Verzonnen Bouw", "username": NAME, "about": "Wij bestaan niet", "picture": picture}
        link = f"https://www.facebook.com/{NAME}"
        return told | {"link": link, "fan_count": 512, "followers_count": 530, "is_published": True, "category": "Bouw"}

    def posts(self, since: str | None) -> list[dict[str, Any]]:
        """All posts in an order that only Facebook understands."""
        floor = float(since) if since and self.heeds_since else 0
        ranked = sorted(self.said, key=lambda said: (said.number * 7 % 11, said.number))
        return [self.post(said) for said in ranked if said.at.timestamp() >= floor] + self.rows

    def post(self, said: Said) -> dict[str, Any]:
        """One post."""
        heard = self.answers_to(said.number)
        told = {
            "id": f"{PAGE}_{self.post_id(said)}",
            "created_time": stamp(said.at),
            "updated_time": stamp(max([said.edited_at or said.at, *(one.at for one in heard)])),
            "message": said.text,
            "permalink_url": f"https://www.facebook.com/{PAGE}/posts/{self.post_id(said)}",
            "status_type": "mobile_status_update",
            "from": {"id": PAGE, "name": "Verzonnen Bouw"},
            "is_published": True,
        }
        return told | {"reactions": summary(said.likes), "comments": summary(len(self.comments(told["id"])))}

    def comments(self, identity: str) -> list[dict[str, Any]]:
        """Comments of a post and answers to them, oldest first."""
        told: list[dict[str, Any]] = []
        for heard in self.heard:
            if identity == f"{PAGE}_{self.post_id(self.one(heard.to))}":
                told += self._thread(heard)
        return sorted(told, key=lambda one: one["created_time"])

    def _thread(self, heard: Heard) -> list[dict[str, Any]]:
        number = self.comment_id(heard)
        said_by = {"id": STRANGER, "name": heard.author}
        first = {"id": number, "created_time": stamp(heard.at), "message": heard.text, "from": said_by}
        if not heard.answered_at:
            return [first]
        own = {"id": PAGE, "name": "Verzonnen Bouw"}
        answer = {"id": f"{number}9", "created_time": stamp(heard.answered_at), "message": "Dank!", "from": own}
        return [first, answer | {"parent": {"id": number}}]


def summary(count: int) -> dict[str, Any]:
    """How many there are, without any of them."""
    return {"data": [], "summary": {"total_count": count}}
