"""A platform made to order for tests of what all live connectors share."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from monitor.records import Account, Anything, BadRow, Post
from monitor.sources.contract import Options
from monitor.sources.ledger import Ledger
from monitor.sources.live import Estimate, LiveDeclaration, LiveOptions, Page, Past, Reach, Target, Visit

START = datetime(2013, 1, 1, 12, tzinfo=UTC)


def page(*days: int, **more: Any) -> Page:
    """A page of posts, one for each day after 1 January 2013."""
    return Page("posts", json.dumps(list(days)).encode(), "https://api.example.org/posts", **more)


def moment(day: float) -> datetime:
    return START + timedelta(days=day)


Script = Callable[[Visit], Generator[Page, None, Reach]]


@dataclass
class Scripted:
    """Satisfies `LiveConnector`; what a visit does is a function."""

    script: Script
    options: LiveOptions = field(default_factory=LiveOptions)
    visits: list[Visit] = field(default_factory=list)
    book: Callable[[], Ledger] = Ledger
    declaration: ClassVar[LiveDeclaration] = LiveDeclaration(
        name="scripted_api",
        title="Scripted network",
        platform="scripted",
        yields=("Account", "Post", "Standing", "Window"),
        obtain="Nowhere: it is made up for tests.",
        since="2026",
        richness=60,
        token_name="SCRIPTED_TOKEN",
        token_needed=False,
    )

    @classmethod
    def making(cls, options: Options) -> Scripted:
        return cls(lambda _: iter(()), options if isinstance(options, LiveOptions) else LiveOptions())  # type: ignore[arg-type,return-value]

    def ledger(self) -> Ledger:
        return self.book()

    def estimate(self, target: Target, past: Past) -> Estimate:
        return Estimate("all of it" if past.full else "what is new")

    def pages(self, visit: Visit) -> Generator[Page, None, Reach]:
        self.visits.append(visit)
        return (yield from self.script(visit))

    def parse(self, page: Page, target: Target) -> Iterator[Anything]:
        yield Account(platform="scripted", native_id="77", handle=target.handle)
        for number, day in enumerate(page.json):
            if day < 0:
                yield BadRow(file=page.url, line=number, reason="no such day")
            else:
                yield Post(native_id=str(day), published_at=moment(day), text=f"made up {day}")
