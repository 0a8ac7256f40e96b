"""Mastodon through its API: what statuses mean, how answers are read, and servers that page in their own way."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors._mastodon_address import address_of
from connectors._mastodon_rules import mastodon_ruling
from connectors.mastodon_api import Connector, MastodonOptions
from connectors.mastodon_outbox import Connector as Archive
from monitor.errors import RenewToken, SkipSource
from monitor.records import Account, BadRow, Interaction, Post, PostKind, Profile, Standing, StandingState
from monitor.sources.caller import Reaction
from monitor.sources.contract import Options
from monitor.sources.http import Reply
from monitor.sources.live import ChecksToken, LiveConnector, Page, Target, TokenFacts, Visit
from tests.contracts import openapi
from tests.contracts.answers import answers
from tests.contracts.documents import mastodon_api
from tests.contracts.recorded import Recorded, cases
from tests.live.mastodon import ACTOR, OWNER, MastodonWorld, OpenMastodonWorld
from tests.live.nights import Ground, Nights, ground
from tests.live.suite import LiveSuite, assert_all_there, deleted
from tests.live.world import Answered, Said, World
from tests.readback import lone, records
from tests.servers.mastodon import ACCOUNT, READER, Mastodon
from tests.servers.snac import Snac

CONNECTOR = Connector(MastodonOptions())
TARGET = Target("mastodon", handle="verzonnen@sociaal.example")
AT = datetime(2026, 5, 6, 9, 30, 1, tzinfo=UTC)
ABOUT = {"at": AT.isoformat(), "id": "1", "uri": f"{ACTOR}/statuses/1", "owner": OWNER}


class TestSuite(LiveSuite):
    world: ClassVar[type[World]] = MastodonWorld


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("mastodon")) as made:
        yield made


def told(kind: str, body: Any, **about: str) -> list[Any]:
    """What a page of this content gives, without the account."""
    page = Page(kind, json.dumps(body).encode(), "/api", {**ABOUT, **about})
    return [record for record in CONNECTOR.parse(page, TARGET) if not isinstance(record, Account)]


def status(**fields: Any) -> dict[str, Any]:
    known = {"id": "1", "uri": f"{ACTOR}/statuses/1", "created_at": "2026-05-06T09:30:01.000Z", "visibility": "public"}
    return {**known, "content": "<p>Wij bestaan</p>", "account": {"id": OWNER}, **fields}


def one(**fields: Any) -> Post:
    (found,) = told("posts", [status(**fields)])
    assert isinstance(found, Post), found
    return found


# --- posts ------------------------------------------------------------------------------------------------------
def test_a_post() -> None:
    found = one(
        url="https://sociaal.example/@verzonnen/1",
        spoiler_text="Let op",
        edited_at="2026-05-07T00:00:00.000Z",
        language="nl",
        favourites_count=3,
        reblogs_count=2,
        replies_count=1,
        application={"name": "Web"},
    )
    assert (found.native_id, found.published_at, found.text) == (f"{ACTOR}/statuses/1", AT, "Wij bestaan")
    assert (found.title, found.language, found.source_app) == ("Let op", "nl", "Web")
    assert found.edited_at == datetime(2026, 5, 7, tzinfo=UTC)
    assert (found.likes, found.reposts, found.replies, found.views) == (3, 2, 1, None)
    assert found.url == "https://sociaal.example/@verzonnen/1"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, PostKind.ORIGINAL),
        ({"in_reply_to_id": "7", "in_reply_to_account_id": "88"}, PostKind.REPLY),
        ({"in_reply_to_id": "7"}, PostKind.REPLY),
        ({"in_reply_to_id": "7", "in_reply_to_account_id": OWNER}, PostKind.ORIGINAL),
        ({"quote": {"state": "accepted", "quoted_status": {"id": "9"}}}, PostKind.QUOTE),
        ({"quote": None, "reblog": None}, PostKind.ORIGINAL),
        ({"reblog": {"id": "9", "uri": "https://elders.example/9"}}, PostKind.REPOST),
    ],
)
def test_kinds(fields: dict[str, Any], kind: PostKind) -> None:
    assert one(**fields).kind is kind


def test_a_thread_names_the_post_it_goes_on_from_and_an_answer_to_others_does_not_guess() -> None:
    own = one(id="5", uri=f"{ACTOR}/statuses/5", in_reply_to_id="4", in_reply_to_account_id=OWNER)
    assert own.in_reply_to == f"{ACTOR}/statuses/4"
    assert one(in_reply_to_id="4", in_reply_to_account_id="88").in_reply_to is None


def test_words_of_others_are_not_kept_with_a_repost() -> None:
    theirs = {"uri": "https://elders.example/9", "content": "<p>Niet van ons</p>"}
    found = one(uri=f"{ACTOR}/statuses/1/activity", reblog=theirs, content="<p>Niet van ons</p>")
    assert (found.native_id, found.text, found.url) == (f"{ACTOR}/statuses/1/activity", None, theirs["uri"])


def test_links_are_those_that_lead_out() -> None:
    content = '<a href="https://a.example/x">x</a> <a href="https://s.example/tags/y">#y</a> <a href="https://e.example/@zij">@zij</a>'
    found = one(content=content, tags=[{"url": "https://s.example/tags/y"}], mentions=[{"username": "zij", "url": "?"}])
    assert found.links == ("https://a.example/x",)


@pytest.mark.parametrize("visibility", ["private", "direct", ["public"], None])
def test_what_not_everybody_may_see_leaves_no_trace(visibility: Any) -> None:
    assert told("posts", [status(visibility=visibility)]) == []


def test_the_same_post_from_an_archive_is_the_same_post(tmp_path: Any) -> None:
    public = "https://www.w3.org/ns/activitystreams#Public"
    thing = {"id": f"{ACTOR}/statuses/1", "type": "Note", "published": "2026-05-06T09:30:01Z", "content": "<p>Wij</p>"}
    create = {"type": "Create", "actor": ACTOR, "to": [public], "object": thing}
    boost = {"id": f"{ACTOR}/statuses/2/activity", "type": "Announce", "actor": ACTOR, "published": thing["published"]}
    whole = {"type": "OrderedCollection", "orderedItems": [create, {**boost, "to": [public], "object": "https://e/9"}]}
    archived = [one for one in records(Archive(Options()), lone(tmp_path, json.dumps(whole))) if isinstance(one, Post)]
    reblog = status(id="2", uri=f"{ACTOR}/statuses/2/activity", reblog={"uri": "https://e/9"})
    live = told("posts", [status(content="<p>Wij</p>"), reblog])
    same = ("native_id", "published_at", "kind", "text", "url")
    assert [[getattr(post, name) for name in same] for post in archived] == [
        [getattr(post, name) for name in same] for post in live
    ]


# --- the account ------------------------------------------------------------------------------------------------
def test_a_profile() -> None:
    account, profile = CONNECTOR.parse(
        Page("profile", json.dumps(MastodonWorld().account()).encode(), "/", ABOUT), TARGET
    )
    assert isinstance(account, Account)
    assert (account.native_id, account.handle) == (ACTOR, "verzonnen@sociaal.example")
    assert isinstance(profile, Profile)
    assert (profile.bio, profile.has_bio, profile.default_avatar) == ("Wij bestaan niet.", True, True)
    assert (profile.followers, profile.following, profile.posts_total, profile.protected) == (12, 3, 99, None)
    assert profile.observed_at == AT


@pytest.mark.parametrize(
    ("fields", "default", "has_bio"),
    [
        ({"avatar": "https://s.example/avatars/original/missing.png?1", "note": "<p></p>"}, True, False),
        ({"avatar": "https://s.example/system/accounts/avatars/1/original/a.png", "note": "x"}, False, True),
        ({"avatar": "http://s.example/susie.png", "note": "<br>"}, True, False),
        ({}, None, None),
        ({"avatar": 5, "note": 5}, None, None),
    ],
)
def test_picture_and_bio(fields: dict[str, Any], default: bool | None, has_bio: bool | None) -> None:
    (profile,) = told("profile", {"id": OWNER, **fields})
    assert (profile.default_avatar, profile.has_bio) == (default, has_bio)


def test_counts_that_a_server_hides_are_unknown() -> None:
    (profile,) = told("profile", {"followers_count": -1})
    assert profile.followers is None


def test_an_account_that_moved_says_where_to() -> None:
    moved = {"username": "nieuw", "uri": "https://elders.example/users/nieuw"}
    _, standing = told("profile", {"moved": moved})
    assert (standing.state, standing.detail) == (StandingState.MOVED, "to nieuw@elders.example")


def test_an_account_that_is_kept_out_of_sight_is_still_there() -> None:
    _, standing = told("profile", {"limited": True})
    assert (standing.state, "limited" in standing.detail) == (StandingState.ACTIVE, True)


class Suspended(MastodonWorld):
    def account(self) -> dict[str, Any]:
        return super().account() | {"suspended": True, "display_name": "", "note": ""}


class Unknown(MastodonWorld):
    """Like snac, the server says with a page in HTML that it knows no such account."""

    def answer(self, method: str, path: str, *more: Any) -> Answered:
        known = path == "/api/v1/instance"
        return self.json({}) if known else (404, {"Content-Type": "text/html"}, b"<h1>404 Not Found</h1>")


class WebSite(MastodonWorld):
    """No Mastodon server is there any more."""

    def answer(self, *_: Any) -> Answered:
        return 404, {"Content-Type": "text/html"}, b"<h1>404 Not Found</h1>"


def test_a_suspended_account_is_gone_and_its_empty_profile_is_not_taken_for_its_own(place: Ground) -> None:
    nights = place.begin(Suspended())
    assert nights.visit().result.status == "done"
    assert [row["state"] for row in place.rows("standings")] == ["suspended"]
    assert place.rows("profiles") == []


def test_an_account_that_the_server_does_not_know_is_gone(place: Ground) -> None:
    assert place.begin(Unknown()).visit().result.status == "done"
    assert [row["state"] for row in place.rows("standings")] == ["deleted"]


def test_a_server_that_is_none_says_nothing_of_the_account(place: Ground) -> None:
    visited = place.begin(WebSite()).visit()
    assert visited.result.status == "failed"
    assert "no Mastodon server is there" in visited.result.message
    assert place.rows("standings") == []


@pytest.mark.parametrize(
    ("target", "base", "wanted"),
    [
        (Target("mastodon", handle="wij@s.example"), "", ("https://s.example", "wij")),
        (Target("mastodon", handle="@wij@s.example"), "", ("https://s.example", "wij")),
        (Target("mastodon", url="https://s.example/@wij"), "", ("https://s.example", "wij")),
        (Target("mastodon", url="https://s.example/users/wij/"), "", ("https://s.example", "wij")),
        (Target("mastodon", url="http://127.0.0.1:8001/wij"), "", ("http://127.0.0.1:8001", "wij")),
        (
            Target("mastodon", handle="wij@s.example", url="https://w.s.example/@wij"),
            "",
            ("https://w.s.example", "wij"),
        ),
        (Target("mastodon", handle="wij@s.example"), "https://proxy.example/", ("https://proxy.example", "wij")),
        (Target("mastodon", handle="wij"), "https://s.example", ("https://s.example", "wij")),
    ],
)
def test_where_an_account_lies(target: Target, base: str, wanted: tuple[str, str]) -> None:
    assert address_of(target, base) == wanted


@pytest.mark.parametrize(
    "target", [Target("mastodon"), Target("mastodon", handle="wij"), Target("mastodon", url="https://[")]
)
def test_an_account_without_a_server_is_told(target: Target) -> None:
    with pytest.raises(SkipSource, match=r"name@server"):
        address_of(target)


# --- answers ----------------------------------------------------------------------------------------------------
def answer(number: str, author: str, to: str, minutes: int, **fields: Any) -> dict[str, Any]:
    at = (AT + timedelta(minutes=minutes)).isoformat()
    account = {"id": author, "acct": "lezer@e.example", "display_name": "Lezer"}
    known = {"id": number, "uri": f"https://e.example/{number}", "created_at": at, "account": account}
    return {**known, "visibility": "public", "in_reply_to_id": to, "content": "<p>Hoezo?</p>", "mentions": [], **fields}


def test_what_others_answered_and_when_it_was_answered() -> None:
    below = [
        answer("2", "88", "1", 5),
        answer("3", OWNER, "2", 9, uri=f"{ACTOR}/statuses/3"),
        answer("4", OWNER, "2", 7, uri=f"{ACTOR}/statuses/4"),
        answer("5", "88", "3", 20),
        answer("6", "99", "5", 21),
        answer("7", "99", "5", 22, mentions=[{"id": OWNER}]),
        answer("8", "99", "1", 23, visibility="direct"),
    ]
    found = told("thread", {"ancestors": [answer("0", "88", "x", 0)], "descendants": below})
    assert [one.native_id[-1] for one in found] == ["2", "5", "7"]
    assert all(isinstance(one, Interaction) and one.answer_known for one in found)
    assert [one.answered_at for one in found] == [AT + timedelta(minutes=7), None, None]
    assert found[0].post_native_id == ABOUT["uri"]
    assert found[1].post_native_id == f"{ACTOR}/statuses/3"
    assert (found[0].author, found[0].text) == ("Lezer", "Hoezo?")


def test_in_a_thread_that_is_cut_off_an_answer_may_be_below_the_cut() -> None:
    found = told("thread", {"descendants": [answer(str(number), "88", "1", number) for number in range(2, 62)]})
    assert len(found) == 60
    assert not any(one.answer_known for one in found)


# --- rules ------------------------------------------------------------------------------------------------------
def ruling(status: int, body: Any, **headers: str) -> tuple[Reaction, datetime | None]:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    found = mastodon_ruling(Reply("https://s.example", status, headers, content))
    return found.reaction, found.until


@pytest.mark.parametrize(
    ("status", "error", "reaction"),
    [
        (200, "", Reaction.FINE),
        (401, "This API requires an authenticated user", Reaction.TOKEN),
        (401, "This method requires an authenticated user", Reaction.TOKEN),
        (422, "This method requires an authenticated user", Reaction.TOKEN),
        (401, "The access token is invalid", Reaction.TOKEN),
        (403, "This action is outside the authorized scopes", Reaction.ACCESS),
        (404, "Record not found", Reaction.GONE),
        (410, "", Reaction.GONE),
        (422, "Validation failed", Reaction.REFUSED),
        (503, "Remote data could not be fetched", Reaction.RETRY),
    ],
)
def test_rules(status: int, error: str, reaction: Reaction) -> None:
    assert ruling(status, {"error": error})[0] is reaction


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"error": 5}', b'{"error": null}'])
def test_rules_hold_whatever_the_body(body: bytes) -> None:
    assert ruling(401, body)[0] is Reaction.TOKEN
    assert ruling(500, body)[0] is Reaction.RETRY


def test_a_throttle_is_waited_for_as_the_server_says() -> None:
    wanted = datetime(2026, 5, 6, 9, 35, tzinfo=UTC)
    assert ruling(429, {}, **{"x-ratelimit-reset": "2026-05-06T09:35:00.000000Z"}) == (Reaction.WAIT, wanted)
    assert ruling(429, {}, **{"retry-after": "60", "date": "Wed, 06 May 2026 09:34:00 GMT"}) == (Reaction.WAIT, wanted)
    assert ruling(429, {}, **{"x-ratelimit-reset": "soon"}) == (Reaction.WAIT, None)


def test_a_server_for_members_only_asks_for_a_token(place: Ground) -> None:
    nights = place.begin(MastodonWorld())
    nights.world.token = None  # type: ignore[misc]
    nights.world.answer = lambda *_: nights.world.refusal(401)  # type: ignore[method-assign]
    visited = nights.visit()
    assert (visited.result.status, "token" in visited.result.message) == ("failed", True)


def test_whose_a_token_is(place: Ground) -> None:
    nights = place.begin(MastodonWorld())
    place.server.serve(nights.world)
    connector = nights.connector
    assert isinstance(connector, ChecksToken)
    facts = connector.check(visit_of(nights, nights.world.token))
    assert facts == TokenFacts("@verzonnen on the account's server")
    with pytest.raises(RenewToken):
        connector.check(visit_of(nights, "another"))


def visit_of(nights: Nights, token: str | None) -> Visit:
    http = next(iter(nights.ground.https.values()))
    return Visit(nights.world.target, nights.past(), nights.world.now, http, token)


# --- paging -----------------------------------------------------------------------------------------------------
class Linkless(OpenMastodonWorld):
    """Knows pages, but never says where the next one is."""

    def statuses(self, query: Mapping[str, str]) -> Answered:
        code, headers, body = super().statuses(query)
        return code, {name: value for name, value in headers.items() if name != "Link"}, body


class Snaclike(Linkless):
    """Gives everything, whatever is asked."""

    size = 1000

    def statuses(self, query: Mapping[str, str]) -> Answered:
        return self.json([self._status(said) for said in self.newest_first()])


class NewestOnly(Snaclike):
    """Gives the newest 22, whatever is asked."""

    def newest_first(self) -> list[Said]:
        return super().newest_first()[:22]


@pytest.mark.parametrize("world", [OpenMastodonWorld, Linkless, Snaclike])
def test_servers_that_page_in_their_own_way(place: Ground, world: type[World]) -> None:
    nights = place.begin(world())
    first = nights.visit()
    assert first.reach
    assert first.reach.full
    assert_all_there(nights)
    for count in (1, 30, 3):
        nights.world.grow(count)
        assert nights.visit().result.status == "done"
        assert_all_there(nights)
    gone = nights.world.said[4]
    nights.world.delete(gone.number)
    nights.visit(full=True)
    assert deleted(nights) == {nights.world.post_id(gone)}


def test_a_server_without_pages_is_asked_no_more_than_needed(place: Ground) -> None:
    nights = place.begin(Snaclike())
    nights.visit()
    nights.world.grow(0)
    nights.visit()
    assert [asked.path.rpartition("/")[2] for asked in nights.asked] == ["lookup", "statuses"]


def test_a_server_that_gives_only_its_newest_posts_is_not_said_to_have_told_all(place: Ground) -> None:
    nights = place.begin(NewestOnly())
    nights.world.grow(20)
    visited = nights.visit()
    assert visited.reach
    assert (visited.reach.full, "22" in visited.reach.ended) == (False, True)
    assert visited.reach.start == nights.world.newest_first()[-1].at
    nights.world.grow(40)
    gap = nights.visit()
    assert gap.reach
    assert gap.reach.start == nights.world.newest_first()[-1].at


def test_news_are_asked_for_by_number_and_only_a_joint_is_read_again(place: Ground) -> None:
    nights = place.begin(OpenMastodonWorld())
    nights.visit()
    nights.world.grow(3)
    nights.visit()
    queries = [asked.query for asked in nights.asked if asked.path.endswith("/statuses")]
    assert all("min_id" in query and query["limit"] == "40" for query in queries)
    assert len(queries) == 3


def test_when_all_recent_posts_were_deleted_nothing_new_is_missed(place: Ground) -> None:
    nights = place.begin(OpenMastodonWorld())
    nights.visit()
    for said in nights.world.said[-6:]:
        nights.world.delete(said.number)
    left = nights.world.post_ids()
    nights.world.grow(9)
    nights.visit()
    found = {row["native_id"] for row in place.rows("posts")}
    assert nights.world.post_ids() <= found
    assert left <= found


def test_a_late_answer_to_a_recent_post_is_heard_and_no_thread_is_read_twice(place: Ground) -> None:
    nights = place.begin(OpenMastodonWorld())
    nights.visit()
    nights.world.grow(0)
    nights.world.hear(nights.world.said[-3].number, nights.world.now - timedelta(hours=1))
    nights.visit()
    assert_all_there(nights)
    assert sum(asked.path.endswith("/context") for asked in nights.asked) == 1
    nights.world.grow(0)
    nights.visit()
    assert not any(asked.path.endswith("/context") for asked in nights.asked)


def test_only_so_many_threads_are_read_in_a_visit_and_the_others_later(place: Ground) -> None:
    class Sparing(OpenMastodonWorld):
        def connector(self, base: str) -> LiveConnector:
            return Connector(MastodonOptions(base=base, allow_private=True, recent=5, threads=1))

    nights = place.begin(Sparing())
    for said in nights.world.said[-2:]:
        nights.world.hear(said.number, said.at + timedelta(hours=3))
    counts = []
    for _ in range(3):
        nights.visit()
        counts.append(len(place.rows("interactions")))
        nights.world.grow(0)
    assert counts == [1, 3, 3]


# --- contracts --------------------------------------------------------------------------------------------------
def test_every_request_is_one_of_the_documented(place: Ground) -> None:
    nights = place.begin(MastodonWorld())
    for _ in range(2):
        nights.visit()
        assert [openapi.check_request(mastodon_api, asked.method, asked.target) for asked in nights.asked] == [
            [] for _ in nights.asked
        ]
        nights.world.grow()


def test_the_world_says_nothing_that_a_server_would_not(place: Ground) -> None:
    nights = place.begin(MastodonWorld())
    nights.visit()
    for page in nights.pages():
        if page.kind == "thread":
            for one in page.json["descendants"]:
                assert {"id", "uri", "created_at", "account"} <= one.keys()


@settings(max_examples=60, deadline=None)
@given(answer=answers(mastodon_api, "Status", depth=2))
def test_any_status_that_the_document_allows_is_read(answer: Any) -> None:
    for record in told("posts", [answer]):
        assert isinstance(record, Post | BadRow)


@settings(max_examples=100, deadline=None)
@given(answer=answers(mastodon_api, "Account", depth=2))
def test_any_account_that_the_document_allows_is_read(answer: Any) -> None:
    for record in told("profile", answer):
        assert isinstance(record, Profile | Standing | BadRow)


@settings(max_examples=30, deadline=None)
@given(answer=answers(mastodon_api, "Context", depth=2))
def test_any_thread_that_the_document_allows_is_read(answer: Any) -> None:
    for record in told("thread", answer):
        assert isinstance(record, Interaction | BadRow)


@given(
    memory=st.dictionaries(
        st.sampled_from(["since", "recent"]), st.none() | st.text() | st.lists(st.lists(st.text() | st.integers()))
    )
)
def test_whatever_was_remembered_a_visit_can_begin(memory: Any) -> None:
    from connectors._list_marks import Marks

    marks = Marks.of(memory)
    assert Marks.of(marks.memory()) == marks


@pytest.mark.parametrize("answer", cases("mastodon"))
def test_recorded_answers_of_snac(answer: Recorded) -> None:
    name = answer.name.rpartition("/")[2]
    if name == "statuses":
        found = told("posts", answer.json())
        assert (len(found), {type(one) for one in found}) == (len(answer.json()), {Post})
        assert found[0].text == "Beitrag 60 Grüße 🎉"
    elif name == "accounts-lookup":
        (profile,) = told("profile", answer.json())
        assert (profile.has_bio, profile.default_avatar) == (False, True)
    elif answer.status == 404:
        assert mastodon_ruling(Reply("", 404, {}, answer.body)).reaction is Reaction.GONE


# --- servers ----------------------------------------------------------------------------------------------------
class Running(OpenMastodonWorld):
    """An account on a server that really runs."""

    def __init__(self, server: Mastodon | Snac) -> None:
        super().__init__(now=datetime.now(UTC))
        self.server = server

    def connector(self, base: str) -> LiveConnector:
        return Connector(MastodonOptions(base=self.server.url, allow_private=True, recent=5))

    @property
    def target(self) -> Target:
        return Target("mastodon", handle=f"{ACCOUNT}@127.0.0.1")


def rows(nights: Nights, *names: str) -> list[Any]:
    return [tuple(row[name] for name in names) for row in nights.ground.rows("posts")]


@pytest.mark.server
def test_a_server_that_pages_as_mastodon_does(place: Ground, mastodon: Mastodon) -> None:
    said = [mastodon.post(f"Satz {number}") for number in range(50)]
    nights = place.begin(Running(mastodon))
    first = nights.visit()
    assert (first.result.status, len(place.rows("posts"))) == ("done", 50)
    assert first.reach
    assert first.reach.full
    mastodon.edit(said[3], "Anders")
    mastodon.delete(said[7])
    mastodon.boost(mastodon.post("Von ihr", account=READER))
    mastodon.post("Wieso?", account=READER, in_reply_to_id=said[49])
    said += [mastodon.post(f"Satz {number}") for number in range(50, 100)]
    nights.world.now = datetime.now(UTC)
    nights.visit()
    assert len(place.rows("posts")) == 101
    assert [row["text"] for row in place.rows("interactions")] == ["Wieso?"]
    assert ("repost", None) in rows(nights, "kind", "text")
    assert deleted(nights) == set()
    whole = nights.visit(full=True)
    assert whole.deleted == 1
    assert ("Anders", True) in [(text, bool(edited)) for text, edited in rows(nights, "text", "edited_at")]


@pytest.mark.server
def test_a_busy_server_is_waited_for(place: Ground, mastodon: Mastodon) -> None:
    mastodon.post("Da")
    mastodon.fail("/api/v1/accounts/*/statuses", 429, headers={"Retry-After": "7"})
    nights = place.begin(Running(mastodon))
    assert nights.visit().result.status == "done"
    assert nights.pauses
    assert max(nights.pauses) >= 7


@pytest.mark.server
def test_a_server_that_knows_no_pages(place: Ground, snac: Snac) -> None:
    for number in range(45):
        snac.post(f"Satz {number}")
    nights = place.begin(Running(snac))
    first = nights.visit()
    assert (first.result.status, len(place.rows("posts"))) == ("done", 45)
    assert first.reach
    assert first.reach.full
    snac.post("Noch einer")
    nights.world.now = datetime.now(UTC)
    nights.visit()
    assert len(place.rows("posts")) == 46
