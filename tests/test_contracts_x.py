"""Requests to X held against its document, in both dialects."""

from __future__ import annotations

import pytest

from tests.contracts import openapi
from tests.contracts.documents import Document, x_api, x_legacy_api
from tests.contracts.openapi_schemas import followed
from tests.contracts.x_dialects import LEGACY

POSTS = "/2/users/12/tweets"
FIELDS = (
    "created_at",
    "author_id",
    "conversation_id",
    "in_reply_to_user_id",
    "referenced_tweets",
    "note_tweet",
    "lang",
)


@pytest.mark.parametrize(
    "url",
    [
        f"https://api.x.com{POSTS}?max_results=100&exclude=replies,retweets&start_time=2026-01-02T03:04:05Z",
        f"{POSTS}?post.fields=created_at,note_post&expansions=author_id,referenced_posts&since_id=1234567890123456789",
        "/2/users/by/username/our_house?user.fields=created_at,description,profile_image_url,public_metrics",
        "/2/tweets?ids=1,2,3",
        "/2/tweets/search/all?query=from%3Aus&max_results=500",
    ],
)
def test_x_takes_good_requests(url: str) -> None:
    assert openapi.check_request(x_api, "GET", url) == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("/2/users/12/posts", "no such call in the document"),
        (f"{POSTS}?max_results=4", "max_results: 4 is less"),
        (f"{POSTS}?exclude=quotes", "exclude: 'quotes' is not one of"),
        (f"{POSTS}?tweet.fields=created_at", "tweet.fields: no parameter"),
        (f"{POSTS}?post.fields=referenced_posts", "post.fields: 'referenced_posts' is not one of"),
        ("/2/users/by/username/much_too_long_a_name", "username: 'much_too_long_a_name' does not match"),
        ("/2/tweets", "ids: required and missing"),
        ("/2/tweets?ids=" + ",".join("1" * 101), "is too long"),
        ("/2/tweets/search/all?max_results=10", "query: required and missing"),
    ],
)
def test_x_does_not_take_bad_requests(url: str, words: str) -> None:
    (breach,) = openapi.check_request(x_api, "GET", url)
    assert words in breach


@pytest.mark.parametrize(
    "query",
    [
        f"tweet.fields={','.join(FIELDS)}&expansions=attachments.media_keys,referenced_tweets.id&media.fields=type,url",
        "expansions=author_id,referenced_tweets.id.author_id",
        "tweet.fields=referenced_tweets",
    ],
)
def test_x_takes_legacy_names_in_the_legacy_dialect_only(query: str) -> None:
    assert openapi.check_request(x_api, "GET", f"{POSTS}?{query}", dialect="legacy") == []
    assert openapi.check_request(x_api, "GET", f"{POSTS}?{query}") != []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("post.fields=created_at", "post.fields: not in the legacy dialect"),
        ("expansions=referenced_posts", "expansions: 'referenced_posts' is not in the legacy dialect"),
        ("tweet.fields=note_post", "tweet.fields: 'note_post' is not in the legacy dialect"),
        ("tweet.fields=retweets", "post.fields: 'retweets' is not one of"),
        ("tweet.fields=", "post.fields: '' is not one of"),
        ("tweet.fields=note_tweet,note_tweet", "has non-unique elements"),
        ("max_results=101", "max_results: 101 is greater"),
    ],
)
def test_a_mixed_or_wrong_legacy_request_is_told(query: str, words: str) -> None:
    (breach,) = openapi.check_request(x_api, "GET", f"{POSTS}?{query}", dialect="legacy")
    assert words in breach


def _choices(document: Document, path: str, name: str) -> set[str]:
    """Values that a list parameter of a call may have."""
    parameters = [followed(document, parameter) for parameter in document["paths"][path]["get"]["parameters"]]
    return {value for p in parameters if p["name"] == name for value in p["schema"]["items"]["enum"]}


def test_the_table_of_legacy_names_is_the_difference_of_the_two_documents() -> None:
    legacy, current = x_legacy_api(), x_api()
    for name, renaming in LEGACY.items():
        paths = [path for path in legacy["paths"] if path != "/2/usage/tweets"]
        before = {value for path in paths for value in _choices(legacy, path, name)}
        after = {value for path in paths for value in _choices(current, path, renaming.name)}
        assert (before - after, after - before) == (renaming.values.keys(), renaming.added)


def test_each_value_of_the_legacy_document_is_taken_wherever_it_was() -> None:
    legacy = x_legacy_api()
    for path in set(legacy["paths"]) - {"/2/usage/tweets"}:
        needed = {"/2/tweets": "&ids=1", "/2/tweets/search/all": "&query=a", "/2/tweets/search/recent": "&query=a"}
        url = path.replace("{id}", "12").replace("{username}", "us")
        for name in LEGACY:
            for value in _choices(legacy, path, name):
                request = f"{url}?{name}={value}{needed.get(path, '')}"
                assert openapi.check_request(x_api, "GET", request, dialect="legacy") == []
