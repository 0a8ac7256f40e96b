"""A visit to a professional Instagram account: its token, what it looks like, its posts, and the newest comments."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Literal
from urllib.parse import quote

from pydantic import Field

from connectors._graph_lists import Listing
from connectors._graph_media import (
    ACCOUNT_FIELDS,
    FIELDS,
    OWN_ACCOUNT_FIELDS,
    is_meant,
    native_id,
    number_of_account,
    same_name,
)
from connectors._graph_options import BASE, GraphOptions
from connectors._graph_remarks import FIELDS as REMARK_FIELDS
from connectors._graph_remarks import OWN_ID, OWN_NAME, POST
from connectors._graph_token import PAGE, SYSTEM, USER, Needs, Token
from connectors._graph_usage import Rest
from connectors._graph_values import moment_or_none, number_of
from connectors._graph_walk import OWN_TOKEN, GraphWalk
from connectors._values import count_of, mapping, text_of
from monitor.errors import AccountGone, GrantAccess, RetryLater
from monitor.records import EARLIEST
from monitor.sources.http import Reply
from monitor.sources.http_address import shown
from monitor.sources.live import Page, Reach, TokenFacts, Visit

OWN_BASE = "https://graph.instagram.com"
CEILING = 10_000
"""Posts that the list holds at most, the newest (reference of IG User/media, 2026)."""

NEAR = 9_900
CUT_OFF = f"Instagram lists the newest {CEILING} posts only; older ones come from its own download"
REMARKS = 50
"""Most comments a call gives, the newest first; there is no way to ask for a time."""

MOST_REMARK_PAGES = 20
_LINKED = "instagram_business_account{id,username}"


class InstagramOptions(GraphOptions):
    """The table `[connectors.instagram_api]`."""

    login: Literal["facebook", "instagram"] = Field(
        "facebook",
        description="with what the person logged in from whom the token is: facebook (also for tokens of a page or a "
        "system user) or instagram",
    )

    @property
    def place(self) -> str:
        """Address of the API that goes with the login."""
        return OWN_BASE if self.login == "instagram" and self.base == BASE else self.base


def needs(options: InstagramOptions) -> Needs:
    """What the token must be and allow."""
    comments = ("instagram_manage_comments",) if options.comment_days else ()
    return Needs(
        frozenset({PAGE, SYSTEM, USER}),
        ("instagram_basic", "pages_read_engagement", *comments),
        "`monitor auth instagram` shows how to obtain the right one",
    )


class MediaWalk(GraphWalk):
    """One visit to one account."""

    def __init__(self, visit: Visit, options: InstagramOptions, rest: Rest) -> None:
        super().__init__(visit, options, rest, needs(options), options.place)
        self._own_login = options.login == "instagram"
        self._listed: set[str] = set()
        self._talked: dict[str, str] = {}

    def pages(self) -> Generator[Page, None, Reach]:
        """See `LiveConnector.pages`."""
        token = Token() if self._own_login else self.check.known()
        account = yield from self._account(token)
        since = self._since()
        yield from self._posts("me" if self._own_login else account[OWN_ID], since, token)
        yield from self._comments(account)
        return Reach(
            seen=not self._odd,
            start=self._start(since),
            full=since is None and not self._odd,
            ended="; ".join(filter(None, (self._odd, CUT_OFF if self._cut_off else "", self._unheard))),
            token_expires=token.expires,
        )

    def facts(self) -> TokenFacts:
        """What the token is worth; one of an Instagram login cannot be looked up, only used."""
        if not self._own_login:
            return self.check.facts()
        name = text_of(mapping(self._asked(Token()).json).get("username"))
        return TokenFacts(f"account {name}" if name else "an account without a name")

    # --- the account ----------------------------------------------------------------------------------------
    def _account(self, token: Token) -> Generator[Page, None, dict[str, str]]:
        """The account; gives its number and name, by which its own comments are known."""
        reply = self._asked(token)
        told = mapping(reply.json)
        own, name = number_of_account(told), text_of(told.get("username")) or ""
        if own is None:
            raise RetryLater("answers an account without its number", shown(reply.url), "Try again later")
        if not is_meant(told, self._visit.target):
            raise GrantAccess(f"the token is of another account, {name[:80]} ({own})", self._where, OWN_TOKEN)
        yield self._page("profile", reply)
        return {OWN_ID: own, OWN_NAME: name}

    def _asked(self, token: Token) -> Reply:
        if self._own_login:
            return self._calls.node("me", {"fields": OWN_ACCOUNT_FIELDS})
        number = self._visit.target.native_id or self._linked(token)
        return self._calls.node(quote(number, safe=""), {"fields": ACCOUNT_FIELDS})

    def _linked(self, token: Token) -> str:
        """Number of the account that is linked to the token's page, or to one of the person's pages.

        Raises:
            GrantAccess: There is none of the name in config.toml, or several and no name.
        """
        handle = self._visit.target.handle
        linked = [mapping(page.get("instagram_business_account")) for page in self._facebook_pages(token)]
        fitting = {
            number
            for one in linked
            if (number := number_of(one.get("id")))
            and (not handle or same_name(text_of(one.get("username")) or handle, handle))
        }
        if len(fitting) != 1:
            what = f"the token knows {len(fitting) or 'no'} professional accounts that it may be"
            advice = "Link the account to a Facebook page, or write its number as native_id in config.toml"
            raise GrantAccess(what, self._where, advice)
        return fitting.pop()

    def _facebook_pages(self, token: Token) -> list[dict[str, Any]]:
        if token.kind == PAGE:
            return [mapping(self._calls.node("me", {"fields": _LINKED}).json)]
        pages = Listing(lambda more: self._calls.edge("me/accounts", more), {"fields": _LINKED})
        return [mapping(row) for part in pages for row in part.rows]

    # --- posts ----------------------------------------------------------------------------------------------
    def _posts(self, number: str, since: datetime | None, token: Token) -> Generator[Page, None, None]:
        params = {"fields": FIELDS, "since": int(since.timestamp()) if since else None}
        posts = Listing(lambda more: self._calls.edge(f"{number}/media", more), params)
        for part in posts:
            for row in part.rows:
                self._look(mapping(row))
            seen = part.last and not posts.odd
            memory = self._memory(token) if seen else None
            yield self._page("posts", part.reply, None, memory, (self._start(since) or EARLIEST) if seen else None)
        self._odd = f"whether everything was seen cannot be told: {posts.odd}" if posts.odd else ""

    def _look(self, row: Mapping[str, Any]) -> None:
        """Note when it was published, and whether its comments are to be read."""
        published = moment_or_none(row.get("timestamp"))
        self._span.see(published)
        number, code = number_of(row.get("id")), _code(row)
        self._listed.add(code or "")
        talked = published and self._is_recent(published) and count_of(row.get("comments_count")) != 0
        if talked and number and code:
            self._talked[number] = code

    @property
    def _cut_off(self) -> bool:
        return len(self._listed) >= NEAR

    def _start(self, since: datetime | None) -> datetime | None:
        """From when on everything was listed."""
        return self._span.oldest if self._cut_off else since

    # --- comments -------------------------------------------------------------------------------------------
    def _comments(self, account: Mapping[str, str]) -> Generator[Page, None, None]:
        for number, code in self._talked.items():
            ask = partial(self._calls.remarks, f"{number}/comments")
            try:
                for part in Listing(ask, {"fields": REMARK_FIELDS}, REMARKS, MOST_REMARK_PAGES):
                    yield self._page("comments", part.reply, {**account, POST: code})
                self._read += 1
            except AccountGone:
                # The post has been deleted since it was listed.
                self._vanished += 1


def _code(row: Mapping[str, Any]) -> str | None:
    try:
        return native_id(row)
    except ValueError:
        return None
