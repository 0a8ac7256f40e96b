"""A Facebook page through the Graph API: the suite, its posts and comments, and what is asked for."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors._graph_options import GraphOptions
from connectors._meta_ids import facebook_post_id
from connectors.facebook_api import Connector
from monitor.records import Account, BadRow, Interaction, Post, PostKind, Profile, Standing
from monitor.sources.live import Target
from tests.contracts.documents import meta_names
from tests.graph_case import breaches, edges, office, parsed
from tests.live.facebook_world import NAME, PAGE, FacebookWorld, stamp, summary
from tests.live.suite import LiveSuite
from tests.live.world import START
from tests.readback import only

CONNECTOR = Connector(GraphOptions())
POST = {"id": f"{PAGE}_900000000001", "created_time": "2026-08-02T09:00:00+0000"}
LINK = {"media_type": "link", "type": "share", "title": "Anderswo", "description": "Ihre Worte"}
VIDEO = {"media_type": "video", "type": "video_inline", "title": "Film", "description": "Unser Film"}
PHOTO = {"media_type": "photo", "type": "photo", "title": "Photos from X's post", "description": "Unser Bild"}

__all__ = ["office"]


class TestSuite(LiveSuite):
    world = FacebookWorld


def post(**fields: Any) -> Post:
    (made,) = parsed(CONNECTOR, "posts", {"data": [{**POST, **fields}]})
    assert isinstance(made, Post), made
    return made


def attached(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"data": list(parts)}


# --- posts ------------------------------------------------------------------------------------------------
def test_a_post() -> None:
    made = post(
        message="Wij bestaan",
        updated_time="2026-09-01T09:00:00+0000",
        permalink_url=f"https://www.facebook.com/{PAGE}/posts/900000000001",
        shares={"count": 3},
        reactions=summary(12),
        comments=summary(4),
    )
    assert made.native_id == "900000000001"
    assert made.published_at == datetime(2026, 8, 2, 9, tzinfo=UTC)
    assert (made.text, made.likes, made.reposts, made.replies) == ("Wij bestaan", 12, 3, 4)
    assert made.kind is PostKind.ORIGINAL
    assert made.edited_at is None, "a comment moves updated_time too"


def test_a_post_without_words_has_its_story_as_title() -> None:
    made = post(story="Verzonnen Bouw updated their cover photo.")
    assert (made.text, made.title, made.kind) == (None, "Verzonnen Bouw updated their cover photo.", PostKind.ORIGINAL)
    assert (made.likes, made.reposts, made.replies) == (None, None, None)
    assert post(message="Ja", story="Verzonnen Bouw is here.").title is None
    assert post().title is None


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"status_type": "added_video"}, PostKind.VIDEO),
        ({"attachments": attached(VIDEO)}, PostKind.VIDEO),
        ({"attachments": attached(VIDEO, PHOTO)}, PostKind.ORIGINAL),
        ({"attachments": attached({"subattachments": attached(VIDEO, VIDEO)})}, PostKind.VIDEO),
        ({"attachments": attached(LINK), "status_type": "shared_story"}, PostKind.ORIGINAL),
        ({"parent_id": "55555_66666", "status_type": "shared_story"}, PostKind.REPOST),
        ({"parent_id": "55555_66666", "status_type": "shared_story", "message": "Kijk"}, PostKind.QUOTE),
        ({"parent_id": "55555_66666"}, PostKind.REPOST),
        ({"parent_id": POST["id"]}, PostKind.ORIGINAL),
        ({"parent_id": "55555_66666", "status_type": "added_photos"}, PostKind.ORIGINAL),
    ],
)
def test_kinds(fields: dict[str, Any], kind: PostKind) -> None:
    assert post(**fields).kind is kind


def test_links_and_what_stands_under_them() -> None:
    shimmed = "https://l.facebook.com/l.php?u=https%3A%2F%2Felders.example%2Fa&h=AT1"
    direct = {**LINK, "url": shimmed, "unshimmed_url": "https://elders.example/b"}
    own = {**LINK, "url": "https://www.facebook.com/events/1"}
    made = post(attachments=attached(direct, {**LINK, "url": shimmed}, own, PHOTO, {**LINK, "url": "https://["}))
    assert made.links == ("https://elders.example/b", "https://elders.example/a")
    assert (made.title, made.text) == ("Anderswo", "Unser Bild")
    assert post(attachments=attached(VIDEO)).text == "Unser Film"
    assert post(message="Ja", attachments=attached(VIDEO)).text == "Ja"


def test_what_nobody_sees_is_no_post() -> None:
    assert parsed(CONNECTOR, "posts", {"data": [{**POST, "is_published": False}]}) == []


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"id": "x_y", "created_time": POST["created_time"]},
        {"id": POST["id"]},
        None,
        7,
        {**POST, "created_time": "soon"},
    ],
)
def test_one_bad_row_costs_no_other(broken: Any) -> None:
    bad, good = parsed(CONNECTOR, "posts", {"data": [broken, POST]})
    assert isinstance(bad, BadRow)
    assert bad.line == 0
    assert isinstance(good, Post)


# --- recorded answers ---------------------------------------------------------------------------------------
@pytest.fixture
def recorded(shared_data: Path):
    def read(name: str) -> Any:
        return json.loads((shared_data / f"facebook/graph_api/{name}.json").read_text(encoding="utf-8"))

    return read


@pytest.mark.parametrize(
    "name",
    ["posts__feeds_default_fields_p1", "posts__feeds_default_fields_p2", "posts__feed_fields_p1", "groups__feed_p1"],
)
def test_recorded_lists_are_all_read(recorded, name: str) -> None:
    told = recorded(name)
    found = parsed(CONNECTOR, "posts", told)
    assert len(only(Post, found)) == len(told["data"]) > 0
    assert not only(BadRow, found)


def test_a_recorded_post_is_the_one_that_exports_know(recorded) -> None:
    told = recorded("posts__feeds_default_fields_p1")["data"][0]
    (made,) = parsed(CONNECTOR, "posts", {"data": [told]})
    assert made.native_id == facebook_post_id("1.01583E+16", told["permalink_url"]) == facebook_post_id(told["id"], "")
    assert (made.reposts, made.published_at.isoformat()) == (10, "2021-07-09T19:09:52+00:00")
    (single,) = parsed(CONNECTOR, "posts", {"data": [recorded("posts__single_post_data")]})
    assert (single.likes, single.replies) == (1, 0)


def test_recorded_pages(recorded) -> None:
    account, profile = parsed(CONNECTOR, "profile", recorded("pages__single_default_page"))
    assert isinstance(account, Account)
    assert isinstance(profile, Profile)
    assert (account.native_id, account.handle, account.name) == ("20531316728", "facebookapp", "Facebook")
    assert (profile.followers, profile.has_bio, profile.default_avatar) == (214507731, True, False)


# --- the page -----------------------------------------------------------------------------------------------
def test_a_page_that_is_not_published_is_seen_by_nobody() -> None:
    (standing,) = only(Standing, parsed(CONNECTOR, "profile", {"id": PAGE, "is_published": False}))
    assert standing.state.value == "protected"


def test_a_page_with_another_name_is_told() -> None:
    target = Target("facebook", native_id=PAGE, handle="oudenaam")
    (standing,) = only(Standing, parsed(CONNECTOR, "profile", {"id": PAGE, "username": NAME}, target))
    assert (standing.state.value, standing.detail) == ("renamed", f"its name is {NAME} now")
    same = Target("facebook", native_id=PAGE, handle="verzonnen.bouw")
    assert not only(Standing, parsed(CONNECTOR, "profile", {"id": PAGE, "username": NAME}, same))


# --- comments -----------------------------------------------------------------------------------------------
def comment(number: str, minute: int, who: str | None = "7", **more: Any) -> dict[str, Any]:
    by = {"from": {"id": who, "name": "Zoë"}} if who else {}
    return {"id": number, "created_time": stamp(START + timedelta(minutes=minute)), "message": "Ja?", **by, **more}


def heard(*comments: Any, whole: str = "yes") -> list[Interaction]:
    return parsed(CONNECTOR, "comments", {"data": list(comments)}, post="900", own=f"{PAGE} 4711", whole=whole)  # type: ignore[return-value]


def test_a_comment_and_the_pages_answer() -> None:
    answer = comment("2", 30, PAGE, parent={"id": "1"})
    more = comment("3", 40, "8", parent={"id": "1"})
    (first, later) = heard(comment("1", 0, permalink_url="https://x.example"), answer, more)
    assert (first.native_id, first.post_native_id, first.author, first.text) == ("1", "900", "Zoë", "Ja?")
    assert first.answered_at == START + timedelta(minutes=30)
    assert (later.native_id, later.answered_at, later.answer_known) == ("3", None, True)


def test_an_answer_to_an_answer_is_of_the_same_thread() -> None:
    (first, second) = heard(
        comment("1", 0), comment("2", 1, "8", parent={"id": "1"}), comment("3", 2, PAGE, parent={"id": "2"})
    )
    assert first.answered_at == second.answered_at == START + timedelta(minutes=2)
    circle = heard(comment("1", 0, parent={"id": "2"}), comment("2", 1, parent={"id": "1"}))
    assert len(circle) == 2


def test_the_page_is_known_by_the_number_in_its_posts_too() -> None:
    (first,) = heard(comment("1", 0), comment("2", 1, "4711", parent={"id": "1"}))
    assert first.answered_at


def test_where_nobody_says_who_answered_no_answer_is_known() -> None:
    (first, nobody) = heard(comment("1", 0), comment("2", 1, None, parent={"id": "1"}))
    assert (first.answered_at, first.answer_known, nobody.author) == (None, False, None)
    (alone,) = heard(comment("1", 0), whole="no")
    assert not alone.answer_known


def test_comments_without_numbers_are_kept_and_their_answers_unknown() -> None:
    unnumbered = [comment("1", 0), comment("2", 1, PAGE)]
    for one in unnumbered:
        del one["id"]
    (first,) = heard(*unnumbered)
    assert (first.native_id, first.answered_at, first.answer_known) == (None, None, False)


def test_a_bad_comment_costs_no_other_but_the_certainty() -> None:
    bad, good = heard({"id": "9", "created_time": "soon"}, comment("1", 0))
    assert isinstance(bad, BadRow)
    assert not good.answer_known


# --- what is asked --------------------------------------------------------------------------------------------
def test_only_names_that_meta_knows_are_asked_for(office) -> None:
    nodes = {"published_posts": "page", "comments": "pagepost"}
    nights = office.begin(FacebookWorld())
    nights.visit()
    assert set(edges(nights)) == {"debug_token", PAGE, "published_posts", "comments"}
    assert breaches(meta_names, nights.asked, nodes, "page") == []
    nights.world.grow()
    nights.visit()
    # `since` is a saving only: no list of names has it for this edge, and the walk does without.
    assert set(breaches(meta_names, nights.asked, nodes, "page")) == {
        f"since: no parameter of /v26.0/{PAGE}/published_posts"
    }
