"""A professional Instagram account, read from Meta's Graph API."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from functools import partial
from typing import ClassVar

from connectors._graph_media import post_of, profile_of
from connectors._graph_media_walk import CEILING, InstagramOptions, MediaWalk
from connectors._graph_remarks import heard
from connectors._graph_usage import Rest
from connectors._graph_values import object_of, rows_of
from connectors._making import bad, made
from connectors._values import mapping, text_of
from monitor.records import Anything
from monitor.sources.contract import Options
from monitor.sources.ledger import Ledger
from monitor.sources.live import Estimate, LiveDeclaration, Page, Past, Reach, Target, TokenFacts, Visit


class Connector:
    """Reads what an account published, and what others said under its newest posts."""

    declaration: ClassVar[LiveDeclaration] = LiveDeclaration(
        name="instagram_api",
        title="Instagram account (Graph API)",
        platform="instagram",
        yields=("Account", "Profile", "Standing", "Post", "Interaction", "Window"),
        obtain=(
            "1. In the Instagram app make the account a professional one (Settings > Account type) and link it to a "
            "Facebook page. 2. On developers.facebook.com make an app of the type Business; accounts of your own may "
            "be read in development mode, others after a review. 3. Tools > Graph API Explorer: add the permissions "
            "instagram_basic, instagram_manage_comments, pages_show_list and pages_read_engagement, generate a user "
            "token, make it long-lived (oauth/access_token with grant_type=fb_exchange_token) and ask for "
            "me/accounts?fields=id,name,access_token: the access_token of the linked page is the one; a token of a "
            "system user does as well. 4. Put it in the environment variable INSTAGRAM_TOKEN. Nothing is to be paid. "
            'Without a Facebook page: the app\'s product "Instagram API with Instagram login" gives a token for 60 '
            'days with instagram_business_basic and instagram_business_manage_comments; then write login = "instagram" '
            "under [connectors.instagram_api]."
        ),
        since="Graph API v26.0 of November 2026",
        richness=75,
        cannot=(
            f"Only the newest {CEILING} posts are listed, and stories only for a day. Likes are missing where the "
            "account hides them; comments of persons whom the account has restricted are not there. Shares, views and "
            "edits are not told. With login = instagram nobody says when the token ends."
        ),
        options=InstagramOptions,
        token_name="INSTAGRAM_TOKEN",  # noqa: S106 - the name of an environment variable
        scopes=("instagram_basic", "instagram_manage_comments", "pages_show_list", "pages_read_engagement"),
    )

    def __init__(self, options: Options) -> None:
        """Take address, version and login."""
        self.options = options if isinstance(options, InstagramOptions) else InstagramOptions()
        self._rest = Rest()

    def ledger(self) -> Ledger:
        """Nothing is paid."""
        return Ledger()

    def estimate(self, target: Target, past: Past) -> Estimate:
        """Calls: token, account, posts by the hundred, and one for each new post with comments."""
        words = f"the account, and the comments of the last {self.options.comment_days} days"
        if past.full:
            return Estimate(f"all posts of {words}", 20)
        return Estimate(f"new posts of {words}", 10)

    def check(self, visit: Visit) -> TokenFacts:
        """Ask what the token is worth."""
        return MediaWalk(visit, self.options, self._rest).facts()

    def pages(self, visit: Visit) -> Generator[Page, None, Reach]:
        """Walk through the account's posts, then through the comments of the newest."""
        return (yield from MediaWalk(visit, self.options, self._rest).pages())

    def parse(self, page: Page, target: Target) -> Iterator[Anything]:
        """Turn an answer about the account, a page of posts or a page of comments into records."""
        if page.kind == "comments":
            yield from heard(page)
        elif page.kind == "profile":
            told = object_of(page)
            yield from profile_of(told, page, target) if told is not None else [_unreadable(page)]
        else:
            yield from _posts(page)


def _posts(page: Page) -> Iterator[Anything]:
    rows = rows_of(page)
    if rows is None:
        yield _unreadable(page)
        return
    for line, row in enumerate(rows):
        told = mapping(row)
        yield made(partial(post_of, told), page.url, line, text_of(told.get("id")) or "")


def _unreadable(page: Page) -> Anything:
    return bad("is nothing that Instagram answers", page.url, None, "")
