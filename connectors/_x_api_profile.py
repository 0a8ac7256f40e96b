"""The account itself as X's API v2 shows it: who it is, what it looks like, whether its name is still the known one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from connectors._values import Place, count_of, kept, mapping, text_of
from connectors._x_api_names import either, moment, number_of
from connectors._x_ids import profile_url
from connectors._x_owner import DEFAULT_AVATAR
from monitor.errors import SkipSource
from monitor.records import Account, BadRow, Profile, Standing, StandingState
from monitor.sources.live import Target

_HANDLE = re.compile(r"[A-Za-z0-9_]{1,20}")
_ASKED_HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")
_IN_ADDRESS = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/@?(\w{1,15})/?(?:\?\S*)?", re.ASCII | re.IGNORECASE
)


def path_of(target: Target) -> str:
    """The call that shows an account: by its number, which outlives its names, else by its name.

    Raises:
        SkipSource: Neither is one that X has.
    """
    if number_of(target.native_id) is not None:
        return f"/2/users/{target.native_id}"
    address = _IN_ADDRESS.fullmatch(target.url or "")
    handle = target.handle or (address[1] if address else "")
    if not _ASKED_HANDLE.fullmatch(handle):
        advice = "Write `handle` of this account in config.toml: up to 15 letters, digits and _"
        raise SkipSource("has no name that X could have given", f"account x {target.label}", advice)
    return f"/2/users/by/username/{handle}"


def user_of(body: Any) -> dict[str, Any]:
    """The account in an answer; {} if there is none."""
    return mapping(mapping(body).get("data"))


def handle_of(user: Mapping[str, Any]) -> str | None:
    """The account's present name."""
    name = user.get("username")
    return name if isinstance(name, str) and _HANDLE.fullmatch(name) else None


def posts_total(user: Mapping[str, Any]) -> int | None:
    """How many posts, reposts included, X counts."""
    return count_of(either(mapping(user.get("public_metrics")), "tweet_count", "post_count"))


def about_account(
    user: Mapping[str, Any], target: Target, place: Place, seen: datetime
) -> Iterator[Account | Profile | Standing | BadRow]:
    """Account, profile, and that it is there.

    Whether a protected account can be read is not told here but by its list of posts.
    """
    number, handle = number_of(user.get("id")), handle_of(user)
    yield kept(
        Account,
        place,
        platform="x",
        native_id=None if number is None else str(user["id"]),
        handle=handle,
        name=text_of(user.get("name")),
        url=profile_url(handle),
        created_at=moment(user.get("created_at")),
    )
    if number is None:
        yield place.bad("is no account of X: it has no number")
        return
    yield _profile(user, place, seen)
    if user.get("protected") is not True:
        yield _standing(handle, target, seen)


def _profile(user: Mapping[str, Any], place: Place, seen: datetime) -> Profile | BadRow:
    """An account without a bio has an empty one; only a missing member says nothing."""
    bio, avatar = user.get("description"), text_of(user.get("profile_image_url"))
    told, protected = mapping(user.get("public_metrics")), user.get("protected")
    return kept(
        Profile,
        place,
        observed_at=seen,
        name=text_of(user.get("name")),
        bio=text_of(bio),
        has_bio=text_of(bio) is not None if isinstance(bio, str) else None,
        avatar_url=avatar,
        default_avatar=DEFAULT_AVATAR in avatar if avatar else None,
        protected=protected if isinstance(protected, bool) else None,
        followers=count_of(told.get("followers_count")),
        following=count_of(told.get("following_count")),
        posts_total=posts_total(user),
    )


def _standing(handle: str | None, target: Target, seen: datetime) -> Standing:
    known = target.handle if target.native_id else None
    if handle and known and handle.casefold() != known.casefold():
        return Standing(observed_at=seen, state=StandingState.RENAMED, detail=f"@{handle}")
    return Standing(observed_at=seen, state=StandingState.ACTIVE)
