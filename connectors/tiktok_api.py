"""A TikTok account, read from TikTok's Display API."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from functools import partial
from typing import Any, ClassVar

from pydantic import Field

from connectors._making import bad, made
from connectors._tiktok_videos import post_of, profile_of, user_of
from connectors._tiktok_walk import VideoWalk
from connectors._values import mapping, text_of
from monitor.records import Anything
from monitor.sources.contract import Options
from monitor.sources.ledger import Ledger
from monitor.sources.live import (
    Estimate,
    LiveDeclaration,
    LiveOptions,
    Page,
    Past,
    Reach,
    Target,
    TokenFacts,
    Visit,
)


class TikTokOptions(LiveOptions):
    """The table `[connectors.tiktok_api]`."""

    base: str = Field(
        "https://open.tiktokapis.com", description="address of the API; change it only for a proxy of your own"
    )


class Connector:
    """Reads the public videos of the account whose owner gave the token."""

    declaration: ClassVar[LiveDeclaration] = LiveDeclaration(
        name="tiktok_api",
        title="TikTok account (Display API)",
        platform="tiktok",
        yields=("Account", "Profile", "Standing", "Post", "Window"),
        obtain=(
            "1. On developers.tiktok.com, Manage apps > Connect an app; add the products Login Kit and Display API, "
            "and the scopes user.info.basic and video.list (user.info.profile and user.info.stats show name, "
            "description and followers besides). TikTok reviews the app; before that its sandbox works with accounts "
            "you name. 2. Log in through the app as the account and exchange the code at "
            "https://open.tiktokapis.com/v2/oauth/token/ (grant_type=authorization_code): that gives an access token "
            "for 24 hours and a refresh token for 365 days. 3. Put the access token in the environment variable "
            "TIKTOK_TOKEN. 4. Once a day, before the nightly run, let a small script of yours get the next one: POST "
            "to the same address with client_key, client_secret, grant_type=refresh_token and refresh_token. Nothing "
            "is to be paid."
        ),
        since="API v2 (2023), as of August 2026",
        richness=75,
        cannot=(
            "Only public videos: one that was made private looks deleted. No comments, no edits, no messages. The "
            "access token is not renewed by this program."
        ),
        options=TikTokOptions,
        token_name="TIKTOK_TOKEN",  # noqa: S106 - the name of an environment variable
        scopes=("user.info.basic", "video.list"),
    )

    def __init__(self, options: Options) -> None:
        """Take the address of the API."""
        self.options = options if isinstance(options, TikTokOptions) else TikTokOptions()

    def ledger(self) -> Ledger:
        """Nothing is paid."""
        return Ledger()

    def estimate(self, target: Target, past: Past) -> Estimate:
        """Calls: one for the account, one for each 20 videos."""
        return Estimate("the account and all its videos", 20) if past.full else Estimate("the account's new videos", 3)

    def check(self, visit: Visit) -> TokenFacts:
        """Ask what the token is worth."""
        return VideoWalk(visit, self.options).facts()

    def pages(self, visit: Visit) -> Generator[Page, None, Reach]:
        """Walk through the account's videos, from the newest back."""
        return (yield from VideoWalk(visit, self.options).pages())

    def parse(self, page: Page, target: Target) -> Iterator[Anything]:
        """Turn an answer about the account or a page of videos into records."""
        told = _told(page)
        if page.kind == "profile":
            user = user_of(told)
            yield from profile_of(user, page, target) if user else [_unreadable(page)]
            return
        videos = mapping(mapping(told).get("data")).get("videos")
        if not isinstance(videos, list):
            yield _unreadable(page)
            return
        for line, video in enumerate(map(mapping, videos)):
            yield made(partial(post_of, video), page.url, line, text_of(video.get("id")) or "")


def _told(page: Page) -> Any:
    try:
        return page.json
    except (ValueError, RecursionError):
        return None


def _unreadable(page: Page) -> Anything:
    return bad("is nothing that TikTok answers", page.url, None, "")
