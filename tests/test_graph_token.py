"""Tokens of Meta's: what is asked of them, what will not do, and how often they are looked at."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.errors import GrantAccess, RenewToken
from monitor.secrets import remember
from monitor.sources.live import Target
from tests.graph_case import OddPage, asker, edges, office
from tests.live.facebook_world import PAGE, SCOPES, trouble
from tests.live.nights import Ground, Nights
from tests.live.world import START

__all__ = ["asker", "office"]
USER_FIELD = "(#100) Tried accessing nonexisting field (category) on node type (User)"
NOT_A_DEVELOPER = "(#100) You must provide an app access token, or a user access token that is an owner of the app"


@pytest.fixture
def nights(office: Ground) -> Nights:
    return office.begin(OddPage())


def message(nights: Nights) -> str:
    """What the last visit said, and that nothing was thought gone."""
    visited = nights.visit()
    assert nights.ground.rows("standings") == []
    return visited.result.message


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
