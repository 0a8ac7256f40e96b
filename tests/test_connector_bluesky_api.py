"""Bluesky through its public AppView: what posts mean, when they were published, how answers are read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors._bluesky_rules import bluesky_ruling
from connectors._bluesky_text import full_text
from connectors.bluesky_api import BlueskyOptions, Connector
from monitor.records import Account, BadRow, Interaction, Post, PostKind, Profile, Standing, StandingState
from monitor.sources.caller import Reaction
from monitor.sources.http import Reply
from monitor.sources.live import Page, Target
from tests.contracts import lexicon
from tests.contracts.answers import answers, check_answer
from tests.contracts.documents import bluesky_lexicons
from tests.contracts.recorded import Recorded, cases
from tests.live.bluesky import OTHER, OWNER, BlueskyWorld
from tests.live.nights import Ground, ground
from tests.live.suite import LiveSuite, assert_all_there
from tests.live.world import Answered, World

CONNECTOR = Connector(BlueskyOptions())
TARGET = Target("bluesky", handle="verzonnen.example")
AT = datetime(2026, 5, 6, 9, 30, 1, tzinfo=UTC)
STAMP = "2026-05-06T09:30:01.000Z"
US, THEM = f"at://{OWNER}/app.bsky.feed.post", f"at://{OTHER}/app.bsky.feed.post"


class TestSuite(LiveSuite):
    world: ClassVar[type[World]] = BlueskyWorld


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("bluesky")) as made:
        yield made


def told(kind: str, body: Any, target: Target = TARGET) -> list[Any]:
    """What a page of this content gives, without the account."""
    about = {"at": AT.isoformat(), "owner": OWNER}
    found = CONNECTOR.parse(Page(kind, json.dumps(body).encode(), "/xrpc", about), target)
    return [record for record in found if not isinstance(record, Account)]


def view(uri: str = f"{US}/1", by: str = OWNER, *, indexed: str = STAMP, **record: Any) -> dict[str, Any]:
    known = {"$type": "app.bsky.feed.post", "text": "Wij bestaan", "createdAt": STAMP, **record}
    author = {"did": by, "handle": "lezer.example", "displayName": "Lezer"}
    return {"uri": uri, "cid": "x", "author": author, "record": known, "indexedAt": indexed}


def one(*, indexed: str = STAMP, reason: Any = None, **record: Any) -> Post:
    item = {"post": view(indexed=indexed, **record)} | ({"reason": reason} if reason else {})
    (found,) = told("feed", {"feed": [item]})
    assert isinstance(found, Post), found
    return found


# --- posts ------------------------------------------------------------------------------------------------------
def test_a_post() -> None:
    found = one(langs=["de-AT"])
    assert (found.native_id, found.published_at, found.text) == (f"{US}/1", AT, "Wij bestaan")
    assert (found.url, found.language) == (f"https://bsky.app/profile/{OWNER}/post/1", "de")
    assert (found.likes, found.views, found.edited_at) == (None, None, None)


@pytest.mark.parametrize(
    ("record", "kind", "parent"),
    [
        ({}, PostKind.ORIGINAL, None),
        ({"reply": {"parent": {"uri": f"{THEM}/9"}}}, PostKind.REPLY, f"{THEM}/9"),
        ({"reply": {"parent": {"uri": f"{US}/0"}}}, PostKind.ORIGINAL, f"{US}/0"),
        ({"embed": {"$type": "app.bsky.embed.record", "record": {"uri": f"{THEM}/9"}}}, PostKind.QUOTE, None),
        (
            {"embed": {"$type": "app.bsky.embed.recordWithMedia", "record": {"record": {"uri": f"{THEM}/9"}}}},
            PostKind.QUOTE,
            None,
        ),
        ({"embed": {"record": {"uri": f"at://{OTHER}/app.bsky.feed.generator/x"}}}, PostKind.ORIGINAL, None),
        ({"embed": {"$type": "app.bsky.embed.images", "images": []}}, PostKind.ORIGINAL, None),
    ],
)
def test_kinds(record: dict[str, Any], kind: PostKind, parent: str | None) -> None:
    found = one(**record)
    assert (found.kind, found.in_reply_to) == (kind, parent)


@pytest.mark.parametrize(
    ("created", "indexed", "wanted"),
    [
        ("2026-05-06T09:30:00.000Z", "2026-05-06T09:30:02Z", "2026-05-06T09:30:00+00:00"),
        ("2012-02-01T09:00:00.000Z", STAMP, "2012-02-01T09:00:00+00:00"),
        ("2031-01-01T00:00:00.000Z", STAMP, AT.isoformat()),
        ("2012-02-01T09:00:00", STAMP, "2012-02-01T09:00:00+00:00"),
        ("0001-01-01T00:00:00Z", STAMP, AT.isoformat()),
        ("yesterday", STAMP, AT.isoformat()),
        (None, STAMP, AT.isoformat()),
        ("2026-05-06T09:30:00.000Z", "", "2026-05-06T09:30:00+00:00"),
    ],
)
def test_a_post_may_be_dated_back_but_not_into_the_future(created: Any, indexed: str, wanted: str) -> None:
    assert one(createdAt=created, indexed=indexed).published_at == datetime.fromisoformat(wanted)


def test_a_repost_has_its_own_time_and_number_and_not_the_words_of_others() -> None:
    reason = {"$type": "app.bsky.feed.defs#reasonRepost", "indexedAt": "2026-05-07T00:00:00Z"}
    item = {"post": view(f"{THEM}/9", OTHER), "reason": {**reason, "uri": f"at://{OWNER}/app.bsky.feed.repost/2"}}
    (found,) = told("feed", {"feed": [item]})
    assert (found.kind, found.text, found.url) == (PostKind.REPOST, None, f"https://bsky.app/profile/{OTHER}/post/9")
    assert (found.native_id, found.published_at.day) == (f"at://{OWNER}/app.bsky.feed.repost/2", 7)


def test_a_repost_of_an_own_post_and_the_post_are_two() -> None:
    reason = {"$type": "app.bsky.feed.defs#reasonRepost", "indexedAt": STAMP, "uri": f"at://{OWNER}/x/2"}
    found = told("feed", {"feed": [{"post": view(), "reason": reason}, {"post": view()}]})
    assert [(post.kind, post.native_id) for post in found] == [("repost", f"at://{OWNER}/x/2"), ("original", f"{US}/1")]


def test_a_pinned_post_is_a_post_and_one_by_others_is_none() -> None:
    pinned = {"post": view(), "reason": {"$type": "app.bsky.feed.defs#reasonPin"}}
    assert [post.native_id for post in told("feed", {"feed": [pinned, {"post": view(by=OTHER)}]})] == [f"{US}/1"]


# --- links ------------------------------------------------------------------------------------------------------
def facet(begin: Any, end: Any, uri: Any = "https://a.example/lang", kind: str = "link") -> dict[str, Any]:
    feature = {"$type": f"app.bsky.richtext.facet#{kind}", "uri": uri}
    return {"index": {"byteStart": begin, "byteEnd": end}, "features": [feature]}


def test_links_are_written_out_by_bytes_and_not_by_letters() -> None:
    text = "Grüße 🎉 a.example/la... hier"
    begin = len("Grüße 🎉 ".encode())
    found = one(text=text, facets=[facet(begin, begin + len(b"a.example/la..."))])
    assert found.text == "Grüße 🎉 https://a.example/lang hier"
    assert found.links == ("https://a.example/lang",)


@pytest.mark.parametrize(
    "facets",
    [
        [facet(0, 999)],
        [facet(-1, 2)],
        [facet(2, 2)],
        [facet(3, 2)],
        [facet("0", "2")],
        [facet(True, 2)],
        [facet(None, None)],
        [facet(0, 3)],
        [facet(0, 2, uri=None)],
        [facet(0, 2, kind="tag")],
        [None, 5, {}, {"index": []}, {"features": {}}],
    ],
    ids=str,
)
def test_a_link_whose_place_is_none_changes_nothing(facets: Any) -> None:
    assert full_text({"text": "éée", "facets": facets}) == "éée"


def test_links_that_lie_over_each_other_are_written_out_once() -> None:
    facets = [facet(0, 3, "https://x.example"), facet(1, 3), facet(3, 4, "https://y.example")]
    assert full_text({"text": "abcd", "facets": facets}) == "https://x.examplehttps://y.example"


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50)), max_size=4))
def test_no_place_of_a_link_breaks_a_text(text: str, places: list[tuple[int, int]]) -> None:
    found = full_text({"text": text, "facets": [facet(*place, uri="https://x.example") for place in places]})
    assert (found is None) == (not text.strip())


def test_the_page_shown_below_a_post_is_a_link_too() -> None:
    external = {"$type": "app.bsky.embed.external", "external": {"uri": "https://b.example"}}
    assert one(embed=external).links == ("https://b.example",)
    assert one(embed={"$type": "app.bsky.embed.recordWithMedia", "media": external}).links == ("https://b.example",)


# --- the account ------------------------------------------------------------------------------------------------
def test_a_profile() -> None:
    (profile,) = told("profile", BlueskyWorld().profile())
    assert isinstance(profile, Profile)
    assert (profile.name, profile.bio, profile.has_bio) == ("Verzonnen", "Wij bestaan niet.", True)
    assert (profile.default_avatar, profile.followers, profile.following, profile.posts_total) == (True, 12, 3, 99)


def test_a_profile_with_a_picture_and_no_bio() -> None:
    (profile,) = told("profile", {"did": OWNER, "avatar": "https://cdn.example/a.jpg", "description": ""})
    assert (profile.default_avatar, profile.has_bio) == (False, False)


@pytest.mark.parametrize(
    ("handle", "known", "detail"),
    [
        ("nieuw.example", "verzonnen.example", "now nieuw.example"),
        ("handle.invalid", "verzonnen.example", "its handle no longer works"),
        ("Verzonnen.Example", "verzonnen.example", None),
        ("nieuw.example", OWNER, None),
        ("nieuw.example", None, None),
    ],
)
def test_another_handle(handle: str, known: str | None, detail: str | None) -> None:
    found = told("profile", {"did": OWNER, "handle": handle}, Target("bluesky", native_id=OWNER, handle=known))
    standings = [record for record in found if isinstance(record, Standing)]
    assert [(one.state, one.detail) for one in standings] == ([(StandingState.RENAMED, detail)] if detail else [])


def test_the_account_is_known_by_its_did() -> None:
    page = Page("profile", json.dumps(BlueskyWorld().profile()).encode(), about={"at": STAMP, "owner": OWNER})
    account = next(iter(CONNECTOR.parse(page, TARGET)))
    assert isinstance(account, Account)
    assert (account.native_id, account.handle) == (OWNER, "verzonnen.example")


def test_once_known_it_is_asked_for_by_its_did(place: Ground) -> None:
    nights = place.begin(BlueskyWorld())
    nights.visit()
    assert nights.asked[0].query == {"actor": "verzonnen.example"}
    nights.visit()
    assert {asked.query.get("actor", OWNER) for asked in nights.asked} == {OWNER}


def test_an_account_that_is_not_named_is_told(place: Ground) -> None:
    class Nameless(BlueskyWorld):
        target = Target("bluesky", kind="company")  # type: ignore[assignment]

    visited = place.begin(Nameless()).visit()
    assert (visited.result.status, "name.bsky.social" in visited.result.message) == ("failed", True)


# --- answers ----------------------------------------------------------------------------------------------------
def node(uri: str, by: str, minutes: int, *replies: Any, replies_count: int | None = None) -> dict[str, Any]:
    at = (AT + timedelta(minutes=minutes)).isoformat()
    post = view(uri, by, indexed=at, createdAt=at)
    return {"post": post | {"replyCount": len(replies) if replies_count is None else replies_count}, "replies": replies}


def test_what_others_answered_and_when_it_was_answered() -> None:
    thread = node(
        f"{US}/1",
        OWNER,
        0,
        node(
            f"{THEM}/2",
            OTHER,
            5,
            node(f"{US}/3", OWNER, 9, node(f"{THEM}/4", OTHER, 30)),
            node(f"{US}/5", OWNER, 7),
            node(f"{THEM}/6", OTHER, 8),
        ),
        node(f"{THEM}/7", OTHER, 50, replies_count=2),
        {"$type": "app.bsky.feed.defs#blockedPost", "uri": f"{THEM}/8", "blocked": True},
    )
    found = told("thread", {"thread": thread})
    assert all(isinstance(one, Interaction) for one in found)
    assert {one.native_id[-1]: (one.post_native_id, one.answered_at, one.answer_known) for one in found} == {
        "2": (f"{US}/1", AT + timedelta(minutes=7), True),
        "4": (f"{US}/3", None, True),
        "7": (f"{US}/1", None, False),
    }
    assert {(one.author, one.text) for one in found} == {("Lezer", "Wij bestaan")}


def test_a_deep_thread_is_read_to_its_end() -> None:
    thread: Any = {}
    for depth in range(300):
        thread = node(f"{THEM if depth % 2 else US}/{depth}", OTHER if depth % 2 else OWNER, 300 - depth, thread)
    assert len(told("thread", {"thread": thread})) == 149


# --- rules ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "name", "message", "reaction", "state"),
    [
        (200, "", "", Reaction.FINE, "deleted"),
        (400, "InvalidRequest", "Profile not found", Reaction.GONE, "deleted"),
        (400, "InvalidRequest", "Error: actor must be a valid did or a handle", Reaction.REFUSED, "deleted"),
        (400, "AccountTakedown", "Account has been taken down", Reaction.GONE, "suspended"),
        (400, "AccountDeactivated", "Account is deactivated", Reaction.GONE, "deleted"),
        (400, "NotFound", "Post not found: at://x", Reaction.GONE, "deleted"),
        (400, "HandleNotFound", "Unable to resolve handle", Reaction.GONE, "deleted"),
        (400, "BlockedActor", "Requester has blocked actor", Reaction.REFUSED, "deleted"),
        (401, "AuthMissing", "Authentication Required", Reaction.REFUSED, "deleted"),
        (404, "", "", Reaction.REFUSED, "deleted"),
        (501, "MethodNotImplemented", "Method Not Implemented", Reaction.REFUSED, "deleted"),
        (500, "InternalServerError", "Internal Server Error", Reaction.RETRY, "deleted"),
        (502, "UpstreamFailure", "", Reaction.RETRY, "deleted"),
    ],
)
def test_rules(status: int, name: str, message: str, reaction: Reaction, state: str) -> None:
    found = bluesky_ruling(Reply("", status, {}, json.dumps({"error": name, "message": message}).encode()))
    assert (found.reaction, found.state) == (reaction, state)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"error": 5, "message": []}'])
def test_rules_hold_whatever_the_body(body: bytes) -> None:
    assert bluesky_ruling(Reply("", 400, {}, body)).reaction is Reaction.REFUSED
    assert bluesky_ruling(Reply("", 503, {}, body)).reaction is Reaction.RETRY


@pytest.mark.parametrize(
    ("headers", "until"),
    [
        ({"ratelimit-reset": "1778060100"}, datetime.fromtimestamp(1778060100, UTC)),
        ({"ratelimit-reset": "9" * 18, "retry-after": "1"}, None),
        ({"retry-after": "Wed, 06 May 2026 09:35:00 GMT"}, datetime(2026, 5, 6, 9, 35, tzinfo=UTC)),
        ({}, None),
    ],
)
def test_a_throttle_is_waited_for_as_bluesky_says(headers: dict[str, str], until: datetime | None) -> None:
    found = bluesky_ruling(Reply("", 429, headers, b""))
    assert (found.reaction, found.until) == (Reaction.WAIT, until)


class Gone(BlueskyWorld):
    error = ("AccountTakedown", "Account has been suspended")

    def answer(self, *_: Any) -> Answered:
        return self.json({"error": self.error[0], "message": self.error[1]}, 400)


class Deactivated(Gone):
    error = ("AccountDeactivated", "Account is deactivated")


@pytest.mark.parametrize(("world", "state"), [(Gone, "suspended"), (Deactivated, "deleted")])
def test_an_account_that_is_gone_is_a_fact_and_its_posts_stay(place: Ground, world: type[World], state: str) -> None:
    nights = place.begin(BlueskyWorld())
    nights.visit()
    posts = place.rows("posts")
    nights.world = world()
    nights.world.grow(0)
    assert nights.visit().result.status == "done"
    assert [row["state"] for row in place.rows("standings")] == ["active", state]
    assert place.rows("posts") == posts


# --- walking ----------------------------------------------------------------------------------------------------
def test_a_night_without_news_asks_for_one_page_and_no_thread(place: Ground) -> None:
    class Roomy(BlueskyWorld):
        size = 100

    nights = place.begin(Roomy())
    nights.visit()
    nights.world.grow(0)
    nights.visit()
    assert [asked.path.rpartition(".")[2] for asked in nights.asked] == ["getProfile", "getAuthorFeed"]


def test_a_late_answer_to_a_recent_post_is_heard(place: Ground) -> None:
    nights = place.begin(BlueskyWorld())
    nights.visit()
    nights.world.grow(0)
    nights.world.hear(nights.world.said[-3].number, nights.world.now - timedelta(hours=1))
    nights.visit()
    assert_all_there(nights)


def test_what_is_brought_over_from_elsewhere_with_an_old_date_comes_with_the_next_whole_look(place: Ground) -> None:
    nights = place.begin(BlueskyWorld())
    nights.visit()
    old = nights.world.say(datetime(2019, 7, 1, tzinfo=UTC))
    nights.world.grow(1)
    nights.visit()
    known = {row["native_id"] for row in place.rows("posts")}
    assert known == nights.world.post_ids() - {nights.world.post_id(old)}
    nights.visit(full=True)
    assert_all_there(nights)


# --- contracts --------------------------------------------------------------------------------------------------
def test_every_request_and_answer_is_one_of_the_documented(place: Ground) -> None:
    nights = place.begin(BlueskyWorld())
    nights.visit()
    breaches = [lexicon.check_request(bluesky_lexicons, asked.method, asked.target) for asked in nights.asked]
    assert not any(breaches), breaches
    calls = {"profile": "actor.getProfile", "feed": "feed.getAuthorFeed", "thread": "feed.getPostThread"}
    for page in nights.pages():
        if page.kind in calls:
            assert check_answer(bluesky_lexicons, f"app.bsky.{calls[page.kind]}", page.json) == []


@settings(max_examples=60, deadline=None)
@given(answer=answers(bluesky_lexicons, "app.bsky.feed.getAuthorFeed", depth=2, overrides={"did": OWNER}))
def test_any_feed_that_the_lexicons_allow_is_read(answer: Any) -> None:
    for record in told("feed", answer):
        assert isinstance(record, Post | BadRow)


@settings(max_examples=30, deadline=None)
@given(answer=answers(bluesky_lexicons, "app.bsky.feed.getPostThread", depth=3))
def test_any_thread_that_the_lexicons_allow_is_read(answer: Any) -> None:
    for record in told("thread", answer):
        assert isinstance(record, Interaction | BadRow)


@pytest.mark.parametrize("answer", cases("bluesky"))
def test_recorded_answers(answer: Recorded) -> None:
    name = answer.name.rpartition("/")[2].removeprefix("appview-")
    if name.startswith("getAuthorFeed-page"):
        found = told("feed", answer.json())
        assert {type(one) for one in found} == {Post}
        assert found[0].text == f"Post {129 if name.endswith('1') else 126} Grüße 🎉"
        assert {one.language for one in found} == {"de"}
    elif name == "getPostThread":
        (found,) = told("thread", answer.json())
        assert (found.text, found.answered_at, found.answer_known) == ("Antwort", None, True)
    elif name == "getProfile":
        (profile, *_) = told("profile", answer.json())
        assert (profile.posts_total, profile.has_bio, profile.default_avatar) == (130, False, True)
    elif name == "getAuthorFeed-unknown-actor":
        assert bluesky_ruling(Reply("", 400, {}, answer.body)).reaction is Reaction.GONE
    elif name in {"getAuthorFeed-limit-101", "pds-getAuthorFeed-needs-auth"}:
        assert bluesky_ruling(Reply("", answer.status or 0, {}, answer.body)).reaction is Reaction.REFUSED


@pytest.mark.parametrize(
    ("name", "kind", "at"),
    [
        ("note", PostKind.ORIGINAL, "2012-02-22"),
        ("comment_inreplyto_id", PostKind.REPLY, "2012-12-05"),
        ("quote_with_image", PostKind.QUOTE, "2007-07-07"),
        ("repost", PostKind.REPOST, "2022-01-02"),
    ],
)
def test_views_made_for_another_reader(shared_data: Path, name: str, kind: PostKind, at: str) -> None:
    item = json.loads((shared_data / "other/bluesky" / f"{name}.bsky.json").read_text(encoding="utf-8"))
    item["post"].get("author", {})["did"] = OWNER
    (found,) = told("feed", {"feed": [item]})
    assert (found.kind, str(found.published_at.date())) == (kind, at)
