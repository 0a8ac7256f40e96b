"""The conformance suite of live connectors: it lets a good connector pass and catches each way of being bad."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, ClassVar

import pytest

from monitor.errors import AccountGone, MonitorError, RenewToken
from monitor.records import Post
from monitor.sources.http import Http, Request
from monitor.sources.http_address import origin
from monitor.sources.live import LiveConnector, Page, Reach, Visit
from tests.live.faults import FAULTS
from tests.live.nights import HASTY, Ground, ground
from tests.live.paging import Mischief
from tests.live.simple import Connector, SimpleOptions, SimpleWorld
from tests.live.suite import LiveSuite
from tests.live.world import Answered, World


class TestSimple(LiveSuite):
    world: ClassVar[type[World]] = SimpleWorld


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("bad")) as made:
        yield made


class Remembers(Connector):
    """Notes the newest post with the first page, before the older ones are in."""

    def pages(self, visit: Visit) -> Any:
        walk, noted = super().pages(visit), False
        while True:
            try:
                page = next(walk)
            except StopIteration as stop:
                return stop.value
            if page.kind == "posts" and not noted:
                noted, page = True, replace(page, memory={"newest": page.json["posts"][0]["at"]})
            yield page


class Forgetful(Connector):
    """Takes the end of the last known span for the end of all that is known, though a broken walk left a gap."""

    def pages(self, visit: Visit) -> Any:
        walk = super().pages(replace(visit, past=replace(visit.past, seen_from=None)))
        yield replace(next(walk), memory=None)
        return (yield from walk)


class StopsEarly(Connector):
    """Takes a page without anything new for the end, and the look for complete."""

    barren = 1
    trusting = True


class Gone(Connector):
    """Takes a refused token for an account that is gone."""

    def pages(self, visit: Visit) -> Any:
        try:
            return (yield from super().pages(visit))
        except RenewToken as error:
            raise AccountGone("deleted", error.what) from error


class Careless(Connector):
    """Writes the token into the address of a page."""

    def pages(self, visit: Visit) -> Any:
        yield Page("end", b"null", url=f"/profile?token={visit.token}")
        return (yield from super().pages(visit))


class Deaf(Connector):
    """Does not care what was said to the account."""

    def pages(self, visit: Visit) -> Any:
        walk = super().pages(visit)
        while True:
            try:
                page = next(walk)
            except StopIteration as stop:
                return stop.value
            if page.kind != "answers":
                yield page


class Gullible(Connector):
    """Takes everything that breaks off for the end."""

    def pages(self, visit: Visit) -> Any:
        try:
            return (yield from super().pages(visit))
        except MonitorError:
            return Reach(full=True)


class Fragile(Connector):
    """Raises for what it does not expect."""

    def parse(self, page: Page, target: Any) -> Any:
        if page.kind == "posts":
            for row in page.json["posts"]:
                yield Post(native_id=row["id"], published_at=row["at"])


class Undeclared(Connector):
    """Gives what it does not declare."""

    declaration = replace(Connector.declaration, yields=("Post", "Account"))


class Whole(Connector):
    """Reads everything every night."""

    def pages(self, visit: Visit) -> Any:
        return (yield from super().pages(replace(visit, past=replace(visit.past, full=True))))


Check = Callable[[LiveSuite, Ground, World], None]


def on_nights(name: str, *more: Any) -> Check:
    """A check of the suite that takes one account's nights."""
    return lambda suite, place, world: getattr(suite, name)(place.begin(world), *more)


def on_ground(name: str, *more: Any) -> Check:
    """A check of the suite that begins by itself."""
    return lambda suite, place, _: getattr(suite, name)(place, *more)


def suite_of(bad: type[Connector]) -> LiveSuite:
    class BadWorld(SimpleWorld):
        def connector(self, base: str) -> LiveConnector:
            return bad(SimpleOptions(base=base, allow_private=True))

    class Suite(LiveSuite):
        world: ClassVar[type[World]] = BadWorld

    return Suite()


def outcome(http: Http, url: str, secret: bool) -> Any:
    """What a request comes to: an answer, or an error."""
    headers = {"Authorization": f"Bearer {SimpleWorld.token}"}
    try:
        reply = http.send(Request(url, headers=headers, secret=secret), origin(url))
    except MonitorError as error:
        return type(error)
    same = {name: value for name, value in reply.headers.items() if name != "content-length"}
    return reply.status, reply.content, same, dict(reply.links)


@pytest.mark.parametrize("secret", [True, False])
@pytest.mark.parametrize("fault", [None, *sorted(FAULTS)])
def test_without_a_network_an_exchange_comes_to_the_same(place: Ground, fault: str | None, secret: bool) -> None:
    class Linked(SimpleWorld):
        def answer(self, *asked: Any) -> Answered:
            status, headers, body = super().answer(*asked)
            return status, {**headers, "Link": '</posts?cursor=9>; rel="next"'}, body

    found = []
    for http in (place.https[HASTY], place.direct):
        nights = place.begin(Linked())
        place.server.serve(nights.world, [fault])
        found.append(outcome(http, f"{place.server.url}/posts?cursor=4-0", secret))
        (asked,) = place.server.asked
        assert (asked.path, asked.query, asked.target) == ("/posts", {"cursor": "4-0"}, "/posts?cursor=4-0")
        assert asked.holds(SimpleWorld.token)
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("bad", "check"),
    [
        (Remembers, on_ground("test_a_fault", "401", 2, 2)),
        (Forgetful, on_nights("test_a_visit_goes_on_where_exports_end_also_if_it_breaks_off", 3)),
        (StopsEarly, on_nights("test_paging_gone_wrong", Mischief.EMPTY)),
        (StopsEarly, on_nights("test_paging_gone_wrong", Mischief.REPEATED)),
        (Gone, on_nights("test_what_a_person_must_mend_is_not_tried_again", "401")),
        (Gone, on_ground("test_a_fault", "401", 1, 2)),
        (Deaf, on_nights("test_a_first_night")),
        (Gullible, on_nights("test_only_a_whole_look_tells_what_was_deleted")),
        (Gullible, on_ground("test_a_fault", "402", 1, 2)),
        (Fragile, on_nights("test_pages_parse_alone")),
        (Undeclared, on_nights("test_pages_parse_alone")),
        (Whole, on_nights("test_a_second_night_asks_little_and_misses_nothing")),
    ],
)
def test_a_bad_connector_is_caught(place: Ground, bad: type[Connector], check: Check) -> None:
    suite, place.clean = suite_of(bad), None
    with pytest.raises((AssertionError, KeyError, ValueError, TypeError)):
        check(suite, place, suite.world())


def test_a_token_in_an_address_is_caught(place: Ground, caplog: pytest.LogCaptureFixture) -> None:
    suite = suite_of(Careless)
    with pytest.raises(AssertionError, match="open-sesame"):
        suite.test_the_token_stands_nowhere(place.begin(suite.world()), None, caplog)


def test_a_world_that_breaks_is_told_and_not_taken_for_a_fault(place: Ground) -> None:
    class Broken(SimpleWorld):
        def answer(self, *_: Any) -> Any:
            raise ZeroDivisionError

    with pytest.raises(AssertionError, match="the world itself raised"):
        place.begin(Broken()).visit()
