"""A made-up account on X: how the API v2 answers, in either dialect, and what it bills."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar

from connectors._x_api_options import XOptions
from connectors.x_api import Connector
from monitor.sources.live import LiveConnector, Target
from tests.live.world import Answered, Heard, Said, World

ACCOUNT, STRANGER = "4711000000", "990000000"
HANDLE = "verzonnen_bouw"
PROBLEMS = "https://api.x.com/2/problems"
REACH = 3200
USAGE = {"project_id": "1", "project_cap": "3000000", "project_usage": "12", "cap_reset_day": 7}
DEFAULT_FIELDS = ("id", "text", "edit_history_tweet_ids")
CURRENT_NAMES = {
    "referenced_tweets": "referenced_posts",
    "edit_history_tweet_ids": "edit_history_post_ids",
    "note_tweet": "note_post",
    "retweet_count": "repost_count",
    "tweet_count": "post_count",
    "tweets": "posts",
}


def number_of(at: datetime, more: int = 0) -> int:
    """A number as X gives it: milliseconds since 4 November 2010 above 22 bits of something else."""
    return ((int(at.astimezone(UTC).timestamp() * 1000) - 1_288_834_974_657) << 22) + more


def stamp(at: datetime) -> str:
    """A time as X writes it."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.000Z"


def current(told: Any) -> Any:
    """The same answer in the names of since August 2026."""
    if isinstance(told, dict):
        return {CURRENT_NAMES.get(name, name): current(value) for name, value in told.items()}
    return [current(one) for one in told] if isinstance(told, list) else told


@dataclass
class XWorld(World):
    """An account with public posts and mentions.

    Attributes:
        handle: Its present name.
        state: What X says of it: "", "suspended", "deleted" or "protected".
        refers: By the number of an own post: in which way it refers to which post of another (or of its own).
        dropped: Fields that the server leaves out though they are asked for.
        mentions_status: What the call for mentions answers.
        options: How the connector is set; with much money, it goes on by cursors.
        billed: Every resource returned, in order, as often as it was.
        hidden: How many more posts X counts than it gives.
        is_user_token: The token is that of the account itself, not an app's.
    """

    token: ClassVar[str | None] = "AAAAAAAAAAAAAAAAAAAAAMadeUp4711"
    little: ClassVar[int] = 4

    handle: str = HANDLE
    state: str = ""
    refers: dict[int, tuple[str, Mapping[str, Any]]] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    mentions_status: int = 200
    options: Mapping[str, Any] = field(default_factory=lambda: {"max_cost": 100})
    billed: list[str] = field(default_factory=list)
    hidden: int = 0
    is_user_token: bool = False

    def connector(self, base: str) -> LiveConnector:
        return Connector(XOptions(base=base, allow_private=True, **self.options))

    @property
    def target(self) -> Target:
        return Target("x", handle=HANDLE)

    def post_id(self, said: Said) -> str:
        return str(number_of(said.at, said.number))

    def heard_id(self, heard: Heard) -> str:
        return str(number_of(heard.at, 1_000_000 + heard.number))

    # --- what happens -------------------------------------------------------------------------------------
    def refer(self, kind: str, other: Mapping[str, Any], at: datetime, text: str = "") -> Said:
        """Publish something that refers to a post: `retweeted`, `quoted` or `replied_to`."""
        said = self.say(at, text)
        self.refers[said.number] = (kind, other)
        return said

    def reply_to(self, heard: Heard, at: datetime) -> Said:
        """Answer what another said."""
        return self.refer("replied_to", mention(self, heard), at, f"@{STRANGER} Dank!")

    # --- answers ------------------------------------------------------------------------------------------
    def answer(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Answered:
        if headers.get("authorization") != f"Bearer {self.token}":
            return self.refusal(401)
        if path in {"/2/usage/tweets", "/2/users/me"}:
            return self._token(path)
        if path in {f"/2/users/{ACCOUNT}", f"/2/users/by/username/{self.handle}"}:
            return self._user(query)
        if path == f"/2/users/{ACCOUNT}/tweets":
            return self._posts(query)
        if path == f"/2/users/{ACCOUNT}/mentions":
            return self._mentions(query)
        found = re.fullmatch(r"/2/users/(?:by/username/)?(\w+)", path)
        assert found, path
        return self.json({"errors": [problem("deleted", found[1])]})

    def refusal(self, status: int) -> Answered:
        told = {
            401: {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"},
            402: {
                "account_id": 1,
                "title": "CreditsDepleted",
                "detail": "Your enrolled account [1] does not have any credits to fulfill this request.",
                "type": "https://api.twitter.com/2/problems/credits",
            },
            403: {"title": "Client Forbidden", "reason": "client-not-enrolled", "type": f"{PROBLEMS}/client-forbidden"},
            429: {"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank", "status": 429},
        }.get(status, {"title": "Service Unavailable", "type": "about:blank", "status": status})
        return self.json(told, status, {"x-rate-limit-limit": "10000", "x-rate-limit-remaining": "9998"})

    def limit_headers(self, seconds: int) -> Mapping[str, str]:
        return {"x-rate-limit-remaining": "0", "x-rate-limit-reset": str(int(self.clock().timestamp()) + seconds)}

    def _token(self, path: str) -> Answered:
        if path == "/2/users/me":
            return self.json({"data": chosen(user(self), "", ("id", "name", "username"))})
        return self.refusal(403) if self.is_user_token else self.json({"data": USAGE})

    def _user(self, query: Mapping[str, str]) -> Answered:
        if self.state in {"suspended", "deleted"}:
            return self.json({"errors": [problem(self.state)]})
        self.billed.append(ACCOUNT)
        return self.json({"data": chosen(user(self), query["user.fields"], ("id", "name", "username"))})

    def _posts(self, query: Mapping[str, str]) -> Answered:
        if self.state:
            return self.json({"errors": [problem(self.state)]})
        told = [post(self, said) for said in self.said]
        newest = sorted(told, key=lambda one: int(one["id"]), reverse=True)[:REACH]
        return self._list(newest, query)

    def _mentions(self, query: Mapping[str, str]) -> Answered:
        if self.mentions_status != 200:
            return self.refusal(self.mentions_status)
        told = [mention(self, heard) for heard in self.heard]
        return self._list(sorted(told, key=lambda one: int(one["id"]), reverse=True)[:800], query)

    def _list(self, newest: Sequence[dict[str, Any]], query: Mapping[str, str]) -> Answered:
        size = int(query["max_results"])
        assert 5 <= size <= 100
        since, until = int(query.get("since_id", 0)), int(query.get("until_id", 2**64))
        assert since < until
        rows = [one for one in newest if since < int(one["id"]) < until]
        page, following = self.cut(rows, query.get("pagination_token"), size)
        wanted = ",".join(set(query["tweet.fields"].split(",")) - self.dropped)
        told: dict[str, Any] = {"meta": {"result_count": len(page)}}
        if page:
            told["data"] = [chosen(one, wanted, DEFAULT_FIELDS) for one in page]
            told["meta"] |= {"newest_id": page[0]["id"], "oldest_id": page[-1]["id"]}
        if query.get("expansions") == "referenced_tweets.id":
            told |= self._includes(page, wanted)
        if following:
            told["meta"]["next_token"] = following
        self.billed += [one["id"] for one in [*told.get("data", []), *told.get("includes", {}).get("tweets", [])]]
        return self.json(told)

    def _includes(self, page: Sequence[dict[str, Any]], wanted: str) -> dict[str, Any]:
        """Posts that those of the page refer to; of those that are gone, errors."""
        numbers = [one["id"] for each in page for one in each.get("referenced_tweets", [])]
        others = {other["id"]: other for _, other in self.refers.values() if other["id"] in numbers}
        gone = [number for number, other in others.items() if other.get("gone")]
        there = [chosen(other, wanted, DEFAULT_FIELDS) for number, other in others.items() if number not in gone]
        told: dict[str, Any] = {"includes": {"tweets": there}} if there else {}
        errors = [{**problem("deleted", number), "resource_type": "tweet"} for number in gone]
        return told | ({"errors": errors} if errors else {})


def problem(state: str, who: str = ACCOUNT) -> dict[str, Any]:
    """The error with which X tells, with status 200, that an account is not to be read."""
    kind, title, detail = {
        "suspended": ("resource-not-found", "Forbidden", f"User has been suspended: [{who}]."),
        "deleted": ("resource-not-found", "Not Found Error", f"Could not find user with id: [{who}]."),
        "protected": (
            "not-authorized-for-resource",
            "Authorization Error",
            f"Sorry, you are not authorized to see the user with id: [{who}].",
        ),
    }[state]
    place = {"value": who, "parameter": "id", "resource_id": who, "resource_type": "user"}
    return {**place, "detail": detail, "title": title, "type": f"{PROBLEMS}/{kind}"}


def chosen(told: Mapping[str, Any], fields: str, always: Sequence[str]) -> dict[str, Any]:
    """What was asked for, and what always comes."""
    return {name: value for name, value in told.items() if name in {*fields.split(","), *always}}


def user(world: XWorld) -> dict[str, Any]:
    """The account."""
    return {
        "id": ACCOUNT,
        "name": "Verzonnen Bouw",
        "username": world.handle,
        "created_at": "2013-12-14T04:35:55.000Z",
        "description": "Alles verzonnen.",
        "profile_image_url": "https://pbs.twimg.com/profile_images/1/made_up_normal.jpg",
        "protected": world.state == "protected",
        "public_metrics": {
            "followers_count": 321,
            "following_count": 12,
            "tweet_count": len(world.said) + world.hidden,
            "listed_count": 3,
        },
    }


def post(world: XWorld, said: Said) -> dict[str, Any]:
    """A post of the account, in its newest version."""
    first = world.post_id(said)
    last = str(number_of(said.edited_at, said.number)) if said.edited_at else first
    told = {
        "id": last,
        "text": said.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
        "created_at": stamp(said.edited_at or said.at),
        "author_id": ACCOUNT,
        "edit_history_tweet_ids": [first, last] if said.edited_at else [first],
        "lang": "nl",
        "source": "Made-up Web App",
        "public_metrics": metrics(said.likes),
    }
    if said.number in world.refers:
        kind, other = world.refers[said.number]
        told["referenced_tweets"] = [{"type": kind, "id": other["id"]}]
        told |= {"in_reply_to_user_id": other["author_id"]} if kind == "replied_to" else {}
    return told


def mention(world: XWorld, heard: Heard) -> dict[str, Any]:
    """A post of another that answers one of the account's."""
    number = world.heard_id(heard)
    return {
        "id": number,
        "text": f"@{world.handle} {heard.text}",
        "created_at": stamp(heard.at),
        "author_id": STRANGER,
        "edit_history_tweet_ids": [number],
        "lang": "nl",
        "in_reply_to_user_id": ACCOUNT,
        "referenced_tweets": [{"type": "replied_to", "id": world.post_id(world.one(heard.to))}],
        "entities": {"mentions": [{"start": 0, "end": 15, "username": world.handle, "id": ACCOUNT}]},
        "public_metrics": metrics(0),
    }


def strange(at: datetime, text: str, **more: Any) -> dict[str, Any]:
    """A post of another that has nothing to do with the account."""
    number = str(number_of(at, 2_000_000))
    told = {"id": number, "text": text, "created_at": stamp(at), "author_id": STRANGER, "lang": "nl"}
    return {**told, "edit_history_tweet_ids": [number], "public_metrics": metrics(9), **more}


def metrics(likes: int) -> dict[str, int]:
    """What X counts of a post."""
    names = ("retweet_count", "reply_count", "quote_count", "bookmark_count")
    return {**dict.fromkeys(names, 1), "like_count": likes, "impression_count": 100}
