"""The channel itself: finding it by the names we know, and what its answer tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from connectors._values import Place, count_of, kept, mapping, text_of
from connectors._youtube import channel_id, channel_url
from connectors._youtube_api_calls import Calls
from connectors._youtube_api_memory import Memory, told
from connectors._youtube_api_names import Names, names_of
from connectors._youtube_api_values import items_of, moment_of, part
from monitor.errors import AccountGone, SkipSource
from monitor.records import Account, AccountKind, Anything, Profile, Standing, StandingState
from monitor.sources.http import Reply
from monitor.sources.live import Page, Target, Visit, stamp

RENAMED = "renamed"
"""Mark in `Page.about`: the channel goes by another handle than config.toml says."""


@dataclass(frozen=True)
class Found:
    """The channel as the platform tells it now.

    Attributes:
        page: Its answer.
        memory: What is remembered with it.
        is_renamed: It is readable under another handle than the one we know.
    """

    page: Page
    memory: Memory
    is_renamed: bool


def find(calls: Calls, visit: Visit, memory: Memory) -> Found:
    """Look the channel up, by its id if that is known, else by its name.

    Raises:
        AccountGone: YouTube knows it under none of its names.
        SkipSource: Nothing is known by which it could be looked up.
    """
    names = names_of(visit.target, memory)
    reply = _look_up(calls, names, visit.target)
    item = _the_one(reply, names)
    native_id, handle = str(item["id"]), handle_of(item)
    checked = _checked(calls, memory, names, native_id, handle)
    is_renamed = checked.names.get(names.name or "") is False
    now = replace(
        checked,
        channel=native_id,
        uploads=text_of(part(item, "contentDetails", "relatedPlaylists").get("uploads")) or f"UU{native_id[2:]}",
        videos=count_of(part(item, "statistics").get("videoCount")),
        read_at=visit.now,
    )
    about = {**stamp(visit), "channel": native_id, **({RENAMED: "yes"} if is_renamed else {})}
    return Found(Page("channel", reply.content, reply.url, about, told(now)), now, is_renamed)


def _look_up(calls: Calls, names: Names, target: Target) -> Reply:
    """The answer that holds the channel; an id is certain, a name may be a handle or an old user name."""
    if not names.channel and not names.name:
        advice = "Set native_id (UC and 22 characters), handle or url of the account in config.toml"
        raise SkipSource("nothing says which channel it is", f"account youtube {target.label}", advice)
    tries = {"id": names.channel} if names.channel else {}
    tries |= {"forHandle": f"@{names.name}", "forUsername": names.name} if names.name else {}
    for name, value in tries.items():
        reply = calls.channel(**{name: value})
        if any(_is_wanted(item, names) for item in items_of(reply.json)):
            return reply
    raise AccountGone("deleted", f"YouTube knows no channel {_called(names)} (deleted, closed by YouTube, or mistyped)")


def _called(names: Names) -> str:
    return " or ".join(one for one in (names.channel, f"@{names.name}" if names.name else None) if one)


def _is_wanted(item: dict[str, Any], names: Names) -> bool:
    """Whether it is our channel: with a known id only that one, since a free handle may be taken by anybody."""
    native_id = channel_id(text_of(item.get("id")))
    return bool(native_id) and names.channel in {None, native_id}


def _the_one(reply: Reply, names: Names) -> dict[str, Any]:
    return next(item for item in items_of(reply.json) if _is_wanted(item, names))


def handle_of(item: dict[str, Any]) -> str | None:
    """The handle without @; None for a channel that has only an old custom address."""
    address = text_of(part(item, "snippet").get("customUrl")) or ""
    return address[1:] or None if address.startswith("@") else None


def _checked(calls: Calls, memory: Memory, names: Names, native_id: str, handle: str | None) -> Memory:
    """Remember of a name that is not the present handle whether it is an old user name, which stays good for ever."""
    name = names.name
    if not name or not handle or name.casefold() == handle.casefold():
        return replace(memory, names={})
    if name in memory.names:
        return memory
    is_user_name = any(item.get("id") == native_id for item in items_of(calls.channel("id", forUsername=name).json))
    return replace(memory, names={name: is_user_name})


# --- records ------------------------------------------------------------------------------------------------
def channel_records(answer: Any, page: Page, target: Target) -> Iterator[Anything]:
    """Account, profile and standing of the channel that was looked up."""
    native_id = page.about.get("channel")
    for number, item in enumerate(items_of(answer), start=1):
        if native_id is not None and item.get("id") == native_id:
            place = Place(page.url, number, f"channel {native_id}")
            yield kept(Account, place, **_account(item, native_id))
            if at := moment_of(page.about.get("at")):
                yield kept(Profile, place, observed_at=at, **_profile(item))
                yield _standing(at, handle_of(item), RENAMED in page.about)


def _account(item: dict[str, Any], native_id: str) -> dict[str, Any]:
    snippet = part(item, "snippet")
    return {
        "platform": "youtube",
        "native_id": native_id,
        "handle": handle_of(item),
        "name": text_of(snippet.get("title")),
        "kind": AccountKind.CHANNEL,
        "url": channel_url(native_id),
        "created_at": moment_of(snippet.get("publishedAt")),
    }


def _profile(item: dict[str, Any]) -> dict[str, Any]:
    """A hidden number of subscribers is told as 0, which it is not."""
    snippet, statistics = part(item, "snippet"), part(item, "statistics")
    bio = snippet.get("description")
    is_hidden = statistics.get("hiddenSubscriberCount") is True
    return {
        "name": text_of(snippet.get("title")),
        "bio": text_of(bio),
        "has_bio": bool(bio.strip()) if isinstance(bio, str) else None,
        "avatar_url": _avatar(snippet),
        "followers": None if is_hidden else count_of(statistics.get("subscriberCount")),
        "posts_total": count_of(statistics.get("videoCount")),
    }


def _avatar(snippet: dict[str, Any]) -> str | None:
    sizes = mapping(snippet.get("thumbnails"))
    addresses = (text_of(mapping(sizes.get(name)).get("url")) for name in ("high", "medium", "default"))
    return next((one for one in addresses if one), None)


def _standing(at: datetime, handle: str | None, is_renamed: bool) -> Standing:
    if is_renamed:
        return Standing(observed_at=at, state=StandingState.RENAMED, detail=f"now @{handle}" if handle else None)
    return Standing(observed_at=at, state=StandingState.ACTIVE)
