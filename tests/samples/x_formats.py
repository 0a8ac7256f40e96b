"""The forms of X's files: archives of three generations, and analytics tables."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.samples import words
from tests.samples.packing import columns, csv_bytes, json_bytes, zip_bytes
from tests.samples.timeline import ZONE, rng_of
from tests.samples.x_posts import Person, Tweet


def grailbird(who: Person, posts: Sequence[Tweet], made: datetime) -> bytes:
    """ZIP of the years 2012 to 2019: CSV, newest first, and the same as monthly JavaScript."""
    newest = list(reversed(posts))
    months: dict[str, list[Tweet]] = {}
    for tweet in newest:
        months.setdefault(f"{tweet.at:%Y_%m}", []).append(tweet)
    index = [
        {
            "file_name": f"data/js/tweets/{month}.js",
            "year": int(month[:4]),
            "var_name": f"tweets_{month}",
            "tweet_count": len(part),
            "month": int(month[5:]),
        }
        for month, part in months.items()
    ]
    user = {
        "screen_name": who.handle,
        "full_name": who.name,
        "bio": who.bio,
        "id": who.native_id,
        "created_at": f"{who.created:%Y-%m-%d %H:%M:%S} +0000",
    }
    payload = {"tweets": len(posts), "created_at": f"{made:%Y-%m-%d %H:%M:%S} +0000", "lang": "nl"}
    files = {
        "README.txt": b"# Verzonnen voorbeeld\n\nDit archief is door ons verzonnen. This archive is made up.\n",
        "tweets.csv": _grailbird_table(newest),
        "data/js/user_details.js": b"var user_details = " + json_bytes(user, 2, ascii_only=True),
        "data/js/payload_details.js": b"var payload_details = " + json_bytes(payload, 2, ascii_only=True),
        "data/js/tweet_index.js": b"var tweet_index = " + json_bytes(index, 2, ascii_only=True),
    }
    for month, part in months.items():
        body = [
            {
                "source": t.source,
                "id_str": t.id,
                "id": int(t.id),
                "text": t.text,
                "created_at": f"{t.at:%Y-%m-%d %H:%M:%S} +0000",
                "user": {"screen_name": who.handle, "id_str": who.native_id},
            }
            for t in part
        ]
        files[f"data/js/tweets/{month}.js"] = f"Grailbird.data.tweets_{month} = \n".encode() + json_bytes(
            body, 1, ascii_only=True
        )
    return zip_bytes(files, made)


def _grailbird_table(posts: Sequence[Tweet]) -> bytes:
    header = (
        "tweet_id in_reply_to_status_id in_reply_to_user_id timestamp source text "
        "retweeted_status_id retweeted_status_user_id retweeted_status_timestamp expanded_urls"
    )
    rows = [
        [t.id, "", "", f"{t.at:%Y-%m-%d %H:%M:%S} +0000", t.source, t.text, "", "", "", ",".join(_links(t.text))]
        for t in posts
    ]
    return csv_bytes([header.split(), *rows], csv.QUOTE_ALL)


def _links(text: str) -> list[str]:
    return [word for word in text.split() if word.startswith("https://")]


def archive(who: Person, posts: Sequence[Tweet], made: datetime, parts: int, name: str) -> dict[str, bytes]:
    """Files of an archive of 2018 and later; `name` is tweet (to 2022) or tweets."""
    newest = list(reversed(posts))
    size = -(-len(newest) // parts)
    cut = [newest[start : start + size] for start in range(0, len(newest), size)]
    files = {
        "data/account.js": _ytd(
            "account",
            0,
            [
                {
                    "account": {
                        "email": "REDACTED",
                        "createdVia": "web",
                        "username": who.handle,
                        "accountId": who.native_id,
                        "createdAt": _iso(who.created),
                        "accountDisplayName": who.name,
                    }
                }
            ],
        ),
        "data/profile.js": _ytd(
            "profile",
            0,
            [
                {
                    "profile": {
                        "description": {"bio": who.bio, "website": words.SITE, "location": "Zwaluwmeer (verzonnen)"},
                        "avatarMediaUrl": f"https://pbs.twimg.com/profile_images/{who.native_id}0001/avatar.jpg",
                    }
                }
            ],
        ),
    }
    for number, part in enumerate(cut):
        suffix = f"-part{number}" if number else ""
        files[f"data/{name}{suffix}.js"] = _ytd(name, number, [{"tweet": _entry(tweet, name)} for tweet in part])
    notes = [_note(tweet) for tweet in newest if tweet.long]
    if name == "tweets":
        files["data/note-tweet.js"] = _ytd("note_tweet", 0, notes)
    files["data/manifest.js"] = _manifest(who, made, {name: [len(part) for part in cut]})
    return files


def _ytd(what: str, part: int, elements: list[Any]) -> bytes:
    lines = ",\n".join(json.dumps(element, ensure_ascii=False) for element in elements)
    return f"window.YTD.{what}.part{part} = [\n{lines}\n]".encode()


def _iso(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.000Z"


def _entry(tweet: Tweet, name: str) -> dict[str, Any]:
    shown = tweet.text.replace("&", "&amp;")
    entry: dict[str, Any] = {
        "retweeted": False,
        "source": tweet.source,
        "entities": {
            "hashtags": [{"text": tag, "indices": ["0", "0"]} for tag in _tags(tweet.text)],
            "user_mentions": [],
            "urls": [{"url": link, "expanded_url": link, "display_url": link[8:]} for link in _links(tweet.text)],
        },
        "favorite_count": str(tweet.likes),
        "id_str": tweet.id,
        "truncated": False,
        "retweet_count": str(tweet.reposts),
        "id": tweet.id,
        "created_at": f"{tweet.at:%a %b %d %H:%M:%S} +0000 {tweet.at:%Y}",
        "favorited": False,
        "full_text": shown,
        "lang": "en" if "Our " in tweet.text or "Thank" in tweet.text else "nl",
    }
    if tweet.kind == "reply":
        entry |= {
            "in_reply_to_status_id_str": str(int(tweet.id) - (1 << 33)),
            "in_reply_to_user_id_str": "600100200",
            "in_reply_to_screen_name": tweet.text.split()[0][1:],
        }
    if name == "tweets":
        editable = {
            "editTweetIds": [tweet.id],
            "editableUntil": _iso(tweet.at + timedelta(hours=1)),
            "editsRemaining": "5",
            "isEditEligible": tweet.kind == "original",
        }
        entry = {"edit_info": {"initial": editable}} | entry
    return entry


def _tags(text: str) -> list[str]:
    return [word[1:].rstrip(".,!?") for word in text.split() if word.startswith("#")]


def _note(tweet: Tweet) -> dict[str, Any]:
    core = {"styletags": [], "urls": [], "text": tweet.long, "mentions": [], "cashtags": [], "hashtags": []}
    return {
        "noteTweet": {
            "noteTweetId": str(int(tweet.id) + 1),
            "updatedAt": _iso(tweet.at),
            "createdAt": _iso(tweet.at),
            "core": core,
        }
    }


def _manifest(who: Person, made: datetime, counts: dict[str, list[int]]) -> bytes:
    types = {
        name: {
            "files": [
                {
                    "fileName": f"data/{name}{f'-part{n}' if n else ''}.js",
                    "globalName": f"YTD.{name}.part{n}",
                    "count": str(count),
                }
                for n, count in enumerate(parts)
            ]
        }
        for name, parts in counts.items()
    }
    config = {
        "userInfo": {"accountId": who.native_id, "userName": who.handle, "displayName": who.name},
        "archiveInfo": {
            "sizeBytes": "1048576",
            "generationDate": _iso(made),
            "isPartialArchive": False,
            "maxPartSizeBytes": "53687091200",
        },
        "readmeInfo": {"fileName": "data/README.txt", "directory": "data/", "name": "README.txt"},
        "dataTypes": types,
    }
    return b"window.__THAR_CONFIG = " + json_bytes(config, 2)


def _shown_day(at: datetime) -> str:
    day = at.astimezone(ZONE)
    return f"{day:%a, %b} {day.day}, {day.year}"


NEW_COLUMNS = columns("""
Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,
Replies,Reposts,Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks
""")
JAPANESE_COLUMNS = columns("""
ポストID,日付,ポスト本文,ポストのリンク,インプレッション数,いいね,エンゲージメント,ブックマーク,共有された回数,新しいフォロー,返信,リポスト,プロフィールへのアクセス数,
詳細のクリック数,URLのクリック数,ハッシュタグのクリック数,パーマリンクのクリック数
""")
OLD_COLUMNS = columns("""
Tweet id,Tweet permalink,Tweet text,time,impressions,engagements,engagement rate,retweets,
replies,likes,user profile clicks,url clicks,hashtag clicks,detail expands,permalink clicks,
app opens,app installs,follows,email tweet,dial phone,media views,media engagements,
promoted impressions,promoted engagements,promoted engagement rate,promoted retweets,
promoted replies,promoted likes,promoted user profile clicks,promoted url clicks,
promoted hashtag clicks,promoted detail expands,promoted permalink clicks,promoted app opens,
promoted app installs,promoted follows,promoted email tweet,promoted dial phone,
promoted media views,promoted media engagements
""")


def analytics_new(who: Person, posts: Sequence[Tweet], columns: Sequence[str], link: str) -> bytes:
    """The table of today, one line a post, reposts left out as X leaves them out."""
    rng = rng_of("analytics " + link)
    rows = [list(columns)]
    for t in reversed([t for t in posts if t.kind != "repost"]):
        seen = rng.randint(90, 900)
        counts = [
            seen,
            t.likes,
            t.likes + t.reposts + 3,
            0,
            0,
            0,
            rng.randrange(3),
            t.reposts,
            rng.randrange(5),
            rng.randrange(9),
            rng.randrange(7),
            0,
            0,
        ]
        rows.append([t.id, _shown_day(t.at), t.text, f"https://{link}/{who.handle}/status/{t.id}", *map(str, counts)])
    return csv_bytes(rows)


def analytics_old(who: Person, posts: Sequence[Tweet]) -> bytes:
    """ "Export by Tweet", everything in quotes."""
    rng = rng_of("analytics old")
    rows = [OLD_COLUMNS]
    for t in reversed([t for t in posts if t.kind != "repost"]):
        seen, clicks = rng.randint(90, 900), rng.randrange(7)
        counts = [
            f"{seen}.0",
            f"{t.likes + t.reposts + clicks}.0",
            f"{(t.likes + t.reposts + clicks) / seen}",
            f"{t.reposts}.0",
            f"{rng.randrange(3)}.0",
            f"{t.likes}.0",
            "0.0",
            f"{clicks}.0",
        ]
        rows.append(
            [
                t.id,
                f"https://twitter.com/{who.handle}/status/{t.id}",
                t.text,
                f"{t.at:%Y-%m-%d %H:%M} +0000",
                *counts,
                *["0"] * 10,
                *["-"] * 18,
            ]
        )
    return csv_bytes(rows, csv.QUOTE_ALL)
