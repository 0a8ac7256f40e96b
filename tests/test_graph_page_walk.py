"""Visits to a Facebook page: tokens that will not do, throttles, lists in Facebook's own order, newest comments."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from connectors._graph_options import GraphOptions
from connectors.facebook_api import Connector
from monitor.errors import GrantAccess, RenewToken, RetryLater
from monitor.secrets import remember
from monitor.sources.live import Reach, Target
from tests.graph_case import asker, edges, office
from tests.live.facebook_world import PAGE, SCOPES, FacebookWorld, stamp, trouble
from tests.live.nights import Ground, Nights
from tests.live.world import START, Answered

__all__ = ["asker", "office"]
USER_FIELD = "(#100) Tried accessing nonexisting field (category) on node type (User)"
NOT_A_DEVELOPER = "(#100) You must provide an app access token, or a user access token that is an owner of the app"


@dataclass
class OddWorld(FacebookWorld):
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


@pytest.fixture
def nights(office: Ground) -> Nights:
    return office.begin(OddWorld())


def message(nights: Nights) -> str:
    """What the last visit said, and that nothing was thought gone."""
    visited = nights.visit()
    assert nights.ground.rows("standings") == []
    return visited.result.message


# --- the token ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["USER", "APP", ""])
def test_a_token_of_another_type_is_refused_before_anything_comes_out_empty(nights, kind) -> None:
    nights.world.kind = kind
    told = message(nights)
    assert f"the token is {kind or 'of a type'}" in told
    assert "comments come out empty" in told
    assert "/me/accounts" in told
    assert edges(nights) == ["debug_token"]
    assert nights.visit().result.status == "failed"


def test_a_token_of_a_system_user_will_do(nights) -> None:
    nights.world.kind = "SYSTEM_USER"
    assert nights.visit().result.status == "done"
    assert nights.asked[1].path.endswith("/verzonnen.bouw"), "it belongs to no page, so the name in config.toml counts"


@pytest.mark.parametrize(
    ("scopes", "granular", "lacking"),
    [
        (SCOPES[:2], [], "pages_read_user_content"),
        ((), [], "pages_read_engagement, pages_read_user_content"),
        (SCOPES, [{"scope": "pages_read_engagement", "target_ids": ["99"]}], "pages_read_engagement"),
        (SCOPES, [{"scope": "pages_read_engagement", "target_ids": [PAGE, "99"]}, {"scope": 5}, None], ""),
        (SCOPES, [{"scope": "pages_read_engagement"}], ""),
    ],
)
def test_scopes_that_lack_are_named(nights, scopes, granular, lacking) -> None:
    nights.world.scopes, nights.world.granular = scopes, granular
    visited = nights.visit()
    assert visited.result.status == ("failed" if lacking else "done")
    assert (f"lacks the scopes {lacking}:" in visited.result.message.replace(". Grant", ":")) == bool(lacking)


def test_a_token_that_is_not_valid_says_why(nights) -> None:
    facts = {"is_valid": False, "error": {"code": 190, "message": "The session was invalidated"}, "type": "PAGE"}
    nights.world.instead["debug_token"] = nights.world.json({"data": facts})
    assert "The session was invalidated" in message(nights)


def test_where_a_token_may_not_be_looked_up_it_shows_itself(nights) -> None:
    nights.world.instead["debug_token"] = nights.world.json(trouble(100, NOT_A_DEVELOPER), 400)
    assert nights.visit().result.status == "done"
    assert edges(nights)[:3] == ["debug_token", "me", PAGE]
    nights.world.now += timedelta(days=1)
    nights.world.instead["me"] = nights.world.json(trouble(100, USER_FIELD), 400)
    assert "the token is USER" in nights.visit().result.message


def test_it_is_looked_up_once_a_day_and_token(nights) -> None:
    nights.visit()
    nights.visit()
    assert "debug_token" not in edges(nights)
    nights.world.now += timedelta(days=1)
    nights.visit()
    assert "debug_token" in edges(nights)
    type(nights.world).token = "EAABanotherMadeUpToken4712"
    try:
        remember("EAABanotherMadeUpToken4712")
        nights.visit()
        assert "debug_token" in edges(nights)
    finally:
        del type(nights.world).token


def test_when_it_ends_is_told_every_day(nights) -> None:
    ends = START + timedelta(days=9)
    nights.world.expires = int(ends.timestamp())
    for _ in range(2):
        reach = nights.visit().reach
        assert reach
        assert reach.token_expires == ends


@pytest.mark.parametrize(
    ("target", "fits"),
    [
        (Target("facebook", handle="VERZONNENBOUW"), True),
        (Target("facebook", handle="andere"), False),
        (Target("facebook", native_id=PAGE, handle="oudenaam"), True),
        (Target("facebook", native_id="55555", handle="verzonnenbouw"), False),
        (Target("facebook", url="https://www.facebook.com/VerzonnenBouw/"), True),
        (Target("facebook", url=f"https://www.facebook.com/pages/Verzonnen/{PAGE}"), True),
        (Target("facebook", url="https://www.facebook.com/profile.php?id=55555"), False),
        (Target("facebook", url="https://www.facebook.com/pg/andere/posts"), False),
        (Target("facebook", url="https://["), True),
        (Target("facebook"), True),
    ],
)
def test_a_token_of_another_page_fills_no_account(asker, nights, target, fits) -> None:
    walk = nights.connector.pages(asker(nights.world, target))
    if fits:
        assert list(walk)
    else:
        with pytest.raises(GrantAccess, match="of another page, VerzonnenBouw") as refused:
            list(walk)
        assert "its own token" in refused.value.todo


def test_checking_it_tells_whose_it_is_and_what_it_lacks(asker, nights) -> None:
    connector, world = nights.connector, nights.world
    world.scopes = SCOPES[:2]
    facts = connector.check(asker(world))
    assert (facts.whose, facts.missing) == (f"page {PAGE}", ("pages_read_user_content",))
    world.kind = "USER"
    with pytest.raises(RenewToken, match="USER"):
        connector.check(asker(world))


# --- throttles ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("code", [4, 17, 32, 613, 80001, 80002])
def test_a_throttle_ends_the_visit_at_once(nights, code) -> None:
    told = trouble(code, "(#) limit reached", is_transient=True)
    nights.world.instead["published_posts"] = nights.world.json(told, 400, nights.world.limit_headers(7200))
    visited = nights.visit()
    assert visited.result.status == "postponed"
    assert "120 minutes" in visited.result.message
    assert edges(nights) == ["debug_token", PAGE, "published_posts"]
    assert nights.pauses == []


def test_a_throttle_of_the_app_spares_its_other_pages(office, asker, nights) -> None:
    connector, world = nights.connector, nights.world
    world.instead["published_posts"] = world.json(trouble(4, "(#4) Application request limit reached"), 400)
    visit = asker(world)
    for asked in (3, 3):
        with pytest.raises(RetryLater, match="allows"):
            list(connector.pages(visit))
        assert len(office.server.asked) == asked
    with pytest.raises(RetryLater):
        list(nights.connector.pages(visit))
    assert len(office.server.asked) == 6, "another connector knows nothing of it"


def test_at_the_limit_nothing_more_is_asked_but_what_came_is_kept(nights) -> None:
    nights.world.extra = {"X-Business-Use-Case-Usage": json.dumps({PAGE: [{"type": "pages", "total_time": 100}]})}
    visited = nights.visit()
    assert visited.result.status == "postponed"
    assert "100 %" in visited.result.message
    assert edges(nights) == ["debug_token"]


def test_near_the_limit_there_are_pauses(nights) -> None:
    nights.world.extra = {"X-App-Usage": json.dumps({"call_count": 85, "total_time": 1, "total_cputime": 2})}
    assert nights.visit().result.status == "done"
    assert nights.pauses == [4.0] * (len(nights.asked) - 1)


# --- lists ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("heeds", [True, False])
def test_a_new_post_anywhere_in_the_order_is_found(nights, heeds) -> None:
    nights.world.heeds_since = heeds
    nights.visit()
    for _ in range(11):
        nights.world.grow(1)
        nights.visit()
    assert {row["native_id"] for row in nights.ground.rows("posts")} == nights.world.post_ids()
    reach = nights.visit().reach
    assert reach
    assert reach.seen
    assert not reach.full
    assert reach.start


def test_no_address_and_no_kept_answer_holds_the_token(nights) -> None:
    nights.visit()
    assert [asked.query.get("access_token") for asked in nights.asked] == [None] * len(nights.asked)
    assert all(asked.headers["authorization"] for asked in nights.asked)
    linked = [page for page in nights.pages() if b'"next"' in page.body]
    assert linked
    assert all(b"access_token=***" in page.body for page in linked)


def test_too_much_at_once_is_asked_for_in_halves(nights) -> None:
    nights.world.most = 30
    assert nights.visit().result.status == "done"
    limits = [asked.query["limit"] for asked in nights.asked if asked.path.endswith("published_posts")]
    assert limits[:3] == ["100", "50", "25"]
    assert set(limits[3:]) == {"25"}
    nights.world.most = 0
    assert nights.visit(full=True).result.status == "postponed"


@pytest.mark.parametrize("link", [7, ["x"], "https://graph.facebook.com/v26.0/1/published_posts", "https://[/?after=x"])
def test_a_next_page_that_cannot_be_read_is_not_the_end(nights, link) -> None:
    nights.world.instead["published_posts"] = nights.world.json({"data": [], "paging": {"next": link}})
    visited = nights.visit()
    assert visited.result.status == "postponed"
    assert nights.ground.rows("windows") == []


def test_a_page_that_has_moved_is_told_its_new_number(nights) -> None:
    nights.world.instead[PAGE] = nights.world.json(trouble(21, "Page ID 1 was migrated to page ID 104499999."), 400)
    assert 'native_id = "104499999"' in message(nights)


def test_a_page_that_is_not_there_for_us_is_not_thought_gone(nights) -> None:
    nights.world.instead[PAGE] = nights.world.json(trouble(100, "Unsupported get request. No object 1", 33), 400)
    told = message(nights)
    assert "is not there, or the token may not see it" in told
    assert 'state = "closed"' in told


def test_about_600_posts_a_year_are_no_complete_list(nights) -> None:
    row = {"message": "Ja", "status_type": "mobile_status_update"}
    nights.world.rows = [
        row | {"id": f"{PAGE}_{70000 + number}", "created_time": stamp(START - timedelta(days=400, hours=number))}
        for number in range(570)
    ]
    type(nights.world).size = 100
    try:
        reach = nights.visit().reach
    finally:
        del type(nights.world).size
    assert reach
    assert (reach.seen, reach.full) == (True, False)
    assert "570 in 2025" in reach.ended
    assert "facebook_business" in reach.ended


def test_few_posts_a_year_are_a_complete_list(nights) -> None:
    assert nights.visit().reach == Reach(full=True)


# --- comments -------------------------------------------------------------------------------------------------
def test_an_answer_on_a_later_page_is_found(nights) -> None:
    said = nights.world.said[-1]
    nights.world.heard = []
    for number in range(6):
        nights.world.hear(said.number, said.at + timedelta(hours=1 + number))
    nights.world.heard[0] = replace(nights.world.heard[0], answered_at=said.at + timedelta(days=2))
    nights.visit()
    assert edges(nights).count("comments") == 2
    rows = nights.ground.rows("interactions")
    assert [bool(row["answered_at"]) for row in rows] == [True] + [False] * 5
    assert all(row["answer_known"] for row in rows)


def test_an_answer_given_later_is_found(nights) -> None:
    nights.visit()
    heard = nights.world.heard[-1]
    nights.world.heard[-1] = replace(heard, answered_at=nights.world.now)
    nights.world.now += timedelta(days=1)
    nights.visit()
    (row,) = nights.ground.rows("interactions")
    assert row["answered_at"]


def test_a_post_deleted_on_the_way_costs_nothing_else(nights) -> None:
    nights.world.instead["comments"] = nights.world.json(trouble(100, "Object with ID 'x' does not exist", 33), 400)
    assert nights.visit().result.status == "done"


def test_comments_that_may_not_be_read_are_told(nights) -> None:
    nights.world.instead["comments"] = nights.world.json(trouble(10, "(#10) requires pages_read_user_content"), 403)
    visited = nights.visit()
    assert visited.result.status == "partial"
    assert "pages_read_user_content" in visited.result.message
    assert nights.ground.rows("windows"), "the posts were seen"


def test_comments_without_numbers_are_told(nights) -> None:
    told = {"data": [{"created_time": stamp(START), "message": "Ja?"}]}
    nights.world.instead["comments"] = nights.world.json(told)
    reach = nights.visit().reach
    assert reach
    assert "MODERATE" in reach.ended


def test_no_comments_are_asked_for_where_none_are_wanted(office, asker, nights) -> None:
    options = GraphOptions(base=office.server.url, allow_private=True, comment_days=0)
    list(Connector(options).pages(asker(nights.world)))
    assert not [asked for asked in office.server.asked if asked.path.endswith("comments")]
