"""A Facebook page as the Graph API describes it, and whether it is the one that is meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from connectors._graph_values import number_of
from connectors._making import made
from connectors._values import count_of, mapping, text_of
from monitor.records import Account, AccountKind, Anything, Profile, Standing, StandingState
from monitor.sources.live import Page, Target, stamped

FIELDS = "id,name,username,about,link,fan_count,followers_count,is_published,picture.type(large){url,is_silhouette}"
_FOLDERS = frozenset({"pages", "pg", "p", "people"})


def profile_of(told: Mapping[str, Any], page: Page, target: Target) -> Iterator[Anything]:
    """The page, what it looks like, and whether it is there for everybody."""
    yield made(lambda: _account(told), page.url, None, "")
    yield made(lambda: _profile(told, page), page.url, None, "")
    if state := _state(told, target):
        yield Standing(observed_at=stamped(page), state=state[0], detail=state[1])


def _account(told: Mapping[str, Any]) -> Account:
    return Account(
        platform="facebook",
        native_id=number_of(told.get("id")),
        handle=text_of(told.get("username")),
        name=text_of(told.get("name")),
        kind=AccountKind.PAGE,
        url=text_of(told.get("link")),
    )


def _profile(told: Mapping[str, Any], page: Page) -> Profile:
    picture = mapping(mapping(told.get("picture")).get("data"))
    silhouette = picture.get("is_silhouette")
    followers = count_of(told.get("followers_count"))
    return Profile(
        observed_at=stamped(page),
        name=text_of(told.get("name")),
        bio=text_of(told.get("about")),
        has_bio=text_of(told.get("about")) is not None if "about" in told else None,
        avatar_url=text_of(picture.get("url")),
        default_avatar=silhouette if isinstance(silhouette, bool) else None,
        followers=count_of(told.get("fan_count")) if followers is None else followers,
    )


def _state(told: Mapping[str, Any], target: Target) -> tuple[StandingState, str] | None:
    """What Facebook says of the page itself; None where it says nothing special."""
    name = text_of(told.get("username"))
    if told.get("is_published") is False:
        return StandingState.PROTECTED, "the page is not published: only those who manage it see it"
    if target.native_id and target.handle and name and not same_name(name, target.handle):
        return StandingState.RENAMED, f"its name is {name} now"
    return None


def is_meant(told: Mapping[str, Any], target: Target) -> bool:
    """Whether this is the page that config.toml means, as far as that tells; its number goes before its name."""
    number, name = number_of(told.get("id")), text_of(told.get("username"))
    wanted = target.native_id or page_number(target)
    if wanted:
        return wanted == number
    known = page_name(target)
    return not known or name is None or same_name(known, name)


def same_name(one: str, other: str) -> bool:
    """Whether two names of pages are one: capitals and dots do not count on Facebook."""
    return _plain(one) == _plain(other)


def page_number(target: Target) -> str | None:
    """The number of the page that stands in its address; None if none does."""
    parts, query = _address(target)
    told = query.get("id", [""])[0]
    return number_of(told) or next((part for part in reversed(parts) if number_of(part)), None)


def page_name(target: Target) -> str | None:
    """The name of the page, from config.toml or from its address."""
    if target.handle:
        return target.handle
    parts = [part for part in _address(target)[0] if part not in _FOLDERS and part != "profile.php"]
    return parts[0] if parts else None


def _address(target: Target) -> tuple[list[str], dict[str, list[str]]]:
    try:
        address = urlsplit(target.url or "")
        return [part for part in address.path.split("/") if part], parse_qs(address.query)
    except ValueError:
        return [], {}


def _plain(name: str) -> str:
    return name.removeprefix("@").replace(".", "").casefold()
