"""One visit to an account at X: its profile, its posts, what others said to it, each as far as the money allows."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from connectors._values import mapping
from connectors._x_api_keys import owner_of, secrets_of
from connectors._x_api_money import USER, LimitReached, Purse
from connectors._x_api_names import USER_FIELDS, VITAL, WANTED, absent, moment, number_of, rows
from connectors._x_api_options import XOptions
from connectors._x_api_profile import handle_of, path_of, posts_total, user_of
from connectors._x_api_rules import x_ruling
from connectors._x_api_stretches import Marks, number_at, time_down_to
from connectors._x_api_walk import MOST_POSTS, Walk
from monitor.errors import GrantAccess, SkipSource
from monitor.records import EARLIEST
from monitor.sources.caller import Caller
from monitor.sources.http import Reply
from monitor.sources.live import Page, Reach, Visit, stamp

REACH = 3200
"""So many posts, the newest, X gives of an account."""

ENOUGH = 0.9
"""X counts reposts of posts that are gone, which it does not give."""

OVERLAP = timedelta(days=1)
"""An archive is made over hours, so what others have told is believed until a day before its end."""


def caller_of(options: XOptions, visit: Visit) -> Caller:
    """The one who asks X, with the visit's token."""
    secret = secrets_of(visit.token)
    return visit.caller(options.base, x_ruling, secret_headers=secret, private=options.allow_private)


class Trip:
    """One visit under way."""

    def __init__(self, options: XOptions, visit: Visit) -> None:
        self._options, self._visit = options, visit
        self._memory = dict(visit.past.memory)
        self._caller = caller_of(options, visit)
        self._purse = Purse(visit.ledger, owned=False)
        self._user: dict[str, Any] = {}
        self._number = ""
        self._remarks: list[str] = []

    def pages(self) -> Generator[Page, None, Reach]:
        """As `LiveConnector.pages`."""
        yield self._profile()
        yield from self._posts()
        reach = self._reach()
        if self._options.mentions:
            yield from self._mentions(reach)
        return replace(reach, ended="; ".join([*filter(None, [reach.ended]), *self._remarks]))

    # --- the account --------------------------------------------------------------------------------------
    def _profile(self) -> Page:
        path = path_of(self._visit.target)
        with self._purse.holding(USER) as bill:
            reply = self._caller.get(path, {"user.fields": USER_FIELDS})
            self._user = user_of(reply.json)
            bill.append(USER if self._user else 0.0)
        told, known = self._user.get("id"), self._visit.target.native_id
        self._number = str(told if number_of(told) is not None else known or "")
        if number_of(self._number) is None:
            raise SkipSource("X shows the account without its number", path, "Try again; if it stays so, tell X")
        # Of the token's account only: what it costs to read another one is not for `owned` to say.
        is_own = self._options.owned and owner_of(self._visit.token) in {None, self._number}
        self._purse = Purse(self._visit.ledger, owned=is_own)
        return self._page("profile", reply)

    # --- its posts ----------------------------------------------------------------------------------------
    @cached_property
    def _walk(self) -> Walk:
        past = self._visit.past
        before = Marks.remembered(self._memory.get("posts"))
        if not self._memory and not past.full and past.complete_until:
            before = Marks(number_at(past.complete_until - OVERLAP))
        path = f"/2/users/{self._number}/tweets"
        return Walk(self._caller, self._purse, path, self._options.fields, before, past.full)

    def _posts(self) -> Iterator[Page]:
        first = True
        try:
            for reply in self._walk.answers():
                if first and rows(reply.json):
                    first = False
                    self._look(reply)
                linked = self._linked_since
                since = linked.isoformat() if linked else None
                self._memory["posts"] = {**self._walk.marks.kept(), "linked_since": since}
                yield self._page("posts", reply, seen_since=self._seen_since)
        except LimitReached as error:
            raise LimitReached(error.what, error.where, self._forecast()) from error

    def _look(self, reply: Reply) -> None:
        """See whether what was asked for has come.

        Raises:
            SkipSource: Something is lacking without which posts would be misunderstood.
        """
        lacking = absent(rows(reply.json), VITAL)
        if lacking:
            what = f"X left out {' and '.join(lacking)}, without which a reply cannot be told from an own post"
            advice = "X may have changed its names: install the newest version of this program"
            raise SkipSource(what, f"account x {self._visit.target.label}", advice)
        for names, meaning in WANTED.items():
            if absent(rows(reply.json), [names]):
                self._remarks.append(f"X left out {names[0]}: {meaning}")

    @property
    def _linked_since(self) -> datetime | None:
        """From when on all posts that were read brought along what they answer."""
        if not self._options.links_answers:
            return None
        walk = self._walk
        since = moment(mapping(self._visit.past.memory.get("posts")).get("linked_since"))
        if walk.whole and walk.is_done:
            since = EARLIEST
        elif since is None:
            since = EARLIEST if walk.before.newest is None else time_down_to(walk.before.newest)
        to_the_end = walk.is_done and walk.end is None
        return max(since, self._reach().start or EARLIEST) if to_the_end else since

    @property
    def _seen_since(self) -> datetime | None:
        if not self._walk.is_done:
            return self._walk.read_down_to
        reach = self._reach()
        return (reach.start or EARLIEST) if reach.seen else None

    def _reach(self) -> Reach:
        """How far the posts were read, when the walk has ended by itself."""
        walk = self._walk
        full = self._visit.past.full and walk.is_certain
        if walk.is_cut:
            return Reach(start=walk.read_down_to, ended=f"more than {MOST_POSTS} posts came: the next run goes on")
        if walk.end is not None:
            return Reach(start=time_down_to(walk.end))
        total, read = posts_total(self._user), walk.marks.read
        if total is not None and total <= REACH and read >= ENOUGH * total:
            return Reach(full=full)
        of = f" of {total}" if total is not None else ""
        ended = f"X gave {read}{of} posts and gives no more than the {REACH:,} newest: the X archive holds the rest"
        if walk.oldest is None:
            return Reach(seen=False, ended=ended)
        return Reach(start=time_down_to(walk.oldest), full=full, ended=ended)

    def _forecast(self) -> str:
        """What is still to be paid when the limit ends the walk."""
        advice = "a later run goes on, or raise max_cost under [connectors.x_api] in config.toml"
        total = posts_total(self._user)
        left = 0 if total is None else min(total, REACH) - self._walk.marks.read
        if left <= 0:
            return advice.capitalize()
        return f"About {left} posts (at least {left * self._purse.price:.2f} USD) are still to be read: {advice}"

    # --- what others said ---------------------------------------------------------------------------------
    def _mentions(self, reach: Reach) -> Iterator[Page]:
        before = Marks.remembered(self._memory.get("mentions"))
        walk = Walk(
            self._caller, self._purse, f"/2/users/{self._number}/mentions", self._options.mention_fields, before
        )
        since = self._linked_since if reach.seen else None
        about = {"answers_since": since.isoformat()} if since else {}
        try:
            for reply in walk.answers():
                self._memory["mentions"] = walk.marks.kept()
                yield self._page("mentions", reply, about)
        except LimitReached as error:
            self._remarks.append(f"{error.what}: the next run goes on with what others said")
        except GrantAccess as error:
            advice = "set mentions = false under [connectors.x_api] in config.toml, or change the plan"
            self._remarks.append(f"what others said cannot be read ({error.what}): {advice}")

    def _page(
        self, kind: str, reply: Reply, about: Mapping[str, str] | None = None, seen_since: datetime | None = None
    ) -> Page:
        """An answer as it came; its address without the cursor."""
        told = {**stamp(self._visit), "id": self._number, "handle": handle_of(self._user) or "", **(about or {})}
        memory = None if kind == "profile" else dict(self._memory)
        return Page(kind, reply.content, reply.url.partition("?")[0], told, memory, seen_since)
