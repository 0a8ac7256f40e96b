"""Where posts link to: the own site, another own account, elsewhere, or nobody can tell. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

import numpy as np
import pandas as pd

from monitor.settings import AccountSettings, Settings


class Place(StrEnum):
    """Where one link leads."""

    OWN_SITE = "own_site"
    OWN_ACCOUNT = "own_account"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


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
_URL = re.compile(r"https?://[^\s<>\"'()\[\]]+")
_END = ".,;:!?…"


@dataclass(frozen=True)
class OwnPlaces:
    """What is the organisation's own on the web.

    Attributes:
        hosts: Hosts of the own sites and blogs; their subdomains are own too.
        homes: Beginnings of addresses of own accounts, as `plain_address` gives them.
    """

    hosts: frozenset[str] = frozenset()
    homes: tuple[str, ...] = ()

    def place(self, url: str) -> Place:
        """Where an address leads; not an address is `UNKNOWN`."""
        address = plain_address(url)
        host = address.partition("/")[0]
        if not host or host in SHORTENERS:
            return Place.UNKNOWN
        if any(_within(address, home) for home in self.homes):
            return Place.OWN_ACCOUNT
        if any(host == own or host.endswith(f".{own}") for own in self.hosts):
            return Place.OWN_SITE
        return Place.UNKNOWN if address.startswith(MANY_OWNERS) else Place.ELSEWHERE


def own_places(settings: Settings) -> OwnPlaces:
    """What config.toml says is the organisation's own: its site, and every account with an address or a handle.

    A blog counts as own site, not as an account: it is what posts should lead to.
    """
    blogs = [one.url for one in settings.account if one.platform == "blog"]
    hosts = {plain_address(url).partition("/")[0] for url in (settings.organisation.site, *blogs) if url}
    homes = {home for one in settings.account if one.platform != "blog" for home in _homes(one)}
    return OwnPlaces(frozenset(hosts - {""}), tuple(sorted(homes - {""})))


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


def _homes(account: AccountSettings) -> set[str]:
    names = [name.removeprefix("@") for name in (account.handle, account.native_id) if name]
    made = {pattern.format(name.casefold()) for pattern in HOMES.get(account.platform, ()) for name in names}
    if account.platform == "mastodon":
        made |= {f"{host}/@{user}".casefold() for user, _, host in (name.partition("@") for name in names) if host}
    return made | ({plain_address(account.url)} if account.url else set())


def _within(address: str, home: str) -> bool:
    return address == home or address.startswith((f"{home}/", f"{home}?"))


def links_of(links: object, text: object) -> Sequence[str] | None:
    """The links of a post: as the source lists them, else those written in its text; None if neither is known.

    Args:
        links: A sequence of addresses, or the store's JSON text of one; anything else (None, NaN) is unknown.
        text: The post's text; anything but a string is unknown.
    """
    listed = _listed(links)
    if listed is not None or not isinstance(text, str):
        return listed
    return [found.rstrip(_END) for found in _URL.findall(text)]


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
