"""A made-up platform with a connector: a model for worlds, and what the suite itself is tested on."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from pydantic import ValidationError

from monitor.records import Account, Anything, BadRow, Interaction, Post, Profile
from monitor.sources.caller import Caller
from monitor.sources.contract import Options
from monitor.sources.ledger import Ledger
from monitor.sources.live import (
    Estimate,
    LiveConnector,
    LiveDeclaration,
    LiveOptions,
    Page,
    Past,
    Reach,
    Target,
    Visit,
    stamp,
)
from tests.live.world import Answered, Heard, Said, World


class SimpleOptions(LiveOptions):
    base: str = "https://simple.example"


class Connector:
    """Reads lists that are newest first, page by page, by cursors.

    Attributes:
        barren: So many pages in a row without anything new are the end of a list, whatever its cursors say.
        trusting: Such a list is taken for a whole one.
    """

    barren = 3
    trusting = False

    declaration: ClassVar[LiveDeclaration] = LiveDeclaration(
        name="simple",
        title="Simple network",
        platform="simple",
        yields=("Account", "Profile", "Post", "Interaction", "Standing", "Window"),
        obtain="Nowhere, for it is made up for tests; put anything into SIMPLE_TOKEN.",
        since="2026",
        richness=60,
        cannot="Nothing is out of reach.",
        options=SimpleOptions,
        token_name="SIMPLE_TOKEN",
    )

    def __init__(self, options: Options) -> None:
        assert isinstance(options, SimpleOptions)
        self.options = options

    def ledger(self) -> Ledger:
        return Ledger()

    def estimate(self, target: Target, past: Past) -> Estimate:
        return Estimate("everything" if past.full else "what is new")

    def pages(self, visit: Visit) -> Generator[Page, None, Reach]:
        caller = visit.caller(
            self.options.base, secret_headers={"Authorization": f"Bearer {visit.token}"}, private=True
        )
        floor = _floor(visit.past)
        # Should the walk break off, the next one must go down as far, whatever was seen above.
        noted = {"newest": floor.isoformat()} if floor else None
        yield Page("profile", caller.get("/profile").content, "/profile", stamp(visit), memory=noted)
        newest, complete = yield from self._walk(caller, visit, floor)
        yield Page("end", b"null", memory={"newest": (newest or floor or visit.now).isoformat()})
        return Reach(start=floor, full=visit.past.full and complete)

    def _walk(
        self, caller: Caller, visit: Visit, floor: datetime | None
    ) -> Generator[Page, None, tuple[datetime | None, bool]]:
        """All pages down to the floor; gives the newest time, and whether the list came to its own end."""
        met: set[str] = set()
        cursor, barren, times = None, 0, list[datetime]()
        while barren < self.barren:
            page = Page("posts", caller.get("/posts", {"cursor": cursor}).content, "/posts", stamp(visit))
            rows = page.json["posts"]
            barren = 0 if {row["id"] for row in rows} - met else barren + 1
            met |= {row["id"] for row in rows}
            times += [datetime.fromisoformat(row["at"]) for row in rows]
            for row in rows:
                if row["answers"]:
                    path = f"/posts/{row['id']}/answers"
                    yield Page("answers", caller.get(path).content, path, {"post": row["id"]})
            yield replace(page, seen_since=min(times, default=None))
            cursor = page.json["next"]
            if not cursor or (floor and times and min(times) < floor):
                return max(times, default=None), not cursor
        return max(times, default=None), self.trusting

    def parse(self, page: Page, target: Target) -> Iterator[Anything]:
        yield Account(platform="simple", native_id="7", handle=target.handle)
        try:
            yield from {"profile": _profile, "posts": _posts, "answers": _answers, "end": _nothing}[page.kind](page)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
            yield BadRow(file=page.url, reason=type(error).__name__)


def _floor(past: Past) -> datetime | None:
    if past.full:
        return None
    return datetime.fromisoformat(past.memory["newest"]) if "newest" in past.memory else past.complete_until


def _profile(page: Page) -> Iterator[Anything]:
    yield Profile(observed_at=datetime.fromisoformat(page.about["at"]), bio=page.json["bio"])


def _nothing(page: Page) -> Iterator[Anything]:
    yield from ()


def _posts(page: Page) -> Iterator[Anything]:
    for line, row in enumerate(page.json["posts"]):
        try:
            yield Post(native_id=row["id"], published_at=row["at"], text=row["text"], likes=row["likes"])
        except (ValidationError, TypeError, KeyError) as error:
            yield BadRow(file=page.url, line=line, reason=type(error).__name__)


def _answers(page: Page) -> Iterator[Anything]:
    for row in page.json:
        yield Interaction(
            native_id=row["id"], received_at=row["at"], text=row["text"], post_native_id=page.about["post"]
        )


class SimpleWorld(World):
    """How that platform answers."""

    token = "open-sesame-4711"
    little = 6

    def connector(self, base: str) -> LiveConnector:
        return Connector(SimpleOptions(base=base, allow_private=True))

    @property
    def target(self) -> Target:
        return Target("simple", handle="verzonnen")

    def post_id(self, said: Said) -> str:
        return f"p{said.number}"

    def heard_id(self, heard: Heard) -> str:
        return f"a{heard.number}"

    def answer(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Answered:
        if headers.get("authorization") != f"Bearer {self.token}":
            return self.refusal(401)
        if path == "/profile":
            return self.json({"bio": "Verzonnen"})
        if path.endswith("/answers"):
            number = int(path.split("/")[2][1:])
            return self.json([_told_answer(self, heard) for heard in self.answers_to(number)])
        page, following = self.cut(self.newest_first(), query.get("cursor"))
        return self.json({"posts": [_told_post(self, said) for said in page], "next": following})


def _told_post(world: World, said: Said) -> dict[str, Any]:
    answers = len(world.answers_to(said.number))
    return {
        "id": world.post_id(said),
        "at": said.at.isoformat(),
        "text": said.text,
        "likes": said.likes,
        "answers": answers,
    }


def _told_answer(world: World, heard: Heard) -> dict[str, Any]:
    return {"id": world.heard_id(heard), "at": heard.at.isoformat(), "text": heard.text}
