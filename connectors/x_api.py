"""An account on X (Twitter), read from X's API v2."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import datetime
from typing import Any, ClassVar

from connectors._values import Place, mapping, text_of
from connectors._x_api_money import OWNED, POST, USER, Purse
from connectors._x_api_names import included, rows
from connectors._x_api_options import XOptions
from connectors._x_api_posts import post_of
from connectors._x_api_profile import about_account, handle_of, user_of
from connectors._x_api_said import Owner, answered, mentioned
from connectors._x_api_stretches import Marks
from connectors._x_api_visit import REACH, Trip, caller_of
from monitor.errors import GrantAccess
from monitor.records import Account, Anything
from monitor.sources.contract import Options
from monitor.sources.ledger import Ledger
from monitor.sources.live import Estimate, LiveDeclaration, Page, Past, Reach, Target, TokenFacts, Visit, stamped

MENTIONS_REACH = 800
"""So many of the newest mentions X gives."""

FEW = 10
"""New posts, and new mentions, that a night is estimated to bring."""


class Connector:
    """Reads profile, posts and mentions of an account, newest first, as far as X and the money allow."""

    declaration: ClassVar[LiveDeclaration] = LiveDeclaration(
        name="x_api",
        title="X (Twitter) API",
        platform="x",
        yields=("Account", "Profile", "Standing", "Post", "Interaction", "Window"),
        obtain=(
            "Log in to https://console.x.com as the organisation's account, accept the terms, create a project with an "
            "app in it, and buy credits (pay-per-use). Set a spending limit there as well. Then, of the app's keys and "
            "tokens, generate the Bearer Token: it reads everything public and does not expire. Put it in the "
            "environment variable X_BEARER_TOKEN. Cheaper, for the account that owns the app: generate its Access "
            "Token and Secret as well (reading is enough), and use the four keys in place of the Bearer Token, written "
            "as APIKEY:APIKEYSECRET:ACCESSTOKEN:ACCESSTOKENSECRET; they do not expire either. Its own posts then cost "
            "a fifth, which owned = true under [connectors.x_api] tells us. Several such accounts have a `token` each "
            "in config.toml. max_cost is the most that one run may spend."
        ),
        since=(
            "API v2, spoken in the names of before August 2026 (tweet.fields), which X goes on answering and which "
            "cost less; answers in the names since then (post.fields) are read too"
        ),
        richness=85,
        cannot=(
            f"More than the {REACH:,} newest posts (the archive holds all), more than the {MENTIONS_REACH} newest "
            "mentions, posts shown as advertisements only, clicks, drafts. Deleted posts are found by a whole look "
            "only (monitor fetch --full), which must be paid in one run. Whether a mention was answered is told by "
            "the account's replies, so only with referenced = true. A user token of OAuth 2.0, which lives two hours, "
            "is taken but not renewed."
        ),
        options=XOptions,
        token_name="X_BEARER_TOKEN",  # noqa: S106 - the name of a variable
        scopes=("tweet.read", "users.read"),
        price=(
            f"USD {POST} a post and USD {USER:.3f} a profile (USD {OWNED} a post with an owned token); all that X "
            f"gives of an account costs up to USD {POST * REACH:.0f} once, besides the posts that these refer to"
        ),
        full_days=0,
    )

    def __init__(self, options: Options) -> None:
        """Take the options."""
        self.options = options if isinstance(options, XOptions) else XOptions()

    def ledger(self) -> Ledger:
        """At most `max_cost` a run."""
        return Ledger("USD", self.options.max_cost)

    def estimate(self, target: Target, past: Past) -> Estimate:
        """What is left to read, and what is usually new; capped by `max_cost`."""
        marks = Marks.remembered(past.memory.get("posts"))
        is_whole = past.full or (not past.memory and not past.complete_until)
        left = REACH if is_whole else max(FEW, REACH - marks.read if any(not s.since for s in marks.open) else 0)
        said = (FEW if past.memory.get("mentions") else MENTIONS_REACH) if self.options.mentions else 0
        cost = USER + (left + said) * Purse(Ledger(), owned=self.options.owned).price
        most = min(cost, self.options.max_cost)
        what = f"profile, up to {left:,} posts" if left > FEW else "profile and new posts"
        more = f", up to {said} mentions" if said > FEW else (", new mentions" if said else "")
        over = f"; about USD {cost:.2f} in all, of which USD {most:.2f} in this run" if cost > most else ""
        return Estimate(f"{what}{more}{over}", 1 + -(-left // 100) + -(-said // 100), round(most, 3))

    def pages(self, visit: Visit) -> Generator[Page, None, Reach]:
        """Profile, posts, mentions; see `LiveConnector.pages`."""
        return (yield from Trip(self.options, visit).pages())

    def parse(self, page: Page, target: Target) -> Iterator[Anything]:
        """Turn an answer into records, in either of X's dialects; errors beside data cost nothing."""
        place = Place(page.url)
        try:
            body = page.json
        except (ValueError, RecursionError):
            yield place.bad("is no JSON")
            return
        if not isinstance(body, dict):
            yield place.bad("is no answer of X")
        elif page.kind == "profile":
            yield from about_account(user_of(body), target, place, stamped(page))
        else:
            yield from self._posts(page, body, Owner(page.about["id"], page.about["handle"] or target.handle))

    def _posts(self, page: Page, body: Any, owner: Owner) -> Iterator[Anything]:
        yield Account(platform="x", native_id=owner.number)
        if not isinstance(body.get("data", []), list):
            yield Place(page.url).bad("has no list of posts")
        if page.kind == "mentions":
            since = page.about.get("answers_since")
            yield from mentioned(rows(body), owner, page.url, datetime.fromisoformat(since) if since else None)
            return
        others = included(body)
        for line, post in enumerate(rows(body), start=1):
            told = mapping(post)
            place = Place(page.url, line, text_of(told.get("id")) or "")
            yield post_of(told, others, place, owner.handle) if told else place.bad("is no post")
        if self.options.mentions:
            yield from answered(rows(body), others, owner, page.url)

    def check(self, visit: Visit) -> TokenFacts:
        """Ask whom a token speaks for: an app's token may ask for the app's use, free of charge; a user's may not."""
        caller = caller_of(self.options, visit)
        try:
            used = mapping(mapping(caller.get("/2/usage/tweets").json).get("data"))
        except GrantAccess:
            purse = Purse(visit.ledger, owned=self.options.owned)
            with purse.holding(USER) as bill:
                user = user_of(caller.get("/2/users/me").json)
                bill.append(USER)
            return TokenFacts(f"the account @{handle_of(user) or user.get('id')}")
        read, cap = (text_of(used.get(name)) or "?" for name in ("project_usage", "project_cap"))
        return TokenFacts(f"an app, which has read {read} of at most {cap} posts this month")
