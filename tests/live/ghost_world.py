"""A made-up site made with Ghost: its front page and its Content API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

from tests.live.blog_world import SITE, BlogWorld, edited, html_of
from tests.live.paging import Mischief
from tests.live.world import Answered, Heard, Said

KINDS = {401: ("UnauthorizedError", "UNKNOWN_CONTENT_API_KEY"), 403: ("NoPermissionError", None)}
API = "/ghost/api/content/"


class GhostWorld(BlogWorld):
    """A site whose API answers to its key. Comments are not in it."""

    token: ClassVar[str | None] = "0123456789abcdef0123456789"
    little: ClassVar[int] = 3

    def post_id(self, said: Said) -> str:
        return f"6b028de{said.number:017d}"

    def heard_id(self, heard: Heard) -> None:
        return None

    def answer(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Answered:
        if path in {"", "/"}:
            return self.page('<meta name="generator" content="Ghost 6.65">')
        if not path.startswith(API):
            return 404, {"Content-Type": "text/html"}, b"<html>404</html>"
        if query.get("key") != self.token:
            return self.refusal(401)
        return self._posts(query) if path == f"{API}posts/" else self.json({"settings": {"title": "Verzonnen Bouw"}})

    def refusal(self, status: int) -> Answered:
        kind, code = KINDS.get(status, ("InternalServerError", None))
        return self.json({"errors": [{"message": "Verzonnen", "context": None, "type": kind, "code": code}]}, status)

    def _posts(self, query: Mapping[str, str]) -> Answered:
        """A page by its number; what is said to be the next one leads on for ever."""
        assert int(query["limit"]) <= 100
        wanted = query.get("filter", "").removeprefix("updated_at:>='").rstrip("'")
        rows = [said for said in self.said if not wanted or edited(said) >= datetime.fromisoformat(wanted)]
        assert query["order"] == "id asc"
        ordered = sorted(rows, key=lambda said: said.number)
        number, pages = int(query["page"]), -(-len(ordered) // self.size)
        real, last = number, pages
        if self.mischief is Mischief.REPEATED:
            real, last = (number + 1) // 2, 2 * pages
        elif self.mischief is Mischief.EMPTY:
            real, last = ((number + 1) // 2 if number % 2 else 10**6), 2 * pages - 1
        elif self.mischief is Mischief.ENDLESS:
            real, last = min(number, pages), number + 1
        part = [_post(self, said) for said in ordered[(real - 1) * self.size : real * self.size]]
        if self.mischief is Mischief.REORDERED:
            part = part[::-1]
        paging = {"page": number, "limit": self.size, "pages": last, "total": len(ordered)}
        return self.json({"posts": part, "meta": {"pagination": {**paging, "next": number + 1, "prev": None}}})


def stamp(moment: datetime) -> str:
    """A time as Ghost writes it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000+00:00"


def _post(world: GhostWorld, said: Said) -> dict[str, Any]:
    return {
        "id": world.post_id(said),
        "uuid": f"ae3842ee-5893-4567-a068-{said.number:012d}",
        "title": f"Nachricht {said.number}",
        "slug": f"nachricht-{said.number}",
        "html": html_of(said),
        "visibility": "public",
        "published_at": stamp(said.at),
        "updated_at": stamp(edited(said)),
        "authors": [{"id": "1", "name": "Anna Verzonnen"}],
        "url": f"{SITE}/nachricht-{said.number}/",
        "excerpt": said.text[:500],
    }
