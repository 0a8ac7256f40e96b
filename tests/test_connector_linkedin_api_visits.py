"""Visits to a LinkedIn page: how it is asked, what is done about refusals, limits and empty answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

import pytest

from connectors.linkedin_api import Connector, LinkedInOptions
from monitor.errors import GrantAccess, RenewToken, SkipSource
from monitor.sources.http import Http, HttpOptions
from monitor.sources.ledger import Ledger
from monitor.sources.live import LiveConnector, Past, Reach, Target, TokenFacts, Visit
from tests.live.linkedin_world import CommunityWorld, LinkedInWorld, PortabilityWorld
from tests.live.nights import Ground, Nights, ground
from tests.live.suite import assert_all_there, deleted
from tests.live.world import Answered


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("linkedin")) as made:
        yield made


@pytest.fixture(scope="module")
def http() -> Iterator[Http]:
    with Http(HttpOptions(pause=0, retries=0)) as made:
        yield made


def begin(place: Ground, world: LinkedInWorld) -> Nights:
    return place.begin(world)


def reach_of(nights: Nights) -> Reach:
    last = nights.steps[-1]
    assert isinstance(last, Reach)
    return last


class Chosen(LinkedInWorld):
    """A world whose connector has other options."""

    chosen: ClassVar[Mapping[str, Any]] = {}

    def connector(self, base: str) -> LiveConnector:
        options = super().connector(base).options
        return Connector(options.model_copy(update=dict(self.chosen)))


class Refusing(CommunityWorld):
    """LinkedIn refuses some things for want of a scope."""

    refused: tuple[str, ...] = ()

    def answer(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Answered:
        if any(name in path for name in self.refused):
            return self.refusal(403)
        return super().answer(method, path, query, headers, body)


# --- how it is asked ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("world", [CommunityWorld, PortabilityWorld])
def test_everything_in_an_address_is_encoded_but_lists(place: Ground, world: type[LinkedInWorld]) -> None:
    nights = begin(place, world())
    nights.visit()
    targets = [asked.target for asked in nights.asked]
    assert all(":" not in target for target in targets), "a URN that is not encoded is refused"
    lists = [found for target in targets for found in re.findall(r"=List\(([^)]*)\)", target)]
    assert lists
    assert all(re.fullmatch(r"urn%3Ali%3A[\w%.]+(,urn%3Ali%3A[\w%.]+)*", found) for found in lists)


def test_each_request_names_the_version_and_holds_the_token_in_its_header(place: Ground) -> None:
    nights = begin(place, CommunityWorld())
    nights.visit()
    for asked in nights.asked:
        assert asked.headers["linkedin-version"] == "202609"
        assert asked.headers["x-restli-protocol-version"] == "2.0.0"
        assert asked.headers["authorization"] == f"Bearer {CommunityWorld.token}"
        assert CommunityWorld.token not in asked.target


def test_lists_that_are_answered_once_a_minute_are_asked_for_once_a_minute(place: Ground) -> None:
    nights = begin(place, PortabilityWorld())
    nights.visit()
    rare = [asked for asked in nights.asked if "dmaFeedContentsExternal" in asked.path]
    assert len(rare) > 4
    assert len(nights.pauses) == len(rare) - 1
    assert all(59 < pause <= 60 for pause in nights.pauses)


def test_calls_are_counted(place: Ground, http: Http) -> None:
    world = CommunityWorld()
    begin(place, world)
    place.server.serve(world)
    book = Ledger("calls", 100, "UTC")
    connector = world.connector(place.server.url)
    visit = Visit(world.target, Past(), world.now, http, world.token, book, lambda _: None)
    for _ in connector.pages(visit):
        pass
    assert book.used == len(place.server.asked)
    assert connector.ledger().limit == 1000
    assert connector.ledger().zone == "UTC"


# --- refusals -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (("organizationalEntityShareStatistics",), "counts"),
        (("socialActions",), "comments"),
        (("networkSizes",), "followers"),
        (("organizationalEntityShareStatistics", "socialActions", "networkSizes"), "counts and comments and followers"),
    ],
)
def test_without_a_scope_the_posts_come_in_all_the_same(place: Ground, refused: tuple[str, ...], words: str) -> None:
    world = Refusing()
    world.refused = refused
    nights = begin(place, world)
    visited = nights.visit()
    assert visited.result.status == "done"
    assert {row["native_id"] for row in place.rows("posts")} == world.post_ids()
    assert f"does not show this token {words}: a scope is missing" in reach_of(nights).ended
    if "socialActions" in refused:
        assert len([asked for asked in nights.asked if "socialActions" in asked.path]) == 1


def test_without_leave_for_the_posts_nothing_is_asked_any_more(place: Ground) -> None:
    world = Refusing()
    world.refused = ("posts",)
    nights = begin(place, world)
    visited = nights.visit()
    assert visited.result.status == "failed"
    assert "A new token does not help" in visited.result.message
    assert len(nights.asked) == 1


# --- nothing to see -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", [CommunityWorld, PortabilityWorld])
def test_an_empty_list_may_mean_that_a_role_is_missing(place: Ground, kind: type[LinkedInWorld]) -> None:
    world = kind()
    nights = begin(place, world)
    posts, world.said, world.heard = world.said, [], []
    visited = nights.visit()
    assert visited.result.status == "done"
    assert not reach_of(nights).seen
    assert "nothing to see" in reach_of(nights).ended
    assert place.rows("windows") == []
    world.said = posts
    nights.visit()
    known = place.rows("windows")
    world.said, world.now = [], world.now + timedelta(days=40)
    visited = nights.visit(full=True)
    assert visited.result.status in {"failed", "partial"}
    assert "nothing to see" in visited.result.message
    assert "page role" in visited.result.message
    assert deleted(nights) == set()
    assert place.rows("windows") == known


def test_a_post_that_is_gone_before_its_comments_are_read_is_no_trouble(place: Ground) -> None:
    world = CommunityWorld()
    nights = begin(place, world)
    nights.visit()
    gone = world.said[-2]
    world.delete(gone.number)
    world.now += timedelta(days=1)
    assert nights.visit(full=False).result.status == "done"
    assert [asked for asked in nights.asked if str(world.post_id(gone)).partition(":")[2] in asked.path]
    nights.visit(full=False)
    assert not [asked for asked in nights.asked if str(world.post_id(gone)).partition(":")[2] in asked.path]


def test_only_what_linkedin_has_shown_can_be_missed(place: Ground) -> None:
    """An export calls the same posts by other numbers, and tells of advertisements; none of them is deleted for it."""
    from monitor.records import Post

    world = CommunityWorld()
    nights = begin(place, world)
    export = place.store.begin_import("linkedin_page", "page.xls", "1", world.now)
    mine = Post(native_id="activity:7500000000000000000", published_at=world.said[0].at, text="Uit de export")
    place.store.add_batch(export, 60, world.now, [(nights.account, mine)], [])
    place.store.end_import(export, "done", "", world.now)
    nights.visit()
    world.delete(world.said[1].number)
    assert nights.visit(full=True).deleted == 1
    assert "activity:7500000000000000000" not in deleted(nights)


# --- limits of our own --------------------------------------------------------------------------------------
class FewCalls(Chosen, PortabilityWorld):
    """As many calls a day as it takes to read four of the five pages of the list."""

    size = 3
    chosen: ClassVar[Mapping[str, Any]] = {"daily_calls": 9}


class FewQuestions(Chosen, PortabilityWorld):
    size = 3
    chosen: ClassVar[Mapping[str, Any]] = {"feed_requests": 1}


def test_a_page_with_more_posts_than_a_day_allows_is_read_in_several_nights(place: Ground) -> None:
    world = FewCalls()
    del world.said[: -5 * world.size]
    nights = begin(place, world)
    visited = nights.visit()
    assert visited.result.status == "postponed"
    assert "limit of 9 calls a day" in visited.result.message
    assert len(place.rows("posts")) == 4 * world.size
    world.now += timedelta(days=1)
    nights.visit()
    assert {row["native_id"] for row in place.rows("posts")} == world.post_ids()


def test_a_list_longer_than_a_visit_may_ask_for_is_read_in_several_nights(place: Ground) -> None:
    world = FewQuestions()
    nights = begin(place, world)
    for pages in range(1, len(world.said) // world.size):
        assert nights.visit().result.status == "done"
        assert len(place.rows("posts")) == pages * world.size
        assert "older posts are left to the next run" in reach_of(nights).ended
        world.now += timedelta(days=1)
    nights.visit()
    assert_all_there(nights)
    assert reach_of(nights).ended == ""
    assert place.rows("windows")[0]["start"] == "1990-01-01T00:00:00Z"


class FewComments(Chosen, CommunityWorld):
    chosen: ClassVar[Mapping[str, Any]] = {"comment_requests": 2}


class NoComments(Chosen, CommunityWorld):
    chosen: ClassVar[Mapping[str, Any]] = {"comment_days": 0}


def test_comments_beyond_the_limit_are_left_to_the_next_run(place: Ground) -> None:
    world = FewComments()
    nights = begin(place, world)
    world.grow()
    nights.visit()
    assert "left to the next run" in reach_of(nights).ended
    assert len([asked for asked in nights.asked if "socialActions" in asked.path]) == 2
    for _ in range(3):
        nights.visit(full=False)
    assert {row["native_id"] for row in place.rows("interactions")} == world.heard_ids()


def test_an_answer_in_a_thread_that_was_not_read_is_unknown(place: Ground) -> None:
    world = FewComments()
    nights = begin(place, world)
    world.heard = [world.heard[0], replace(world.heard[1], to=world.heard[0].to, answered_at=world.now)]
    nights.visit()
    known = {row["native_id"]: row["answer_known"] for row in place.rows("interactions")}
    assert sorted(known.values()) == [0, 1]


def test_comments_can_be_left_alone(place: Ground) -> None:
    world = NoComments()
    nights = begin(place, world)
    assert nights.visit().result.status == "done"
    assert {asked.path.split("/")[2] for asked in nights.asked} == {"posts", "networkSizes"}


class Withholding(PortabilityWorld):
    """One post is listed and not shown."""

    def by_urn(self, urn: str):
        said = super().by_urn(urn)
        return None if said and said.number == 4 else said


def test_what_is_listed_and_not_shown_is_told_and_proves_nothing(place: Ground) -> None:
    world = Withholding()
    nights = begin(place, world)
    assert nights.visit().result.status == "done"
    assert "1 posts are listed but not shown" in reach_of(nights).ended
    assert not reach_of(nights).full


# --- which page ---------------------------------------------------------------------------------------------
class Named(CommunityWorld):
    """Known by its name only."""

    resource: ClassVar[str] = "organizations"
    answered: ClassVar[Any] = {
        "elements": [{"id": 9, "vanityName": "other"}, {"id": 4711, "vanityName": "verzonnen-bv"}]
    }

    @property
    def target(self) -> Target:
        return Target("linkedin", url="https://nl.linkedin.com/company/Verzonnen-BV/posts/")

    def resources(self):
        return {**super().resources(), self.resource: lambda *_: self.answered}


class NamedByPortability(Named, PortabilityWorld):
    resource = "dmaOrganizations"
    product = "portability"

    def resources(self):
        return {**PortabilityWorld.resources(self), self.resource: lambda *_: self.answered}


class Nameless(Named):
    answered: ClassVar[Any] = {"elements": []}


@pytest.mark.parametrize("world", [Named, NamedByPortability])
def test_a_name_is_looked_up_once(place: Ground, world: type[LinkedInWorld]) -> None:
    nights = begin(place, world())
    nights.visit()
    assert nights.asked[0].query == {"q": "vanityName", "vanityName": "Verzonnen-BV"}
    assert_all_there(nights)
    assert place.rows("accounts")[0]["native_id"] == "4711"
    nights.world.grow()
    nights.visit()
    assert not [asked for asked in nights.asked if "vanityName" in asked.query]


def test_a_name_that_linkedin_does_not_know_says_where_the_number_is(place: Ground) -> None:
    visited = begin(place, Nameless()).visit()
    assert visited.result.status == "failed"
    assert "linkedin.com/company/NUMBER/admin" in visited.result.message


def asked_of(target: Target, token: str | None = "AQX", base: str = "http://127.0.0.1:9", **options: Any) -> list[Any]:
    connector = Connector(LinkedInOptions(base=base, allow_private=True, **options))
    with Http(HttpOptions(pause=0, retries=0)) as http:
        return list(connector.pages(Visit(target, Past(), CommunityWorld().now, http, token)))


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (Target("linkedin", handle="Warm wonen", kind="group"), "monitor group-count"),
        (Target("linkedin", url="https://www.linkedin.com/groups/8138/"), "monitor group-count"),
        (Target("linkedin", handle="fenna", kind="personal"), "export"),
        (Target("linkedin", url="https://www.linkedin.com/in/fenna/"), "export"),
        (Target("linkedin", kind="page"), "NUMBER/admin"),
    ],
)
def test_what_is_no_page_says_what_to_do_instead(target: Target, words: str) -> None:
    with pytest.raises(SkipSource, match=words):
        asked_of(target)
    assert Connector(LinkedInOptions()).estimate(target, Past()).what.startswith("nothing, for it ")


@pytest.mark.parametrize(
    "target",
    [
        Target("linkedin", native_id="4711"),
        Target("linkedin", native_id="urn:li:organization:4711"),
        Target("linkedin", url="https://www.linkedin.com/company/4711/admin/dashboard/"),
        Target("linkedin", handle="4711"),
    ],
)
def test_a_number_is_found_wherever_it_stands(place: Ground, target: Target) -> None:
    world = CommunityWorld()
    place.server.serve(world)
    pages = asked_of(target, world.token, place.server.url, product="community")
    assert {page.about["page"] for page in pages} == {"4711"}


# --- what is told in time -----------------------------------------------------------------------------------
def test_an_old_version_and_an_old_token_are_told_in_time(place: Ground) -> None:
    world = CommunityWorld()
    nights = begin(place, world)
    nights.visit()
    assert reach_of(nights).ended == ""
    world.now += timedelta(days=45)
    nights.visit(full=False)
    assert reach_of(nights).ended == ""
    world.now += timedelta(days=2)
    nights.visit(full=False)
    assert "in use since 2026-11-20" in reach_of(nights).ended
    assert "ends on 2027-01-19 at the latest" in reach_of(nights).ended
    world.now += timedelta(days=260)
    nights.visit(full=False)
    assert "switches version 202609 of its API off about 2027-09-15" in reach_of(nights).ended


def test_a_new_token_begins_anew(place: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    world = CommunityWorld()
    nights = begin(place, world)
    nights.visit()
    monkeypatch.setattr(CommunityWorld, "token", "AQX-another-one-4712")
    world.now += timedelta(days=50)
    nights.visit(full=False)
    assert reach_of(nights).ended == ""


# --- what a token is worth ----------------------------------------------------------------------------------
class Roles(Chosen, PortabilityWorld):
    told: ClassVar[Any] = {
        "elements": [
            {"organization": "urn:li:organization:4711", "role": "ADMINISTRATOR", "state": "APPROVED"},
            {"organizationTarget": "urn:li:organization:5", "role": "ANALYST"},
            {"organization": "urn:li:organization:6", "role": "ADMINISTRATOR", "state": "REQUESTED"},
        ]
    }

    def resources(self):
        return {**super().resources(), "dmaOrganizationAcls": lambda *_: self.told}


def facts(place: Ground, http: Http, world: LinkedInWorld, target: Target | None = None) -> TokenFacts:
    place.server.serve(world)
    connector = world.connector(place.server.url)
    assert isinstance(connector, Connector)
    return connector.check(Visit(target or world.target, Past(), world.now, http, world.token))


def test_a_token_is_worth_the_roles_of_its_person(place: Ground, http: Http) -> None:
    found = facts(place, http, Roles())
    assert found.whose == "somebody who is ADMINISTRATOR of page 4711, ANALYST of page 5"
    assert (found.expires_at, found.missing) == (None, ())


def test_a_role_that_is_missing_is_named(place: Ground, http: Http) -> None:
    found = facts(place, http, Roles(), Target("linkedin", native_id="5"))
    assert found.missing == ("the role of an administrator on page 5",)
    assert facts(place, http, Roles(), Target("linkedin")).missing == ()


def test_a_token_that_may_not_tell_roles_works_all_the_same(place: Ground, http: Http) -> None:
    world = Refusing()
    world.refused = ("organizationAcls",)
    assert "may not tell" in facts(place, http, world).whose


def test_a_token_that_is_none_is_told(place: Ground, http: Http) -> None:
    world = Roles()
    place.server.serve(world)
    connector = world.connector(place.server.url)
    assert isinstance(connector, Connector)
    with pytest.raises(RenewToken, match="monitor auth linkedin"):
        connector.check(Visit(world.target, Past(), world.now, http, "AQX-wrong-0815"))


def test_a_refusal_of_the_posts_is_no_matter_of_the_token(place: Ground) -> None:
    world = Refusing()
    world.refused = ("posts",)
    place.server.serve(world)
    with pytest.raises(GrantAccess):
        asked_of(world.target, world.token, place.server.url, product="community")
