"""A made-up YouTube channel: how the Data API v3 answers, and the channel's feed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar
from xml.sax.saxutils import escape

from connectors.youtube_api import Connector, YoutubeOptions
from monitor.sources.live import LiveConnector, Target
from tests.live.world import Answered, Heard, Said, World

CHANNEL = "UCmadeup00000000000000xx"
UPLOADS = "UUmadeup00000000000000xx"
BASE = "/youtube/v3/"
STRANGER = "UCstranger000000000000xx"


def stamp(at: datetime) -> str:
    """A time as YouTube writes it."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


class YoutubeWorld(World):
    """A channel with public videos and comments on them.

    Attributes:
        handle: Its present handle; None: it has only an old address.
        usernames: Names it had before there were handles.
        exists: YouTube knows it.
        hidden: Numbers of videos that are private, with a placeholder in the list.
        announced: Numbers of videos that are premieres still to come.
        comments_on: People may comment.
        feed_status: What the feed of the channel answers.
    """

    token: ClassVar[str | None] = "AIzaMadeUpKey-4711"
    little: ClassVar[int] = 6

    handle: str | None = "verzonnen"
    usernames: tuple[str, ...] = ()
    exists: bool = True
    hidden: frozenset[int] = frozenset()
    announced: frozenset[int] = frozenset()
    comments_on: bool = True
    feed_status: int = 200
    video_count: int | None = None

    def connector(self, base: str) -> LiveConnector:
        return Connector(
            YoutubeOptions(base=f"{base}/youtube/v3", feed_base=f"{base}/feeds", allow_private=True, profile_days=0)
        )

    @property
    def target(self) -> Target:
        return Target("youtube", handle="verzonnen")

    def post_id(self, said: Said) -> str:
        return f"vid{said.number:08d}"

    def heard_id(self, heard: Heard) -> str:
        return f"Ugx{heard.number:08d}"

    def answer(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Answered:
        if path == "/feeds/videos.xml":
            return self._feed(query)
        if headers.get("x-goog-api-key") != self.token:
            return self.refusal(401)
        calls = {
            "channels": self._channels,
            "playlistItems": self._uploads,
            "videos": self._videos,
            "commentThreads": self._threads,
            "comments": self._replies,
        }
        told = calls[path.removeprefix(BASE)](query)
        return told if isinstance(told, tuple) else self._marked(told, headers)

    def refusal(self, status: int) -> Answered:
        reason, domain = {
            401: ("authError", "global"),
            402: ("paymentRequired", "global"),
            403: ("forbidden", "youtube.common"),
            429: ("rateLimitExceeded", "usageLimits"),
            500: ("backendError", "global"),
            503: ("backendError", "global"),
        }[status]
        return self.error(status, reason, domain)

    def error(self, status: int, reason: str, domain: str = "youtube", message: str = "Made up.") -> Answered:
        """An error body of the API."""
        errors = [{"message": message, "domain": domain, "reason": reason}]
        return self.json({"error": {"code": status, "message": message, "errors": errors}}, status)

    def answer_to(self, number: int, at: datetime) -> None:
        """Let the channel answer a comment."""
        self.heard = [replace(one, answered_at=at) if one.number == number else one for one in self.heard]

    def replies(self, heard: Heard) -> list[dict[str, Any]]:
        """All replies to a comment, the oldest first."""
        return replies(self, heard)

    # --- calls --------------------------------------------------------------------------------------------
    def _channels(self, query: Mapping[str, str]) -> Any:
        found = self.exists and (
            query.get("id") == CHANNEL
            or query.get("forHandle", "").casefold() == f"@{self.handle}".casefold()
            or query.get("forUsername") in self.usernames
        )
        items = [channel(self)] if found or query.get("forHandle") == "@youtube" else []
        told = listed("channel", items, None, len(items))
        # An unknown channel's answer has no list at all.
        return told if items else {key: value for key, value in told.items() if key != "items"}

    def _uploads(self, query: Mapping[str, str]) -> Any:
        if not self.exists or not self.said or query["playlistId"] != UPLOADS:
            return self.error(404, "playlistNotFound", "youtube.playlistItem")
        rows = self.newest_first()
        page, following = self.cut(rows, query.get("pageToken"), int(query["maxResults"]))
        return listed("playlistItem", [upload(self, said) for said in page], following, len(rows))

    def _videos(self, query: Mapping[str, str]) -> Any:
        wanted = query["id"].split(",")
        assert len(wanted) <= 50
        found = [said for said in self.said if self.post_id(said) in wanted and said.number not in self.hidden]
        return listed("video", [video(self, said) for said in found], None, len(found))

    def _threads(self, query: Mapping[str, str]) -> Any:
        if not self.comments_on:
            return self.error(403, "commentsDisabled", "youtube.commentThread")
        rows = sorted(self.heard, key=lambda heard: heard.at, reverse=True)
        page, following = self.cut(rows, query.get("pageToken"), int(query["maxResults"]))
        return listed("commentThread", [thread(self, heard) for heard in page], following, len(page))

    def _replies(self, query: Mapping[str, str]) -> Any:
        (heard,) = [heard for heard in self.heard if self.heard_id(heard) == query["parentId"]]
        found = self.replies(heard)
        return listed("comment", found, None, len(found))

    def _marked(self, told: Any, headers: Mapping[str, str]) -> Answered:
        """The answer with its mark, or 304 if the client has it."""
        mark = f'"{hashlib.md5(json.dumps(told).encode()).hexdigest()}"'
        if headers.get("if-none-match") == mark:
            return 304, {"ETag": mark}, b""
        return self.json({**told, "etag": mark.strip('"')}, headers={"ETag": mark})

    def _feed(self, query: Mapping[str, str]) -> Answered:
        if "channel_id" in query and self.feed_status != 200:
            return self.feed_status, {"Content-Type": "text/html"}, b"<html>Error</html>"
        kind = {"Content-Type": "text/xml; charset=UTF-8"}
        return 200, kind, feed(self, query).encode()


def listed(kind: str, items: Sequence[Any], cursor: str | None, total: int) -> dict[str, Any]:
    """A list of resources."""
    following = {"nextPageToken": cursor} if cursor else {}
    sizes = {"totalResults": total, "resultsPerPage": len(items)}
    return {"kind": f"youtube#{kind}ListResponse", **following, "pageInfo": sizes, "items": list(items)}


def channel(world: YoutubeWorld) -> dict[str, Any]:
    """The channel."""
    address = {"customUrl": f"@{world.handle}"} if world.handle else {}
    count = world.video_count if world.video_count is not None else len(world.said)
    return {
        "kind": "youtube#channel",
        "id": CHANNEL,
        "snippet": {
            "title": "Verzonnen Bouw",
            "description": "Alles verzonnen.",
            "publishedAt": "2009-05-06T07:08:09Z",
            "thumbnails": {"default": {"url": "https://img.example/88"}, "high": {"url": "https://img.example/800"}},
            **address,
        },
        "contentDetails": {"relatedPlaylists": {"likes": "", "uploads": UPLOADS}},
        "statistics": {
            "viewCount": "12345",
            "subscriberCount": "321",
            "hiddenSubscriberCount": False,
            "videoCount": str(count),
        },
    }


def upload(world: YoutubeWorld, said: Said) -> dict[str, Any]:
    """An entry of the list of uploads."""
    is_hidden = said.number in world.hidden
    details = {"videoId": world.post_id(said), **({} if is_hidden else {"videoPublishedAt": stamp(said.at)})}
    return {
        "kind": "youtube#playlistItem",
        "id": f"item{said.number}",
        "snippet": {
            "publishedAt": stamp(said.at),
            "channelId": CHANNEL,
            "title": "Private video" if is_hidden else said.text[:100],
            "description": "This video is private." if is_hidden else said.text,
            "playlistId": UPLOADS,
            "resourceId": {"kind": "youtube#video", "videoId": world.post_id(said)},
        },
        "contentDetails": details,
        "status": {"privacyStatus": "private" if is_hidden else "public"},
    }


def video(world: YoutubeWorld, said: Said) -> dict[str, Any]:
    """A video; likes that are hidden are left out."""
    is_announced = said.number in world.announced
    likes = {"likeCount": str(said.likes)} if said.likes else {}
    told = {
        "kind": "youtube#video",
        "id": world.post_id(said),
        "snippet": {
            "publishedAt": stamp(said.at),
            "channelId": CHANNEL,
            "title": said.text[:100],
            "description": said.text,
            "liveBroadcastContent": "upcoming" if is_announced else "none",
            "defaultAudioLanguage": "de",
        },
        "contentDetails": {"duration": "P0D" if is_announced else "PT3M12S"},
        "status": {"uploadStatus": "processed", "privacyStatus": "public"},
        "statistics": {"viewCount": str(100 + said.number), "favoriteCount": "0", "commentCount": "2", **likes},
    }
    return told | ({"liveStreamingDetails": {"scheduledStartTime": stamp(world.now)}} if is_announced else {})


def comment(native_id: str, video_id: str, author: str, name: str, at: datetime, text: str) -> dict[str, Any]:
    """A comment or a reply."""
    snippet = {
        "channelId": CHANNEL,
        "videoId": video_id,
        "textDisplay": text,
        "textOriginal": text,
        "authorDisplayName": name,
        "authorChannelId": {"value": author},
        "likeCount": 0,
        "publishedAt": stamp(at),
        "updatedAt": stamp(at),
    }
    return {"kind": "youtube#comment", "id": native_id, "snippet": snippet}


def replies(world: YoutubeWorld, heard: Heard) -> list[dict[str, Any]]:
    """All replies to a comment, the oldest first."""
    if heard.answered_at is None:
        return []
    number, watch = world.heard_id(heard), world.post_id(world.one(heard.to))
    return [comment(f"{number}.1", watch, CHANNEL, "Verzonnen Bouw", heard.answered_at, "Dank!")]


def thread(world: YoutubeWorld, heard: Heard) -> dict[str, Any]:
    """A comment with its replies."""
    number, watch = world.heard_id(heard), world.post_id(world.one(heard.to))
    found = world.replies(heard)
    told = {
        "kind": "youtube#commentThread",
        "id": number,
        "snippet": {
            "channelId": CHANNEL,
            "videoId": watch,
            "topLevelComment": comment(number, watch, STRANGER, heard.author, heard.at, heard.text),
            "canReply": True,
            "totalReplyCount": len(found),
            "isPublic": True,
        },
    }
    return told | ({"replies": {"comments": found[:5]}} if found else {})


def feed(world: YoutubeWorld, query: Mapping[str, str]) -> str:
    """The newest 15 videos of the channel, or the long ones of them."""
    identity = f"yt:channel:{CHANNEL[2:]}" if "channel_id" in query else f"yt:playlist:{query['playlist_id']}"
    shown = [one for one in world.newest_first() if one.number not in world.hidden][:15]
    spaces = (
        'xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns="http://www.w3.org/2005/Atom"'
    )
    head = f"<id>{identity}</id><yt:channelId>{CHANNEL[2:]}</yt:channelId><title>Verzonnen Bouw</title>"
    made = f"<published>2009-05-06T07:08:09+00:00</published>{''.join(_entry(world, said) for said in shown)}"
    return f'<?xml version="1.0" encoding="UTF-8"?><feed {spaces}>{head}{made}</feed>'


def _entry(world: YoutubeWorld, said: Said) -> str:
    text = escape(said.text)
    return (
        f"<entry><yt:videoId>{world.post_id(said)}</yt:videoId><title>{text}</title>"
        f"<published>{stamp(said.at)}</published><media:group><media:description>{text}</media:description>"
        f'<media:community><media:statistics views="{100 + said.number}"/></media:community></media:group></entry>'
    )
