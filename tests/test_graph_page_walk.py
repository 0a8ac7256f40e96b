"""Visits to a Facebook page: throttles, lists in Facebook's own order, and the newest comments."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from connectors._graph_options import GraphOptions
from connectors.facebook_api import Connector
from monitor.errors import RetryLater
from monitor.sources.live import Past, Reach
from tests.graph_case import OddPage, asker, edges, office
from tests.live.facebook_world import PAGE, stamp, trouble
from tests.live.nights import Ground, Nights
from tests.live.paging import Mischief
from tests.live.world import START

__all__ = ["asker", "office"]


@pytest.fixture
def nights(office: Ground) -> Nights:
    return office.begin(OddPage())


def message(nights: Nights) -> str:
    """What the last visit said, and that nothing was thought gone."""
    visited = nights.visit()
    assert nights.ground.rows("standings") == []
    return visited.result.message


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


@pytest.mark.parametrize(("seen_days", "since_days"), [(1000, -30), (0, -30), (-5, -33)])
def test_how_far_back_is_asked_goes_by_facebooks_own_times(office, asker, nights, seen_days, since_days) -> None:
    newest = START - timedelta(days=2)
    past = Past({"newest": newest.isoformat()}, START + timedelta(days=seen_days), full=False)
    list(nights.connector.pages(asker(nights.world, past=past)))
    (since,) = {asked.query["since"] for asked in office.server.asked if asked.path.endswith("published_posts")}
    assert int(since) == (START + timedelta(days=since_days)).timestamp()


def test_nothing_is_known_before_the_last_page(nights) -> None:
    nights.visit([None, None, None, None, "401"])
    assert edges(nights)[-2:] == ["published_posts", "published_posts"]
    assert nights.ground.rows("windows") == []
    assert [page.memory for page in nights.pages()] == [None] * len(nights.pages())


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


def test_a_list_that_goes_in_a_circle_is_walked_through_again(nights) -> None:
    nights.visit()
    nights.world.grow()
    nights.world.mischief = Mischief.ENDLESS
    visited = nights.visit()
    assert visited.reach
    assert (visited.reach.seen, visited.reach.full) == (False, False)
    assert "goes in a circle" in visited.reach.ended
    assert nights.pages()[-1].memory is None
    nights.world.mischief = None
    visited = nights.visit(full=False)
    assert visited.reach
    assert visited.reach.seen


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


def test_a_new_comment_on_an_old_post_is_found_by_a_whole_look(nights) -> None:
    nights.visit()
    heard = nights.world.hear(0, nights.world.now - timedelta(hours=1))
    nights.visit(full=True)
    assert nights.world.comment_id(heard) in {row["native_id"] for row in nights.ground.rows("interactions")}


def test_a_post_deleted_on_the_way_costs_nothing_else(nights) -> None:
    nights.world.instead["comments"] = nights.world.json(trouble(100, "Object with ID 'x' does not exist", 33), 400)
    visited = nights.visit()
    assert visited.result.status == "done"
    assert visited.reach == Reach(full=True)
    nights.world.grow()
    visited = nights.visit()
    assert visited.reach
    assert "of none of 2 posts" in visited.reach.ended


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
