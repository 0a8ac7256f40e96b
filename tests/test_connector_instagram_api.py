"""An Instagram account through the Graph API: the suite, its posts and comments, logins, and what is asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors._graph_media_walk import InstagramOptions
from connectors._meta_ids import instagram_post_id
from connectors.instagram_api import Connector
from monitor.errors import GrantAccess, RenewToken
from monitor.records import Account, BadRow, Interaction, Post, PostKind, Profile, Standing
from monitor.sources.live import LiveConnector, Target
from tests.contracts.documents import meta_names
from tests.graph_case import asker, breaches, edges, office, parsed
from tests.live.facebook_world import stamp, trouble
from tests.live.instagram_world import ACCOUNT, NAME, InstagramWorld
from tests.live.nights import Ground, Nights
from tests.live.suite import LiveSuite
from tests.live.world import START, Answered
from tests.readback import only

CONNECTOR = Connector(InstagramOptions())
MEDIA = {
    "id": "17895731045244887",
    "permalink": "https://www.instagram.com/p/CSgf9BChwVq/",
    "timestamp": "2026-08-13T08:25:28+0000",
}
__all__ = ["asker", "office"]


class TestSuite(LiveSuite):
    world = InstagramWorld


@dataclass
class OddWorld(InstagramWorld):
    """An account with a login of its own, or with some calls answered otherwise."""

    login: str = "facebook"
    named: str = NAME
    numbered: str | None = ACCOUNT
    instead: dict[str, Answered] = field(default_factory=dict)

    def connector(self, base: str) -> LiveConnector:
        return Connector(InstagramOptions(base=base, allow_private=True, login=self.login))  # type: ignore[arg-type]

    @property
    def target(self) -> Target:
        return Target("instagram", native_id=self.numbered, handle=self.named)

    def answer(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Answered:
        last = path.rpartition("/")[2]
        true = super().answer(method, path, query, headers, body)
        if self.login == "instagram" and path.endswith("/me"):
            return self.json({"user_id": ACCOUNT, "id": "9", "username": NAME})
        if self.login == "instagram" and path.endswith("/me/media"):
            return self.listed(path, self.media(query.get("since")), query)
        return self.instead.get(last, true)


@pytest.fixture
def nights(office: Ground) -> Nights:
    return office.begin(OddWorld())


# --- posts ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"media_type": "IMAGE"}, PostKind.ORIGINAL),
        ({"media_type": "CAROUSEL_ALBUM", "media_product_type": "FEED"}, PostKind.ORIGINAL),
        ({"media_type": "VIDEO"}, PostKind.VIDEO),
        ({"media_product_type": "REELS"}, PostKind.VIDEO),
        ({}, PostKind.ORIGINAL),
    ],
)
def test_a_post(fields: dict[str, Any], kind: PostKind) -> None:
    (made,) = parsed(CONNECTOR, "posts", {"data": [{**MEDIA, "caption": "Kijk", "comments_count": 3, **fields}]})
    assert isinstance(made, Post)
    assert (made.native_id, made.text, made.likes, made.replies) == ("CSgf9BChwVq", "Kijk", None, 3)
    assert made.published_at == datetime(2026, 8, 13, 8, 25, 28, tzinfo=UTC)
    assert made.kind is kind


def test_without_an_address_the_short_code_counts_and_without_that_the_number() -> None:
    told = [{**MEDIA, "permalink": None, "shortcode": "CSgf9BChwVq"}, {**MEDIA, "permalink": ""}]
    first, second = only(Post, parsed(CONNECTOR, "posts", {"data": told}))
    assert (first.native_id, second.native_id) == ("CSgf9BChwVq", MEDIA["id"])
    (bad,) = parsed(CONNECTOR, "posts", {"data": [{"timestamp": MEDIA["timestamp"]}]})
    assert isinstance(bad, BadRow)


@pytest.mark.parametrize("name", ["users__medias_p1", "users__medias_p2"])
def test_recorded_lists_are_read_and_are_the_posts_that_exports_know(shared_data: Path, name: str) -> None:
    told = json.loads((shared_data / f"other/instagram_graph_api/{name}.json").read_text(encoding="utf-8"))
    found = parsed(CONNECTOR, "posts", told)
    assert len(only(Post, found)) == len(found) == len(told["data"]) > 0
    for row, made in zip(told["data"], only(Post, found), strict=True):
        assert made.native_id == instagram_post_id("1.78957E+16", row["permalink"])


def test_the_account() -> None:
    told = {"id": ACCOUNT, "username": NAME, "biography": "", "has_profile_pic": False, "media_count": 15}
    account, profile, standing = parsed(CONNECTOR, "profile", told, Target("instagram", ACCOUNT, "oude.naam"))
    assert isinstance(account, Account)
    assert isinstance(profile, Profile)
    assert isinstance(standing, Standing)
    assert (account.native_id, account.handle, account.url) == (ACCOUNT, NAME, f"https://www.instagram.com/{NAME}/")
    assert (profile.has_bio, profile.default_avatar, profile.posts_total) == (False, True, 15)
    assert standing.detail == f"its name is {NAME} now"


# --- comments -----------------------------------------------------------------------------------------------
def comment(number: str, minute: int, who: str | None = "zoe.z", **more: Any) -> dict[str, Any]:
    by = {"username": who} if who else {}
    return {"id": number, "timestamp": stamp(START + timedelta(minutes=minute)), "text": "Ja?", **by, **more}


def heard(*comments: Any) -> list[Any]:
    return parsed(CONNECTOR, "comments", {"data": list(comments)}, post="Cx", own_id=ACCOUNT, own_name=NAME)


def test_a_comment_and_the_accounts_answer() -> None:
    answers = {"data": [comment("2", 30, NAME.upper()), comment("3", 40, "jan.j")]}
    first, later = heard(comment("1", 0, replies=answers))
    assert (first.native_id, first.post_native_id, first.author, first.text) == ("1", "Cx", "zoe.z", "Ja?")
    assert first.answered_at == START + timedelta(minutes=30)
    assert (later.native_id, later.answered_at, later.answer_known) == ("3", None, True)
    by_number = comment("2", 30, None, **{"from": {"id": ACCOUNT}})
    assert heard(comment("1", 0, replies={"data": [by_number]}))[0].answered_at


@pytest.mark.parametrize(
    ("replies", "known"),
    [
        ({"data": []}, True),
        (None, True),
        ({"data": [comment("2", 1, None)]}, False),
        ({"data": [comment("2", 1)], "paging": {"next": "https://graph.example/more"}}, False),
        ({"data": [{"id": "2"}]}, False),
        ({"data": 5}, False),
    ],
)
def test_an_answer_that_may_have_been_given_is_not_known(replies: Any, known: bool) -> None:
    first = only(Interaction, heard(comment("1", 0, replies=replies)))[0]
    assert (first.answered_at, first.answer_known) == (None, known)


# --- visits -------------------------------------------------------------------------------------------------
def test_only_names_that_meta_knows_are_asked_for(nights) -> None:
    nights.visit()
    nights.world.grow()
    nights.visit()
    assert {"debug_token", ACCOUNT, "media", "comments"} == set(edges(nights))
    assert breaches(meta_names, nights.asked, {"media": "iguser", "comments": "igmedia"}, "iguser") == []
    limits = {asked.query["limit"] for asked in nights.asked if asked.path.endswith("comments")}
    assert limits == {"50"}


@pytest.mark.parametrize(("kind", "asked"), [("PAGE", ["me"]), ("USER", ["accounts"]), ("SYSTEM_USER", ["accounts"])])
def test_the_account_is_found_through_the_pages_of_the_token(office, kind, asked) -> None:
    nights = office.begin(OddWorld(numbered=None, kind=kind))
    assert nights.visit().result.status == "done"
    assert edges(nights)[1:3] == [*asked, ACCOUNT]


def test_an_account_that_the_token_does_not_know(office) -> None:
    nights = office.begin(OddWorld(numbered=None, named="niemand", kind="USER"))
    assert "knows no professional account" in nights.visit().result.message
    nights = office.begin(OddWorld(numbered=ACCOUNT, named="verzonnen.bouw"))
    nights.world.instead[ACCOUNT] = nights.world.json({"id": "17841400000000011", "username": "andere"})
    assert "another account, andere" in nights.visit().result.message


def test_scopes_that_lack_are_named(nights, asker) -> None:
    nights.world.scopes = ("instagram_basic", "pages_read_engagement")
    with pytest.raises(GrantAccess, match="instagram_manage_comments"):
        list(nights.connector.pages(asker(nights.world)))
    silent = Connector(InstagramOptions(base=nights.ground.server.url, allow_private=True, comment_days=0))
    assert list(silent.pages(asker(nights.world)))
    assert nights.connector.check(asker(nights.world)).missing == ("instagram_manage_comments",)


def test_a_login_with_instagram_needs_no_page(office, asker) -> None:
    nights = office.begin(OddWorld(login="instagram"))
    visited = nights.visit()
    assert visited.result.status == "done", visited.result.message
    assert edges(nights)[:2] == ["me", "media"]
    assert {row["native_id"] for row in nights.ground.rows("posts")} == nights.world.post_ids()
    assert nights.connector.check(asker(nights.world)).whose == f"account {NAME}"


@pytest.mark.parametrize(
    ("options", "place"),
    [
        (InstagramOptions(), "https://graph.facebook.com"),
        (InstagramOptions(login="instagram"), "https://graph.instagram.com"),
        (InstagramOptions(login="instagram", base="https://proxy.example"), "https://proxy.example"),
    ],
)
def test_each_login_has_its_own_address(options: InstagramOptions, place: str) -> None:
    assert options.place == place


def test_a_throttle_of_instagram_ends_the_visit_at_once(nights) -> None:
    told = trouble(80002, "(#80002) There have been too many calls to this Instagram account.")
    nights.world.instead["media"] = nights.world.json(told, 400)
    assert nights.visit().result.status == "postponed"
    assert edges(nights).count("media") == 1
    assert nights.pauses == []


def test_more_posts_than_instagram_lists_are_told(nights) -> None:
    rows = [{**MEDIA, "permalink": f"https://www.instagram.com/p/Cx{number:06}/"} for number in range(9_950)]
    nights.world.instead["media"] = nights.world.json({"data": rows})
    reach = nights.visit().reach
    assert reach
    assert (reach.start, reach.full) == (datetime(2026, 8, 13, 8, 25, 28, tzinfo=UTC), True)
    assert "10000" in reach.ended


def test_a_token_that_has_ended_must_be_renewed(nights, asker) -> None:
    nights.world.instead["debug_token"] = nights.world.refusal(401)
    with pytest.raises(RenewToken, match="expired"):
        list(nights.connector.pages(asker(nights.world)))
