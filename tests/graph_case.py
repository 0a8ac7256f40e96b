"""Visits to made-up pages and accounts of Meta's, and what was asked in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from monitor.records import Anything
from monitor.sources.http import Http, HttpOptions
from monitor.sources.live import Page, Past, Target, Visit
from tests.contracts.meta import check_request
from tests.live.facebook_world import FacebookWorld, trouble
from tests.live.nights import Ground, Nights, ground
from tests.live.server import Asked
from tests.live.world import START, Answered, World


@dataclass
class OddPage(FacebookWorld):
    """A page of which some calls are answered otherwise.

    Attributes:
        instead: By the last part of a path: the answer in place of the true one.
        extra: Headers of every answer.
        granular: What the token is granted for.
        most: More rows than this are too much for one answer.
    """

    instead: dict[str, Answered] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    granular: list[Any] = field(default_factory=list)
    most: int = 100

    def answer(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Answered:
        last = path.rpartition("/")[2]
        if last == "published_posts" and int(query["limit"]) > self.most:
            return self.json(trouble(1, "Please reduce the amount of data you're asking for"), 500)
        status, known, told = self.instead.get(last) or super().answer(method, path, query, headers, body)
        return status, {**known, **self.extra}, told

    def looked_up(self, query: Mapping[str, str]) -> Answered:
        facts = json.loads(super().looked_up(query)[2])["data"]
        return self.json({"data": facts | {"granular_scopes": self.granular}})


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """A store and a server for the tests of one module."""
    with ground(tmp_path_factory.mktemp("graph")) as made:
        yield made


@pytest.fixture
def asker(office: Ground) -> Iterator[Callable[..., Visit]]:
    """Makes visits without a store: `asker(world, target, past)`."""
    with Http(HttpOptions(retries=0, pause=0)) as http:

        def made(world: World, target: Target | None = None, past: Past | None = None) -> Visit:
            office.server.serve(world)
            return Visit(target or world.target, past or Past(), world.now, http, world.token)

        yield made


def edges(nights: Nights) -> list[str]:
    """What was asked for, by the last part of each path."""
    return [asked.path.rpartition("/")[2] for asked in nights.asked]


def page(kind: str, told: Any, **about: str) -> Page:
    """A page as a visit gives it."""
    return Page(kind, json.dumps(told).encode(), "https://graph.example/v26.0/1", {"at": START.isoformat(), **about})


def parsed(connector: Any, kind: str, told: Any, target: Target | None = None, **about: str) -> list[Anything]:
    """Records of an answer."""
    return list(connector.parse(page(kind, told, **about), target or Target(connector.declaration.platform)))


def breaches(spec: Any, asked: list[Asked], nodes: dict[str, str], node: str) -> list[str]:
    """What the names that Meta declares say against the requests; looking up a token is not among them.

    Args:
        spec: The names.
        asked: Requests.
        nodes: By the last part of a path: what the id before it is.
        node: What an id without an edge is.
    """
    return [
        breach
        for one in asked
        if one.path.rpartition("/")[2] not in {"debug_token", "accounts"}
        for breach in check_request(spec, nodes.get(one.path.rpartition("/")[2], node), one.target)
    ]
