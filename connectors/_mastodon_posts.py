"""Accounts and statuses as Mastodon's API tells them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from connectors._iso_times import moment_of
from connectors._list_marks import Row
from connectors._mastodon_parts import PLACEHOLDER, outward_links
from connectors._values import Place, count_of, kept, mapping, sequence, text_of
from monitor.records import Account, Anything, BadRow, Post, PostKind, Profile, Standing, StandingState
from monitor.sources.html_text import html_line, html_to_text

OPEN = frozenset({"public", "unlisted"})
"""What anybody may see. Messages to persons and to followers, which a token would show, are left out."""

_DEFAULT_PICTURES = (PLACEHOLDER, "/images/avi.png", "/susie.png")
"""How pictures of accounts without one end, on Mastodon, Pleroma and snac."""


def account_of(told: Mapping[str, Any]) -> Account | BadRow:
    """The account, by the number that archives know it by too: its address in the network."""
    uri = text_of(told.get("uri"))
    return kept(
        Account,
        Place("account"),
        platform="mastodon",
        native_id=uri,
        handle=handle_of(told),
        name=text_of(told.get("display_name")),
        url=text_of(told.get("url")) or uri,
        created_at=moment_of(told.get("created_at")),
    )


def handle_of(told: Mapping[str, Any]) -> str | None:
    """`name@server`."""
    name, host = text_of(told.get("username")), _host(told.get("uri")) or _host(told.get("url"))
    return f"{name}@{host}" if name and host else None


def profile_of(told: Mapping[str, Any], seen: datetime) -> Profile | BadRow:
    """What the account looks like. Servers may give -1 for what they hide."""
    bio, avatar = html_to_text(text_of(told.get("note"))), text_of(told.get("avatar"))
    return kept(
        Profile,
        Place("account"),
        observed_at=seen,
        name=text_of(told.get("display_name")),
        bio=bio,
        has_bio=bio is not None if isinstance(told.get("note"), str) else None,
        avatar_url=avatar,
        default_avatar=urlsplit_path(avatar).endswith(_DEFAULT_PICTURES) if avatar else None,
        followers=count_of(told.get("followers_count")),
        following=count_of(told.get("following_count")),
        posts_total=count_of(told.get("statuses_count")),
    )


def standing_of(told: Mapping[str, Any], seen: datetime) -> Iterator[Anything]:
    """Whether the account has moved away or its server keeps it out of sight."""
    moved = mapping(told.get("moved"))
    if moved:
        to = handle_of(moved) or text_of(moved.get("acct")) or text_of(moved.get("url"))
        yield kept(Standing, Place("account"), observed_at=seen, state=StandingState.MOVED, detail=f"to {to}"[:200])
    elif told.get("limited") is True:
        detail = "limited by its server: few people see it"
        yield kept(Standing, Place("account"), observed_at=seen, state=StandingState.ACTIVE, detail=detail)


def is_open(status: Mapping[str, Any]) -> bool:
    """Whether anybody may see it; a server that does not say shows only such."""
    return str(status.get("visibility", "public")) in OPEN


def row_of(status: Mapping[str, Any]) -> Row | None:
    """What the walk must know of a status; None if it has no number."""
    number = text_of(status.get("id"))
    if not number:
        return None
    answers = 0 if mapping(status.get("reblog")) else count_of(status.get("replies_count")) or 0
    return Row(number, moment_of(status.get("created_at")), answers, text_of(status.get("uri")) or "")


def posts(statuses: Any, url: str) -> Iterator[Anything]:
    """All posts and reposts of a list; messages to persons or followers are passed over."""
    for line, one in enumerate(sequence(statuses), start=1):
        status = mapping(one)
        place = Place(url, line, text_of(status.get("uri")) or "")
        if is_open(status):
            yield _repost(status, place) if mapping(status.get("reblog")) else _post(status, place)


def _post(status: Mapping[str, Any], place: Place) -> Post | BadRow:
    uri, content = text_of(status.get("uri")), text_of(status.get("content"))
    published = moment_of(status.get("created_at"))
    if not published or not uri:
        return place.bad("has no time or no address that can be read")
    return kept(
        Post,
        place,
        native_id=uri,
        published_at=published,
        kind=_kind(status),
        title=html_line(text_of(status.get("spoiler_text"))),
        text=html_to_text(content),
        url=text_of(status.get("url")) or uri,
        language=text_of(status.get("language")),
        source_app=text_of(mapping(status.get("application")).get("name")),
        in_reply_to=_own_parent(status, uri),
        links=_links(status, content),
        edited_at=moment_of(status.get("edited_at")),
        likes=count_of(status.get("favourites_count")),
        reposts=count_of(status.get("reblogs_count")),
        replies=count_of(status.get("replies_count")),
    )


def _repost(status: Mapping[str, Any], place: Place) -> Post | BadRow:
    uri, published = text_of(status.get("uri")), moment_of(status.get("created_at"))
    if not published or not uri:
        return place.bad("has no time or no address that can be read")
    return kept(
        Post,
        place,
        native_id=uri,
        published_at=published,
        kind=PostKind.REPOST,
        url=text_of(mapping(status.get("reblog")).get("uri")),
    )


def _kind(status: Mapping[str, Any]) -> PostKind:
    """A reply is an answer to somebody else: going on in an own thread is an own post."""
    if text_of(status.get("in_reply_to_id")) and not _is_thread(status):
        return PostKind.REPLY
    return PostKind.QUOTE if mapping(status.get("quote")) else PostKind.ORIGINAL


def _is_thread(status: Mapping[str, Any]) -> bool:
    answered = text_of(status.get("in_reply_to_account_id"))
    return answered is not None and answered == text_of(mapping(status.get("account")).get("id"))


def _own_parent(status: Mapping[str, Any], uri: str) -> str | None:
    """The post that a post of an own thread goes on from: its address differs in the number only."""
    number, parent = text_of(status.get("id")), text_of(status.get("in_reply_to_id"))
    if not number or not parent or not _is_thread(status) or not uri.endswith(f"/{number}"):
        return None
    return uri.removesuffix(number) + parent


def _links(status: Mapping[str, Any], content: str | None) -> tuple[str, ...]:
    tags, persons = ([mapping(one) for one in sequence(status.get(name))] for name in ("tags", "mentions"))
    known = {str(one.get("url")).casefold() for one in (*tags, *persons)}
    return outward_links(content, known, {str(one.get("username")) for one in persons})


def _host(url: Any) -> str | None:
    try:
        return urlsplit(url).netloc or None if isinstance(url, str) else None
    except ValueError:
        return None


def urlsplit_path(url: str) -> str:
    """The path of an address, without its query; the address itself if it is none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return url
