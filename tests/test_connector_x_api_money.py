"""What X costs: limits that hold, nights that go on where the last one stopped, and no page paid twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from connectors._x_api_money import POST, USER, LimitReached
from connectors._x_api_options import XOptions
from connectors.x_api import Connector
from monitor.errors import AddCredit, RetryLater
from monitor.records import Interaction, Post
from monitor.sources.ledger import Ledger
from monitor.sources.live import Past, Reach, Target
from tests.live.nights import Ground, Nights, ground
from tests.live.paging import Mischief
from tests.live.x_world import ACCOUNT, XWorld, strange
from tests.readback import only
from tests.x_api_case import Booth, Look, booth

START = datetime(2026, 11, 1, tzinfo=UTC)
PLAIN = {"mentions": False, "referenced": False}
"""Options with which a page costs what it holds."""


@pytest.fixture(scope="module")
def stand() -> Iterator[Booth]:
    with booth() as made:
        yield made


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("x")) as made:
        yield made


@pytest.fixture
def begin(place: Ground) -> Callable[..., Nights]:
    return lambda **more: place.begin(XWorld(**more))


def billed(world: XWorld) -> Counter[str]:
    """How often each post was paid for."""
    return Counter(number for number in world.billed if number != ACCOUNT)


# --- limits -----------------------------------------------------------------------------------------------------
def test_the_next_nights_go_on_and_cost_together_what_one_would(stand: Booth) -> None:
    whole = stand.look(XWorld(options={"max_cost": 100, **PLAIN}))
    world, memory, looks = XWorld(options={"max_cost": 0.06, **PLAIN}), {}, list[Look]()
    while not looks or looks[-1].reach is None:
        looks.append(stand.look(world, memory))
        memory = looks[-1].memory
        assert len(looks) < 9
    assert len(looks) > 1
    assert all(look.spent <= 0.06 for look in looks)
    assert all(isinstance(look.error, LimitReached) for look in looks[:-1])
    assert sum(look.spent for look in looks) - (len(looks) - 1) * USER == pytest.approx(whole.spent)
    assert set(billed(world)) == world.post_ids()
    assert set(billed(world).values()) == {1}
    assert looks[-1].reach == whole.reach == Reach()


def test_what_is_new_comes_before_what_is_old(stand: Booth) -> None:
    world = XWorld(options={"max_cost": 0.06, **PLAIN})
    first = stand.look(world)
    lowest = min(billed(world), key=int)
    world.grow(2)
    second = stand.look(world, first.memory)
    assert [row["id"] for row in second.pages[1].json["data"]] == [world.post_id(said) for said in world.said[:-3:-1]]
    assert stand.server.asked[1].query["since_id"] == world.post_id(world.said[-3])
    assert stand.server.asked[2].query["until_id"] == lowest


def test_the_limit_says_how_much_is_left(stand: Booth) -> None:
    look = stand.look(XWorld(options={"max_cost": 0.06, **PLAIN}))
    assert "the limit of 0.06 USD a run is reached" in str(look.error)
    assert "About 7 posts (at least 0.04 USD) are still to be read" in str(look.error)
    assert "max_cost under [connectors.x_api]" in str(look.error)


@pytest.mark.parametrize("limit", [0, 0.005, 0.02])
def test_a_limit_under_which_nothing_can_be_read_asks_for_no_post(stand: Booth, limit: float) -> None:
    world = XWorld(options={"max_cost": limit, **PLAIN})
    look = stand.look(world)
    assert isinstance(look.error, RetryLater)
    assert look.spent <= limit
    assert billed(world) == {}


def test_all_accounts_of_a_run_share_the_limit(stand: Booth) -> None:
    book = Ledger("USD", 0.1)
    worlds = [XWorld(options=PLAIN), XWorld(options=PLAIN)]
    looks = [stand.look(world, ledger=book) for world in worlds]
    assert isinstance(looks[1].error, LimitReached)
    assert book.spent <= 0.1 + 1e-9


def test_own_posts_are_cheaper_and_those_of_others_are_not(stand: Booth) -> None:
    world = XWorld(options={"max_cost": 10, "owned": True, "mentions": False})
    for hours in (1, 2):
        world.refer("quoted", strange(world.now - timedelta(days=hours), "Zij bouwen"), world.now - timedelta(hours=1))
    look = stand.look(world)
    assert look.spent == pytest.approx(USER + 17 * 0.001 + 2 * POST)


def test_what_comes_twice_in_a_visit_is_paid_once(stand: Booth) -> None:
    world = XWorld(options={"max_cost": 10, "mentions": False}, mischief=Mischief.REPEATED)
    assert stand.look(world).spent == pytest.approx(USER + 15 * POST)
    assert set(billed(world).values()) == {2}


@pytest.mark.parametrize("mischief", list(Mischief))
def test_little_money_and_bad_paging(begin: Callable[..., Nights], mischief: Mischief) -> None:
    nights = begin(options={"max_cost": 0.3}, mischief=mischief)
    for _ in range(2):
        assert nights.visit(full=False).result.status == "done"
        rows = nights.ground.rows("posts")
        assert {row["native_id"] for row in rows} == nights.world.post_ids()
        assert len(nights.asked) < 60
        nights.world.grow()


def test_a_cursor_that_leads_to_the_same_post_for_ever_comes_to_an_end(stand: Booth) -> None:
    world = XWorld(mischief=Mischief.ENDLESS)
    look = stand.look(world, full=True)
    assert look.reach == Reach(full=False)
    assert len(only(Post, stand.records(world, look))) >= len(world.said)
    assert len(stand.server.asked) < 20


def test_no_credit_ends_the_run_for_all_accounts(begin: Callable[..., Nights], stand: Booth) -> None:
    nights = begin()
    visited = nights.visit([None, "402"])
    assert visited.result.status == "partial"
    assert "no credits left" in visited.result.message
    assert len(nights.asked) == 2
    assert nights.pauses == []
    book = Ledger("USD", 10)
    book.close("X says that the app has no credits left")
    look = stand.look(XWorld(), ledger=book)
    assert isinstance(look.error, AddCredit)
    assert stand.server.asked == []


# --- windows --------------------------------------------------------------------------------------------------------
def test_what_was_read_before_the_limit_counts_as_seen(begin: Callable[..., Nights]) -> None:
    nights = begin(options={"max_cost": 0.06, **PLAIN})
    visited = nights.visit(full=False)
    assert visited.result.status == "postponed"
    (window,) = nights.ground.rows("windows")
    oldest = min(row["published_at"] for row in nights.ground.rows("posts"))
    assert window["start"][:19] == oldest[:19]
    while visited.result.status == "postponed":
        visited = nights.visit(full=False)
    (window,) = nights.ground.rows("windows")
    assert window["start"].startswith("1990-01-01")


def test_a_whole_look_that_is_too_dear_leaves_no_debts(stand: Booth) -> None:
    world = XWorld(options={"max_cost": 10, **PLAIN})
    first = stand.look(world)
    world.options = {"max_cost": 0.06, **PLAIN}
    world.grow()
    anew = stand.look(world, first.memory, full=True)
    assert isinstance(anew.error, LimitReached)
    before = len(world.billed)
    later = stand.look(world, anew.memory)
    assert later.reach
    assert len(world.billed) == before + 1


# --- what others said ---------------------------------------------------------------------------------------------
def test_an_answer_that_is_given_later_is_found(begin: Callable[..., Nights]) -> None:
    nights = begin()
    nights.visit(full=False)
    heard = nights.world.heard[0]
    assert {(row["answered_at"], row["answer_known"]) for row in nights.ground.rows("interactions")} == {(None, 1)}
    nights.world.grow(0)
    reply = nights.world.reply_to(heard, nights.world.now - timedelta(hours=3))
    nights.visit(full=False)
    rows = {row["native_id"]: row for row in nights.ground.rows("interactions")}
    answered = rows[nights.world.heard_id(heard)]
    assert answered["answered_at"][:19] == f"{reply.at:%Y-%m-%dT%H:%M:%S}"
    assert answered["post_native_id"] == nights.world.post_id(nights.world.one(heard.to))


def test_mentions_that_the_plan_does_not_give_are_no_failure(begin: Callable[..., Nights]) -> None:
    nights = begin(mentions_status=403)
    visited = nights.visit()
    assert visited.result.status == "done"
    assert visited.reach
    assert "set mentions = false under [connectors.x_api]" in visited.reach.ended
    nights.world.mentions_status = 200
    nights.visit()
    assert len(nights.ground.rows("interactions")) == len(nights.world.heard)


def test_mentions_can_be_left_out(stand: Booth) -> None:
    stand.look(XWorld(options={"mentions": False}))
    assert not [one for one in stand.server.asked if one.path.endswith("mentions")]


@pytest.mark.parametrize("options", [{"referenced": False}, {"mentions": False}])
def test_who_did_not_see_the_replies_does_not_say_that_there_were_none(
    stand: Booth, options: Mapping[str, Any]
) -> None:
    """Also not on the night on which they are seen from then on."""
    world = XWorld(options={"max_cost": 100, **options})
    first = stand.look(world)
    assert not [said for said in only(Interaction, stand.records(world, first)) if said.answer_known]
    world.options = {"max_cost": 100}
    world.grow()
    second = stand.look(world, first.memory)
    said = only(Interaction, stand.records(world, second))
    assert {one.answer_known for one in said if one.received_at < world.now - timedelta(days=1)} <= {False}
    assert {one.answer_known for one in said if one.received_at > world.now - timedelta(days=1)} == {True}


def test_mentions_that_the_money_does_not_reach_come_the_next_night(stand: Booth) -> None:
    world = XWorld(options={"max_cost": 0.1, "referenced": False})
    first = stand.look(world)
    assert first.reach
    assert (
        first.reach.ended
        == "the limit of 0.1 USD a run is reached (0.085 spent): the next run goes on with what others said"
    )
    second = stand.look(world, first.memory)
    assert len(only(Interaction, stand.records(world, second))) == len(world.heard)


# --- told before --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("past", "options", "cost", "words"),
    [
        (Past(), {}, 1.0, "profile, up to 3,200 posts, up to 800 mentions; about USD 20.01 in all, of which USD 1.00"),
        (Past(), {"max_cost": 50, "mentions": False}, 16.01, "profile, up to 3,200 posts"),
        (Past(), {"max_cost": 50, "owned": True, "mentions": False}, 3.21, "profile, up to 3,200 posts"),
        (Past({}, START, full=False), {"mentions": False}, 0.06, "profile and new posts"),
        (Past({"posts": {"newest": "9"}, "mentions": {"newest": "9"}}, START, full=False), {}, 0.11, "new mentions"),
        (
            Past({"posts": {"newest": "9", "open": [["5", None]], "read": 3000}}, None, full=False),
            {"mentions": False},
            1.0,
            "up to 200 posts; about USD 1.01 in all",
        ),
    ],
)
def test_a_visit_is_estimated_without_the_network(past: Past, options: Any, cost: float, words: str) -> None:
    told = Connector(XOptions(**options)).estimate(Target("x", handle="a"), past)
    assert told.cost == pytest.approx(cost)
    assert words in told.what
    assert told.requests >= 2


@pytest.mark.parametrize("limit", [-1, float("inf"), float("nan"), "much"])
def test_a_limit_is_a_number_from_zero(limit: Any) -> None:
    with pytest.raises(ValidationError):
        XOptions(max_cost=limit)
