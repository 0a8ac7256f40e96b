"""How a Mastodon server answers, as far as reading an account goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from connectors.mastodon_api import Connector, MastodonOptions
from monitor.sources.live import LiveConnector, Target
from tests.live.paging import Mischief
from tests.live.world import Answered, Heard, Said, World

HOST = "https://sociaal.example"
ACTOR = f"{HOST}/users/verzonnen"
OWNER = "109001"
ERRORS = {
    401: "The access token is invalid",
    403: "This action is not allowed",
    429: "Too many requests",
    503: "There was a temporary problem serving your request, please try again",
}
KINDS = ("original", "original", "reply", "repost", "thread", "original", "quote")


class MastodonWorld(World):
    """A server that answers only its members; three in seven posts are no plain ones."""

    token = "member-token-4711"
    little = 6

    def connector(self, base: str) -> LiveConnector:
        return Connector(MastodonOptions(base=base, allow_private=True, recent=5))

    @property
    def target(self) -> Target:
        return Target("mastodon", handle="verzonnen@sociaal.example")

    def post_id(self, said: Said) -> str:
        uri = f"{ACTOR}/statuses/{_number(said)}"
        return f"{uri}/activity" if _kind(said) == "repost" else uri

    def heard_id(self, heard: Heard) -> str:
        return f"https://elders.example/users/lezer/statuses/{heard.number}"

    def refusal(self, status: int) -> Answered:
        return self.json({"error": ERRORS.get(status, "Something went wrong")}, status)

    def limit_headers(self, seconds: int) -> Mapping[str, str]:
        reset = (self.clock() + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")
        return {"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}

    def answer(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Answered:
        if self.token and headers.get("authorization") != f"Bearer {self.token}":
            return self.json({"error": "This API requires an authenticated user"}, 401)
        if path == "/api/v1/instance":
            return self.json({"uri": "sociaal.example", "version": "4.6.0"})
        if path == "/api/v1/accounts/verify_credentials":
            return self.json(self.account())
        if path == "/api/v1/accounts/lookup":
            return self.json(self.account()) if query.get("acct") == "verzonnen" else self._unknown()
        if path == f"/api/v1/accounts/{OWNER}/statuses":
            return self.statuses(query)
        return self._context(path.split("/")[4]) if path.endswith("/context") else self._unknown()

    def account(self) -> dict[str, Any]:
        """The account's own description."""
        return {
            "id": OWNER,
            "username": "verzonnen",
            "acct": "verzonnen",
            "display_name": "Verzonnen",
            "note": "<p>Wij bestaan niet.</p>",
            "url": f"{HOST}/@verzonnen",
            "uri": ACTOR,
            "avatar": f"{HOST}/avatars/original/missing.png",
            "created_at": "2022-11-08T00:00:00.000Z",
            "followers_count": 12,
            "following_count": 3,
            "statuses_count": 99,
        }

    def statuses(self, query: Mapping[str, str]) -> Answered:
        """A page of the list, newest first; `max_id` goes back, `min_id` forward."""
        rows, forward, again = self.newest_first(), "min_id" in query, int(query.get("again", 0))
        if forward:
            rows = [said for said in rows if _number(said) > int(query["min_id"])]
        elif "max_id" in query:
            rows = [said for said in rows if _number(said) < int(query["max_id"])]
        size = min(self.size, int(query.get("limit", 20)))
        page = rows[-size:] if forward else rows[:size]
        links = self._links(page, forward=forward, is_last=len(rows) <= size)
        repeated = f"again={again + 1}&" + urlencode({key: value for key, value in query.items() if key != "again"})
        turn = "prev" if forward else "next"
        if self.mischief is Mischief.REORDERED:
            page = page[::-1]
        elif self.mischief is Mischief.REPEATED and page and not again:
            links[turn] = repeated
        elif self.mischief is Mischief.EMPTY and page and not again and {"max_id", "min_id"} & query.keys():
            page, links = [], {turn: repeated}
        elif self.mischief is Mischief.ENDLESS and turn not in links:
            links[turn] = repeated
        told = [f'<{HOST}/api/v1/accounts/{OWNER}/statuses?{params}>; rel="{name}"' for name, params in links.items()]
        return self.json([self._status(said) for said in page], headers={"Link": ", ".join(told)} if told else {})

    def _links(self, page: Sequence[Said], *, forward: bool, is_last: bool) -> dict[str, str]:
        if not page:
            return {}
        newer = {"prev": f"limit=40&min_id={_number(page[0])}"}
        return newer if is_last and not forward else {"next": f"limit=40&max_id={_number(page[-1])}"} | newer

    def _status(self, said: Said) -> dict[str, Any]:
        kind, number = _kind(said), _number(said)
        parent = {"reply": ("77", "88"), "thread": (str(number - 10), OWNER)}.get(kind, (None, None))
        reblog = _by_another("5", said.at, "<p>Van een ander</p>") if kind == "repost" else None
        return {
            "id": str(number),
            "uri": self.post_id(said),
            "url": f"{HOST}/@verzonnen/{number}",
            "created_at": _stamp(said.at),
            "edited_at": _stamp(said.edited_at) if said.edited_at else None,
            "content": "" if reblog else f"<p>{said.text}</p>",
            "spoiler_text": "",
            "visibility": "public",
            "language": "de",
            "in_reply_to_id": parent[0],
            "in_reply_to_account_id": parent[1],
            "reblog": reblog,
            "quote": {"state": "accepted", "quoted_status": _by_another("6", said.at, "<p>x</p>")}
            if kind == "quote"
            else None,
            "replies_count": len(self.answers_to(said.number)),
            "reblogs_count": 1,
            "favourites_count": said.likes,
            "tags": [],
            "mentions": [],
            "account": {"id": OWNER, "acct": "verzonnen"},
        }

    def _context(self, number: str) -> Answered:
        found = [said for said in self.said if str(_number(said)) == number]
        if not found:
            return self._unknown()
        answers = [self._answer(heard, number) for heard in self.answers_to(found[0].number)]
        return self.json({"ancestors": [], "descendants": answers})

    def _answer(self, heard: Heard, number: str) -> dict[str, Any]:
        told = _by_another(str(heard.number), heard.at, f"<p>{heard.text}</p>")
        return told | {"uri": self.heard_id(heard), "in_reply_to_id": number, "in_reply_to_account_id": OWNER}

    def _unknown(self) -> Answered:
        return self.json({"error": "Record not found"}, 404)


class OpenMastodonWorld(MastodonWorld):
    """A server that answers anybody."""

    token = None


def _by_another(number: str, at: datetime, content: str) -> dict[str, Any]:
    return {
        "id": f"7{number}",
        "uri": f"https://elders.example/users/lezer/statuses/{number}",
        "url": f"https://elders.example/@lezer/{number}",
        "created_at": _stamp(at),
        "content": content,
        "visibility": "public",
        "account": {"id": "88", "acct": "lezer@elders.example", "display_name": "Zoë Zuhörer"},
        "mentions": [],
    }


def _number(said: Said) -> int:
    return 110_000_000_000 + 10 * said.number


def _kind(said: Said) -> str:
    return KINDS[said.number % len(KINDS)]


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
