"""X's API v2 over a server of our own: visits, money aside, and what the answers of the real one say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest

from monitor.errors import RenewToken, SkipSource
from monitor.records import Post
from monitor.sources.contract import Context, Options
from monitor.sources.ingest import import_path
from monitor.sources.live import ChecksToken, Past, Reach, Target, TokenFacts, Visit
from monitor.sources.registry import connector_classes
from tests.contracts import openapi
from tests.contracts.documents import x_api
from tests.live.nights import Ground, Nights, ground
from tests.live.suite import LiveSuite
from tests.live.world import World
from tests.live.x_world import ACCOUNT, HANDLE, XWorld
from tests.readback import table, zipped
from tests.test_connector_x_analytics import CONTENT_HEADER
from tests.x_api_case import Booth, booth
from tests.x_archive_files import archive, tweet, ytd

HOUR = timedelta(hours=1)


class TestSuite(LiveSuite):
    world: ClassVar[type[World]] = XWorld


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("x")) as made:
        yield made


@pytest.fixture(scope="module")
def stand() -> Iterator[Booth]:
    with booth() as made:
        yield made


@pytest.fixture
def begin(place: Ground) -> Callable[..., Nights]:
    """Nights of a world that is made with these attributes."""
    return lambda **more: place.begin(XWorld(**more))


def standings(nights: Nights) -> list[tuple[str, str | None]]:
    return [(row["state"], row["detail"]) for row in nights.ground.rows("standings")]


def the_post(nights: Nights, native_id: str) -> dict[str, Any]:
    (row,) = [row for row in nights.ground.rows("posts") if row["native_id"] == native_id]
    return row


# --- requests -------------------------------------------------------------------------------------------------
def test_every_request_is_one_that_the_official_document_allows(begin: Callable[..., Nights]) -> None:
    nights = begin()
    asked = []
    for faults in ([None, None, None, "401"], [], []):
        nights.visit(faults, full=False)
        asked += nights.asked
        nights.world.grow()
    assert {name for one in asked for name in one.query} >= {"since_id", "until_id", "pagination_token", "expansions"}
    assert [openapi.check_request(x_api, one.method, one.target, dialect="legacy") for one in asked] == [[]] * len(
        asked
    )


def test_an_account_is_asked_by_its_number_once_that_is_known(begin: Callable[..., Nights]) -> None:
    nights = begin()
    nights.visit()
    assert nights.asked[0].path == f"/2/users/by/username/{HANDLE}"
    nights.visit()
    assert nights.asked[0].path == f"/2/users/{ACCOUNT}"


@pytest.mark.parametrize("handle", ["much_too_long_a_name", "naïve", "a/../b", ""])
def test_a_name_that_x_cannot_have_given_is_not_asked_for(stand: Booth, handle: str) -> None:
    look = stand.look(XWorld(), target=Target("x", handle=handle))
    assert isinstance(look.error, SkipSource)
    assert "has no name that X could have given" in str(look.error)
    assert stand.server.asked == []


# --- what becomes of accounts -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("state", "words"),
    [("suspended", "has suspended"), ("deleted", "knows no such account"), ("protected", "followers only")],
)
def test_x_says_with_status_200_that_an_account_is_gone(begin: Callable[..., Nights], state: str, words: str) -> None:
    nights = begin()
    nights.visit()
    nights.world.grow()
    nights.world.state = state
    for _ in range(2):
        assert nights.visit().result.status == "done"
        assert standings(nights)[1:] == [(state, standings(nights)[-1][1])]
        assert words in str(standings(nights)[-1][1])
        nights.world.grow()
    nights.world.state = ""
    nights.visit()
    assert standings(nights)[-1] == ("active", None)


def test_a_renamed_account_is_read_and_its_new_name_told(begin: Callable[..., Nights]) -> None:
    nights = begin()
    nights.visit()
    nights.world.handle = "nieuw_bouw"
    nights.world.grow()
    visited = nights.visit()
    assert visited.result.new >= 3
    assert standings(nights) == [("active", None), ("renamed", "@nieuw_bouw")]


def test_the_profile_is_kept(begin: Callable[..., Nights]) -> None:
    nights = begin()
    nights.visit()
    (row,) = nights.ground.rows("profiles")
    assert (row["name"], row["bio"], row["default_avatar"], row["protected"]) == (
        "Verzonnen Bouw",
        "Alles verzonnen.",
        0,
        0,
    )
    assert (row["followers"], row["following"], row["posts_total"]) == (321, 12, len(nights.world.said))
    (account,) = nights.ground.rows("accounts")
    assert (account["native_id"], account["created_at"]) == (ACCOUNT, "2013-12-14T04:35:55Z")


# --- fields that X drops ------------------------------------------------------------------------------------------
def test_names_that_x_no_longer_takes_end_the_visit_at_the_first_page(begin: Callable[..., Nights]) -> None:
    nights = begin(dropped=frozenset({"author_id", "referenced_tweets", "in_reply_to_user_id"}))
    visited = nights.visit()
    assert visited.result.status == "partial"
    assert "X left out author_id" in visited.result.message
    assert nights.ground.rows("posts") == []
    assert len(nights.asked) == 2


def test_a_field_that_is_only_missed_is_told_and_the_rest_kept(begin: Callable[..., Nights]) -> None:
    nights = begin(dropped=frozenset({"public_metrics"}))
    visited = nights.visit()
    assert visited.reach
    assert visited.reach.ended == "X left out public_metrics: likes and views are unknown"
    assert {row["likes"] for row in nights.ground.rows("posts")} == {None}


# --- edits and repeats --------------------------------------------------------------------------------------------
def test_an_edited_post_with_a_new_number_is_the_same_post(begin: Callable[..., Nights]) -> None:
    nights = begin()
    nights.visit()
    said = nights.world.said[-1]
    nights.world.grow(1)
    nights.world.edit(said.number, "Anders & beter")
    nights.visit(full=False)
    row = the_post(nights, nights.world.post_id(said))
    assert len(nights.ground.rows("posts")) == len(nights.world.said)
    assert (row["text"], row["published_at"][:19]) == ("Anders & beter", f"{said.at:%Y-%m-%dT%H:%M:%S}")
    assert row["edited_at"] > row["published_at"]


def test_what_an_archive_covers_is_not_paid_for_again(stand: Booth) -> None:
    world = XWorld()
    until = world.said[9].at + HOUR
    look = stand.look(world, {}, until)
    assert look.reach
    assert look.reach.start == until - timedelta(days=1)
    assert world.post_id(world.said[9]) in world.billed
    assert world.post_id(world.said[8]) not in world.billed
    assert stand.look(XWorld(), {}, until, full=True).reach == Reach(full=True)


def test_an_archive_until_now_and_nothing_since_leaves_the_history_alone(stand: Booth) -> None:
    world = XWorld()
    first = stand.look(world, {}, world.now)
    second = stand.look(world, first.memory, world.now)
    assert first.reach == second.reach
    assert set(world.billed) == {ACCOUNT, *world.heard_ids()}


# --- how far X gives ------------------------------------------------------------------------------------------------
class Long(XWorld):
    """With pages as large as X gives them."""

    size = 100


def long(count: int, **more: Any) -> Long:
    world = Long(**more)
    for number in range(count - len(world.said)):
        world.say(world.now - timedelta(hours=count - number))
    world.said.sort(key=lambda said: said.at)
    return world


def test_x_gives_3200_posts_and_that_is_said_once(stand: Booth) -> None:
    world = long(3300, options={"max_cost": 100})
    look = stand.look(world)
    assert look.reach
    assert look.reach.start == world.newest_first()[3199].at.replace(microsecond=0)
    assert (
        look.reach.ended
        == "X gave 3200 of 3300 posts and gives no more than the 3,200 newest: the X archive holds the rest"
    )
    assert not look.reach.full
    world.grow()
    later = stand.look(world, look.memory)
    assert later.reach == Reach(start=later.reach and later.reach.start)
    assert later.spent == pytest.approx(0.010 + 3 * 0.005 + 0.005)


def test_an_account_of_which_x_keeps_posts_back_is_not_called_whole(stand: Booth) -> None:
    world = XWorld(hidden=9)
    look = stand.look(world, full=True)
    assert look.reach
    assert look.reach.start == world.newest_first()[-1].at.replace(microsecond=0)
    assert f"X gave {len(world.said)} of {len(world.said) + 9} posts" in look.reach.ended


def test_an_account_without_posts(stand: Booth) -> None:
    world = XWorld()
    world.said, world.heard = [], []
    look = stand.look(world)
    assert look.reach == Reach()
    world.grow()
    assert len([one for one in stand.records(world, stand.look(world, look.memory)) if isinstance(one, Post)]) == 3
    world.said, world.heard, world.hidden = [], [], 5
    assert stand.look(world).reach == Reach(
        seen=False, ended="X gave 0 of 5 posts and gives no more than the 3,200 newest: the X archive holds the rest"
    )


# --- one post, whoever tells it ---------------------------------------------------------------------------------------
def test_archive_analytics_and_api_tell_one_post(begin: Callable[..., Nights], tmp_path: Path) -> None:
    nights = begin()
    said = nights.world.said[-1]
    number = nights.world.post_id(said)
    stamp = f"{said.at:%a %b %d %H:%M:%S +0000 %Y}"
    element = tweet(
        id_str=number, created_at=stamp, full_text="Kort", source='<a href="https://x.com">Made-up Web App</a>'
    )
    account = ytd("account", [{"account": {"username": HANDLE, "accountId": ACCOUNT}}])
    zipped(tmp_path, {**archive(element), "data/account.js": account})
    link = f"https://x.com/{HANDLE}/status/{number}"
    row = [
        number,
        f"{said.at:%a, %b} {said.at.day}, {said.at.year}",
        "Kort",
        link,
        "77",
        "5",
        "9",
        "0",
        "0",
        "0",
        "2",
        "1",
        "0",
        "0",
        "4",
        "0",
        "0",
    ]
    (tmp_path / "content.csv").write_text(table([CONTENT_HEADER, row]))
    readers = [connector_classes()[name](Options()) for name in ("x_archive", "x_analytics")]
    for name in ("export.zip", "content.csv"):
        (result,) = import_path(tmp_path / name, readers, nights.ground.store, Context(nights.world.now))
        assert result.new + result.updated >= 1, result.message
    nights.visit(full=True)
    assert len(nights.ground.rows("accounts")) == 1
    row_of = the_post(nights, number)
    assert len(nights.ground.rows("posts")) == len(nights.world.said)
    assert (row_of["text"], row_of["clicks"], row_of["views"], row_of["source_app"]) == (
        said.text,
        4,
        100,
        "Made-up Web App",
    )
    assert row_of["url"] == link


# --- tokens ---------------------------------------------------------------------------------------------------------
def checked(stand: Booth, world: XWorld) -> TokenFacts:
    connector = world.connector(stand.server.url)
    assert isinstance(connector, ChecksToken)
    stand.server.serve(world)
    return connector.check(Visit(world.target, Past(), world.now, stand.http, world.token, connector.ledger()))


def test_a_token_is_looked_at(stand: Booth) -> None:
    assert checked(stand, XWorld()).whose == "an app, which has read 12 of at most 3000000 posts this month"
    assert checked(stand, XWorld(is_user_token=True)).whose == f"the account @{HANDLE}"
    stand.server.serve(XWorld())
    connector: Any = XWorld().connector(stand.server.url)
    with pytest.raises(RenewToken, match="not accepted"):
        connector.check(Visit(XWorld().target, Past(), XWorld().now, stand.http, "another"))
