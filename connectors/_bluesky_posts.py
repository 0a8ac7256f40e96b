"""Accounts and posts as Bluesky's AppView tells them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from connectors._bluesky_text import full_text, links
from connectors._iso_times import moment_of
from connectors._list_marks import Row
from connectors._values import Place, count_of, kept, mapping, sequence, text_of
from monitor.records import Account, Anything, BadRow, Post, PostKind, Profile, Standing, StandingState

SITE = "https://bsky.app/profile"
_POST = "/app.bsky.feed.post/"
_REPOST = "app.bsky.feed.defs#reasonRepost"
_LOST = "handle.invalid"
"""What stands in the place of a handle whose domain no longer names the account."""

Told = Mapping[str, Any]


def account_of(told: Told) -> Account | BadRow:
    """The account by its DID, which stays when the handle changes."""
    did = text_of(told.get("did"))
    return kept(
        Account,
        Place("account"),
        platform="bluesky",
        native_id=did,
        handle=handle_of(told),
        name=text_of(told.get("displayName")),
        url=f"{SITE}/{did}" if did else None,
        created_at=moment_of(told.get("createdAt")),
    )


def handle_of(told: Told) -> str | None:
    """Its handle; None if it has none that works."""
    handle = text_of(told.get("handle"))
    return None if handle == _LOST else handle


def profile_of(told: Told, seen: datetime) -> Profile | BadRow:
    """What the account looks like. What is empty is left out of the answer."""
    bio, avatar = text_of(told.get("description")), text_of(told.get("avatar"))
    return kept(
        Profile,
        Place("account"),
        observed_at=seen,
        name=text_of(told.get("displayName")),
        bio=bio,
        has_bio=bio is not None,
        avatar_url=avatar,
        default_avatar=avatar is None,
        followers=count_of(told.get("followersCount")),
        following=count_of(told.get("followsCount")),
        posts_total=count_of(told.get("postsCount")),
    )


def standing_of(told: Told, seen: datetime, known: str | None) -> Iterator[Anything]:
    """Whether the account has another handle than the one that config.toml knows."""
    handle = text_of(told.get("handle"))
    if not handle or not known or known.startswith("did:") or handle.casefold() == known.casefold():
        return
    detail = "its handle no longer works" if handle == _LOST else f"now {handle}"
    yield kept(Standing, Place("account"), observed_at=seen, state=StandingState.RENAMED, detail=detail[:200])


def time_of(view: Told) -> datetime | None:
    """When a post was published: what its author's program says, but not after the moment Bluesky first saw it.

    The same moment orders the lists. It may lie years back (posts brought over from elsewhere), never in the future.
    """
    written = _written(mapping(view.get("record")).get("createdAt"))
    return min((at for at in (written, moment_of(view.get("indexedAt"))) if at), default=None)


def _written(value: Any) -> datetime | None:
    """Some programs leave the zone out; Bluesky then takes it for UTC."""
    found = moment_of(value)
    try:
        naive = datetime.fromisoformat(value.strip()[:40]) if found is None and isinstance(value, str) else None
    except ValueError:
        return None
    return moment_of(naive.replace(tzinfo=UTC).isoformat()) if naive and naive.tzinfo is None else found


def row_of(item: Told) -> Row | None:
    """What the walk must know of an item of the list; None if it has no number."""
    view, reason = mapping(item.get("post")), mapping(item.get("reason"))
    uri = text_of(view.get("uri"))
    if not uri:
        return None
    if reason.get("$type") == _REPOST:
        number = text_of(reason.get("uri")) or f"{uri}#{text_of(reason.get('indexedAt')) or ''}"
        return Row(number, moment_of(reason.get("indexedAt")))
    return Row(uri, time_of(view), count_of(view.get("replyCount")) or 0, uri)


def posts(feed: Any, owner: str, url: str) -> Iterator[Anything]:
    """All posts and reposts of a list.

    Args:
        feed: The answer of `getAuthorFeed`.
        owner: DID of the account.
        url: Where it came from.
    """
    for line, item in enumerate(map(mapping, sequence(mapping(feed).get("feed"))), start=1):
        view, reason = mapping(item.get("post")), mapping(item.get("reason"))
        place = Place(url, line, text_of(view.get("uri")) or "")
        if reason.get("$type") == _REPOST:
            yield _repost(view, reason, place)
        elif text_of(mapping(view.get("author")).get("did")) in {owner, None}:
            yield _post(view, owner, place)


def _post(view: Told, owner: str, place: Place) -> Post | BadRow:
    uri, at, record = text_of(view.get("uri")), time_of(view), mapping(view.get("record"))
    if not uri or not at:
        return place.bad("has no time or no address that can be read")
    parent = text_of(mapping(mapping(record.get("reply")).get("parent")).get("uri"))
    languages = {one.partition("-")[0].lower() for one in sequence(record.get("langs")) if text_of(one)}
    return kept(
        Post,
        place,
        native_id=uri,
        published_at=at,
        kind=_kind(record, parent, owner),
        text=full_text(record),
        url=permalink(uri),
        language=languages.pop() if len(languages) == 1 else None,
        in_reply_to=parent,
        links=links(record),
        likes=count_of(view.get("likeCount")),
        reposts=count_of(view.get("repostCount")),
        replies=count_of(view.get("replyCount")),
    )


def _repost(view: Told, reason: Told, place: Place) -> Post | BadRow:
    """A repost has a number of its own on newer servers; on older ones it is known by its time and what it repeats."""
    at, uri = moment_of(reason.get("indexedAt")), text_of(view.get("uri"))
    if not at or not uri:
        return place.bad("has no time or no address that can be read")
    return kept(
        Post,
        place,
        native_id=text_of(reason.get("uri")),
        published_at=at,
        kind=PostKind.REPOST,
        url=permalink(uri),
    )


def _kind(record: Told, parent: str | None, owner: str) -> PostKind:
    """A reply is an answer to somebody else: going on in an own thread is an own post."""
    if parent and not parent.startswith(f"at://{owner}/"):
        return PostKind.REPLY
    embed = mapping(record.get("embed"))
    quoted = mapping(embed.get("record"))
    quoted = mapping(quoted.get("record")) or quoted
    return PostKind.QUOTE if _POST in str(quoted.get("uri")) else PostKind.ORIGINAL


def permalink(uri: str) -> str | None:
    """Address of a post for people, from at://DID/app.bsky.feed.post/KEY."""
    owner, found, key = uri.removeprefix("at://").partition(_POST)
    return f"{SITE}/{owner}/post/{key}" if found and owner and key else None
