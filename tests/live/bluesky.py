"""How Bluesky's AppView answers, as far as reading an account goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from connectors.bluesky_api import BlueskyOptions, Connector
from monitor.sources.live import LiveConnector, Target
from tests.live.world import Answered, Heard, Said, World

OWNER = "did:plc:5hjavwz7lho6dk7otjcptmav"
OTHER = "did:plc:iiabqlvzujdpmuj3jqjfl72w"
ERRORS = {
    401: ("AuthMissing", "Authentication Required"),
    429: ("RateLimitExceeded", "Rate Limit Exceeded"),
    500: ("InternalServerError", "Internal Server Error"),
    503: ("NotEnoughResources", "Not enough resources"),
}
KINDS = ("original", "original", "reply", "repost", "thread", "original", "quote")
CID = "bafyreick7gt6wbatvndr3yytlzgbuot6zfigj5hlkmh5msnzhkc6yh4cbi"


class BlueskyWorld(World):
    """Anybody may ask; three in seven posts are no plain ones."""

    little = 6

    def connector(self, base: str) -> LiveConnector:
        return Connector(BlueskyOptions(base=base, allow_private=True, recent=5))

    @property
    def target(self) -> Target:
        return Target("bluesky", handle="verzonnen.example")

    def post_id(self, said: Said) -> str:
        kind = "repost" if _kind(said) == "repost" else "post"
        return f"at://{OWNER}/app.bsky.feed.{kind}/{_key(said.number)}"

    def heard_id(self, heard: Heard) -> str:
        return f"at://{OTHER}/app.bsky.feed.post/{_key(heard.number)}"

    def refusal(self, status: int) -> Answered:
        name, message = ERRORS.get(status, ("InvalidRequest", "made-up trouble"))
        return self.json({"error": name, "message": message}, status)

    def limit_headers(self, seconds: int) -> Mapping[str, str]:
        reset = int((self.clock() + timedelta(seconds=seconds)).timestamp())
        return {"RateLimit-Limit": "3000", "RateLimit-Remaining": "0", "RateLimit-Reset": str(reset)}

    def answer(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Answered:
        actor = query.get("actor", OWNER)
        if actor not in {OWNER, "verzonnen.example"}:
            return self.json({"error": "InvalidRequest", "message": "Profile not found"}, 400)
        if path == "/xrpc/app.bsky.actor.getProfile":
            return self.json(self.profile())
        if path == "/xrpc/app.bsky.feed.getAuthorFeed":
            rows, cursor = self.cut(self.newest_first(), query.get("cursor"), int(query.get("limit", 50)))
            return self.json({"feed": [self._item(said) for said in rows]} | ({"cursor": cursor} if cursor else {}))
        return self._thread(query["uri"])

    def profile(self) -> dict[str, Any]:
        """The account's own description."""
        return {
            "did": OWNER,
            "handle": "verzonnen.example",
            "displayName": "Verzonnen",
            "description": "Wij bestaan niet.",
            "followersCount": 12,
            "followsCount": 3,
            "postsCount": 99,
            "createdAt": "2023-04-24T10:00:00.000Z",
            "indexedAt": "2024-01-20T05:32:00.000Z",
            "labels": [],
        }

    def _item(self, said: Said) -> dict[str, Any]:
        if _kind(said) == "repost":
            theirs = _view(f"at://{OTHER}/app.bsky.feed.post/other", OTHER, said.at, "van een ander")
            by = {"did": OWNER, "handle": "verzonnen.example"}
            reason = {"$type": "app.bsky.feed.defs#reasonRepost", "by": by, "indexedAt": _stamp(said.at)}
            return {"post": theirs, "reason": reason | {"uri": self.post_id(said), "cid": CID}}
        return {"post": self._post(said)}

    def _post(self, said: Said) -> dict[str, Any]:
        kind = _kind(said)
        view = _view(self.post_id(said), OWNER, said.at, said.text)
        parent = {
            "reply": f"at://{OTHER}/app.bsky.feed.post/other",
            "thread": f"at://{OWNER}/app.bsky.feed.post/{_key(said.number - 1)}",
        }.get(kind)
        if parent:
            strong = {"uri": parent, "cid": CID}
            view["record"]["reply"] = {"root": strong, "parent": strong}
        if kind == "quote":
            quoted = {"uri": f"at://{OTHER}/app.bsky.feed.post/other", "cid": CID}
            view["record"]["embed"] = {"$type": "app.bsky.embed.record", "record": quoted}
        return view | {"replyCount": len(self.answers_to(said.number)), "likeCount": said.likes}

    def _thread(self, uri: str) -> Answered:
        found = [said for said in self.said if self.post_id(said) == uri]
        if not found:
            return self.json({"error": "NotFound", "message": f"Post not found: {uri}"}, 400)
        replies = [_node(self._answer(heard, uri)) for heard in self.answers_to(found[0].number)]
        return self.json({"thread": _node(self._post(found[0]), *replies)})

    def _answer(self, heard: Heard, uri: str) -> dict[str, Any]:
        view = _view(self.heard_id(heard), OTHER, heard.at, heard.text)
        strong = {"uri": uri, "cid": CID}
        view["record"]["reply"] = {"root": strong, "parent": strong}
        return view


def _node(view: dict[str, Any], *replies: Any) -> dict[str, Any]:
    return {"$type": "app.bsky.feed.defs#threadViewPost", "post": view, "replies": list(replies), "threadContext": {}}


def _view(uri: str, author: str, at: datetime, text: str) -> dict[str, Any]:
    handle = "verzonnen.example" if author == OWNER else "lezer.example"
    return {
        "uri": uri,
        "cid": CID,
        "author": {"did": author, "handle": handle, "displayName": handle.title(), "labels": []},
        "record": {"$type": "app.bsky.feed.post", "text": text, "createdAt": _stamp(at), "langs": ["de"]},
        "replyCount": 0,
        "repostCount": 1,
        "likeCount": 0,
        "quoteCount": 0,
        "indexedAt": _stamp(at + timedelta(seconds=2)),
        "labels": [],
    }


def _key(number: int) -> str:
    return f"3k{number:011d}"


def _kind(said: Said) -> str:
    return KINDS[said.number % len(KINDS)]


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
