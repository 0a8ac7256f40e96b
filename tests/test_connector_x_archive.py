"""X archives of three generations, made up by us, and the real ones kept beside the project."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.records import Account, BadRow, Post, PostKind, Precision, Profile, Window
from monitor.sources.export import Export
from tests.exports import foldered
from tests.readback import lone, only, records, zipped
from tests.x_archive_files import (
    AT,
    CONNECTOR,
    EARLIER,
    ID,
    STAMP,
    archive,
    grailbird,
    manifest,
    one,
    row,
    tweet,
    ytd,
)

# --- the real exports ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "posts", "reposts", "replies"),
    [
        ("2018-03-31_grailbird_solplparty", 431, 47, 1),
        ("2018-03-31_grailbird_solplparty.zip", 431, 47, 1),
        ("2018-03-31_grailbird_solplparty/data/js", 431, 47, 1),
        ("2018-03-31_grailbird_solplparty/tweets.csv", 431, 47, 1),
        ("2020-04-03_tweet-js_LumenInferius", 22, 0, 9),
        ("2020-04-03_tweet-js_LumenInferius.zip", 22, 0, 9),
        ("2020-04-03_tweet-js_LumenInferius/data/tweet.js", 22, 0, 9),
        ("2024-11-16_tweets-js_note-tweet_alrocar", 163, 12, 90),
    ],
)
def test_real_archives_hold_what_their_readme_says(
    shared_data: Path, name: str, posts: int, reposts: int, replies: int
) -> None:
    found = records(CONNECTOR, Export.open(shared_data / "x" / "archives" / name))
    kinds = [post.kind for post in only(Post, found)]
    assert (len(kinds), kinds.count(PostKind.REPOST), kinds.count(PostKind.REPLY)) == (posts, reposts, replies)
    assert str(only(Account, found)[0].handle) in name


def test_the_real_archives_tell_whose_and_when(shared_data: Path) -> None:
    folder = shared_data / "x" / "archives" / "2020-04-03_tweet-js_LumenInferius"
    found = records(CONNECTOR, Export.open(folder))
    assert only(Account, found)[0].native_id == "1153674767859441664"
    assert only(Window, found)[0].end == datetime(2020, 4, 3, 7, 37, 58, 422000, tzinfo=UTC)
    profile = only(Profile, found)[0]
    assert (profile.has_bio, profile.default_avatar) == (True, False)
    posts = only(Post, found)
    assert min(post.published_at for post in posts).date().isoformat() == "2019-09-13"
    assert all(post.likes is not None for post in posts)


def test_long_texts_of_the_real_archive_find_their_posts(shared_data: Path) -> None:
    # Of the 12 long texts in the cut file, 3 belong to posts that the cut left in.
    folder = shared_data / "x" / "archives" / "2024-11-16_tweets-js_note-tweet_alrocar"
    found = records(CONNECTOR, Export.open(folder))
    assert sum(len(post.text or "") > 280 for post in only(Post, found)) == 3
    assert "9 long texts" in only(BadRow, found)[0].reason


# --- forms ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("top", ["", "twitter-2020-04-03/"])
@pytest.mark.parametrize("packed", [True, False])
def test_zip_folder_and_top_folder_are_alike(tmp_path: Path, top: str, packed: bool) -> None:
    files = {f"{top}{name}": text for name, text in archive(tweet()).items()}
    export = zipped(tmp_path, files) if packed else Export.open(foldered(tmp_path / "export", files))
    found = records(CONNECTOR, export)
    assert only(Post, found)[0].url == f"https://x.com/stroomdauw/status/{ID}"
    assert only(Account, found)[0].created_at == datetime(2019, 7, 23, 14, 34, 33, 707000, tzinfo=UTC)
    assert only(Window, found) == [
        Window(
            start=datetime(2019, 7, 23, 14, 34, 33, 707000, tzinfo=UTC),
            end=datetime(2020, 4, 3, 7, 37, 58, 422000, tzinfo=UTC),
        )
    ]
    assert "secret@example.org" not in repr(found)


def test_parts_and_posts_to_communities_are_read_and_what_is_no_post_is_not(tmp_path: Path) -> None:
    part = ytd("tweets", [tweet(id_str="1221130902635458568")], 1)
    community = ytd("community_tweet", [tweet(id_str="1221130902635458569")])
    gone = ytd("deleted_tweets", [tweet(id_str="7")])
    heads = ytd("tweet_headers", [{"tweet": {"tweet_id": "8", "created_at": STAMP}}])
    more = {"tweets_part1": part, "community_tweet": community, "deleted_tweets": gone, "tweet_headers": heads}
    found = records(CONNECTOR, zipped(tmp_path, archive(tweet(), **more)))
    assert [post.native_id for post in only(Post, found)] == [ID, ID[:-1] + "8", ID[:-1] + "9"]
    assert len(only(Window, found)) == 1


@pytest.mark.parametrize("name", ["deleted_tweets", "tweet_headers", "like", "account"])
def test_other_files_of_an_archive_are_not_claimed_alone(tmp_path: Path, name: str) -> None:
    assert CONNECTOR.identify(lone(tmp_path, ytd(name, [tweet()]), "tweets.js")) is None


def test_a_part_alone_shows_no_silence(tmp_path: Path) -> None:
    found = records(CONNECTOR, lone(tmp_path, ytd("tweets", [tweet()], 1)))
    assert len(only(Post, found)) == 1
    assert only(Window, found) == [Window(start=AT, end=AT)]
    assert "whole archive" in only(BadRow, found)[0].reason


def test_an_archive_x_calls_partial_shows_no_silence(tmp_path: Path) -> None:
    files = {**archive(tweet()), "data/manifest.js": manifest(isPartialArchive=True)}
    assert only(Window, records(CONNECTOR, zipped(tmp_path, files))) == [Window(start=AT, end=AT)]


STRANGERS = ["b/data/tweets.js", "analytics.csv", "b/page.xls", "outbox.json"]


@pytest.mark.parametrize("name", STRANGERS)
def test_an_archive_among_other_exports_is_not_claimed_with_them(tmp_path: Path, name: str) -> None:
    files = {f"a/{member}": text for member, text in archive(tweet()).items()}
    files |= {"a/assets/js/viewer.js": "x", "a/assets/version.json": "{}", "a/Your archive.html": "", "README.txt": "x"}
    assert CONNECTOR.identify(zipped(tmp_path, files)) is not None
    assert CONNECTOR.identify(zipped(tmp_path, {**files, name: ytd("tweets", [tweet()])})) is None


def test_months_of_the_old_archive_are_read_when_the_table_is_missing(tmp_path: Path) -> None:
    month = [{"id_str": "5", "created_at": "2013-03-30 15:59:22 +0000", "text": "RT @iemand: mooi", "source": "web"}]
    files = {
        "data/js/tweets/2013_03.js": f"Grailbird.data.tweets_2013_03 = \n {json.dumps(month)}",
        "data/js/user_details.js": 'var user_details =  {"screen_name": "stroomdauw", "id": "42", "bio": ""}',
        "data/js/payload_details.js": 'var payload_details = {"tweets": 1, "created_at": "2013-04-01 10:00:00 +0000"}',
    }
    found = records(CONNECTOR, zipped(tmp_path, files))
    assert only(Post, found)[0].kind is PostKind.REPOST
    assert only(Account, found)[0].native_id == "42"
    assert only(Profile, found)[0].has_bio is False
    assert only(Window, found)[0].end == datetime(2013, 4, 1, 10, tzinfo=UTC)


def test_the_table_goes_before_the_months_that_say_the_same(tmp_path: Path) -> None:
    month = json.dumps([{"id_str": "1", "created_at": "2013-03-30 15:59:22 +0000", "text": "Wij bestaan"}])
    files = {"tweets.csv": grailbird(row()), "data/js/tweets/2013_03.js": f"Grailbird.data.tweets_2013_03 = {month}"}
    assert len(only(Post, records(CONNECTOR, zipped(tmp_path, files)))) == 1


# --- fields -----------------------------------------------------------------------------------------------


def test_a_post_with_everything(tmp_path: Path) -> None:
    urls = [{"url": "https://t.co/a", "expanded_url": "https://example.org/a?b=1&c=2"}]
    post = one(
        tmp_path,
        full_text="Zon &amp; wind &lt;3 https://t.co/a",
        favorite_count="35",
        retweet_count="6",
        lang="nl",
        source='<a href="https://example.org" rel="nofollow">Zaaiplanner &amp; co</a>',
        entities={"urls": urls},
    )
    assert (post.text, post.language, post.source_app) == ("Zon & wind <3 https://t.co/a", "nl", "Zaaiplanner & co")
    assert (post.likes, post.reposts, post.replies, post.views) == (35, 6, None, None)
    assert (post.published_at, post.links, post.kind) == (AT, ("https://example.org/a?b=1&c=2",), PostKind.ORIGINAL)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"full_text": "RT @iemand: mooi", "retweeted": False}, PostKind.REPOST),
        ({"in_reply_to_status_id_str": "7", "in_reply_to_user_id_str": "8"}, PostKind.REPLY),
        ({"in_reply_to_user_id_str": "8", "full_text": "@iemand dag"}, PostKind.REPLY),
        ({"entities": {"urls": [{"expanded_url": "https://twitter.com/iemand/status/99"}]}}, PostKind.QUOTE),
        ({"entities": {"urls": [{"expanded_url": "https://x.com/iemand/status/99?s=20"}]}}, PostKind.QUOTE),
        ({"entities": {"urls": [{"expanded_url": "https://x.com/iemand/status/99/photo/1"}]}}, PostKind.ORIGINAL),
        ({"full_text": "@iemand dag"}, PostKind.ORIGINAL),
    ],
)
def test_kinds(tmp_path: Path, fields: dict[str, Any], kind: PostKind) -> None:
    assert one(tmp_path, **fields).kind is kind


def test_going_on_in_an_own_thread_is_a_reply_as_x_counts_it(tmp_path: Path) -> None:
    files = archive(tweet(in_reply_to_status_id_str="7", in_reply_to_user_id_str="42"))
    assert only(Post, records(CONNECTOR, zipped(tmp_path, files)))[0].kind is PostKind.REPLY


def test_a_reposts_counts_are_the_originals(tmp_path: Path) -> None:
    post = one(tmp_path, full_text="RT @iemand: mooi", favorite_count="12", retweet_count="900")
    assert (post.likes, post.reposts) == (None, None)


@pytest.mark.parametrize(
    "info",
    [
        {"initial": {"editTweetIds": [EARLIER, ID]}},
        {"edit": {"initialTweetId": EARLIER}},
        {"edit": {"editControlInitial": {"editTweetIds": [EARLIER, ID]}}},
    ],
)
def test_versions_of_an_edited_post_are_one_post(tmp_path: Path, info: dict[str, Any]) -> None:
    post = one(tmp_path, edit_info=info)
    assert post.native_id == EARLIER
    assert post.edited_at == AT
    assert post.published_at == datetime(2020, 1, 25, 17, 58, 46, tzinfo=UTC)


@pytest.mark.parametrize("code", ["und", "zxx", "qme", "qht", ""])
def test_marks_for_no_language_are_unknown(tmp_path: Path, code: str) -> None:
    assert one(tmp_path, lang=code).language is None


def test_elements_of_the_first_tweet_js_have_no_wrapping(tmp_path: Path) -> None:
    found = records(CONNECTOR, lone(tmp_path, ytd("tweet", [tweet()["tweet"]])))
    assert only(Post, found)[0].native_id == ID


@pytest.mark.parametrize(
    ("address", "default"),
    [
        ("https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png", True),
        ("https://pbs.twimg.com/profile_images/1/a.jpg", False),
        ("", None),
    ],
)
def test_the_egg_is_seen_in_the_avatars_address(tmp_path: Path, address: str, default: bool | None) -> None:
    profile = ytd("profile", [{"profile": {"description": {"bio": ""}, "avatarMediaUrl": address}}])
    found = only(Profile, records(CONNECTOR, zipped(tmp_path, archive(tweet(), profile=profile))))[0]
    assert (found.default_avatar, found.has_bio, found.bio) == (default, False, None)
    assert found.observed_at == datetime(2020, 4, 3, 7, 37, 58, 422000, tzinfo=UTC)


def test_a_lone_file_tells_its_account_from_the_posts_own_pictures(tmp_path: Path) -> None:
    theirs = {"expanded_url": "https://twitter.com/iemand/status/99/photo/1"}
    ours = {"expanded_url": f"https://twitter.com/stroomdauw/status/{ID}/photo/1"}
    tweets = [tweet(id_str="98", entities={"media": [theirs]}), tweet(entities={"media": [ours]})]
    assert only(Account, records(CONNECTOR, lone(tmp_path, ytd("tweets", tweets))))[0].handle == "stroomdauw"


def test_nobody_is_named_for_a_lone_file_that_tells_nothing(tmp_path: Path) -> None:
    found = only(Account, records(CONNECTOR, lone(tmp_path, ytd("tweets", [tweet()]))))[0]
    assert (found.handle, found.native_id) == (None, None)


def test_a_row_of_the_old_table(tmp_path: Path) -> None:
    links = "http://example.org/a,b,https://twitter.com/stroomdauw/status/1/photo/1"
    text = 'Eerste regel\nTweede "regel" &amp; slot'
    source = '<a href="http://example.org">Web</a>'
    found = records(CONNECTOR, lone(tmp_path, grailbird(row(text=text, source=source, expanded_urls=links))))
    post = only(Post, found)[0]
    assert (post.text, post.source_app) == ('Eerste regel\nTweede "regel" & slot', "Web")
    assert post.links == ("http://example.org/a,b",)
    assert post.url == "https://x.com/stroomdauw/status/1"
    assert post.likes is None


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"retweeted_status_id": "3"}, PostKind.REPOST),
        ({"in_reply_to_status_id": "3"}, PostKind.REPLY),
        ({"in_reply_to_user_id": "3"}, PostKind.REPLY),
        ({"expanded_urls": "https://twitter.com/iemand/status/99"}, PostKind.QUOTE),
        ({}, PostKind.ORIGINAL),
    ],
)
def test_kinds_of_the_old_table(tmp_path: Path, fields: dict[str, str], kind: PostKind) -> None:
    assert only(Post, records(CONNECTOR, lone(tmp_path, grailbird(row(**fields)))))[0].kind is kind


def test_midnight_before_ids_carried_times_is_only_a_day(tmp_path: Path) -> None:
    rows = [row(timestamp="2009-05-05 00:00:00 +0000"), row(2, timestamp="2012-05-05 00:00:00 +0000")]
    posts = only(Post, records(CONNECTOR, lone(tmp_path, grailbird(*rows))))
    assert [post.precision for post in posts] == [Precision.DAY, Precision.SECOND]
