"""How answers of YouTube's Data API are read, and what the official document says of our requests and its answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors._youtube_api_answers import next_midnight, ruling
from connectors._youtube_api_memory import recalled, told
from connectors.youtube_api import Connector, YoutubeOptions
from monitor.records import Account, BadRow, Interaction, Post, Profile, Standing
from monitor.sources.caller import Reaction, Ruling
from monitor.sources.http import Reply
from monitor.sources.live import Page, Past, Target, Visit
from monitor.sources.live_testing import parsed
from tests.contracts.answers import answers, check_answer
from tests.contracts.discovery import check_request
from tests.contracts.documents import youtube_api
from tests.contracts.recorded import Recorded, cases
from tests.live.nights import Ground, ground
from tests.live.youtube_world import CHANNEL
from tests.youtube_nights import Channel, Short, Talkative

PARSER = Connector(YoutubeOptions())
TARGET = Target("youtube", handle="verzonnen")
ABOUT = {"at": "2026-11-20T03:30:00+00:00", "channel": CHANNEL, "thread": "Ugx1", "publishedAt": "2026-01-01T00:00:00Z"}
KINDS = {
    "channel": "youtube.channels.list",
    "uploads": "youtube.playlistItems.list",
    "videos": "youtube.videos.list",
    "threads": "youtube.commentThreads.list",
    "replies": "youtube.comments.list",
}
DATE = "Fri, 20 Nov 2026 03:30:00 GMT"


def reply(status: int, *reasons: str, details: tuple[str, ...] = (), message: str = "Made up.", **more: Any) -> Reply:
    error = {
        "code": status,
        "message": message,
        "errors": [{"message": message, "domain": "youtube", "reason": reason} for reason in reasons],
        "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": one} for one in details],
        **more,
    }
    return Reply("https://api.example", status, {"date": DATE}, json.dumps({"error": error}).encode())


# --- the table of rulings -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("answer", "reaction", "words"),
    [
        (reply(403, "quotaExceeded"), Reaction.WAIT, "used up"),
        (reply(403, "dailyLimitExceeded"), Reaction.WAIT, "used up"),
        (reply(403, "rateLimitExceeded"), Reaction.RETRY, "busy (403)"),
        (reply(429, "rateLimitExceeded", details=("RATE_LIMIT_EXCEEDED",)), Reaction.RETRY, "busy (429)"),
        (reply(403, "userRateLimitExceeded"), Reaction.RETRY, "busy"),
        (reply(429, "rateLimitExceeded", message="limit 'Queries per day' of service"), Reaction.WAIT, "used up"),
        (reply(400, "processingFailure"), Reaction.RETRY, "busy"),
        (reply(400, "badRequest", details=("API_KEY_INVALID",)), Reaction.TOKEN, "does not take the API key"),
        (reply(400, "keyInvalid"), Reaction.TOKEN, "does not take the API key"),
        (reply(401, "authError"), Reaction.TOKEN, "does not take the API key"),
        (reply(403, "accessNotConfigured", details=("SERVICE_DISABLED",)), Reaction.TOKEN, "not switched on"),
        (reply(403, details=("SERVICE_DISABLED",)), Reaction.TOKEN, "not switched on"),
        (reply(403, "ipRefererBlocked"), Reaction.TOKEN, "from this machine"),
        (reply(403, "forbidden", details=("API_KEY_IP_ADDRESS_BLOCKED",)), Reaction.TOKEN, "from this machine"),
        (reply(403, "forbidden", details=("API_KEY_SERVICE_BLOCKED",)), Reaction.TOKEN, "may not be used for"),
        (reply(403, details=("CONSUMER_SUSPENDED",)), Reaction.TOKEN, "closed or suspended"),
        (reply(403, "commentsDisabled"), Reaction.FINE, ""),
        (reply(404, "playlistNotFound"), Reaction.FINE, ""),
        (reply(403, "channelSuspended"), Reaction.GONE, "suspended"),
        (reply(403, "playlistItemsNotAccessible"), Reaction.ACCESS, "playlistItemsNotAccessible"),
        (reply(403), Reaction.ACCESS, "refuses access (403)"),
        (reply(404), Reaction.REFUSED, "nothing at this address"),
        (reply(410), Reaction.REFUSED, "nothing at this address"),
        (reply(400, "invalidParameter"), Reaction.REFUSED, "400 invalidParameter"),
        (reply(402), Reaction.CREDIT, "paid"),
        (reply(500, "backendError"), Reaction.RETRY, "busy"),
        (reply(503), Reaction.RETRY, "trouble"),
        (Reply("", 403, {}, b"<html>"), Reaction.ACCESS, "403"),
        (Reply("", 200, {}, b'{"items": []}'), Reaction.FINE, ""),
        (Reply("", 200, {}, b'{"pageInfo": {"totalResults": 0}}'), Reaction.FINE, ""),
        (Reply("", 200, {}, b"{}"), Reaction.RETRY, "no list"),
        (Reply("", 200, {}, b'{"pageInfo": {"totalResults": 3}}'), Reaction.RETRY, "no list"),
        (Reply("", 204, {}, b""), Reaction.RETRY, "no list"),
        (Reply("", 304, {}, b""), Reaction.FINE, ""),
    ],
)
def test_how_an_answer_is_read(answer: Reply, reaction: Reaction, words: str) -> None:
    found = ruling(answer)
    assert found.reaction is reaction
    assert words in found.what
    assert found.todo or reaction in {Reaction.FINE, Reaction.RETRY, Reaction.GONE}


ERRORS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.sampled_from(["reason", "quotaExceeded"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["error", "errors", "details", "reason", "message", "metadata", "pageInfo"]), inner
        )
    ),
    max_leaves=12,
)


@given(ERRORS, st.sampled_from([200, 204, 400, 401, 403, 404, 429, 500]))
def test_no_answer_breaks_the_rule_and_none_makes_a_channel_gone(body: Any, status: int) -> None:
    found = ruling(Reply("", status, {}, json.dumps({"error": body}).encode()))
    assert isinstance(found, Ruling)
    assert found.reaction is not Reaction.GONE


# --- midnight in California ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("moment", "midnight"),
    [
        ("2026-11-20T03:30", "2026-11-20T08:00"),
        ("2026-07-01T06:59", "2026-07-01T07:00"),
        ("2026-07-01T07:00", "2026-07-02T07:00"),
        # Clocks go forward on 8 March 2026, and back on 1 November.
        ("2026-03-08T07:59", "2026-03-08T08:00"),
        ("2026-03-08T08:00", "2026-03-09T07:00"),
        ("2026-03-08T20:00", "2026-03-09T07:00"),
        ("2026-11-01T06:59", "2026-11-01T07:00"),
        ("2026-11-01T07:00", "2026-11-02T08:00"),
        ("2026-11-01T23:00", "2026-11-02T08:00"),
    ],
)
def test_the_day_of_units_ends_at_midnight_pacific_time(moment: str, midnight: str) -> None:
    assert next_midnight(_utc(moment)) == _utc(midnight)
    date = f"{_utc(moment):%a, %d %b %Y %H:%M:%S} GMT"
    answer = Reply("", 403, {"date": date}, reply(403, "quotaExceeded").content)
    assert ruling(answer).until == _utc(midnight)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))
def test_the_next_midnight_is_at_most_25_hours_away(naive: datetime) -> None:
    moment = naive.replace(tzinfo=UTC)
    assert timedelta() < next_midnight(moment) - moment <= timedelta(hours=25)


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# --- what real servers answered -----------------------------------------------------------------------------
def kind_of(answer: Recorded) -> str | None:
    resource = str(answer.json().get("kind", "")).removeprefix("youtube#").removesuffix("ListResponse")
    names = {"channel": "channel", "playlistItem": "uploads", "video": "videos", "commentThread": "threads"}
    return names.get(resource)


@pytest.mark.parametrize("answer", cases("youtube"))
def test_all_recorded_answers_are_understood(answer: Recorded) -> None:
    body, kind = answer.json(), kind_of(answer)
    error = body.get("error", {})
    found = ruling(Reply("", answer.status or error.get("code", 200), {}, answer.body))
    assert (found.reaction is Reaction.FINE) == ("error" not in body)
    if kind:
        about = {**ABOUT, "channel": body["items"][0]["id"]} if kind == "channel" and body["items"] else ABOUT
        records = parsed(PARSER, Page(kind, answer.body, "https://api.example", about), TARGET)
        assert not [one for one in records if isinstance(one, BadRow)]
        wanted = {"channel": Profile, "videos": Post, "threads": Interaction}.get(kind)
        assert any(isinstance(one, wanted) for one in records) or not body["items"] if wanted else True


def test_a_recorded_channel_has_counts_that_were_texts(shared_data: Path) -> None:
    body = (shared_data / "youtube/api_python-youtube/channels__info_multiple.json").read_bytes()
    page = Page("channel", body, "", ABOUT | {"channel": "UCK8sQmJBp8GCxrOtXWBpyEA"})
    (profile,) = [one for one in parsed(PARSER, page, TARGET) if isinstance(one, Profile)]
    assert (profile.followers, profile.posts_total) == (10_700_000, 2678)


# --- the official document ----------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("youtube")) as made:
        yield made


def test_all_requests_are_those_of_the_document(place: Ground) -> None:
    asked = []
    for world in (Talkative(), Short()):
        nights = place.begin(world)
        nights.world.announced = frozenset({3})
        for _ in range(2):
            nights.visit()
            asked += nights.asked
            nights.world.grow(2)
        nights.world.exists = False
        nights.visit()
        asked += nights.asked
    visit = Visit(TARGET, Past(), nights.world.now, place.https[20.0], nights.world.token)
    nights.connector.check(visit)
    assert len({one.path for one in asked}) == 5
    for one in [*asked, *place.server.asked]:
        assert check_request(youtube_api, one.method, one.target) == [], one.target
        assert "key" not in one.query


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_whatever_the_document_allows_is_parsed(kind: str, data: st.DataObject) -> None:
    answer = data.draw(answers(youtube_api, KINDS[kind], present=["items", "snippet", "id"], depth=4))
    parsed(PARSER, Page(kind, json.dumps(answer).encode(), "https://api.example", ABOUT), TARGET)
    assert check_answer(youtube_api, KINDS[kind], answer) == []


@given(data=st.data())
def test_a_public_video_of_the_document_is_a_post(data: st.DataObject) -> None:
    video = {
        "Video.id": "vid00000001",
        "VideoSnippet.publishedAt": "2026-01-02T03:04:05Z",
        "liveBroadcastContent": "none",
        "VideoStatus.privacyStatus": "public",
        "uploadStatus": "processed",
        "viewCount": "12",
    }
    present = ["items", "Video.id", "Video.snippet", "Video.statistics", "VideoSnippet.publishedAt", "viewCount"]
    answer = data.draw(answers(youtube_api, KINDS["videos"], overrides=video, present=present, depth=4, items=1))
    records = parsed(PARSER, Page("videos", json.dumps(answer).encode(), "", ABOUT), TARGET)
    posts = [one for one in records if isinstance(one, Post)]
    assert len(posts) == len(answer["items"])
    assert {(post.native_id, post.views) for post in posts} <= {("vid00000001", 12)}


def test_the_worlds_answers_are_those_of_the_document(place: Ground) -> None:
    nights = place.begin(Channel())
    nights.visit()
    assert {page.kind for page in nights.pages()} == {"channel", "uploads", "videos", "threads"}
    for page in nights.pages():
        assert check_answer(youtube_api, KINDS[page.kind], page.json) == []


# --- single values ------------------------------------------------------------------------------------------
def one_video(**parts: Any) -> list[Any]:
    snippet = {"publishedAt": "2026-01-02T03:04:05Z", "title": "Uitje", **parts.pop("snippet", {})}
    item = {"id": "vid00000001", "snippet": snippet, **parts}
    return parsed(PARSER, Page("videos", json.dumps({"items": [item]}).encode(), "", {}), TARGET)


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        ({"viewCount": "12", "likeCount": "0", "commentCount": "3"}, (12, 0, 3)),
        ({"viewCount": 12}, (12, None, None)),
        ({"viewCount": "-1", "likeCount": "many", "commentCount": None}, (None, None, None)),
        ({"viewCount": "9" * 40, "likeCount": [], "commentCount": True}, (None, None, None)),
        (None, (None, None, None)),
    ],
)
def test_counts_are_texts_and_unknown_where_hidden(counts: Any, wanted: tuple[int | None, ...]) -> None:
    (post,) = one_video(statistics=counts)
    assert (post.views, post.likes, post.replies) == wanted


@pytest.mark.parametrize("status", ["private", "unlisted"])
def test_what_is_not_public_is_no_post(status: str) -> None:
    assert one_video(status={"privacyStatus": status}) == []
    assert one_video(status={"uploadStatus": "rejected"}) == []


def test_a_broadcast_is_published_when_it_begins() -> None:
    begun = {"actualStartTime": "2026-01-05T20:00:00Z", "scheduledStartTime": "2026-01-05T19:30:00Z"}
    (post,) = one_video(snippet={"liveBroadcastContent": "live"}, liveStreamingDetails=begun)
    assert post.published_at == _utc("2026-01-05T20:00")
    assert one_video(snippet={"liveBroadcastContent": "upcoming"}) == []


def test_a_video_without_a_time_is_kept_aside() -> None:
    (row,) = one_video(snippet={"publishedAt": "yesterday"})
    assert isinstance(row, BadRow)
    assert "no time of publication" in row.reason
    assert row.excerpt == "vid00000001 | Uitje"


def test_a_hidden_number_of_subscribers_is_unknown() -> None:
    item = {"id": CHANNEL, "snippet": {"customUrl": "@ganzneu"}, "statistics": {"subscriberCount": "0"}}
    item["statistics"] |= {"hiddenSubscriberCount": True}  # type: ignore[operator]
    page = Page("channel", json.dumps({"items": [item]}).encode(), "", ABOUT | {"renamed": "yes"})
    found = {type(one): one for one in parsed(PARSER, page, TARGET)}
    assert found[Profile].followers is None
    assert found[Account].handle == "ganzneu"
    assert (found[Standing].state, found[Standing].detail) == ("renamed", "now @ganzneu")


@given(st.dictionaries(st.sampled_from(list(told(recalled({})))), ERRORS))
def test_no_memory_breaks_a_visit(kept: dict[str, Any]) -> None:
    memory = recalled(kept)
    assert recalled(told(memory)) == memory
    assert PARSER.estimate(TARGET, Past(kept, None, full=False)).requests >= 1
