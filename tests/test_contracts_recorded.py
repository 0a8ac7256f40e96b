"""The recorded answers: all are listed, each says what it is, and they hold against the official documents."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.contracts import discovery, documents, openapi
from tests.contracts.answers import check_answer
from tests.contracts.documents import bluesky_lexicons, x_api, youtube_api
from tests.contracts.recorded import Recorded, cases, recorded

CALLS = {
    "getAuthorFeed-page1": "app.bsky.feed.getAuthorFeed",
    "getAuthorFeed-page2": "app.bsky.feed.getAuthorFeed",
    "getPostThread": "app.bsky.feed.getPostThread",
    "getProfile": "app.bsky.actor.getProfile",
    "describeRepo": "com.atproto.repo.describeRepo",
    "listRecords-page1": "com.atproto.repo.listRecords",
    "resolveHandle": "com.atproto.identity.resolveHandle",
}


@pytest.fixture
def shared(shared_data: Path) -> Path:
    return shared_data.parent


def test_each_platform_with_recorded_answers_is_listed(shared: Path) -> None:
    found = Counter(answer.platform for answer in recorded())
    assert found.keys() == {"bluesky", "facebook", "ghost", "instagram", "mastodon", "wordpress", "x", "youtube"}
    assert sum(found.values()) == len({answer.name for answer in recorded()})


def test_no_file_of_the_recordings_is_left_out(shared: Path) -> None:
    kept = {path.with_suffix("") for path in (shared / "contracts/recorded").rglob("*.headers")}
    kept |= {path.with_suffix("") for path in (shared / "contracts/recorded").rglob("*.body")}
    folders = ("x/api_v2/recorded", "youtube/api_python-youtube", "youtube/api_recorded_yt-gem", "facebook/graph_api")
    kept |= {path for folder in folders for path in (shared / "data" / folder).iterdir()}
    assert kept <= {shared / answer.name.split("#")[0] for answer in recorded()}


@pytest.mark.parametrize("answer", cases())
def test_each_answer_says_what_it_is_and_holds_something(answer: Recorded) -> None:
    assert answer.what
    assert answer.status is None or 200 <= answer.status < 600
    assert answer.body or answer.status in {304, 404}
    assert not answer.is_json or isinstance(answer.json(), dict | list)
    assert "content-length" not in {name.lower() for name in answer.headers}


def test_a_file_with_several_answers_gives_each_with_its_request(shared: Path) -> None:
    pages = [answer for answer in recorded("youtube") if "two_pages" in answer.name]
    assert [(answer.status, answer.method) for answer in pages] == [(200, "GET"), (200, "GET"), (403, "DELETE")]
    assert pages[0].json()["nextPageToken"] in pages[1].url


def test_headers_come_as_they_were_sent(shared: Path) -> None:
    (page,) = [answer for answer in recorded("wordpress") if answer.name.endswith("wordpress-6.8.7/posts-page1")]
    assert page.headers["X-WP-TotalPages"] == "83"


@pytest.mark.parametrize("answer", cases("bluesky"))
def test_bluesky_answers_hold_against_the_lexicons(answer: Recorded) -> None:
    call = CALLS.get(answer.name.rpartition("/")[2].partition("-")[2])
    if answer.status == 200:
        assert check_answer(bluesky_lexicons, call or "", answer.json()) == []
    else:
        assert call is None


@pytest.mark.parametrize("answer", cases("youtube"))
def test_youtube_answers_hold_against_the_discovery_document(answer: Recorded) -> None:
    kind = answer.json().get("kind", "").removeprefix("youtube#")
    if kind:
        assert check_answer(youtube_api, kind[0].upper() + kind[1:], answer.json()) == []
    else:
        assert answer.json()["error"]["errors"][0]["reason"]


@pytest.mark.parametrize(
    ("name", "breaches"),
    [
        ("x/api_v2/recorded/academictwitteR_user_tweets_page1.json", []),
        (
            "x/api_v2/recorded/academictwitteR_users_400_invalid_ids.json",
            ["ids: 'NA' does not match '^[0-9]{1,19}$'"] * 3,
        ),
        ("youtube/api_recorded_yt-gem/channel_playlists_first_page.json", []),
        (
            "youtube/api_recorded_yt-gem/videos_one_known_one_invalid_id.json",
            ["order: no parameter of GET /youtube/v3/videos", "type: no parameter of GET /youtube/v3/videos"],
        ),
    ],
)
def test_requests_of_others_hold_or_break_as_their_servers_found(name: str, breaches: list[Any], shared: Path) -> None:
    (sent,) = [answer for answer in recorded() if answer.name == f"data/{name}"]
    if sent.platform == "x":
        assert openapi.check_request(x_api, sent.method, sent.url, dialect="legacy") == breaches
    else:
        assert discovery.check_request(youtube_api, sent.method, sent.url) == breaches


def test_without_the_recordings_a_test_is_skipped_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "SHARED", Path("nowhere"))
    assert recorded() == ()
    (case,) = cases("x")
    assert "needs the recorded answers in ../shared" in case.marks[0].kwargs["reason"]
