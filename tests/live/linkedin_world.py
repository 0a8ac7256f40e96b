"""A made-up page on LinkedIn, as each of LinkedIn's two products for organisations answers."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

from connectors._linkedin_api_text import little_text
from connectors.linkedin_api import Connector, LinkedInOptions
from monitor.sources.live import LiveConnector, Target
from tests.live.world import Answered, Heard, Said, World

PAGE = "urn:li:organization:4711"
VERSION = "202609"
Resource = Callable[[str, Mapping[str, str], Mapping[str, str]], dict[str, Any] | None]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def millis(at: datetime) -> int:
    """Milliseconds since 1970."""
    return (at - _EPOCH) // timedelta(milliseconds=1)


def snowflake(at: datetime, number: int) -> int:
    """A number as LinkedIn gives: its upper bits are the time."""
    return (millis(at) << 22) + number


def items(list_: str) -> list[str]:
    """What stands in `List(a,b)`."""
    found = re.fullmatch(r"List\((.*)\)", list_)
    assert found, f"{list_} is no list"
    return found[1].split(",")


class LinkedInWorld(World):
    """What both products share: the page, its posts, and how LinkedIn refuses."""

    size = 5
    token = "AQX-open-sesame-4711"
    halting = frozenset({"429 in the platform's words"})
    product = ""

    def connector(self, base: str) -> LiveConnector:
        return Connector(
            LinkedInOptions(
                base=base,
                allow_private=True,
                product=self.product,
                daily_calls=1000,
                comment_days=365,
                comment_requests=200,
                version=VERSION,
            )
        )

    @property
    def target(self) -> Target:
        return Target("linkedin", native_id="4711", handle="verzonnen-bv", kind="page")

    def post_id(self, said: Said) -> str:
        return f"{'ugcPost' if said.number % 2 else 'share'}:{snowflake(said.at, said.number)}"

    def heard_id(self, heard: Heard) -> str | None:
        return self.comment_id(heard.to, heard.at, heard.number)

    def comment_id(self, to: int, at: datetime, number: int) -> str:
        activity = snowflake(self.one(to).at + timedelta(milliseconds=300), to)
        return f"comment:(activity:{activity},{snowflake(at, number)})"

    def comment_urn(self, native_id: str) -> str:
        return native_id.replace("comment:(", "urn:li:comment:(urn:li:")

    def hear(self, to: int, at: datetime) -> Heard:
        """Every other comment is answered, half an hour later."""
        heard = super().hear(to, at)
        if heard.number % 2 == 0:
            self.heard[-1] = heard = replace(heard, answered_at=at + timedelta(minutes=30))
        return heard

    def refusal(self, status: int) -> Answered:
        codes = {401: (65600, "INVALID_ACCESS_TOKEN"), 403: (100, "ACCESS_DENIED"), 429: (101, "TOO_MANY_REQUESTS")}
        words = {
            401: "Invalid access token",
            403: "Not enough permissions to access: posts.FINDER-author.20260901",
            429: "Resource level throttle APPLICATION DAY limit for calls to this resource is reached.",
        }
        number, code = codes.get(status, (0, "INTERNAL_SERVER_ERROR"))
        told = {"status": status, "serviceErrorCode": number, "code": code, "message": words.get(status, "trouble")}
        return self.json(told, status)

    def limit_headers(self, seconds: int) -> Mapping[str, str]:
        """LinkedIn says nothing."""
        return {}

    def answer(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Answered:
        if headers.get("authorization") != f"Bearer {self.token}":
            return self.refusal(401)
        if headers.get("linkedin-version") != VERSION or headers.get("x-restli-protocol-version") != "2.0.0":
            return self.json({"status": 426, "code": "NONEXISTENT_VERSION", "message": "not active"}, 426)
        resource, _, rest = path.removeprefix("/rest/").partition("/")
        found = self.resources()[resource](unquote(rest), query, headers)
        return self.json(found) if found is not None else self.json({"status": 404, "message": "Not Found"}, 404)

    @abstractmethod
    def resources(self) -> Mapping[str, Resource]:
        """What can be asked for, by its name in the path."""

    def post(self, said: Said) -> dict[str, Any]:
        """As both products tell it."""
        at = millis(said.at)
        return {
            "id": f"urn:li:{self.post_id(said)}",
            "author": PAGE,
            "commentary": little_text(said.text),
            "visibility": "PUBLIC",
            "lifecycleState": "PUBLISHED",
            "lifecycleStateInfo": {"isEditedByAuthor": said.edited_at is not None},
            "createdAt": at,
            "publishedAt": at,
            "lastModifiedAt": millis(said.edited_at or said.at),
            "isReshareDisabledByAuthor": False,
        }

    def comment(self, heard: Heard) -> dict[str, Any]:
        """What a member said."""
        urn = self.comment_urn(self.heard_id(heard) or "")
        return {
            "id": str(snowflake(heard.at, heard.number)),
            "commentUrn": urn,
            "actor": "urn:li:person:Zx12",
            "created": {"time": millis(heard.at)},
            "message": {"attributes": [], "text": heard.text},
            "object": f"urn:li:{self.post_id(self.one(heard.to))}",
            **({"commentsSummary": {"aggregatedTotalComments": 1}} if heard.answered_at else {}),
        }

    def reply(self, heard: Heard) -> dict[str, Any] | None:
        """What the page answered."""
        if heard.answered_at is None:
            return None
        urn = self.comment_urn(self.comment_id(heard.to, heard.answered_at, heard.number))
        return {
            "id": str(snowflake(heard.answered_at, heard.number)),
            "commentUrn": urn,
            "parentComment": self.comment_urn(self.heard_id(heard) or ""),
            "actor": PAGE,
            "created": {"time": millis(heard.answered_at)},
            "message": {"text": "Danke!"},
        }

    def comments_of(self, said: Said) -> int:
        """How many comments LinkedIn counts, the page's own included."""
        return sum(1 + (heard.answered_at is not None) for heard in self.answers_to(said.number))

    def by_urn(self, urn: str) -> Said | None:
        """The post with a URN."""
        return next((said for said in self.said if f"urn:li:{self.post_id(said)}" == urn), None)

    def heard_by_urn(self, urn: str) -> Heard | None:
        """The comment with a URN."""
        return next((one for one in self.heard if self.comment_urn(self.heard_id(one) or "") == urn), None)


class CommunityWorld(LinkedInWorld):
    """The Community Management API."""

    product = "community"
    size = 3
    little = 10

    def resources(self) -> Mapping[str, Resource]:
        return {
            "posts": self._posts,
            "organizationalEntityShareStatistics": self._statistics,
            "socialActions": self._social_actions,
            "networkSizes": self._network_sizes,
        }

    def _posts(self, _: str, query: Mapping[str, str], headers: Mapping[str, str]) -> dict[str, Any]:
        assert (query["q"], query["author"], query["sortBy"]) == ("author", PAGE, "LAST_MODIFIED")
        assert headers["x-restli-method"] == "FINDER"
        rows = sorted(self.said, key=lambda said: (said.edited_at or said.at, said.number), reverse=True)
        return self._page("posts", [self.post(said) for said in rows], query)

    def _page(self, resource: str, rows: Sequence[Any], query: Mapping[str, str]) -> dict[str, Any]:
        """By a place in the list; where a page comes twice, the link says so by a parameter of LinkedIn's own."""
        page, following = self.cut(rows, f"{query.get('start', 0)}-{query.get('again', 0)}")
        start, _, again = (following or "").partition("-")
        asked = "&".join(f"{name}={value}" for name, value in query.items() if name not in {"start", "again"})
        href = f"/rest/{resource}?{asked}&start={start}&again={again}"
        links = [{"rel": "next", "href": href, "type": "application/json"}] if following else []
        return {"paging": {"start": int(query.get("start", 0)), "count": self.size, "links": links}, "elements": page}

    def _statistics(self, _: str, query: Mapping[str, str], __: Mapping[str, str]) -> dict[str, Any]:
        assert query["organizationalEntity"] == PAGE
        sort = "shares" if "shares" in query else "ugcPosts"
        found = [said for said in map(self.by_urn, items(query[sort])) if said]
        return {"elements": [{sort[:-1]: f"urn:li:{self.post_id(said)}", **self._totals(said)} for said in found]}

    def _totals(self, said: Said) -> dict[str, Any]:
        return {"totalShareStatistics": {"likeCount": said.likes, "commentCount": self.comments_of(said)}}

    def _social_actions(self, rest: str, query: Mapping[str, str], _: Mapping[str, str]) -> dict[str, Any] | None:
        urn = rest.removesuffix("/comments")
        said, heard = self.by_urn(urn), self.heard_by_urn(urn)
        if said:
            rows = [self.comment(one) for one in self.answers_to(said.number)]
        elif heard:
            rows = [row for row in [self.reply(heard)] if row]
        else:
            return None
        return self._page(f"socialActions/{rest}", rows, query)

    def _network_sizes(self, rest: str, query: Mapping[str, str], _: Mapping[str, str]) -> dict[str, Any]:
        assert (rest, query["edgeType"]) == (PAGE, "COMPANY_FOLLOWED_BY_MEMBER")
        return {"firstDegreeSize": 1234}


class PortabilityWorld(LinkedInWorld):
    """The Pages Data Portability API."""

    product = "portability"
    little = 8

    def resources(self) -> Mapping[str, Resource]:
        return {
            "dmaFeedContentsExternal": self._feed,
            "dmaPosts": self._dma_posts,
            "dmaSocialMetadata": self._metadata,
            "dmaComments": self._dma_comments,
        }

    def _feed(self, _: str, query: Mapping[str, str], __: Mapping[str, str]) -> dict[str, Any]:
        if query["q"] == "postsByAuthor":
            assert query["author"] == PAGE
            urns = [f"urn:li:{self.post_id(said)}" for said in self.newest_first()]
        else:
            said = self.by_urn(query["entity"])
            heard = self.answers_to(said.number) if said else []
            replies = [row["commentUrn"] for row in map(self.reply, heard) if row]
            urns = [*(self.comment_urn(self.heard_id(one) or "") for one in heard), *replies]
        page, following = self.cut(urns, query.get("paginationCursor"))
        cursor = {"paginationCursorMetdata": {"nextPaginationCursor": following}} if following else {}
        return {"elements": [{"id": urn} for urn in page], "metadata": cursor, "paging": {"start": 0, "links": []}}

    def _dma_posts(self, _: str, query: Mapping[str, str], __: Mapping[str, str]) -> dict[str, Any]:
        found = {urn: said for urn in items(query["ids"]) if (said := self.by_urn(urn))}
        return {"results": {urn: self.post(said) for urn, said in found.items()}, "statuses": {}, "errors": {}}

    def _metadata(self, _: str, query: Mapping[str, str], __: Mapping[str, str]) -> dict[str, Any]:
        found = {urn: said for urn in items(query["ids"]) if (said := self.by_urn(urn))}
        return {"results": {urn: self._summary(said) for urn, said in found.items()}}

    def _summary(self, said: Said) -> dict[str, Any]:
        return {
            "commentSummary": {"count": self.comments_of(said), "topLevelCount": len(self.answers_to(said.number))},
            "reactionSummaries": {"LIKE": {"reactionType": "LIKE", "count": said.likes}},
        }

    def _dma_comments(self, _: str, query: Mapping[str, str], __: Mapping[str, str]) -> dict[str, Any]:
        rows = [row for heard in self.heard for row in (self.comment(heard), self.reply(heard)) if row]
        wanted = set(self._pairs(items(query["ids"])))
        return {"results": {row["commentUrn"]: row for row in rows if row["commentUrn"] in wanted}}

    def _pairs(self, parts: list[str]) -> list[str]:
        """The server of this test has decoded the commas inside of the URNs too."""
        return [f"{one},{other}" for one, other in zip(parts[::2], parts[1::2], strict=True)]
