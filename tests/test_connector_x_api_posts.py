"""What X's answers are made of: posts, mentions and profiles in both dialects, good and bad."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors._x_api_options import XOptions
from connectors.x_api import Connector
from monitor.records import Account, BadRow, Interaction, InteractionKind, Post, PostKind, Profile, Record, Standing
from monitor.sources.live import Page, Target
from tests.contracts.answers import answers
from tests.contracts.documents import x_api, x_legacy_api
from tests.contracts.recorded import Recorded, cases
from tests.live.pages import documents
from tests.live.x_world import ACCOUNT, HANDLE, STRANGER, XWorld, current, number_of, post, strange, user
from tests.readback import only

TARGET = Target("x", ACCOUNT, HANDLE)
AT = datetime(2026, 10, 5, 19, 0, 46, tzinfo=UTC)
FIRST = str(number_of(AT))
SECOND = str(number_of(AT + timedelta(minutes=20)))
ANSWERED_SINCE = "2026-01-01T00:00:00+00:00"


def parsed(
    kind: str, body: Any, *, options: XOptions | None = None, target: Target = TARGET, **about: str
) -> list[Any]:
    told = {"at": "2026-11-20T03:30:00+00:00", "id": ACCOUNT, "handle": HANDLE, **about}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return list(Connector(options or XOptions()).parse(Page(kind, content, "https://api.x.com/2/x", told), target))


def one(**fields: Any) -> Post:
    (found,) = only(Post, parsed("posts", {"data": [{**PLAIN, **fields}]}))
    return found


PLAIN = {
    "id": FIRST,
    "text": "Wij bouwen &amp; breken &lt;3",
    "created_at": "2026-10-05T19:00:46.000Z",
    "author_id": ACCOUNT,
    "lang": "nl",
    "source": "Made-up Web App",
    "edit_history_tweet_ids": [FIRST],
    "public_metrics": {
        "retweet_count": 3,
        "reply_count": 2,
        "like_count": 7,
        "quote_count": 1,
        "bookmark_count": 1,
        "impression_count": 99,
    },
}


def test_a_post() -> None:
    assert one() == Post(
        native_id=FIRST,
        published_at=AT,
        text="Wij bouwen & breken <3",
        url=f"https://x.com/{HANDLE}/status/{FIRST}",
        language="nl",
        source_app="Made-up Web App",
        links=(),
        likes=7,
        reposts=3,
        replies=2,
        views=99,
    )


def test_the_whole_text_of_a_long_post_and_its_links() -> None:
    url = {"expanded_url": "https://bit.ly/1", "unwound_url": "https://example.org/plan", "url": "https://t.co/1"}
    picture = {"expanded_url": f"https://x.com/{HANDLE}/status/{FIRST}/photo/1"}
    found = one(text="Wij bouwen…", note_tweet={"text": "Wij bouwen &amp; " * 40, "entities": {"urls": [url, picture]}})
    assert found.text == "Wij bouwen & " * 40
    assert found.links == ("https://example.org/plan",)


@pytest.mark.parametrize(
    ("fields", "kind", "answers"),
    [
        ({}, PostKind.ORIGINAL, None),
        ({"referenced_tweets": [{"type": "quoted", "id": "7"}]}, PostKind.QUOTE, None),
        ({"referenced_tweets": [{"type": "replied_to", "id": "7"}]}, PostKind.REPLY, "7"),
        (
            {"referenced_tweets": [{"type": "quoted", "id": "8"}, {"type": "replied_to", "id": "7"}]},
            PostKind.REPLY,
            "7",
        ),
        ({"in_reply_to_user_id": STRANGER}, PostKind.REPLY, None),
        ({"referenced_tweets": [{"type": "retweeted", "id": "7"}]}, PostKind.REPOST, None),
        ({"text": "RT @another: wij"}, PostKind.REPOST, None),
    ],
)
def test_kinds(fields: dict[str, Any], kind: PostKind, answers: str | None) -> None:
    found = one(**fields)
    assert (found.kind, found.in_reply_to) == (kind, answers)


def test_a_repost_has_the_words_of_what_it_shows_and_no_counts_of_its_own() -> None:
    other = strange(AT - timedelta(hours=1), "Zij bouwen " * 20, entities={"urls": [{"expanded_url": "https://e.org"}]})
    told = {**PLAIN, "text": "RT @zij: Zij bou…", "referenced_tweets": [{"type": "retweeted", "id": other["id"]}]}
    (found,) = only(Post, parsed("posts", {"data": [told], "includes": {"tweets": [other]}}))
    assert (found.kind, found.text, found.links) == (PostKind.REPOST, "Zij bouwen " * 20, ("https://e.org",))
    assert {found.likes, found.reposts, found.replies, found.views} == {None}
    (alone,) = only(Post, parsed("posts", {"data": [told]}))
    assert alone.text == "RT @zij: Zij bou…"


def test_all_versions_of_a_post_are_one_and_the_last_one_has_the_word() -> None:
    versions = {"edit_history_tweet_ids": [FIRST, SECOND]}
    last = {**PLAIN, **versions, "id": SECOND, "text": "Beter", "created_at": "2026-10-05T19:20:46.000Z"}
    found = only(Post, parsed("posts", {"data": [last, {**PLAIN, **versions}]}))
    assert {each.native_id for each in found} == {FIRST}
    assert {each.published_at for each in found} == {AT}
    assert [each.text for each in found] == ["Beter", None]
    assert [each.edited_at for each in found] == [AT + timedelta(minutes=20), None]
    assert [each.likes for each in found] == [7, None]


def test_views_of_before_they_were_counted_are_unknown() -> None:
    old = datetime(2016, 3, 1, tzinfo=UTC)
    metrics = {**PLAIN["public_metrics"], "impression_count": 0}  # type: ignore[dict-item]
    early = one(id=str(number_of(old)), created_at="2016-03-01T00:00:00.000Z", public_metrics=metrics)
    assert (early.views, one(public_metrics=metrics).views) == (None, 0)


def test_a_time_that_is_missing_is_taken_from_the_number() -> None:
    assert one(created_at=None).published_at == AT


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({**PLAIN, "id": None}, "has no id"),
        ({**PLAIN, "id": "12", "created_at": "soon", "edit_history_tweet_ids": []}, "has no time that can be read"),
        ("words", "is no post"),
        ({}, "is no post"),
    ],
)
def test_a_row_that_cannot_be_read_costs_no_other(told: Any, reason: str) -> None:
    found = parsed("posts", {"data": [told, PLAIN]})
    assert [(bad.line, bad.reason) for bad in only(BadRow, found)] == [(1, reason)]
    assert len(only(Post, found)) == 1


@pytest.mark.parametrize("body", [b"", b"[", b"[1]", b"null", b"[" * 100_000, b'{"data": 7}'])
@pytest.mark.parametrize("kind", ["profile", "posts", "mentions"])
def test_what_is_no_answer_is_one_bad_row(kind: str, body: bytes) -> None:
    assert len(only(BadRow, parsed(kind, body))) == 1


def test_nothing_in_a_page_is_no_fault() -> None:
    assert parsed("posts", {"meta": {"result_count": 0}}) == [Account(platform="x", native_id=ACCOUNT)]


# --- the account ------------------------------------------------------------------------------------------------
def told(**fields: Any) -> dict[str, Any]:
    return {"data": {**user(XWorld()), **fields}}


@pytest.mark.parametrize(
    ("image", "is_default"),
    [
        ("https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png", True),
        ("https://pbs.twimg.com/profile_images/1/x_normal.jpg", False),
        (None, None),
    ],
)
def test_an_egg_is_known_by_its_address(image: str | None, is_default: bool | None) -> None:
    (found,) = only(Profile, parsed("profile", told(profile_image_url=image)))
    assert (found.avatar_url, found.default_avatar) == (image, is_default)


@pytest.mark.parametrize(("bio", "has_bio"), [("Bouw", True), ("", False), (None, None)])
def test_an_empty_bio_is_none_and_a_missing_one_unknown(bio: str | None, has_bio: bool | None) -> None:
    (found,) = only(Profile, parsed("profile", told(description=bio)))
    assert (found.bio, found.has_bio) == (bio or None, has_bio)


@pytest.mark.parametrize(
    ("fields", "target", "state"),
    [
        ({}, TARGET, ["active"]),
        ({"username": HANDLE.upper()}, TARGET, ["active"]),
        ({"username": "nieuw"}, TARGET, ["renamed"]),
        ({"username": "nieuw"}, Target("x", ACCOUNT), ["active"]),
        ({"username": "nieuw"}, Target("x", handle=HANDLE), ["active"]),
        ({"protected": True}, TARGET, []),
    ],
)
def test_standing(fields: dict[str, Any], target: Target, state: list[str]) -> None:
    found = only(Standing, parsed("profile", told(**fields), target=target))
    assert [one.state for one in found] == state
    assert [one.detail for one in found if one.detail] == (["@nieuw"] if state == ["renamed"] else [])


# --- what others said -------------------------------------------------------------------------------------------
def mention(**fields: Any) -> dict[str, Any]:
    return strange(AT, f"@{HANDLE} Hoe dan?", **fields)


def test_a_mention_and_a_comment() -> None:
    comment = mention(in_reply_to_user_id=ACCOUNT, referenced_tweets=[{"type": "replied_to", "id": "12"}])
    found = only(Interaction, parsed("mentions", {"data": [mention(), comment]}, answers_since=ANSWERED_SINCE))
    assert [(each.kind, each.post_native_id) for each in found] == [
        (InteractionKind.MENTION, None),
        (InteractionKind.COMMENT, "12"),
    ]
    assert {(each.author, each.received_at, each.answered_at, each.answer_known) for each in found} == {
        (STRANGER, AT, None, True)
    }


def test_without_all_own_replies_nobody_knows_whether_there_was_an_answer() -> None:
    for about in ({}, {"answers_since": "2026-11-01T00:00:00+00:00"}):
        (found,) = only(Interaction, parsed("mentions", {"data": [mention()]}, **about))
        assert not found.answer_known


def test_own_words_and_mere_reposts_are_not_said_by_others() -> None:
    own = mention(author_id=ACCOUNT)
    repost = mention(referenced_tweets=[{"type": "retweeted", "id": "7"}])
    assert only(Interaction, parsed("mentions", {"data": [own, repost]})) == []


def replies(*ats: datetime, other: Mapping[str, Any], options: XOptions | None = None) -> list[Interaction]:
    refers = {"in_reply_to_user_id": STRANGER, "referenced_tweets": [{"type": "replied_to", "id": other["id"]}]}
    posts = [{**PLAIN, **refers, "id": str(number_of(at)), "edit_history_tweet_ids": []} for at in ats]
    return only(Interaction, parsed("posts", {"data": posts, "includes": {"tweets": [other]}}, options=options))


@pytest.mark.parametrize(
    "addressed",
    [
        {"in_reply_to_user_id": ACCOUNT},
        {"entities": {"mentions": [{"id": ACCOUNT}]}},
        {"entities": {"mentions": [{"username": HANDLE.upper()}]}},
    ],
)
def test_the_first_reply_is_the_answer(addressed: dict[str, Any]) -> None:
    later, first = AT + timedelta(hours=9), AT + timedelta(hours=2)
    (found,) = replies(later, first, other=mention(**addressed))
    assert (found.native_id, found.received_at, found.answered_at) == (mention()["id"], AT, first)
    assert replies(first, other=mention(**addressed), options=XOptions(mentions=False)) == []


@pytest.mark.parametrize("fields", [{}, {"in_reply_to_user_id": STRANGER}, {"author_id": ACCOUNT}])
def test_a_reply_to_what_was_not_said_to_the_account_answers_nothing(fields: dict[str, Any]) -> None:
    assert replies(AT + timedelta(hours=1), other=mention(**fields)) == []


# --- dialects and documents ---------------------------------------------------------------------------------------
def rich() -> dict[str, Any]:
    """A page with everything in it, in the legacy dialect."""
    world = XWorld()
    other = strange(world.now, "Zij bouwen")
    for kind in ("retweeted", "quoted", "replied_to"):
        world.refer(kind, other, world.now)
    world.edit(world.said[0].number, "Anders")
    said = mention(in_reply_to_user_id=ACCOUNT)
    world.refer("replied_to", said, world.now)
    posts = [{**post(world, each), "note_tweet": {"text": f"lang {each.text}"}} for each in world.said]
    return {"data": posts, "includes": {"tweets": [other, said]}, "meta": {"result_count": len(posts)}}


def test_both_dialects_give_the_same_records() -> None:
    page = rich()
    assert current(page) != page
    assert parsed("posts", current(page)) == parsed("posts", page)
    assert {record.kind for record in only(Post, parsed("posts", page))} == {"original", "repost", "quote", "reply"}
    assert parsed("mentions", current(page)) == parsed("mentions", page)
    assert parsed("profile", current(told())) == parsed("profile", told())


DOCUMENTS = [
    ("posts", x_api, "GET /2/users/{id}/tweets"),
    ("posts", x_legacy_api, "GET /2/users/{id}/tweets"),
    ("mentions", x_api, "GET /2/users/{id}/mentions"),
    ("mentions", x_legacy_api, "GET /2/users/{id}/mentions"),
    ("profile", x_api, "GET /2/users/by/username/{username}"),
    ("profile", x_legacy_api, "GET /2/users/by/username/{username}"),
]


@pytest.mark.parametrize(("kind", "document", "call"), DOCUMENTS)
def test_whatever_the_documents_allow_is_read(kind: str, document: Any, call: str) -> None:
    document()

    @settings(max_examples=60, deadline=None)
    @given(body=answers(document, call))
    def hold(body: Any) -> None:
        assert all(isinstance(record, Record) for record in parsed(kind, body))

    hold()


@settings(max_examples=150, deadline=None)
@given(kind=st.sampled_from(["profile", "posts", "mentions"]), inner=documents, rest=documents)
def test_nothing_at_all_breaks_the_parser(kind: str, inner: Any, rest: Any) -> None:
    for body in (rest, {"data": inner, "includes": rest}, {"data": [inner, rest], "includes": {"posts": [inner]}}):
        assert all(isinstance(record, Record) for record in parsed(kind, json.dumps(body).encode("utf-8", "replace")))


@pytest.mark.parametrize("answer", cases("x"))
def test_recorded_answers_are_read(answer: Recorded) -> None:
    if not answer.is_json:
        pytest.skip("no JSON")
    for kind in ("profile", "posts", "mentions"):
        assert all(isinstance(record, Record) for record in parsed(kind, answer.body))


@pytest.mark.parametrize("answer", [case for case in cases("x") if "tweets_page" in str(case.id)] or cases("none"))
def test_two_recorded_pages_of_a_timeline(answer: Recorded) -> None:
    found = parsed("posts", answer.body, id="460255655")
    told = answer.json()["data"]
    posts = only(Post, found)
    assert len(posts) == len(told) == answer.json()["meta"]["result_count"]
    assert not only(BadRow, found)
    marks = [{ref["type"] for ref in row.get("referenced_tweets", [])} for row in told]
    assert [one.kind is PostKind.REPOST for one in posts] == ["retweeted" in mark for mark in marks]
    assert [one.kind is PostKind.REPLY for one in posts] == ["replied_to" in mark for mark in marks]
