"""One post of an Instagram account, and the account itself, from the Graph API's JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from connectors._graph_values import moment_of, number_of
from connectors._making import made
from connectors._meta_ids import instagram_post_id
from connectors._values import count_of, text_of
from monitor.records import Account, AccountKind, Anything, Post, PostKind, Profile, Standing, StandingState
from monitor.sources.live import Page, Target, stamped

ACCOUNT_FIELDS = (
    "id,username,name,biography,followers_count,follows_count,media_count,profile_picture_url,has_profile_pic"
)
OWN_ACCOUNT_FIELDS = "user_id,username,name,followers_count,follows_count,media_count,profile_picture_url"
"""The same where a person logs in with Instagram; the number that counts is `user_id` there."""

FIELDS = (
    "id,caption,media_type,media_product_type,permalink,shortcode,timestamp,like_count,comments_count,media_url,"
    "thumbnail_url,children{media_type,media_url}"
)


def number_of_account(told: Mapping[str, Any]) -> str | None:
    """The account's number, by which exports know it too."""
    return number_of(told.get("user_id")) or number_of(told.get("id"))


def profile_of(told: Mapping[str, Any], page: Page, target: Target) -> Iterator[Anything]:
    """The account and what it looks like."""
    yield made(lambda: _account(told), page.url, None, "")
    yield made(lambda: _profile(told, page), page.url, None, "")
    name = text_of(told.get("username"))
    if target.native_id and target.handle and name and not same_name(name, target.handle):
        yield Standing(observed_at=stamped(page), state=StandingState.RENAMED, detail=f"its name is {name} now")


def is_meant(told: Mapping[str, Any], target: Target) -> bool:
    """Whether this is the account that config.toml means, as far as that tells; the number goes before the name."""
    if target.native_id:
        return target.native_id == number_of_account(told)
    name = text_of(told.get("username"))
    return not target.handle or name is None or same_name(name, target.handle)


def same_name(one: str, other: str) -> bool:
    """Whether two names of accounts are one: capitals do not count on Instagram."""
    return one.removeprefix("@").casefold() == other.removeprefix("@").casefold()


def _account(told: Mapping[str, Any]) -> Account:
    name = text_of(told.get("username"))
    return Account(
        platform="instagram",
        native_id=number_of_account(told),
        handle=name,
        name=text_of(told.get("name")),
        kind=AccountKind.COMPANY,
        url=f"https://www.instagram.com/{name}/" if name else None,
    )


def _profile(told: Mapping[str, Any], page: Page) -> Profile:
    picture = told.get("has_profile_pic")
    return Profile(
        observed_at=stamped(page),
        name=text_of(told.get("name")),
        bio=text_of(told.get("biography")),
        has_bio=text_of(told.get("biography")) is not None if "biography" in told else None,
        avatar_url=text_of(told.get("profile_picture_url")),
        default_avatar=not picture if isinstance(picture, bool) else None,
        followers=count_of(told.get("followers_count")),
        following=count_of(told.get("follows_count")),
        posts_total=count_of(told.get("media_count")),
    )


def post_of(told: Mapping[str, Any]) -> Post:
    """Make a post. Likes are missing where the account hides them.

    Raises:
        ValueError: It has no number or no time that can be read.
    """
    return Post(
        native_id=native_id(told),
        published_at=moment_of(told.get("timestamp")),
        kind=PostKind.VIDEO if _is_video(told) else PostKind.ORIGINAL,
        text=text_of(told.get("caption")),
        url=text_of(told.get("permalink")),
        likes=count_of(told.get("like_count")),
        replies=count_of(told.get("comments_count")),
    )


def native_id(told: Mapping[str, Any]) -> str:
    """The short code in the post's address, by which exports know it too; else the API's own number.

    Raises:
        ValueError: There is neither.
    """
    number = number_of(told.get("id")) or ""
    code = text_of(told.get("shortcode"))
    found = instagram_post_id("", text_of(told.get("permalink")) or "") or code or number
    if not found:
        raise ValueError("has no number that can be read")
    return found


def _is_video(told: Mapping[str, Any]) -> bool:
    return told.get("media_type") == "VIDEO" or told.get("media_product_type") == "REELS"
