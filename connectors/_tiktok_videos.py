"""TikTok's JSON: one video, and the account."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from connectors._making import made
from connectors._values import count_of, mapping, sequence, text_of
from monitor.records import EARLIEST, LATEST_YEAR, Account, AccountKind, Anything, Post, PostKind, Profile, Standing
from monitor.records import StandingState as State
from monitor.sources.live import Page, Target, stamped

VIDEO_FIELDS = (
    "id,title,video_description,create_time,duration,share_url,cover_image_url,view_count,like_count,comment_count,"
    "share_count"
)
BASIC_FIELDS = "open_id,union_id,avatar_url,display_name"
USER_FIELDS = (
    f"{BASIC_FIELDS},bio_description,profile_deep_link,is_verified,username,follower_count,following_count,likes_count,"
    "video_count"
)
"""Those beyond the basic ones need the scopes user.info.profile and user.info.stats."""

_NUMBER = re.compile(r"[0-9]{5,24}")
_NAME = re.compile(r"/@([^/?#]{1,80})")


def videos_of(told: Any) -> list[Mapping[str, Any]]:
    """The videos in an answer."""
    return [mapping(one) for one in sequence(mapping(mapping(told).get("data")).get("videos"))]


def user_of(told: Any) -> Mapping[str, Any]:
    """The account in an answer; {} if it is not there."""
    return mapping(mapping(mapping(told).get("data")).get("user"))


def number_of(told: Mapping[str, Any]) -> str | None:
    """Number of a video; None if it has none that can be read."""
    value = told.get("id")
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**24 else value
    return text if isinstance(text, str) and _NUMBER.fullmatch(text) and text.isascii() else None


def moment_of(told: Mapping[str, Any]) -> datetime | None:
    """When a video was published; None if that cannot be read."""
    value = told.get("create_time")
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**33:
        return None
    moment = datetime.fromtimestamp(value, UTC)
    return moment if moment >= EARLIEST and moment.year < LATEST_YEAR else None


def post_of(told: Mapping[str, Any]) -> Post:
    """Make a post.

    Raises:
        ValueError: It has no number or no time that can be read.
    """
    number, moment = number_of(told), moment_of(told)
    if number is None or moment is None:
        raise ValueError("has no number or no time that can be read")
    address = _plain(told.get("share_url"))
    text = text_of(told.get("video_description")) or text_of(told.get("title"))
    return Post(
        native_id=number,
        published_at=moment,
        kind=PostKind.ORIGINAL if "/photo/" in (address or "") else PostKind.VIDEO,
        text=text,
        url=address,
        likes=count_of(told.get("like_count")),
        reposts=count_of(told.get("share_count")),
        replies=count_of(told.get("comment_count")),
        views=count_of(told.get("view_count")),
    )


def profile_of(told: Mapping[str, Any], page: Page, target: Target) -> Iterator[Anything]:
    """The account and what it looks like."""
    yield made(lambda: _account(told), page.url, None, "")
    yield made(lambda: _profile(told, page), page.url, None, "")
    name = username_of(told)
    if target.native_id and target.handle and name and not same_name(name, target.handle):
        yield Standing(observed_at=stamped(page), state=State.RENAMED, detail=f"its name is {name} now")


def is_meant(told: Mapping[str, Any], target: Target) -> bool:
    """Whether this is the account that config.toml means, as far as that tells: either number or name must fit."""
    name = username_of(told)
    if target.native_id and target.native_id in {told.get("open_id"), told.get("union_id")}:
        return True
    if target.handle and name:
        return same_name(name, target.handle)
    return not target.native_id


def username_of(told: Mapping[str, Any]) -> str | None:
    """The account's name, which stands in its address too."""
    found = _NAME.search(text_of(told.get("profile_deep_link")) or "")
    return text_of(told.get("username")) or (found[1] if found else None)


def same_name(one: str, other: str) -> bool:
    """Whether two names of accounts are one: capitals do not count."""
    return one.removeprefix("@").casefold() == other.removeprefix("@").casefold()


def _account(told: Mapping[str, Any]) -> Account:
    name = username_of(told)
    return Account(
        platform="tiktok",
        native_id=text_of(told.get("open_id")),
        handle=name,
        name=text_of(told.get("display_name")),
        kind=AccountKind.CHANNEL,
        url=f"https://www.tiktok.com/@{name}" if name else None,
    )


def _profile(told: Mapping[str, Any], page: Page) -> Profile:
    return Profile(
        observed_at=stamped(page),
        name=text_of(told.get("display_name")),
        bio=text_of(told.get("bio_description")),
        has_bio=text_of(told.get("bio_description")) is not None if "bio_description" in told else None,
        avatar_url=text_of(told.get("avatar_url")),
        followers=count_of(told.get("follower_count")),
        following=count_of(told.get("following_count")),
        posts_total=count_of(told.get("video_count")),
    )


def _plain(address: Any) -> str | None:
    """An address without what was added to follow readers."""
    try:
        parts = urlsplit(text_of(address) or "")
    except ValueError:
        return None
    return f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.scheme and parts.netloc else None
