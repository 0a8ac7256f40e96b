"""Requests to YouTube, Bluesky, Mastodon and Meta held against their documents."""

from __future__ import annotations

import pytest

from tests.contracts import discovery, lexicon, meta, openapi
from tests.contracts.documents import bluesky_lexicons, mastodon_api, meta_names, youtube_api


def told(breaches: list[str], words: str | None) -> bool:
    """Whether there is the one breach with these words and no other; no words: none at all."""
    return not breaches if words is None else len(breaches) == 1 and words in breaches[0]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("/youtube/v3/videos?part=snippet,statistics&id=a,b&maxResults=50&key=secret", None),
        ("/youtube/v3/videos?part=snippet&part=status&id=a", None),
        ("/youtube/v3/channels?part=id,snippet,contentDetails&forHandle=@us", None),
        ("/youtube/v3/commentThreads?part=snippet,replies&videoId=a&order=time&textFormat=plainText", None),
        ("/youtube/v3/video?part=snippet", "no such call"),
        ("/youtube/v3/videos?id=a", "part: required and missing"),
        ("/youtube/v3/videos?part=snippet,statistic&id=a", "part: 'statistic' is not one of"),
        ("/youtube/v3/videos?part=kind&id=a", "part: 'kind' is not one of"),
        ("/youtube/v3/videos?part=snippet,snippet&id=a", "has non-unique elements"),
        ("/youtube/v3/videos?part=snippet&ids=a", "ids: no parameter"),
        ("/youtube/v3/videos?part=snippet&id=", "should be non-empty"),
        ("/youtube/v3/playlistItems?part=snippet&maxResults=51", "maxResults: 51 is greater"),
        ("/youtube/v3/playlistItems?part=snippet&maxResults=many", "maxResults: 'many' is not of type"),
        ("/youtube/v3/commentThreads?part=snippet&order=newest", "order: 'newest' is not one of"),
        ("/youtube/v3/commentThreads?part=snippet&order=time&order=time", "order: given more than once"),
        ("/youtube/v3/activities?part=snippet&publishedAfter=yesterday", "is not a 'google-datetime'"),
        ("/youtube/v3/videos?part=snippet&prettyPrint=no", "prettyPrint: 'no' is not of type"),
    ],
)
def test_youtube_takes_good_requests_and_no_bad_ones(url: str, words: str | None) -> None:
    assert told(discovery.check_request(youtube_api, "GET", url), words)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("/xrpc/app.bsky.feed.getAuthorFeed?actor=us.example.org&limit=100&filter=posts_with_replies", None),
        ("/xrpc/app.bsky.feed.getAuthorFeed?actor=did:plc:5hjavwz7lho6dk7otjcptmav&includePins=false", None),
        (
            "/xrpc/app.bsky.feed.getPosts?uris=at://us.example.org/app.bsky.feed.post/3k&uris=at://did:web:b.example",
            None,
        ),
        ("/xrpc/com.atproto.repo.listRecords?repo=us.example.org&collection=app.bsky.feed.post", None),
        ("/app.bsky.feed.getAuthorFeed?actor=us.example.org", "no such call"),
        ("/xrpc/app.bsky.feed.getAuthorFeeds?actor=us.example.org", "no such call"),
        ("/xrpc/app.bsky.feed.post", "no such call"),
        ("/xrpc/com.atproto.server.createSession", "no such call"),
        ("/xrpc/app.bsky.feed.getAuthorFeed", "actor: required and missing"),
        ("/xrpc/app.bsky.feed.getAuthorFeed?actor=us", "actor: 'us' is not a 'at-identifier'"),
        ("/xrpc/app.bsky.feed.getAuthorFeed?actor=us.example.org&limit=101", "limit: 101 is greater"),
        ("/xrpc/app.bsky.feed.getAuthorFeed?actor=us.example.org&limit=0", "limit: 0 is less"),
        ("/xrpc/app.bsky.feed.getAuthorFeed?actor=us.example.org&since=1", "since: no parameter"),
        ("/xrpc/app.bsky.feed.getAuthorFeed?actor=us.example.org&filter=posts", "filter: 'posts' is not one of"),
        ("/xrpc/app.bsky.feed.getAuthorFeed?actor=us.example.org&includePins=0", "is not of type 'boolean'"),
        ("/xrpc/app.bsky.feed.getPosts?uris=at://us.example.org,at://us.example.org", "is not a 'at-uri'"),
        ("/xrpc/com.atproto.repo.listRecords?repo=us.example.org&collection=posts", "is not a 'nsid'"),
    ],
)
def test_bluesky_takes_good_requests_and_no_bad_ones(url: str, words: str | None) -> None:
    assert told(lexicon.check_request(bluesky_lexicons, "GET", url), words)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://social.example/api/v1/accounts/lookup?acct=us", None),
        ("/api/v1/accounts/1/statuses?limit=40&exclude_reblogs=true&min_id=opaque", None),
        ("/api/v1/accounts/1/statuses?limit=forty", "limit: 'forty' is not of type"),
        ("/api/v1/accounts/1/statuses?exclude_boosts=true", "exclude_boosts: no parameter"),
        ("/api/v1/accounts/1/toots", "no such call"),
    ],
)
def test_mastodon_takes_good_requests_and_no_bad_ones(url: str, words: str | None) -> None:
    assert told(openapi.check_request(mastodon_api, "GET", url), words)


@pytest.mark.parametrize(
    ("node", "url", "words"),
    [
        ("page", "/v26.0/12/published_posts?fields=id,message,shares,from{name}&limit=100&after=c", None),
        ("page", "/v26.0/12?fields=name,fan_count,published_posts.limit(5){id,comments.order(x).limit(1){id}}", None),
        ("iguser", "/v26.0/12/media?fields=caption,children{media_type}&since=1&until=2", None),
        ("page", "/v26.0/12/published_posts?since=1", "since: no parameter"),
        ("page", "/v26.0/12/tweets", "no such edge"),
        ("page", "/v26.0/12/published_posts?fields=id,text", "text is no field or edge of pagepost"),
        ("page", "/v26.0/12?fields=published_posts{comments{messages}}", "messages is no field or edge of comment"),
        ("pagepost", "/v26.0/12?fields=comments.since(1).until(2){id}", "comments takes no until"),
        ("pagepost", "/v26.0/12?fields=comments{id", "open braces"),
        ("pagepost", "/v26.0/12?fields=id}", "cannot be read at 2"),
    ],
)
def test_meta_knows_the_names_that_are_asked_for(node: str, url: str, words: str | None) -> None:
    assert told(meta.check_request(meta_names, node, url), words)
