"""A Facebook page, read from Meta's Graph API."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from functools import partial
from typing import ClassVar

from connectors._graph_comments import heard
from connectors._graph_options import GraphOptions
from connectors._graph_page import profile_of
from connectors._graph_page_walk import CEILING, PageWalk
from connectors._graph_posts import is_published, post_of
from connectors._graph_usage import Rest
from connectors._graph_values import object_of, rows_of
from connectors._making import bad, made
from connectors._values import mapping, text_of
from monitor.records import Anything
from monitor.sources.contract import Options
from monitor.sources.ledger import Ledger
from monitor.sources.live import Estimate, LiveDeclaration, Page, Past, Reach, Target, TokenFacts, Visit


class Connector:
    """Reads what a page published, and what others said under its newest posts."""

    declaration: ClassVar[LiveDeclaration] = LiveDeclaration(
        name="facebook_api",
        title="Facebook page (Graph API)",
        platform="facebook",
        yields=("Account", "Profile", "Standing", "Post", "Interaction", "Window"),
        obtain=(
            "1. On developers.facebook.com, My Apps > Create app, of the type Business; for a page of your own it may "
            "stay in development mode, for others Meta reviews it. Your person needs a role on the app, and on the "
            "page a task (Moderate, else comments come without their numbers). "
            "2. Tools > Graph API Explorer: choose the app, add the permissions pages_show_list, pages_read_engagement "
            "and pages_read_user_content, and generate a user token. "
            "3. Make it long-lived: open https://graph.facebook.com/v26.0/oauth/access_token with the parameters "
            "grant_type=fb_exchange_token, client_id, client_secret and fb_exchange_token (the token of step 2). "
            "4. With that token ask the Explorer for me/accounts?fields=id,name,access_token: the access_token of your "
            "page is the one. It has no end of its own, but dies with a new password, with the role, and 90 days "
            "after you last used the app. A token of a system user (business.facebook.com > Settings > Users) lasts. "
            "5. Put it in the environment variable FACEBOOK_PAGE_TOKEN; with several pages give each account its own: "
            'token = "env:NAME". Nothing is to be paid.'
        ),
        since="Graph API v26.0 of November 2026",
        richness=75,
        cannot=(
            f"Facebook lists about {CEILING} posts a year at most; the others come from Meta Business Suite. "
            "Posts that have expired, stories after a day, groups and personal profiles are not there; nor is who "
            "commented, where that person does not allow it, so that some answers stay unknown. An edit cannot be "
            "told, and shares are not counted where Facebook leaves them out."
        ),
        options=GraphOptions,
        token_name="FACEBOOK_PAGE_TOKEN",  # noqa: S106 - the name of an environment variable
        scopes=("pages_show_list", "pages_read_engagement", "pages_read_user_content"),
    )

    def __init__(self, options: Options) -> None:
        """Take address and version of the API."""
        self.options = options if isinstance(options, GraphOptions) else GraphOptions()
        self._rest = Rest()

    def ledger(self) -> Ledger:
        """Nothing is paid."""
        return Ledger()

    def estimate(self, target: Target, past: Past) -> Estimate:
        """Calls: token, page, posts by the hundred, and one for each post with new comments."""
        words = f"the page, and the comments of the last {self.options.comment_days} days"
        if past.full:
            return Estimate(f"all posts of {words}", 20)
        return Estimate(f"new posts of {words}", 10)

    def check(self, visit: Visit) -> TokenFacts:
        """Ask what the token is worth."""
        return PageWalk(visit, self.options, self._rest).check.facts()

    def pages(self, visit: Visit) -> Generator[Page, None, Reach]:
        """Walk through the page's posts, then through the comments of the newest."""
        return (yield from PageWalk(visit, self.options, self._rest).pages())

    def parse(self, page: Page, target: Target) -> Iterator[Anything]:
        """Turn an answer about the page, a page of posts or the comments of a post into records."""
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
        if is_published(told):
            yield made(partial(post_of, told), page.url, line, text_of(told.get("id")) or "")


def _unreadable(page: Page) -> Anything:
    return bad("is nothing that Facebook answers", page.url, None, "")
