"""Where posts link to: the own site, another own account, elsewhere, or nobody can tell. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlsplit

import numpy as np
import pandas as pd

from monitor.settings import Settings


class Place(StrEnum):
    """Where one link leads."""

    OWN_SITE = "own_site"
    OWN_ACCOUNT = "own_account"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


LINKS_VERSION = 1
"""Raise it with every change of what is said of a link: the posts are then marked anew."""

SHORTENERS = frozenset(
    (
        *(
            "bit.ly",
            "t.co",
            "ow.ly",
            "buff.ly",
            "goo.gl",
            "tinyurl.com",
            "lnkd.in",
            "fb.me",
            "dlvr.it",
            "is.gd",
            "ift.tt",
        ),
        *(
            "wp.me",
            "hubs.ly",
            "youtu.be",
            "fb.watch",
            "j.mp",
            "tiny.cc",
            "rebrand.ly",
            "cutt.ly",
            "shorturl.at",
            "v.gd",
        ),
        *("amzn.to", "t.ly", "trib.al", "spr.ly", "bitly.com", "tr.im", "cli.gs", "su.pr", "snip.ly", "po.st"),
    )
)
"""Hosts that hide where a link leads; asking them would be a request, so it stays unknown."""

MANY_OWNERS = (
    "youtube.com/watch",
    "youtube.com/shorts",
    "youtube.com/playlist",
    "linkedin.com/feed",
    "linkedin.com/posts",
)
"""Beginnings of addresses that do not tell whose page it is."""

HOMES: dict[str, tuple[str, ...]] = {
    "x": ("x.com/{}", "twitter.com/{}"),
    "facebook": ("facebook.com/{}",),
    "instagram": ("instagram.com/{}",),
    "linkedin": ("linkedin.com/company/{}", "linkedin.com/in/{}", "linkedin.com/groups/{}", "linkedin.com/showcase/{}"),
    "youtube": (
        "youtube.com/@{}",
        "youtube.com/{}",
        "youtube.com/c/{}",
        "youtube.com/user/{}",
        "youtube.com/channel/{}",
    ),
    "tiktok": ("tiktok.com/@{}",),
    "bluesky": ("bsky.app/profile/{}",),
    "threads": ("threads.net/@{}", "threads.com/@{}"),
}
"""Where an account with a handle or number lives, by platform; {} is the handle."""

_HOST_PREFIX = re.compile(r"^(?:www|m|mobile|nl|nl-nl)\.")
_URL = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"'()\[\]]+")
_END = ".,;:!?…"


@dataclass(frozen=True)
class OwnPlaces:
    """What is the organisation's own on the web.

    Attributes:
        hosts: Hosts of the own sites and blogs; their subdomains are own too.
        homes: Beginnings of addresses of own accounts, as `plain_address` gives them.
        itself: Hosts and homes of the account that links: they lead nowhere.
    """

    hosts: frozenset[str] = frozenset()
    homes: frozenset[str] = frozenset()
    itself: frozenset[str] = frozenset()

    def place(self, url: str) -> Place:
        """Where an address leads; not an address is `UNKNOWN`."""
        address = plain_address(url)
        host = address.partition("/")[0]
        if not host or host in SHORTENERS:
            return Place.UNKNOWN
        if not self.homes.isdisjoint(found := _beginnings(address)):
            return Place.OWN_ACCOUNT if self.itself.isdisjoint(found) else Place.ELSEWHERE
        site = next((host[place:] for place in _label_begins(host) if host[place:] in self.hosts), None)
        if site:
            return Place.ELSEWHERE if site in self.itself else Place.OWN_SITE
        return Place.UNKNOWN if address.startswith(MANY_OWNERS) else Place.ELSEWHERE

    def told(self) -> str:
        """All of it in one line, the same for the same places."""
        return " ".join((*sorted(self.hosts), "|", *sorted(self.homes)))

    def beside(self, platform: str, handle: object, native_id: object, url: object) -> OwnPlaces:
        """What is left for one account to link to: all but itself. A blog's own site is the blog."""
        told = {"handle": handle, "native_id": native_id, "url": url}
        names = {name: value for name, value in told.items() if isinstance(value, str) and value}
        if platform != "blog":
            return replace(self, itself=frozenset(homes_of(platform, **names)))
        site = plain_address(names.get("url", "")).partition("/")[0]
        return replace(self, itself=frozenset(host for host in self.hosts if _same_site(host, site)))

    def anything(self) -> bool:
        """Whether there is anything of our own beside the account itself."""
        return not (self.homes <= self.itself and self.hosts <= self.itself)


def own_places(settings: Settings) -> OwnPlaces:
    """What config.toml says is the organisation's own: its site, and every account with an address or a handle.

    A blog counts as own site, not as an account: it is what posts should lead to.
    """
    blogs = [one.url for one in settings.account if one.platform == "blog"]
    hosts = {plain_address(url).partition("/")[0] for url in (settings.organisation.site, *blogs) if url}
    homes = {
        home
        for one in settings.account
        if one.platform != "blog"
        for home in homes_of(one.platform, one.handle, one.native_id, one.url)
    }
    return OwnPlaces(frozenset(hosts - {""}), frozenset(homes - {""}))


def plain_address(url: str) -> str:
    """An address as host and path in small letters, without scheme, www. and query; "" if it has no host."""
    try:
        parts = urlsplit(url.strip() if "://" in url else f"https://{url.strip()}")
        host = (parts.hostname or "").casefold()
    except ValueError:
        return ""
    if "." not in host:
        return ""
    return f"{_HOST_PREFIX.sub('', host)}{parts.path.rstrip('/')}".casefold()


def homes_of(
    platform: str, handle: str | None = None, native_id: str | None = None, url: str | None = None
) -> set[str]:
    """Beginnings of the addresses under which an account lives."""
    names = [name.removeprefix("@") for name in (handle, native_id) if name]
    made = {pattern.format(name.casefold()) for pattern in HOMES.get(platform, ()) for name in names}
    if platform == "mastodon":
        made |= {f"{host}/@{user}".casefold() for user, _, host in (name.partition("@") for name in names) if host}
    return made | ({plain_address(url)} if url else set())


def _same_site(one: str, other: str) -> bool:
    return one == other or (bool(other) and (one.endswith(f".{other}") or other.endswith(f".{one}")))


def _beginnings(address: str) -> list[str]:
    """The address, and what stands before each slash in it."""
    return [address, *(address[:place] for place, sign in enumerate(address) if sign == "/")]


def _label_begins(host: str) -> list[int]:
    """Where a host and the domains it is in begin."""
    return [0, *(place + 1 for place, sign in enumerate(host) if sign == ".")]


CARDS = frozenset({"blog", "facebook", "linkedin"})
"""Platforms on which a link need not stand in the text: it is a card below it, or hides behind a word."""


def links_of(links: object, text: object, platform: str = "") -> Sequence[str] | None:
    """The links of a post: those that the source lists and those written in its text; None if neither is known.

    X writes t.co for every link and picture in a text; where the source lists the links, it says where those lead to.

    Args:
        links: A sequence of addresses, or the store's JSON text of one; anything else (None, NaN) is unknown.
        text: The post's text; anything but a string is unknown.
        platform: Where a text alone does not tell the links (`CARDS`), one without any leaves them unknown.
    """
    listed = _listed(links)
    if not isinstance(text, str):
        return listed
    written = [found.rstrip(_END) for found in _URL.findall(text)]
    if listed is None:
        return None if platform in CARDS and not written else written
    return [*listed, *(one for one in written if one not in listed and plain_address(one).partition("/")[0] != "t.co")]


def domain_of(links: Sequence[str]) -> str | None:
    """The host of links that lead to one host only; "" for none or several, None if one hides where it leads to."""
    hosts = {plain_address(link).partition("/")[0] for link in links}
    if hosts & {*SHORTENERS, ""}:
        return None
    return hosts.pop() if len(hosts) == 1 else ""


def _listed(links: object) -> Sequence[str] | None:
    if isinstance(links, str):
        try:
            links = json.loads(links)
        except ValueError:
            return None
    return [link for link in links if isinstance(link, str)] if isinstance(links, list | tuple) else None


def link_marks(posts: pd.DataFrame, own: OwnPlaces) -> pd.DataFrame:
    """Count where posts link to.

    Args:
        posts: One row a post, with `links` and `text`; see `links_of`.
        own: What is our own.

    Returns:
        With the index of `posts`, one float32 column for each `Place` ("own_site", "own_account", "elsewhere",
        "unknown"): number of links; NaN in all four when it is unknown what the post links to.
    """
    counted = [_counts(links_of(links, text), own) for links, text in zip(posts["links"], posts["text"], strict=True)]
    table = np.array(counted, dtype=np.float32).reshape(len(posts), len(Place))
    return pd.DataFrame(table, index=posts.index, columns=[place.value for place in Place])


def _counts(links: Iterable[str] | None, own: OwnPlaces) -> list[float]:
    if links is None:
        return [float("nan")] * len(Place)
    places = [own.place(link) for link in links]
    return [places.count(place) for place in Place]
